"""What each member of staff did on a day, and how long visitors walked from the call to the counter. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from kiosk.contract.reports import OfficerFigures
from kiosk.operations.days.timeline import spread
from kiosk.queue.ticket import Move
from kiosk.store.interface import Event


@dataclass(frozen=True, slots=True)
class CounterVisit:
    """One call at one counter; a visitor who passes two stages makes two."""

    ticket: str
    service: str
    staff: str | None
    called_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    how: str = ""
    """The move that ended it; empty while it lasts."""
    sequence: int = 0
    """Of its call in the log."""
    counter: str | None = None

    @property
    def walk_min(self) -> float | None:
        """From the call until the visitor was there; None where staff did not say when that was."""
        return None if self.started_at is None else (self.started_at - self.called_at).total_seconds() / 60

    @property
    def service_min(self) -> float | None:
        """From the start, else from the call, to the end; None where the visitor did not come."""
        if self.ended_at is None or self.how not in (Move.FINISH, Move.TRANSFER):
            return None
        return (self.ended_at - (self.started_at or self.called_at)).total_seconds() / 60


_ENDS: Final = (Move.FINISH, Move.NO_SHOW, Move.TRANSFER, Move.HOLD, Move.VOID)


def counter_visits(events: Iterable[Event]) -> list[CounterVisit]:
    """In the order of their calls. An undone move leaves no trace; an end that nobody made is none of theirs."""
    found: dict[int, CounterVisit] = {}
    last: dict[str, int] = {}
    before: dict[str, tuple[int, CounterVisit | None]] = {}
    for event in events:
        ticket = event.ticket
        if ticket is None:
            continue
        here = last.get(ticket)
        current = found.get(here) if here is not None else None
        if event.kind == Move.CALL:
            before[ticket] = event.sequence, None
            last[ticket] = event.sequence
            found[event.sequence] = CounterVisit(
                ticket, event.data["service"], event.staff, event.at, sequence=event.sequence, counter=event.counter
            )
        elif event.kind == Move.UNDO:
            if ticket in before:
                number, visit = before.pop(ticket)
                if visit is None:
                    found.pop(number, None)
                else:
                    found[number] = visit
        elif here is not None and current is not None and not current.how:
            before[ticket] = here, current
            if event.kind == Move.SERVE:
                found[here] = replace(current, started_at=event.at)
            elif event.kind in _ENDS:
                found[here] = replace(current, ended_at=event.at, how=event.kind, staff=event.staff or current.staff)
    return [found[number] for number in sorted(found)]


def officer_figures(visits: Iterable[CounterVisit]) -> list[OfficerFigures]:
    """In the order of their names."""
    by_staff: dict[str, list[CounterVisit]] = {}
    for visit in visits:
        if visit.staff is not None:
            by_staff.setdefault(visit.staff, []).append(visit)
    return [
        OfficerFigures(
            staff=staff,
            calls=len(own),
            served=sum(visit.how in (Move.FINISH, Move.TRANSFER) for visit in own),
            no_show=sum(visit.how == Move.NO_SHOW for visit in own),
            walk=spread(visit.walk_min for visit in own),
            service_time=spread(visit.service_min for visit in own),
        )
        for staff, own in sorted(by_staff.items())
    ]
