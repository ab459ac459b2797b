"""The published policy, played forward on many paths: when each ticket would be called.

It follows ``kiosk.queue.dispatch`` on whole lines. Lines that the same counters serve during the same hours are one:
the policy takes the first of each class anyway. ``tests/forecast/test_policy.py`` compares the choices of both.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush, heapreplace
from random import Random
from typing import Final, NamedTuple

from kiosk.forecast.absences import Absence
from kiosk.forecast.state import NEVER, PointState, Stretch
from kiosk.forecast.visit_times import QUANTILES, TodaysLevel, VisitModel

RETURN_S: Final = 900.0
"""Mean seconds until a missed visitor comes back, after the first minute."""
REACTION_FACTORS: Final = tuple(
    sorted(-math.log((i + 0.5) / 32) / 2 - math.log(1 - (j + 0.5) / 32) / 2 for i in range(32) for j in range(32))[4::8]
)
"""128 equally likely values of a gamma distribution of shape 2 and mean 1."""
_LAST_ORDER: Final = 10**9
_CHANCE_BITS: Final = 17
_CHANCES: Final = 2**_CHANCE_BITS
_NOBODY: Final = (NEVER, -1)


class Queued(NamedTuple):
    """A ticket in a simulated line; it sorts by position."""

    position: float
    order: int
    target: int
    """Whose call is noted; -1: nobody's."""
    issued_at: float
    service: int
    appointment: float
    """``NEVER`` without one."""
    reentry_after: int
    """-1 unless it is a late visitor's."""
    line: int


Arrival = tuple[float, int, Queued, bool]
"""When, a tie-break, who, and whether it has priority."""
_NO_LINE: Final[list[Queued]] = []


_Served = tuple[list[list[Queued]], list[list[Queued]], tuple[int, ...]]
"""The regular and the priority lines that a counter calls, and their numbers."""


@dataclass(frozen=True, slots=True)
class Lines:
    """How the point's lines and counters hang together, for the rest of the day."""

    count: int
    of_service: Mapping[str, int]
    of_reserved: Mapping[tuple[str, str], int]
    """Of tickets that one counter alone may call, by service and counter."""
    edges: Sequence[float]
    """When the set of lines that may be called changes, ascending; the last is ``NEVER``."""
    served: Sequence[Sequence[tuple[int, ...]]]
    """Before each edge, for each counter: the lines that it calls."""
    rest: Sequence[Sequence[tuple[int, ...]]]
    """... and those it calls when nobody waits in them."""


def windows(spans: Sequence[Stretch], break_drain_s: float, close_drain_s: float, opens: float) -> tuple[Stretch, ...]:
    """When tickets of these hours may be called: through the drain after each stretch, and not before ``opens``."""
    last = len(spans) - 1
    found: list[Stretch] = []
    for number, (start, end) in enumerate(spans):
        until = end + (close_drain_s if number == last else break_drain_s)
        start = max(start, opens, found[-1][1] if found else 0.0)  # noqa: PLW2901  a drain may reach the next stretch
        if start < until:
            found.append((start, until))
    return tuple(found)


def lines_of(state: PointState) -> Lines:
    policy, opens = state.policy, state.stopped_until or 0.0
    callable_in = {
        service: windows(spans, policy.break_drain_min * 60, policy.close_drain_min * 60, opens)
        for service, spans in state.hours.items()
    }
    keys: dict[tuple[tuple[Stretch, ...], tuple[int, ...], tuple[int, ...]], int] = {}
    of_service: dict[str, int] = {}
    for service in state.services:
        by = tuple(n for n, counter in enumerate(state.counters) if service in counter.serves)
        resting = tuple(n for n, c in enumerate(state.counters) if service in c.rest and service not in c.serves)
        of_service[service] = keys.setdefault((callable_in.get(service, ()), by, resting), len(keys))
    of_reserved: dict[tuple[str, str], int] = {}
    places = {counter.id: n for n, counter in enumerate(state.counters)}
    for ticket in state.waiting:
        if ticket.counter is None or ticket.service not in state.services:
            continue
        place = places.get(ticket.counter)
        key = (callable_in.get(ticket.service, ()), () if place is None else (place,), ())
        of_reserved[ticket.service, ticket.counter] = keys.setdefault(key, len(keys))
    edges = sorted({edge for spans, _, _ in keys for span in spans for edge in span if edge > state.at})
    starts = [state.at, *edges]

    def at_counter(place: int, start: float, which: int) -> tuple[int, ...]:
        return tuple(
            line for key, line in keys.items() if place in key[which] and any(a <= start < b for a, b in key[0])
        )

    counters = range(len(state.counters))
    return Lines(
        count=len(keys),
        of_service=of_service,
        of_reserved=of_reserved,
        edges=[*edges, NEVER],
        served=[[at_counter(c, start, 1) for c in counters] for start in starts],
        rest=[[at_counter(c, start, 2) for c in counters] for start in starts],
    )


@dataclass(frozen=True, slots=True)
class Play:
    """Everything that the paths have in common."""

    state: PointState
    lines: Lines
    visits: VisitModel
    level: TodaysLevel
    waiting: Sequence[tuple[Queued, bool]]
    """With its class: True is priority. Newcomers are among them: they take no counter."""
    newcomers_from: int
    """Targets from this number on are newcomers."""
    targets: int
    draw_presence: Callable[[], list[tuple[float, list[Absence]]]]
    arrivals: Sequence[Sequence[Arrival]]
    """Overtakers by earlier day, in order of their time."""


def simulate(play: Play, paths: int, chance: Random) -> list[list[float]]:  # noqa: C901, PLR0912, PLR0915  one loop: it makes 300,000 calls a second, and a Python function costs as much as a call
    """For each target the times of its call, one of each path that calls it, ascending."""
    state, lines, visits = play.state, play.lines, play.visits
    random, exponential, normal, bits = chance.random, chance.expovariate, chance.gauss, chance.getrandbits
    policy = state.policy
    early, wait_max = policy.appointment_early_min * 60, (policy.regular_wait_max_min + 1) * 60
    priority_max, appointment_max = policy.priority_run_max, policy.appointment_run_max
    names = list(state.services)
    index_of = {name: n for n, name in enumerate(names)}
    models = [visits.services[name] for name in names]
    factors = [model.factors for model in models]
    missed_below = [int(model.no_show * _CHANCES) for model in models]
    level = [(play.level.log_seconds[name], play.level.uncertainty[name]) for name in names]
    following = [index_of.get(facts.next_stage or "", -1) for facts in state.services.values()]
    keeps_position = [facts.keeps_position for facts in state.services.values()]
    line_of = [lines.of_service[name] for name in names]
    is_priority_service = [facts.priority for facts in state.services.values()]
    speeds = [math.exp(visits.counters.get(counter.id, 0.0)) for counter in state.counters]
    reactions = [visits.reaction_s * factor for factor in REACTION_FACTORS]
    hands = [_hand(play, n, index_of) for n in range(len(state.counters))]
    regular_base, priority_base, booked_base = _base_lines(play)
    has_late_base = any(queued.reentry_after >= 0 for queued, _ in play.waiting)
    found: list[list[float]] = [[] for _ in range(play.targets)]
    note = [times.append for times in found]
    newcomers_from, days, order = play.newcomers_from, play.arrivals, _LAST_ORDER
    for path in range(paths):
        shared = normal(0, 1) * 0.7
        scale = [math.exp(mean + doubt * (shared + 0.714 * normal(0, 1))) for mean, doubt in level]
        regular = [line[:] for line in regular_base]
        priority = [line[:] for line in priority_base]
        booked = [line[:] for line in booked_base]
        first_booked = _first_booked(booked)
        has_late = has_late_base
        arrivals: list[Arrival] = list(days[path % len(days)]) if days else []
        calls, appointment_run, priority_run = state.calls_made, state.appointment_run, state.priority_run
        segment, next_edge = 0, lines.edges[0]
        served: list[_Served] = _served(lines.served[0], regular, priority)
        rest: list[_Served] = _served(lines.rest[0], regular, priority)
        left = play.targets
        ready: list[tuple[float, int]] = []
        idle: list[int] = []
        absences: list[list[Absence]] = []
        for counter, (here, later) in enumerate(play.draw_presence()):
            absences.append(later)
            start = here
            hand = hands[counter]
            if hand is not None:
                end = state.at + hand(scale, random)
                start = max(here, end)
                if hand.stage >= 0:
                    order += 1
                    after = Queued(end, order, -1, state.at, hand.stage, NEVER, -1, line_of[hand.stage])
                    heappush(arrivals, (end, order, after, is_priority_service[hand.stage]))
            if start < NEVER:
                ready.append((start + reactions[bits(7)], counter))
        heapify(ready)
        next_arrival = arrivals[0][0] if arrivals else NEVER
        while left:
            t, counter = ready[0] if ready else _NOBODY
            if next_arrival <= t or next_edge <= t:
                if next_edge <= next_arrival:
                    t = next_edge
                    if t >= NEVER:
                        break
                    segment += 1
                    next_edge = lines.edges[segment]
                    served = _served(lines.served[segment], regular, priority)
                    rest = _served(lines.rest[segment], regular, priority)
                else:
                    t, _, queued, is_priority = heappop(arrivals)
                    next_arrival = arrivals[0][0] if arrivals else NEVER
                    line = (priority if is_priority else regular)[queued[7]]
                    place = 0
                    while place < len(line) and line[place] > queued:
                        place += 1
                    line.insert(place, queued)
                    has_late = has_late or queued[6] >= 0
                    if queued[5] < NEVER:
                        booked[queued[7]].append(queued)
                        booked[queued[7]].sort(key=_by_appointment, reverse=True)
                        first_booked = _first_booked(booked)
                if idle:
                    for each in idle:
                        start = t
                        away = absences[each]
                        while away and away[-1][0] <= start:
                            start = max(start, away.pop()[1])
                        if start < NEVER:
                            heappush(ready, (start + reactions[bits(7)], each))
                    idle = []
                continue
            away = absences[counter]
            if away and away[-1][0] <= t:  # it begins when nobody is in hand, and lasts as long as it would have
                start, end = away.pop()
                if end < NEVER:
                    heapreplace(ready, (t + end - start, counter))
                else:
                    heappop(ready)
                continue
            # ------------------------------------------------ who is next
            due = t + early
            special = has_late or first_booked <= due
            chosen: Queued | None = None
            line = priority_line = _NO_LINE
            is_priority = as_appointment = False
            for those in (served[counter], rest[counter]):
                turn = calls
                while True:
                    first_regular = first_priority = None
                    for each_line in those[0]:
                        if each_line:
                            head = each_line[-1]
                            if special and (head[6] > turn or head[5] <= due):
                                head = _head(each_line, turn, due)
                                if head is None:
                                    continue
                            if first_regular is None or head < first_regular:
                                first_regular, line = head, each_line
                    for each_line in those[1]:
                        if each_line:
                            head = each_line[-1]
                            if special and (head[6] > turn or head[5] <= due):
                                head = _head(each_line, turn, due)
                                if head is None:
                                    continue
                            if first_priority is None or head < first_priority:
                                first_priority, priority_line = head, each_line
                    appointed = _appointed(booked, those[2], turn, due) if first_booked <= due else None
                    if appointed is not None and (
                        appointment_run < appointment_max or (first_regular is None and first_priority is None)
                    ):
                        chosen, as_appointment = appointed, those is not rest[counter]  # as the policy counts them
                        line = regular[appointed[7]]
                        is_priority = appointed not in line
                        if is_priority:
                            line = priority[appointed[7]]
                    elif first_priority is None:
                        chosen = first_regular
                    elif first_regular is None or not (
                        priority_run >= priority_max
                        or (t - first_regular[3] >= wait_max and first_regular < first_priority)
                    ):
                        chosen, line, is_priority = first_priority, priority_line, True
                    else:
                        chosen = first_regular
                    if chosen is not None or not has_late or turn >= _LAST_ORDER:
                        break
                    turn = _LAST_ORDER  # where late visitors alone wait, they need not wait for others
                if chosen is not None:
                    break
            if chosen is None:
                heappop(ready)
                idle.append(counter)
                continue
            # ------------------------------------------------ the call
            if line[-1] is chosen:
                line.pop()
            else:
                line.remove(chosen)
            _, position_order, target, issued_at, service, appointment, reentry_after, n = chosen
            if appointment < NEVER:
                booked[n].remove(chosen)
                first_booked = _first_booked(booked)
            if target >= 0:
                note[target](t)
                left -= 1
                if target >= newcomers_from:
                    continue  # a newcomer takes no counter
            calls += 1
            if as_appointment:
                appointment_run += 1
            else:
                appointment_run = 0
                priority_run = priority_run + 1 if is_priority else 0
            x = bits(_CHANCE_BITS)
            if x < missed_below[service]:
                seconds = visits.no_show_s
                if reentry_after < 0 and random() < visits.returns:
                    back = t + seconds + 60 + exponential(1 / RETURN_S)
                    order += 1
                    late = Queued(
                        chosen[0], position_order, -1, issued_at, service, NEVER, calls + policy.late_reentry_after, n
                    )
                    heappush(arrivals, (back, order, late, is_priority))
                    next_arrival = arrivals[0][0]
            else:
                seconds = scale[service] * speeds[counter] * factors[service][x & 127]
                stage = following[service]
                if stage >= 0:
                    order += 1
                    end = t + seconds
                    position = chosen[0] if keeps_position[service] else end
                    after = Queued(position, order, -1, issued_at, stage, NEVER, -1, line_of[stage])
                    heappush(arrivals, (end, order, after, is_priority_service[stage]))
                    next_arrival = arrivals[0][0]
            heapreplace(ready, (t + seconds + reactions[bits(7)], counter))
    for times in found:
        times.sort()
    return found


def _base_lines(play: Play) -> tuple[list[list[Queued]], list[list[Queued]], list[list[Queued]]]:
    """Regular, priority and appointment lines at the start; the head of each is its last element."""
    regular, priority, booked = ([list[Queued]() for _ in range(play.lines.count)] for _ in range(3))
    for queued, is_priority in sorted(play.waiting, reverse=True):
        (priority if is_priority else regular)[queued.line].append(queued)
        if queued.appointment < NEVER:
            booked[queued.line].append(queued)
    for line in booked:
        line.sort(key=_by_appointment, reverse=True)
    return regular, priority, booked


def _served(
    numbers: Sequence[tuple[int, ...]], regular: Sequence[list[Queued]], priority: Sequence[list[Queued]]
) -> list[_Served]:
    return [([regular[n] for n in own], [priority[n] for n in own], own) for own in numbers]


def _first_booked(booked: Sequence[Sequence[Queued]]) -> float:
    """The time of the earliest appointment that waits."""
    return min((line[-1].appointment for line in booked if line), default=NEVER)


def _by_appointment(queued: Queued) -> tuple[float, float, int]:
    return queued.appointment, queued.position, queued.order


def _head(line: list[Queued], calls: int, due: float) -> Queued | None:
    """The first of the line that is due: no appointment whose time has come, no late visitor before the turn."""
    for queued in reversed(line):
        if queued.reentry_after <= calls and queued.appointment > due:
            return queued
    return None


def _appointed(booked: Sequence[list[Queued]], line_numbers: Sequence[int], calls: int, due: float) -> Queued | None:
    """The first appointment whose time has come."""
    first: Queued | None = None
    for n in line_numbers:
        for queued in reversed(booked[n]):
            if queued.appointment > due:
                break
            if queued.reentry_after <= calls:
                if first is None or _by_appointment(queued) < _by_appointment(first):
                    first = queued
                break
    return first


class _Hand:
    """The visit that a counter has in hand: calling it gives the seconds until its end on one path."""

    def __init__(self, play: Play, counter: int, index_of: Mapping[str, int]) -> None:
        state = play.state
        hand = state.counters[counter].in_hand
        assert hand is not None  # noqa: S101  its only caller, _hand, has looked
        self._service = index_of[hand.service]
        self._model = play.visits.services[hand.service]
        self._elapsed = max(0.0, state.at - hand.called_at)
        self._speed = math.exp(play.visits.counters.get(state.counters[counter].id, 0.0))
        missed = self._model.no_show
        if hand.started:
            missed = 0.0
        elif self._elapsed > play.visits.no_show_s:
            missed = max(missed, 0.5)
        elif self._elapsed > 60:
            missed = min(0.9, missed * 5)
        self._missed, self._missed_s = missed, play.visits.no_show_s
        facts = state.services[hand.service]
        self.stage = self._service if facts.next_stage in index_of else -1

    def __call__(self, scale: Sequence[float], rnd: Callable[[], float]) -> float:
        if self._missed and rnd() < self._missed:
            return max(self._missed_s - self._elapsed, 15.0)
        seconds, factors = scale[self._service] * self._speed, self._model.factors
        first = bisect_right(factors, self._elapsed / seconds)
        if first >= QUANTILES - 1:
            return -math.log(1 - rnd()) * max(30.0, 0.25 * self._elapsed)
        return seconds * factors[first + int(rnd() * (QUANTILES - first))] - self._elapsed


def _hand(play: Play, counter: int, index_of: Mapping[str, int]) -> _Hand | None:
    hand = play.state.counters[counter].in_hand
    return _Hand(play, counter, index_of) if hand is not None and hand.service in index_of else None
