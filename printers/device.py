"""One printer at the end of a line: how is it, who is it, has it printed what it was given."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from msgspec import Struct

from printers.status import Block, Buffered, Condition, RealTime, Replies, Reply, Status, from_real_time
from printers.transports.base import PortStatus, Transport, TransportError

R = TypeVar("R")
ANSWER_S = 1.0
"""Longest wait for a real-time answer."""
IDENTITY_S = 0.3
"""Cheap printers are silent when asked who they are."""
CLEAR_BUFFER = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
"""DLE DC4 function 8: forget what was received and not yet printed."""
SEVER = b"\x1b@\x1dVB\x00"
"""Feed and cut."""
SEPARATE = b"\x1b@\x1bd\x05"
"""Feed only."""
PROBE = b"prob"


class Nature(Struct, frozen=True, omit_defaults=True):
    """What was learnt of a printer once and is remembered."""

    speaks: bool = False
    """It answers real-time status requests."""
    confirms: str = "no"
    """How it says that it has printed: ``process_id``, ``buffered`` or ``no``."""
    maker: str = ""
    model: str = ""
    serial: str = ""


class Device:
    """Questions to a printer and its answers in order; a byte that answers nothing asked is never taken for one."""

    def __init__(self, transport: Transport, nature: Nature | None = None, *, answer_s: float = ANSWER_S) -> None:
        self.transport = transport
        self.nature = nature
        self._answer_s = answer_s
        self._replies = Replies()
        self._late: list[bytes] = []
        self.trouble = ""
        """Why the line is broken, where it is: what, where, what to do."""

    def status(self) -> Status:
        """Ask now, connecting where needed. Never raises: a broken line is a condition."""
        try:
            self.transport.open()
            if not self.transport.answers:
                return self._at_worst(Status(answers=False))
            self._drain()
            answers: list[int] = []
            for number in (1, 2, 3, 4):
                answer = self._real_time(number)
                if answer is None:
                    spoke = self.nature is not None and self.nature.speaks
                    return self._at_worst(Status(Condition.SILENT if spoke else Condition.READY, answers=False))
                answers.append(answer)
        except TransportError as error:
            self.trouble = str(error)
            self.transport.close()
            return Status(Condition.UNPLUGGED, answers=False)
        return from_real_time(*answers)

    def _at_worst(self, believed: Status) -> Status:
        """What is believed of a printer that does not answer, unless the line itself knows of trouble."""
        known = self.transport.port_status() if isinstance(self.transport, PortStatus) else None
        return believed if known is None or known.can_print else known

    def learn(self) -> Nature:
        """Who it is and how it confirms. For a printer that answered and is ready. Raises ``TransportError``."""
        names = [self._ask(b"\x1dI" + bytes((what,)), _text, IDENTITY_S) or "" for what in (66, 67, 68)]
        confirms = "no"
        if self._ask(b"\x1d(H\x06\x00\x30\x30" + PROBE, _process_id(PROBE), IDENTITY_S):
            confirms = "process_id"
        elif self._ask(b"\x1dr\x01", _buffered, IDENTITY_S) is not None:
            confirms = "buffered"
        self.nature = Nature(True, confirms, *names)  # noqa: FBT003  the fields in their order
        return self.nature

    def await_process(self, process_id: bytes, timeout_s: float) -> bool:
        """Whether the printer says within the time that everything up to this ID is printed."""
        return bool(self._await(_process_id(process_id), timeout_s))

    def await_buffered(self, timeout_s: float) -> int | None:
        """The answer to a ``GS r 1`` that was written behind the data."""
        return self._await(_buffered, timeout_s)

    def take_late(self) -> list[bytes]:
        """Process IDs that came when nobody waited for them any more, on this connection."""
        late, self._late = self._late, []
        return late

    def forget(self) -> None:
        """Have the printer forget what it has not printed; obeyed even while it stands. Raises ``TransportError``."""
        self._ask(CLEAR_BUFFER, lambda reply: reply if isinstance(reply, Block) else None, IDENTITY_S)

    def sever(self, *, cutter: bool) -> None:
        """Part what it had begun from what comes next. Raises ``TransportError``."""
        self.transport.write(SEVER if cutter else SEPARATE)

    def close(self) -> None:
        self._late.clear()
        self._replies.reset()
        self.transport.close()

    def _real_time(self, number: int) -> int | None:
        """The answer to ``DLE EOT number``; none where noise came with it, for then it may be noise itself."""
        noise: list[Reply] = []
        dropped = self._replies.dropped

        def answer(reply: Reply) -> int | None:
            if isinstance(reply, RealTime):
                return reply.value
            if isinstance(reply, Buffered):
                noise.append(reply)
            return None

        value = self._ask(bytes((0x10, 0x04, number)), answer, self._answer_s)
        return None if noise or self._replies.dropped > dropped else value

    def _ask(self, question: bytes, answer: Callable[[Reply], R | None], timeout_s: float) -> R | None:
        self.transport.write(question)
        return self._await(answer, timeout_s)

    def _await(self, answer: Callable[[Reply], R | None], timeout_s: float) -> R | None:
        """The first reply that answers; others that come before it are not answers to this."""
        deadline = time.monotonic() + timeout_s
        while (left := deadline - time.monotonic()) > 0:
            found: R | None = None
            for reply in self._replies.feed(self.transport.read(left)):
                if found is None:
                    found = answer(reply)
                    if found is not None:
                        continue
                self._overheard(reply)
            if found is not None:
                return found
        self._replies.reset()
        return None

    def _drain(self) -> None:
        """Take what came before the question out of the way."""
        while data := self.transport.read(0):
            for reply in self._replies.feed(data):
                self._overheard(reply)
        self._replies.reset()

    def _overheard(self, reply: Reply) -> None:
        if isinstance(reply, Block) and reply.process_id is not None:
            self._late.append(reply.process_id)


def _text(reply: Reply) -> str | None:
    if isinstance(reply, Block) and reply.header == 0x5F:
        return reply.data.decode("ascii", "replace").strip()
    return None


def _buffered(reply: Reply) -> int | None:
    return reply.value if isinstance(reply, Buffered) else None


def _process_id(wanted: bytes) -> Callable[[Reply], bool | None]:
    return lambda reply: True if isinstance(reply, Block) and reply.process_id == wanted else None
