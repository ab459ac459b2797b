"""The interface of every transport, with its error and its time limits in seconds."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from printers.device.status import Status

CONNECT_S = 3.0
WRITE_S = 10.0
"""Longest wait for a printer to take the next bytes; a full buffer over a slow line takes some seconds."""

NO_PERMISSION = (
    "no permission. Install the udev rule: `antrean print udev | sudo tee /etc/udev/rules.d/70-antrean-printer.rules "
    "&& sudo udevadm control --reload && sudo udevadm trigger`, add this user to the group lp, and log in again"
)
"""What to do where a printer's device may not be opened."""


class TransportError(Exception):
    """The connection cannot be made or broke. ``sent``: bytes of this write that may have left before."""

    def __init__(self, message: str, sent: int = 0) -> None:
        super().__init__(message)
        self.sent = sent


class Transport(Protocol):
    """One printer's line, used by one thread."""

    bidirectional: bool
    """The line carries answers back; a file or a print queue has none."""
    prints_on_write: bool
    """Written bytes count as printed when ``finish`` returns: a file is its own paper."""

    def open(self) -> bool:
        """Connect where it is not open; whether the line is a new one. Raises ``TransportError``."""
        ...

    def write(self, data: bytes) -> None:
        """Hand over every byte to the open line. Raises ``TransportError`` with the number that may have left."""
        ...

    def read(self, timeout_s: float) -> bytes:
        """What has come, waiting at most so long for the first byte; empty when nothing came."""
        ...

    def finish(self) -> None:
        """The document is whole. Raises ``TransportError``."""
        ...

    def close(self) -> None: ...


@runtime_checkable
class PortStatus(Protocol):
    """A transport that can read the port status without an ESC/POS request."""

    def port_status(self) -> Status | None: ...
