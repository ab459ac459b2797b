"""A virtual ESC/POS printer on a TCP port.

One client at a time, as at port 9100; the next one waits. What the machine has no room for stays in the socket, so that
a sender meets back-pressure.
"""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import threading
import time
from collections.abc import Callable

from PIL import Image

from printers.simulator.faults import Fault
from printers.simulator.machine import BUFFER, Machine

__all__ = ["BUFFER", "Fault", "VirtualPrinter"]
TICK_S = 0.01
MAX_UNREAD_ANSWERS = 65536
"""Answers that a client does not read are kept up to so many bytes."""
_RESET = struct.pack("ii", 1, 0)
"""SO_LINGER of no time: the other side learns at once that the line is gone."""


class VirtualPrinter(Machine):
    """Listens from ``start`` until ``close``. ``on_page`` gets each page when it is cut, on the printer's thread."""

    def __init__(
        self,
        dots: int,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        on_page: Callable[[Image.Image], None] | None = None,
        keep: int | None = None,
    ) -> None:
        """Raises ``OSError`` where it cannot listen."""
        super().__init__(dots, on_page=on_page, keep=keep)
        self._closing = threading.Event()
        self._listener = socket.create_server((host, port), reuse_port=False)
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, name="virtual-printer", daemon=True)

    def start(self) -> VirtualPrinter:
        self._thread.start()
        return self

    def close(self) -> None:
        self._closing.set()
        if self._thread.ident is not None:
            self._thread.join(3)
        self._listener.close()

    def _serve(self) -> None:
        while not self._closing.is_set():
            readable, _, _ = select.select([self._listener], [], [], _pause(self.run()))
            if not readable:
                self.take_answers()
                continue
            client, _ = self._listener.accept()
            with client, contextlib.suppress(OSError):
                self.on_connect()
                if self.take_disconnect():
                    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                else:
                    _PrinterConnection(client, self).serve(self._closing)


class _PrinterConnection:
    """One connection until it ends."""

    def __init__(self, client: socket.socket, machine: Machine) -> None:
        client.setblocking(False)  # noqa: FBT003  the library's own signature
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._client, self._machine = client, machine
        self._unsent = b""
        self._at = time.monotonic()
        """Up to when the line has carried bytes, where it is slow."""

    def serve(self, closing: threading.Event) -> None:
        pause = 0.0
        while not closing.is_set():
            readable, _, _ = select.select([self._client] if self._allowed() else [], [], [], pause)
            if readable and not self._receive():
                return
            pause = _pause(self._machine.run())
            self._send(self._machine.take_answers())
            if self._machine.take_disconnect():
                self._client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                return

    def _allowed(self) -> int:
        """Bytes that the line may carry now."""
        rate, now = self._machine.behaviour.line_bytes_s, time.monotonic()
        if not rate:
            self._at = now
            return self._machine.free_bytes
        self._at = max(self._at, now - 1)
        return min(self._machine.free_bytes, max(0, int((now - self._at) * rate)))

    def _receive(self) -> bool:
        """Take what came; false when the connection ended."""
        allowed = self._allowed()
        if not allowed:
            return True
        data = self._client.recv(allowed)
        if rate := self._machine.behaviour.line_bytes_s:
            self._at += len(data) / rate
        self._machine.receive(data)
        return bool(data)

    def _send(self, answer: bytes) -> None:
        self._unsent = (self._unsent + answer)[-MAX_UNREAD_ANSWERS:]
        if self._unsent:
            with contextlib.suppress(BlockingIOError):
                self._unsent = self._unsent[self._client.send(self._unsent) :]


def _pause(moving_s: float | None) -> float:
    return TICK_S if moving_s is None else min(TICK_S, moving_s)
