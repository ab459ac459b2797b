"""A second, much smaller queue, written without looking at ``kiosk.queue``: it replays the event log and objects.

It knows only what a visitor was promised: numbers run on by one, a move fits the state that the ticket is in, a counter
has one visitor, a queue is called in the order of its numbers, and no ticket appears or disappears.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
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


class Line(Protocol):
    """What the replay reads of an event of the log."""

    @property
    def sequence(self) -> int: ...
    @property
    def epoch(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def ticket(self) -> str | None: ...
    @property
    def counter(self) -> str | None: ...


@dataclass
class Replay:
    """The queue as the log tells it; ``faults`` holds every broken promise in words."""

    faults: list[str] = field(default_factory=list[str])
    state: dict[str, str] = field(default_factory=dict[str, str])
    counter_of: dict[str, str] = field(default_factory=dict[str, str])
    callers: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _past: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _last: Counter[str] = field(default_factory=Counter[str])
    _waiting: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _strayed: set[str] = field(default_factory=set[str])
    """Tickets that left the plain order of arrival: returned, transferred, undone."""
    _undone: set[str] = field(default_factory=set[str])
    """Tickets whose newest move is an undoing: one move can be taken back, not two."""
    _previous: tuple[int, int] = (0, 0)

    def run(self, log: Iterable[Line]) -> Replay:
        for line in log:
            self._in_order(line)
            kind = str(line.kind)
            if line.ticket is None:
                continue
            if kind == "issue":
                self._issue(line.ticket)
            elif kind == "undo":
                self._undo(line.ticket)
            elif kind in MOVES:
                self._move(kind, line.ticket, line.counter)
        if sum(self.totals().values()) != sum(self._last.values()):
            self.faults.append(
                f"{sum(self._last.values())} numbers were given, {sum(self.totals().values())} are known"
            )
        return self

    def totals(self) -> Counter[str]:
        return Counter(self.state.values())

    def _in_order(self, line: Line) -> None:
        epoch, sequence = self._previous
        if (line.epoch, line.sequence) <= self._previous or (line.epoch == epoch and line.sequence != sequence + 1):
            self.faults.append(f"event {line.epoch}-{line.sequence} follows {epoch}-{sequence}")
        self._previous = (line.epoch, line.sequence)

    def _issue(self, ticket: str) -> None:
        queue, sequence = _split(ticket)
        if ticket in self.state:
            self.faults.append(f"{ticket} was issued twice")
        if sequence != self._last[queue] + 1:
            self.faults.append(f"{ticket} was issued after number {self._last[queue]}")
        self._last[queue] = max(sequence, self._last[queue])
        self._enter(ticket, "waiting")

    def _move(self, kind: str, ticket: str, counter: str | None) -> None:
        allowed, after = MOVES[kind]
        before = self.state.get(ticket, "unknown")
        if before not in allowed:
            self.faults.append(f"{kind} of {ticket}, which was {before}")
        if kind == "call":
            self._call(ticket, counter or "")
        if kind in {"return", "transfer"}:
            self._strayed.add(ticket)
        self._enter(ticket, after)

    def _call(self, ticket: str, counter: str) -> None:
        queue, sequence = _split(ticket)
        busy = [other for other, at in self.counter_of.items() if at == counter and other != ticket]
        if busy:
            self.faults.append(f"counter {counter} called {ticket} while it had {busy}")
        earlier = [n for n in self._waiting[queue] if n < sequence]
        if earlier and ticket not in self._strayed:
            self.faults.append(f"{ticket} was called before number {min(earlier)}")
        self.callers[ticket].append(counter)
        if len(self.callers[ticket]) > 1 and ticket not in self._strayed:
            self.faults.append(f"{ticket} was called by counters {self.callers[ticket]}")
        self.counter_of[ticket] = counter

    def _undo(self, ticket: str) -> None:
        past = self._past[ticket]
        if len(past) < 2:
            self.faults.append(f"undo of {ticket}, which had not moved")
            return
        if ticket in self._undone:
            self.faults.append(f"{ticket} was undone twice in a row")
        past.pop()
        self._strayed.add(ticket)
        self._enter(ticket, past.pop())
        self._undone.add(ticket)
        if self.state[ticket] in BUSY and self.callers[ticket]:
            counter = self.callers[ticket][-1]
            if counter in [at for other, at in self.counter_of.items() if other != ticket]:
                self.faults.append(f"undo put {ticket} at counter {counter}, which had somebody")
            self.counter_of[ticket] = counter

    def _enter(self, ticket: str, state: str) -> None:
        queue, sequence = _split(ticket)
        self.state[ticket] = state
        self._undone.discard(ticket)
        self._past[ticket].append(state)
        if state == "waiting" and ticket not in self._strayed:
            self._waiting[queue].add(sequence)
        else:
            self._waiting[queue].discard(sequence)
        if state not in BUSY:
            self.counter_of.pop(ticket, None)


def _split(ticket: str) -> tuple[str, int]:
    queue, _, sequence = ticket.rpartition("-")
    return queue, int(sequence)


def disagreements(replay: Replay, stored: Iterable[Any]) -> list[str]:
    """Where the log and the table of tickets tell different stories."""
    table = {ticket.id: str(ticket.state.value) for ticket in stored}
    keys = sorted(table.keys() | replay.state.keys())
    return [
        f"{key}: the log says {replay.state.get(key)}, the table says {table.get(key)}"
        for key in keys
        if replay.state.get(key) != table.get(key)
    ]
