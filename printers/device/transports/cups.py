"""A print queue of CUPS, asked by IPP for its state; raw bytes go in, and no job is ever called printed.

A job that the queue has not printed when its ticket's time is over is cancelled, so that it does not come out with the
new roll.
"""

from __future__ import annotations

from printers.device.ipp import NOT_FOUND, NOT_POSSIBLE, IppError, IppServer, Value
from printers.device.status import Condition, Status
from printers.device.transports.base import WRITE_S, TransportError

_STOPPED = 5
"""RFC 8011, 5.4.11: the state of a printer that prints nothing until somebody helps."""
_ENDED_FROM = 7
"""RFC 8011, 5.3.7: jobs from this state on have ended."""
_REASONS: tuple[tuple[str, Condition], ...] = (
    ("cover-open", Condition.COVER_OPEN),
    ("door-open", Condition.COVER_OPEN),
    ("media-empty", Condition.PAPER_OUT),
    ("media-needed", Condition.PAPER_OUT),
    ("media-jam", Condition.CUTTER),
    ("shutdown", Condition.OFFLINE),
    ("offline", Condition.OFFLINE),
    ("timed-out", Condition.OFFLINE),
    ("paused", Condition.OFFLINE),
)
"""RFC 8011, 5.4.12: printer-state-reasons, each perhaps followed by ``-report``, ``-warning`` or ``-error``."""


class CupsTransport:
    """Each document is one raw job of the queue."""

    bidirectional = False
    prints_on_write = False

    def __init__(self, queue: str, *, write_s: float = WRITE_S, server: IppServer | None = None) -> None:
        self._queue, self._write_s = queue, write_s
        self._server = server
        self._known: dict[str, list[Value]] = {}
        self.job: int | None = None
        """The number of the newest job."""

    def open(self) -> bool:
        """Ask for the queue, so that one that does not exist is never believed to print."""
        try:
            self._known = self._ipp().printer(self._queue)
        except IppError as error:
            raise TransportError(self._said(error)) from None
        return False

    def write(self, data: bytes) -> None:
        self.job = None
        try:
            self.job = self._ipp().print_raw(self._queue, "antrean", data)
        except IppError as error:
            sent = 0 if error.status else 1  # without an answer nobody knows whether it was taken
            raise TransportError(self._said(error), sent) from None

    def read(self, timeout_s: float) -> bytes:  # noqa: ARG002  a queue has no answer
        return b""

    def finish(self) -> None:
        """The queue has it."""

    def close(self) -> None:
        """Nothing is held open."""

    def port_status(self) -> Status | None:
        """The queue's state as ``open`` found it: what stops it counts, that nothing does proves nothing."""
        reasons = [str(reason) for reason in self._known.get("printer-state-reasons", [])]
        near_end = any(reason.startswith("media-low") for reason in reasons)
        urgent = [reason for reason in reasons if not reason.endswith(("-report", "-warning"))]
        stopped = self._known.get("printer-state", [0])[0] == _STOPPED
        for reason in reasons if stopped else urgent:
            for name, condition in _REASONS:
                if reason.startswith(name):
                    return Status(condition, near_end, reported=False)
        refuses = self._known.get("printer-is-accepting-jobs", [True])[0] is False
        return Status(Condition.OFFLINE if stopped or refuses else Condition.READY, near_end, reported=False)

    def ended(self, job: int) -> bool:
        """Whether the queue is done with a job, one way or the other. Raises ``TransportError``."""
        try:
            state = self._ipp().job_state(self._queue, job)
        except IppError as error:
            if error.status == NOT_FOUND:
                return True
            raise TransportError(self._said(error)) from None
        return not state or state >= _ENDED_FROM

    def cancel(self, job: int) -> None:
        """Cancel a job that has not ended. Raises ``TransportError``."""
        try:
            self._ipp().cancel(self._queue, job)
        except IppError as error:
            if error.status not in (NOT_FOUND, NOT_POSSIBLE):
                raise TransportError(self._said(error)) from None

    def _ipp(self) -> IppServer:
        return self._server or IppServer.of_machine(self._write_s)

    def _said(self, error: IppError) -> str:
        if error.status != NOT_FOUND:
            return f"the print queue {self._queue}: {error}"
        try:
            known = ", ".join(self._ipp().queues()) or "none"
        except IppError:
            known = "unknown"
        return f"there is no print queue {self._queue}; the queues are: {known}"
