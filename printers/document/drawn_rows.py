"""Rows whose words the printer's code pages lack, as lines of dots, wrapped and placed as printed ones are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from PIL import Image, ImageChops

from printers.document import shaping
from printers.document.layout_items import Drawn
from printers.document.rows import Align, Columns, TextItem
from printers.profile import Profile

STEP = 48
"""Dots by which a centred text is tried narrower."""
_TURNED: dict[Align, Align] = {"left": "right", "center": "center", "right": "left"}
ALIGN: dict[Align, int] = {"left": 0, "center": 1, "right": 2}
WHITE = 255


@lru_cache(maxsize=256)
def text(row: TextItem, profile: Profile, language: str) -> tuple[Drawn, ...]:
    """A text that runs from right to left begins at the right edge. What many tickets say is drawn once."""
    return tuple(_text(row, profile, language))


@lru_cache(maxsize=256)
def columns(row: Columns, profile: Profile, language: str) -> tuple[Drawn, ...]:
    """The name at the edge where its script begins, the value at the other; two lines where one is too short."""
    return tuple(_columns(row, profile, language))


def cut_words(row: TextItem | Columns, words: str, profile: Profile, language: str) -> list[str]:
    """As ``printers.document.layout.cut_words``."""
    size = _size(row, profile, language) if isinstance(row, TextItem) else 1
    base, dots = shaping.direction(words), _bytes_wide(profile)
    return [piece for piece in shaping.pieces(words) if shaping.width(piece.strip(), size, language, base) > dots]


def _size(row: TextItem, profile: Profile, language: str) -> int:
    size, base = row.size, shaping.direction(row.text)
    while row.fit and size > 1 and shaping.width(row.text, size, language, base) + size > _bytes_wide(profile):
        size -= 1
    return size


def _text(row: TextItem, profile: Profile, language: str) -> Iterator[Drawn]:
    base = shaping.direction(row.text)
    size, dots = _size(row, profile, language), _bytes_wide(profile)
    hang = min(row.hang * profile.cell * size, dots // 2) if row.align == "left" else 0
    room = dots - (size if row.bold else 0)
    lines = shaping.wrap(row.text, room, size, language, hang)
    if row.align == "center" and len(lines) > 1:
        lines = _balanced(row.text, room, size, language, len(lines))
    align = _TURNED[row.align] if base == "rtl" else row.align
    for place, line in enumerate(lines):
        drawn = shaping.ink(line, size, language, base, bold=row.bold).picture
        if hang and place:
            drawn = _moved_in(drawn, hang, base)
        yield Drawn(line, _sized(drawn, dots, align, row.invert), align)


def _columns(row: Columns, profile: Profile, language: str) -> Iterator[Drawn]:
    base, dots = shaping.direction(row.left), _bytes_wide(profile)
    name, value = (
        shaping.ink(words, 1, language, shaping.direction(words), bold=bold)
        for words, bold in ((row.left, False), (row.right, row.bold))
    )
    if name.picture.width + value.picture.width + 2 * profile.cell > dots:
        edge: Align = "right" if base == "ltr" else "left"
        align = edge if shaping.direction(row.right) == "ltr" else _TURNED[edge]
        yield from text(TextItem(row.left), profile, language)
        yield from text(TextItem(row.right, align, bold=row.bold), profile, language)
        return
    first, last = (name, value) if base == "ltr" else (value, name)
    above = max(name.baseline, value.baseline)
    below = max(ink.picture.height - ink.baseline for ink in (name, value))
    whole = Image.new("1", (dots, above + below), WHITE)
    whole.paste(first.picture, (0, above - first.baseline))
    whole.paste(last.picture, (dots - last.picture.width, above - last.baseline))
    yield Drawn(f"{row.left} {row.right}", whole, "left")


def _balanced(words: str, dots: int, size: int, language: str, count: int) -> list[str]:
    """As many lines as needed, none much longer than another."""
    lines = shaping.wrap(words, dots, size, language)
    for room in range(dots - STEP, dots // 2, -STEP):
        narrower = shaping.wrap(words, room, size, language)
        if len(narrower) > count:
            break
        lines = narrower
    return lines


def _bytes_wide(profile: Profile) -> int:
    """The widest picture: one of whole bytes."""
    return profile.dots // 8 * 8


def _sized(picture: Image.Image, dots: int, align: Align, invert: bool) -> Image.Image:  # noqa: FBT001  a field of the row
    """Of whole bytes, black and white changed where wanted.

    A single letter may be wider than the paper: what does not fit is lost, as on paper.
    """
    line = ImageChops.invert(picture) if invert else picture
    whole = Image.new("1", (min(dots, -(-line.width // 8) * 8), line.height), WHITE)
    whole.paste(line, ((whole.width - line.width) * ALIGN[align] // 2, 0))
    return whole


def _moved_in(picture: Image.Image, dots: int, base: shaping.Direction) -> Image.Image:
    whole = Image.new("1", (picture.width + dots, picture.height), WHITE)
    whole.paste(picture, (dots if base == "ltr" else 0, 0))
    return whole
