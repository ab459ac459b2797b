"""What the counter window knows; everything it shows is derived from this alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from msgspec import structs

from assets.words import word
from kiosk.messages import CounterView, PointView, QueueRow, QueueView, TicketView
from ui.words import spoken

Step = Literal["counter", "staff", "pin", "name", "new_pin", "again_pin"]
Question = Literal["", "help", "void", "hold", "transfer", "pause", "emergency", "emergency_end", "sign_out"]


@dataclass(frozen=True, slots=True)
class Entry:
    """Signing in, or making the first account, as far as it has come."""

    step: Step = "counter"
    counter: str = ""
    staff: str = ""
    pin: str = field(default="", repr=False)
    first_pin: str = field(default="", repr=False)
    names: tuple[str, ...] | None = None
    """Who may sign in; None until the server said."""
    note: str = ""
    """A key of the words: what has just happened."""


@dataclass(frozen=True, slots=True)
class Asking:
    """An open question, the reason chosen so far."""

    question: Question = ""
    choice: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Inputs:
    language: str = "id"
    large_text: bool = False
    online: bool = False
    refused: bool = False
    now: datetime | None = None
    """The server's time, in the office's zone."""
    point: PointView | None = None
    queue: QueueView | None = None
    ticket: TicketView | None = None
    """What this counter has called or serves."""
    last: TicketView | None = None
    """What this counter moved last; for a while that can be undone."""
    counter: str = ""
    """Where the officer is signed in; empty before."""
    staff: str = ""
    busy: str = ""
    """The action that waits for its answer."""
    problem: str = ""
    """The last refusal, in the server's words."""
    everyone: bool = False
    """The waiting list shows all services."""
    entry: Entry = field(default_factory=Entry)
    asking: Asking = field(default_factory=Asking)

    @property
    def here(self) -> CounterView | None:
        """The counter where the officer sits, as the server sees it."""
        if self.point is None:
            return None
        return next((counter for counter in self.point.counters if counter.id == self.counter), None)

    @property
    def paused(self) -> str | None:
        return self.here.paused if self.here else None

    @property
    def stopped(self) -> bool:
        return self.point is not None and self.point.emergency is not None

    @property
    def undo_left_s(self) -> int:
        """Whole seconds in which the last move can still be undone; 0 when it is too late, or there was none."""
        until = self.last.undo_until if self.last else None
        return max(0, int((until - self.now).total_seconds()) + 1) if until and self.now and until >= self.now else 0

    def mine(self) -> list[QueueRow]:
        """Who waits for a service of this counter, in the order of the calls."""
        if self.queue is None or self.here is None:
            return []
        return [row for row in self.queue.tickets if row.service in self.here.serves]

    def say(self, key: str, **values: object) -> str:
        return word(f"counter.{key}", self.language, **values)

    def service(self, service: str) -> str:
        """Its name in the officer's language."""
        views = self.point.services if self.point else []
        view = next((view for view in views if view.id == service), None)
        return spoken(view.name, self.language) if view else service

    def stage(self, stage: str) -> str:
        """Its name in the officer's language."""
        services = self.point.services if self.point else []
        names = {view.id: view.name for service in services for view in service.stages}
        return spoken(names[stage], self.language) if stage in names else stage

    def counter_name(self, counter: CounterView) -> str:
        return spoken(counter.name, self.language) or self.say("counter", counter=counter.id)


def with_counter(point: PointView, counter: CounterView) -> PointView:
    """The point with what one counter has just answered."""
    counters = [counter if old.id == counter.id else old for old in point.counters]
    return structs.replace(point, counters=counters)
