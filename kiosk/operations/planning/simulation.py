"""Simulation of a day with the office's own rules and policy, without a server: who waits how long. Pure.

``kiosk.rules`` decides who gets a number and may be called, ``kiosk.queue.dispatch`` who is next, as in the product.
"""

from __future__ import annotations

import collections
import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Final, Literal

from kiosk.queue import dispatch
from kiosk.queue.number import format_number, ticket_id
from kiosk.queue.ticket import Ticket
from kiosk.rules import LiveState, Rules
from kiosk.rules.model import Counter

VisitorKind = Literal["appointment", "priority", "regular"]
KINDS: Final[tuple[VisitorKind, ...]] = ("appointment", "priority", "regular")
WALK_MIN: Final = 0.75
"""Minutes from the call until the visitor is at the counter."""
ABSENT_MIN: Final = 2.5
"""Minutes that a counter waits for a visitor who does not come: three calls."""


@dataclass(frozen=True, slots=True)
class Visitor:
    at: datetime
    """When the number is taken."""
    service: str
    minutes: float
    """Minutes at the counter."""
    appointment: datetime | None = None
    comes: bool = True
    """False: the visitor does not answer the call."""


@dataclass(slots=True)
class VisitOutcome:
    """Waits and failures of one day, or of several that were added."""

    waits: dict[VisitorKind, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    """Minutes from number to call."""
    turned_away: collections.Counter[str] = field(default_factory=collections.Counter[str])
    """Visitors who got no number, by the reason of the rules."""
    not_served: int = 0
    """Numbers that were never called."""

    def add(self, other: VisitOutcome) -> None:
        for kind in KINDS:
            self.waits[kind] += other.waits[kind]
        self.turned_away += other.turned_away
        self.not_served += other.not_served


def play(rules: Rules, point: str, visitors: Sequence[Visitor]) -> VisitOutcome:
    """Simulate one day, with every counter of the point open from the first opening on, or as its roster says."""
    return _Day(rules, point, visitors).play() if visitors else VisitOutcome()


class _Day:
    def __init__(self, rules: Rules, point: str, visitors: Sequence[Visitor]) -> None:
        self._rules, self._settings = rules, rules.configuration.settings
        self._point = rules.configuration.points[point]
        self._visitors = sorted(visitors, key=lambda visitor: visitor.at)
        self._day: date = rules.business_date(self._visitors[0].at)
        self._waiting: dict[str, list[Ticket]] = {offer.service: [] for offer in self._point.offers}
        self._who: dict[str, Visitor] = {}
        self._numbers: collections.Counter[str] = collections.Counter()
        self._runs = dispatch.CallRuns()
        self._idle: list[Counter] = []
        self._todo: list[tuple[datetime, int, Counter | Visitor | None]] = []
        self._order = count()
        self._rosters = {one.id: rules.roster(point, one.id, self._day) for one in self._point.counters}
        self.outcome = VisitOutcome()

    def play(self) -> VisitOutcome:
        for visitor in self._visitors:
            self._plan(visitor.at, visitor)
        for opening in self._openings():
            self._plan(opening, None)
        self._idle = list(self._point.counters)
        while self._todo:
            at, _, what = heapq.heappop(self._todo)
            if isinstance(what, Visitor):
                self._take(what)
            elif what is not None:
                self._idle.append(what)
            self._idle = [counter for counter in self._idle if not self._call(counter, at)]
        self.outcome.not_served = sum(len(waiting) for waiting in self._waiting.values())
        return self.outcome

    def _plan(self, at: datetime, what: Counter | Visitor | None) -> None:
        heapq.heappush(self._todo, (at, next(self._order), what))

    def _openings(self) -> Iterator[datetime]:
        """Starts of stretches of hours and of rosters, at which idle counters try to call again."""
        zone = self._rules.configuration.office.timezone
        plans = [self._rules.plan(self._point.id, offer.service, self._day) for offer in self._point.offers]
        rosters = [start for spans in self._rosters.values() for start, _ in spans or ()]
        for start in {*rosters, *(start for plan in plans for start, _ in plan.spans)}:
            yield datetime.fromtimestamp(start, zone)

    def _take(self, visitor: Visitor) -> None:
        service = self._rules.configuration.services[visitor.service]
        counters = sum(visitor.service in counter.serves for counter in self._point.counters)
        busy = len(self._point.counters) - len(self._idle)
        live = LiveState(
            waiting=len(self._waiting[visitor.service]),
            serving=min(busy, counters),
            active_counters=counters,
            issued=self._numbers[visitor.service],
            last_sequence=self._numbers[visitor.service],
        )
        decision = self._rules.decide(self._point.id, visitor.service, visitor.at, live)
        if not decision.issue:
            self.outcome.turned_away[decision.reason] += 1
            return
        self._numbers[visitor.service] += 1
        sequence, appointment = self._numbers[visitor.service], visitor.appointment
        late = timedelta(minutes=self._settings.appointment_late_min)
        ticket = Ticket(
            id=ticket_id(self._point.id, self._day, service.prefix, sequence),
            point=self._point.id,
            service=service.id,
            prefix=service.prefix,
            sequence=sequence,
            number=format_number(service.prefix, sequence, self._settings.number_digits),
            business_date=self._day,
            issued_at=visitor.at,
            language="",
            priority=service.priority,
            queue_position=int(visitor.at.timestamp() * 1_000_000),
            appointment=appointment if appointment is None or visitor.at <= appointment + late else None,
        )
        self._waiting[service.id].append(ticket)
        self._who[ticket.id] = visitor

    def _call(self, counter: Counter, at: datetime) -> bool:
        """Call the next visitor to the counter; False when there is none, or nobody is at the counter by its roster."""
        roster = self._rosters[counter.id]
        if roster is not None and not any(start <= at.timestamp() < end for start, end in roster):
            return False
        heads = self._heads(counter.serves, at)
        choice = dispatch.choose(
            heads,
            rest=[] if heads else self._heads(counter.rest, at),
            now=at,
            runs=self._runs,
            settings=self._settings,
        )
        if choice is None:
            return False
        ticket, visitor = choice.ticket, self._who[choice.ticket.id]
        self._waiting[ticket.service].remove(ticket)
        self._runs = dispatch.next_runs(self._runs, choice)
        kind: VisitorKind = "appointment" if ticket.appointment else "priority" if ticket.priority else "regular"
        self.outcome.waits[kind].append((at - ticket.issued_at).total_seconds() / 60)
        minutes = WALK_MIN + visitor.minutes if visitor.comes else ABSENT_MIN
        self._plan(at + timedelta(minutes=minutes), counter)
        return True

    def _heads(self, services: Sequence[str], at: datetime) -> list[Ticket]:
        waiting = [ticket for service in services for ticket in self._callable(service, at)]
        return dispatch.heads(dispatch.lines(waiting, now=at, settings=self._settings), 0)

    def _callable(self, service: str, at: datetime) -> Sequence[Ticket]:
        """Waiting tickets that may be called; without appointments the first is enough, since it is always the next."""
        waiting = self._waiting.get(service)
        if not waiting or not self._rules.decide(self._point.id, service, at, LiveState(waiting=len(waiting))).call:
            return ()
        return waiting if self._rules.configuration.services[service].appointments else waiting[:1]
