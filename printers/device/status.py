"""Replies of a printer, parsed from bytes in any pieces, and the status that they report. Pure.

Byte formats: Epson's ESC/POS command reference (DLE EOT, GS a, GS I, GS r, GS ( H). Replies are told apart by
fixed bits: real time ``0xx1xx10``, automatic status ``0xx1xx00`` and three more, block data ``37``, ``3B``, ``3D`` or
``5F`` up to ``00``, everything asked of the print buffer ``0xx0xxxx``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

BLOCK_HEADERS = frozenset(b"\x37\x3b\x3d\x5f")
BLOCK_MAX = 512
"""A block that is longer is noise; the parser begins anew."""
FLOW_CONTROL = frozenset(b"\x11\x13")
"""XON and XOFF."""
SEPARATOR = 0x1F
IDENTITY_HEADER = 0x5F
PAPER_SENSOR_VALUES = frozenset(b"\x00\x03\x0c\x0f")
"""What ``GS r 1`` can answer: the sensors of a kind speak together."""


class Condition(StrEnum):
    """State of a printer; where several faults are reported at once, the first of this list after ``READY`` counts."""

    READY = "ready"
    UNPLUGGED = "unplugged"
    """It cannot be reached at all."""
    BUSY = "busy"
    """Another program is connected to it."""
    SILENT = "silent"
    """It can be reached and does not answer, though it did before."""
    COVER_OPEN = "cover_open"
    PAPER_OUT = "paper_out"
    CUTTER = "cutter"
    OVERHEATED = "overheated"
    """It recovers by itself: too hot, or a voltage out of bounds."""
    BROKEN = "broken"
    """An error that only turning it off and on, or a technician, ends."""
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class Status:
    condition: Condition = Condition.READY
    near_end: bool = False
    """The roll is nearly used up; printing goes on."""
    reported: bool = True
    """The printer itself reported it; else ``condition`` is an assumption."""

    @property
    def can_print(self) -> bool:
        return self.condition is Condition.READY


@dataclass(frozen=True, slots=True)
class RealTimeReply:
    """One answer to ``DLE EOT n``."""

    value: int


@dataclass(frozen=True, slots=True)
class AutoStatusReply:
    """Four bytes of automatic status back."""

    value: bytes


@dataclass(frozen=True, slots=True)
class BufferedReply:
    """One answer from the print buffer: ``GS r``, or ``GS I`` 1 to 3."""

    value: int


@dataclass(frozen=True, slots=True)
class BlockReply:
    """Block data without its header and the closing zero."""

    header: int
    data: bytes

    @property
    def process_id(self) -> bytes | None:
        """The ID of ``GS ( H`` function 48, when this is its answer."""
        return self.data[1:] if self.header == 0x37 and self.data[:1] == b"\x22" and len(self.data) == 5 else None


PrinterReply = RealTimeReply | AutoStatusReply | BufferedReply | BlockReply


@dataclass(slots=True)
class ReplyParser:
    """Splits the bytes from a printer into replies, which may come in pieces. ``dropped`` counts bytes of no reply."""

    _pending: bytearray = field(default_factory=bytearray)
    dropped: int = 0

    def feed(self, data: bytes) -> list[PrinterReply]:
        self._pending += data
        replies: list[PrinterReply] = []
        while self._pending:
            reply, used = _next(bytes(self._pending[: BLOCK_MAX + 2]))
            if not used:
                break
            del self._pending[:used]
            if reply is None:
                self.dropped += used
            else:
                replies.append(reply)
        return replies

    def reset(self) -> None:
        """Discard an incomplete reply: what comes now answers a new request."""
        self.dropped += len(self._pending)
        self._pending.clear()


def _next(data: bytes) -> tuple[PrinterReply | None, int]:
    """The first reply and the bytes it took; none and some for noise; none and zero when more must come."""
    first = data[0]
    if first in FLOW_CONTROL or first & 0x80:
        return None, 1
    if first in BLOCK_HEADERS:
        return _block(data)
    if first & 0x93 == 0x12:
        return RealTimeReply(first), 1
    if first & 0x93 == 0x10:
        return _automatic(data)
    if first & 0x90 == 0:
        return BufferedReply(first), 1
    return None, 1


def _block(data: bytes) -> tuple[PrinterReply | None, int]:
    """A name may be in any alphabet, all other data is ASCII; what cannot stand in a block makes it noise."""
    for position, byte in enumerate(data[1:], 1):
        if byte == 0:
            return BlockReply(data[0], data[1:position]), position + 1
        if (byte < 0x20 and byte != SEPARATOR) or (byte >= 0x7F and data[0] != IDENTITY_HEADER):
            return None, 1
    return (None, 1) if len(data) > BLOCK_MAX else (None, 0)


def _automatic(data: bytes) -> tuple[PrinterReply | None, int]:
    for position, byte in enumerate(data[1:4], 1):
        if byte & 0x90:
            return None, position
    return (None, 0) if len(data) < 4 else (AutoStatusReply(data[:4]), 4)


def status_from_real_time(printer: int, offline: int, error: int, paper: int) -> Status:
    """The answers to ``DLE EOT`` 1, 2, 3 and 4 together."""
    near_end = bool(paper & 0x0C)
    if offline & 0x04:
        condition = Condition.COVER_OPEN
    elif paper & 0x60 or offline & 0x20:
        condition = Condition.PAPER_OUT
    elif error & 0x08:
        condition = Condition.CUTTER
    elif error & 0x20:
        condition = Condition.BROKEN
    elif error & 0x40:
        condition = Condition.OVERHEATED
    elif printer & 0x08 or offline & 0x40:
        condition = Condition.OFFLINE
    else:
        condition = Condition.READY
    return Status(condition, near_end)


def status_from_auto_status(value: bytes) -> Status:
    """Four bytes of automatic status back."""
    near_end = bool(value[2] & 0x03)
    if value[0] & 0x20:
        condition = Condition.COVER_OPEN
    elif value[2] & 0x0C:
        condition = Condition.PAPER_OUT
    elif value[1] & 0x08:
        condition = Condition.CUTTER
    elif value[1] & 0x20:
        condition = Condition.BROKEN
    elif value[1] & 0x40:
        condition = Condition.OVERHEATED
    elif value[0] & 0x08:
        condition = Condition.OFFLINE
    else:
        condition = Condition.READY
    return Status(condition, near_end)


def status_from_port(value: int) -> Status | None:
    """A byte of port status, from USB's GET_PORT_STATUS or the kernel's LPGETSTATUS; none where nothing is filled in.

    Bit 5 paper empty, 4 selected, 3 no error; the other bits are none of the printer's.
    """
    if not value & 0x38:
        return None
    if value & 0x20:
        return Status(Condition.PAPER_OUT, reported=False)
    return Status(Condition.READY if value & 0x18 == 0x18 else Condition.OFFLINE, reported=False)
