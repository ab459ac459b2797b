"""What every way to a printer does."""

from __future__ import annotations

from typing import Protocol

CONNECT_S = 3.0
WRITE_S = 10.0
"""Longest wait for a printer to take the next bytes; a full buffer over a slow line takes some seconds."""


class TransportError(Exception):
    """The way is not there or broke. ``sent`` counts the bytes that it may have taken before."""

    def __init__(self, message: str, sent: int = 0) -> None:
        super().__init__(message)
        self.sent = sent


class Transport(Protocol):
    """One printer's line, used by one thread."""

    answers: bool
    """The line carries answers back; a file or a print queue has none."""
    keeps: bool
    """What was written is there for good when ``finish`` returns: the line is the paper."""

    def open(self) -> None:
        """Connect; nothing where it is open. Raises ``TransportError``."""
        ...

    def write(self, data: bytes) -> None:
        """Hand over every byte. Raises ``TransportError`` with the number that may have left."""
        ...

    def read(self, timeout_s: float) -> bytes:
        """What has come, waiting at most so long for the first byte; empty when nothing came."""
        ...

    def finish(self) -> None:
        """The document is whole. Raises ``TransportError``."""
        ...

    def close(self) -> None: ...
