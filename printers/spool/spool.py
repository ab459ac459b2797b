"""The durable print jobs of a station: one lock on the folder, one journal, one thread for each printer.

``submit`` returns when the job is on disk. A printer's thread requests its status, commits *sending* with a new process
ID before the first byte, and sets a job to *printed* only after the printer's confirmation. See ``policy`` for the
states, ``job_store`` for memory and disk, ``lane`` for the threads.
"""

from __future__ import annotations

import contextlib
import logging
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from printers.device.printer import ANSWER_S
from printers.device.status import Status
from printers.device.url import PrinterTarget, parse_url
from printers.document.rows import Document, mark_copy
from printers.spool.folder_lock import SpoolError, in_use, lock_folder
from printers.spool.job import Job
from printers.spool.job_store import JobStore, SpoolNotice
from printers.spool.journal import JournalError
from printers.spool.lane import PrinterLane
from printers.spool.policy import JobEvent, JobState, may_copy_elsewhere, move, recover, reprint_is_copy
from printers.spool.worker import PrinterWorker

__all__ = ["Spool", "SpoolError", "in_use"]
TTL_S = 600.0
"""Seconds after which a job that could not be sent expires."""
REPORT_S = 86_400.0
"""Seconds after which nobody is told any more what became of a job."""
_LOG = logging.getLogger(__name__)

OnChange = Callable[[Job], None]
OnStatus = Callable[[tuple[Status, ...]], None]


class Spool:
    """Jobs of one or more printers. Every method may be called from any thread; listeners are called on the spool's."""

    def __init__(
        self,
        folder: Path,
        url: str | Sequence[str],
        *,
        on_change: OnChange | None = None,
        on_status: OnStatus | None = None,
        confirm_s: float = 15.0,
        answer_s: float = ANSWER_S,
        lock_s: float = 0.0,
    ) -> None:
        """With several URLs the first prints and the others are spares. ``on_status`` receives the status of each.

        ``confirm_s``: seconds to wait for a confirmation, ``answer_s`` for a real-time answer, ``lock_s`` for the lock.

        Raises ``UrlError`` for a bad URL and ``SpoolError`` where the folder cannot be used within ``lock_s``.
        """
        targets = [parse_url(one) for one in ([url] if isinstance(url, str) else url)]
        self.target: PrinterTarget = targets[0]
        self._on_change, self._on_status = on_change, on_status
        self.changed = threading.Condition()
        self._closing = False
        self._given_up: set[str] = set()
        """Jobs for which nobody waits: they expire when they would be held."""
        self._lock = lock_folder(folder, lock_s)
        try:
            self._store = JobStore(folder / "jobs.jsonl")
        except JournalError as error:
            self._lock.release()
            raise SpoolError(str(error)) from None
        try:
            interrupted = self._recover(len(targets))
            self._lanes: list[PrinterLane] = [
                PrinterLane(
                    self,
                    place,
                    PrinterWorker(
                        target,
                        folder,
                        place + 1,
                        confirm_s=confirm_s,
                        answer_s=answer_s,
                        interrupted=interrupted[place],
                    ),
                )
                for place, target in enumerate(targets)
            ]
        except Exception:
            self._store.close()
            self._lock.release()
            raise
        for lane in self._lanes:
            lane.thread.start()

    def submit(self, document: Document, key: str, ttl_s: float = TTL_S) -> Job:
        """Queue a document; it is on disk when this returns. The same key again is the same job.

        A disk that refuses it does not stop the printing: see ``notices``.
        """
        with self.changed:
            known = self._store.by_key(key)
            return known if known is not None else self._add(document, key, ttl_s)

    def reprint(self, job: Job | str) -> Job:
        """Queue a copy, marked and counted, once a byte of the original may have left; its QR and number stay.

        A job that expired before anything was sent is printed unmarked, since no paper of it exists. Raises
        ``SpoolError`` while the original is still to be printed.
        """
        with self.changed:
            known = self._store.get(job if isinstance(job, str) else job.id)
            if known is None:
                raise SpoolError("this ticket was printed too long ago to be printed again here")
            if any(not one.ended for one in self._store.family(known)):
                raise SpoolError("this ticket is still waiting for the printer; it is not printed twice")
            return self._add_reprint(known, self._ready_printer(known.printer))

    def give_up(self, key: str) -> None:
        """Nobody waits any more for the job with this key or its copies: what cannot be printed now never is.

        A job that is held expires at once, one that waits its turn when it would be held. Does not wait.
        """
        with self.changed:
            first = self._store.by_key(key)
            for job in self._store.family(first) if first is not None else ():
                if job.ended:
                    continue
                if job.state is JobState.HELD or not self._lanes[job.printer].status.can_print:
                    self._store.set_deadline(job.id, 0.0)
                else:
                    self._given_up.add(job.id)
            self.changed.notify_all()

    def acknowledge(self, key: str, state: JobState) -> None:
        """Whoever is told of jobs knows that the job with this key, or a copy of it, came to ``state``.

        Kept on disk, so that ``unacknowledged`` holds through restarts. A full disk is ignored: it is told again.
        """
        with self.changed:
            first = self._store.by_key(key)
            family = self._store.family(first) if first is not None else []
            known = max((place for place, job in enumerate(family) if job.state is state), default=-1)
            for job in family[: known + 1]:
                if (job.ended or job.state is state) and job.acknowledged is not job.state:
                    with contextlib.suppress(JournalError):
                        self._store.put(msgspec.structs.replace(job, acknowledged=job.state))

    def unacknowledged(self) -> tuple[Job, ...]:
        """Jobs of the last day, oldest first, whose end or hold nobody has acknowledged: for a program that starts."""
        since = time.time() - REPORT_S
        with self.changed:
            return tuple(
                job
                for job in self._store.all()
                if (job.ended or job.state is JobState.HELD)
                and job.acknowledged is not job.state
                and job.changed_at >= since
            )

    def jobs(self) -> tuple[Job, ...]:
        """Every job that is remembered, oldest first: the open ones and some hundred ended ones."""
        with self.changed:
            return self._store.all()

    def job(self, job: str) -> Job | None:
        with self.changed:
            return self._store.get(job)

    def latest(self, key: str) -> Job | None:
        """The job with this key, or the newest copy of it."""
        with self.changed:
            first = self._store.by_key(key)
            return self._store.family(first)[-1] if first else None

    def status(self, printer: int = 0) -> Status:
        """The newest status of a printer; 0 is the first."""
        return self._lanes[printer].status

    @property
    def notices(self) -> tuple[SpoolNotice, ...]:
        """What staff should know of the disk: a damaged journal that was kept aside, no room."""
        with self.changed:
            return tuple(self._store.notices)

    def tickets_left(self) -> int | None:
        """About how many the rolls of all printers that can print hold, or the first one's; None without a roll."""
        rolled = [lane for lane in self._lanes if lane.worker.has_roll]
        able = [lane for lane in rolled if lane.status.can_print] or rolled[:1]
        return sum(lane.worker.roll.tickets_left() for lane in able) if able else None

    def wait(self, job: Job | str, timeout_s: float) -> Job:
        """The job when it has ended, or as it is after the time. Raises ``KeyError`` for an id that is not known."""
        name = job if isinstance(job, str) else job.id
        with self.changed:
            newest = self._store.get(name) or (None if isinstance(job, str) else job)
            if newest is None:
                raise KeyError(name)

            def over() -> bool:
                nonlocal newest
                newest = self._store.get(name) or newest
                return self._closing or newest is None or newest.ended

            self.changed.wait_for(over, timeout_s)
            return newest

    def cancel(self, job: Job | str, timeout_s: float = 3.0) -> Job:
        """Expire a job that was not yet sent; one that is being sent continues. Returns the job after ``timeout_s``."""
        name = job if isinstance(job, str) else job.id
        with self.changed:
            known = self._store.get(name)
            if known is not None and not known.ended:
                self._store.set_deadline(name, 0.0)
                self.changed.notify_all()
        return self.wait(job, timeout_s)

    def close(self, timeout_s: float = 3.0) -> None:
        """Stop after what is being written now; the rest stays on disk for the next start."""
        with self.changed:
            self._closing = True
            self.changed.notify_all()
        deadline = time.monotonic() + timeout_s
        for lane in self._lanes:
            lane.worker.stop()
        for lane in self._lanes:
            lane.thread.join(max(0.0, deadline - time.monotonic()))
        self._store.close()
        self._lock.release()

    # ------------------------------------------------------------ new jobs

    def _add_reprint(self, job: Job, printer: int) -> Job:
        family = self._store.family(job)
        original = self._store.get(job.copy_of or "") or job
        marked = any(reprint_is_copy(one.state) for one in family)
        count = 1 + max(one.copy for one in family) if marked else 0
        document = mark_copy(original.document, count) if count else original.document
        ttl_s = original.expires_at - original.created_at
        key = f"{original.key}#{len(family)}"
        return self._add(document, key, ttl_s, copy=count, copy_of=original.id, printer=printer)

    def _add(
        self, document: Document, key: str, ttl_s: float, *, copy: int = 0, copy_of: str | None = None, printer: int = 0
    ) -> Job:
        now = time.time()
        name = secrets.token_hex(8)
        job = Job(name, key, document, now, now + ttl_s, changed_at=now, copy=copy, copy_of=copy_of, printer=printer)
        self._store.add(job, ttl_s)
        self.changed.notify_all()
        return job

    def _recover(self, printers: int) -> list[bool]:
        """Put jobs right after a crash; for each printer whether one may lie half in it."""
        interrupted = [False] * printers
        for job in self._store.all():
            state, printer = recover(job.state), min(job.printer, printers - 1)
            if state is JobState.UNCONFIRMED and state is not job.state:
                interrupted[printer] = True
                self.store_or_keep_in_memory(
                    msgspec.structs.replace(job, state=state, cause="restart", changed_at=time.time())
                )
            elif state is not job.state or (printer != job.printer and not job.ended):
                self.store_or_keep_in_memory(
                    msgspec.structs.replace(job, state=state, printer=printer, changed_at=time.time())
                )
        return interrupted

    # ------------------------------------------------------------ for the lanes

    @property
    def closing(self) -> bool:
        return self._closing

    def next(self, printer: int) -> Job | None:
        with self.changed:
            return self._store.next(printer)

    def overdue(self, printer: int) -> list[Job]:
        with self.changed:
            return self._store.overdue(printer)

    def remaining_s(self, job: Job) -> float:
        """Seconds until the job expires; negative afterwards."""
        with self.changed:
            return self._store.remaining_s(job)

    def move(
        self,
        job: Job,
        event: JobEvent,
        *,
        process_id: str | None = None,
        cause: str | None = None,
        detail: str = "",
        printer: int | None = None,
    ) -> Job:
        """Move a job, perhaps to another printer; called on the thread of the printer that has it."""
        with self.changed:
            known = self._store.get(job.id) or job
            moved = msgspec.structs.replace(
                known,
                state=move(known.state, event),
                changed_at=time.time(),
                process_id=process_id or known.process_id,
                cause=cause,
                detail=detail,
                printer=known.printer if printer is None else printer,
            )
            self._store.put(moved)
            if moved.state is JobState.HELD and moved.id in self._given_up:
                self._store.set_deadline(moved.id, 0.0)
            if moved.ended:
                self._given_up.discard(moved.id)
            self.changed.notify_all()
        self._report(moved)
        return moved

    def store_or_keep_in_memory(self, job: Job) -> None:
        """Store a job, in memory alone if the disk refuses; the older state on disk recovers to the same one."""
        with self.changed:
            try:
                self._store.put(job)
            except JournalError:
                self._store.put_in_memory(job)
            self.changed.notify_all()
        self._report(job)

    def move_if_held(self, job: Job) -> bool:
        """Move a held job, unmarked, to a printer that is ready; false if none is. On its printer's thread."""
        place = self._ready_printer(job.printer)
        if place == job.printer:
            return False
        self.move(job, JobEvent.RETRY, printer=place)
        return True

    def copy_elsewhere(self, job: Job) -> None:
        """Queue a marked copy of an unconfirmed job on another ready printer (``policy.may_copy_elsewhere``)."""
        if not may_copy_elsewhere(job.state, job.copy, confirms=self._lanes[job.printer].worker.confirms):
            return
        place = next((lane.place for lane in self._lanes if lane.ready and lane.place != job.printer), None)
        with self.changed:
            if place is not None and self._store.remaining_s(job) > 0:
                self._add_reprint(job, place)

    def confirm_late(self, process_id: str) -> None:
        """A process ID arrived late: set its unconfirmed job to *printed*."""
        with self.changed:
            job = self._store.in_doubt(process_id)
        if job is not None:
            self.move(job, JobEvent.CONFIRMED)

    def notify_status(self) -> None:
        self._notify(self._on_status, tuple(lane.status for lane in self._lanes))

    # ------------------------------------------------------------ the listeners

    def _ready_printer(self, preferred: int) -> int:
        """Index of a printer that is ready: the preferred one, else the first ready one, else the preferred one."""
        if self._lanes[preferred].status.can_print:
            return preferred
        return next((lane.place for lane in self._lanes if lane.ready), preferred)

    def _report(self, job: Job) -> None:
        self._notify(self._on_change, job)
        if job.ended:
            with self.changed:
                self._store.forget_ended()

    @staticmethod
    def _notify(listener: Callable[..., None] | None, news: Job | tuple[Status, ...]) -> None:
        if listener is None:
            return
        try:
            listener(news)
        except Exception:  # noqa: BLE001  a listener's fault must not stop the printing
            _LOG.exception("a listener of the print spool failed")
