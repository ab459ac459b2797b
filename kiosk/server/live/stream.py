"""``GET /events``: an open stream to one listener."""

from __future__ import annotations

import asyncio
from typing import Final

from starlette.types import Receive, Scope, Send

from kiosk.contract.live import EventName
from kiosk.contract.reasons import Reason
from kiosk.operations.refusal import Refusal
from kiosk.server.http import language
from kiosk.server.http.auth import Caller
from kiosk.server.http.endpoint import Headers, Route, authorize, headers_of, problem_response
from kiosk.server.http.response import send_response
from kiosk.server.live.hub import Subscriber, encode_event
from kiosk.server.live.views import LiveHost, LiveViews

SEND_TIMEOUT_S: Final = 10.0
"""A listener that takes nothing for so long is cut off."""
MAX_STREAMS: Final = 2_000
STAFF_RESERVE: Final = 500
"""Of those, kept for counters and supervisors."""
MAX_OF_DEVICE: Final = 16
"""A window has one, for a moment two when its link was cut."""

_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-accel-buffering", b"no"),
]


class EventStreamEndpoint:
    """An ASGI application of its own: it does not end with one answer."""

    def __init__(self, app: LiveHost, live: LiveViews, call: Route) -> None:
        self._app = app
        self._live = live
        self._call = call

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = headers_of(scope)
        spoken = language.preferred_language(headers.get("accept-language"), self._app.languages)
        try:
            caller = self._admit(headers, scope)
        except Refusal as refusal:
            await send_response(problem_response(self._app, refusal, spoken, scope["path"]), send)
            return
        listener = Subscriber(caller.device, staff=caller.is_staff)
        self._app.hub.add(listener)
        joined_at = self._live.last_sequence
        gone = asyncio.ensure_future(_wait_for_disconnect(receive, listener))
        try:
            await self._send_events(listener, joined_at, headers.get("last-event-id", ""), send)
        finally:
            self._app.hub.remove(listener)
            gone.cancel()

    def _admit(self, headers: Headers, scope: Scope) -> Caller:
        if scope["method"] != "GET":
            raise Refusal(Reason.METHOD_NOT_ALLOWED, {"method": scope["method"], "allow": "GET"})
        caller = authorize(self._app, self._call, headers, scope)
        hub = self._app.hub
        if hub.closed:
            raise Refusal(Reason.STOPPING, retry_after_s=2)
        most = MAX_STREAMS if caller.is_staff else MAX_STREAMS - STAFF_RESERVE
        if len(hub.subscribers) >= most or hub.streams_of(caller.device) >= MAX_OF_DEVICE:
            raise Refusal(Reason.TOO_MANY_REQUESTS, retry_after_s=2)
        return caller

    async def _send_events(self, listener: Subscriber, joined_at: int, last_id: str, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        first = await self._opening_events(listener, joined_at, last_id)
        await send({"type": "http.response.body", "body": first, "more_body": True})
        while True:
            await listener.wake.wait()
            listener.wake.clear()
            if listener.ended:
                break
            try:
                async with asyncio.timeout(SEND_TIMEOUT_S):
                    await send({"type": "http.response.body", "body": listener.drain(), "more_body": True})
            except TimeoutError:
                return
        await send({"type": "http.response.body", "body": b""})

    async def _opening_events(self, listener: Subscriber, joined_at: int, last_id: str) -> bytes:
        """The whole state, then the calls that were missed.

        The snapshot carries the old id as long as missed calls follow it: a link that is cut between them loses none.
        """
        calls = await asyncio.to_thread(self._live.missed, last_id, joined_at) if last_id else []
        event_id = last_id if calls else self._live.event_id(joined_at)
        snapshot = await self._live.snapshot(staff=listener.staff)
        return b"".join((encode_event(EventName.SNAPSHOT, event_id, snapshot), *calls))


async def _wait_for_disconnect(receive: Receive, listener: Subscriber) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.end()
