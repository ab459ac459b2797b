"""A printer behind the Linux kernel's usblp driver (``lp:///dev/usb/lp0``); every wait has a time limit."""

from __future__ import annotations

import os
import select
import sys
import time
from pathlib import Path

from printers.device.status import Status, status_from_port
from printers.device.transports.base import NO_PERMISSION, WRITE_S, TransportError
from printers.device.transports.sysfs import SYS, device_of, serial_of

CHUNK = 512
_LPGETSTATUS = 0x060B
"""linux/lp.h; the driver usblp answers it with the port status byte as a number of four bytes."""


class LpTransport:
    """``/dev/usb/lp0``, or wherever that printer is plugged in now."""

    bidirectional = True
    prints_on_write = False

    def __init__(self, path: str, *, serial: str | None = None, write_s: float = WRITE_S, root: Path = SYS) -> None:
        """``serial``: of the printer behind the kernel's device; without, the one found there first is meant."""
        self._path, self._write_s, self._root = path, write_s, root
        self._serial_given, self._serial = serial is not None, serial
        self._descriptor: int | None = None

    def open(self) -> bool:
        if self._descriptor is not None:
            return False
        path = self._device_path()
        try:
            self._descriptor = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
            _lock(self._descriptor)
        except PermissionError:
            raise TransportError(f"{path}: {NO_PERMISSION}") from None
        except BlockingIOError:
            self.close()
            raise TransportError(f"{path}: another program prints on it; close that first", busy=True) from None
        except OSError as error:
            self.close()
            raise TransportError(f"cannot open {path}: {_reason(error)}") from None
        return True

    def _device_path(self) -> str:
        """The device to open: that of the printer that is meant, wherever it is plugged in now."""
        if self._serial is None:
            self._serial = serial_of(Path(self._path), self._root)
        found = device_of(self._serial, self._root) if self._serial else None
        if found is None and self._serial_given:
            raise TransportError(f"no printer with serial number {self._serial} is plugged in; check cable and power")
        return str(found or self._path)

    def port_status(self) -> Status | None:
        """What the kernel's printer driver knows of the port, if it is one."""
        if self._descriptor is None:
            return None
        import fcntl  # noqa: PLC0415  POSIX alone has it

        answer = bytearray(4)
        try:
            fcntl.ioctl(self._descriptor, _LPGETSTATUS, answer)
        except OSError:
            return None
        return status_from_port(answer[0] if sys.byteorder == "little" else answer[3])

    def write(self, data: bytes) -> None:
        sent = 0
        deadline = time.monotonic() + self._write_s
        while sent < len(data):
            try:
                sent += os.write(self._opened, data[sent : sent + CHUNK])
                deadline = time.monotonic() + self._write_s
            except BlockingIOError:
                _, writable, _ = select.select([], [self._opened], [], max(0.0, deadline - time.monotonic()))
                if not writable:
                    self.close()
                    raise TransportError(f"{self._path} took no more bytes for {self._write_s:g} s", sent) from None
            except OSError as error:
                self.close()
                raise TransportError(f"the line {self._path} broke: {_reason(error)}", sent) from None

    def read(self, timeout_s: float) -> bytes:
        readable, _, _ = select.select([self._opened], [], [], max(0.0, timeout_s))
        if not readable:
            return b""
        try:
            data = os.read(self._opened, CHUNK)
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
    def _opened(self) -> int:
        if self._descriptor is None:
            raise TransportError(f"the line {self._path} is closed")
        return self._descriptor


def _lock(descriptor: int) -> None:
    """One program a printer. Raises ``BlockingIOError``."""
    import fcntl  # noqa: PLC0415  POSIX alone has it

    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
