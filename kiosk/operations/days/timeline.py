"""What became of every number of a day, how long each visitor waited and was served.

It is computed from the log, which is kept, and not from tickets, which are deleted after a time. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from statistics import mean, median, quantiles

from kiosk.contract.reports import Spread
from kiosk.operations.forecasts.day_log import range_told
from kiosk.queue.moves import TABLE
from kiosk.queue.ticket import Move, State
from kiosk.store.interface import Event

_AFTER = {**{move.value: state for (_, move), state in TABLE.items()}, "revive": State.WAITING}
_AT_COUNTER = (State.CALLED, State.SERVING)
_OPEN = (State.WAITING, State.HELD, *_AT_COUNTER)


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
    """The first call: the wait ends with it."""
    at_counter_since: datetime | None = None
    """Since when the visitor is at a counter; without *serve* it counts from the call."""
    served_s: float = 0.0
    """Seconds at counters, all stages together, without calls that nobody answered."""
    ended_at: datetime | None = None
    reason: str | None = None
    appointment: datetime | None = None
    """The time that was asked for at issue, whether it was kept or not."""
    quote: tuple[float, float] | None = None
    """The range that the visitor was told at issue, in seconds since 1970."""

    @property
    def quote_held(self) -> bool | None:
        """Whether the first call came within the range that was told; None where there was none, or no call."""
        if self.quote is None or self.called_at is None:
            return None
        return self.quote[0] <= self.called_at.timestamp() <= self.quote[1]

    def waited_min(self, now: datetime) -> float:
        """Until the first call; of who was never called until the end, or until now."""
        until = self.called_at or (self.ended_at if self.state not in _OPEN else None) or now
        return (until - self.issued_at).total_seconds() / 60

    @property
    def wait_min(self) -> float | None:
        return None if self.called_at is None else (self.called_at - self.issued_at).total_seconds() / 60

    @property
    def service_min(self) -> float | None:
        return self.served_s / 60 if self.state is State.FINISHED else None


def timelines(events: Iterable[Event]) -> dict[str, Timeline]:
    """By ticket, in the order of issue. An undone move leaves no trace."""
    current: dict[str, Timeline] = {}
    previous: dict[str, Timeline] = {}
    for event in events:
        ticket = event.ticket
        if ticket is None:
            continue
        if event.kind == Move.ISSUE:
            asked = event.data.get("appointment")
            appointment = datetime.fromisoformat(asked) if asked else None
            current[ticket] = Timeline(
                event.data["number"],
                event.data["service"],
                event.at,
                appointment=appointment,
                quote=range_told(event.data.get("quote")),
            )
        elif ticket not in current:
            continue
        elif event.kind == Move.UNDO:
            current[ticket] = previous.get(ticket, current[ticket])
        elif event.kind in _AFTER:
            previous[ticket], current[ticket] = current[ticket], _after_event(current[ticket], event)
    return current


def _after_event(timeline: Timeline, event: Event) -> Timeline:
    state = _AFTER[event.kind]
    leaves = timeline.state in _AT_COUNTER and state not in _AT_COUNTER and state is not State.NO_SHOW
    answered = leaves and (timeline.state is State.SERVING or state is State.FINISHED)
    served = (event.at - timeline.at_counter_since).total_seconds() if answered and timeline.at_counter_since else 0.0
    ends = state in (State.FINISHED, State.VOID, State.NOT_SERVED, State.NO_SHOW)
    calls = event.kind in (Move.CALL, Move.RECALL)
    return replace(
        timeline,
        state=state,
        service=event.data["service"],
        counter=event.counter if event.kind == Move.CALL else timeline.counter,
        calls=timeline.calls + calls,
        called_at=event.at if event.kind == Move.CALL and timeline.called_at is None else timeline.called_at,
        at_counter_since=event.at
        if event.kind in (Move.CALL, Move.SERVE)
        else timeline.at_counter_since
        if state in _AT_COUNTER
        else None,
        served_s=timeline.served_s + served,
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
