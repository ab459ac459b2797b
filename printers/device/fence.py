"""What is asked behind a document, and when its answer says that everything before it is printed. Pure."""

from __future__ import annotations

from printers.device.status import (
    PAPER_SENSOR_VALUES,
    AutoStatusReply,
    BlockReply,
    BufferedReply,
    PrinterReply,
    RealTimeReply,
)

_PAPER_END = 0x0C
"""GS r 1: the paper has ended."""


class Fence:
    """``way`` is a ``Nature.confirms``. Whatever else comes, only its own answer passes it.

    The answer to ``GS r`` is one byte without a name, so it is asked for twice: two answers in a row that say the
    same of the paper, on a line without noise. No stray byte is that.
    """

    def __init__(self, way: str, process_id: bytes, dropped: int = 0) -> None:
        """``process_id`` are four bytes, 20h to 7Eh. ``dropped`` counts the noise of the line so far."""
        self.passed = False
        self._method, self._process_id, self._dropped = way, process_id, dropped
        self._last_value: int | None = None

    @property
    def request(self) -> bytes:
        if self._method == "process_id":
            return b"\x1d(H\x06\x00\x30\x30" + self._process_id
        return b"\x1dr\x01\x1dr\x01" if self._method == "buffered" else b""

    def on_reply(self, reply: PrinterReply) -> None:
        if self._method == "process_id":
            self.passed |= isinstance(reply, BlockReply) and reply.process_id == self._process_id
        elif self._method == "buffered" and isinstance(reply, BufferedReply):
            said = reply.value if reply.value in PAPER_SENSOR_VALUES and not reply.value & _PAPER_END else None
            self.passed |= said is not None and said == self._last_value
            self._last_value = said
        elif not isinstance(reply, RealTimeReply | AutoStatusReply):
            self._last_value = None

    def on_dropped_bytes(self, dropped: int) -> None:
        """How much noise the line has had so far."""
        if self._method == "buffered" and dropped > self._dropped:
            self._method = ""
            self.passed = False
