"""A printer of Windows: raw bytes through its print queue, which says of the printer what the driver knows."""

from __future__ import annotations

import importlib
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLongError
from typing import Any

from printers.device.status import Condition, Status
from printers.device.transports.base import WRITE_S, TransportError

_CONDITIONS = ((0x400000, Condition.COVER_OPEN), (0x10, Condition.PAPER_OUT), (0x08, Condition.CUTTER))
"""winspool.h: PRINTER_STATUS_DOOR_OPEN, _PAPER_OUT and _PAPER_JAM."""
_OFFLINE = 0x02 | 0x80 | 0x1000 | 0x100000
"""PRINTER_STATUS_ERROR, _OFFLINE, _NOT_AVAILABLE and _USER_INTERVENTION."""


class WinTransport:
    """Each document is one raw job of the queue; what it prints is never confirmed."""

    bidirectional = False
    prints_on_write = False

    def __init__(self, queue: str, *, write_s: float = WRITE_S, api: Any | None = None) -> None:
        self._queue, self._write_s = queue, write_s
        self._api = api
        self._executor: ThreadPoolExecutor | None = None

    def open(self) -> bool:
        try:
            self._api = self._api or importlib.import_module("win32print")
        except ImportError:
            raise TransportError("pywin32 is missing; install the project's requirements again") from None
        self._call(self._queue_flags)
        return False

    def write(self, data: bytes) -> None:
        self.open()
        self._call(lambda: self._print(data), sent=1)

    def read(self, timeout_s: float) -> bytes:  # noqa: ARG002  a queue has no answer
        return b""

    def finish(self) -> None:
        """The queue has it."""

    def close(self) -> None:
        """Nothing is held open; a call that hangs in the driver is left to it."""
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)
            self._executor = None

    def port_status(self) -> Status | None:
        """What the queue knows of the printer."""
        try:
            flags: int = self._call(self._queue_flags)
        except TransportError:
            return None
        known = next((condition for bit, condition in _CONDITIONS if flags & bit), None)
        condition = known or (Condition.OFFLINE if flags & _OFFLINE else Condition.READY)
        return Status(condition, reported=False)

    def _queue_flags(self) -> int:
        handle = self._win32print().OpenPrinter(self._queue)
        try:
            flags: int = self._win32print().GetPrinter(handle, 2)["Status"]
        finally:
            self._win32print().ClosePrinter(handle)
        return flags

    def _print(self, data: bytes) -> int:
        api = self._win32print()
        handle = api.OpenPrinter(self._queue)
        try:
            api.StartDocPrinter(handle, 1, ("Antrean", None, "RAW"))
            try:
                api.StartPagePrinter(handle)
                written: int = api.WritePrinter(handle, data)
                api.EndPagePrinter(handle)
            finally:
                api.EndDocPrinter(handle)
        finally:
            api.ClosePrinter(handle)
        if written != len(data):
            raise TransportError(f"the print queue {self._queue} took {written} of {len(data)} bytes", written)
        return written

    def _call(self, call: Any, sent: int = 0) -> int:
        """The call's answer within the time, whatever a driver does. Raises ``TransportError``."""
        self._executor = self._executor or ThreadPoolExecutor(1, thread_name_prefix="win-printer")
        try:
            answer: int = self._executor.submit(call).result(self._write_s)
        except TookTooLongError:
            self.close()
            raise TransportError(f"the print queue {self._queue} did not answer in time", sent) from None
        except TransportError:
            raise
        except Exception as error:  # noqa: BLE001  pywintypes.error is no OSError, and its class is there on Windows alone
            said = str(getattr(error, "strerror", "") or error)
            raise TransportError(f"the print queue {self._queue}: {said}") from None
        return answer

    def _win32print(self) -> Any:
        return self._api
