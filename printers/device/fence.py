"""The request sent behind a document whose answer confirms that everything before it is printed. Pure.

Byte formats: Epson's ESC/POS command reference, ``GS ( H`` function 48 (process ID response) and ``GS r`` 1 (paper
sensor status). Both are executed in the order of the print buffer, hence after the document.
"""

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
"""Bits 2 and 3 of the answer to ``GS r`` 1: the paper end sensor finds no paper."""


class Fence:
    """``passed`` becomes true when the answer to this request arrives; no other reply has that effect.

    The answer to ``GS r`` is a single byte without an ID, so it is requested twice: two equal answers in a row are
    needed, on a line without unknown bytes.
    """

    def __init__(self, way: str, process_id: bytes, dropped: int = 0) -> None:
        """``way`` is a ``DeviceInfo.confirms``; ``process_id`` is four bytes, 20h to 7Eh.

        ``dropped`` is the number of bytes of this line that the parser has dropped so far.
        """
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
        """``dropped`` is the number of bytes that the parser dropped so far; any new one ends ``GS r`` confirmation."""
        if self._method == "buffered" and dropped > self._dropped:
            self._method = ""
            self.passed = False
