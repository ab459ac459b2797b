"""The current views, built once for all who ask, and their way to the listeners."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final, Protocol, TypeVar

import msgspec

from kiosk.contract.board import BoardView
from kiosk.contract.live import EventName, Snapshot
from kiosk.contract.point import PointView
from kiosk.contract.point import Warning as StaffWarning
from kiosk.contract.queue import QueueView
from kiosk.operations.service_point import read_context
from kiosk.operations.tickets.printing import reprint_view
from kiosk.operations.tickets.undoing import CALLS, undone_calls
from kiosk.operations.views.board import board_view, call_view, undo_view
from kiosk.operations.views.point import point_view
from kiosk.operations.views.queue import queue_view
from kiosk.queue.ticket import Move
from kiosk.server.http.endpoint import EndpointHost
from kiosk.server.live.hub import HEARTBEAT_S, Hub, encode_event
from kiosk.server.live.loop_bridge import LoopBridge
from kiosk.store.interface import Event, Transaction

MIN_INTERVAL_S: Final = 0.1
MAX_AGE_S: Final = 1.0
"""Views age by themselves: services open and close."""
MAX_MISSED_CALLS: Final = 200
"""Calls that are told again to a listener who comes back."""

T = TypeVar("T")

_log = logging.getLogger("antrean.server")
_encode = msgspec.json.Encoder().encode
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class CurrentViews:
    point: PointView
    board: BoardView
    queue: QueueView | None


class LiveHost(EndpointHost, Protocol):
    """What live events need of the server. ``kiosk.server.app_state.AppState`` provides it."""

    hub: Hub
    loop_bridge: LoopBridge
    warnings: list[StaffWarning]
    generation: int
    changed: asyncio.Event

    async def read(self, read: Callable[[Transaction], T]) -> T: ...

    def read_blocking(self, read: Callable[[Transaction], T]) -> T: ...

    def mark_changed(self) -> None: ...


class LiveViews:
    """Owned by the event loop, but for ``feed``."""

    def __init__(self, app: LiveHost, speed: float) -> None:
        self._app = app
        self._speed = speed
        self._loop = asyncio.get_running_loop()
        self._views: CurrentViews | None = None
        self._made = (-1, 0.0)
        self._building = asyncio.Lock()
        self._published: dict[EventName, Any] = {}
        self._last_sequence = 0
        self._epoch = app.point.store.epoch

    async def start(self) -> None:
        last = await self._app.read(lambda tx: tx.last_event())
        self._last_sequence = max(self._last_sequence, last.sequence if last else 0)
        self._app.point.store.on_commit(self.receive_commit)

    # ------------------------------------------------------------ what is now

    async def views(self, *, queue: bool) -> CurrentViews:
        """As of now or, while nothing was committed, as of at most ``MAX_AGE_S`` ago."""
        async with self._building:
            generation, made = self._made
            views = self._views
            fresh = generation == self._app.generation and time.monotonic() - made < MAX_AGE_S
            if views is None or not fresh or (queue and views.queue is None):
                self._made = (self._app.generation, time.monotonic())
                views = self._views = await self._app.read(lambda tx: self._build(tx, queue=queue))
            return views

    def invalidate(self) -> None:
        """The configuration or a warning changed."""
        self._made = (-1, 0.0)
        self._app.mark_changed()

    async def snapshot(self, *, staff: bool) -> bytes:
        views = await self.views(queue=staff)
        return _encode(
            Snapshot(point=self.with_current_time(views.point), board=views.board, queue=views.queue if staff else None)
        )

    def with_current_time(self, view: PointView) -> PointView:
        zone = self._app.point.configuration.office.timezone
        return msgspec.structs.replace(view, now=self._app.point.clock.now().astimezone(zone))

    def _build(self, tx: Transaction, *, queue: bool) -> CurrentViews:
        context = read_context(self._app.point, tx)
        return CurrentViews(
            point=point_view(context, self._app.warnings, speed=self._speed),
            board=board_view(context),
            queue=queue_view(context) if queue else None,
        )

    # ------------------------------------------------------------ what happened

    def receive_commit(self, events: Sequence[Event]) -> None:
        """The store's change feed, on a thread of the store's."""
        self._app.loop_bridge.call_in_order(self._loop, partial(self._send_events, events))

    def _send_events(self, events: Sequence[Event]) -> None:
        app = self._app
        self._last_sequence = max(self._last_sequence, events[-1].sequence)
        for one in events:
            if one.kind == Move.FINISH:
                app.point.averages.clear()
            told = self._encode_once(one) if one.point == app.point.id and app.hub.subscribers else None
            if told is not None:
                app.hub.send_once(told)
        app.mark_changed()

    def _encode_once(self, one: Event) -> bytes | None:
        """A call, the undoing of one, or the wish for a copy, as every listener hears it once."""
        call, undo = call_view(self._app.point.configuration, one), undo_view(one)
        if call is not None:
            return encode_event(EventName.CALL, self.event_id(one.sequence), _encode(call))
        if undo is not None:
            return encode_event(EventName.UNDO, self.event_id(one.sequence), _encode(undo))
        again = reprint_view(one)
        return (
            encode_event(EventName.REPRINT, self.event_id(one.sequence), _encode(again)) if again is not None else None
        )

    def event_id(self, sequence: int) -> str:
        return f"{self._epoch}-{sequence}"

    @property
    def last_sequence(self) -> int:
        """The log's sequence up to which calls went to those who listened then."""
        return self._last_sequence

    def missed(self, last_id: str, until: int) -> list[bytes]:
        """Today's calls after ``last_id``, up to ``until``; none for an id of another epoch. Reads the database."""
        epoch, _, sequence = last_id.partition("-")
        if epoch != str(self._epoch) or not sequence.isascii() or not sequence.isdigit():
            return []
        return self._calls_between(int(sequence[:19]), until)

    def _calls_between(self, since: int, until: int) -> list[bytes]:
        app = self._app

        def read(tx: Transaction) -> list[Event]:
            return list(read_context(app.point, tx).newest_events(CALLS, MAX_MISSED_CALLS))

        missed = [one for one in app.read_blocking(read) if since < one.sequence <= until]
        void = undone_calls(missed)
        told = (self._encode_once(one) for one in reversed(missed) if one.sequence not in void)
        return [encoded for encoded in told if encoded is not None]

    # ------------------------------------------------------------ telling

    async def run_publisher(self) -> None:
        """Until cancelled: tell the listeners what changed, at most ten times a second."""
        while True:
            await self._app.changed.wait()
            self._app.changed.clear()
            try:
                await self._publish_changes()
            except Exception:  # noqa: BLE001  the next change may well be told
                _log.exception("live events could not be told")
            await asyncio.sleep(MIN_INTERVAL_S)

    async def _publish_changes(self) -> None:
        hub = self._app.hub
        if not hub.subscribers:
            self._published.clear()
            return
        staff = hub.has_staff()
        views = await self.views(queue=staff)
        event_id = self.event_id(
            self._last_sequence
        )  # after the wait: an older one would go back behind a call told meanwhile
        if self._is_new(EventName.POINT, msgspec.structs.replace(views.point, now=_NEVER)):
            hub.send_state(
                EventName.POINT, encode_event(EventName.POINT, event_id, _encode(self.with_current_time(views.point)))
            )
        if self._is_new(EventName.BOARD, views.board):
            hub.send_state(EventName.BOARD, encode_event(EventName.BOARD, event_id, _encode(views.board)))
        if staff and views.queue is not None and self._is_new(EventName.QUEUE, _without_waits(views.queue)):
            hub.send_state(
                EventName.QUEUE, encode_event(EventName.QUEUE, event_id, _encode(views.queue)), staff_only=True
            )

    def _is_new(self, topic: EventName, state: Any) -> bool:
        if self._published.get(topic) == state:
            return False
        self._published[topic] = state
        return True

    async def run_heartbeat(self) -> None:
        """Until cancelled: a sign of life on every stream, so that a cut link is noticed."""
        while True:
            await asyncio.sleep(HEARTBEAT_S)
            self._app.hub.send_heartbeat()


def _without_waits(queue: QueueView) -> QueueView:
    """Without what changes by itself every second; windows count the waits on."""
    return QueueView(
        tickets=[msgspec.structs.replace(row, waited_s=0) for row in queue.tickets],
        serving=[msgspec.structs.replace(ticket, waited_s=0) for ticket in queue.serving],
        missed=[msgspec.structs.replace(ticket, waited_s=0) for ticket in queue.missed],
        held=[msgspec.structs.replace(ticket, waited_s=0) for ticket in queue.held],
        next=queue.next,
    )
