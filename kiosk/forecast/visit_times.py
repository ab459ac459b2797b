"""How long visits take: what earlier days teach, and how fast today is.

The model of one service is ``log(seconds from call to end) = mean + slope * time of day + day's level + residual``.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import NormalDist
from typing import Final

from kiosk.forecast.past import PastDay
from kiosk.forecast.state import EndedVisit, PointState, ServiceFacts, Stretch

QUANTILES: Final = 128
PRIOR_VISITS: Final = 2.0
"""The configured minutes count as so many visits."""
PRIOR_SPREAD: Final = 0.5
FEW_VISITS: Final = 30
DAY_SPREAD: Final = 0.15
"""How far one day's level lies from another's, before any day is known; worth ``DAY_SPREAD_DAYS`` days."""
DAY_SPREAD_DAYS: Final = 6.0
SLOPE_VISITS: Final = 150.0
HALF_LIFE_DAYS: Final = 10.0
NEWEST_TODAY: Final = 25
OTHERS_VISITS: Final = 12.0
NO_SHOW_S: Final = 150.0
NO_SHOW_PRIOR: Final = (1.0, 20.0)
RETURN_PRIOR: Final = (1.0, 4.0)
REACTION_S: Final = 15.0
REACTION_PRIOR: Final = 10.0
LONGEST_REACTION_S: Final = 180.0
SHORTEST_VISIT_S: Final = 10.0
_NORMAL: Final = tuple(NormalDist().inv_cdf((i + 0.5) / QUANTILES) for i in range(QUANTILES))


@dataclass(frozen=True, slots=True)
class ServiceModel:
    mean: float
    """Of the logarithm of the seconds."""
    spread: float
    """Standard deviation of the residuals."""
    factors: Sequence[float]
    """``QUANTILES`` equally likely values of exp(residual), ascending."""
    day_spread: float
    slope: float
    no_show: float
    """Share of calls that nobody answers."""

    def mean_beyond(self, elapsed: float, log_scale: float) -> float:
        """The mean logarithm of the seconds of a visit that has lasted ``elapsed`` seconds already."""
        scale = math.exp(log_scale)
        first = bisect_right(self.factors, elapsed / scale)
        longer = self.factors[first:]
        return log_scale + sum(map(math.log, longer)) / len(longer) if longer else math.log(elapsed * 1.1)


@dataclass(frozen=True, slots=True)
class VisitModel:
    services: Mapping[str, ServiceModel]
    reaction_s: float = REACTION_S
    """Mean seconds from the end of a visit to the next call while somebody waits."""
    no_show_s: float = NO_SHOW_S
    returns: float = RETURN_PRIOR[0] / RETURN_PRIOR[1]
    """Share of missed visitors who come back."""
    counters: Mapping[str, float] = field(default_factory=dict[str, float])
    """Logarithm of how much longer than others a counter takes."""


@dataclass(frozen=True, slots=True)
class TodaysLevel:
    """The logarithm of the seconds of a visit that begins now, by service: mean, and what is uncertain of it."""

    log_seconds: Mapping[str, float]
    uncertainty: Mapping[str, float]


def position_in_day(hours: Mapping[str, Sequence[Stretch]], at: float) -> float:
    """-0.5 at the first opening of the day, 0.5 at the last closing."""
    spans = [span for each in hours.values() for span in each]
    if not spans:
        return 0.0
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    return min(0.6, max(-0.6, (at - first) / (last - first) - 0.5))


def learn_visits(services: Mapping[str, ServiceFacts], days: Sequence[PastDay]) -> VisitModel:
    """The model after these days, oldest first; without any it rests on the configured minutes."""
    found: dict[str, list[_Sample]] = {service: [] for service in services}
    missed = dict.fromkeys(services, 0.0)
    called = dict.fromkeys(services, 0.0)
    missed_seconds, missed_numbers, returned = [NO_SHOW_S] * 3, 0, 0
    for number, day in enumerate(days):
        weight = 0.5 ** ((len(days) - 1 - number) / HALF_LIFE_DAYS)
        absent: set[str] = set()
        for visit in sorted(day.visits, key=lambda visit: visit.called_at):
            if visit.service not in found:
                continue
            called[visit.service] += 1
            seconds = visit.ended_at - visit.called_at
            if visit.number in absent:
                returned += 1
                absent.discard(visit.number)
            if not visit.came:
                missed[visit.service] += 1
                missed_seconds.append(seconds)
                missed_numbers += 1
                absent.add(visit.number)
            elif seconds >= SHORTEST_VISIT_S:
                at = position_in_day(day.hours, visit.called_at)
                found[visit.service].append(_Sample(math.log(seconds), at, weight, number, visit.counter or ""))
    models = {
        service: _service_model(services[service], samples, missed[service], called[service])
        for service, samples in found.items()
    }
    return VisitModel(
        services=models,
        reaction_s=_reaction(days),
        no_show_s=sum(missed_seconds) / len(missed_seconds),
        returns=(RETURN_PRIOR[0] + returned) / (RETURN_PRIOR[1] + missed_numbers),
        counters=_counter_speeds(found, models),
    )


@dataclass(frozen=True, slots=True)
class _Sample:
    log_seconds: float
    position: float
    weight: float
    day: int
    counter: str


def _service_model(facts: ServiceFacts, samples: Sequence[_Sample], missed: float, called: float) -> ServiceModel:
    prior = math.log(max(0.5, facts.minutes) * 60)
    weight = sum(sample.weight for sample in samples)
    mean = (PRIOR_VISITS * prior + sum(s.weight * s.log_seconds for s in samples)) / (PRIOR_VISITS + weight)
    slope = _slope(samples, mean)
    by_day: dict[int, list[float]] = {}
    for sample in samples:
        by_day.setdefault(sample.day, []).append(sample.log_seconds - mean - slope * sample.position)
    spread = _deviation([rest for rests in by_day.values() for rest in rests], FEW_VISITS, PRIOR_SPREAD)
    squares, weights = DAY_SPREAD_DAYS * DAY_SPREAD**2, DAY_SPREAD_DAYS
    residuals: list[float] = []
    for rests in by_day.values():
        level = sum(rests) / len(rests)
        noise = spread**2 / len(rests)
        precision = 1 / (noise + DAY_SPREAD**2) * DAY_SPREAD**2
        squares += precision * max(0.0, level**2 - noise)
        weights += precision
        kept = level * DAY_SPREAD**2 / (DAY_SPREAD**2 + noise)
        residuals += [rest - kept for rest in rests]
    day_spread = math.sqrt(squares / weights)
    return ServiceModel(
        mean=mean,
        spread=spread,
        factors=_factors(residuals[-1500:]),
        day_spread=day_spread,
        slope=slope,
        no_show=(NO_SHOW_PRIOR[0] + missed) / (NO_SHOW_PRIOR[1] + called),
    )


def _slope(samples: Sequence[_Sample], mean: float) -> float:
    square = sum(s.position**2 for s in samples)
    return sum(s.position * (s.log_seconds - mean) for s in samples) / (square + SLOPE_VISITS / 12)


def _deviation(values: Sequence[float], prior_count: float, prior: float) -> float:
    return math.sqrt((sum(v * v for v in values) + prior_count * prior**2) / (len(values) + prior_count))


def _factors(residuals: Sequence[float]) -> tuple[float, ...]:
    """Equally likely exp(residual); too few are filled up with a normal law of ``PRIOR_SPREAD``."""
    values = list(residuals)
    lacking = FEW_VISITS - len(values)
    if lacking > 0:
        values += [PRIOR_SPREAD * _NORMAL[int((i + 0.5) * QUANTILES / lacking)] for i in range(lacking)]
    values.sort()
    last = len(values) - 1
    found: list[float] = []
    for i in range(QUANTILES):
        at = min(max((i + 0.5) / QUANTILES * len(values) - 0.5, 0.0), last)
        low = int(at)
        high = min(low + 1, last)
        found.append(math.exp(values[low] + (at - low) * (values[high] - values[low])))
    return tuple(found)


def _reaction(days: Sequence[PastDay]) -> float:
    """Mean seconds from the end of a visit to the next call at the counter, where the next visitor was there before."""
    gaps: list[float] = []
    for day in days[-10:]:
        last: dict[str, EndedVisit] = {}
        for visit in sorted(day.visits, key=lambda visit: visit.called_at):
            if visit.counter is None:
                continue
            before = last.get(visit.counter)
            last[visit.counter] = visit
            if before is None or visit.entered_at is None or visit.entered_at > before.ended_at:
                continue
            gap = visit.called_at - before.ended_at
            if 0 <= gap <= LONGEST_REACTION_S:
                gaps.append(gap)
    gaps.sort()
    usual = gaps[: max(1, int(len(gaps) * 0.97))]
    return (REACTION_PRIOR * REACTION_S + sum(usual)) / (REACTION_PRIOR + len(usual))


COUNTER_VISITS: Final = 40.0
"""A counter's own speed is pulled to that of all by so many visits."""


def _counter_speeds(
    samples: Mapping[str, Iterable[_Sample]], models: Mapping[str, ServiceModel]
) -> Mapping[str, float]:
    sums: dict[str, list[float]] = {}
    for service, each in samples.items():
        model = models[service]
        for sample in each:
            rest = (sample.log_seconds - model.mean - model.slope * sample.position) / model.spread**2
            total = sums.setdefault(sample.counter, [0.0, 0.0])
            total[0] += sample.weight * rest
            total[1] += sample.weight / model.spread**2
    return {counter: rest / (weight + COUNTER_VISITS / 0.25) for counter, (rest, weight) in sums.items()}


def level_of_today(model: VisitModel, state: PointState) -> TodaysLevel:
    """From the newest visits of today, and from those under way as visits that take longer than so far."""
    sums: dict[str, float] = dict.fromkeys(state.services, 0.0)
    counts: dict[str, int] = dict.fromkeys(state.services, 0)
    for counter in state.counters:
        hand = counter.in_hand
        if hand is None or not hand.started or hand.service not in model.services:
            continue
        known = model.services[hand.service]
        base = _expected(model, state, hand.service, counter.id, hand.called_at)
        sums[hand.service] += known.mean_beyond(max(1.0, state.at - hand.called_at), base) - base
        counts[hand.service] += 1
    for visit in reversed(state.ended):
        service = visit.service
        seconds = visit.ended_at - visit.called_at
        if not visit.came or service not in counts or counts[service] >= NEWEST_TODAY or seconds < SHORTEST_VISIT_S:
            continue
        sums[service] += math.log(seconds) - _expected(model, state, service, visit.counter, visit.called_at)
        counts[service] += 1
    all_sum, all_count = sum(sums.values()), sum(counts.values())
    now = position_in_day(state.hours, state.at)
    log_seconds: dict[str, float] = {}
    uncertainty: dict[str, float] = {}
    for service, known in model.services.items():
        others = (all_sum - sums[service]) / (all_count - counts[service] + OTHERS_VISITS)
        worth = (known.spread / known.day_spread) ** 2
        level = (sums[service] + worth * 0.5 * others) / (counts[service] + worth)
        log_seconds[service] = known.mean + known.slope * now + level
        uncertainty[service] = known.spread / math.sqrt(counts[service] + worth)
    return TodaysLevel(log_seconds, uncertainty)


def _expected(model: VisitModel, state: PointState, service: str, counter: str | None, at: float) -> float:
    known = model.services[service]
    position = position_in_day(state.hours, at)
    return known.mean + known.slope * position + model.counters.get(counter or "", 0.0)
