"""A printer in memory on a line that breaks where it is told: it knows what it was given and what came out as paper."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, field

from printers.device.transports.base import TransportError

DOCUMENT = re.compile(rb"\x1b@(?!\x1b|\x1d).*?\x1dV", re.DOTALL)
CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
STOPPED = {"cover": b"\x1a\x16\x12\x12", "paper": b"\x1a\x32\x12\x7e", "error": b"\x1a\x52\x52\x12"}
READY = b"\x12\x12\x12\x12"


@dataclass
class FakePrinter:
    """The printer itself: lines come and go, this stays."""

    serial: bytes = b"S1"
    confirms: str = "process_id"
    stopped: str = ""
    mute: bool = False
    silent_when_stopped: bool = False
    withholds: bool = False
    """It prints and does not say so."""
    unplugged: bool = False
    cut_after: int | None = None
    """The line breaks when so many more bytes have come."""
    stop_after: int | None = None
    """The paper ends when so many more bytes were printed."""
    garbage: bytes = b""
    """Said before the next answer."""
    buffer: bytearray = field(default_factory=bytearray)
    paper: bytearray = field(default_factory=bytearray)
    """What came out, as the bytes that made it."""
    given: bytearray = field(default_factory=bytearray)
    said: bytearray = field(default_factory=bytearray)
    line: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock)

    def take(self, data: bytes) -> None:
        """Real-time requests at once, the rest in its turn."""
        for place in range(len(data)):
            if data[place : place + 2] == b"\x10\x04" and data[place + 2 : place + 3] in (
                b"\x01",
                b"\x02",
                b"\x03",
                b"\x04",
            ):
                number = data[place + 2]
                self.say(STOPPED.get(self.stopped, READY)[number - 1 : number])
            elif data[place : place + len(CLEAR)] == CLEAR:
                self.buffer.clear()
                self.say(b"\x37\x25\x00")
        self.given += data
        self.buffer += data.replace(CLEAR, b"")
        self.work()

    def work(self) -> None:
        if self.stopped:
            return
        if self.stop_after is not None and len(self.buffer) >= self.stop_after:
            self.paper += self.buffer[: self.stop_after]
            del self.buffer[: self.stop_after]
            self.stop_after, self.stopped = None, "paper"
            self.mute |= self.silent_when_stopped
            return
        whole = bytes(self.buffer)
        self.buffer.clear()
        self.paper += whole
        for found in re.finditer(rb"\x1d\(H\x06\x00\x30\x30(....)|\x1dI(.)|\x1dr\x01", whole, re.DOTALL):
            if self.withholds:
                continue
            if found[1] and self.confirms == "process_id":
                self.say(b"\x37\x22" + found[1] + b"\x00")
            elif found[2] in (b"B", b"C", b"D"):
                self.say(b"\x5f" + {b"B": b"Maker", b"C": b"Model", b"D": self.serial}[found[2]] + b"\x00")
            elif not found[1] and not found[2] and self.confirms != "no":
                self.say(b"\x00")

    def say(self, answer: bytes) -> None:
        if not self.mute:
            self.said += self.garbage + answer
            self.garbage = b""

    def mend(self) -> None:
        with self.lock:
            self.stopped = ""
            self.work()

    def prints(self, marker: bytes) -> list[bytes]:
        """The pieces of paper that hold the marker whole."""
        return [piece for piece in bytes(self.paper).split(b"\x1b@") if marker in piece]


class FakeLine:
    """A transport to a ``FakePrinter``."""

    bidirectional, prints_on_write = True, False

    def __init__(self, machine: FakePrinter) -> None:
        self.machine = machine
        self._open = False
        self._number = 0

    def open(self) -> bool:
        with self.machine.lock:
            if self._open and self._number == self.machine.line:
                return False
            if self.machine.unplugged:
                self._open = False
                raise TransportError("nobody there")
            self._open, self._number = True, self.machine.line
            self.machine.said.clear()
            return True

    def write(self, data: bytes) -> None:
        with self.machine.lock:
            self._check()
            cut = self.machine.cut_after
            if cut is not None and len(data) >= cut:
                self.machine.cut_after = None
                self.machine.take(data[:cut])
                self.close()
                raise TransportError("the line broke", cut)
            if cut is not None:
                self.machine.cut_after = cut - len(data)
            self.machine.take(data)

    def read(self, timeout_s: float) -> bytes:
        for _ in range(2):
            with self.machine.lock:
                self._check()
                said = bytes(self.machine.said)
                self.machine.said.clear()
            if said or timeout_s <= 0:
                return said
            threading.Event().wait(min(timeout_s, 0.002))
        return b""

    def finish(self) -> None: ...

    def close(self) -> None:
        self._open = False

    def _check(self) -> None:
        if not self._open or self.machine.unplugged or self._number != self.machine.line:
            self._open = False
            raise TransportError("the line is gone")
