"""Bytes appended to a file: for a pipe to another program, a device node, or to look at."""

from __future__ import annotations

import os
from pathlib import Path

from printers.transports.base import TransportError


class FileTransport:
    """Each document is appended in one write and synced; nothing answers."""

    answers = False
    keeps = True

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def open(self) -> bool:
        if self._descriptor is not None:
            return False
        try:
            self._descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        except OSError as error:
            raise TransportError(f"cannot write to {self._path}: {error.strerror}") from None
        return True

    def write(self, data: bytes) -> None:
        sent = 0
        try:
            while sent < len(data):
                sent += os.write(self._open(), data[sent:])
        except OSError as error:
            raise TransportError(f"cannot write to {self._path}: {error.strerror}", sent) from None

    def read(self, timeout_s: float) -> bytes:  # noqa: ARG002  a file has no answer to wait for
        return b""

    def finish(self) -> None:
        try:
            if self._path.is_file():
                os.fsync(self._open())
        except OSError as error:
            raise TransportError(f"cannot write to {self._path}: {error.strerror}", 1) from None
        self.close()

    def close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _open(self) -> int:
        self.open()
        return self._descriptor if self._descriptor is not None else -1
