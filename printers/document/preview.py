"""A document as a picture of the paper, dot by dot at 203 dpi: the preview."""

from __future__ import annotations

from PIL import Image as Picture

from printers.document.layout import display_width, layout
from printers.document.layout_items import (
    QUIET_MODULES,
    RULE_DOTS,
    RULE_MARGIN,
    DrawnLine,
    DrawnPage,
    Item,
    QrCode,
    TextLine,
)
from printers.document.paper_canvas import PaperCanvas
from printers.document.printer_font import draw_character
from printers.document.qr import qr_matrix
from printers.document.raster import qr_picture, threshold
from printers.document.rows import Beep, Cut, Document, Feed, Image, Rule
from printers.profile import Profile

CHARACTER_DOTS = 24
LINE_SPACING = 34
ALIGN = {"left": 0, "center": 1, "right": 2}
MARGIN = 24
"""White dots around the preview, where the printer cannot print."""


def render_preview(document: Document, profile: Profile) -> Picture.Image:
    """The document on paper with the printer's unprintable margins; black on white, 8 dots a millimetre."""
    paper = PaperCanvas(profile.dots)
    for item in layout(document, profile):
        _draw(item, paper, profile)
    printed = paper.uncut_page()
    whole = Picture.new("L", (printed.width + 2 * MARGIN, printed.height + 2 * MARGIN), 255)
    whole.paste(printed, (MARGIN, MARGIN))
    return whole


def _draw(item: Item, paper: PaperCanvas, profile: Profile) -> None:
    match item:
        case TextLine():
            _line(item, paper, profile)
        case DrawnLine():
            paper.put_block(item.picture, ALIGN[item.align])
        case DrawnPage():
            paper.put_block(item.picture, 0)
        case QrCode():
            paper.put_block(qr_picture(qr_matrix(item.data), item.module, QUIET_MODULES), ALIGN["center"])
        case Image():
            paper.put_block(threshold(item.png, profile.dots), ALIGN["center"])
        case Rule():
            paper.feed(RULE_MARGIN)
            paper.put_block(Picture.new("1", (profile.dots // 16 * 16, RULE_DOTS), 0), 0)
            paper.feed(RULE_MARGIN)
        case Feed():
            paper.feed(item.dots)
        case Cut():
            paper.feed(profile.cut_feed * LINE_SPACING)
        case Beep():
            pass


def _line(line: TextLine, paper: PaperCanvas, profile: Profile) -> None:
    cell = (profile.cell_width, CHARACTER_DOTS)
    _text(line.text, paper, cell, line.size, bold=line.bold, invert=line.invert)
    if line.tab:
        paper.move_to(line.tab_column * profile.cell_width)
        _text(line.tab, paper, cell, line.size, bold=line.tab_bold, invert=False)
    paper.feed_line(ALIGN[line.align], LINE_SPACING)


def _text(text: str, paper: PaperCanvas, cell: tuple[int, int], size: int, *, bold: bool, invert: bool) -> None:
    for one in text:
        wide = (cell[0] * max(1, display_width(one)), cell[1])
        paper.put_character(draw_character(one, wide, (size, size), bold=bold, invert=invert))
