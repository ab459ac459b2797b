"""The lock by which one process owns the data folder."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from kiosk.store.interface import StoreBusy, StoreError


class DataFolderLock:
    """Held from ``acquire`` until ``release``; the system releases it when the process dies."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._pid = data / "store.pid"
        self._lock = FileLock(data / "store.lock", timeout=0, mode=0o600, thread_local=False, fallback_to_soft=False)

    def acquire(self) -> None:
        """Create the folder if needed and lock it. Raises ``StoreBusy`` with the owning process, or ``StoreError``."""
        try:
            self._data.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lock.acquire()
            self._pid.write_text(str(os.getpid()))
        except Timeout:
            raise StoreBusy(
                f"{self._data} is in use by process {self._holder()}: stop it, or go through its server"
            ) from None
        except OSError as error:
            if self._lock.is_locked:
                self._lock.release()
            raise StoreError(f"the data folder {self._data} cannot be used: {error.strerror or error}") from error

    def release(self) -> None:
        with suppress(OSError):
            self._pid.unlink()
        self._lock.release()

    def _holder(self) -> str:
        try:
            return self._pid.read_text()
        except OSError:
            return "unknown"
