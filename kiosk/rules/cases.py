"""Decisions worked out by hand or by another program, checked against ours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, cast

import msgspec
from msgspec import UNSET

from kiosk.rules.case_format import Case, CaseContext, CaseError, name_of, plain
from kiosk.rules.decide import Rules
from kiosk.rules.live import Decision, Emergency, LiveState
from kiosk.rules.model import Calendar, Configuration, HolidayKind, HolidayList, Point, Special
from kiosk.rules.problems import suggest
from kiosk.rules.read import Source, Table
from kiosk.rules.read_hours import read_special, refuse_clashes
from kiosk.rules.read_office import read_settings
from kiosk.rules.read_points import read_sessions
from kiosk.wording.translate import FALLBACK


@dataclass(frozen=True, slots=True)
class Result:
    """``problem`` is one line, empty where the case passed."""

    id: str
    problem: str = ""


class Runner:
    """Runs cases against one configuration; what a case overrides is kept for the next that overrides the same."""

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self._rules: dict[bytes, Rules] = {}

    def run(self, raw: msgspec.Raw, position: int) -> Result:
        name = f"case {position}"
        try:
            name = name_of(raw) or name
            case = msgspec.json.decode(raw, type=Case)
            return Result(name, "; ".join(self._differences(case)))
        except (msgspec.DecodeError, CaseError) as error:
            return Result(name, plain(str(error)))

    def decide(self, case: Case) -> tuple[Decision, Configuration]:
        """The decision, and the configuration as the case changed it. Raises ``CaseError``."""
        base = self._configuration
        if case.point not in base.points:
            raise CaseError(f'there is no point "{case.point}"; {suggest(case.point, base.points).text(FALLBACK)}')
        if case.service not in base.services:
            raise CaseError(
                f'there is no service "{case.service}"; {suggest(case.service, base.services).text(FALLBACK)}'
            )
        live = _live(case, base)
        rules = self._rules_for(case)
        return rules.decide(case.point, case.service, case.at, live), rules.configuration

    def _rules_for(self, case: Case) -> Rules:
        changes = case.context
        key = msgspec.json.encode(
            [changes.special, changes.holidays, changes.settings]
            if changes.quota_day is UNSET and changes.sessions is UNSET
            else [case.point, case.service, changes.special, changes.holidays, changes.settings]
            + [None if part is UNSET else [part] for part in (changes.quota_day, changes.sessions)]
        )
        if key not in self._rules:
            if len(self._rules) > 64:
                self._rules.clear()
            self._rules[key] = Rules(_changed(self._configuration, case))
        return self._rules[key]

    def _differences(self, case: Case) -> Iterator[str]:
        decision, configuration = self.decide(case)
        prefix, digits = configuration.services[case.service].prefix, configuration.settings.number_digits
        got: dict[str, Any] = {
            "issue": decision.issue,
            "call": decision.call,
            "next_opening": decision.next_opening,
            "reason": decision.reason,
            "number": None if decision.sequence is None else f"{prefix}-{decision.sequence:0{digits}d}",
            "business_date": decision.business_date,
            "recorded_at": decision.recorded_at,
            "warnings": sorted(decision.warnings),
            "alternatives": sorted(decision.alternatives),
            "staff_flags": sorted(decision.staff_flags),
        }
        for key, value in got.items():
            expected: Any = getattr(case.expect, key)
            if isinstance(value, list) and expected is not UNSET:
                expected = sorted(expected)
            if expected is not UNSET and _plain(expected) != _plain(value):
                yield f"{key}: expected {_show(expected, configuration)}, got {_show(value, configuration)}"


def _live(case: Case, configuration: Configuration) -> LiveState:
    context = case.context
    _refuse_naive(case)
    if context.checklist is not None and context.checklist not in configuration.checklists:
        advice = suggest(context.checklist, configuration.checklists).text(FALLBACK)
        raise CaseError(f'context: there is no checklist "{context.checklist}"; {advice}')
    return LiveState(
        waiting=context.waiting if context.waiting is not None else int(context.ticket is not None),
        serving=context.serving,
        ahead=context.ahead if context.ahead is not None else (context.waiting or 0) + context.serving,
        active_counters=context.active_counters,
        avg_min=context.avg_min,
        issued=context.issued,
        issued_in_session=context.issued_in_session,
        voided=context.voided,
        voided_in_session=context.voided,
        last_sequence=context.last_seq,
        last_event_at=context.last_event_at,
        emergencies=tuple(Emergency(stop.point, stop.start, stop.until) for stop in context.emergency or ()),
        checklist=context.checklist,
        have=frozenset(context.have or ()),
        staff_override=context.staff_override,
        ticket_day=Rules(configuration).business_date(context.ticket.issued_at)
        if context.ticket and context.ticket.issued_at
        else None,
    )


def _refuse_naive(case: Case) -> None:
    context = case.context
    times = {"at": case.at, "last_event_at": context.last_event_at}
    if context.ticket:
        times["ticket.issued_at"] = context.ticket.issued_at
    for stop in context.emergency or ():
        times |= {"emergency.from": stop.start, "emergency.until": stop.until}
    for key, value in times.items():
        if value is not None and value.tzinfo is None:
            raise CaseError(f'{key}: "{value.isoformat()}" has no offset; write it like {value.isoformat()}+07:00')


def _changed(base: Configuration, case: Case) -> Configuration:
    """The configuration with what the case overrides; its special days beat configured ones of the same offer."""
    source = Source("context", b"", day_starts=base.calendar.day_starts)
    context = case.context
    configuration = replace(
        base,
        settings=read_settings(Table(source, ("settings",), asdict(base.settings) | (context.settings or {}))),
        specials=(*base.specials, *_specials(source, base, context)),
        calendar=_calendar(base.calendar, context),
        points={
            **{name: replace(each, holidays=_own_holidays(each, context)) for name, each in base.points.items()},
            case.point: _point(source, base.points[case.point], case),
        },
    )
    if source.found:
        path, said = source.found[0]
        raise CaseError(f"context: {'.'.join(str(part) for part in path)}: {said.text(FALLBACK)}")
    return configuration


def _specials(source: Source, base: Configuration, context: CaseContext) -> list[Special]:
    found: list[tuple[Table, Special]] = []
    for position, values in enumerate(context.special or ()):
        dated = values | {key: _dated(values[key]) for key in ("date", "from", "to", "dates") if key in values}
        table = Table(source, ("special", position), dated)
        found.append((table, read_special(table, tuple(base.points), tuple(base.services), base.office.languages)))
        table.close()
    refuse_clashes(found, base.points)
    return [special for _, special in found]


def _calendar(base: Calendar, context: CaseContext) -> Calendar:
    named = _named_holidays(context)
    return replace(base, days={**base.days, **named}, years=base.years | {day.year for day in named})


def _named_holidays(context: CaseContext) -> dict[date, tuple[HolidayKind, str]]:
    return {day: (kind, "") for day, kind in (context.holidays or {}).items()}


def _own_holidays(base: Point, context: CaseContext) -> HolidayList | None:
    """A point with holidays of its own has those of the case too."""
    if base.holidays is None or not context.holidays:
        return base.holidays
    named = _named_holidays(context)
    days = {**base.holidays.days, **named}
    return replace(base.holidays, days=days, years=base.holidays.years | {day.year for day in named})


def _dated(value: Any) -> Any:
    """A case file writes dates as text. Raises ``CaseError``."""
    if isinstance(value, list):
        return [_dated(each) for each in cast("list[Any]", value)]
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        raise CaseError(f'context: special: "{value}" is not a date') from None


def _point(source: Source, base: Point, case: Case) -> Point:
    changes: dict[str, Any] = {}
    if case.context.quota_day is not UNSET:
        changes |= {"quota_day": case.context.quota_day, "quotas_by_time": ()}
    if case.context.sessions is not UNSET:
        table = Table(source, (), {"sessions": case.context.sessions or []})
        changes["sessions"] = read_sessions(table)
    holidays = _own_holidays(base, case.context)
    offers = tuple(replace(offer, **changes) if offer.service == case.service else offer for offer in base.offers)
    return replace(base, offers=offers, holidays=holidays)


def _plain(value: Any) -> Any:
    """Times as instants: Python calls no two times equal that a clock change makes ambiguous."""
    return value.timestamp() if isinstance(value, datetime) else value


def _show(value: Any, configuration: Configuration) -> str:
    if isinstance(value, datetime):
        return value.astimezone(configuration.office.timezone).isoformat()
    return msgspec.json.encode(value).decode()
