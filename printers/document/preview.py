"""A document as a picture of the paper, dot by dot at 203 dpi: the preview."""

from __future__ import annotations

from PIL import Image as Picture

from printers.document.layout import display_width, layout
from printers.document.layout_items import QUIET, Code, Drawn, Item, TextLine
from printers.document.paper_canvas import Paper
from printers.document.printer_font import letter
from printers.document.qr import matrix
from printers.document.raster import black_and_white, matrix_picture
from printers.document.rows import Beep, Cut, Document, Feed, Image, Rule
from printers.profile import Profile

HEIGHT = 24
SPACING = 34
ALIGN = {"left": 0, "center": 1, "right": 2}
EDGE = 24
"""White dots around the preview, where the printer cannot print."""


def picture(document: Document, profile: Profile) -> Picture.Image:
    """The paper, with the margins that a printer leaves; black on white, 8 dots a millimetre."""
    paper = Paper(profile.dots)
    for item in layout(document, profile):
        _draw(item, paper, profile)
    printed = paper.so_far()
    whole = Picture.new("L", (printed.width + 2 * EDGE, printed.height + 2 * EDGE), 255)
    whole.paste(printed, (EDGE, EDGE))
    return whole


def _draw(item: Item, paper: Paper, profile: Profile) -> None:
    match item:
        case TextLine():
            _line(item, paper, profile)
        case Drawn():
            paper.block(item.picture, ALIGN[item.align])
        case Code():
            paper.block(matrix_picture(matrix(item.data), item.module, QUIET), ALIGN["center"])
        case Image():
            paper.block(black_and_white(item.png, profile.dots), ALIGN["center"])
        case Rule():
            _words("_" * profile.columns, paper, (profile.cell, HEIGHT), 1, bold=False, invert=False)
            paper.feed_line(0, SPACING)
        case Feed():
            paper.feed(item.dots)
        case Cut() | Beep():
            pass


def _line(line: TextLine, paper: Paper, profile: Profile) -> None:
    cell = (profile.cell, HEIGHT)
    _words(line.text, paper, cell, line.size, bold=line.bold, invert=line.invert)
    if line.tab:
        paper.move(line.tab_column * profile.cell)
        _words(line.tab, paper, cell, line.size, bold=line.tab_bold, invert=False)
    paper.feed_line(ALIGN[line.align], SPACING)


def _words(text: str, paper: Paper, cell: tuple[int, int], size: int, *, bold: bool, invert: bool) -> None:
    for one in text:
        wide = (cell[0] * max(1, display_width(one)), cell[1])
        paper.put(letter(one, wide, (size, size), bold=bold, invert=invert))
