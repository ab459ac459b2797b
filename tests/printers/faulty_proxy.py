"""A line to a printer that cuts, resets, mutes, delays and slows at any byte, and noises; it can add GS ( H to a
printer that has none.
"""

from __future__ import annotations

import contextlib
import re
import select
import socket
import struct
import threading
import time
from dataclasses import dataclass

_RESET = struct.pack("ii", 1, 0)
_PROCESS = re.compile(rb"\x1d\(H\x06\x00\x30\x30(....)", re.DOTALL)


@dataclass(frozen=True)
class LineFault:
    """What happens to one connection, counted in bytes that went to the printer since it was ordered."""

    kind: str = "none"
    """``cut``, ``reset``, ``mute``, ``late``, ``slow``, ``noise``, ``stuck`` or ``none``. A stuck connection takes
    everything, passes nothing on and says nothing: only a new one cures it."""
    at: int = 0
    seconds: float = 0.0


class FaultyProxy:
    """Listens from the start until ``close``; one client at a time, as the printer itself."""

    def __init__(self, port: int, *, process_ids: bool = False) -> None:
        self._target = port
        self._process_ids = process_ids
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.sent = bytearray()
        """Everything that went on to the printer."""
        self._fault = LineFault()
        self._ordered_at = 0
        self._until = 0.0
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def order(self, fault: LineFault) -> None:
        self._ordered_at, self._until = len(self.sent), 0.0
        self._fault = fault

    def close(self) -> None:
        self._ending.set()
        self._thread.join(5)
        self._listener.close()

    def _serve(self) -> None:
        while not self._ending.is_set():
            if not select.select([self._listener], [], [], 0.05)[0]:
                continue
            client, _ = self._listener.accept()
            with (
                contextlib.suppress(OSError),
                client,
                socket.create_connection(("127.0.0.1", self._target), 5) as printer,
            ):
                _Connection(self, client, printer).serve()

    # ------------------------------------------------------------ for one connection

    def due(self, kind: str) -> bool:
        """Whether this fault goes on now; each lasts for its seconds."""
        if self._fault.kind != kind or len(self.sent) - self._ordered_at < self._fault.at:
            return False
        now = time.monotonic()
        self._until = self._until or now + self._fault.seconds
        if now >= self._until:
            self._fault = LineFault()
        return now < self._until

    def room(self, wanted: int) -> int:
        """How many bytes may pass before the line breaks."""
        if self._fault.kind not in ("cut", "reset"):
            return wanted
        return max(0, min(wanted, self._fault.at - (len(self.sent) - self._ordered_at)))

    def broken(self) -> str:
        """How the line breaks now; once."""
        if self._fault.kind in ("cut", "reset") and len(self.sent) - self._ordered_at >= self._fault.at:
            kind, self._fault = self._fault.kind, LineFault()
            return kind
        return ""

    def sticks(self) -> bool:
        """Whether this connection is stuck from now on; once."""
        if self._fault.kind != "stuck" or len(self.sent) - self._ordered_at < self._fault.at:
            return False
        self._fault = LineFault()
        return True

    @property
    def ending(self) -> bool:
        return self._ending.is_set()

    @property
    def process_ids(self) -> bool:
        return self._process_ids


class _Connection:
    def __init__(self, proxy: FaultyProxy, client: socket.socket, printer: socket.socket) -> None:
        self._proxy, self._client, self._printer = proxy, client, printer
        self._pending = b""
        self._asked: list[bytes] = []
        self._held: list[tuple[float, bytes]] = []
        self._noised = 0
        self._stuck = False

    def serve(self) -> None:
        while not self._proxy.ending:
            readable = select.select([self._client, self._printer], [], [], 0.005)[0]
            if self._client in readable and not self._forward():
                return
            if self._printer in readable and not self._answer():
                return
            self._tell()
            if how := self._proxy.broken():
                if how == "reset":
                    self._client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                return

    def _forward(self) -> bool:
        data = self._client.recv(32 if self._proxy.due("slow") else 4096)
        if not data:
            return False
        self._stuck = self._stuck or self._proxy.sticks()
        if self._stuck:
            return True
        if self._proxy.due("slow"):
            time.sleep(len(data) / 960)
        passing = data[: self._proxy.room(len(data))]
        self._proxy.sent += passing
        self._printer.sendall(self._translated(passing))
        return True

    def _translated(self, data: bytes) -> bytes:
        """GS ( H becomes GS r, whose answer is then given its ID."""
        if not self._proxy.process_ids:
            return data
        self._pending += data
        tail = self._pending.rfind(b"\x1d")
        whole = (
            tail < 0
            or len(self._pending) - tail >= 11
            or not b"\x1d(H\x06\x00\x30\x30".startswith(self._pending[tail : tail + 7])
        )
        ready, self._pending = (self._pending, b"") if whole else (self._pending[:tail], self._pending[tail:])
        self._asked += _PROCESS.findall(ready)
        return _PROCESS.sub(b"\x1dr\x01", ready)

    def _answer(self) -> bool:
        data = self._printer.recv(4096)
        if not data:
            return False
        if self._asked:
            data = b"".join(self._named(bytes((byte,))) for byte in data)
        if not self._proxy.due("mute") and not self._stuck:
            self._held.append((time.monotonic() + (0.4 if self._proxy.due("late") else 0.0), data))
        return True

    def _named(self, byte: bytes) -> bytes:
        """What answers GS r 1: 0xx0xxxx with both bits of a sensor alike."""
        if self._asked and byte in (b"\x00", b"\x03"):
            return b"\x37\x22" + self._asked.pop(0) + b"\x00"
        return byte

    def _tell(self) -> None:
        if self._proxy.due("noise"):
            self._noised += 1
            noise = bytes(((self._noised * 37) % 256, 0x00, (self._noised * 91) % 256, 0x37, 0x22))
            self._held.append((0.0, noise[: 1 + self._noised % 5]))
        while self._held and self._held[0][0] <= time.monotonic():
            self._client.sendall(self._held.pop(0)[1])
