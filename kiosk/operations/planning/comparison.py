"""Several policies over the same days: the waits of each class side by side, and the difference in words. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from statistics import median
from typing import Final

from kiosk.operations.planning.simulation import KINDS, Visitor, VisitorKind, VisitOutcome, play
from kiosk.rules import Configuration, Rules
from kiosk.rules.model import WEEKDAYS, Counter, Hours, Schedule, ScheduleVersion, Settings, Week
from kiosk.rules.times import DAY_MINUTES
from kiosk.wording.translate import translate

LIMITS: Final[Mapping[str, tuple[int, int]]] = {
    "priority_run_max": (1, 1000),
    "regular_wait_max_min": (0, 1440),
    "appointment_early_min": (0, 1440),
    "appointment_late_min": (0, 1440),
    "appointment_run_max": (1, 1000),
}
"""Settings that may be tried, with the range that ``antrean.toml`` allows."""
COUNTERS: Final = "counters"
WORTH_SAYING_MIN: Final = 1.0


@dataclass(frozen=True, slots=True)
class TrialFigures:
    """Minutes that one class waited."""

    people: int
    median: float
    p90: float
    most: float


@dataclass(frozen=True, slots=True)
class Trial:
    """One policy and its result."""

    name: str
    classes: Mapping[VisitorKind, TrialFigures]
    """Classes of which at least one visitor was called."""
    turned_away: int
    not_served: int


class UnknownChangeError(ValueError):
    """The change cannot be tried; the message says what may be written."""


def with_changes(
    configuration: Configuration, point: str, change: Mapping[str, int], *, from_minute: int | None = None
) -> Configuration:
    """The configuration with other settings of the policy or another number of counters.

    ``from_minute``: the counters that are added open at this minute of each day. Raises ``UnknownChangeError``.
    """
    settings = {name: value for name, value in change.items() if name != COUNTERS}
    for name, value in settings.items():
        least, most = LIMITS.get(name, (1, 0))
        if name not in LIMITS:
            raise UnknownChangeError(f"{name} cannot be tried; write one of {', '.join((COUNTERS, *LIMITS))}")
        if not least <= value <= most:
            raise UnknownChangeError(f"{name}={value} is out of range; write {least} to {most}")
    configuration = replace(configuration, settings=_with_settings(configuration.settings, settings))
    if COUNTERS not in change:
        return configuration
    definition = configuration.points[point]
    known = {counter.id for counter in definition.counters}
    counters = _with_counter_count(definition.counters, change[COUNTERS])
    if from_minute is not None:
        if len(counters) <= len(known):
            raise UnknownChangeError(f"{COUNTERS}={change[COUNTERS]}: a time goes with more counters than there are")
        roster = _from(from_minute)
        configuration = replace(configuration, schedules={**configuration.schedules, roster.id: roster})
        counters = tuple(one if one.id in known else replace(one, roster=roster.id) for one in counters)
    definition = replace(definition, counters=counters)
    served = {service for counter in definition.counters for service in counter.serves}
    before = {service for counter in configuration.points[point].counters for service in counter.serves}
    if left := sorted(before - served):
        raise UnknownChangeError(f"{COUNTERS}={change[COUNTERS]}: nobody would serve {', '.join(left)}; try more")
    return replace(configuration, points={**configuration.points, point: definition})


def _from(minute: int) -> Schedule:
    """Every day from this minute on."""
    hours = (Hours(minute, DAY_MINUTES),)
    return Schedule("+", (ScheduleVersion(date.min, Week(dict.fromkeys(WEEKDAYS, hours))),))


def _with_settings(settings: Settings, change: Mapping[str, int]) -> Settings:
    return replace(settings, **change)  # pyright: ignore[reportArgumentType]  LIMITS holds names of numbers alone


def _with_counter_count(counters: Sequence[Counter], wanted: int) -> tuple[Counter, ...]:
    """The first ``wanted`` counters; further ones repeat the first in turn."""
    if not 1 <= wanted <= 200:
        raise UnknownChangeError(f"{COUNTERS}={wanted} is out of range; write 1 to 200")
    more = (replace(counters[n % len(counters)], id=f"+{n + 1}", roster=None) for n in range(wanted - len(counters)))
    return (*counters[:wanted], *more)


def run_trial(name: str, configuration: Configuration, point: str, days: Sequence[Sequence[Visitor]]) -> Trial:
    """The same visitors on the same days, under this configuration."""
    rules, whole = Rules(configuration), VisitOutcome()
    for visitors in days:
        whole.add(play(rules, point, visitors))
    classes: dict[VisitorKind, TrialFigures] = {
        kind: _trial_figures(whole.waits[kind]) for kind in KINDS if whole.waits[kind]
    }
    return Trial(name, classes, whole.turned_away.total(), whole.not_served)


def _trial_figures(waits: Sequence[float]) -> TrialFigures:
    found = sorted(waits)
    return TrialFigures(len(found), median(found), found[min(len(found) - 1, int(len(found) * 0.9))], found[-1])


def describe_difference(first: Trial, other: Trial, language: str) -> Iterator[str]:
    """A sentence for each class, and one for visitors without service, about ``other`` against ``first``."""
    for kind in KINDS:
        if kind not in first.classes or kind not in other.classes:
            continue
        before, after = first.classes[kind], other.classes[kind]
        change = max(after.median - before.median, after.p90 - before.p90, key=abs)
        how = "same" if abs(change) < WORTH_SAYING_MIN else "longer" if change > 0 else "shorter"
        yield translate(
            f"cli.policy.{how}",
            language,
            who=translate(f"cli.policy.{kind}", language),
            before=round(before.median),
            after=round(after.median),
            before90=round(before.p90),
            after90=round(after.p90),
        )
    if other.turned_away + other.not_served != first.turned_away + first.not_served:
        yield translate(
            "cli.policy.without",
            language,
            before=first.turned_away + first.not_served,
            after=other.turned_away + other.not_served,
        )
