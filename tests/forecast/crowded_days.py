"""Made-up crowded days of small offices, and what the last-ticket gate does on them.

The days know nothing of the forecast: officers are late, go to lunch, pause and stay away; visits have a speed of the
day, of the service and of their own; some visitors are not there when they are called. A visitor who is refused stays
in the line as a ghost who takes no counter, so that it is known whether and when he would have been called.

``python -m tests.forecast.crowded_days --days 200`` prints what became of those let in and of those refused.
"""

from __future__ import annotations

import argparse
import heapq
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import count
from random import Random

from kiosk.forecast.forecast import Experience, forecast, learn
from kiosk.forecast.past import PastDay, PresenceSpan, TakenTicket
from kiosk.forecast.state import CounterNow, EndedVisit, PointState, ServiceFacts, VisitInHand, WaitingTicket
from kiosk.forecast.table import paths_for
from kiosk.rules.demand import POSSIBLE

OPENS, CLOSES, LAST_CALL = 8 * 3600.0, 16 * 3600.0, 18 * 3600.0
"""Numbers are given until ``CLOSES``; officers go on with who waits until ``LAST_CALL``."""
REGULAR, PRIORITY = "paspor", "prioritas"
HOURS = {service: [(OPENS, CLOSES)] for service in (REGULAR, PRIORITY)}
HISTORY_DAYS = 12
DAYS_OF_AN_OFFICE = 10
KEPT_S = 90.0
"""So long an answer of the forecast holds for the next visitors of the service; the product asks it more often."""


@dataclass(frozen=True, slots=True)
class OfficeKind:
    counters: int
    minutes: float
    load: float
    """Visitors of a day, as a share of those that its counters could serve from ``OPENS`` to ``LAST_CALL``."""
    away_share: float
    scatter: float

    @property
    def services(self) -> dict[str, ServiceFacts]:
        return {
            REGULAR: ServiceFacts(priority=False, minutes=self.minutes),
            PRIORITY: ServiceFacts(priority=True, minutes=self.minutes),
        }

    @property
    def serves(self) -> dict[str, list[str]]:
        return {str(n): [REGULAR, PRIORITY] for n in range(1, self.counters + 1)}


@dataclass(slots=True)
class Visitor:
    key: str
    service: str
    at: float
    seconds: float
    comes: bool
    ghost: bool = False
    called_at: float | None = None
    reached: float | None = None
    served_without_gate: bool = False
    """On the same day with everyone let in."""

    @property
    def priority(self) -> bool:
        return self.service == PRIORITY


@dataclass(slots=True)
class _Counter:
    id: str
    spans: list[tuple[float, float, str | None]]
    """Stretches of presence: start, end, and the reason of a pause."""
    hand: Visitor | None = None
    free_at: float = 0.0

    def here(self, at: float) -> tuple[float, float, str | None] | None:
        return next((span for span in self.spans if span[0] <= at < span[1]), None)

    def next_open(self, at: float) -> float | None:
        return next((max(at, start) for start, end, paused in self.spans if paused is None and end > at), None)


@dataclass(slots=True)
class Day:
    visitors: list[Visitor]
    counters: list[_Counter]
    waiting: list[Visitor] = field(default_factory=list[Visitor])
    ended: list[EndedVisit] = field(default_factory=list[EndedVisit])
    calls: int = 0
    run: int = 0


def made_up_day(kind: OfficeKind, chance: Random) -> Day:
    speed = math.exp(chance.gauss(0, 0.12))
    mean_s = kind.minutes * 60
    able = kind.counters * (LAST_CALL - OPENS - 2700) / (mean_s + 20)
    people = max(5, round(able * kind.load * math.exp(chance.gauss(0, 0.12))))
    visitors: list[Visitor] = []
    for at in sorted(OPENS + (CLOSES - OPENS) * chance.betavariate(1.3, 1.7) for _ in range(people)):
        service = PRIORITY if chance.random() < 0.15 else REGULAR
        seconds = mean_s * speed * math.exp(chance.gauss(-(kind.scatter**2) / 2, kind.scatter))
        visitors.append(Visitor(f"{len(visitors)}", service, at, seconds, chance.random() >= 0.05))
    return Day(visitors, [_Counter(str(n), _presence(kind, chance)) for n in range(1, kind.counters + 1)])


def _presence(kind: OfficeKind, chance: Random) -> list[tuple[float, float, str | None]]:
    if chance.random() < kind.away_share:
        return []
    breaks: list[tuple[float, float, str | None]] = []
    at = OPENS
    while (at := at + chance.expovariate(1 / 7200)) < CLOSES:
        breaks.append((at, at + chance.uniform(240, 720), "pause"))
    if chance.random() < 0.8:
        lunch = chance.choice((11.5, 12.0, 12.5)) * 3600 + chance.uniform(-300, 300)
        breaks = [one for one in breaks if one[1] < lunch or one[0] > lunch + 3000]
        breaks.append((lunch, lunch + chance.uniform(2400, 3300), "istirahat"))
    spans: list[tuple[float, float, str | None]] = []
    since = OPENS + chance.uniform(-300, 600)
    for start, end, why in sorted(breaks):
        if start > since:
            spans += [(since, start, None), (start, end, why)]
            since = end
    return [*spans, (since, LAST_CALL, None)]


Gate = Callable[[Day, Visitor], float | None]
"""The share of paths that call the visitor, or None where he is surely let in."""


def play(day: Day, gate: Gate | None = None) -> None:
    """Until ``LAST_CALL``; without a gate everyone is let in."""
    _Play(day, gate).run()


class _Play:
    def __init__(self, day: Day, gate: Gate | None) -> None:
        self._day, self._gate = day, gate
        self._order = count()
        self._todo: list[tuple[float, int, Visitor | _Counter]] = []
        self._idle: list[_Counter] = []

    def run(self) -> None:
        for visitor in self._day.visitors:
            self._plan(visitor.at, visitor)
        for counter in self._day.counters:
            if (start := counter.next_open(OPENS)) is not None:
                self._plan(max(OPENS, start), counter)
        while self._todo:
            at, _, what = heapq.heappop(self._todo)
            if at >= LAST_CALL:
                break
            if isinstance(what, Visitor):
                self._come(what, at)
            else:
                self._next(what, at)

    def _plan(self, at: float, what: Visitor | _Counter) -> None:
        heapq.heappush(self._todo, (at, next(self._order), what))

    def _come(self, visitor: Visitor, at: float) -> None:
        visitor.reached = self._gate(self._day, visitor) if self._gate is not None else None
        visitor.ghost = visitor.reached is not None and visitor.reached < POSSIBLE
        self._day.waiting.append(visitor)
        ready, self._idle = self._idle, []
        for counter in ready:
            self._plan(counter.next_open(at) or LAST_CALL, counter)

    def _next(self, counter: _Counter, at: float) -> None:
        if (hand := counter.hand) is not None:
            called = hand.called_at or at
            self._day.ended.append(EndedVisit(hand.service, counter.id, called, at, hand.comes, hand.key, hand.at))
            counter.hand = None
        start = counter.next_open(at)
        if start is None:
            return
        if start > at:
            self._plan(start, counter)
            return
        chosen = _choose(self._day, at)
        while chosen is not None and chosen.ghost:
            chosen.called_at = at
            chosen = _choose(self._day, at)
        if chosen is None:
            self._idle.append(counter)
            return
        chosen.called_at, counter.hand = at, chosen
        self._day.calls += 1
        self._day.run = self._day.run + 1 if chosen.priority else 0
        self._plan(at + 20 + (chosen.seconds if chosen.comes else 150), counter)


def _choose(day: Day, at: float) -> Visitor | None:
    """By the published policy, without appointments."""
    regular = next((one for one in day.waiting if not one.priority), None)
    priority = next((one for one in day.waiting if one.priority), None)
    if regular is None or priority is None:
        chosen = regular or priority
    else:
        overdue = at - regular.at >= 46 * 60 and regular.at < priority.at
        chosen = regular if overdue or day.run >= 2 else priority
    if chosen is not None:
        day.waiting.remove(chosen)
    return chosen


def past_day(day: Day) -> PastDay:
    taken = [TakenTicket(one.service, one.priority, one.at) for one in day.visitors]
    spans = [PresenceSpan(c.id, start, end, why) for c in day.counters for start, end, why in c.spans]
    return PastDay(HOURS, day.ended, taken, spans)


def state_of(kind: OfficeKind, day: Day, at: float, seed: str) -> PointState:
    return PointState(
        at=at,
        hours=HOURS,
        services=kind.services,
        counters=[_now(counter, at) for counter in day.counters],
        waiting=[
            WaitingTicket(one.key, one.service, one.priority, one.at, one.at) for one in day.waiting if not one.ghost
        ],
        ended=day.ended,
        calls_made=day.calls,
        priority_run=day.run,
        seed=seed,
    )


def _now(counter: _Counter, at: float) -> CounterNow:
    span = counter.here(at)
    hand = counter.hand
    return CounterNow(
        counter.id,
        [REGULAR, PRIORITY],
        present=span is not None,
        paused=span[2] if span else None,
        since=span[0] if span else None,
        open_today=[(start, min(end, at)) for start, end, why in counter.spans if why is None and start < at],
        in_hand=None if hand is None else VisitInHand(hand.service, hand.called_at or at, started=True),
    )


def gate_of(kind: OfficeKind, experience: Experience, seed: str) -> Gate:
    known: dict[str, tuple[float, float]] = {}

    def gate(day: Day, visitor: Visitor) -> float | None:
        ahead = sum(not one.ghost for one in day.waiting)
        here = sum(counter.here(visitor.at) is not None for counter in day.counters)
        left = LAST_CALL - visitor.at
        if ahead * (kind.minutes * 60 + 20) < 0.4 * left * max(1, here):
            return None
        asked_at, reached = known.get(visitor.service, (-math.inf, 1.0))
        if visitor.at - asked_at < KEPT_S:
            return reached
        found = forecast(
            state_of(kind, day, visitor.at, f"{seed} {visitor.key}"),
            experience,
            paths=paths_for(len(day.waiting)),
            wanted=(),
            newcomers=(visitor.service,),
        )
        reached = found.newcomers[visitor.service].reached
        known[visitor.service] = visitor.at, reached
        return reached

    return gate


@dataclass(slots=True)
class GateResult:
    let_in: int = 0
    not_served: int = 0
    refused: int = 0
    could_have_been_served: int = 0
    shares: list[tuple[float, bool, str]] = field(default_factory=list[tuple[float, bool, str]])
    """Of each that was asked about: the share of paths, whether it was called, and its service."""

    def add(self, other: GateResult) -> None:
        self.let_in += other.let_in
        self.not_served += other.not_served
        self.refused += other.refused
        self.could_have_been_served += other.could_have_been_served
        self.shares += other.shares


def gate_result(days: int, seed: int) -> GateResult:
    found = GateResult()
    for day in crowded_days(days, seed):
        for one in day.visitors:
            called = one.called_at is not None
            if one.reached is not None:
                found.shares.append((one.reached, called, one.service))
            if one.ghost:
                found.refused += 1
                found.could_have_been_served += one.served_without_gate
            else:
                found.let_in += 1
                found.not_served += not called
    return found


def crowded_days(days: int, seed: int) -> Iterator[Day]:
    """Each office has its own habits, and earlier days to learn from."""
    for first in range(0, days, DAYS_OF_AN_OFFICE):
        chance = Random(f"{seed} {first}")  # noqa: S311  a play
        kind = OfficeKind(
            counters=chance.randint(2, 4),
            minutes=chance.choice((10, 12, 15, 18)),
            load=chance.uniform(0.8, 1.2),
            away_share=chance.uniform(0, 0.12),
            scatter=chance.uniform(0.3, 0.6),
        )
        past: list[PastDay] = []
        for _ in range(HISTORY_DAYS):
            earlier = made_up_day(kind, chance)
            play(earlier)
            past.append(past_day(earlier))
        experience = learn(kind.services, kind.serves, past)
        for n in range(first, min(days, first + DAYS_OF_AN_OFFICE)):
            day = made_up_day(kind, chance)
            without_gate = deepcopy(day)
            play(without_gate)
            served = {one.key for one in without_gate.visitors if one.called_at is not None}
            play(day, gate_of(kind, experience, f"{seed} {n}"))
            for visitor in day.visitors:
                visitor.served_without_gate = visitor.key in served
            yield day


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    found = gate_result(options.days, options.seed)
    lines = [
        f"let in {found.let_in}, of those not served {found.not_served}",
        f"refused {found.refused}, of those could have been served {found.could_have_been_served}",
    ]
    for low in range(0, 100, 10):
        band = [called for share, called, _ in found.shares if low <= min(share, 0.999) * 100 < low + 10]
        if band:
            share = sum(band) / len(band)
            lines.append(f"{low:3d}-{low + 10} % of paths: {len(band):5d} asked, {share:.0%} called")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
