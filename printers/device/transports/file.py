"""Bytes appended to a file: for a pipe to another program, a device node, or to look at."""

from __future__ import annotations

import os
import select
import time
from pathlib import Path

from printers.device.transports.base import WRITE_S, TransportError

_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NONBLOCK", 0)
"""Nothing but a regular file heeds the last one, and a pipe that nobody reads would be waited for for ever."""


class FileTransport:
    """Each document is appended and synced; nothing answers."""

    bidirectional = False
    prints_on_write = True

    def __init__(self, path: Path, *, write_s: float = WRITE_S) -> None:
        self._path, self._write_s = path, write_s
        self._descriptor: int | None = None

    def open(self) -> bool:
        if self._descriptor is not None:
            return False
        try:
            self._descriptor = os.open(self._path, _FLAGS, 0o644)
        except OSError as error:
            raise TransportError(f"cannot write to {self._path}: {error.strerror}") from None
        return True

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
            raise TransportError(f"cannot write to {self._path}: {error.strerror}", sent) from None

    def read(self, timeout_s: float) -> bytes:  # noqa: ARG002  a file has no answer to wait for
        return b""

    def finish(self) -> None:
        try:
            if self._path.is_file():
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
