"""The kernel's printer device and serial lines: a descriptor that is never waited on without a limit."""

from __future__ import annotations

import os
import select
import time

from printers.transports.base import WRITE_S, TransportError

CHUNK = 512
BAUDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600)


class LineTransport:
    """``/dev/usb/lp0`` or, with ``baud``, ``/dev/ttyS0``: 8 bits, no parity, one stop bit, RTS/CTS where wired."""

    answers = True
    keeps = False

    def __init__(self, path: str, baud: int = 0, *, write_s: float = WRITE_S) -> None:
        self._path, self._baud, self._write_s = path, baud, write_s
        self._descriptor: int | None = None

    def open(self) -> None:
        if self._descriptor is not None:
            return
        try:
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
            if self._baud:
                _set_line(self._descriptor, self._baud)
        except PermissionError:
            raise TransportError(f"{self._path}: no permission; add this user to the groups lp and dialout") from None
        except (OSError, ValueError) as error:
            self.close()
            raise TransportError(f"cannot open {self._path}: {_reason(error)}") from None

    def write(self, data: bytes) -> None:
        self.open()
        sent = 0
        deadline = time.monotonic() + self._write_s
        while sent < len(data):
            try:
                sent += os.write(self._line, data[sent : sent + CHUNK])
                deadline = time.monotonic() + self._write_s
            except BlockingIOError:
                _, writable, _ = select.select([], [self._line], [], max(0.0, deadline - time.monotonic()))
                if not writable:
                    self.close()
                    raise TransportError(f"{self._path} took no more bytes for {self._write_s:g} s", sent) from None
            except OSError as error:
                self.close()
                raise TransportError(f"the line {self._path} broke: {_reason(error)}", sent) from None

    def read(self, timeout_s: float) -> bytes:
        readable, _, _ = select.select([self._line], [], [], max(0.0, timeout_s))
        if not readable:
            return b""
        try:
            data = os.read(self._line, CHUNK)
        except BlockingIOError:
            return b""
        except OSError as error:
            self.close()
            raise TransportError(f"the line {self._path} broke: {_reason(error)}") from None
        if not data:
            time.sleep(min(timeout_s, 0.02))  # usblp says "nothing" at once and stays readable
        return data

    def finish(self) -> None:
        """Nothing: what counts is the printer's answer."""

    def close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    @property
    def _line(self) -> int:
        if self._descriptor is None:
            raise TransportError(f"the line {self._path} is closed")
        return self._descriptor


def _set_line(descriptor: int, baud: int) -> None:
    """Raw, with the speed; raises ``ValueError`` for a speed that no line has."""
    import termios  # noqa: PLC0415  POSIX alone has it
    import tty  # noqa: PLC0415  likewise

    if baud not in BAUDS:
        raise ValueError(f"there is no speed {baud}; write one of {', '.join(map(str, BAUDS))}")
    tty.setraw(descriptor)
    attributes = termios.tcgetattr(descriptor)
    speed: int = getattr(termios, f"B{baud}")
    attributes[2] = (attributes[2] & ~(termios.PARENB | termios.CSTOPB | termios.CSIZE)) | termios.CS8 | termios.CLOCAL
    attributes[4] = attributes[5] = speed
    termios.tcsetattr(descriptor, termios.TCSANOW, attributes)


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
