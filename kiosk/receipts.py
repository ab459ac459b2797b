"""A ticket in the visitor's words, as a document to print.

On the server's path from tap to answer: what is slow (a language's names of days and months) is kept by day.
"""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from functools import lru_cache

from assets.words import word
from kiosk.queue.ticket import Ticket
from kiosk.rules.model import Checklist, Configuration, say
from printers.document import QR, Columns, Cut, Document, Feed, Row, Rule, Text, mark_copy


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
    languages = configuration.office.languages
    rows: list[Row] = []
    if simulated:
        rows += [Text(f" {word('receipt.simulated', language)} ", align="center", size=2, invert=True), Feed(16)]
    rows += _head(configuration, point_id, ticket, language)
    rows += _facts(ticket, configuration.office.timezone, language, ahead, estimate)
    if checklist is not None and checklist.required:
        rows += [Rule(), Text(word("receipt.ready", language), bold=True)]
        rows += [Text(f"- {say(paper.text, language, languages)}", hang=2) for paper in checklist.required]
    rows += _foot(status_url, language)
    document = Document(tuple(rows), language)
    return mark_copy(document, copy) if copy else document


def _head(configuration: Configuration, point_id: str, ticket: Ticket, language: str) -> list[Row]:
    languages = configuration.office.languages
    service = configuration.services.get(ticket.service)
    return [
        Text(say(configuration.office.name, language, languages), align="center"),
        Text(say(configuration.points[point_id].name, language, languages), align="center", bold=True),
        Feed(24),
        Text(word("receipt.number", language), align="center", bold=True),
        Text(ticket.number, align="center", size=8, bold=True, fit=True),
        Text(say(service.name, language, languages) if service else ticket.service, "center", 2, bold=True, fit=True),
        Rule(),
    ]


def _facts(ticket: Ticket, zone: tzinfo, language: str, ahead: int, estimate: tuple[int, int] | None) -> list[Row]:
    rows: list[Row] = [
        Text(_moment(ticket.issued_at.astimezone(zone), language), align="center"),
        Columns(word("receipt.ahead", language), _people(ahead, language)),
    ]
    if estimate is not None:
        rows.append(Columns(word("receipt.wait", language), _minutes(*estimate, language)))
    return rows


def _foot(status_url: str, language: str) -> list[Row]:
    rows: list[Row] = []
    if status_url:
        rows += [QR(status_url), Text(word("receipt.scan", language), align="center")]
    rows += [Text(word("receipt.closing", language), align="center"), Cut()]
    return rows


def _people(ahead: int, language: str) -> str:
    return word("receipt.people", language, n=ahead) if ahead else word("receipt.nobody", language)


def _minutes(low: int, high: int, language: str) -> str:
    if high <= 0:
        return word("receipt.soon", language)
    if low >= high:
        return word("receipt.minutes", language, n=high)
    return word("receipt.range", language, low=low, n=high)


def _moment(at: datetime, language: str) -> str:
    return f"{_day(at.date(), language)} {at.hour:02d}{_time_separator(language)}{at.minute:02d} {_zone(at)}"


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
