"""A printer on a transport: its status, its identity, and whether it has printed what it was sent.

Byte formats: Epson's ESC/POS command reference (``DLE EOT``, ``DLE DC4``, ``GS I``, ``GS a``, ``GS r``, ``GS ( H``).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import msgspec

from printers.device import stored_logo
from printers.device.device_info import DeviceInfo
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
from printers.device.transports.base import PortStatus, ReadProbe, Transport, TransportError

AnswerT = TypeVar("AnswerT")
ANSWER_S = 1.0
"""Seconds to wait for a real-time answer; doubled for a printer that answers late."""
PATIENCE = 5
"""The longest wait for a real-time answer, in multiples of the usual one. Only a printer that stayed silent for so long
on two connections counts as one that never answers."""
SILENT_ROUNDS = 2
"""Status requests in a row without an answer after which the connection is closed and made anew."""
OPTIONAL_ANSWER_S = 0.3
"""Seconds to wait for an answer that cheap printers do not give, such as to ``GS I``."""
CANCEL_CHECK_S = 0.25
"""Seconds after which a cancelled wait ends at the latest."""
CLEAR_BUFFER = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
"""``DLE DC4`` function 8: clear the receive and print buffers."""
INITIALIZE = b"\x1b@"
"""``ESC @``: also drops letters of the line that is not printed yet."""
QR_SIZE_QUERY = b"\x1d(k\x04\x001P0A\x1d(k\x03\x001R0"
"""``GS ( k`` functions 180 (store one letter) and 182 (size of the symbol), answered by ``37 36``."""
ENABLE_AUTO_STATUS = b"\x1da\x0e"
"""``GS a``: automatic status back on changes of online state, errors and paper; ``ESC @`` disables it."""
PROBE_ID = b"prob"
STORE_LOGO_S = 5.0
"""Seconds to wait for a printer that writes a logo into its memory."""
IDENTITY_FIELDS = (66, 67, 68)
"""``GS I`` functions: maker, model, serial number."""


class Printer:
    """Sends requests and matches replies in order; bytes that answer no request are never taken for an answer.

    A printer that has never answered is judged on its first status: it has ``PATIENCE`` times ``answer_s`` seconds on
    each of two connections. A late answer counts whenever it comes.
    """

    def __init__(
        self,
        transport: Transport,
        nature: DeviceInfo | None = None,
        *,
        answer_s: float = ANSWER_S,
        called_off: Callable[[], bool] = lambda: False,
        asks: bool = True,
    ) -> None:
        """``called_off`` ends every wait early; a missing answer then has no meaning.

        Without ``asks`` nothing is ever asked: every printer that can be reached is believed to be ready.
        """
        self.transport = transport
        self.info = nature
        self._cancelled = called_off
        self._asks = asks
        self._answer_s = self._status_timeout_s = answer_s
        self._parser = ReplyParser()
        self._fence: Fence | None = None
        self._late_confirmations: list[bytes] = []
        self.last_error = ""
        """The newest error of the transport, as a line for staff; empty before the first."""
        self._stored_logos: frozenset[bytes] | None = None
        self._overdue_answers = 0
        """Number of real-time answers that did not come in time and may still come."""
        self._answered = False
        """It answered a status request since this object was made."""
        self._voiceless = False
        """It was judged never to answer; an answer that comes after all revokes that."""
        self._silent_rounds = 0
        """Status requests in a row without an answer on this connection."""
        self._heard = False
        """Something came on this connection."""
        self._new_line = True
        self._auto_status_on = False
        self._auto_status_fault = self._auto_status_seen = False
        """Automatic status reported a fault, or anything at all, since the last ``status``."""

    def status(self) -> Status:
        """Request the status (``DLE EOT`` 1 to 4), connecting where needed. Never raises."""
        try:
            return self._request_status()
        except TransportError as error:
            self.last_error = str(error)
            self.close()
            return Status(Condition.BUSY if error.busy else Condition.UNPLUGGED, reported=False)

    def _request_status(self) -> Status:
        self._open()
        if not (self._asks and self.transport.bidirectional):
            return self._unless_port_reports_fault(Status(reported=False))
        if not self._voiceless and not self._has_answered and not self._first_contact():
            return self._unless_port_reports_fault(self._judge_silence())
        self._discard_old_replies()
        self._auto_status_fault = self._auto_status_seen = False
        answers: list[int] = []
        for number in (1, 2, 3, 4):
            answer = self._real_time(number, self._status_wait_s())
            if answer is None:
                return self._unless_port_reports_fault(self._status_without_answer())
            answers.append(answer)
        self._answered, self._voiceless, self._silent_rounds = True, False, 0
        return status_from_real_time(*answers)

    @property
    def _has_answered(self) -> bool:
        """It has answered status requests, now or as its record says."""
        return self._answered or (self.info is not None and self.info.answers_status)

    def _status_wait_s(self) -> float:
        return min(OPTIONAL_ANSWER_S, self._answer_s) if self._voiceless else self._status_timeout_s

    def _first_contact(self) -> bool:
        """Whether a printer of which nothing is known answers, on this connection or on another. Raises."""
        for attempt in (1, 2):
            self._open()
            deadline = time.monotonic() + PATIENCE * self._answer_s
            while (left := deadline - time.monotonic()) > 0 and not self._cancelled():
                asked_at = time.monotonic()
                if self._real_time(1, left) is not None:
                    self._learn_patience(time.monotonic() - asked_at)
                    return True
                self._wait(lambda: False, min(left, OPTIONAL_ANSWER_S, self._answer_s))  # noise on the line
            if attempt == 1:
                self.close()
        return False

    def _judge_silence(self) -> Status:
        """The status after two connections without an answer at first contact. Raises ``TransportError``."""
        if self._cancelled():
            return Status(Condition.SILENT, reported=False)
        if self._is_busy():
            return Status(Condition.BUSY, reported=False)
        self._voiceless = True
        self._overdue_answers = 0
        return Status(reported=False)

    def _is_busy(self) -> bool:
        """Nothing has come on this connection and what was sent piles up: the printer serves another one."""
        return not self._heard and isinstance(self.transport, ReadProbe) and not self.transport.is_read()

    def _unless_port_reports_fault(self, believed: Status) -> Status:
        """The assumed status of a printer that does not answer, unless the port itself reports a fault."""
        known = self.transport.port_status() if isinstance(self.transport, PortStatus) else None
        if known is None:
            return believed
        return replace(believed, near_end=believed.near_end or known.near_end) if known.can_print else known

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
        maker, model, serial = (self._identity_field(what, self._optional_wait_s()) for what in IDENTITY_FIELDS)
        confirms = next((way for way in ("process_id", "buffered") if self._can_confirm(way)), "no")
        if confirms == "no" and not self.status().can_print:
            return False
        self.info = DeviceInfo(
            answers_status=True,
            confirms=confirms,
            maker=maker,
            model=model,
            serial=serial,
            native_qr=(confirms == "process_id" or bool(maker or model)) and self._knows_qr_codes(),
        )
        self.transport.write(INITIALIZE)  # a printer that took the questions for words forgets them
        self._auto_status_on = False
        self._new_line = False
        return True

    def _knows_qr_codes(self) -> bool:
        return self._ask(QR_SIZE_QUERY, _symbol_size, self._optional_wait_s()) is not None

    def _optional_wait_s(self) -> float:
        """Longer for a printer that answers late."""
        return max(OPTIONAL_ANSWER_S, self._status_timeout_s if self._status_timeout_s > self._answer_s else 0.0)

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

    def feed_and_cut(self, cut: bytes) -> None:
        """Cut off (or feed out) a ticket that was begun, before the next one. Raises ``TransportError``."""
        self._auto_status_on = False
        self.transport.write(INITIALIZE + cut)

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
        self._auto_status_on = self._auto_status_fault = self._auto_status_seen = False
        self._silent_rounds, self._heard = 0, False
        self._new_line = True

    def _status_without_answer(self) -> Status:
        """Status without a valid answer: *silent* only for a printer that has answered before.

        A connection that is silent for ``SILENT_ROUNDS`` is closed, unless a confirmation may still come on it.
        """
        if not self._has_answered:
            return Status(reported=False) if self._voiceless else Status(Condition.SILENT, reported=False)
        if self._cancelled() or self._fence is not None:
            return Status(Condition.SILENT, reported=False)
        self._silent_rounds += 1
        busy = False
        if self._silent_rounds >= SILENT_ROUNDS:
            busy = self._is_busy()
            self.close()
        return Status(Condition.BUSY if busy else Condition.SILENT, reported=False)

    def _is_same_printer(self, nature: DeviceInfo) -> bool:
        wait_s = self._status_timeout_s if nature.serial else self._optional_wait_s()
        serial = self._identity_field(IDENTITY_FIELDS[2], wait_s)
        if serial or nature.serial:
            return serial == nature.serial
        return not nature.model or self._identity_field(IDENTITY_FIELDS[1], self._status_timeout_s) == nature.model

    def _identity_field(self, what: int, timeout_s: float) -> str:
        return self._ask(b"\x1dI" + bytes((what,)), _text, timeout_s) or ""

    def _can_confirm(self, way: str) -> bool:
        self._fence = Fence(way, PROBE_ID, self._parser.dropped)
        self.transport.write(self._fence.request)
        passed = self.wait_confirmed(self._status_timeout_s)
        self._fence = None
        return passed

    def _is_confirmed(self) -> bool:
        return self._fence is not None and self._fence.passed

    def _real_time(self, number: int, timeout_s: float) -> int | None:
        """The answer to ``DLE EOT number``; None also where unknown bytes came with it, because it may be noise too."""
        dropped = self._parser.dropped
        strays: list[PrinterReply] = []

        def answer(reply: PrinterReply) -> int | None:
            if isinstance(reply, RealTimeReply):
                return reply.value
            if not isinstance(reply, AutoStatusReply | BlockReply) and self._fence is None:
                strays.append(reply)
            return None

        value = self._ask(bytes((0x10, 0x04, number)), answer, timeout_s)
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
        if self._overdue_answers > 0 and not self._voiceless:
            patience = PATIENCE * self._answer_s if self._silent_rounds else self._status_timeout_s
            self._wait(lambda: self._overdue_answers <= 0, patience, self._on_overdue_answer)
        while self._receive(0):
            pass
        self._overdue_answers = 0
        self._drop_partial_reply()

    def _on_overdue_answer(self, reply: PrinterReply) -> None:
        """A late answer doubles the wait for the next ones."""
        if isinstance(reply, RealTimeReply) and self._overdue_answers > 0:
            self._overdue_answers -= 1
            if self._overdue_answers == 0:
                self._learn_patience(self._status_timeout_s)

    def _learn_patience(self, latency_s: float) -> None:
        """Wait twice as long as an answer took, from now on."""
        self._status_timeout_s = min(PATIENCE * self._answer_s, max(self._status_timeout_s, 2 * latency_s))

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
        dropped = self._parser.dropped
        replies = self._parser.feed(data)
        if data:
            self._heard = True
        if replies and self._parser.dropped == dropped and all(isinstance(one, RealTimeReply) for one in replies):
            self._voiceless = False  # a late answer, and no noise
        for reply in replies:
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


def _symbol_size(reply: PrinterReply) -> bytes | None:
    if isinstance(reply, BlockReply) and reply.header == 0x37 and reply.data[:1] == b"\x36":
        return reply.data
    return None


def _key_list(reply: PrinterReply) -> bytes | None:
    if isinstance(reply, BlockReply) and reply.header == 0x37 and stored_logo.parse_key_list(reply.data) is not None:
        return reply.data
    return None
