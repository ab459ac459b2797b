"""The counter as the server has just answered, until its events tell the same."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec import structs

from kiosk.contract.point import CounterView, PointView
from ui.counter.inputs import with_counter


@dataclass(frozen=True, slots=True)
class AnsweredCounter:
    """One answer about a counter. An event that the server made before it may arrive after it."""

    before: CounterView
    """The counter when the answer came."""
    after: CounterView
    """What was answered."""
    at: float
    """Of the answer, by ``time.monotonic``."""

    def correct(self, point: PointView) -> PointView:
        """The point with the answered state where it still shows the one before; what else was told stays."""
        told = next((one for one in point.counters if one.id == self.after.id), None)
        if told is None or _state(told) != _state(self.before):
            return point
        new = self.after
        state = structs.replace(
            told, staff=new.staff, role=new.role, paused=new.paused, absent=new.absent, absent_until=new.absent_until
        )
        return with_counter(point, state)


def _state(counter: CounterView) -> tuple[object, ...]:
    """What a request about a counter changes."""
    return counter.staff, counter.role, counter.paused, counter.absent, counter.absent_until
