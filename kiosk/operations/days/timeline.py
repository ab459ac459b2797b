"""A day's figures from its log: what became of every number, and how long people waited and were served.

The log is kept for ever; tickets are forgotten. Pure but for what is passed in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from statistics import mean, median, quantiles

from kiosk.contract.reports import Spread
from kiosk.queue.moves import TABLE
from kiosk.queue.ticket import Move, State
from kiosk.store.interface import Event

_AFTER = {move.value: state for (_, move), state in TABLE.items()}
_AT_COUNTER = (State.CALLED, State.SERVING)


@dataclass(frozen=True, slots=True)
class Timeline:
    """What happened to one number."""

    number: str
    service: str
    issued_at: datetime
    state: State = State.WAITING
    counter: str | None = None
    calls: int = 0
    called_at: datetime | None = None
    """The first call ever: until then the visitor waited."""
    at_counter_since: datetime | None = None
    """Since when the visitor is at a counter; a visit that nobody started counts from its call."""
    served_s: float = 0.0
    """At counters, all steps together; calls that nobody answered are none of it."""
    ended_at: datetime | None = None
    reason: str | None = None
    appointment: datetime | None = None
    """That was asked for, kept or not."""

    @property
    def wait_min(self) -> float | None:
        return None if self.called_at is None else (self.called_at - self.issued_at).total_seconds() / 60

    @property
    def service_min(self) -> float | None:
        return self.served_s / 60 if self.state is State.FINISHED else None


def timelines(events: Iterable[Event]) -> dict[str, Timeline]:
    """By ticket, in the order of issue. An undone move is as if it had not been."""
    now: dict[str, Timeline] = {}
    before: dict[str, Timeline] = {}
    for event in events:
        ticket = event.ticket
        if ticket is None:
            continue
        if event.kind == Move.ISSUE:
            asked = event.data.get("appointment")
            appointment = datetime.fromisoformat(asked) if asked else None
            now[ticket] = Timeline(event.data["number"], event.data["service"], event.at, appointment=appointment)
        elif ticket not in now:
            continue
        elif event.kind == Move.UNDO:
            now[ticket] = before.get(ticket, now[ticket])
        elif event.kind in _AFTER:
            before[ticket], now[ticket] = now[ticket], _after_event(now[ticket], event)
    return now


def _after_event(story: Timeline, event: Event) -> Timeline:
    state = _AFTER[event.kind]
    leaves = story.state in _AT_COUNTER and state not in _AT_COUNTER and state is not State.NO_SHOW
    answered = leaves and (story.state is State.SERVING or state is State.FINISHED)
    served = (event.at - story.at_counter_since).total_seconds() if answered and story.at_counter_since else 0.0
    ends = state in (State.FINISHED, State.VOID, State.NOT_SERVED, State.NO_SHOW)
    calls = event.kind in (Move.CALL, Move.RECALL)
    return replace(
        story,
        state=state,
        service=event.data["service"],
        counter=event.counter if event.kind == Move.CALL else story.counter,
        calls=story.calls + calls,
        called_at=event.at if event.kind == Move.CALL and story.called_at is None else story.called_at,
        sat_at=event.at
        if event.kind in (Move.CALL, Move.SERVE)
        else story.at_counter_since
        if state in _AT_COUNTER
        else None,
        served_s=story.served_s + served,
        ended_at=event.at if ends else None,
        reason=event.data.get("why") if ends else None,
    )


def spread(minutes: Iterable[float | None]) -> Spread | None:
    """None without a value. Minutes, to a tenth."""
    known = [value for value in minutes if value is not None]
    if not known:
        return None
    p90 = quantiles(known, n=10, method="inclusive")[-1] if len(known) > 1 else known[0]
    return Spread(
        count=len(known),
        mean_min=round(mean(known), 1),
        median_min=round(median(known), 1),
        p90_min=round(p90, 1),
        max_min=round(max(known), 1),
    )
