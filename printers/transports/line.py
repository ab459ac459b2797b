"""The kernel's printer device and serial lines: a descriptor that is never waited on without a limit."""

from __future__ import annotations

import contextlib
import os
import select
import sys
import time
from pathlib import Path

from printers.status import Status, from_port
from printers.transports.base import NO_PERMISSION, WRITE_S, TransportError
from printers.transports.sysfs import SYS, device_of, serial_of

CHUNK = 512
NO_SERIAL_PERMISSION = (
    "no permission; add this user to the group dialout: `sudo usermod -aG dialout $USER`, log in again"
)
_LPGETSTATUS = 0x060B
"""linux/lp.h; the driver usblp answers it with the port status byte as a number of four bytes."""
BAUDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600)


class LineTransport:
    """``/dev/usb/lp0`` or, with ``baud``, ``/dev/ttyS0``: 8 bits, no parity, one stop bit, RTS/CTS where wired."""

    answers = True
    keeps = False

    def __init__(
        self, path: str, baud: int = 0, *, serial: str | None = None, write_s: float = WRITE_S, root: Path = SYS
    ) -> None:
        """``serial``: of the printer behind the kernel's device; without, the one found there first is meant."""
        self._path, self._baud, self._write_s, self._root = path, baud, write_s, root
        self._named, self._serial = serial is not None, serial
        self._descriptor: int | None = None

    def open(self) -> bool:
        if self._descriptor is not None:
            return False
        path = self._where()
        try:
            self._descriptor = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
            _have_alone(self._descriptor)
            if self._baud:
                _set_line(self._descriptor, self._baud)
        except PermissionError:
            what = NO_SERIAL_PERMISSION if self._baud else NO_PERMISSION
            raise TransportError(f"{path}: {what}") from None
        except BlockingIOError:
            self.close()
            raise TransportError(f"{path}: another program prints on it; close that first") from None
        except (OSError, ValueError) as error:
            self.close()
            raise TransportError(f"cannot open {path}: {_reason(error)}") from None
        return True

    def _where(self) -> str:
        """The device to open: that of the printer that is meant, wherever it is plugged in now."""
        if self._baud:
            return self._path
        if self._serial is None:
            self._serial = serial_of(Path(self._path), self._root)
        found = device_of(self._serial, self._root) if self._serial else None
        if found is None and self._named:
            raise TransportError(f"no printer with serial number {self._serial} is plugged in; check cable and power")
        return str(found or self._path)

    def port_status(self) -> Status | None:
        """What the kernel's printer driver knows of the port, if it is one."""
        if self._baud or self._descriptor is None:
            return None
        import fcntl  # noqa: PLC0415  POSIX alone has it

        answer = bytearray(4)
        try:
            fcntl.ioctl(self._descriptor, _LPGETSTATUS, answer)
        except OSError:
            return None
        return from_port(answer[0] if sys.byteorder == "little" else answer[3])

    def write(self, data: bytes) -> None:
        sent = 0
        deadline = time.monotonic() + self._write_s
        while sent < len(data):
            try:
                sent += os.write(self._line, data[sent : sent + CHUNK])
                deadline = time.monotonic() + self._write_s
            except BlockingIOError:
                _, writable, _ = select.select([], [self._line], [], max(0.0, deadline - time.monotonic()))
                if not writable:
                    self._forget_unsent()
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

    def _forget_unsent(self) -> None:
        """Else closing a serial line that carries nothing waits half a minute for what is still to go."""
        if self._baud and self._descriptor is not None:
            import termios  # noqa: PLC0415  POSIX alone has it

            with contextlib.suppress(termios.error):
                termios.tcflush(self._descriptor, termios.TCOFLUSH)

    @property
    def _line(self) -> int:
        if self._descriptor is None:
            raise TransportError(f"the line {self._path} is closed")
        return self._descriptor


def _have_alone(descriptor: int) -> None:
    """One program a printer. Raises ``BlockingIOError``."""
    import fcntl  # noqa: PLC0415  POSIX alone has it

    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


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
