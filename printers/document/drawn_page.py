"""A whole document as one picture of the paper's width, black and white, for printers that are sent dots alone.

Needs nothing of the printer but ``GS v 0``: no font, no code page, no QR command. Sizes are given for 384 and 576 dots
(58 and 80 mm at 8 dots a millimetre) and are interpolated between.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw

from printers.document import rows, shaping
from printers.document.drawn_rows import ALIGN, MIRRORED
from printers.document.font_lookup import BODY_FACE, BOLD_FACE, FontFace
from printers.document.layout_items import QUIET_MODULES
from printers.document.qr import qr_matrix
from printers.document.raster import qr_picture, threshold
from printers.document.rows import (
    QR,
    Align,
    Beep,
    Columns,
    Cut,
    Feed,
    Frame,
    Row,
    Rule,
    Step,
    TextItem,
    Tick,
)

NARROW_DOTS, WIDE_DOTS = 384, 576
EM: dict[int, tuple[float, float]] = {
    1: (26, 30), 2: (38, 50), 3: (53, 80), 4: (68, 100), 5: (80, 120), 6: (94, 140), 7: (107, 158), 8: (120, 176),
}  # fmt: skip
"""Em in dots of a row's ``size`` on narrow and on wide paper."""
LEAST_EM = 18.0
"""Smaller letters are not read; words that are wider even so are cut between letters."""
SIZE_DOTS = 24
"""Dots of an em at size 1 of ``printers.document.shaping``."""
INVERTED = 1.15
"""White letters on black are drawn so much larger: ink and heat make them thinner."""
DISPLAY_SIZE = 3
"""From this size on a line is as high as its ink; smaller ones have the height of their font."""
BALANCE_STEP = 24
WHITE = 255


def draw_page(content: Sequence[Row], dots: int, language: str) -> Image.Image:
    """The rows from the top, in a picture ``dots`` wide. Raises ``PictureError`` for an image that is none."""
    pieces = [_row(row, dots, language) for row in _grouped(content)]
    page = Image.new("1", (dots, max(1, sum(piece.height for piece in pieces))), WHITE)
    y = 0
    for piece in pieces:
        page.paste(piece, (0, y))
        y += piece.height
    return page


def words_wider_than_line(row: Row, dots: int, language: str) -> list[str]:
    """Words that have to be cut, because a line of ``dots`` does not hold them in the smallest letters."""
    room = dots - 2 * _scale(dots, 12, 24) if isinstance(row, Frame) else dots
    found: list[str] = []
    for text, bold in _texts(row):
        base, lead = shaping.base_direction(text), BOLD_FACE if bold else BODY_FACE
        found += [
            word.strip()
            for word in shaping.break_segments(text)
            if shaping.line_width(word.strip(), LEAST_EM / SIZE_DOTS, language, base, lead) > room
        ]
    return found


def _texts(row: Row) -> list[tuple[str, bool]]:
    match row:
        case TextItem():
            return [(row.text, row.bold)]
        case Columns():
            return [(row.left, row.bold), (row.right, row.bold)]
        case Frame():
            return [(line.text, line.bold) for line in row.lines]
        case Step() | Tick():
            return [(row.text, False)]
        case QR():
            return [(line.text, line.bold) for line in row.beside]
        case _:
            return []


_DrawnTogether = Row | tuple[Tick, ...]


def _grouped(content: Sequence[Row]) -> Iterator[_DrawnTogether]:
    """Rows as they are, but boxes that follow each other together."""
    ticks: list[Tick] = []
    for row in content:
        if isinstance(row, Tick):
            ticks.append(row)
            continue
        if ticks:
            yield tuple(ticks)
            ticks = []
        yield row
    if ticks:
        yield tuple(ticks)


@lru_cache(maxsize=256)
def _row(row: _DrawnTogether, dots: int, language: str) -> Image.Image:  # noqa: C901, PLR0911  one return a kind of row
    """A row as a picture of the paper's width. Cached, since most rows of a ticket are those of the one before."""
    match row:
        case TextItem():
            return _text(row, dots, language)
        case Columns():
            return _columns(row, dots, language)
        case Frame():
            return _frame(row, dots, language)
        case Step():
            return _step(row, dots, language)
        case Tick():
            return _ticks((row,), dots, language)
        case tuple():
            return _ticks(row, dots, language)
        case QR():
            return _qr(row, dots, language)
        case rows.Image():
            return _centred(threshold(row.png, dots), dots)
        case Rule():
            return _rule(dots)
        case Feed():
            return Image.new("1", (dots, row.dots), WHITE)
        case Cut() | Beep():
            return Image.new("1", (dots, 0), WHITE)


# ------------------------------------------------------------ letters


def em_dots(size: int, dots: int) -> float:
    """Dots of an em for a row's ``size`` on paper of ``dots``."""
    narrow, wide = EM[size]
    share = (dots - NARROW_DOTS) / (WIDE_DOTS - NARROW_DOTS)
    return max(LEAST_EM, narrow + share * (wide - narrow))


def _scale(dots: int, narrow: float, wide: float) -> int:
    share = min(1.5, max(0.0, (dots - NARROW_DOTS) / (WIDE_DOTS - NARROW_DOTS)))
    return round(narrow + share * (wide - narrow))


def _fitted(text: str, em: float, room: int, language: str, lead: FontFace, *, whole: bool) -> float:
    """The largest em up to ``em`` at which the text (without ``whole``: its longest word) fits ``room``."""
    base = shaping.base_direction(text)
    parts = [text] if whole else [piece.strip() for piece in shaping.break_segments(text)]
    while em > LEAST_EM:
        widest = max((shaping.line_width(part, em / SIZE_DOTS, language, base, lead) for part in parts), default=0)
        if widest <= room:
            return em
        em = max(LEAST_EM, min(em - 1, em * room / widest))
    return LEAST_EM


@lru_cache(maxsize=512)
def _lines(row: TextItem, room: int, paper: int, language: str) -> tuple[Image.Image, ...]:
    """The lines of a text, each as wide as its letters, at most ``room`` but for a word that cannot be broken.

    Cached apart from the rows: a frame or a code is another one on each ticket, most of the lines in it are not.
    """
    lead = BOLD_FACE if row.bold else BODY_FACE
    em = em_dots(row.size, paper) * (INVERTED if row.invert else 1)
    em = _fitted(row.text, em, room, language, lead, whole=row.fit)
    size, base = em / SIZE_DOTS, shaping.base_direction(row.text)
    lines = shaping.wrap(row.text, room, size, language, lead=lead)
    if row.align == "center" and len(lines) > 1:
        lines = _balanced(row.text, room, size, language, lead, lines)
    drawn = [shaping.draw_line(line, size, language, base, bold=row.bold, lead=lead).picture for line in lines]
    return tuple(_ink_height(one, em) for one in drawn) if row.size >= DISPLAY_SIZE else tuple(drawn)


def _balanced(  # noqa: PLR0917  as ``shaping.wrap``, and the lines to improve
    text: str, room: int, size: float, language: str, lead: FontFace, lines: list[str]
) -> list[str]:
    """As many lines, none much longer than another: a centred title has no lone word below it."""
    for narrower in range(room - BALANCE_STEP, room // 2, -BALANCE_STEP):
        found = shaping.wrap(text, narrower, size, language, lead=lead)
        if len(found) > len(lines):
            break
        lines = found
    return lines


def _ink_height(line: Image.Image, em: float) -> Image.Image:
    """Cropped above and below, with white of an eighth of an em."""
    box = ImageChops.invert(line).getbbox()
    if box is None:
        return line
    gap = round(em / 8)
    whole = Image.new("1", (line.width, box[3] - box[1] + 2 * gap), WHITE)
    whole.paste(line.crop((0, box[1], line.width, box[3])), (0, gap))
    return whole


def _placed(line: Image.Image, width: int, align: Align) -> int:
    return max(0, width - line.width) * ALIGN[align] // 2


def _stacked(lines: Sequence[Image.Image], width: int, align: Align) -> Image.Image:
    whole = Image.new("1", (width, max(1, sum(line.height for line in lines))), WHITE)
    y = 0
    for line in lines:
        whole.paste(line, (_placed(line, width, align), y))
        y += line.height
    return whole


def _align(row: TextItem) -> Align:
    return MIRRORED[row.align] if shaping.base_direction(row.text) == "rtl" else row.align


# ------------------------------------------------------------ rows


def _text(row: TextItem, dots: int, language: str) -> Image.Image:
    lines = _lines(row, dots - (2 * _scale(dots, 8, 12) if row.invert else 0), dots, language)
    text = _stacked(lines, dots, _align(row))
    return ImageChops.invert(text) if row.invert else text


def _columns(row: Columns, dots: int, language: str) -> Image.Image:
    """Name and value at the edges of one line, the name where its script begins; two lines where they do not fit."""
    base = shaping.base_direction(row.left)
    size, lead = em_dots(1, dots) / SIZE_DOTS, BOLD_FACE if row.bold else BODY_FACE
    name, value = (
        shaping.draw_line(text, size, language, shaping.base_direction(text), bold=row.bold, lead=lead)
        for text in (row.left, row.right)
    )
    if name.picture.width + value.picture.width + _scale(dots, 16, 24) > dots:
        end: Align = "right" if base == shaping.base_direction(row.right) else "left"
        items = (TextItem(row.left, bold=row.bold), TextItem(row.right, end, bold=row.bold))
        return _stacked([_text(item, dots, language) for item in items], dots, "left")
    first, last = (name, value) if base == "ltr" else (value, name)
    above = max(name.baseline, value.baseline)
    below = max(line.picture.height - line.baseline for line in (name, value))
    whole = Image.new("1", (dots, above + below), WHITE)
    whole.paste(first.picture, (0, above - first.baseline))
    whole.paste(last.picture, (dots - last.picture.width, above - last.baseline))
    return whole


def _frame(row: Frame, dots: int, language: str) -> Image.Image:
    border, padding, outside = _scale(dots, 3, 5), _scale(dots, 12, 24), _scale(dots, 10, 14)
    room = dots - 2 * (border + padding)
    lines = [line for item in row.lines for line in _lines(item, room, dots, language)]
    inner = _stacked(lines, room, "center")
    above = _scale(dots, 6, 10)
    whole = Image.new("1", (dots, inner.height + 2 * (border + above + outside)), WHITE)
    box = (0, outside, dots - 1, whole.height - outside - 1)
    ImageDraw.Draw(whole).rounded_rectangle(box, radius=_scale(dots, 14, 20), outline=0, width=border)
    whole.paste(inner, (border + padding, outside + border + above))
    return whole


def _step(row: Step, dots: int, language: str) -> Image.Image:
    base = shaping.base_direction(row.text)
    indent = _scale(dots, 33, 40)
    room, size = dots - indent, em_dots(1, dots) / SIZE_DOTS
    fits = shaping.line_width(row.text, size, language, base, BODY_FACE) <= room
    text = TextItem(row.text if fits or not row.short else row.short)
    number = shaping.draw_line(str(row.number), size, language, "ltr", bold=True, lead=BOLD_FACE).picture
    lines = _stacked(_lines(text, room, dots, language), room, _align(text))
    return _beside(number, lines, indent, base, dots)


def _beside(mark: Image.Image, text: Image.Image, indent: int, base: str, dots: int) -> Image.Image:
    """A mark where the line begins, the text behind it."""
    whole = Image.new("1", (dots, max(mark.height, text.height)), WHITE)
    whole.paste(mark, (0 if base == "ltr" else dots - mark.width, 0))
    whole.paste(text, (indent if base == "ltr" else dots - indent - text.width, 0))
    return whole


def _ticks(row: tuple[Tick, ...], dots: int, language: str) -> Image.Image:
    """Boxes, two on a line where both are short."""
    size, gap = em_dots(1, dots) / SIZE_DOTS, _scale(dots, 24, 36)
    side = _scale(dots, 26, 31)
    indent = side + _scale(dots, 12, 15)
    lines: list[Image.Image] = []
    taken = dots + 1
    for tick in row:
        base = shaping.base_direction(tick.text)
        width = indent + shaping.line_width(tick.text, size, language, base, BODY_FACE)
        if base == "ltr" and lines and taken + gap + width <= dots:
            one = _tick(tick, side, indent, width, language, dots)
            lines[-1].paste(one, (taken + gap, 0))
            taken = dots + 1
            continue
        lines.append(Image.new("1", (dots, 1), WHITE))
        lines[-1] = _tick(tick, side, indent, dots, language, dots)
        taken = width
    return _stacked(lines, dots, "left")


def _tick(  # noqa: PLR0917  measures of the row it stands in
    tick: Tick, side: int, indent: int, width: int, language: str, paper: int
) -> Image.Image:
    item = TextItem(tick.text)
    text = _stacked(_lines(item, width - indent, paper, language), width - indent, _align(item))
    box = Image.new("1", (side, side + 6), WHITE)
    ImageDraw.Draw(box).rectangle((0, 6, side - 1, side + 5), outline=0, width=3)
    return _beside(box, text, indent, shaping.base_direction(tick.text), width)


def _qr(row: QR, dots: int, language: str) -> Image.Image:
    """The code with its quiet zone; the lines beside it where there is room for them."""
    matrix = qr_matrix(row.data)
    modules = len(matrix) + 2 * QUIET_MODULES
    best = _scale(dots, 6, 7) if row.beside else _scale(dots, 6, 8)
    module = next((size for size in range(best, 2, -1) if modules * size <= dots), 2)
    code = qr_picture(matrix, module, QUIET_MODULES)
    room = dots - code.width
    if not row.beside:
        return _centred(code, dots)
    if room < dots // 3:
        below = [_text(TextItem(item.text, "center", item.size, item.bold), dots, language) for item in row.beside]
        return _stacked([_centred(code, dots), *below], dots, "left")
    lines = [line for item in row.beside for line in _lines(item, room, dots, language)]
    base = shaping.base_direction(row.beside[0].text)
    text = _stacked(lines, room, "left" if base == "ltr" else "right")
    whole = Image.new("1", (dots, max(code.height, text.height)), WHITE)
    whole.paste(code, (0 if base == "ltr" else room, (whole.height - code.height) // 2))
    whole.paste(text, (code.width if base == "ltr" else 0, (whole.height - text.height) // 2))
    return whole


def _rule(dots: int) -> Image.Image:
    margin, thick = _scale(dots, 10, 14), _scale(dots, 2, 3)
    whole = Image.new("1", (dots, 2 * margin + thick), WHITE)
    whole.paste(0, (0, margin, dots, margin + thick))
    return whole


def _centred(picture: Image.Image, dots: int) -> Image.Image:
    whole = Image.new("1", (dots, picture.height), WHITE)
    whole.paste(picture, (max(0, dots - picture.width) // 2, 0))
    return whole
