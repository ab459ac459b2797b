"""A printer without a line: takes bytes, moves paper, answers. It waits for nothing; its owner asks it to go on.

Bytes wait in a bounded buffer while the paper moves or a fault stops it. Real-time requests are obeyed on arrival, even
inside a picture, as Epson's printers do; everything else in its turn, a row of paper at a time. What waited pours out
when the fault is mended, unless it was cleared (``DLE ENQ 2``, ``DLE DC4`` 8) or the power went.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from PIL import Image

from printers.document.qr import matrix
from printers.simulator import replies
from printers.simulator.faults import DOTS_PER_MM, OF_THE_BODY, STOPPING, Behaviour, Fault
from printers.simulator.interpreter import Interpreter
from printers.simulator.orders import CUT, Order, Unit, change, parse
from printers.simulator.tokenizer import Command, cut_off

BUFFER = 4096
"""Bytes that are taken before anything of them is printed."""
MOST_ROWS = 16.0
"""Rows of paper between two looks, at most: a few milliseconds of movement."""
_AT_ONCE = re.compile(
    rb"\x10\x04([\x01-\x04])|\x10\x05([\x01\x02])|\x10\x14(\x08\x01\x03\x14\x01\x06\x02\x08)", re.DOTALL
)
_LONGEST = 10
"""Bytes of the longest real-time request; one may come in pieces."""
_CUTS = ("GS V", "ESC i", "ESC m")
_LENGTH = 8 * 250
"""Rows of the paper that hangs out which are kept to look at."""


@dataclass(frozen=True, slots=True)
class Glance:
    """How it is at this moment, to be shown."""

    rows: int
    """Rows that came out since the last cut."""
    faults: frozenset[Fault]
    moving: bool
    buffered: int
    received: int
    pages: int
    paper_mm: float | None
    slow: bool
    """The line is."""
    late: bool
    """Its answers are."""


class Machine:
    """Every method may be called from any thread; ``on_page`` is called on the one that has it work."""

    def __init__(
        self, dots: int, *, on_page: Callable[[Image.Image], None] | None = None, keep: int | None = None
    ) -> None:
        """``keep``: so many pages and no bytes are kept to be read; all of them where not given."""
        self.behaviour = Behaviour()
        self.pages: list[Image.Image] = []
        self.received = bytearray()
        """Every byte that came, for tests."""
        self._interpreter = Interpreter(dots)
        self._on_page = on_page
        self._keep = keep
        self._lock = threading.RLock()
        self._orders: list[Order] = []
        self._since = time.monotonic()
        self._counted = {"row": 0, "byte": 0, "page": 0}
        self._buffer = bytearray()
        self._staged = bytearray()
        """What the print head works on: the buffer's first command, perhaps not yet whole."""
        self._tail = b""
        self._row = 0
        """Rows of the open sheet that have come out; the interpreter is ahead of it."""
        self._moved_at: float | None = None
        self._run_out = False
        """The paper was fed to where it is cut."""
        self._selected = 0
        self._said = b""
        self._words: list[tuple[float, bytes]] = []
        self._dropped = False

    # ------------------------------------------------------------ what a person does to it

    def fault(self, fault: Fault, *, on: bool = True) -> None:
        """Have a fault, or mend it. New paper is a new roll: what hung out of the old one is torn off."""
        with self._lock:
            if on:
                self.behaviour.faults.add(fault)
            elif fault in self.behaviour.faults:
                self.behaviour.faults.discard(fault)
                if fault is Fault.PAPER_OUT:
                    self.behaviour.paper_mm = None
                    self._out(self._interpreter.paper.tear(self._row))
                    self._row = 0

    def power_cycle(self) -> None:
        """What was received and not printed is gone, and the connection; paper, cover and cable stay as they are."""
        with self._lock:
            self._forget()
            self.behaviour.faults &= OF_THE_BODY
            self._selected, self._said = 0, b""
            self._words.clear()
            self._dropped = True

    def order(self, order: Order | str) -> None:
        """Follow an order, now or when it is due. Raises ``orders.OrderError``."""
        wanted = parse(order) if isinstance(order, str) else order
        with self._lock:
            if wanted.unit == "now":
                self._follow(wanted)
            elif wanted.name == CUT and wanted.unit == "byte":
                self.behaviour.cut_at = int(wanted.at)
            else:
                self._orders.append(replace(wanted, at=self._count(wanted.unit) + wanted.at))

    def glance(self) -> Glance:
        with self._lock:
            return Glance(
                self._row,
                frozenset(self.behaviour.faults),
                self._row < self._interpreter.paper.length and not self._stopped(),
                len(self._buffer) + len(self._staged),
                self._counted["byte"],
                self._counted["page"],
                self.behaviour.paper_mm,
                self.behaviour.line_bytes_s is not None,
                self.behaviour.late_s > 0,
            )

    def sheet(self) -> Image.Image:
        """What has come out and is not cut, at most 250 mm of it; the newest row is the last."""
        with self._lock:
            paper = self._interpreter.paper
            return paper.so_far().crop((0, max(0, self._row - _LENGTH), paper.dots, max(1, self._row)))

    # ------------------------------------------------------------ the line

    @property
    def room(self) -> int:
        """Bytes that it takes now; no more than up to where something is to happen."""
        with self._lock:
            limits = (BUFFER - len(self._buffer), self.behaviour.cut_at, self._until("byte"))
            return min(limit for limit in limits if limit is not None)

    def greet(self) -> None:
        """A new connection: nothing is said on it that another one asked for."""
        with self._lock:
            self._selected, self._said, self._tail, self._dropped = 0, b"", b"", False
            self._words.clear()

    def take(self, data: bytes) -> None:
        """Bytes that came, at most ``room`` of them."""
        with self._lock:
            self._counted["byte"] += len(data)
            if self._keep is None:
                self.received += data
            known = len(self._tail)
            seen = self._tail + data
            kept = 0
            for found in _AT_ONCE.finditer(seen):
                if found.end() > known and self._obey(found):
                    kept = found.end() - known
            self._buffer += data[kept:]
            self._tail = seen[-(_LONGEST - 1) :]
            if self.behaviour.cut_at is not None:
                self.behaviour.cut_at -= len(data)
                if self.behaviour.cut_at <= 0:
                    self.behaviour.cut_at, self._dropped = None, True

    def work(self) -> float | None:
        """Print what can be printed now; the seconds until the paper has moved on, or none where nothing moves."""
        with self._lock:
            wait: float | None = None
            while True:
                self._fire()
                if self._stopped():
                    self._moved_at = None
                    break
                if self._row < self._interpreter.paper.length:
                    wait = self._move()
                    if wait is not None:
                        break
                elif not self._step():
                    self._moved_at = None
                    break
            self._report()
            return wait

    def say(self) -> bytes:
        """What it answers now."""
        with self._lock:
            now = time.monotonic()
            due = b"".join(words for at, words in self._words if at <= now)
            self._words = [(at, words) for at, words in self._words if at > now]
            return due

    def hung_up(self) -> bool:
        """Whether it let go of the connection since the last question."""
        with self._lock:
            dropped, self._dropped = self._dropped, False
            return dropped or Fault.REFUSE in self.behaviour.faults

    # ------------------------------------------------------------ orders

    def _follow(self, order: Order) -> None:
        match order.name:
            case "cut":
                self._dropped = True
            case "power":
                self.power_cycle()
            case "garbage":
                self._words.append((time.monotonic(), order.data))
            case "mend":
                self._orders.clear()
                for fault in list(self.behaviour.faults):
                    self.fault(fault, on=False)
                self.behaviour.cut_at, self.behaviour.line_bytes_s, self.behaviour.late_s = None, None, 0.0
            case name if not change(self.behaviour, order):
                self.fault(Fault(name.replace("-", "_")), on=order.on)
            case _:
                pass

    def _fire(self) -> None:
        """Follow the orders that are due."""
        due = [one for one in self._orders if one.at <= self._count(one.unit)]
        if due:
            self._orders = [one for one in self._orders if one not in due]
            for one in due:
                self._follow(one)

    def _until(self, unit: Unit) -> int | None:
        """How many more until the next order that waits for them."""
        return min(
            (max(1, int(one.at - self._counted[unit])) for one in self._orders if one.unit == unit), default=None
        )

    def _count(self, unit: Unit) -> float:
        return time.monotonic() - self._since if unit == "s" else self._counted.get(unit, 0)

    # ------------------------------------------------------------ the paper

    def _stopped(self) -> bool:
        return bool(self.behaviour.faults & STOPPING)

    def _step(self) -> bool:
        """Begin the next command; false where none is whole."""
        found, used = cut_off(bytes(self._staged)) if self._staged else (None, 0)
        if not used:
            if not self._buffer:
                return False
            self._staged += self._buffer
            self._buffer.clear()
            return True
        if isinstance(found, Command) and found.name in _CUTS:
            if not self._run_out:
                self._interpreter.run_out(found)
                self._run_out = True
                return True
            self._run_out = False
            self._out(self._interpreter.paper.page())
            self._row = 0
        else:
            for command in self._interpreter.feed(bytes(self._staged[:used])):
                self._answer(command)
            self._interpreter.commands.clear()
            self._interpreter.unknown.clear()
        del self._staged[:used]
        return True

    def _move(self) -> float | None:
        """Let the paper come out as far as time, roll and orders allow; the seconds until there is more of it."""
        left = self._interpreter.paper.length - self._row
        left = min(left, self._until("row") or left)
        speed = self.behaviour.speed_mm_s
        if speed:
            now = time.monotonic()
            if self._moved_at is None:
                self._moved_at = now
            row_s = 1 / (speed * DOTS_PER_MM)
            due = int((now - self._moved_at) / row_s)
            if due < 1:
                return min(left, MOST_ROWS) * row_s
            left = min(left, due)
            self._moved_at += left * row_s
        if self.behaviour.paper_mm is not None:
            left = min(left, max(0, int(self.behaviour.paper_mm * DOTS_PER_MM + 0.001)))
            self.behaviour.paper_mm -= left / DOTS_PER_MM
            if self.behaviour.paper_mm * DOTS_PER_MM < 1:
                self.behaviour.faults.add(Fault.PAPER_OUT)
        self._row += left
        self._counted["row"] += left
        return None

    def _out(self, page: Image.Image | None) -> None:
        if page is None:
            return
        self._counted["page"] += 1
        self.pages.append(page)
        if self._keep is not None:
            del self.pages[: -self._keep]
        if self._on_page is not None:
            self._on_page(page)

    def _forget(self) -> None:
        self._buffer.clear()
        self._staged.clear()
        self._tail = b""
        self._run_out = False
        self._interpreter.forget()
        self._interpreter.paper.drop_below(self._row)

    # ------------------------------------------------------------ what it says

    def _obey(self, found: re.Match[bytes]) -> bool:
        """Do at once what was asked; whether everything that came before is forgotten."""
        status, recover, clear = found.groups()
        if status:
            self._say(replies.real_time(status[0], self.behaviour.faults))
        elif clear or (recover == b"\x02" and self._stopped()):
            self._forget()
            if clear:
                self._say(b"\x37\x25\x00")
            return True
        return False

    def _say(self, answer: bytes) -> None:
        if not self.behaviour.faults & {Fault.MUTE, Fault.SILENCE}:
            self._words.append((time.monotonic() + self.behaviour.late_s, answer))

    def _report(self) -> None:
        """Automatic status back, where it was asked for and what it was asked for changed."""
        if not self._selected:
            return
        now = replies.automatic(self.behaviour.faults)
        if not self._said or replies.watched(now, self._selected) != replies.watched(self._said, self._selected):
            self._say(now)
            self._said = now

    def _answer(self, command: Command) -> None:
        params, data = command.params, command.data
        match command.name:
            case "GS r" if params[0] in (1, 49):
                self._say(replies.paper_sensor(self.behaviour.faults))
            case "GS I" if params[0] in (66, 67, 68) and self.behaviour.names[params[0] - 66]:
                self._say(b"\x5f" + self.behaviour.names[params[0] - 66].encode("ascii", "replace") + b"\x00")
            case "GS I" if params[0] in (1, 2, 3, 49, 50, 51):
                self._say(b"\x02")
            case "GS a":
                self._selected, self._said = params[0], b""
            case "ESC @":
                self._selected = 0
            case "GS (" if params[0] == 0x48 and data[:2] == b"00" and len(data) == 6 and self.behaviour.confirms:
                self._say(b"\x37\x22" + data[2:] + b"\x00")
            case "GS (" if (params[0], data) == (0x4C, b"0@KC") and self.behaviour.keeps:
                self._say(b"\x37\x72\x40" + b"".join(self._interpreter.kept) + b"\x00")
            case "GS (" if params[0] == 0x6B and data[:2] == b"1R" and self._interpreter.settings.qr_data:
                at = self._interpreter.settings
                side = len(matrix(at.qr_data.decode("utf-8", "replace"), at.qr_level)) * at.qr_module
                self._say(replies.symbol_size(side, fits=side <= self._interpreter.paper.room))
            case _:
                pass
