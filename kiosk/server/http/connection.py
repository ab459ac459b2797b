"""One HTTP connection within bounds: bytes are counted before the parser sees them, and every wait has an end.

uvicorn's httptools protocol bounds neither the head of a request nor the time that a peer takes for it: one header
that never ended cost the parser quadratic time and kept its memory, and silent connections stayed for good.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import cache
from http import HTTPStatus
from typing import Any, Final, Protocol, cast

import msgspec
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from kiosk.contract.problem import Problem
from kiosk.contract.reasons import Reason
from kiosk.server.http import limits
from kiosk.wording.translate import translate

_PIECE: Final = 4 * 1024
"""Bytes that the parser gets at once, so that requests sent ahead of their answers wait as bytes, not as objects."""
_DROP_LIMIT: Final = 256 * 1024
"""Bytes that a refused peer may still send before it is no longer read."""


class ConnectionPlace(Protocol):
    """What a connection tells of itself to whoever bounds their number."""

    def evict_by(self, end: Callable[[], object]) -> None:
        """``end`` is called to make room for another connection."""
        ...

    def recognize(self) -> None: ...
    def mark_waiting(self) -> None: ...
    def mark_working(self) -> None: ...
    def release(self) -> None: ...


class BoundedConnection(HttpToolsProtocol):
    """``sweep`` must be called about every ``limits.SWEEP_S``."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        place: ConnectionPlace,
        language: str,
    ) -> None:
        super().__init__(config, server_state, app_state)
        self._place = place
        self._language = language
        """Of refusals."""
        self._in_head = True
        self._phase_bytes = 0
        """Of the head or body that is being received; at least, where it began inside a piece."""
        self._transitions = 0
        """Grows where a head or a body ends."""
        self._deadline: float | None = None
        self._stalled_since: float | None = None
        self._closing_since: float | None = None
        self._held = bytearray()
        """What arrived behind a request that waits for the answer before it."""
        self._refused = False
        self._declared_too_large = False
        self._dropped = 0

    # ------------------------------------------------------------ the transport

    def connection_made(self, transport: asyncio.Transport) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]  uvicorn's own narrowing
        super().connection_made(transport)
        self._deadline = self.loop.time() + limits.HEAD_S
        self._place.evict_by(self.abort)
        scope: Any = transport.get_extra_info("ssl_object")
        self._may_half_close = scope is None and transport.can_write_eof()

    def connection_lost(self, exc: Exception | None) -> None:
        self._place.release()
        self._unset_keepalive_if_required()
        self._held.clear()
        self.pipeline.clear()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._refused:
            self._drop(data)
        elif self._held:
            self._held += data
        else:
            self._receive(data)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._stalled_since = self.loop.time()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._stalled_since = None

    def abort(self) -> None:
        """End the connection at once, whatever is in it."""
        self.transport.abort()

    def sweep(self, now: float) -> None:
        """End what waits for too long; ``now`` is the loop's time."""
        if self.transport.is_closing():
            if self._closing_since is None:
                self._closing_since = now
            elif now - self._closing_since >= limits.LINGER_S:
                self.transport.abort()
        elif self._stalled_since is not None and now - self._stalled_since >= limits.STALL_S:
            self.transport.abort()
        elif self._deadline is not None and now >= self._deadline:
            if self._refused or (self._in_head and self._phase_bytes == 0):
                self.transport.close()
            else:
                self._refuse(Reason.REQUEST_TIMEOUT)

    # ------------------------------------------------------------ bytes

    def _receive(self, data: bytes) -> None:
        """Feed the parser piece by piece."""
        start = 0
        while start < len(data):
            if self.pipeline:
                self._held += data[start:]
                return
            bound = limits.HEAD_LIMIT if self._in_head else limits.WIRE_BODY_LIMIT
            room = max(1, min(_PIECE, bound + 1 - self._phase_bytes))
            piece = data if start == 0 and len(data) <= room else data[start : start + room]
            if self._in_head and self._deadline is None:
                self._deadline = self.loop.time() + limits.HEAD_S
            before = self._transitions
            super().data_received(piece)
            start += len(piece)
            if self._refused or self.transport.is_closing():
                return
            if self._declared_too_large:
                self._refuse(Reason.TOO_LARGE)
                return
            self._count(len(piece), before)
            if self._refused:
                return

    def _count(self, size: int, before: int) -> None:
        if self._transitions != before:
            return
        self._phase_bytes += size
        if self._in_head and self._phase_bytes > limits.HEAD_LIMIT:
            self._refuse(Reason.HEAD_TOO_LARGE)
        elif not self._in_head and self._phase_bytes > limits.WIRE_BODY_LIMIT:
            self._refuse(Reason.TOO_LARGE)

    def _drop(self, data: bytes) -> None:
        """A refused peer is still read for a while: closing on unread bytes would reset the connection, and the answer
        with it.
        """
        self._dropped += len(data)
        if self._dropped > _DROP_LIMIT:
            self.flow.pause_reading()

    # ------------------------------------------------------------ the parser's callbacks

    def on_message_begin(self) -> None:
        super().on_message_begin()
        scope: Any = self.scope
        scope["extensions"] = {limits.PLACE: self._place}

    def on_headers_complete(self) -> None:
        self._transitions += 1
        self._in_head, self._phase_bytes = False, 0
        self._deadline = self.loop.time() + limits.BODY_S
        self._declared_too_large = any(
            name == b"content-length" and int(value) > limits.BODY_LIMIT for name, value in self.headers
        )
        self._place.mark_working()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._transitions += 1
        self._in_head, self._phase_bytes = True, 0
        self._deadline = None
        super().on_message_complete()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.transport.is_closing():
            return
        if self.pipeline or not self.cycle.response_complete:
            return
        if self._held:
            held = bytes(self._held)
            self._held.clear()
            self._unset_keepalive_if_required()
            self._receive(held)
        else:
            self._place.mark_waiting()

    def send_400_response(self, msg: str) -> None:
        del msg
        self._refuse(Reason.MALFORMED_REQUEST)

    # ------------------------------------------------------------ refusals

    def _refuse(self, reason: Reason) -> None:
        """Answer, and end the connection; without an answer where another one is under way."""
        self._refused = True
        self._in_head = True
        self._held.clear()
        self.pipeline.clear()
        cycle = cast("RequestResponseCycle | None", self.cycle)  # None before the first request
        if cycle is not None and not cycle.response_complete:
            cycle.disconnected = True
            cycle.message_event.set()
            if cycle.response_started:
                self.transport.close()
                return
        self.transport.write(refusal_bytes(reason, self._language))
        self._unset_keepalive_if_required()
        self._deadline = self.loop.time() + limits.LINGER_S
        if self._may_half_close:
            self.transport.write_eof()
        self.flow.resume_reading()


@cache
def refusal_bytes(reason: Reason, language: str) -> bytes:
    """A whole answer, for what never becomes a request."""
    problem = Problem(
        type=f"urn:antrean:problem:{reason}",
        title=translate("server.problem.title", language),
        status=reason.status,
        reason=reason,
        detail=translate(
            reason.words, language, limit=limits.BODY_LIMIT if reason is Reason.TOO_LARGE else limits.HEAD_LIMIT
        ),
    )
    body = msgspec.json.encode(problem)
    head = (
        f"HTTP/1.1 {reason.status} {HTTPStatus(reason.status).phrase}\r\n"
        "content-type: application/problem+json\r\n"
        f"content-length: {len(body)}\r\ncontent-language: {language}\r\n"
        "cache-control: no-store\r\nx-content-type-options: nosniff\r\nconnection: close\r\n\r\n"
    )
    return head.encode() + body
