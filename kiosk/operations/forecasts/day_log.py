"""What the forecast keeps of one service day, collected event by event from the log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from kiosk.forecast.past import PresenceSpan, TakenTicket
from kiosk.forecast.state import EndedVisit, Stretch
from kiosk.queue.ticket import Move
from kiosk.store.interface import Event


def range_told(quote: Mapping[str, Any] | None) -> tuple[float, float] | None:
    """The range of an event of issue, in seconds since 1970; None where none was told.

    A clock time is said to the minute, and its minute is meant whole.
    """
    if quote is None or None in quote["range"]:
        return None
    start, end = quote["range"]
    return start, end + 59.0


def stage_key(service: str, stage: str | None, first: str | None) -> str:
    """The forecast's name of a service's stage: later stages take another time than the first."""
    return service if stage is None or stage == first else f"{service}#{stage}"


@dataclass(slots=True)
class _AtCounter:
    service: str
    counter: str
    called_at: float
    started: bool = False


@dataclass(slots=True)
class _Presence:
    since: float
    paused: str | None = None


@dataclass
class DayLog:
    """Times are seconds since ``midnight``, the local one of the day."""

    midnight: float
    """In seconds since 1970."""
    first_stage: Callable[[str], str | None]
    is_priority: Callable[[str], bool]
    """By service, for logs that do not say it of the number."""
    visits: list[EndedVisit] = field(default_factory=list[EndedVisit])
    taken: dict[str, TakenTicket] = field(default_factory=dict[str, TakenTicket])
    presence: list[PresenceSpan] = field(default_factory=list[PresenceSpan])
    levels: list[float] = field(default_factory=list[float])
    """Of each forecast that came to an end: the share of paths that had called the ticket by then."""
    quotes: dict[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])
    """By service of the number: those that were told a range and called, and those called within it."""
    last_sequence: int = 0
    last_at: float = 0.0
    _at_counter: dict[str, _AtCounter] = field(default_factory=dict[str, _AtCounter])
    _here: dict[str, _Presence] = field(default_factory=dict[str, _Presence])
    _stage: dict[str, str | None] = field(default_factory=dict[str, str | None])
    _entered: dict[str, float] = field(default_factory=dict[str, float])
    _told: dict[str, tuple[str, float, float]] = field(default_factory=dict[str, tuple[str, float, float]])
    """Of tickets that were not called yet: service and range, in seconds since 1970."""
    _kept: dict[str, tuple[tuple[str, float, float], bool]] = field(
        default_factory=dict[str, tuple[tuple[str, float, float], bool]]
    )
    """Of tickets that were called: what was told, and whether it held."""

    def extend(self, events: Iterable[Event]) -> None:
        for event in events:
            self.add(event)

    def add(self, event: Event) -> None:
        """The same event twice counts once."""
        if event.sequence <= self.last_sequence:
            return
        self.last_sequence = event.sequence
        at = self.last_at = event.at.timestamp() - self.midnight
        if event.counter is not None and event.kind in _PRESENCE:
            self._note_presence(event, event.counter, at)
        elif event.ticket is not None:
            self._note_ticket(event, event.ticket, at)

    def presence_until_now(self) -> list[PresenceSpan]:
        """With the stretches that have not ended."""
        running = [PresenceSpan(c, here.since, self.last_at, here.paused) for c, here in self._here.items()]
        return [*self.presence, *running]

    def open_spans(self, counter: str, now: float) -> list[Stretch]:
        """Stretches in which the counter was signed in and not paused, up to now."""
        ended = [(span.start, span.end) for span in self.presence if span.counter == counter and span.paused is None]
        here = self._here.get(counter)
        return [*ended, (here.since, now)] if here is not None and here.paused is None else ended

    def since(self, counter: str) -> float | None:
        """Since when it is signed in, or paused."""
        here = self._here.get(counter)
        return here.since if here is not None else None

    def _note_presence(self, event: Event, counter: str, at: float) -> None:
        here = self._here.pop(counter, None)
        if here is not None and at > here.since:
            self.presence.append(PresenceSpan(counter, here.since, at, here.paused))
        if event.kind != "sign_out":
            reason = str(event.data.get("reason") or "pause") if event.kind == "pause" else None
            self._here[counter] = _Presence(at, reason)

    def _note_ticket(self, event: Event, ticket: str, at: float) -> None:
        data, kind = event.data, event.kind
        if kind == Move.ISSUE:
            service = data["service"]
            asked = data.get("appointment") if data.get("kept", True) else None
            appointment = datetime.fromisoformat(asked).timestamp() - self.midnight if asked else None
            priority = bool(data.get("priority", self.is_priority(service)))
            self.taken[ticket] = TakenTicket(service, priority, at, appointment)
            self._entered[ticket] = at
            self._stage[ticket] = self.first_stage(service)
            ends = range_told(data.get("quote"))
            if ends is not None:
                self._told[ticket] = (service, *ends)
        elif kind == Move.CALL and event.counter is not None:
            service = data["service"]
            key = stage_key(service, self._stage.get(ticket), self.first_stage(service))
            self._at_counter[ticket] = _AtCounter(key, event.counter, at)
            self._score(ticket, event.at.timestamp())
            if "level" in data:
                self.levels.append(data["level"])
        elif kind == Move.SERVE and ticket in self._at_counter:
            self._at_counter[ticket].started = True
        elif kind in _LEAVES:
            self._end(event, ticket, at)
        elif kind == Move.UNDO:
            self._undo(event, ticket)

    def _end(self, event: Event, ticket: str, at: float) -> None:
        hand = self._at_counter.pop(ticket, None)
        came = event.kind == Move.FINISH or (
            event.kind in (Move.TRANSFER, Move.HOLD) and hand is not None and hand.started
        )
        if hand is not None and (came or event.kind == Move.NO_SHOW):
            entered = self._entered.get(ticket)
            self.visits.append(EndedVisit(hand.service, hand.counter, hand.called_at, at, came, ticket, entered))
        if event.kind == Move.TRANSFER:
            self._stage[ticket] = event.data.get("stage")
        if event.kind in (Move.TRANSFER, Move.RETURN):
            self._entered[ticket] = at

    def _score(self, ticket: str, called_at: float) -> None:
        """The first call says whether the range held."""
        told = self._told.pop(ticket, None)
        if told is not None:
            held = told[1] <= called_at <= told[2]
            self._kept[ticket] = told, held
            self._count(told[0], 1, held=held)

    def _count(self, service: str, by: int, *, held: bool) -> None:
        quoted, kept = self.quotes.get(service, (0, 0))
        self.quotes[service] = quoted + by, kept + by * held

    def _undo(self, event: Event, ticket: str) -> None:
        """An undone call is no visit, and an undone end has not ended it."""
        undone = event.data.get("undone")
        if undone == Move.CALL:
            self._at_counter.pop(ticket, None)
            if ticket in self._kept:
                told, held = self._kept.pop(ticket)
                self._told[ticket] = told
                self._count(told[0], -1, held=held)
        elif self.visits and self.visits[-1].number == ticket:
            visit = self.visits.pop()
            self._at_counter[ticket] = _AtCounter(visit.service, visit.counter or "", visit.called_at, visit.came)


_PRESENCE: Final = ("sign_in", "sign_out", "pause", "resume")
_LEAVES: Final = (
    Move.FINISH,
    Move.NO_SHOW,
    Move.HOLD,
    Move.TRANSFER,
    Move.RETURN,
    Move.VOID,
    Move.EXPIRE,
)
