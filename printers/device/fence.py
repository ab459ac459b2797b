"""What is asked behind a document, and when its answer says that everything before it is printed. Pure."""

from __future__ import annotations

from printers.device.status import PAPER, Automatic, Block, Buffered, PrinterReply, RealTime

ENDED = 0x0C
"""GS r 1: the paper has ended."""


class Fence:
    """``way`` is a ``Nature.confirms``. Whatever else comes, only its own answer passes it.

    The answer to ``GS r`` is one byte without a name, so it is asked for twice: two answers in a row that say the
    same of the paper, on a line without noise. No stray byte is that.
    """

    def __init__(self, way: str, process_id: bytes, dropped: int = 0) -> None:
        """``process_id`` are four bytes, 20h to 7Eh. ``dropped`` counts the noise of the line so far."""
        self.passed = False
        self._way, self._process_id, self._dropped = way, process_id, dropped
        self._last: int | None = None

    @property
    def request(self) -> bytes:
        if self._way == "process_id":
            return b"\x1d(H\x06\x00\x30\x30" + self._process_id
        return b"\x1dr\x01\x1dr\x01" if self._way == "buffered" else b""

    def hear(self, reply: PrinterReply) -> None:
        if self._way == "process_id":
            self.passed |= isinstance(reply, Block) and reply.process_id == self._process_id
        elif self._way == "buffered" and isinstance(reply, Buffered):
            said = reply.value if reply.value in PAPER and not reply.value & ENDED else None
            self.passed |= said is not None and said == self._last
            self._last = said
        elif not isinstance(reply, RealTime | Automatic):
            self._last = None

    def noise(self, dropped: int) -> None:
        """How much noise the line has had so far."""
        if self._way == "buffered" and dropped > self._dropped:
            self._way = ""
            self.passed = False
