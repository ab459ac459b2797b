"""Hours, reasons and layers of the rules in people's words."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.rules import times
from kiosk.rules.live import Decision
from kiosk.rules.model import Configuration, Hours
from kiosk.rules.plan import DayPlan, Ruling
from kiosk.rules.warn import ConfigWarning
from kiosk.wording import dates
from kiosk.wording.localized import localized
from kiosk.wording.translate import translate


def clock(minute: int, language: str) -> str:
    """Minutes after midnight, up to ``24.00``."""
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
    named = ruling.basis or localized(ruling.note, language) if ruling else ""
    documents = {
        document.id: document.text for list_ in configuration.checklists.values() for document in list_.required
    }
    return translate(
        f"rules.reason.{decision.reason}",
        language,
        opens=clock(plan.hours[0].start, language) if plan and plan.hours else "",
        closes=clock(plan.hours[-1].end, language) if plan and plan.hours else "",
        name=named,
        until=until,
        missing=", ".join(localized(documents[paper], language) for paper in decision.missing),
    ).strip()


def warning(found: ConfigWarning, language: str) -> str:
    """What staff should look at in the configuration."""
    return translate(f"rules.warning.{found.kind}", language, **found.values)
