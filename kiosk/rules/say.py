"""Hours, reasons and layers of the rules in people's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import cast

from kiosk.rules import times
from kiosk.rules.live import Decision
from kiosk.rules.model import Configuration, Hours
from kiosk.rules.plan import DayPlan, Ruling
from kiosk.rules.warn import ConfigWarning
from kiosk.wording import dates
from kiosk.wording.localized import LocalizedText, localized
from kiosk.wording.translate import translate


def clock(minute: int, language: str) -> str:
    """Minutes after midnight; ``24.00`` at the end of a day, ``06.00`` for 30:00 of a night that goes on."""
    return dates.wall_clock(times.clock(minute), language)


def hours(stretches: Iterable[Hours], language: str) -> str:
    """``08.00–12.00, 13.00–16.00``; empty where there are none."""
    return dates.hours(((times.clock(each.start), times.clock(each.end)) for each in stretches), language)


def layer(ruling: Ruling, year: int, language: str) -> str:
    """The layer that decided about a day in ``year``, by its name and dates."""
    if ruling.source.startswith("calendar_missing"):
        return translate("rules.layer.unknown_year", language, year=year)
    return translate(
        f"rules.layer.{ruling.layer}",
        language,
        source=ruling.source,
        since=dates.plain_date(ruling.since, language) if ruling.since else "",
        until=dates.plain_date(ruling.until, language) if ruling.until else "",
    )


def reason(decision: Decision, plan: DayPlan | None, configuration: Configuration, language: str, until: str) -> str:
    """Why no number is given, with the names and times of the day. ``until`` is when the service stops issuing."""
    ruling = plan.ruling if plan else None
    zone = configuration.office.timezone
    edges = [dates.clock_time(datetime.fromtimestamp(at, zone), language) for at in _edges(plan)]
    named = ruling.basis or localized(ruling.note, language) if ruling else ""
    documents = {
        document.id: document.text for list_ in configuration.checklists.values() for document in list_.required
    }
    return translate(
        f"rules.reason.{decision.reason}",
        language,
        opens=edges[0],
        closes=edges[1],
        name=named,
        until=until,
        missing=", ".join(localized(documents[paper], language) for paper in decision.missing),
    ).strip()


def warning(found: ConfigWarning, language: str) -> str:
    """What staff should look at in the configuration."""
    if found.kind == "and_others":  # one cause that several offers have
        kind, inner = cast("str", found.values["kind"]), cast("Mapping[str, object]", found.values["values"])
        told = warning(ConfigWarning(found.code, kind, inner), language)
        return translate("rules.warning.and_others", language, told=told, n=found.values["more"])
    values = {key: _value(value, language) for key, value in found.values.items()}
    return translate(f"rules.warning.{found.kind}", language, **values)


def _value(value: object, language: str) -> object:
    if isinstance(value, date):
        return dates.plain_date(value, language)
    return localized(cast("LocalizedText", value), language) if isinstance(value, Mapping) else value


def _edges(plan: DayPlan | None) -> tuple[int, int]:
    """When the date opens and closes."""
    return (plan.spans[0][0], plan.spans[-1][1]) if plan and plan.spans else (0, 0)
