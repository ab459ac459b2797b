"""A ticket in the visitor's words, as a document to print.

On the server's path from tap to answer: what is slow (a language's names of days and months) is kept by day.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from string import Formatter

from kiosk.queue.ticket import Ticket
from kiosk.receipts.standard import standard
from kiosk.rules.model import Checklist, Configuration, localized
from kiosk.rules.receipt import (
    ColumnsRow,
    FeedRow,
    LogoRow,
    PapersRow,
    QrRow,
    Receipt,
    ReceiptRow,
    ReceiptWords,
    RuleRow,
    TextRow,
    TicketNumberRow,
)
from kiosk.wording.translate import translate
from printers.document.rows import QR, Columns, Cut, Document, Feed, Image, Row, Rule, TextItem, mark_copy

DOTS_A_MM = 8


def receipt(
    configuration: Configuration,
    point_id: str,
    ticket: Ticket,
    *,
    language: str,
    ahead: int,
    estimate: tuple[int, int] | None,
    status_url: str,
    checklist: Checklist | None,
    simulated: bool,
    copy: int = 0,
) -> Document:
    """The receipt of one ticket. ``estimate`` is in whole minutes; ``copy`` counts the marked copies.

    The migrant worker's list looks like every other, and nothing on the paper says who the visitor is.
    """
    told = ReceiptContent(configuration, point_id, ticket, language, ahead, estimate, status_url, checklist)
    template = configuration.receipt or standard(configuration.office.languages)
    rows: list[Row] = []
    if simulated:
        rows += [
            TextItem(f" {translate('receipt.simulated', language)} ", align="center", size=2, invert=True),
            Feed(16),
        ]
    for row in template.rows:
        rows += _rows(row, told, template)
    document = Document((*rows, Cut()), language)
    return mark_copy(document, copy) if copy else document


@dataclass(frozen=True, slots=True)
class ReceiptContent:
    """What a receipt is made of."""

    configuration: Configuration
    point_id: str
    ticket: Ticket
    language: str
    ahead: int
    estimate: tuple[int, int] | None
    status_url: str
    checklist: Checklist | None

    def say(self, words: ReceiptWords) -> str:
        return localized(words, self.language, self.configuration.office.languages)


def _rows(row: ReceiptRow, told: ReceiptContent, template: Receipt) -> list[Row]:  # noqa: PLR0911  one return a kind of row
    match row:
        case TextRow():
            text = _filled(row.text, told, template)
            return [TextItem(text, row.align, row.size, row.bold, row.invert, row.fit)] if text else []
        case ColumnsRow():
            left, right = _filled(row.left, told, template), _filled(row.right, told, template)
            return [Columns(left, right, row.bold)] if left and right else []
        case TicketNumberRow():
            return [TextItem(told.ticket.number, "center", row.size, bold=True, fit=True)]
        case PapersRow():
            return _papers(row, told, template)
        case QrRow():
            caption = _filled(row.caption, told, template)
            below: list[Row] = [TextItem(caption, "center")] if caption else []
            return [QR(told.status_url), *below] if told.status_url else []
        case LogoRow():
            return [Image(row.png)]
        case RuleRow():
            return [Rule()]
        case FeedRow():
            return [Feed(row.mm * DOTS_A_MM)]


def _papers(row: PapersRow, told: ReceiptContent, template: Receipt) -> list[Row]:
    if told.checklist is None or not told.checklist.required:
        return []
    above: list[Row] = [Rule()] if row.rule else []
    items = [TextItem(f"- {told.say(paper.text)}", hang=2) for paper in told.checklist.required]
    return [*above, TextItem(_filled(row.title, told, template), bold=True), *items]


def _filled(words: ReceiptWords, told: ReceiptContent, template: Receipt) -> str:
    """The text with its places filled; empty where one of them is not known."""
    text = told.say(words)
    if "{" not in text and "}" not in text:
        return text
    values: dict[str, str] = {}
    for _, name, _, _ in Formatter().parse(text):
        if name is not None and name not in values:
            values[name] = _PLACES[name](told, template)
            if not values[name]:
                return ""
    return text.format(**values)


def _service(told: ReceiptContent, _: Receipt) -> str:
    service = told.configuration.services.get(told.ticket.service)
    return told.say(service.name) if service else told.ticket.service


def _people(told: ReceiptContent, template: Receipt) -> str:
    if not told.ahead:
        return _said("nobody", told, template)
    return _said("one_person" if told.ahead == 1 else "people", told, template, n=told.ahead)


def _wait(told: ReceiptContent, template: Receipt) -> str:
    if told.estimate is None:
        return ""
    low, high = told.estimate
    if high <= 0:
        return _said("soon", told, template)
    if low >= high:
        return _said("minutes", told, template, n=high)
    return _said("range", told, template, low=low, n=high)


def _said(key: str, told: ReceiptContent, template: Receipt, **values: int) -> str:
    """In the office's own words, else the program's."""
    own = template.words.get(key, {}).get(told.language)
    if own is not None:
        return own.format(**values)
    return translate(f"receipt.{'people' if key == 'one_person' else key}", told.language, **values)


def _at(told: ReceiptContent) -> datetime:
    return told.ticket.issued_at.astimezone(told.configuration.office.timezone)


_PLACES: dict[str, Callable[[ReceiptContent, Receipt], str]] = {
    "office": lambda told, _: told.say(told.configuration.office.name),
    "point": lambda told, _: told.say(told.configuration.points[told.point_id].name),
    "address": lambda told, _: told.configuration.points[told.point_id].address,
    "number": lambda told, _: told.ticket.number,
    "service": _service,
    "date": lambda told, _: _day(_at(told).date(), told.language),
    "time": lambda told, _: _time(_at(told), told.language),
    "ahead": _people,
    "wait": _wait,
}
"""Every one of ``kiosk.rules.receipt.PLACES``."""


def _time(at: datetime, language: str) -> str:
    return f"{at.hour:02d}{_time_separator(language)}{at.minute:02d} {_zone(at)}"


def _zone(at: datetime) -> str:
    """``WIB``; a zone without a name of its own stays with its offset, as ``UTC+08``."""
    name = at.tzname() or ""
    return f"UTC{name}" if name[:1] in "+-" else name


@lru_cache(maxsize=64)
def _day(day: date, language: str) -> str:
    from babel.dates import format_skeleton  # noqa: PLC0415  the import costs more than a hundred receipts

    return format_skeleton("yMMMEd", day, locale=_locale(language))


@lru_cache(maxsize=64)
def _time_separator(language: str) -> str:
    from babel import Locale  # noqa: PLC0415  as above

    return "." if "." in str(Locale.parse(_locale(language)).time_formats["short"]) else ":"


@lru_cache(maxsize=64)
def _locale(language: str) -> str:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415  as above

    try:
        return str(Locale.parse(language.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return "en"
