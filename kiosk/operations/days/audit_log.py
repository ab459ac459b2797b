"""The audit log: the events of one date as rows with a sentence in each language.

The event log is append-only and hash-chained, so that a row cannot be invented later without being noticed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import msgspec

from kiosk.contract.reports import LogRow
from kiosk.operations.service_point import ServicePoint
from kiosk.queue.number import format_number, parse_number
from kiosk.queue.ticket import Move
from kiosk.store.interface import SETBACKS_FACT, Event, Transaction
from kiosk.wording import closed
from kiosk.wording.dates import clock_time
from kiosk.wording.localized import localized
from kiosk.wording.translate import catalogue, translate

_PAGE: Final = 500
_ABOUT_STAFF: Final = ("staff", "device")
"""Kinds of events whose ``staff`` is the account that was changed; ``data["by"]`` is who changed it."""


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which rows to return; None does not filter."""

    staff: str | None = None
    counter: str | None = None
    number: str | None = None
    """As a person types it, such as ``a 12``."""


_ALL: Final = LogFilter()


def log_rows(point: ServicePoint, tx: Transaction, day: date, choice: LogFilter = _ALL) -> list[LogRow]:
    """Everything that happened at the point on one business date, oldest first."""
    start, end = point.rules.day_bounds(day)
    number = _normal_number(point, choice.number)
    found: list[LogRow] = []
    numbers: dict[str, str] = {}
    devices = {device.id: device.name for device in tx.all_devices()}
    for event in _events_between(tx, start, end):
        if event.point not in (point.id, "") or event.kind == "rows":
            continue
        if event.ticket is not None and "number" in event.data:
            numbers[event.ticket] = event.data["number"]
        row = _log_row(point, event, numbers.get(event.ticket or ""), devices)
        wanted = (choice.staff in (None, row.staff, event.staff), choice.counter in (None, row.counter))
        if all(wanted) and number in (None, row.number):
            found.append(row)
    return found


def _normal_number(point: ServicePoint, text: str | None) -> str | None:
    parsed = parse_number(text) if text is not None else None
    return format_number(*parsed, point.configuration.settings.number_digits) if parsed else text


def _events_between(tx: Transaction, start: datetime, end: datetime) -> Iterator[Event]:
    """Events from ``start`` until before ``end``.

    The first is found by binary search: there is no index on the time, but times never decrease along the log, except
    where staff set a wrong clock back.
    """
    last = tx.last_event()
    found = tx.fact(SETBACKS_FACT)
    setbacks: list[tuple[int, int]] = msgspec.json.decode(found) if found else []
    begin = 0
    for bound in (*(sequence - 1 for sequence, _ in setbacks), last.sequence if last else 0):
        yield from _events_of_stretch(tx, begin, bound, start, end)
        begin = bound


def _events_of_stretch(tx: Transaction, low: int, last: int, start: datetime, end: datetime) -> Iterator[Event]:
    """Those with a sequence above ``low`` up to ``last``, among which times never decrease."""
    high = last
    while low < high:
        middle = (low + high) // 2
        event = tx.events_after(middle, 1)[0]
        low, high = (min(event.sequence, high), high) if event.at < start else (low, middle)
    while low < last and (page := tx.events_after(low, min(_PAGE, last - low))):
        for event in page:
            if event.at >= end or event.sequence > last:
                return
            yield event
        low = page[-1].sequence


def _log_row(point: ServicePoint, event: Event, number: str | None, devices: Mapping[str, str]) -> LogRow:
    configuration = point.configuration
    return LogRow(
        sequence=event.sequence,
        at=event.at.astimezone(configuration.office.timezone),
        kind=event.kind,
        number=number,
        counter=event.counter,
        staff=event.data.get("by") if event.kind in _ABOUT_STAFF else event.staff or event.data.get("staff"),
        device=devices.get(event.data.get("on") or "", event.data.get("on")),
        text={language: _log_text(point, event, number, language) for language in configuration.office.languages},
        hash=event.hash,
    )


def _log_text(point: ServicePoint, event: Event, number: str | None, language: str) -> str:
    data = event.data
    service = point.configuration.services.get(data.get("service", ""))
    values: dict[str, object] = {
        "number": number or "",
        "service": localized(service.name, language) if service else data.get("service", ""),
        "calls": data.get("calls", ""),
        "who": event.staff or "",
        "why": _reason_text(point, event, language),
        "what": data.get("role") or data.get("device") or data.get("taken_over_by") or data.get("day") or "",
    }
    key = f"server.log.{_sentence_key(event)}"
    return translate(key, language, **values) if key in catalogue(language) else event.kind


def _sentence_key(event: Event) -> str:
    """The sentence's key below ``server.log``: the event's kind, or one of its variants."""
    data = event.data
    variants = {
        "staff": f"staff_{data.get('did')}",
        "device": f"device_{data.get('did')}",
        "hold": "hold_until" if data.get("until") else "hold",
        "return": "return_late" if "late" in data else "return",
        "transfer": _transfer_sentence(data),
        "void": "void_visitor" if data.get("by") == "visitor" else "void",
        "sign_out": "sign_out_taken_over" if "taken_over_by" in data else _sign_out_sentence(data),
        "pause": "pause_why" if data.get("reason") else "pause",
        "absent": "absent_until" if data.get("until") else "absent",
        "emergency": "emergency_why" if data.get("reason") else "emergency",
    }
    return variants.get(event.kind, event.kind)


def _sign_out_sentence(data: Mapping[str, Any]) -> str:
    return f"sign_out_{data['by']}" if data.get("by") in ("day", "idle") else "sign_out"


def _transfer_sentence(data: Mapping[str, Any]) -> str:
    if data.get("from") != data.get("service"):
        return "transfer"
    if data.get("to"):
        return "transfer_counter"
    return "transfer_stage" if data.get("stage") and data.get("place") == "arrival" else "transfer_place"


def _reason_text(point: ServicePoint, event: Event, language: str) -> str:
    """The sentence's ``{why}``: a reason, time or counter, translated where it is a code."""
    data, kind = event.data, event.kind
    coded = {
        "undo": f"move_{data.get('undone')}",
        "print": f"paper_{data.get('state')}",
    }
    if (key := f"server.log.{coded.get(kind)}") in catalogue(language):
        return translate(key, language)
    if kind == Move.EXPIRE:
        return closed.ended(data.get("why") or "", language)
    if kind in (Move.HOLD, "absent") and data.get("until"):
        zone = point.configuration.office.timezone
        return clock_time(datetime.fromisoformat(data["until"]).astimezone(zone), language)
    if kind == Move.TRANSFER:
        stage = point.configuration.stages.get(data.get("stage") or "")
        return str(data.get("to") or (localized(stage.name, language) if stage else ""))
    if kind == "documents":
        return ", ".join(_document_names(point, data["checklist"], data["missing"], language))
    return str(event.note or data.get("why") or data.get("reason") or "")


def _document_names(point: ServicePoint, checklist: str, missing: list[str], language: str) -> list[str]:
    known = point.configuration.checklists.get(checklist)
    texts = {document.id: document.text for document in (*known.required, *known.conditional)} if known else {}
    return [localized(texts[paper], language) if paper in texts else paper for paper in missing]
