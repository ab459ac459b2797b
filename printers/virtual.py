"""A virtual ESC/POS printer on TCP: draws what it is sent, answers like one, and has every fault of one on command.

One client at a time, as at port 9100. Bytes wait in a bounded buffer while the paper moves or a fault stops it, so that
a sender meets back-pressure. Real-time requests are obeyed on arrival, everything else in its turn.
"""

from __future__ import annotations

import contextlib
import select
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from PIL import Image

from printers.interpreter import Interpreter
from printers.tokens import Command, cut_off

BUFFER = 4096
DOTS_PER_MM = 8
TICK_S = 0.05


class Fault(StrEnum):
    PAPER_OUT = "paper_out"
    NEAR_END = "near_end"
    COVER_OPEN = "cover_open"
    CUTTER = "cutter"
    OVERHEATED = "overheated"
    BROKEN = "broken"
    OFFLINE = "offline"
    MUTE = "mute"
    """It prints and says nothing."""
    SILENCE = "silence"
    """It takes the bytes, prints nothing and says nothing."""
    REFUSE = "refuse"
    """It closes every connection."""


STOPPING = frozenset(
    {Fault.PAPER_OUT, Fault.COVER_OPEN, Fault.CUTTER, Fault.OVERHEATED, Fault.BROKEN, Fault.OFFLINE, Fault.SILENCE}
)


@dataclass(slots=True)
class Behaviour:
    """What may be changed while it runs."""

    faults: set[Fault] = field(default_factory=set[Fault])
    paper_mm: float | None = None
    """Paper left on the roll; it ends in the middle of a ticket."""
    cut_at: int | None = None
    """The connection breaks when so many more bytes have come."""
    speed_mm_s: float | None = None
    """How fast the paper moves; at once where not given."""
    confirms: bool = True
    """It knows GS ( H; cheap printers do not."""
    names: tuple[str, str, str] = ("Antrean", "Virtual", "V-0001")
    """Maker, model and serial number, for GS I."""


class VirtualPrinter:
    """Listens from ``start`` until ``close``. ``on_page`` gets each page when it is cut, on the printer's thread."""

    def __init__(
        self, dots: int, *, host: str = "127.0.0.1", port: int = 0, on_page: Callable[[Image.Image], None] | None = None
    ) -> None:
        self.behaviour = Behaviour()
        self.pages: list[Image.Image] = []
        self.received = bytearray()
        """Every byte that came, for tests and teaching."""
        self._interpreter = Interpreter(dots)
        self._on_page = on_page
        self._buffer = bytearray()
        self._automatic = 0
        self._said = b""
        self._busy_until = 0.0
        self._closing = threading.Event()
        self._listener = socket.create_server((host, port), reuse_port=False)
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, name="virtual-printer", daemon=True)

    def start(self) -> VirtualPrinter:
        self._thread.start()
        return self

    def close(self) -> None:
        self._closing.set()
        self._thread.join(3)
        self._listener.close()

    def fault(self, fault: Fault, *, on: bool = True) -> None:
        """Have a fault, or heal it. New paper is a new roll."""
        if on:
            self.behaviour.faults.add(fault)
        else:
            self.behaviour.faults.discard(fault)
            if fault is Fault.PAPER_OUT:
                self.behaviour.paper_mm = None

    def power_cycle(self) -> None:
        """What was received and not printed is gone, and every fault of the moment with it."""
        self._buffer.clear()
        self._interpreter.forget()
        self.behaviour.faults.clear()

    # ------------------------------------------------------------ the connection

    def _serve(self) -> None:
        while not self._closing.is_set():
            readable, _, _ = select.select([self._listener], [], [], TICK_S)
            if not readable:
                continue
            client, _ = self._listener.accept()
            with client, contextlib.suppress(OSError):
                if Fault.REFUSE not in self.behaviour.faults:
                    self._talk(client)

    def _talk(self, client: socket.socket) -> None:
        self._automatic = 0
        while not self._closing.is_set() and Fault.REFUSE not in self.behaviour.faults:
            room = len(self._buffer) < BUFFER
            waiting = self._buffer and not self._stopped() and self._busy_until <= time.monotonic()
            readable, _, _ = select.select([client] if room else [], [], [], 0 if waiting else TICK_S / 5)
            if readable and not self._receive(client):
                return
            self._work(client)
            self._report(client)

    def _receive(self, client: socket.socket) -> bool:
        """Take what came; false when the connection ended."""
        limit = self.behaviour.cut_at
        data = client.recv(BUFFER if limit is None else max(1, min(BUFFER, limit)))
        if not data:
            self._work(client)
            return False
        self.received += data
        self._buffer += data
        self._obey_at_once(client, data)
        if limit is not None:
            self.behaviour.cut_at = limit - len(data)
            if self.behaviour.cut_at <= 0:
                self.behaviour.cut_at = None
                self._work(client)
                return False
        return True

    def _obey_at_once(self, client: socket.socket, data: bytes) -> None:
        for place in range(len(data) - 2):
            if data[place : place + 2] == b"\x10\x04" and 1 <= data[place + 2] <= 4:
                self._say(client, bytes((self._real_time(data[place + 2]),)))
            elif data[place : place + 10] == b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08":
                self._buffer.clear()
                self._interpreter.forget()
                self._say(client, b"\x37\x25\x00")

    def _work(self, client: socket.socket) -> None:
        """Print from the buffer until the paper moves, a fault stops it or nothing whole is left."""
        while self._buffer and not self._stopped() and self._busy_until <= time.monotonic():
            found, used = cut_off(bytes(self._buffer))
            if not used:
                return
            data = bytes(self._buffer[:used])
            del self._buffer[:used]
            before = self._interpreter.paper.length
            for command in self._interpreter.feed(data):
                self._answer(client, command)
            self._paper_moved(max(0, self._interpreter.paper.length - before))
            if isinstance(found, Command) and found.name in ("GS V", "ESC i", "ESC m"):
                self._cut()

    def _stopped(self) -> bool:
        return bool(self.behaviour.faults & STOPPING)

    def _paper_moved(self, dots: int) -> None:
        moved = dots / DOTS_PER_MM
        if self.behaviour.speed_mm_s:
            self._busy_until = time.monotonic() + moved / self.behaviour.speed_mm_s
        if self.behaviour.paper_mm is not None:
            self.behaviour.paper_mm -= moved
            if self.behaviour.paper_mm <= 0:
                self.fault(Fault.PAPER_OUT)

    def _cut(self) -> None:
        for page in self._interpreter.take_pages():
            self.pages.append(page)
            if self._on_page is not None:
                self._on_page(page)

    # ------------------------------------------------------------ what it says

    def _say(self, client: socket.socket, answer: bytes) -> None:
        if not self.behaviour.faults & {Fault.MUTE, Fault.SILENCE}:
            client.sendall(answer)

    def _real_time(self, number: int) -> int:
        faults = self.behaviour.faults
        bits = {
            1: 0x08 * bool(faults & STOPPING),
            2: 0x04 * (Fault.COVER_OPEN in faults)
            | 0x20 * (Fault.PAPER_OUT in faults)
            | 0x40 * bool(faults & {Fault.CUTTER, Fault.OVERHEATED, Fault.BROKEN}),
            3: 0x08 * (Fault.CUTTER in faults) | 0x20 * (Fault.BROKEN in faults) | 0x40 * (Fault.OVERHEATED in faults),
            4: 0x0C * bool(faults & {Fault.NEAR_END, Fault.PAPER_OUT}) | 0x60 * (Fault.PAPER_OUT in faults),
        }
        return 0x12 | bits[number]

    def _automatic_status(self) -> bytes:
        faults = self.behaviour.faults
        return bytes(
            (
                0x10 | 0x08 * bool(faults & STOPPING) | 0x20 * (Fault.COVER_OPEN in faults),
                0x08 * (Fault.CUTTER in faults) | 0x20 * (Fault.BROKEN in faults) | 0x40 * (Fault.OVERHEATED in faults),
                0x03 * bool(faults & {Fault.NEAR_END, Fault.PAPER_OUT}) | 0x0C * (Fault.PAPER_OUT in faults),
                0x0F,
            )
        )

    def _report(self, client: socket.socket) -> None:
        """Automatic status back, where it was asked for and changed."""
        now = self._automatic_status() if self._automatic else b""
        if now and now != self._said:
            self._say(client, now)
        self._said = now

    def _answer(self, client: socket.socket, command: Command) -> None:
        params, data = command.params, command.data
        match command.name:
            case "GS r" if params[0] in (1, 49):
                self._say(client, bytes((0x03 * (Fault.NEAR_END in self.behaviour.faults),)))
            case "GS I" if params[0] in (66, 67, 68):
                self._say(client, b"\x5f" + self.behaviour.names[params[0] - 66].encode("ascii") + b"\x00")
            case "GS I" if params[0] in (1, 2, 3, 49, 50, 51):
                self._say(client, b"\x02")
            case "GS a":
                self._automatic, self._said = params[0], b""
            case "ESC @":
                self._automatic = 0
            case "GS (" if params[0] == 0x48 and data[:2] == b"00" and len(data) == 6 and self.behaviour.confirms:
                self._say(client, b"\x37\x22" + data[2:] + b"\x00")
            case "GS (" if params[0] == 0x6B and data[:2] == b"1R":
                side = str(len(self._interpreter.settings.qr_data)).encode()
                self._say(client, b"\x37\x36" + side + b"\x1f" + side + b"\x1f1\x1f\x00")
            case _:
                pass
