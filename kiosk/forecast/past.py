"""Earlier days, as the log tells of them. Times are seconds since the local midnight of their own day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kiosk.forecast.state import EndedVisit, Stretch


@dataclass(frozen=True, slots=True)
class TakenTicket:
    """A number that was taken on an earlier day."""

    service: str
    priority: bool
    issued_at: float
    appointment: float | None = None


@dataclass(frozen=True, slots=True)
class PresenceSpan:
    """A stretch in which somebody was signed in at a counter; ``paused`` has the reason of a pause."""

    counter: str
    start: float
    end: float
    paused: str | None = None


Plan = Mapping[str, tuple[Stretch, ...]]
"""The hours of one day by service, as values that compare."""


def plan_of(hours: Mapping[str, Sequence[Stretch]]) -> Plan:
    return {service: tuple((start, end) for start, end in spans) for service, spans in hours.items()}


@dataclass(frozen=True, slots=True)
class PastDay:
    hours: Mapping[str, Sequence[Stretch]]
    visits: Sequence[EndedVisit]
    taken: Sequence[TakenTicket]
    presence: Sequence[PresenceSpan]
    plan: Plan = field(init=False)
    overtakers: Sequence[TakenTicket] = field(init=False)
    """Those of ``taken`` who may go before somebody who came earlier."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "plan", plan_of(self.hours))
        may = [ticket for ticket in self.taken if ticket.priority or ticket.appointment is not None]
        object.__setattr__(self, "overtakers", may)
