"""The virtual printer without a connection: receives bytes, moves paper, answers. It never blocks.

Bytes wait in a bounded buffer while the paper moves or a fault stops it. Real-time requests are obeyed on arrival, even
inside a picture, as Epson's printers do; everything else in its turn, a row of paper at a time. What waited pours out
when the fault is mended, unless it was cleared (``DLE ENQ 2``, ``DLE DC4`` 8) or the power went.
"""

from __future__ import annotations

import re
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from PIL import Image

from printers.document.qr import qr_matrix
from printers.simulator import replies
from printers.simulator.faults import DOTS_PER_MM, PHYSICAL_FAULTS, STOPPING_FAULTS, Behaviour, Fault
from printers.simulator.interpreter import Interpreter
from printers.simulator.orders import CUT, Order, Unit, apply_measure, parse_order
from printers.simulator.tokenizer import Command, next_token

BUFFER = 4096
"""Bytes that are taken before anything of them is printed."""
MAX_ROWS_A_STEP = 16.0
"""Rows of paper between two looks, at most: a few milliseconds of movement."""
_REAL_TIME = re.compile(
    rb"\x10\x04([\x01-\x04])|\x10\x05([\x01\x02])|\x10\x14(\x08\x01\x03\x14\x01\x06\x02\x08)", re.DOTALL
)
_REAL_TIME_MAX = 10
"""Bytes of the longest real-time request; one may come in pieces."""
_CUT_COMMANDS = ("GS V", "ESC i", "ESC m")
_TEAR_AFTER_S = 1.0
"""Without a cutter, a document is torn off so long after its last byte, or when the next one begins."""
KEPT_NOTES, KEPT_BYTES = 50, 16_384
"""Of what was not understood, and of the newest bytes, so much is kept to look at."""
_VISIBLE_ROWS = 8 * 250
"""Rows of the paper that hangs out which are kept to look at."""


@dataclass(frozen=True, slots=True)
class MachineState:
    """A snapshot of the virtual printer for its window and the control port."""

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
        self.not_understood: deque[str] = deque(maxlen=KEPT_NOTES)
        """Commands that were not obeyed, newest last: the name or nothing, and the bytes in hexadecimal digits."""
        self.newest_bytes = bytearray()
        """The newest bytes that came, for a hex log."""
        self.on_bytes: Callable[[bytes], None] | None = None
        """Called with everything that comes, for a log."""
        self._received_at = 0.0
        self._interpreter = Interpreter(dots)
        self._on_page = on_page
        self._keep = keep
        self._lock = threading.RLock()
        self._orders: list[Order] = []
        self._started_at = time.monotonic()
        self._counts = {"row": 0, "byte": 0, "page": 0}
        self._buffer = bytearray()
        self._staged = bytearray()
        """What the print head works on: the buffer's first command, perhaps not yet whole."""
        self._tail = b""
        self._row = 0
        """Rows of the open sheet that have come out; the interpreter is ahead of it."""
        self._moved_at: float | None = None
        self._fed_to_cutter = False
        """The paper was fed to where it is cut."""
        self._auto_status_mask = 0
        self._last_auto_status = b""
        self._answers: list[tuple[float, bytes]] = []
        self._disconnect = False

    # ------------------------------------------------------------ what a person does to the printer

    def fault(self, fault: Fault, *, on: bool = True) -> None:
        """Set or clear a fault. Clearing *paper out* loads a new roll: what hung out of the old one is torn off."""
        with self._lock:
            if on:
                self.behaviour.faults.add(fault)
            elif fault in self.behaviour.faults:
                self.behaviour.faults.discard(fault)
                if fault is Fault.PAPER_OUT:
                    self.behaviour.paper_mm = None
                    self._deliver(self._interpreter.paper.tear_off(self._row))
                    self._row = 0

    def power_cycle(self) -> None:
        """What was received and not printed is gone, and the connection; paper, cover and cable stay as they are."""
        with self._lock:
            self._discard_buffer()
            self.behaviour.faults &= PHYSICAL_FAULTS
            self._auto_status_mask, self._last_auto_status = 0, b""
            self._answers.clear()
            self._disconnect = True

    def execute(self, order: Order | str) -> None:
        """Execute an order, now or when it is due. Raises ``orders.OrderError``."""
        wanted = parse_order(order) if isinstance(order, str) else order
        with self._lock:
            if wanted.unit == "now":
                self._execute_now(wanted)
            elif wanted.name == CUT and wanted.unit == "byte":
                self.behaviour.disconnect_after_bytes = int(wanted.at)
            else:
                self._orders.append(replace(wanted, at=self._count(wanted.unit) + wanted.at))

    def state(self) -> MachineState:
        with self._lock:
            return MachineState(
                self._row,
                frozenset(self.behaviour.faults),
                self._row < self._interpreter.paper.length and not self._stopped(),
                len(self._buffer) + len(self._staged),
                self._counts["byte"],
                self._counts["page"],
                self.behaviour.paper_mm,
                self.behaviour.line_bytes_s is not None,
                self.behaviour.answer_delay_s > 0,
            )

    def uncut_paper(self) -> Image.Image:
        """What has come out and is not cut, at most 250 mm of it; the newest row is the last."""
        with self._lock:
            paper = self._interpreter.paper
            return paper.uncut_page().crop((0, max(0, self._row - _VISIBLE_ROWS), paper.dots, max(1, self._row)))

    # ------------------------------------------------------------ the line

    @property
    def free_bytes(self) -> int:
        """Bytes that can be received now, at most up to the next order that counts bytes."""
        with self._lock:
            limits = (BUFFER - len(self._buffer), self.behaviour.disconnect_after_bytes, self._until_next_order("byte"))
            return min(limit for limit in limits if limit is not None)

    def on_connect(self) -> None:
        """Start a new connection: pending answers of the previous one are discarded."""
        with self._lock:
            self._auto_status_mask, self._last_auto_status, self._tail, self._disconnect = 0, b"", b"", False
            self._answers.clear()

    def receive(self, data: bytes) -> None:
        """Receive bytes, at most ``free_bytes`` of them; real-time requests are executed at once."""
        with self._lock:
            self._counts["byte"] += len(data)
            if self._keep is None:
                self.received += data
            self.newest_bytes = (self.newest_bytes + data)[-KEPT_BYTES:]
            self._received_at = time.monotonic()
            if self.on_bytes is not None:
                self.on_bytes(data)
            known = len(self._tail)
            seen = self._tail + data
            kept = 0
            for found in _REAL_TIME.finditer(seen):
                if found.end() > known and self._handle_real_time(found):
                    kept = found.end() - known
            self._buffer += data[kept:]
            self._tail = seen[-(_REAL_TIME_MAX - 1) :]
            if self.behaviour.disconnect_after_bytes is not None:
                self.behaviour.disconnect_after_bytes -= len(data)
                if self.behaviour.disconnect_after_bytes <= 0:
                    self.behaviour.disconnect_after_bytes, self._disconnect = None, True

    def run(self) -> float | None:
        """Print what can be printed now; returns seconds until the paper has moved on, or None if nothing moves."""
        with self._lock:
            wait: float | None = None
            while True:
                self._execute_due()
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
            if not self._buffer and not self._staged and time.monotonic() - self._received_at > _TEAR_AFTER_S:
                self._tear_off()
            self._send_auto_status()
            return wait

    def take_answers(self) -> bytes:
        """The answers that are due, removed from the queue."""
        with self._lock:
            now = time.monotonic()
            due = b"".join(words for at, words in self._answers if at <= now)
            self._answers = [(at, words) for at, words in self._answers if at > now]
            return due

    def take_disconnect(self) -> bool:
        """Whether the connection was dropped since the last call."""
        with self._lock:
            dropped, self._disconnect = self._disconnect, False
            return dropped or Fault.REFUSE in self.behaviour.faults

    # ------------------------------------------------------------ orders

    def _execute_now(self, order: Order) -> None:
        match order.name:
            case "cut":
                self._disconnect = True
            case "power":
                self.power_cycle()
            case "garbage":
                self._answers.append((time.monotonic(), order.data))
            case "mend":
                self._orders.clear()
                for fault in list(self.behaviour.faults):
                    self.fault(fault, on=False)
                self.behaviour.disconnect_after_bytes, self.behaviour.line_bytes_s, self.behaviour.answer_delay_s = (
                    None,
                    None,
                    0.0,
                )
            case name if not apply_measure(self.behaviour, order):
                self.fault(Fault(name.replace("-", "_")), on=order.on)
            case _:
                pass

    def _execute_due(self) -> None:
        """Follow the orders that are due."""
        due = [one for one in self._orders if one.at <= self._count(one.unit)]
        if due:
            self._orders = [one for one in self._orders if one not in due]
            for one in due:
                self._execute_now(one)

    def _until_next_order(self, unit: Unit) -> int | None:
        """How many more until the next order that waits for them."""
        return min((max(1, int(one.at - self._counts[unit])) for one in self._orders if one.unit == unit), default=None)

    def _count(self, unit: Unit) -> float:
        return time.monotonic() - self._started_at if unit == "s" else self._counts.get(unit, 0)

    # ------------------------------------------------------------ the paper

    def _stopped(self) -> bool:
        return bool(self.behaviour.faults & STOPPING_FAULTS)

    def _step(self) -> bool:  # noqa: C901  one branch a kind of command
        """Begin the next command; false where none is whole."""
        found, used = next_token(bytes(self._staged)) if self._staged else (None, 0)
        if not used:
            if not self._buffer:
                return False
            self._staged += self._buffer
            self._buffer.clear()
            return True
        raw = bytes(self._staged[:used])
        if isinstance(found, Command) and found.name in self.behaviour.prints_as_words:
            self._note(found.name, raw)
            self._interpreter.print_words(raw[2:])
        elif isinstance(found, Command) and found.name in self.behaviour.ignores:
            self._note(found.name, raw)
        elif isinstance(found, Command) and found.name in _CUT_COMMANDS:
            if not self._fed_to_cutter:
                self._interpreter.feed_to_cutter(found)
                self._fed_to_cutter = True
                return True
            self._fed_to_cutter = False
            self._deliver(self._interpreter.paper.cut_page())
            self._row = 0
        else:
            if isinstance(found, Command) and found.name == "ESC @":
                self._tear_off()
            for command in self._interpreter.feed(raw):
                self._answer_command(command)
            for unknown in self._interpreter.unknown:
                self._note("", unknown)
            for name in self._interpreter.not_drawn:
                self._note(name, raw)
            self._interpreter.commands.clear()
            self._interpreter.unknown.clear()
            self._interpreter.not_drawn.clear()
        del self._staged[:used]
        return True

    def _note(self, name: str, data: bytes) -> None:
        self.not_understood.append(f"{name} {data[:24].hex(' ')}{' ...' if len(data) > 24 else ''}".strip())

    def _tear_off(self) -> None:
        """Without a cutter: what has passed the tear bar becomes a page; the rest stays in the printer."""
        bar = self.behaviour.tears_at
        if bar is None or self._row <= bar:
            return
        self._deliver(self._interpreter.paper.tear_off(self._row - bar))
        self._row = bar

    def _move(self) -> float | None:
        """Let the paper come out as far as time, roll and orders allow; the seconds until there is more of it."""
        left = self._interpreter.paper.length - self._row
        left = min(left, self._until_next_order("row") or left)
        speed = self.behaviour.speed_mm_s
        if speed:
            now = time.monotonic()
            if self._moved_at is None:
                self._moved_at = now
            row_s = 1 / (speed * DOTS_PER_MM)
            due = int((now - self._moved_at) / row_s)
            if due < 1:
                return min(left, MAX_ROWS_A_STEP) * row_s
            left = min(left, due)
            self._moved_at += left * row_s
        if self.behaviour.paper_mm is not None:
            left = min(left, max(0, int(self.behaviour.paper_mm * DOTS_PER_MM + 0.001)))
            self.behaviour.paper_mm -= left / DOTS_PER_MM
            if self.behaviour.paper_mm * DOTS_PER_MM < 1:
                self.behaviour.faults.add(Fault.PAPER_OUT)
        self._row += left
        self._counts["row"] += left
        return None

    def _deliver(self, page: Image.Image | None) -> None:
        if page is None:
            return
        self._counts["page"] += 1
        self.pages.append(page)
        if self._keep is not None:
            del self.pages[: -self._keep]
        if self._on_page is not None:
            self._on_page(page)

    def _discard_buffer(self) -> None:
        self._buffer.clear()
        self._staged.clear()
        self._tail = b""
        self._fed_to_cutter = False
        self._interpreter.discard()
        self._interpreter.paper.erase_from(self._row)

    # ------------------------------------------------------------ answers

    def _handle_real_time(self, found: re.Match[bytes]) -> bool:
        """Execute a real-time request; whether it cleared everything received before."""
        status, recover, clear = found.groups()
        if status:
            self._send(replies.real_time_status(status[0], self.behaviour.faults))
        elif clear or (recover == b"\x02" and self._stopped()):
            self._discard_buffer()
            if clear:
                self._send(b"\x37\x25\x00")
            return True
        return False

    def _send(self, answer: bytes) -> None:
        if not self.behaviour.faults & {Fault.MUTE, Fault.SILENCE}:
            self._answers.append((time.monotonic() + self.behaviour.answer_delay_s, answer))

    def _send_auto_status(self) -> None:
        """Send automatic status back if it is enabled and one of the enabled items changed."""
        if not self._auto_status_mask:
            return
        now = replies.auto_status(self.behaviour.faults)
        if not self._last_auto_status or replies.masked_auto_status(
            now, self._auto_status_mask
        ) != replies.masked_auto_status(self._last_auto_status, self._auto_status_mask):
            self._send(now)
            self._last_auto_status = now

    def _answer_command(self, command: Command) -> None:
        params, data = command.params, command.data
        match command.name:
            case "GS r" if params[0] in (1, 49):
                self._send(replies.paper_sensor(self.behaviour.faults))
            case "GS I" if params[0] in (66, 67, 68) and self.behaviour.names[params[0] - 66]:
                self._send(b"\x5f" + self.behaviour.names[params[0] - 66].encode("ascii", "replace") + b"\x00")
            case "GS I" if params[0] in (1, 2, 3, 49, 50, 51):
                self._send(b"\x02")
            case "GS a":
                self._auto_status_mask, self._last_auto_status = params[0], b""
            case "ESC @":
                self._auto_status_mask = 0
            case "GS (" if params[0] == 0x48 and data[:2] == b"00" and len(data) == 6 and self.behaviour.confirms:
                self._send(b"\x37\x22" + data[2:] + b"\x00")
            case "GS (" if (params[0], data) == (0x4C, b"0@KC") and self.behaviour.stores_logos:
                self._send(b"\x37\x72\x40" + b"".join(self._interpreter.stored_logos) + b"\x00")
            case "GS (" if params[0] == 0x6B and data[:2] == b"1R" and self._interpreter.settings.qr_data:
                at = self._interpreter.settings
                side = len(qr_matrix(at.qr_data.decode("utf-8", "replace"), at.qr_level)) * at.qr_module
                self._send(replies.symbol_size(side, fits=side <= self._interpreter.paper.print_width))
            case _:
                pass
