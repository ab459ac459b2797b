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
    """The connection cannot be made or broke.

    ``sent``: bytes of this write that may have left before. ``busy``: another program holds the line.
    """

    def __init__(self, message: str, sent: int = 0, *, busy: bool = False) -> None:
        super().__init__(message)
        self.sent, self.busy = sent, busy


class Transport(Protocol):
    """One printer's line, used by one thread."""

    bidirectional: bool
    """The line carries answers back; a file or a print queue has none."""

    @property
    def prints_on_write(self) -> bool:
        """Written bytes count as printed when ``finish`` returns: a regular file is its own paper."""
        ...

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
class ReadProbe(Protocol):
    """A transport that can find out whether anybody reads what it sends."""

    def is_read(self) -> bool:
        """False where the bytes pile up unread. Raises ``TransportError``."""
        ...


@runtime_checkable
class JobQueue(Protocol):
    """A transport that hands documents to a queue, which may print them later."""

    job: int | None
    """The number of the newest document in the queue."""

    def ended(self, job: int) -> bool:
        """Whether the queue is done with it. Raises ``TransportError``."""
        ...

    def cancel(self, job: int) -> None:
        """Take it out of the queue if it is still there. Raises ``TransportError``."""
        ...


@runtime_checkable
class PortStatus(Protocol):
    """A transport that can read the port status without an ESC/POS request."""

    def port_status(self) -> Status | None: ...
