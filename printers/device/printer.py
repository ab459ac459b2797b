"""A printer on a transport: its status, its identity, and whether it has printed what it was sent.

Byte formats: Epson's ESC/POS command reference (``DLE EOT``, ``DLE DC4``, ``GS I``, ``GS a``, ``GS r``, ``GS ( H``).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

import msgspec
from msgspec import Struct

from printers.device import stored_logo
from printers.device.fence import Fence
from printers.device.status import (
    AutoStatusReply,
    BlockReply,
    Condition,
    PrinterReply,
    RealTimeReply,
    ReplyParser,
    Status,
    status_from_auto_status,
    status_from_real_time,
)
from printers.device.transports.base import PortStatus, Transport, TransportError

AnswerT = TypeVar("AnswerT")
ANSWER_S = 1.0
"""Seconds to wait for a real-time answer; doubled for a printer that answers late."""
MAX_ANSWER_S = 4.0
"""Upper limit in seconds of that wait."""
OPTIONAL_ANSWER_S = 0.3
"""Seconds to wait for an answer that cheap printers do not give, such as to ``GS I``."""
CANCEL_CHECK_S = 0.25
"""Seconds after which a cancelled wait ends at the latest."""
CLEAR_BUFFER = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
"""``DLE DC4`` function 8: clear the receive and print buffers."""
FEED_AND_CUT = b"\x1b@\x1dVB\x00"
"""``ESC @``, ``GS V`` function B: initialize, feed to the cutter and cut."""
FEED_ONLY = b"\x1b@\x1bd\x05"
"""``ESC @``, ``ESC d`` 5: initialize and feed five lines."""
ENABLE_AUTO_STATUS = b"\x1da\x0e"
"""``GS a``: automatic status back on changes of online state, errors and paper; ``ESC @`` disables it."""
PROBE_ID = b"prob"
STORE_LOGO_S = 5.0
"""Seconds to wait for a printer that writes a logo into its memory."""
IDENTITY_FIELDS = (66, 67, 68)
"""``GS I`` functions: maker, model, serial number."""


class DeviceInfo(Struct, frozen=True, omit_defaults=True):
    """Identity and abilities of a printer, probed once and stored in ``printer-N.json``."""

    answers_status: bool = msgspec.field(default=False, name="speaks")
    """It answers ``DLE EOT``."""
    confirms: str = "no"
    """How it confirms a print: ``process_id`` (``GS ( H``), ``buffered`` (``GS r``) or ``no``."""
    maker: str = ""
    model: str = ""
    serial: str = ""
    stores_logos: bool | None = msgspec.field(default=None, name="keeps_logos")
    """It lists the logos in its memory (``GS ( L`` function 64); None where it was not asked."""
    logos_sent: tuple[str, ...] = ()
    """Keys of the logos sent to its memory; each is sent once, because flash memory wears out."""
    logo_in_transit: bool = msgspec.field(default=False, name="logo_on_its_way")
    """Stored before the first byte of a logo: after a crash the printer may still wait for the rest of it."""


class Printer:
    """Sends requests and matches replies in order; bytes that answer no request are never taken for an answer.

    ``called_off`` ends every wait early; a missing answer then has no meaning.
    """

    def __init__(
        self,
        transport: Transport,
        nature: DeviceInfo | None = None,
        *,
        answer_s: float = ANSWER_S,
        called_off: Callable[[], bool] = lambda: False,
    ) -> None:
        self.transport = transport
        self.info = nature
        self._cancelled = called_off
        self._answer_s = self._status_timeout_s = answer_s
        self._parser = ReplyParser()
        self._fence: Fence | None = None
        self._late_confirmations: list[bytes] = []
        self.last_error = ""
        """The newest error of the transport, as a line for staff; empty before the first."""
        self._stored_logos: frozenset[bytes] | None = None
        self._overdue_answers = 0
        """Number of real-time answers that did not come in time and may still come."""
        self._never_answered = False
        """No answer has come on this connection."""
        self._new_line = True
        self._auto_status_on = False
        self._auto_status_fault = self._auto_status_seen = False
        """Automatic status reported a fault, or anything at all, since the last ``status``."""

    def status(self) -> Status:
        """Request the status (``DLE EOT`` 1 to 4), connecting where needed. Never raises."""
        try:
            self._open()
            if not self.transport.bidirectional:
                return self._unless_port_reports_fault(Status(reported=False))
            self._discard_old_replies()
            self._auto_status_fault = self._auto_status_seen = False
            answers: list[int] = []
            for number in (1, 2, 3, 4):
                answer = self._real_time(number)
                if answer is None:
                    return self._unless_port_reports_fault(self._status_without_answer())
                answers.append(answer)
        except TransportError as error:
            self.last_error = str(error)
            self.close()
            return Status(Condition.UNPLUGGED, reported=False)
        self._never_answered = False
        return status_from_real_time(*answers)

    def _unless_port_reports_fault(self, believed: Status) -> Status:
        """The assumed status of a printer that does not answer, unless the port itself reports a fault."""
        known = self.transport.port_status() if isinstance(self.transport, PortStatus) else None
        return believed if known is None or known.can_print else known

    def identify(self) -> bool:
        """After a new connection to a ready printer, probe it if it is another one; true if it was probed.

        Printers are distinguished by serial number, else by model. Raises ``TransportError``.
        """
        if not self._new_line and self.info is not None and self.info.answers_status:
            return False
        if self.info is not None and self.info.answers_status and self._is_same_printer(self.info):
            self._new_line = False
            return False
        return self.probe()

    def probe(self) -> bool:
        """Find out identity and way of confirming of a printer that is ready. Raises ``TransportError``.

        False if it stopped being ready meanwhile, because a missing answer then proves nothing.
        """
        names = [self._identity_field(what, OPTIONAL_ANSWER_S) for what in IDENTITY_FIELDS]
        confirms = next((way for way in ("process_id", "buffered") if self._can_confirm(way)), "no")
        if confirms == "no" and not self.status().can_print:
            return False
        maker, model, serial = names
        self.info = DeviceInfo(answers_status=True, confirms=confirms, maker=maker, model=model, serial=serial)
        self._new_line = False
        return True

    def enable_auto_status(self) -> None:
        """Enable automatic status back, once for each connection. Raises ``TransportError``."""
        if not self._auto_status_on and self.info is not None and self.info.answers_status:
            self.transport.write(ENABLE_AUTO_STATUS)
            self._auto_status_on = True

    def needs_check(self) -> bool:
        """Whether the printer sent something or the line broke, so that ``status`` should be called. Does not wait."""
        try:
            return self._receive(0, self._on_overdue_answer) or self._auto_status_seen
        except TransportError:
            return True

    def print(self, data: bytes, process_id: bytes) -> None:
        """Send a document and the request that confirms it. ``process_id``: four bytes. Raises ``TransportError``."""
        way = self.info.confirms if self.info is not None else "no"
        self._fence = Fence(way, process_id, self._parser.dropped)
        self._auto_status_on = False  # the document begins with ESC @
        self.transport.write(data + self._fence.request)
        self.transport.finish()

    def wait_confirmed(self, timeout_s: float) -> bool:
        """Wait for the confirmation of ``print``; false after ``timeout_s`` or on a fault in automatic status."""
        self._wait(lambda: self._is_confirmed() or self._auto_status_fault, timeout_s)
        return self._is_confirmed()

    @property
    def awaits_confirmation(self) -> bool:
        """The connection that took the document is still open, so that its confirmation can come."""
        return self._fence is not None

    def stop_awaiting(self) -> None:
        """End the wait for the confirmation; a late process ID goes to ``take_late_confirmations``."""
        self._fence = None

    def stored_logos(self) -> frozenset[bytes]:
        """Keys of the logos in the printer's memory, as listed on this connection. Raises ``TransportError``."""
        if self._stored_logos is None and self.info is not None and self.info.stores_logos is not False:
            self._list_logos(OPTIONAL_ANSWER_S)
        return self._stored_logos or frozenset()

    def store_logo(self, picture: bytes) -> None:
        """Send a ``stored_logo.store_command`` and read the list of logos again. Raises ``TransportError``."""
        self.transport.write(picture)
        self._list_logos(STORE_LOGO_S)

    def take_late_confirmations(self) -> list[bytes]:
        """Process IDs that came on this connection since the last call."""
        late, self._late_confirmations = self._late_confirmations, []
        return late

    def clear_buffer(self) -> None:
        """Clear the printer's buffers; works while a fault stops it. Raises ``TransportError``."""
        self._ask(CLEAR_BUFFER, lambda reply: reply if isinstance(reply, BlockReply) else None, OPTIONAL_ANSWER_S)

    def feed_and_cut(self, *, cutter: bool) -> None:
        """Cut off (or feed out) a ticket that was begun, before the next one. Raises ``TransportError``."""
        self._auto_status_on = False
        self.transport.write(FEED_AND_CUT if cutter else FEED_ONLY)

    def close(self) -> None:
        self.transport.close()
        self._reset_line_state()

    def _list_logos(self, timeout_s: float) -> None:
        found: set[bytes] = set()
        block = self._ask(stored_logo.LIST_KEYS, _key_list, timeout_s)
        known = block is not None
        while block is not None:
            found.update(stored_logo.parse_key_list(block) or ())
            if block[1] != stored_logo.MORE_BLOCKS:
                self.transport.write(stored_logo.ACK)
                break
            block = self._ask(stored_logo.ACK, _key_list, timeout_s)
        self._stored_logos = frozenset(found)
        if self.info is not None and self.info.stores_logos is None:
            self.info = msgspec.structs.replace(self.info, stores_logos=known)

    # ------------------------------------------------------------ the line

    def _open(self) -> None:
        if self.transport.open():
            self._reset_line_state()

    def _reset_line_state(self) -> None:
        """Forget replies and state of the previous connection."""
        self._late_confirmations.clear()
        self._parser.reset()
        self._fence = None
        self._stored_logos = None
        self._overdue_answers = 0
        self._never_answered = self._auto_status_on = self._auto_status_fault = self._auto_status_seen = False
        self._new_line = True

    def _status_without_answer(self) -> Status:
        """Status without a valid answer: *silent* only for a printer that has answered before."""
        if self.info is not None and self.info.answers_status:
            return Status(Condition.SILENT, reported=False)
        self._never_answered = True
        return Status(reported=False)

    def _is_same_printer(self, nature: DeviceInfo) -> bool:
        serial = self._identity_field(IDENTITY_FIELDS[2], self._answer_s if nature.serial else OPTIONAL_ANSWER_S)
        if serial or nature.serial:
            return serial == nature.serial
        return not nature.model or self._identity_field(IDENTITY_FIELDS[1], self._answer_s) == nature.model

    def _identity_field(self, what: int, timeout_s: float) -> str:
        return self._ask(b"\x1dI" + bytes((what,)), _text, timeout_s) or ""

    def _can_confirm(self, way: str) -> bool:
        self._fence = Fence(way, PROBE_ID, self._parser.dropped)
        self.transport.write(self._fence.request)
        passed = self.wait_confirmed(self._answer_s)
        self._fence = None
        return passed

    def _is_confirmed(self) -> bool:
        return self._fence is not None and self._fence.passed

    def _real_time(self, number: int) -> int | None:
        """The answer to ``DLE EOT number``; None also where unknown bytes came with it, because it may be noise too."""
        dropped = self._parser.dropped
        strays: list[PrinterReply] = []

        def answer(reply: PrinterReply) -> int | None:
            if isinstance(reply, RealTimeReply):
                return reply.value
            if not isinstance(reply, AutoStatusReply | BlockReply) and self._fence is None:
                strays.append(reply)
            return None

        value = self._ask(
            bytes((0x10, 0x04, number)), answer, OPTIONAL_ANSWER_S if self._never_answered else self._status_timeout_s
        )
        if value is None:
            self._overdue_answers += 1
        return None if strays or self._parser.dropped > dropped else value

    def _ask(
        self, question: bytes, answer: Callable[[PrinterReply], AnswerT | None], timeout_s: float
    ) -> AnswerT | None:
        """Send a request and return the first reply for which ``answer`` gives a value; None after the time."""
        found: list[AnswerT] = []

        def listen(reply: PrinterReply) -> None:
            value = answer(reply) if not found else None
            if value is not None:
                found.append(value)

        self.transport.write(question)
        self._wait(lambda: bool(found), timeout_s, listen)
        if not found:
            self._drop_partial_reply()
        return found[0] if found else None

    def _discard_old_replies(self) -> None:
        """Discard what came before this request; overdue answers get some time to arrive."""
        if self._overdue_answers > 0 and not self._never_answered:
            self._wait(lambda: self._overdue_answers <= 0, self._status_timeout_s, self._on_overdue_answer)
        while self._receive(0):
            pass
        self._overdue_answers = 0
        self._drop_partial_reply()

    def _on_overdue_answer(self, reply: PrinterReply) -> None:
        """A late answer doubles the wait for the next ones."""
        if isinstance(reply, RealTimeReply) and self._overdue_answers > 0:
            self._overdue_answers -= 1
            if self._overdue_answers == 0:
                self._status_timeout_s = min(MAX_ANSWER_S, 2 * self._status_timeout_s)

    def _drop_partial_reply(self) -> None:
        """Discard part of a reply, unless it may belong to the confirmation."""
        if self._fence is None:
            self._parser.reset()

    def _wait(
        self, done: Callable[[], bool], timeout_s: float, listen: Callable[[PrinterReply], None] = lambda _: None
    ) -> None:
        deadline = time.monotonic() + timeout_s
        while not done() and not self._cancelled() and (left := deadline - time.monotonic()) > 0:
            self._receive(min(left, CANCEL_CHECK_S), listen)

    def _receive(self, timeout_s: float, listen: Callable[[PrinterReply], None] = lambda _: None) -> bool:
        """Read and dispatch replies; whether any byte came."""
        data = self.transport.read(timeout_s)
        for reply in self._parser.feed(data):
            listen(reply)
            self._on_reply(reply)
        if self._fence is not None:
            self._fence.on_dropped_bytes(self._parser.dropped)
        return bool(data)

    def _on_reply(self, reply: PrinterReply) -> None:
        """Handle replies that count whenever they come."""
        if isinstance(reply, AutoStatusReply):
            self._auto_status_seen = True
            self._auto_status_fault = not status_from_auto_status(reply.value).can_print
        if self._fence is not None:
            self._fence.on_reply(reply)
        if isinstance(reply, BlockReply) and reply.process_id is not None:
            self._late_confirmations.append(reply.process_id)


def _text(reply: PrinterReply) -> str | None:
    if isinstance(reply, BlockReply) and reply.header == 0x5F:
        return reply.data.decode("ascii", "replace").strip()
    return None


def _key_list(reply: PrinterReply) -> bytes | None:
    if isinstance(reply, BlockReply) and reply.header == 0x37 and stored_logo.parse_key_list(reply.data) is not None:
        return reply.data
    return None
