"""The durable jobs of one printer: one thread, one lock on the folder, and the truth about every job.

``submit`` returns when the job is on disk. The thread asks the printer how it is, commits *sending* with a fresh
process ID before the first byte, and calls a job *printed* only after the printer's own word. See ``policy`` for the
states.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from printers.document import Document, mark_copy
from printers.job import Job, Journal, JournalError
from printers.policy import Event, State, move, recover, reprint_is_copy
from printers.status import Status
from printers.url import Target, parse
from printers.worker import Worker

TTL_S = 600.0
"""A ticket that could not be printed for so long is not wanted any more."""
COMPACT_LINES = 4000
_LOG = logging.getLogger(__name__)

OnChange = Callable[[Job], None]
OnStatus = Callable[[Status], None]


class SpoolError(Exception):
    """It cannot be done; one line that says why and what to do."""


class Spool:
    """Jobs of one printer. Every method may be called from any thread; listeners are called on the spool's own."""

    def __init__(
        self,
        folder: Path,
        url: str,
        *,
        on_change: OnChange | None = None,
        on_status: OnStatus | None = None,
        confirm_s: float = 15.0,
        lock_s: float = 0.0,
    ) -> None:
        """Raises ``UrlError`` for a bad URL and ``SpoolError`` where the folder cannot be used within ``lock_s``."""
        self.target: Target = parse(url)
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
            interrupted = self._recover()
        except JournalError as error:
            self._lock.release()
            raise SpoolError(str(error)) from None
        self._worker = Worker(self.target, folder, confirm_s=confirm_s, dirty=interrupted)
        self._status = Status(answers=False)
        self._thread = threading.Thread(target=self._run, name="spool", daemon=True)
        self._thread.start()

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
            original = self._jobs.get(known.copy_of or "", known)
            family = [one for one in self._jobs.values() if original.id in (one.id, one.copy_of)]
            if any(not one.ended for one in family):
                raise SpoolError("this ticket is still waiting for the printer; it is not printed twice")
            marked = any(reprint_is_copy(one.state) for one in family)
            count = 1 + max(one.copy for one in family) if marked else 0
            document = mark_copy(original.document, count) if count else original.document
            ttl_s = original.expires_at - original.created_at
            key = f"{original.key}#{len(family)}"
            return self._add(document, key, ttl_s, copy=count, copy_of=original.id)

    def jobs(self) -> tuple[Job, ...]:
        """Every job that is remembered, oldest first."""
        with self._changed:
            return tuple(self._jobs.values())

    def job(self, job: str) -> Job | None:
        with self._changed:
            return self._jobs.get(job)

    def status(self) -> Status:
        """What the printer last said of itself."""
        return self._status

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
        self._worker.stop()
        self._thread.join(timeout_s)
        self._journal.close()
        self._lock.release()

    # ------------------------------------------------------------ the journal

    def _add(self, document: Document, key: str, ttl_s: float, *, copy: int = 0, copy_of: str | None = None) -> Job:
        now = time.time()
        name = secrets.token_hex(8)
        job = Job(name, key, document, now, now + ttl_s, changed_at=now, copy=copy, copy_of=copy_of)
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

    def _recover(self) -> bool:
        """Put jobs right after a crash; whether one may lie half in the printer."""
        interrupted = False
        for job in list(self._jobs.values()):
            state = recover(job.state)
            if state is not job.state:
                interrupted |= state is State.UNCONFIRMED
                cause = "restart" if state is State.UNCONFIRMED else None
                self._store(msgspec.structs.replace(job, state=state, cause=cause, changed_at=time.time()))
        return interrupted

    def _store(self, job: Job) -> None:
        """On disk first, then in memory, then to whoever listens."""
        self._journal.change(job, sync=job.state is State.SENDING or job.ended)
        with self._changed:
            self._jobs[job.id] = job
            if self._journal.lines > COMPACT_LINES:
                self._journal.rewrite(list(self._jobs.values()))
            self._changed.notify_all()
        self._tell(self._on_change, job)

    def change(
        self, job: Job, event: Event, *, process_id: str | None = None, cause: str | None = None, detail: str = ""
    ) -> Job:
        """Move a job; called by the worker on the spool's thread."""
        moved = msgspec.structs.replace(
            job,
            state=move(job.state, event),
            changed_at=time.time(),
            process_id=process_id or job.process_id,
            cause=cause,
            detail=detail,
        )
        self._store(moved)
        return moved

    # ------------------------------------------------------------ the thread

    def _run(self) -> None:
        try:
            while not self._closing:
                self._expire()
                due = self._next()
                pause = self._worker.work(due, self)
                with self._changed:
                    self._changed.wait_for(self._should_wake(due), pause)
        except JournalError as error:
            _LOG.error("the print spool stops: %s", error)
        finally:
            self._worker.close()

    def _should_wake(self, seen: Job | None) -> Callable[[], bool]:
        return lambda: self._closing or (seen is None and self._next() is not None) or self._overdue()

    def _next(self) -> Job | None:
        with self._changed:
            return next((job for job in self._jobs.values() if not job.ended), None)

    def _overdue(self) -> bool:
        with self._changed:
            return any(not job.ended and job.expires_at <= time.time() for job in self._jobs.values())

    def _expire(self) -> None:
        now = time.time()
        for job in self.jobs():
            if job.state in (State.QUEUED, State.HELD) and job.expires_at <= now:
                self.change(job, Event.EXPIRE, cause=job.cause, detail=job.detail)

    def seen(self, status: Status) -> None:
        """The printer's state; told to the listener where it changed. Called by the worker."""
        if status != self._status:
            self._status = status
            self._tell(self._on_status, status)

    def heard(self, process_id: str) -> None:
        """The printer's word for a job came late. Called by the worker."""
        for job in self.jobs():
            if job.process_id == process_id and job.state is State.UNCONFIRMED:
                self.change(job, Event.CONFIRMED)

    @staticmethod
    def _tell(listener: Callable[..., None] | None, news: Job | Status) -> None:
        if listener is None:
            return
        try:
            listener(news)
        except Exception:  # noqa: BLE001  a listener's fault must not stop the printing
            _LOG.exception("a listener of the print spool failed")


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
