"""One printer of a spool: its thread, its newest status, and the loop that prints its jobs."""

from __future__ import annotations

import logging
import threading
import time
from typing import Final, Protocol

import msgspec

from printers.device.status import Status
from printers.spool.job import Job
from printers.spool.journal import JournalError
from printers.spool.policy import JobEvent, JobState, recover
from printers.spool.worker import PrinterWorker

AUTO_STATUS_POLL_S: Final = 0.25
"""Seconds between two looks for automatic status back."""
ERROR_PAUSE_S: Final = 1.0
"""Pause in seconds after an error of the disk or a bug."""
_LOG = logging.getLogger(__name__)


class LaneSpool(Protocol):
    """What a lane needs of its spool. Every method may be called from any thread."""

    changed: threading.Condition
    """Held while jobs change; notified afterwards."""

    @property
    def closing(self) -> bool: ...
    def next(self, printer: int) -> Job | None: ...
    def overdue(self, printer: int) -> list[Job]: ...
    def remaining_s(self, job: Job) -> float: ...
    def move(
        self,
        job: Job,
        event: JobEvent,
        *,
        process_id: str | None = None,
        cause: str | None = None,
        detail: str = "",
    ) -> Job: ...
    def store_or_keep_in_memory(self, job: Job) -> None: ...
    def copy_elsewhere(self, job: Job) -> None: ...
    def confirm_late(self, process_id: str) -> None: ...
    def move_if_held(self, job: Job) -> bool: ...
    def notify_status(self) -> None: ...


class PrinterLane:
    """``place`` is the index of the printer; 0 is the first."""

    def __init__(self, spool: LaneSpool, place: int, worker: PrinterWorker) -> None:
        self.place, self.worker = place, worker
        self.status: Status = Status(reported=False)
        self._last_error = ""
        self._spool = spool
        self._status_known = False
        self.thread = threading.Thread(target=self._run, name=f"printer-{place + 1}", daemon=True)

    @property
    def ready(self) -> bool:
        """Its status is known and it can print."""
        return self._status_known and self.status.can_print

    # ------------------------------------------------------------ for the worker

    def change(
        self, job: Job, event: JobEvent, *, process_id: str | None = None, cause: str | None = None, detail: str = ""
    ) -> Job:
        """Move a job; an unconfirmed one may get a copy on another printer."""
        after = self._spool.move(job, event, process_id=process_id, cause=cause, detail=detail)
        if after.state is JobState.UNCONFIRMED:
            self._spool.copy_elsewhere(after)
        return after

    def remaining_s(self, job: Job) -> float:
        return self._spool.remaining_s(job)

    def on_status(self, status: Status) -> None:
        """Take over the printer's status and notify the listener if it changed."""
        changed = status != self.status or not self._status_known
        self.status, self._status_known = status, True
        if changed:
            self._spool.notify_status()

    def on_late_confirmation(self, process_id: str) -> None:
        self._spool.confirm_late(process_id)

    def move_if_held(self, job: Job) -> bool:
        return self._spool.move_if_held(job)

    # ------------------------------------------------------------ the thread

    def _run(self) -> None:
        """Until the spool closes; an error does not end it."""
        while not self._spool.closing:
            try:
                self._expire()
                due = self._spool.next(self.place)
                pause = self.worker.work(due, self)
                self._sleep(due, pause)
            except JournalError as error:
                self._after_error(f"the print spool cannot go on: {error}", error)
            except Exception as error:  # noqa: BLE001  a fault of ours in one job must not stop the others
                self._after_error("the print spool met a fault of ours", error)
        self.worker.close()

    def _expire(self) -> None:
        """Expire this printer's own jobs alone: no other thread may take one from under this one."""
        for job in self._spool.overdue(self.place):
            self._spool.move(job, JobEvent.EXPIRE, cause=job.cause, detail=job.detail)

    def _sleep(self, seen: Job | None, pause: float) -> None:
        """Wait for work or until the printer sends something, at most ``pause`` seconds."""
        deadline = time.monotonic() + pause
        while (left := deadline - time.monotonic()) > 0:
            with self._spool.changed:
                if self._spool.changed.wait_for(lambda: self._should_wake(seen), min(left, AUTO_STATUS_POLL_S)):
                    return
            if self.worker.needs_check():
                return

    def _should_wake(self, seen: Job | None) -> bool:
        if self._spool.closing or self._spool.overdue(self.place):
            return True
        return seen is None and self._spool.next(self.place) is not None

    def _after_error(self, what: str, error: Exception) -> None:
        """Set the current job to its state after a crash; a bug fails it, a full disk is waited for."""
        if str(error) != self._last_error:
            _LOG.error("%s", what, exc_info=None if isinstance(error, JournalError) else error)
        self._last_error = str(error)
        job = self._spool.next(self.place)
        if job is not None and not isinstance(error, JournalError) and job.state is JobState.PREFLIGHT:
            job = msgspec.structs.replace(job, state=JobState.FAILED, cause="document", detail=str(error))
        elif job is not None and recover(job.state) is not job.state:
            job = msgspec.structs.replace(job, state=recover(job.state), cause="restart")
        else:
            job = None
        if job is not None:
            self._spool.store_or_keep_in_memory(job)
        with self._spool.changed:
            self._spool.changed.wait_for(lambda: self._spool.closing, ERROR_PAUSE_S)
