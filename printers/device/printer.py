"""One printer at the end of a line: how is it, who is it, has it printed what it was given."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

import msgspec
from msgspec import Struct

from printers.device import stored_logo
from printers.device.fence import Fence
from printers.device.status import (
    Automatic,
    Block,
    Condition,
    PrinterReply,
    RealTime,
    Replies,
    Status,
    from_automatic,
    from_real_time,
)
from printers.device.transports.base import PortStatus, Transport, TransportError

R = TypeVar("R")
ANSWER_S = 1.0
"""Wait for a real-time answer. It grows for a printer that answers late."""
PATIENCE_S = 4.0
"""The most that it grows to."""
IDENTITY_S = 0.3
"""Cheap printers are silent when asked who they are."""
SLICE_S = 0.25
"""How long a wait goes on after it was called off."""
CLEAR_BUFFER = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
"""DLE DC4 function 8: forget what was received and not yet printed."""
SEVER = b"\x1b@\x1dVB\x00"
"""Feed and cut."""
SEPARATE = b"\x1b@\x1bd\x05"
"""Feed only."""
WATCH = b"\x1da\x0e"
"""GS a: automatic status back of line, errors and paper; ``ESC @`` ends it."""
PROBE = b"prob"
KEEP_S = 5.0
"""Wait for a printer that writes a logo into its memory."""
NAMES = (66, 67, 68)
"""GS I: maker, model, serial number."""


class Nature(Struct, frozen=True, omit_defaults=True):
    """What was learnt of a printer once and is remembered."""

    speaks: bool = False
    """It answers real-time status requests."""
    confirms: str = "no"
    """How it says that it has printed: ``process_id``, ``buffered`` or ``no``."""
    maker: str = ""
    model: str = ""
    serial: str = ""
    keeps_logos: bool | None = None
    """It says which logos it keeps; none where it was not asked."""
    logos_sent: tuple[str, ...] = ()
    """Keys of those that it was given to keep, each once: its memory wears out."""
    logo_on_its_way: bool = False
    """Said before its first byte: after a crash the printer may still wait for the last one."""


class Printer:
    """Questions to a printer and its answers in order; a byte that answers nothing asked is never taken for one.

    ``called_off`` ends every wait early; a silence that it caused means nothing.
    """

    def __init__(
        self,
        transport: Transport,
        nature: Nature | None = None,
        *,
        answer_s: float = ANSWER_S,
        called_off: Callable[[], bool] = lambda: False,
    ) -> None:
        self.transport = transport
        self.nature = nature
        self._called_off = called_off
        self._answer_s = self._patience_s = answer_s
        self._replies = Replies()
        self._fence: Fence | None = None
        self._late: list[bytes] = []
        self.trouble = ""
        """Why the line is broken, where it is: what, where, what to do."""
        self._logos: frozenset[bytes] | None = None
        self._owed = 0
        """Real-time answers that did not come in time and may still come."""
        self._mute = False
        """Nothing was ever heard from it on this line."""
        self._new_line = True
        self._watching = False
        self._stopped = self._news = False
        """Automatic status told of a trouble, of anything; since the last questions."""

    def status(self) -> Status:
        """Ask now, connecting where needed. Never raises: a broken line is a condition."""
        try:
            self._open()
            if not self.transport.answers:
                return self._at_worst(Status(answers=False))
            self._drain()
            self._stopped = self._news = False
            answers: list[int] = []
            for number in (1, 2, 3, 4):
                answer = self._real_time(number)
                if answer is None:
                    return self._at_worst(self._unheard())
                answers.append(answer)
        except TransportError as error:
            self.trouble = str(error)
            self.close()
            return Status(Condition.UNPLUGGED, answers=False)
        self._mute = False
        return from_real_time(*answers)

    def _at_worst(self, believed: Status) -> Status:
        """What is believed of a printer that does not answer, unless the line itself knows of trouble."""
        known = self.transport.port_status() if isinstance(self.transport, PortStatus) else None
        return believed if known is None or known.can_print else known

    def meet(self) -> bool:
        """On a new line to a printer that is ready: is it the one that is known? Whether it was learnt anew.

        Two printers that were swapped are told apart by their serial number, else by their model. Raises
        ``TransportError``.
        """
        if not self._new_line and self.nature is not None and self.nature.speaks:
            return False
        if self.nature is not None and self.nature.speaks and self._is_known(self.nature):
            self._new_line = False
            return False
        return self.learn()

    def learn(self) -> bool:
        """Who it is and how it confirms. For a printer that answered and is ready. Raises ``TransportError``.

        False where it stopped being ready meanwhile, so that its silence says nothing.
        """
        names = [self._name(what, IDENTITY_S) for what in NAMES]
        confirms = next((way for way in ("process_id", "buffered") if self._can_confirm(way)), "no")
        if confirms == "no" and not self.status().can_print:
            return False
        maker, model, serial = names
        self.nature = Nature(speaks=True, confirms=confirms, maker=maker, model=model, serial=serial)
        self._new_line = False
        return True

    def watch(self) -> None:
        """Have it tell by itself when its state changes. Raises ``TransportError``."""
        if not self._watching and self.nature is not None and self.nature.speaks:
            self.transport.write(WATCH)
            self._watching = True

    def stirs(self) -> bool:
        """Whether the line has something to look at, without waiting: it said something, or it is broken."""
        try:
            return self._take(0, self._pay) or self._news
        except TransportError:
            return True

    def print(self, data: bytes, process_id: bytes) -> None:
        """Hand over a document and what makes the printer confirm it. Raises ``TransportError``."""
        way = self.nature.confirms if self.nature is not None else "no"
        self._fence = Fence(way, process_id, self._replies.dropped)
        self._watching = False  # the document begins with ESC @
        self.transport.write(data + self._fence.request)
        self.transport.finish()

    def confirmed(self, timeout_s: float) -> bool:
        """Whether the printer says within the time that everything it was given is printed; sooner when it stops."""
        self._wait(lambda: self._passed() or self._stopped, timeout_s)
        return self._passed()

    @property
    def waits(self) -> bool:
        """The line that took the document still stands, so that its confirmation can come."""
        return self._fence is not None

    def give_up(self) -> None:
        """Nobody waits for the confirmation any more; a process ID is still heard when it comes late."""
        self._fence = None

    def logos(self) -> frozenset[bytes]:
        """Keys of the logos that it keeps, by its own word on this line. Raises ``TransportError``."""
        if self._logos is None and self.nature is not None and self.nature.keeps_logos is not False:
            self._list_logos(IDENTITY_S)
        return self._logos or frozenset()

    def keep(self, picture: bytes) -> None:
        """Have it keep a logo for good; ``logos`` tells afterwards whether it does. Raises ``TransportError``."""
        self.transport.write(picture)
        self._list_logos(KEEP_S)

    def take_late(self) -> list[bytes]:
        """Process IDs that came when nobody waited for them any more, on this connection."""
        late, self._late = self._late, []
        return late

    def forget(self) -> None:
        """Have the printer forget what it has not printed; obeyed even while it stands. Raises ``TransportError``."""
        self._ask(CLEAR_BUFFER, lambda reply: reply if isinstance(reply, Block) else None, IDENTITY_S)

    def sever(self, *, cutter: bool) -> None:
        """Part what it had begun from what comes next. Raises ``TransportError``."""
        self._watching = False
        self.transport.write(SEVER if cutter else SEPARATE)

    def close(self) -> None:
        self.transport.close()
        self._begin()

    def _list_logos(self, timeout_s: float) -> None:
        found: set[bytes] = set()
        block = self._ask(stored_logo.LIST, _key_list, timeout_s)
        known = block is not None
        while block is not None:
            found.update(stored_logo.keys(block) or ())
            if block[1] != stored_logo.MORE:
                self.transport.write(stored_logo.TAKEN)
                break
            block = self._ask(stored_logo.TAKEN, _key_list, timeout_s)
        self._logos = frozenset(found)
        if self.nature is not None and self.nature.keeps_logos is None:
            self.nature = msgspec.structs.replace(self.nature, keeps_logos=known)

    # ------------------------------------------------------------ the line

    def _open(self) -> None:
        if self.transport.open():
            self._begin()

    def _begin(self) -> None:
        """Nothing that another line said or owes counts on this one."""
        self._late.clear()
        self._replies.reset()
        self._fence = None
        self._logos = None
        self._owed = 0
        self._mute = self._watching = self._stopped = self._news = False
        self._new_line = True

    def _unheard(self) -> Status:
        """No answer, or noise for one. A printer that never spoke may be a simple one."""
        if self.nature is not None and self.nature.speaks:
            return Status(Condition.SILENT, answers=False)
        self._mute = True
        return Status(answers=False)

    def _is_known(self, nature: Nature) -> bool:
        serial = self._name(NAMES[2], self._answer_s if nature.serial else IDENTITY_S)
        if serial or nature.serial:
            return serial == nature.serial
        return not nature.model or self._name(NAMES[1], self._answer_s) == nature.model

    def _name(self, what: int, timeout_s: float) -> str:
        return self._ask(b"\x1dI" + bytes((what,)), _text, timeout_s) or ""

    def _can_confirm(self, way: str) -> bool:
        self._fence = Fence(way, PROBE, self._replies.dropped)
        self.transport.write(self._fence.request)
        passed = self.confirmed(self._answer_s)
        self._fence = None
        return passed

    def _passed(self) -> bool:
        return self._fence is not None and self._fence.passed

    def _real_time(self, number: int) -> int | None:
        """The answer to ``DLE EOT number``; none where noise came with it, for then it may be noise itself."""
        dropped = self._replies.dropped
        strays: list[PrinterReply] = []

        def answer(reply: PrinterReply) -> int | None:
            if isinstance(reply, RealTime):
                return reply.value
            if not isinstance(reply, Automatic | Block) and self._fence is None:
                strays.append(reply)
            return None

        value = self._ask(bytes((0x10, 0x04, number)), answer, IDENTITY_S if self._mute else self._patience_s)
        if value is None:
            self._owed += 1
        return None if strays or self._replies.dropped > dropped else value

    def _ask(self, question: bytes, answer: Callable[[PrinterReply], R | None], timeout_s: float) -> R | None:
        """The first reply that answers; others that come before it are not answers to this."""
        found: list[R] = []

        def listen(reply: PrinterReply) -> None:
            value = answer(reply) if not found else None
            if value is not None:
                found.append(value)

        self.transport.write(question)
        self._wait(lambda: bool(found), timeout_s, listen)
        if not found:
            self._begin_anew()
        return found[0] if found else None

    def _drain(self) -> None:
        """Take what came before the question out of the way; answers that are owed get some time to come."""
        if self._owed > 0 and not self._mute:
            self._wait(lambda: self._owed <= 0, self._patience_s, self._pay)
        while self._take(0):
            pass
        self._owed = 0
        self._begin_anew()

    def _pay(self, reply: PrinterReply) -> None:
        """An answer that comes late teaches patience."""
        if isinstance(reply, RealTime) and self._owed > 0:
            self._owed -= 1
            if self._owed == 0:
                self._patience_s = min(PATIENCE_S, 2 * self._patience_s)

    def _begin_anew(self) -> None:
        """Forget half a reply, unless it may be the confirmation."""
        if self._fence is None:
            self._replies.reset()

    def _wait(
        self, done: Callable[[], bool], timeout_s: float, listen: Callable[[PrinterReply], None] = lambda _: None
    ) -> None:
        deadline = time.monotonic() + timeout_s
        while not done() and not self._called_off() and (left := deadline - time.monotonic()) > 0:
            self._take(min(left, SLICE_S), listen)

    def _take(self, timeout_s: float, listen: Callable[[PrinterReply], None] = lambda _: None) -> bool:
        """Hear what has come; whether anything had."""
        data = self.transport.read(timeout_s)
        for reply in self._replies.feed(data):
            listen(reply)
            self._hear(reply)
        if self._fence is not None:
            self._fence.noise(self._replies.dropped)
        return bool(data)

    def _hear(self, reply: PrinterReply) -> None:
        """What counts whenever it comes."""
        if isinstance(reply, Automatic):
            self._news = True
            self._stopped = not from_automatic(reply.value).can_print
        if self._fence is not None:
            self._fence.hear(reply)
        if isinstance(reply, Block) and reply.process_id is not None:
            self._late.append(reply.process_id)


def _text(reply: PrinterReply) -> str | None:
    if isinstance(reply, Block) and reply.header == 0x5F:
        return reply.data.decode("ascii", "replace").strip()
    return None


def _key_list(reply: PrinterReply) -> bytes | None:
    if isinstance(reply, Block) and reply.header == 0x37 and stored_logo.keys(reply.data) is not None:
        return reply.data
    return None
