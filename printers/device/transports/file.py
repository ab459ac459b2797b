"""Bytes appended to a file. A regular file is its own paper; a pipe or a device is written to and confirms nothing."""

from __future__ import annotations

import os
import select
import stat
import time
from pathlib import Path

from printers.device.transports.base import WRITE_S, TransportError

_FLAGS = os.O_WRONLY | os.O_APPEND | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
"""Without ``O_NONBLOCK`` a pipe that nobody reads would be waited for without end."""
_DEVICES = Path("/dev")
_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  the one folder below /dev that holds regular files


class FileTransport:
    """Each document is appended and, in a regular file, synced; nothing answers."""

    bidirectional = False

    def __init__(self, path: Path, *, write_s: float = WRITE_S) -> None:
        self._path, self._write_s = path, write_s
        self._descriptor: int | None = None
        self._is_regular = False

    @property
    def prints_on_write(self) -> bool:
        """Only a regular file keeps what was written; known once it was opened."""
        return self._is_regular

    def open(self) -> bool:
        if self._descriptor is not None:
            return False
        try:
            self._descriptor = os.open(self._path, _FLAGS | (os.O_CREAT if self._may_create() else 0), 0o600)
            self._is_regular = stat.S_ISREG(os.fstat(self._descriptor).st_mode)
        except OSError as error:
            raise TransportError(f"cannot write to {self._path}: {error.strerror}") from None
        return True

    def _may_create(self) -> bool:
        """A missing device stays missing: a plain file in its place would take the tickets."""
        real = Path(os.path.realpath(self._path))
        return not real.is_relative_to(_DEVICES) or real.is_relative_to(_SHARED_MEMORY)

    def write(self, data: bytes) -> None:
        sent = 0
        deadline = time.monotonic() + self._write_s
        try:
            while sent < len(data):
                try:
                    sent += os.write(self._opened(), data[sent:])
                    deadline = time.monotonic() + self._write_s
                except BlockingIOError:
                    self._wait_writable(deadline, sent)
        except OSError as error:
            self.close()
            raise TransportError(f"cannot write to {self._path}: {error.strerror}", sent) from None

    def read(self, timeout_s: float) -> bytes:  # noqa: ARG002  a file has no answer to wait for
        return b""

    def finish(self) -> None:
        try:
            if self._is_regular:
                os.fsync(self._opened())
        except OSError as error:
            raise TransportError(f"cannot write to {self._path}: {error.strerror}", 1) from None
        self.close()

    def close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _wait_writable(self, deadline: float, sent: int) -> None:
        _, writable, _ = select.select([], [self._opened()], [], max(0.0, deadline - time.monotonic()))
        if not writable:
            self.close()
            raise TransportError(f"{self._path} took no more bytes for {self._write_s:g} s", sent)

    def _opened(self) -> int:
        self.open()
        return self._descriptor if self._descriptor is not None else -1
