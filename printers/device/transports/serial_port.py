"""A printer on a serial line, through pyserial: 8 bits, no parity, one stop bit."""

from __future__ import annotations

import contextlib
import errno
import os
from typing import TYPE_CHECKING

from printers.device.transports.base import WRITE_S, TransportError
from printers.device.url import Flow

if TYPE_CHECKING:
    from serial import Serial

CHUNK = 64
"""Bytes in one write: at 1200 baud half a second, so that a printer which stopped is told from a slow line."""
_IN_USE = "another program prints on it; close that first"
NO_PERMISSION = "no permission; add this user to the group dialout: `sudo usermod -aG dialout $USER`, log in again"


class SerialTransport:
    """``/dev/ttyS0`` or ``COM3``. ``flow``: how the printer says that its buffer is full, as its switches are set."""

    bidirectional = True
    prints_on_write = False

    def __init__(self, port: str, baud: int, flow: Flow = "none", *, write_s: float = WRITE_S) -> None:
        self._port, self._baud, self._flow, self._write_s = port, baud, flow, write_s
        self._line: Serial | None = None

    def open(self) -> bool:
        if self._line is not None:
            return False
        from serial import Serial  # noqa: PLC0415  most offices have no serial printer

        try:
            self._line = Serial(
                self._port,
                self._baud,
                timeout=0,
                write_timeout=self._write_s,
                exclusive=True,
                rtscts=self._flow == "rtscts",
                dsrdtr=self._flow == "dsrdtr",
                xonxoff=self._flow == "xonxoff",
            )
        except (OSError, ValueError) as error:
            said = _open_error(error)
            raise TransportError(f"{self._port}: {said}", busy=said is _IN_USE) from None
        return True

    def write(self, data: bytes) -> None:
        line, sent = self._opened(), 0
        while sent < len(data):
            piece = data[sent : sent + CHUNK]
            sent += len(piece)  # of a piece that failed nobody knows how much left
            try:
                line.write(piece)
            except OSError as error:
                stopped = "Timeout" in type(error).__name__
                self._discard_output()
                self.close()
                why = f"took no more bytes for {self._write_s:g} s" if stopped else f"broke: {_reason(error)}"
                raise TransportError(f"{self._port} {why}", sent) from None

    def read(self, timeout_s: float) -> bytes:
        line = self._opened()
        try:
            line.timeout = max(0.0, timeout_s)
            first = line.read(1)
            return first + line.read(line.in_waiting) if first else b""
        except OSError as error:
            self.close()
            raise TransportError(f"{self._port} broke: {_reason(error)}") from None

    def finish(self) -> None:
        """Nothing: what counts is the printer's answer."""

    def close(self) -> None:
        if self._line is not None:
            with contextlib.suppress(OSError):
                self._line.close()
            self._line = None

    def _discard_output(self) -> None:
        """Else closing a line that carries nothing waits half a minute for what is still to go."""
        if self._line is not None:
            with contextlib.suppress(Exception):  # of a broken line; termios' own error is no OSError
                self._line.reset_output_buffer()

    def _opened(self) -> Serial:
        if self._line is None:
            raise TransportError(f"{self._port} is closed")
        return self._line


def _open_error(error: OSError | ValueError) -> str:
    number = error.errno if isinstance(error, OSError) else None
    if number in (errno.EACCES, errno.EPERM):
        return NO_PERMISSION
    if number in (errno.EAGAIN, errno.EBUSY) or "exclusively lock" in str(error):
        return _IN_USE
    return f"cannot be opened: {_reason(error)}"


def _reason(error: OSError | ValueError) -> str:
    """Pyserial hides the system's sentence in one of its own."""
    number = error.errno if isinstance(error, OSError) else None
    return os.strerror(number) if number else str(error)
