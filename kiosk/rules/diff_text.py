"""The days that a changed configuration changes, as people and programs read them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kiosk.rules import say, times
from kiosk.rules.decide import Rules
from kiosk.rules.diff import DayChange, TouchedTicket
from kiosk.rules.plan import DayPlan
from kiosk.wording import dates
from kiosk.wording.localized import localized
from kiosk.wording.translate import translate


@dataclass
class _Group:
    """Dates on which the same services of a point change in the same way."""

    change: DayChange
    services: list[str]
    days: list[date] = field(default_factory=list[date])


def values(changes: Iterable[DayChange]) -> list[dict[str, Any]]:
    return [
        {
            "date": each.day.isoformat(),
            "point": each.point,
            "service": each.service,
            "changes": list(each.aspects),
            "before": _plan_values(each.before),
            "after": _plan_values(each.after),
        }
        for each in changes
    ]


def _plan_values(plan: DayPlan | None) -> dict[str, Any] | None:
    if plan is None:
        return None
    ruling = plan.ruling
    return {
        "hours": [times.show(hours) for hours in plan.hours],
        "layer": ruling.layer,
        "source": ruling.source,
        "reason": ruling.reason,
    }


def lines(before: Rules, after: Rules, changes: Iterable[DayChange], language: str) -> Iterator[str]:
    """A line for the dates, one for the services, then what holds before and after, and by which rule."""
    groups = _grouped(changes)
    if not groups:
        yield translate("rules.diff.none", language)
    for group in groups:
        change = group.change
        rules = after if change.after is not None else before
        configuration = rules.configuration
        names = (localized(configuration.services[each].name, language) for each in group.services)
        point = localized(configuration.points[change.point].name, language)
        yield f"{_dates(group.days, language)} · {point} · {', '.join(names)}"
        yield f"  - {_side(change.before, language)}"
        yield f"  + {_side(change.after, language)}"
        told = [aspect for aspect in change.aspects if aspect not in ("hours", "offer")]
        if told:
            words = ", ".join(translate(f"rules.diff.{aspect}", language) for aspect in told)
            yield f"    {translate('rules.diff.also', language, what=words)}"


def ticket_lines(touched: Iterable[TouchedTicket], rules: Rules, language: str) -> Iterator[str]:
    """The tickets that the change would end, move or hide."""
    found = list(touched)
    if not found:
        yield translate("rules.diff.no_tickets", language)
    for ticket in found:
        until = dates.clock_time(rules.local(ticket.until), language) if ticket.until else ""
        yield f"! {ticket.number}: {translate(f'rules.diff.touch.{ticket.why}', language, until=until)}"


def _grouped(changes: Iterable[DayChange]) -> list[_Group]:
    by_day: dict[tuple[object, ...], _Group] = {}
    for change in changes:
        key = (change.day, change.point, change.aspects, _key(change.before), _key(change.after))
        group = by_day.setdefault(key, _Group(change, [], [change.day]))
        group.services.append(change.service)
    joined: dict[tuple[object, ...], _Group] = {}
    for group in by_day.values():
        change = group.change
        key = (change.point, tuple(group.services), change.aspects, _key(change.before), _key(change.after))
        joined.setdefault(key, _Group(change, group.services)).days.extend(group.days)
    return sorted(joined.values(), key=lambda group: group.days[0])


def _key(plan: DayPlan | None) -> tuple[object, ...]:
    return (plan.hours, plan.layer, plan.ruling.source, plan.ruling.reason) if plan else ()


def _dates(days: list[date], language: str) -> str:
    """``Mon, 2 Mar 2026 – Fri, 6 Mar 2026``; single dates with commas, many of them counted."""
    runs: list[list[date]] = []
    for day in days:
        if runs and (day - runs[-1][-1]).days == 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    texts = [
        dates.medium_date(run[0], language)
        if len(run) == 1
        else f"{dates.medium_date(run[0], language)} – {dates.medium_date(run[-1], language)}"
        for run in runs
    ]
    shown = "; ".join(texts[:4])
    return f"{shown} {translate('rules.diff.more', language, n=len(texts) - 4)}" if len(texts) > 4 else shown


def _side(plan: DayPlan | None, language: str) -> str:
    if plan is None:
        return translate("rules.diff.offer", language)
    hours = say.hours(plan.hours, language) or translate("rules.show.closed", language)
    return f"{hours} ({say.layer(plan.ruling, plan.day.year, language)})"
