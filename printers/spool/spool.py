"""The durable jobs of a station's printers: one lock on the folder, one thread a printer, the truth about every job.

``submit`` returns when the job is on disk. A printer's thread asks it how it is, commits *sending* with a fresh
process ID before the first byte, and calls a job *printed* only after the printer's own word. See ``policy`` for the
states.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import msgspec
from filelock import FileLock, Timeout

from printers.device.printer import ANSWER_S
from printers.device.status import Status
from printers.device.url import PrinterTarget, parse
from printers.document.rows import Document, mark_copy
from printers.spool.job import Job
from printers.spool.journal import Journal, JournalError
from printers.spool.policy import JobEvent, JobState, may_rescue, move, recover, reprint_is_copy
from printers.spool.worker import PrinterWorker

TTL_S = 600.0
"""A ticket that could not be printed for so long is not wanted any more."""
COMPACT_LINES = 4000
LISTEN_S: Final = 0.25
"""How soon a printer is heard that says something by itself."""
MISHAP_S: Final = 1.0
"""Rest after a fault of the disk or of our own."""
_LOG = logging.getLogger(__name__)

OnChange = Callable[[Job], None]
OnStatus = Callable[[tuple[Status, ...]], None]


class SpoolError(Exception):
    """It cannot be done; one line that says why and what to do."""


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
        """Several URLs: the first prints, the next ones stand in for it. ``on_status`` hears of each one's state.

        ``confirm_s`` is the wait for the word that a ticket is printed, ``answer_s`` that for an answer at once.

        Raises ``UrlError`` for a bad URL and ``SpoolError`` where the folder cannot be used within ``lock_s``.
        """
        targets = [parse(one) for one in ([url] if isinstance(url, str) else url)]
        self.target: PrinterTarget = targets[0]
        self._on_change, self._on_status = on_change, on_status
        self._changed = threading.Condition()
        self._jobs: dict[str, Job] = {}
        self._keys: dict[str, str] = {}
        self._closing = False
        self._lock = _locked(folder, lock_s)
        self._journal = Journal(folder / "jobs.jsonl")
        try:
            for job in self._journal.load():
                self._remember(job)
            interrupted = self._recover(len(targets))
            self._desks = [
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
        except JournalError as error:
            self._lock.release()
            raise SpoolError(str(error)) from None
        except Exception:
            self._journal.close()
            self._lock.release()
            raise
        for desk in self._desks:
            desk.thread.start()

    def submit(self, document: Document, key: str, ttl_s: float = TTL_S) -> Job:
        """Queue a document; it is on disk when this returns. The same key again is the same job.

        Raises ``SpoolError`` where the disk does not take it.
        """
        with self._changed:
            if key in self._keys:
                return self._jobs[self._keys[key]]
            return self._add(document, key, ttl_s)

    def reprint(self, job: Job | str) -> Job:
        """Queue a copy, marked and counted, once a byte of the original may have left; its QR and number stay.

        A job that expired before anything was sent is printed unmarked, since no paper of it exists. Raises
        ``SpoolError`` while the original is still to be printed.
        """
        with self._changed:
            known = self._jobs.get(job if isinstance(job, str) else job.id)
            if known is None:
                raise SpoolError("this ticket was printed too long ago to be printed again here")
            if any(not one.ended for one in self._family(known)):
                raise SpoolError("this ticket is still waiting for the printer; it is not printed twice")
            return self._again(known, self._best(known.printer))

    def jobs(self) -> tuple[Job, ...]:
        """Every job that is remembered, oldest first."""
        with self._changed:
            return tuple(self._jobs.values())

    def job(self, job: str) -> Job | None:
        with self._changed:
            return self._jobs.get(job)

    def newest(self, key: str) -> Job | None:
        """The job with this key, or the newest copy of it."""
        with self._changed:
            first = self._jobs.get(self._keys.get(key, ""))
            return self._family(first)[-1] if first else None

    def status(self, printer: int = 0) -> Status:
        """What a printer last said of itself."""
        return self._desks[printer].status

    def tickets_left(self) -> int | None:
        """About how many the rolls of all printers that can print hold, or the first one's; None without a roll."""
        rolled = [desk for desk in self._desks if desk.worker.has_roll]
        able = [desk for desk in rolled if desk.status.can_print] or rolled[:1]
        return sum(desk.worker.roll.tickets_left() for desk in able) if able else None

    def wait(self, job: Job | str, timeout_s: float) -> Job:
        """The job when it has ended, or as it is after the time."""
        name = job if isinstance(job, str) else job.id
        with self._changed:
            self._changed.wait_for(lambda: self._closing or self._jobs[name].ended, timeout_s)
            return self._jobs[name]

    def give_up(self, job: Job | str, timeout_s: float = 3.0) -> Job:
        """Want a job no more that was not yet sent; one that is being sent goes on. The job as it is then."""
        name = job if isinstance(job, str) else job.id
        with self._changed:
            known = self._jobs[name]
            if not known.ended:
                self._jobs[name] = msgspec.structs.replace(known, expires_at=time.time())
                self._changed.notify_all()
        return self.wait(name, timeout_s)

    def close(self, timeout_s: float = 3.0) -> None:
        """Stop after what is being written now; the rest stays on disk for the next start."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        deadline = time.monotonic() + timeout_s
        for desk in self._desks:
            desk.worker.stop()
        for desk in self._desks:
            desk.thread.join(max(0.0, deadline - time.monotonic()))
        self._journal.close()
        self._lock.release()

    # ------------------------------------------------------------ the journal

    def _family(self, job: Job) -> list[Job]:
        """The original and its copies, oldest first."""
        original = job.copy_of or job.id
        return [one for one in self._jobs.values() if original in (one.id, one.copy_of)]

    def _again(self, job: Job, printer: int) -> Job:
        family = self._family(job)
        original = self._jobs.get(job.copy_of or "", job)
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
        try:
            self._journal.add(job)
        except JournalError as error:
            raise SpoolError(str(error)) from None
        self._remember(job)
        self._changed.notify_all()
        return job

    def _remember(self, job: Job) -> None:
        self._jobs[job.id] = job
        self._keys[job.key] = job.id

    def _recover(self, printers: int) -> list[bool]:
        """Put jobs right after a crash; for each printer whether one may lie half in it."""
        interrupted = [False] * printers
        for job in list(self._jobs.values()):
            state, printer = recover(job.state), min(job.printer, printers - 1)
            if state is JobState.UNCONFIRMED and state is not job.state:
                interrupted[printer] = True
                self._store(msgspec.structs.replace(job, state=state, cause="restart", changed_at=time.time()))
            elif state is not job.state or (printer != job.printer and not job.ended):
                self._store(msgspec.structs.replace(job, state=state, printer=printer, changed_at=time.time()))
        return interrupted

    def _store(self, job: Job) -> None:
        """On disk first, then in memory, then to whoever listens."""
        with self._changed:
            self._journal.change(job, sync=job.state is JobState.SENDING or job.ended)
            self._jobs[job.id] = job
            if self._journal.lines > COMPACT_LINES:
                self._journal.rewrite(list(self._jobs.values()))
            self._changed.notify_all()
        self._tell(self._on_change, job)

    def change(
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
        with self._changed:
            known = self._jobs[job.id]
            moved = msgspec.structs.replace(
                known,
                state=move(known.state, event),
                changed_at=time.time(),
                process_id=process_id or known.process_id,
                cause=cause,
                detail=detail,
                printer=known.printer if printer is None else printer,
            )
        self._store(moved)
        return moved

    # ------------------------------------------------------------ the threads

    def run(self, desk: PrinterLane) -> None:
        """Until closed: one printer's work. Whatever goes wrong, no job is left without a word."""
        while not self._closing:
            try:
                self._expire(desk.place)
                due = self._next(desk.place)
                pause = desk.worker.work(due, desk)
                self._rest(desk, due, pause)
            except JournalError as error:
                self._mishap(desk, f"the print spool cannot go on: {error}", error)
            except Exception as error:  # noqa: BLE001  a fault of ours in one job must not stop the others
                self._mishap(desk, "the print spool met a fault of ours", error)
        desk.worker.close()

    def _rest(self, desk: PrinterLane, seen: Job | None, pause: float) -> None:
        """Until there is something to do, or the printer says something by itself."""
        deadline = time.monotonic() + pause
        while (left := deadline - time.monotonic()) > 0:
            with self._changed:
                if self._changed.wait_for(lambda: self._should_wake(desk.place, seen), min(left, LISTEN_S)):
                    return
            if desk.worker.stirs():
                return

    def _should_wake(self, place: int, seen: Job | None) -> bool:
        return self._closing or (seen is None and self._next(place) is not None) or self._overdue(place)

    def _next(self, place: int) -> Job | None:
        with self._changed:
            return next((job for job in self._jobs.values() if job.printer == place and not job.ended), None)

    def _overdue(self, place: int) -> bool:
        now = time.time()
        return any(job.printer == place and not job.ended and job.expires_at <= now for job in self._jobs.values())

    def _expire(self, place: int) -> None:
        """Each printer's own jobs alone: nobody else may take one from under its thread."""
        now = time.time()
        for job in self.jobs():
            if job.printer == place and job.state in (JobState.QUEUED, JobState.HELD) and job.expires_at <= now:
                self.change(job, JobEvent.EXPIRE, cause=job.cause, detail=job.detail)

    def _mishap(self, desk: PrinterLane, what: str, error: Exception) -> None:
        """What the job on hand is then, as after a crash; a fault of ours ends it, a full disk is waited for."""
        if str(error) != desk.complaint:
            _LOG.error("%s", what, exc_info=None if isinstance(error, JournalError) else error)
        desk.complaint = str(error)
        with self._changed:
            job = self._next(desk.place)
            if job is not None and not isinstance(error, JournalError) and job.state is JobState.PREFLIGHT:
                job = msgspec.structs.replace(job, state=JobState.FAILED, cause="document", detail=str(error))
            elif job is not None and recover(job.state) is not job.state:
                job = msgspec.structs.replace(job, state=recover(job.state), cause="restart")
            else:
                job = None
        if job is not None:
            self._settle(job)
        with self._changed:
            self._changed.wait_for(lambda: self._closing, MISHAP_S)

    def _settle(self, job: Job) -> None:
        """In memory at least, where the disk takes nothing: there it stands as it did, which comes to the same."""
        try:
            self._store(job)
        except JournalError:
            self._jobs[job.id] = job
            self._tell(self._on_change, job)

    # ------------------------------------------------------------ several printers

    def _best(self, preferred: int) -> int:
        """Where to print something that nobody has sent yet."""
        if self._desks[preferred].status.can_print:
            return preferred
        return next((desk.place for desk in self._desks if desk.ready), preferred)

    def held(self, job: Job) -> bool:
        """A printer could not take it and nothing was sent: whole and unmarked to one that can. On its own thread."""
        place = self._best(job.printer)
        if place == job.printer:
            return False
        self.change(job, JobEvent.RETRY, printer=place)
        return True

    def rescue(self, job: Job) -> None:
        """A printer that could have confirmed did not: a marked copy at once, where another printer is ready."""
        if not may_rescue(job.state, job.copy, confirms=self._desks[job.printer].worker.confirms):
            return
        place = next((desk.place for desk in self._desks if desk.ready and desk.place != job.printer), None)
        if place is not None and time.time() < job.expires_at:
            with self._changed:
                self._again(job, place)

    def heard(self, process_id: str) -> None:
        """The printer's word for a job came late. Called by the worker."""
        for job in self.jobs():
            if job.process_id == process_id and job.state is JobState.UNCONFIRMED:
                self.change(job, JobEvent.CONFIRMED)

    def told(self) -> None:
        self._tell(self._on_status, tuple(desk.status for desk in self._desks))

    @staticmethod
    def _tell(listener: Callable[..., None] | None, news: Job | tuple[Status, ...]) -> None:
        if listener is None:
            return
        try:
            listener(news)
        except Exception:  # noqa: BLE001  a listener's fault must not stop the printing
            _LOG.exception("a listener of the print spool failed")


class PrinterLane:
    """One printer of a spool, as its worker sees the spool."""

    def __init__(self, spool: Spool, place: int, worker: PrinterWorker) -> None:
        self.place, self.worker = place, worker
        self.status = Status(answers=False)
        self.complaint = ""
        self._spool = spool
        self._asked = False
        self.thread = threading.Thread(target=spool.run, args=(self,), name=f"printer-{place + 1}", daemon=True)

    @property
    def ready(self) -> bool:
        """It was looked at, and can print."""
        return self._asked and self.status.can_print

    def change(
        self, job: Job, event: JobEvent, *, process_id: str | None = None, cause: str | None = None, detail: str = ""
    ) -> Job:
        after = self._spool.change(job, event, process_id=process_id, cause=cause, detail=detail)
        if after.state is JobState.UNCONFIRMED:
            self._spool.rescue(after)
        return after

    def seen(self, status: Status) -> None:
        """The printer's state; told to the listener where it changed."""
        changed = status != self.status or not self._asked
        self.status, self._asked = status, True
        if changed:
            self._spool.told()

    def heard(self, process_id: str) -> None:
        self._spool.heard(process_id)

    def held(self, job: Job) -> bool:
        return self._spool.held(job)


def in_use(folder: Path) -> bool:
    """Whether a program prints from this folder now."""
    if not folder.is_dir():
        return False
    try:
        _locked(folder, 0.0).release()
    except SpoolError:
        return True
    return False


def _locked(folder: Path, wait_s: float) -> FileLock:
    lock = FileLock(folder / "lock", timeout=wait_s)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise SpoolError(f"another program prints from {folder}; close it, or print through it") from None
    except OSError as error:
        raise SpoolError(f"cannot use {folder}: {error.strerror}; choose another folder with --data") from None
    return lock
