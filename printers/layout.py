"""A document laid out for one width of paper: what is printed and what is drawn are the same lines.

Pure. Columns are letters of font A; dots are the printer's.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from printers.document import QR, Align, Beep, Columns, Cut, Document, Feed, Image, Row, Rule, Text
from printers.profile import Profile

QUIET = 4
"""White modules around a QR code (ISO/IEC 18004)."""
MODULES = {58: (6, 5, 4, 3), 80: (8, 7, 6, 5, 4, 3)}
"""Module sizes in dots, best first."""


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line; ``tab`` stands at column ``tab_column`` of the same line."""

    text: str
    align: Align = "left"
    size: int = 1
    bold: bool = False
    invert: bool = False
    tab: str = ""
    tab_column: int = 0
    tab_bold: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code: its data and the size of its modules in dots."""

    data: str
    module: int
    modules: int
    """Modules along one side, without the margin."""

    @property
    def margin(self) -> int:
        """White dots that it needs on every side."""
        return QUIET * self.module


Item = Line | Code | Image | Rule | Feed | Cut | Beep


def layout(document: Document, profile: Profile) -> tuple[Item, ...]:
    """Everything in the order of printing; text is wrapped, enlarged and placed for this paper."""
    items: list[Item] = []
    for row in document.rows:
        items += _row(row, profile)
    return tuple(items)


def _row(row: Row, profile: Profile) -> list[Item]:
    match row:
        case Text():
            return list(_text(row, profile.columns))
        case Columns():
            return list(_columns(row, profile.columns))
        case QR():
            modules = qr_modules(row.data)
            sizes = MODULES[profile.paper_mm]
            fits = (size for size in sizes if (modules + 2 * QUIET) * size <= profile.dots)
            return [Code(row.data, next(fits, 2), modules)]
        case _:
            return [row]


def _text(row: Text, columns: int) -> list[Line]:
    size = max(1, min(row.size, columns))
    if row.fit:
        size = max(1, min(size, columns // max(1, display_width(row.text))))
    room = columns // size
    lines = wrap(row.text, room, row.hang if row.align == "left" else 0)
    if row.align == "center" and len(lines) > 1:
        lines = _balanced(row.text, room, len(lines))
    return [Line(line, row.align, size, row.bold, row.invert) for line in lines]


def _columns(row: Columns, columns: int) -> list[Line]:
    width = display_width(row.right)
    if display_width(row.left) + 2 + width <= columns:
        return [Line(row.left, tab=row.right, tab_column=columns - width, tab_bold=row.bold)]
    left = [Line(line) for line in wrap(row.left, columns)]
    return left + [Line(line, "right", bold=row.bold) for line in wrap(row.right, columns)]


def wrap(text: str, columns: int, hang: int = 0) -> list[str]:
    """Lines of at most ``columns``, broken between words; only a word longer than a line is cut."""
    hang = min(hang, columns // 2)
    lines: list[str] = []
    line = ""
    for word in text.split():
        rest = word
        room = columns - (hang if lines else 0)
        if line and display_width(line) + 1 + display_width(rest) <= room:
            line = f"{line} {rest}"
            continue
        if line:
            lines.append(line)
        room = columns - (hang if lines else 0)
        while display_width(rest) > room:
            head = _head(rest, room)
            lines.append(head)
            rest = rest[len(head) :]
            room = columns - hang
        line = rest
    if line or not lines:
        lines.append(line)
    return [lines[0], *(" " * hang + rest for rest in lines[1:])]


def _balanced(text: str, columns: int, count: int) -> list[str]:
    """As many lines as needed, none much longer than another: a centred title has no lone word below it."""
    longest = max(map(display_width, text.split()))
    for width in range(max(longest, display_width(text) // count), columns):
        lines = wrap(text, width)
        if len(lines) == count:
            return lines
    return wrap(text, columns)


def _head(word: str, columns: int) -> str:
    """As much of a word as ``columns`` hold, at least one letter."""
    end = 1
    while end < len(word) and display_width(word[: end + 1]) <= columns:
        end += 1
    return word[:end]


def display_width(text: str) -> int:
    """Columns that a text takes: two for East Asian wide letters, none for combining marks."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


_ALPHANUMERIC = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
_CAPACITY = (16, 28, 44, 64, 86, 108, 124, 154, 182, 216, 254, 290, 334, 365, 415)
"""Data codewords of versions 1 to 15 at level M (ISO/IEC 18004, table 7)."""


def qr_modules(data: str) -> int:
    """Modules along a side of the smallest level-M code that holds ``data`` in one segment."""
    if data.isascii() and data.isdigit():
        bits, counts = len(data) // 3 * 10 + (0, 4, 7)[len(data) % 3], (10, 12)
    elif set(data) <= _ALPHANUMERIC:
        bits, counts = len(data) // 2 * 11 + len(data) % 2 * 6, (9, 11)
    else:
        bits, counts = len(data.encode()) * 8, (8, 16)
    for version, codewords in enumerate(_CAPACITY, 1):
        if 4 + counts[version > 9] + bits <= codewords * 8:
            return 17 + 4 * version
    raise ValueError(f"{len(data)} characters are too many for a QR code on a receipt")
