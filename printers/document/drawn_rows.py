"""Rows with characters that the printer's code pages lack, drawn as lines of dots, wrapped and aligned."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from PIL import Image, ImageChops

from printers.document import shaping
from printers.document.layout_items import DrawnLine
from printers.document.rows import Align, Columns, TextItem
from printers.profile import Profile

BALANCE_STEP = 48
"""Dots by which a centred text is narrowed at each attempt to balance its lines."""
MIRRORED: dict[Align, Align] = {"left": "right", "center": "center", "right": "left"}
ALIGN: dict[Align, int] = {"left": 0, "center": 1, "right": 2}
WHITE = 255


@lru_cache(maxsize=256)
def draw_text(row: TextItem, profile: Profile, language: str) -> tuple[DrawnLine, ...]:
    """The lines of a text row; right-to-left text begins at the right edge. Cached, since most rows repeat."""
    return tuple(_text(row, profile, language))


@lru_cache(maxsize=256)
def draw_columns(row: Columns, profile: Profile, language: str) -> tuple[DrawnLine, ...]:
    """A columns row: the name at the edge where its script begins, the value at the other; two lines if too long."""
    return tuple(_columns(row, profile, language))


def words_wider_than_line(row: TextItem | Columns, words: str, profile: Profile, language: str) -> list[str]:
    """As ``printers.document.layout.words_wider_than_line``."""
    size = _size(row, profile, language) if isinstance(row, TextItem) else 1
    base, dots = shaping.base_direction(words), _whole_byte_width(profile)
    return [
        piece
        for piece in shaping.break_segments(words)
        if shaping.line_width(piece.strip(), size, language, base) > dots
    ]


def _size(row: TextItem, profile: Profile, language: str) -> int:
    size, base = row.size, shaping.base_direction(row.text)
    while (
        row.fit and size > 1 and shaping.line_width(row.text, size, language, base) + size > _whole_byte_width(profile)
    ):
        size -= 1
    return size


def _text(row: TextItem, profile: Profile, language: str) -> Iterator[DrawnLine]:
    base = shaping.base_direction(row.text)
    size, dots = _size(row, profile, language), _whole_byte_width(profile)
    hang = min(row.hang * profile.cell_width * size, dots // 2) if row.align == "left" else 0
    room = dots - (size if row.bold else 0)
    lines = shaping.wrap(row.text, room, size, language, hang)
    if row.align == "center" and len(lines) > 1:
        lines = _balanced(row.text, room, size, language, len(lines))
    align = MIRRORED[row.align] if base == "rtl" else row.align
    for place, line in enumerate(lines):
        drawn = shaping.draw_line(line, size, language, base, bold=row.bold).picture
        if hang and place:
            drawn = _indented(drawn, hang, base)
        yield DrawnLine(line, _padded(drawn, dots, align, row.invert), align)


def _columns(row: Columns, profile: Profile, language: str) -> Iterator[DrawnLine]:
    base, dots = shaping.base_direction(row.left), _whole_byte_width(profile)
    name, value = (
        shaping.draw_line(words, 1, language, shaping.base_direction(words), bold=bold)
        for words, bold in ((row.left, False), (row.right, row.bold))
    )
    if name.picture.width + value.picture.width + 2 * profile.cell_width > dots:
        edge: Align = "right" if base == "ltr" else "left"
        align = edge if shaping.base_direction(row.right) == "ltr" else MIRRORED[edge]
        yield from draw_text(TextItem(row.left), profile, language)
        yield from draw_text(TextItem(row.right, align, bold=row.bold), profile, language)
        return
    first, last = (name, value) if base == "ltr" else (value, name)
    above = max(name.baseline, value.baseline)
    below = max(ink.picture.height - ink.baseline for ink in (name, value))
    whole = Image.new("1", (dots, above + below), WHITE)
    whole.paste(first.picture, (0, above - first.baseline))
    whole.paste(last.picture, (dots - last.picture.width, above - last.baseline))
    yield DrawnLine(f"{row.left} {row.right}", whole, "left")


def _balanced(words: str, dots: int, size: int, language: str, count: int) -> list[str]:
    """As many lines as needed, none much longer than another."""
    lines = shaping.wrap(words, dots, size, language)
    for room in range(dots - BALANCE_STEP, dots // 2, -BALANCE_STEP):
        narrower = shaping.wrap(words, room, size, language)
        if len(narrower) > count:
            break
        lines = narrower
    return lines


def _whole_byte_width(profile: Profile) -> int:
    """The widest picture: one of whole bytes."""
    return profile.dots // 8 * 8


def _padded(picture: Image.Image, dots: int, align: Align, invert: bool) -> Image.Image:  # noqa: FBT001  a field of the row
    """Of whole bytes, black and white changed where wanted.

    A single letter may be wider than the paper: what does not fit is lost, as on paper.
    """
    line = ImageChops.invert(picture) if invert else picture
    whole = Image.new("1", (min(dots, -(-line.width // 8) * 8), line.height), WHITE)
    whole.paste(line, ((whole.width - line.width) * ALIGN[align] // 2, 0))
    return whole


def _indented(picture: Image.Image, dots: int, base: shaping.Direction) -> Image.Image:
    whole = Image.new("1", (picture.width + dots, picture.height), WHITE)
    whole.paste(picture, (dots if base == "ltr" else 0, 0))
    return whole
