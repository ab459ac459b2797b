"""A document laid out for one printer: what is printed and what is drawn are the same lines.

Columns are letters of font A; dots are the printer's. Words that its code pages lack are drawn here, once, and stand
as the same dots on the paper and in the picture.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import msgspec

from printers.document.layout_items import QUIET_MODULES, DrawnPage, Item, QrCode, TextLine
from printers.document.rows import QR, Beep, Columns, Cut, Document, Feed, Frame, Row, Rule, Step, TextItem, Tick
from printers.document.transliteration import to_code_pages
from printers.profile import Profile

FRAME_GAP, FRAME_SIZE = 12, 2
"""White dots around the lines of a frame; the largest size of a line in it or beside a code."""
MODULE_DOTS = {58: (6, 5, 4, 3), 80: (8, 7, 6, 5, 4, 3)}
"""Module sizes in dots, best first."""


def layout(document: Document, profile: Profile) -> tuple[Item, ...]:
    """Everything in the order of printing; text is wrapped, enlarged and placed for this paper."""
    if profile.drawn:
        return tuple(_pages(document, profile))
    items: list[Item] = []
    for row in document.rows:
        items += _row(row, profile, document.language)
    return tuple(items)


def _native(lines: tuple[TextItem, ...]) -> Iterator[TextItem]:
    return (_centred(line) for line in lines if not line.drawn_only)


def _pages(document: Document, profile: Profile) -> Iterator[Item]:
    """What stands between two cuts or beeps is one picture."""
    from printers.document.drawn_page import draw_page  # noqa: PLC0415  fonts are loaded only where they draw

    rows: list[Row] = []
    for row in (*document.rows, None):
        if row is not None and not isinstance(row, Cut | Beep):
            rows.append(row)
            continue
        if rows:
            yield DrawnPage(draw_page(rows, profile.dots // 8 * 8, document.language))
            rows = []
        if row is not None:
            yield row


def _row(row: Row, profile: Profile, language: str) -> list[Item]:  # noqa: PLR0911  one return a kind of row
    match row:
        case TextItem() | Rule() if row.drawn_only:
            return []
        case TextItem():
            text = to_code_pages(row.text, profile.name)
            return _drawn_text(row, profile, language) if text is None else _text(row, text, profile.columns)
        case Columns():
            left, right = to_code_pages(row.left, profile.name), to_code_pages(row.right, profile.name)
            if left is None or right is None:
                return _drawn_columns(row, profile, language)
            return _columns(left, right, profile.columns, bold=row.bold)
        case QR():
            modules = qr_modules(row.data)
            sizes = MODULE_DOTS[profile.paper_mm]
            fits = (size for size in sizes if (modules + 2 * QUIET_MODULES) * size <= profile.dots)
            below = (_row(msgspec.structs.replace(line, bold=False), profile, language) for line in _native(row.beside))
            return [QrCode(row.data, next(fits, 2), modules), *(item for items in below for item in items)]
        case Frame():
            lines = (_row(line, profile, language) for line in _native(row.lines))
            return [Feed(FRAME_GAP), *(item for items in lines for item in items), Feed(FRAME_GAP)]
        case Step():
            return _row(TextItem(f"{row.number} {row.short or row.text}", hang=2), profile, language)
        case Tick():
            return _row(TextItem(f"[ ] {row.text}", hang=4), profile, language)
        case _:
            return [row]


def _centred(line: TextItem) -> TextItem:
    return msgspec.structs.replace(line, align="center", size=min(line.size, FRAME_SIZE))


def _text(row: TextItem, text: str, columns: int) -> list[Item]:
    size = max(1, min(row.size, columns))
    if row.fit:
        size = max(1, min(size, columns // max(1, display_width(text))))
    room = columns // size
    lines = wrap(text, room, row.hang if row.align == "left" else 0)
    if row.align == "center" and len(lines) > 1:
        lines = _balanced(text, room, len(lines))
    return [TextLine(line, row.align, size, row.bold, row.invert) for line in lines]


def _columns(left: str, right: str, columns: int, *, bold: bool) -> list[Item]:
    width = display_width(right)
    if display_width(left) + 2 + width <= columns:
        return [TextLine(left, tab=right, tab_column=columns - width, tab_bold=bold)]
    above: list[Item] = [TextLine(line) for line in wrap(left, columns)]
    return above + [TextLine(line, "right", bold=bold) for line in wrap(right, columns)]


def _drawn_text(row: TextItem, profile: Profile, language: str) -> list[Item]:
    from printers.document import drawn_rows  # noqa: PLC0415  fonts are loaded only for such a script

    return list(drawn_rows.draw_text(row, profile, language))


def _drawn_columns(row: Columns, profile: Profile, language: str) -> list[Item]:
    from printers.document import drawn_rows  # noqa: PLC0415  fonts are loaded only for such a script

    return list(drawn_rows.draw_columns(row, profile, language))


def words_wider_than_line(row: Row, profile: Profile, language: str) -> list[str]:
    """Words of a row that no line of this paper holds whole in the size that the row asks for."""
    if profile.drawn:
        from printers.document import drawn_page  # noqa: PLC0415  fonts are loaded only where they draw

        return drawn_page.words_wider_than_line(row, profile.dots // 8 * 8, language)
    if isinstance(row, TextItem) and row.drawn_only:
        return []
    if isinstance(row, Frame | QR):
        lines = row.lines if isinstance(row, Frame) else row.beside
        return [word for line in _native(lines) for word in words_wider_than_line(line, profile, language)]
    if isinstance(row, Step | Tick):
        return words_wider_than_line(TextItem(row.text), profile, language)
    if not isinstance(row, TextItem | Columns):
        return []
    size = row.size if isinstance(row, TextItem) else 1
    texts = (row.text,) if isinstance(row, TextItem) else (row.left, row.right)
    found: list[str] = []
    for text in texts:
        spelt = to_code_pages(text, profile.name)
        if spelt is None:
            from printers.document import drawn_rows  # noqa: PLC0415  fonts are loaded only for such a script

            found += drawn_rows.words_wider_than_line(row, text, profile, language)
            continue
        if isinstance(row, TextItem) and row.fit:
            size = max(1, min(size, profile.columns // max(1, display_width(spelt))))
        found += [word for word in spelt.split() if display_width(word) > profile.columns // size]
    return found


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
            head = _longest_head(rest, room)
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


def _longest_head(word: str, columns: int) -> str:
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
