"""A second, much smaller queue, written without looking at ``kiosk.queue``: it replays the event log and objects.

It knows what a visitor was promised: numbers run on by one, a move fits the state that the ticket is in, a counter has
one visitor, nobody is called while the point is stopped, no ticket appears or disappears; and, by the office's own
file, who must be called next at every counter at every moment.
"""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

BUSY = frozenset({"called", "serving"})
ENDED = frozenset({"finished", "void", "not_served"})

MOVES: dict[str, tuple[frozenset[str], str]] = {
    "call": (frozenset({"waiting"}), "called"),
    "recall": (frozenset({"called"}), "called"),
    "serve": (frozenset({"called"}), "serving"),
    "finish": (frozenset({"called", "serving"}), "finished"),
    "no_show": (frozenset({"called"}), "no_show"),
    "hold": (frozenset({"waiting", "called", "serving"}), "held"),
    "return": (frozenset({"held", "no_show"}), "waiting"),
    "transfer": (frozenset({"called", "serving", "held", "waiting"}), "waiting"),
    "void": (frozenset({"waiting", "called", "serving", "held", "no_show"}), "void"),
    "expire": (frozenset({"waiting", "called", "serving", "held"}), "not_served"),
}
_MICRO = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Line(Protocol):
    """What the replay reads of an event of the log."""

    @property
    def sequence(self) -> int: ...
    @property
    def epoch(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def kind(self) -> str: ...
    @property
    def ticket(self) -> str | None: ...
    @property
    def counter(self) -> str | None: ...
    @property
    def data(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class Office:
    """What the office's file says about who is next."""

    priority: frozenset[str]
    serves: Mapping[str, tuple[str, ...]]
    rest: Mapping[str, tuple[str, ...]]
    priority_run_max: int
    regular_wait_max_min: int
    appointment_early_min: int
    appointment_run_max: int
    late_reentry_after: int

    @classmethod
    def read(cls, folder: Path) -> Office:
        """Of the first point."""
        said = tomllib.loads((folder / "antrean.toml").read_text(encoding="utf-8"))
        rules, counters = said["rules"], said["point"][0]["counters"]
        return cls(
            frozenset(service["id"] for service in said["service"] if service.get("priority")),
            {counter["id"]: tuple(counter["serves"]) for counter in counters},
            {counter["id"]: tuple(counter.get("rest", ())) for counter in counters},
            rules.get("priority_run_max", 2),
            rules.get("regular_wait_max_min", 45),
            rules.get("appointment_early_min", 5),
            rules.get("appointment_run_max", 3),
            rules.get("late_reentry_after", 3),
        )


@dataclass(frozen=True)
class Visit:
    """Where one visitor stands."""

    ticket: str
    service: str
    came: datetime
    place: int
    priority: bool
    state: str = "waiting"
    counter: str | None = None
    """In hand: where. Waiting: who alone may call."""
    after: int | None = None
    """A late visitor: the number of calls from which it is this one's turn again."""
    appointment: datetime | None = None

    @property
    def in_line(self) -> tuple[int, str, int]:
        queue, sequence = _split(self.ticket)
        return self.place, queue, sequence


@dataclass
class Replay:
    """The queue as the log tells it; ``faults`` holds every broken promise in words."""

    office: Office
    faults: list[str] = field(default_factory=list[str])
    visits: dict[str, Visit] = field(default_factory=dict[str, Visit])
    heard: Counter[str] = field(default_factory=Counter[str])
    """How often each kind of move was seen."""
    _past: dict[str, list[Visit]] = field(default_factory=lambda: defaultdict(list))
    _last: Counter[str] = field(default_factory=Counter[str])
    _undone: set[str] = field(default_factory=set[str])
    """Tickets whose newest move is an undoing: one move can be taken back, not two."""
    _calls: list[tuple[int, str, bool]] = field(default_factory=list[tuple[int, str, bool]])
    """Of the day: the event, why, and whether for a priority visitor; without those that were undone."""
    _called: dict[str, int] = field(default_factory=dict[str, int])
    """The newest call of each ticket."""
    _back: dict[str, tuple[bool, int]] = field(default_factory=dict[str, tuple[bool, int]])
    """The newest return of each ticket, and whether it came late."""
    _stop: tuple[datetime, datetime | None] | None = None
    _previous: tuple[int, int] = (0, 0)
    _day: str = ""

    @property
    def state(self) -> dict[str, str]:
        return {ticket: visit.state for ticket, visit in self.visits.items()}

    def run(self, log: Iterable[Line]) -> Replay:
        for line in log:
            self._in_order(line)
            kind = str(line.kind)
            if kind == "emergency":
                until = line.data.get("until")
                self._stop = (line.at, datetime.fromisoformat(until) if until else None)
            elif kind == "emergency_end":
                self._stop = None
            if line.ticket is None:
                continue
            self.heard[kind] += 1
            if kind == "issue":
                self._issue(line, line.ticket)
            elif kind == "undo":
                self._undo(line, line.ticket)
            elif kind in MOVES:
                self._move(kind, line, line.ticket)
        if len(self.visits) != sum(self._last.values()):
            self.faults.append(f"{sum(self._last.values())} numbers were given, {len(self.visits)} are known")
        return self

    def totals(self) -> Counter[str]:
        return Counter(self.state.values())

    def _in_order(self, line: Line) -> None:
        epoch, sequence = self._previous
        if (line.epoch, line.sequence) <= self._previous or (line.epoch == epoch and line.sequence != sequence + 1):
            self.faults.append(f"event {line.epoch}-{line.sequence} follows {epoch}-{sequence}")
        self._previous = (line.epoch, line.sequence)

    def _issue(self, line: Line, ticket: str) -> None:
        queue, sequence = _split(ticket)
        if ticket in self.visits:
            self.faults.append(f"{ticket} was issued twice")
        if sequence != self._last[queue] + 1:
            self.faults.append(f"{ticket} was issued after number {self._last[queue]}")
        if self._stopped(line.at):
            self.faults.append(f"{ticket} was issued while the point was stopped")
        self._last[queue] = max(sequence, self._last[queue])
        if (day := queue.split("-")[-2]) != self._day:
            self._day, self._calls = day, []
        service = line.data["service"]
        visit = Visit(ticket, service, line.at, _micros(line.at), service in self.office.priority)
        if line.data.get("kept"):
            visit = replace(visit, appointment=datetime.fromisoformat(line.data["appointment"]))
        self._enter(visit)

    def _move(self, kind: str, line: Line, ticket: str) -> None:
        allowed, after = MOVES[kind]
        visit = self.visits.get(ticket)
        if visit is None or visit.state not in allowed:
            self.faults.append(f"{kind} of {ticket}, which was {visit.state if visit else 'unknown'}")
            visit = visit or Visit(ticket, line.data.get("service", ""), line.at, 0, priority=False)
        if kind == "call":
            self._call(line, visit)
            visit = replace(visit, counter=line.counter, after=None)
        elif kind == "recall" and self._stopped(line.at):
            self.faults.append(f"{ticket} was recalled while the point was stopped")
        elif kind == "return":
            visit = self._returned(visit, line)
        elif kind == "transfer":
            visit = self._transferred(visit, line)
        self._enter(replace(visit, state=after))

    def _returned(self, visit: Visit, line: Line) -> Visit:
        """From hold: as it was. A late visitor: after some calls, the second time at the end; without appointment."""
        visit = replace(visit, counter=None, after=None)
        late = line.data.get("late")
        was_late, returned = self._back.get(visit.ticket, (False, 0))
        self._back[visit.ticket] = (late is not None, line.sequence)
        if late is None:
            return visit
        again = was_late and returned < self._called.get(visit.ticket, 0)
        if again != ("queue_position" in late):
            self.faults.append(f"{visit.ticket} came back late {'again' if again else 'once'}, with {late}")
        if not again and late.get("reentry_after") != len(self._calls) + self.office.late_reentry_after:
            self.faults.append(f"{visit.ticket} came back late after {len(self._calls)} calls, with {late}")
        place = late.get("queue_position", visit.place)
        if "queue_position" in late and place < max((v.place for v in self._waiting(visit.service)), default=0):
            self.faults.append(f"{visit.ticket} came back late for the second time, but not to the end")
        return replace(visit, after=late.get("reentry_after"), place=place, appointment=None)

    def _transferred(self, visit: Visit, line: Line) -> Visit:
        data = line.data
        others = [v.place for v in self._waiting(data["service"]) if v.ticket != visit.ticket or v.state == "waiting"]
        place = {
            "arrival": _micros(visit.came),
            "front": min([visit.place, *(p - 1 for p in others)]),
            "end": max([_micros(line.at), *(p + 1 for p in others)]),
            "same": visit.place,
        }[data["place"]]
        return replace(
            visit,
            service=data["service"],
            place=place,
            priority=visit.priority or data["service"] in self.office.priority,
            counter=data["to"],
            after=visit.after if data["place"] == "same" else None,
            appointment=None if data["place"] == "end" else visit.appointment,
        )

    def _call(self, line: Line, visit: Visit) -> None:
        counter = line.counter or ""
        busy = [v.ticket for v in self.visits.values() if v.state in BUSY and v.counter == counter]
        if busy:
            self.faults.append(f"counter {counter} called {visit.ticket} while it had {busy}")
        if self._stopped(line.at):
            self.faults.append(f"{visit.ticket} was called while the point was stopped")
        expected, why = self._next(counter, line.at)
        if expected is None or expected.ticket != visit.ticket:
            wanted = expected.ticket if expected else "nobody"
            self.faults.append(f"counter {counter} called {visit.ticket}, but {wanted} was next ({why})")
        elif why != line.data["why"]:
            self.faults.append(f"{visit.ticket} was called as {line.data['why']}, but it was {why}")
        self._called[visit.ticket] = line.sequence
        self._calls.append((line.sequence, line.data["why"], visit.priority))

    def _next(self, counter: str, at: datetime) -> tuple[Visit | None, str]:
        """Who must be called there, and why."""
        office = self.office
        found, why = self._among(counter, office.serves.get(counter, ()), at)
        if found is None:
            found, _ = self._among(counter, office.rest.get(counter, ()), at)
            why = "rest"
        return found, why

    def _among(self, counter: str, services: Iterable[str], at: datetime) -> tuple[Visit | None, str]:
        mine = [v for service in services for v in self._waiting(service) if v.counter in {None, counter}]
        mine = [v for v in mine if v.after is None or v.after <= len(self._calls)] or mine
        soon = at + timedelta(minutes=self.office.appointment_early_min)
        booked = [v for v in mine if v.appointment is not None and v.appointment <= soon]
        others = [v for v in mine if v not in booked]
        row = 0
        for _, why, _ in reversed(self._calls):
            if why != "appointment":
                break
            row += 1
        if booked and (not others or row < self.office.appointment_run_max):
            return min(booked, key=lambda v: (v.appointment, v.in_line)), "appointment"
        found, why = self._without_appointment(others, at)
        return found, "appointment_run_over" if booked else why

    def _without_appointment(self, waiting: list[Visit], at: datetime) -> tuple[Visit | None, str]:
        first = {
            kind: min((v for v in waiting if v.priority is kind), key=lambda v: v.in_line, default=None)
            for kind in (True, False)
        }
        special, regular = first[True], first[False]
        if special is None or regular is None:
            alone = len({(v.service, v.priority) for v in waiting}) == 1
            return special or regular, "only" if alone else "priority" if special else "oldest"
        too_long = (at - regular.came) // timedelta(minutes=1) > self.office.regular_wait_max_min
        if too_long and regular.in_line < special.in_line:
            return regular, "waited_too_long"
        row = 0
        for _, why, priority in reversed(self._calls):
            if why == "appointment":
                continue
            if not priority:
                break
            row += 1
        return (regular, "priority_run_over") if row >= self.office.priority_run_max else (special, "priority")

    def _undo(self, line: Line, ticket: str) -> None:
        past = self._past[ticket]
        if len(past) < 2:
            self.faults.append(f"undo of {ticket}, which had not moved")
            return
        if ticket in self._undone:
            self.faults.append(f"{ticket} was undone twice in a row")
        past.pop()
        before = past.pop()
        self._calls = [call for call in self._calls if call[0] != line.data.get("call")]
        if before.state in BUSY and any(
            v.counter == before.counter and v.state in BUSY and v.ticket != ticket for v in self.visits.values()
        ):
            self.faults.append(f"undo put {ticket} at counter {before.counter}, which had somebody")
        self._enter(before)
        self._undone.add(ticket)

    def _enter(self, visit: Visit) -> None:
        self.visits[visit.ticket] = visit
        self._past[visit.ticket].append(visit)
        self._undone.discard(visit.ticket)

    def _waiting(self, service: str) -> list[Visit]:
        """Of the newest day."""
        return [
            v
            for v in self.visits.values()
            if v.state == "waiting" and v.service == service and _split(v.ticket)[0].split("-")[-2] == self._day
        ]

    def _stopped(self, at: datetime) -> bool:
        return self._stop is not None and (self._stop[1] is None or at < self._stop[1])


def _split(ticket: str) -> tuple[str, int]:
    queue, _, sequence = ticket.rpartition("-")
    return queue, int(sequence)


def _micros(at: datetime) -> int:
    return (at - _EPOCH) // _MICRO


def disagreements(replay: Replay, stored: Iterable[Any]) -> list[str]:
    """Where the log and the table of tickets tell different stories."""
    table = {ticket.id: (str(ticket.state.value), ticket.service, ticket.priority) for ticket in stored}
    told = {visit.ticket: (visit.state, visit.service, visit.priority) for visit in replay.visits.values()}
    keys = sorted(table.keys() | told.keys())
    return [
        f"{key}: the log says {told.get(key)}, the table says {table.get(key)}"
        for key in keys
        if told.get(key) != table.get(key)
    ]
