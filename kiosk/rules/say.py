"""Dates, hours, reasons and layers in people's words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton

from kiosk.rules.live import Decision
from kiosk.rules.model import Configuration, Hours, Translations, localized
from kiosk.rules.plan import DayPlan, Ruling
from kiosk.rules.times import DAY_MINUTES
from kiosk.rules.warn import ConfigWarning
from kiosk.wording.translate import translate


@cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def long_date(day: date, language: str) -> str:
    return format_date(day, "EEEE d MMMM y", _locale(language))


def short_date(day: date, language: str) -> str:
    return format_date(day, "EEE d MMM y", _locale(language))


def time(at: datetime, language: str) -> str:
    """Hour and minute on a 24-hour clock, with the language's own sign between them."""
    return format_skeleton("Hm", at, None, locale=_locale(language))


def clock(minute: int, language: str) -> str:
    text = time(datetime(2000, 1, 1, minute // 60 % 24, minute % 60), language)  # noqa: DTZ001  a wall-clock time
    return f"24{text[2:]}" if minute == DAY_MINUTES else text


def hours(stretches: Iterable[Hours], language: str) -> str:
    return ", ".join(f"{clock(each.start, language)}-{clock(each.end, language)}" for each in stretches)


def name(text: Translations, language: str, configuration: Configuration) -> str:
    return localized(text, language, configuration.office.languages)


def layer(ruling: Ruling, day: date, language: str) -> str:
    """Which layer spoke, by its name and dates."""
    if ruling.source.startswith("calendar_missing"):
        return translate("rules.layer.unknown_year", language, year=day.year)
    return translate(
        f"rules.layer.{ruling.layer}",
        language,
        source=ruling.source,
        since=format_date(ruling.since, "d MMMM y", _locale(language)) if ruling.since else "",
        until=format_date(ruling.until, "d MMMM y", _locale(language)) if ruling.until else "",
    )


def reason(decision: Decision, plan: DayPlan | None, configuration: Configuration, language: str, until: str) -> str:
    """Why no number is given; ``until`` is when the service stops issuing."""
    ruling = plan.ruling if plan else None
    named = ruling.basis or name(ruling.note, language, configuration) if ruling else ""
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
        missing=", ".join(name(documents[paper], language, configuration) for paper in decision.missing),
    ).strip()


def warning(found: ConfigWarning, language: str) -> str:
    return translate(f"rules.warning.{found.kind}", language, **found.values)
