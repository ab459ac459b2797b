"""Server-sent events, read from bytes as they come (WHATWG HTML, section 9.2.6). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_END_OF_LINE = re.compile(rb"\r\n|\n|\r")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
LIMIT = 8 * 1024 * 1024
"""Bytes that one event may take; a whole snapshot of a busy day is about 200 KiB."""


class EndlessEventError(Exception):
    """The stream sends no end of event; it is not one of ours."""


@dataclass(frozen=True, slots=True)
class ServerEvent:
    name: str
    data: bytes
    id: str
    """The last id that the stream gave, of this event or an earlier one."""


class Parser:
    """Feed it bytes in any pieces; it gives each event once, when its blank line has come."""

    def __init__(self) -> None:
        self._pending = bytearray()
        self._scanned = 0
        self._skip_newline = False
        self._started = False
        self._name = ""
        self._data: list[bytes] = []
        self._size = 0
        self._id = ""

    def feed(self, chunk: bytes) -> list[ServerEvent]:
        """The events that ``chunk`` completes. Raises ``EndlessEventError`` beyond ``LIMIT``."""
        if self._skip_newline and chunk:
            self._skip_newline = False
            chunk = chunk.removeprefix(b"\n")
        self._pending += chunk
        if not self._started and not self._start():
            return []
        events = [event for line in self._lines() if (event := self._take(line)) is not None]
        if len(self._pending) + self._size > LIMIT:
            raise EndlessEventError
        return events

    def _start(self) -> bool:
        """Drop a byte order mark; false while it cannot be told whether there is one."""
        if len(self._pending) < len(_BYTE_ORDER_MARK) and _BYTE_ORDER_MARK.startswith(self._pending):
            return False
        if self._pending.startswith(_BYTE_ORDER_MARK):
            del self._pending[: len(_BYTE_ORDER_MARK)]
        self._started = True
        return True

    def _lines(self) -> list[bytes]:
        lines: list[bytes] = []
        start = 0
        for end in _END_OF_LINE.finditer(self._pending, self._scanned):
            lines.append(bytes(self._pending[start : end.start()]))
            start = end.end()
            self._skip_newline = end.group() == b"\r" and start == len(self._pending)
        del self._pending[:start]
        self._scanned = len(self._pending)
        return lines

    def _take(self, line: bytes) -> ServerEvent | None:
        if not line:
            return self._dispatch()
        field, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if field == b"data":
            self._data.append(value)
            self._size += len(value) + 1
        elif field == b"event":
            self._name = value.decode(errors="replace")
        elif field == b"id" and b"\0" not in value:
            self._id = value.decode(errors="replace")
        return None

    def _dispatch(self) -> ServerEvent | None:
        name, data = self._name or "message", self._data
        self._name, self._data, self._size = "", [], 0
        return ServerEvent(name, b"\n".join(data), self._id) if data else None
