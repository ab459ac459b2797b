"""A service point as its use cases see it, and the context in which one of them runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from statistics import median
from typing import Final

from kiosk.clock import Clock, ClockWatch
from kiosk.forecast.board import ForecastBoard
from kiosk.operations.bounds import within_reach
from kiosk.queue import dispatch
from kiosk.queue.ticket import Move, State, Ticket
from kiosk.rules import Configuration, Emergency, LiveState, Rules
from kiosk.rules.decide import CLOCK_AHEAD_S
from kiosk.rules.model import Counter, Point
from kiosk.store.interface import CounterSession, EmergencyStop, Event, Store, Tally, Transaction

SAMPLE: Final = 20
"""Number of the newest visits of the day that count for ``average_service_minutes``."""

LATE: Final = "late"
"""The event of a visitor who says from the phone that he is late."""
LATE_MAX: Final = 10_000


@dataclass
class ServicePoint:
    """A point with its store and clock. ``rules`` is replaced when the configuration changes: read it once."""

    store: Store
    clock: Clock
    rules: Rules
    id: str
    secret: bytes
    """The database's secret, from which status tokens are derived."""
    averages: dict[tuple[date, str], float | None] = field(default_factory=dict[tuple[date, str], float | None])
    """Median service minutes of today by service; an entry is dropped when a ticket is finished."""

    forecasts: ForecastBoard = field(default_factory=ForecastBoard)

    def __post_init__(self) -> None:
        self.watch = ClockWatch(self.clock)

    @property
    def configuration(self) -> Configuration:
        return self.rules.configuration

    @property
    def definition(self) -> Point:
        """The point as the configuration defines it: name, offers, counters."""
        return self.configuration.points[self.id]

    def counter(self, counter: str) -> Counter | None:
        return self.definition.counter(counter)

    def average_service_minutes(self, tx: Transaction, day: date, service: str) -> float | None:
        """The median minutes of a visit, measured on this day; None before the first finished ticket."""
        key = (day, service)
        if key not in self.averages:
            if len(self.averages) > 1000:
                self.averages.clear()
            minutes = tx.service_minutes(self.id, day, service, SAMPLE)
            self.averages[key] = median(minutes) if minutes else None
        return self.averages[key]


_EMPTY = Tally()


@dataclass(frozen=True)
class Context:
    """The state that a use case decides on, as of one transaction. Each part is read from the database on first use."""

    service_point: ServicePoint
    tx: Transaction
    rules: Rules
    clock_time: datetime
    """The time to decide by: the wall clock, or what is known of the time while that is in doubt."""
    recorded_at: datetime
    """The time that is recorded: never before the last event (operating rule 21)."""
    business_date: date
    last_event_at: datetime | None
    clock_in_doubt: bool = False
    """The wall clock is more than a day from what is known of the time: nothing is issued, nothing deleted."""

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The business dates whose tickets may be called now, oldest first.

        Today's, and an earlier one where a stretch of hours goes on past the end of its day, or drains (rule 36).
        """
        point, today = self.service_point.id, self.business_date
        if not self.rules.is_callable_day(point, today - timedelta(days=1), self.recorded_at):
            return (today,)
        earlier = (day for day in self.tx.unclosed_days(point) if day < today)
        return (*(day for day in earlier if self.rules.is_callable_day(point, day, self.recorded_at)), today)

    @cached_property
    def tallies(self) -> Mapping[str, Tally]:
        """Today's counts by service; tickets of ``days`` that still wait, are held or at a counter count too."""
        found = self.tx.tally(self.service_point.id, self.business_date)
        for day in self.days[:-1]:
            for service, tally in self.tx.tally(self.service_point.id, day).items():
                found[service] = found.get(service, _EMPTY).with_open_of(tally)
        return found

    def in_state(self, states: Sequence[State], *, limit: int | None = None) -> list[Ticket]:
        """The tickets of ``days`` in these states, in the order of the queue; those of an earlier day first."""
        point = self.service_point.id
        found = [ticket for day in self.days for ticket in self.tx.in_state(point, day, states, limit=limit)]
        return found[:limit]

    def heads(self, services: Sequence[str], counter: str | None = None) -> list[Ticket]:
        """The first ticket of each line, of each of ``days``; appointments that are due have a line of their own."""
        point, until = self.service_point.id, self.appointments_due_until
        return [head for day in self.days for head in self.tx.heads(point, day, services, counter, until=until)]

    def at_counter(self, counter: str) -> Ticket | None:
        """The ticket in hand at the counter."""
        found = (self.tx.at_counter(self.service_point.id, day, counter) for day in reversed(self.days))
        return next((ticket for ticket in found if ticket is not None), None)

    def newest_events(self, kinds: Sequence[Move | str], limit: int) -> list[Event]:
        """The newest events of these kinds on ``days``, newest first."""
        point = self.service_point.id
        found = [event for day in reversed(self.days) for event in self.tx.newest_events(point, day, kinds, limit)]
        return found[:limit]

    @cached_property
    def sessions(self) -> Sequence[CounterSession]:
        return self.tx.counter_sessions(self.service_point.id)

    @cached_property
    def said_late(self) -> frozenset[str]:
        """Tickets whose visitors said today that they are late; each may once."""
        return frozenset(event.ticket for event in self.newest_events((LATE,), LATE_MAX) if event.ticket is not None)

    @cached_property
    def stops(self) -> Sequence[EmergencyStop]:
        """Stops that nobody has ended yet; one whose end cannot be right has none."""
        stops = self.tx.emergencies(self.service_point.id)
        return [replace(stop, until=within_reach(stop.until, self.recorded_at)) for stop in stops]

    @property
    def appointments_due_until(self) -> datetime | None:
        """Appointments up to this time are due; None in an office without appointments."""
        configuration = self.rules.configuration
        return (
            dispatch.appointments_due_until(self.recorded_at, configuration.settings)
            if configuration.gives_appointments
            else None
        )

    def tally(self, service: str) -> Tally:
        return self.tallies.get(service, _EMPTY)

    @property
    def clock_suspect(self) -> bool:
        """Whether the wall clock is in doubt, or further behind the last event than the tolerance (rules 22, 45)."""
        if self.clock_in_doubt:
            return True
        if self.last_event_at is None:
            return False
        back = (self.last_event_at - self.clock_time).total_seconds()
        return back > self.rules.configuration.settings.clock_back_tolerance_s

    @cached_property
    def emergencies(self) -> tuple[Emergency, ...]:
        return tuple(Emergency(stop.point, stop.start, stop.until) for stop in self.stops)

    def is_over(self, service: str, day: date) -> bool:
        """Whether tickets of the service and day that still wait end now: ``close_drain_min`` after its closing."""
        point = self.rules.configuration.points[self.service_point.id]
        if point.offer(service) is None:
            return False
        until = self.rules.last_call(point.id, service, day)
        return until is not None and self.recorded_at >= until

    def counters_for(self, service: str) -> int:
        """How many counters that serve this service are signed in and not paused."""
        point = self.rules.configuration.points[self.service_point.id]
        return sum(
            1
            for session in self.sessions
            if session.paused is None
            and (counter := point.counter(session.counter)) is not None
            and service in counter.serves
        )

    def live(
        self,
        service: str,
        *,
        checklist: str | None = None,
        have: frozenset[str] = frozenset(),
        override: bool = False,
        ticket_day: date | None = None,
        last_sequence: int = 0,
        reached: float | None = None,
    ) -> LiveState:
        tally = self.tally(service)
        in_session, void_in_session = self._session(service)
        return LiveState(
            waiting=tally.waiting,
            serving=tally.called + tally.serving,
            reached=reached,
            active_counters=self.counters_for(service),
            avg_min=self.service_point.average_service_minutes(self.tx, self.business_date, service),
            issued=tally.issued,
            voided=tally.void,
            issued_in_session=in_session,
            voided_in_session=void_in_session,
            last_sequence=last_sequence,
            last_event_at=self.last_event_at,
            clock_ahead_s=self.service_point.watch.ahead_s(),
            clock_in_doubt=self.clock_in_doubt,
            emergencies=self.emergencies,
            checklist=checklist,
            have=have,
            staff_override=override,
            ticket_day=ticket_day,
        )

    def _session(self, service: str) -> tuple[int, int]:
        span = self.rules.session(self.service_point.id, service, self.recorded_at)
        if span is None:
            return 0, 0
        since = datetime.fromtimestamp(span.count_from, self.recorded_at.tzinfo)
        return self.tx.issued_since(self.service_point.id, self.business_date, service, since)


def read_context(point: ServicePoint, tx: Transaction) -> Context:
    """The context of a use case that begins now."""
    rules, watch = point.rules, point.watch
    now = point.clock.now()
    last = tx.last_event(point.id)
    last_at = last.at if last is not None else None
    in_doubt = watch.in_doubt or _jumped_over_midnight(rules, watch, now)
    if in_doubt:
        now = watch.known_time() if last_at is None else max(watch.known_time(), last_at)
    at = max(now, last_at) if last_at is not None else now
    day = rules.business_date(now, last_at)
    return Context(
        service_point=point,
        tx=tx,
        rules=rules,
        clock_time=now,
        recorded_at=at,
        business_date=day,
        last_event_at=last_at,
        clock_in_doubt=in_doubt,
    )


def _jumped_over_midnight(rules: Rules, watch: ClockWatch, now: datetime) -> bool:
    """Whether a jump ahead alone would begin another business date, with numbers from 001."""
    known = watch.known_time()
    if (now - known).total_seconds() <= CLOCK_AHEAD_S:
        return False
    return rules.business_date(now) != rules.business_date(known)
