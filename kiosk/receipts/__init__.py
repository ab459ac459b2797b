"""A ticket in the visitor's words, as a document to print."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from string import Formatter

import msgspec

from kiosk.contract.point import Estimate
from kiosk.queue.ticket import Ticket
from kiosk.receipts.standard import standard
from kiosk.rules.model import Checklist, Configuration
from kiosk.rules.receipt import (
    ColumnsRow,
    FeedRow,
    FrameRow,
    LogoRow,
    PapersRow,
    QrRow,
    Receipt,
    ReceiptRow,
    ReceiptWords,
    RuleRow,
    StepRow,
    TextRow,
    TicketNumberRow,
)
from kiosk.wording import counts, dates, simulated_clock
from kiosk.wording.expected import expected, expected_label
from kiosk.wording.localized import localized
from kiosk.wording.translate import translate
from printers.document.rows import (
    QR,
    Columns,
    Cut,
    Document,
    Feed,
    Frame,
    Image,
    Row,
    Rule,
    Step,
    TextItem,
    Tick,
    mark_copy,
)

DOTS_A_MM = 8


def receipt(
    configuration: Configuration,
    point_id: str,
    ticket: Ticket,
    *,
    language: str,
    ahead: int,
    estimate: Estimate | None,
    status_url: str,
    checklist: Checklist | None,
    simulated: bool,
    copy: int = 0,
    serving: str | None = None,
) -> Document:
    """The receipt of one ticket.

    ``copy`` counts the marked copies; ``serving`` is the number of the service that was called last.

    The migrant worker's list looks like every other, and nothing on the paper says who the visitor is.
    """
    told = ReceiptContent(configuration, point_id, ticket, language, ahead, estimate, status_url, checklist, serving)
    template = configuration.receipt or standard(configuration.office.languages)
    rows: list[Row] = []
    if simulated:
        rows += [
            TextItem(f" {simulated_clock.stamp(language)} ", align="center", size=2, invert=True),
            Feed(16),
        ]
    number = 0
    for row in template.rows:
        number = number + 1 if isinstance(row, StepRow) else 0
        rows += _rows(row, told, template, number)
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
    estimate: Estimate | None
    status_url: str
    checklist: Checklist | None
    serving: str | None

    def say(self, words: ReceiptWords) -> str:
        return localized(words, self.language)


def _rows(row: ReceiptRow, told: ReceiptContent, template: Receipt, number: int) -> list[Row]:  # noqa: C901, PLR0911  one return a kind of row
    match row:
        case TextRow():
            return list(_lines((row,), told, template))
        case FrameRow():
            lines = _lines(row.lines, told, template)
            return [Frame(lines)] if lines else []
        case StepRow():
            text = _filled(row.text, told, template)
            return [Step(number, text, _filled(row.short, told, template) if row.short else "")] if text else []
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
            return [QR(told.status_url, _lines(row.lines, told, template)), *below] if told.status_url else []
        case LogoRow():
            return [Image(row.png)]
        case RuleRow():
            return [Rule(row.drawn_only)]
        case FeedRow():
            return [Feed(row.mm * DOTS_A_MM)]


def _lines(rows: tuple[TextRow, ...], told: ReceiptContent, template: Receipt) -> tuple[TextItem, ...]:
    """Those that have something to say."""
    said = ((row, _filled(row.text, told, template)) for row in rows)
    return tuple(_text(row, text) for row, text in said if text)


def _text(row: TextRow, text: str) -> TextItem:
    return TextItem(text, row.align, row.size, row.bold, row.invert, row.fit, drawn_only=row.drawn_only)


def _papers(row: PapersRow, told: ReceiptContent, template: Receipt) -> list[Row]:
    if told.checklist is None or not told.checklist.required:
        return []
    above: list[Row] = [Rule()] if row.rule else []
    items = [Tick(told.say(paper.text)) for paper in told.checklist.required]
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
    key = "one_person" if told.ahead == 1 else "people" if told.ahead else "nobody"
    own = _own_words(key, told, template, n=told.ahead)
    return counts.people(told.ahead, told.language) if own is None else own


def _wait(told: ReceiptContent, template: Receipt) -> str:
    if told.estimate is None:
        return ""
    found = told.estimate
    own = None
    if found.kind in ("soon", "range") and not found.may_not_be_reached and not found.if_open:
        key = "soon" if found.kind == "soon" else "minutes" if found.low_min >= found.high_min else "range"
        own = _own_words(key, told, template, low=found.low_min, n=found.high_min)
    # A hyphen on paper: an en dash is in few printers' code pages.
    return expected(found, told.language).replace("–", "-") if own is None else own


def _own_words(key: str, told: ReceiptContent, template: Receipt, **values: int) -> str | None:
    """One of ``kiosk.rules.receipt.SAYINGS`` as the office says it; None where it does not."""
    own = template.words.get(key, {}).get(told.language)
    return own.format(**values) if own is not None else None


def _about(told: ReceiptContent, _: Receipt) -> str:
    """As clock times, which stay true on paper: minutes from now do not."""
    found = told.estimate
    if found is None:
        return ""
    if found.kind == "soon" and found.start is not None and found.end is not None:
        found = msgspec.structs.replace(found, kind="range")
    # A hyphen on paper: an en dash is in few printers' code pages.
    return expected(found, told.language).replace("–", "-")


def _at(told: ReceiptContent) -> datetime:
    return told.ticket.issued_at.astimezone(told.configuration.office.timezone)


def _appointment(told: ReceiptContent, _: Receipt) -> str:
    booked = told.ticket.appointment
    zone = told.configuration.office.timezone
    return dates.clock_time(booked.astimezone(zone), told.language) if booked is not None else ""


_PLACES: dict[str, Callable[[ReceiptContent, Receipt], str]] = {
    "office": lambda told, _: told.say(told.configuration.office.name),
    "point": lambda told, _: told.say(told.configuration.points[told.point_id].name),
    "address": lambda told, _: told.configuration.points[told.point_id].address,
    "number": lambda told, _: told.ticket.number,
    "service": _service,
    "date": lambda told, _: dates.medium_date(_at(told).date(), told.language),
    "time": lambda told, _: _time(_at(told), told.language),
    "clock": lambda told, _: dates.clock_time(_at(told), told.language),
    "day": lambda told, _: dates.weekday_date(_at(told).date(), told.language),
    "about": _about,
    "about_label": lambda told, _: "" if told.estimate is None else expected_label(told.language),
    "serving": lambda told, _: told.serving or "",
    "serving_label": lambda told, _: "" if told.serving is None else translate("receipt.serving", told.language),
    "ahead": _people,
    "wait": _wait,
    "appointment": _appointment,
}
"""Every one of ``kiosk.rules.receipt.PLACES``."""


def _time(at: datetime, language: str) -> str:
    return f"{dates.clock_time(at, language)} {_zone(at)}"


def _zone(at: datetime) -> str:
    """``WIB``; a zone without a name of its own stays with its offset, as ``UTC+08``."""
    name = at.tzname() or ""
    return f"UTC{name}" if name[:1] in "+-" else name
