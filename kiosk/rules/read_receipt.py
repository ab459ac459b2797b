"""``receipt.toml``: the rows of the receipt, one ``[[row]]`` each, and the office's own ``[words]``."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Collection
from typing import cast

from kiosk.rules.problems import SlipError, suggest
from kiosk.rules.read import Table
from kiosk.rules.receipt import (
    MAX_ROWS,
    MAX_TEXT,
    PLACES,
    SAYINGS,
    ColumnsRow,
    FeedRow,
    FrameRow,
    LogoRow,
    PapersRow,
    QrRow,
    Receipt,
    ReceiptRow,
    ReceiptWords,
    RowAlign,
    RuleRow,
    StepRow,
    TextRow,
    TicketNumberRow,
)

KINDS = ("text", "columns", "number", "frame", "step", "papers", "qr", "logo", "rule", "feed")
ALIGNS = ("left", "center", "right")
LOGO_DOTS = (576, 480)
"""Widest and tallest: 72 mm of paper 80 mm wide, and 60 mm of its length."""

Logo = tuple[bytes, int, int]
"""The picture in black and white as PNG, and width and height in dots."""


class LogoError(SlipError):
    """There is no such picture; the message says why and what to do."""


def read_receipt(table: Table, languages: tuple[str, ...], logo: Callable[[str], Logo]) -> Receipt:
    """``logo`` reads a picture beside the file, or raises ``LogoError``."""
    entries = table.tables("row", required=True)
    rows = [row for entry in entries if (row := _row(entry, languages, logo)) is not None]
    if len(entries) > MAX_ROWS:
        table.wrong("row", "rows_many", n=len(entries), most=MAX_ROWS)
    if entries and not any(_says_number(row) for row in rows) and len(rows) == len(entries):
        table.wrong("row", "row_number")
    receipt = Receipt(tuple(rows), _words(table.table("words", required=False), languages))
    table.close()
    return receipt


def _row(  # noqa: C901  one case a kind of row
    table: Table, languages: tuple[str, ...], logo: Callable[[str], Logo]
) -> ReceiptRow | None:
    kind = table.text("kind")
    row: ReceiptRow | None = None
    match kind:
        case "text":
            row = _text_row(table, languages)
        case "columns":
            row = ColumnsRow(
                _text(table, "left", languages), _text(table, "right", languages), table.flag("bold", default=False)
            )
        case "number":
            row = TicketNumberRow(table.whole("size", 8, least=1, most=8))
        case "papers":
            row = PapersRow(_text(table, "title", languages), table.flag("rule", default=True))
        case "qr":
            lines = tuple(_line(line, languages) for line in table.tables("line", required=False))
            row = QrRow(_text(table, "caption", languages, required=False), lines)
        case "frame":
            row = FrameRow(tuple(_line(line, languages) for line in table.tables("line", required=True)))
        case "step":
            row = StepRow(_text(table, "text", languages), _text(table, "short", languages, required=False))
        case "logo":
            row = _logo_row(table, logo)
        case "rule":
            row = RuleRow(table.flag("drawn_only", default=False))
        case "feed":
            row = FeedRow(table.whole("mm", 3, least=1, most=100))
        case "":
            return None
        case _:
            table.wrong("kind", "not_row", text=kind, advice=suggest(kind, KINDS))
            return None
    table.close()
    return row


def _line(table: Table, languages: tuple[str, ...]) -> TextRow:
    row = _text_row(table, languages)
    table.close()
    return row


def _text_row(table: Table, languages: tuple[str, ...]) -> TextRow:
    return TextRow(
        _text(table, "text", languages),
        cast("RowAlign", table.choice("align", ALIGNS, "center")),
        table.whole("size", 1, least=1, most=8),
        table.flag("bold", default=False),
        table.flag("invert", default=False),
        table.flag("fit", default=False),
        table.flag("drawn_only", default=False),
    )


def _logo_row(table: Table, logo: Callable[[str], Logo]) -> LogoRow:
    name = table.text("file")
    if not name:
        return LogoRow(name)
    try:
        png, width, height = logo(name)
    except LogoError as error:
        table.say("file", error.said)
        return LogoRow(name)
    if width > LOGO_DOTS[0] or height > LOGO_DOTS[1]:
        table.wrong("file", "logo_large", name=name, width=width, height=height, wide=LOGO_DOTS[0], high=LOGO_DOTS[1])
    return LogoRow(name, png, width)


def _words(table: Table, languages: tuple[str, ...]) -> dict[str, ReceiptWords]:
    found: dict[str, ReceiptWords] = {}
    for name, places in SAYINGS.items():
        if table.has(name):
            words = table.words(name, languages, whole=False, lines=True)
            _check(table, name, words, places)
            found[name] = words
        table.know(name)
    table.close()
    return found


def _text(table: Table, key: str, languages: tuple[str, ...], *, required: bool = True) -> ReceiptWords:
    """A text in every language; one of places and signs alone needs no language."""
    value = table.values.get(key)
    if not required and value is None:
        table.know(key)
        return {}
    if isinstance(value, str) and not re.search(r"[^\W\d_]", re.sub(r"\{[^{}]*\}?", "", value)):
        table.text(key, lines=True)
        words: ReceiptWords = dict.fromkeys(languages, value)
        _check(table, key, words, PLACES, plain=True)
        return words
    words = table.words(key, languages, lines=True)
    _check(table, key, words, PLACES)
    return words


def _check(table: Table, key: str, words: ReceiptWords, places: Collection[str], *, plain: bool = False) -> None:
    """Every place in braces is one that can be filled."""
    for code, text in list(words.items())[: 1 if plain else None]:
        at = () if plain else (code,)
        if len(text) > MAX_TEXT:
            table.wrong(key, "too_long", letters=len(text), most=MAX_TEXT, at=at)
        try:
            parts = list(string.Formatter().parse(text))
        except ValueError:
            table.wrong(key, "brace_alone", at=at)
            continue
        for _, name, form, conversion in parts:
            if name is not None and name not in places:
                table.wrong(key, "not_place", text="{" + name + "}", advice=suggest(name, places), at=at)
            elif form or conversion:
                table.wrong(key, "place_form", text=f"{{{name}}}", at=at)


def _says_number(row: ReceiptRow) -> bool:
    return isinstance(row, TicketNumberRow) or (
        isinstance(row, TextRow) and bool(row.text) and all("{number}" in text for text in row.text.values())
    )
