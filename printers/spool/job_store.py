"""The jobs of a spool in memory and on disk, with what finds them: by key, by printer, by family, by process ID.

Nothing here locks: the spool calls every method under its own lock. Deadlines are on the monotonic clock; the wall
clock counts only between two starts, and never makes a job older or younger than its own time to live.
"""

from __future__ import annotations

import heapq
import logging
import time
from collections import deque
from pathlib import Path
from typing import Literal, NamedTuple

from printers.spool import journal
from printers.spool.job import Job
from printers.spool.journal import Journal, JournalError
from printers.spool.policy import JobState

FORGET_AFTER = 600
"""Ended jobs in memory at which the oldest are forgotten, down to ``journal.MAX_ENDED_JOBS``."""
_WAITING = (JobState.QUEUED, JobState.HELD)
_SYNCED = (JobState.SENDING, JobState.PRINTED, JobState.UNCONFIRMED)
"""States on disk before the work goes on; of the others the next start finds out by itself."""
_LOG = logging.getLogger(__name__)


class SpoolNotice(NamedTuple):
    """What staff should know of the disk: a word for programs, and a line for logs."""

    code: Literal["journal_damaged", "disk_refused"]
    text: str


class JobStore:
    """``notices``: newest last; what was said of a disk that takes lines again is dropped."""

    def __init__(self, path: Path) -> None:
        """Load the journal. Raises ``JournalError`` where it can neither be read nor put aside."""
        self._journal = Journal(path)
        self._jobs: dict[str, Job] = {}
        self._keys: dict[str, str] = {}
        self._families: dict[str, list[str]] = {}
        """Ids of an original and its copies, oldest first, by the id of the original."""
        self._open: dict[int, dict[str, None]] = {}
        """Ids of jobs that have not ended, by printer, oldest first."""
        self._ended: deque[str] = deque()
        self._in_doubt: dict[str, str] = {}
        """Ids of unconfirmed jobs by process ID."""
        self._deadlines: dict[str, float] = {}
        self._due: list[tuple[float, str]] = []
        """A heap of deadlines; entries of jobs that ended or got another deadline are skipped."""
        self._unwritten: set[str] = set()
        """Jobs that only memory knows, because the disk refused them."""
        self._refused = False
        """The disk refused the newest line."""
        self.notices: list[SpoolNotice] = []
        for job in self._journal.load():
            self._remember(job)
            lifetime = max(0.0, job.expires_at - job.created_at)
            self.set_deadline(job.id, min(max(0.0, job.expires_at - time.time()), lifetime))
        if self._journal.damaged is not None:
            self._notice(
                "journal_damaged",
                f"the journal of the print jobs was damaged; what could be read goes on, the file is kept as "
                f"{self._journal.damaged}",
            )
        if self._journal.trouble:
            self._disk_refused(self._journal.trouble)

    def all(self) -> tuple[Job, ...]:
        """Every job that is remembered, oldest first."""
        return tuple(self._jobs.values())

    def get(self, job: str) -> Job | None:
        return self._jobs.get(job)

    def by_key(self, key: str) -> Job | None:
        return self._jobs.get(self._keys.get(key, ""))

    def family(self, job: Job) -> list[Job]:
        """The original and its copies, oldest first."""
        names = self._families.get(job.copy_of or job.id, [])
        return [self._jobs[name] for name in names if name in self._jobs]

    def in_doubt(self, process_id: str) -> Job | None:
        """The unconfirmed job that was sent with this process ID."""
        return self._jobs.get(self._in_doubt.get(process_id, ""))

    def next(self, printer: int) -> Job | None:
        """The oldest job of a printer that has not ended; while the disk refuses, the oldest that is not on it."""
        names = self._open.get(printer, {})
        if self._refused and self._unwritten:
            unwritten = next((name for name in names if name in self._unwritten), None)
            if unwritten is not None:
                return self._jobs[unwritten]
        return next((self._jobs[name] for name in names), None)

    # ------------------------------------------------------------ time

    def set_deadline(self, job: str, remaining_s: float) -> None:
        """From now on the job expires in so many seconds."""
        deadline = time.monotonic() + remaining_s
        self._deadlines[job] = deadline
        if not self._jobs[job].ended:
            heapq.heappush(self._due, (deadline, job))

    def remaining_s(self, job: Job) -> float:
        """Seconds until the job expires; negative afterwards."""
        return self._deadlines.get(job.id, 0.0) - time.monotonic()

    def overdue(self, printer: int) -> list[Job]:
        """Jobs of this printer that waited too long."""
        now = time.monotonic()
        found: list[Job] = []
        kept: list[tuple[float, str]] = []
        while self._due and self._due[0][0] <= now:
            deadline, name = heapq.heappop(self._due)
            job = self._jobs.get(name)
            if job is None or job.ended or self._deadlines.get(name) != deadline:
                continue
            kept.append((deadline, name))
            if job.printer == printer and job.state in _WAITING:
                found.append(job)
        for entry in kept:
            heapq.heappush(self._due, entry)
        return found

    # ------------------------------------------------------------ changes

    def add(self, job: Job, ttl_s: float) -> None:
        """Take a new job: on disk, or in memory alone where the disk refuses it.

        Such a job may be printed, since no later start can print it again.
        """
        try:
            self._journal.add(job)
            refused = ""
        except JournalError as error:
            refused = str(error)
        self._remember(job)
        self.set_deadline(job.id, ttl_s)
        if refused:
            self._unwritten.add(job.id)
            self._disk_refused(refused)
        else:
            self._disk_accepted()  # may write the file anew, from the jobs that are remembered

    def put(self, job: Job) -> None:
        """Store a changed job, on disk first. Raises ``JournalError``; then nothing changed."""
        if job.id not in self._unwritten:
            try:
                self._journal.change(job, sync=job.state in _SYNCED and job.acknowledged is not job.state)
            except JournalError as error:
                self._disk_refused(str(error))
                raise
        self.put_in_memory(job)
        if self._journal.wants_rewriting:
            self._rewrite()

    def put_in_memory(self, job: Job) -> None:
        """Store a changed job in memory alone; the older state on disk must recover to the same one."""
        before = self._jobs[job.id]
        self._jobs[job.id] = job
        self._index(before, job)

    def forget_ended(self) -> None:
        """Forget the oldest ended jobs where there are many; called after their end was reported."""
        if len(self._ended) < FORGET_AFTER:
            return
        while len(self._ended) > journal.MAX_ENDED_JOBS:
            self._forget(self._ended.popleft())

    def close(self) -> None:
        self._journal.close()

    # ------------------------------------------------------------ indexes

    def _remember(self, job: Job) -> None:
        self._jobs[job.id] = job
        self._keys[job.key] = job.id
        self._families.setdefault(job.copy_of or job.id, []).append(job.id)
        self._index(None, job)

    def _index(self, before: Job | None, job: Job) -> None:
        if before is not None and not before.ended and (job.ended or job.printer != before.printer):
            self._open.get(before.printer, {}).pop(job.id, None)
        if not job.ended:
            self._open.setdefault(job.printer, {}).setdefault(job.id)
        elif before is None or not before.ended:
            self._ended.append(job.id)
        if job.process_id is not None:
            if job.state is JobState.UNCONFIRMED:
                self._in_doubt[job.process_id] = job.id
            else:
                self._in_doubt.pop(job.process_id, None)

    def _forget(self, name: str) -> None:
        job = self._jobs.pop(name)
        self._deadlines.pop(name, None)
        self._unwritten.discard(name)
        if self._keys.get(job.key) == name:
            del self._keys[job.key]
        if job.process_id is not None:
            self._in_doubt.pop(job.process_id, None)
        original = job.copy_of or name
        names = [one for one in self._families.get(original, []) if one != name]
        if names:
            self._families[original] = names
        else:
            self._families.pop(original, None)

    # ------------------------------------------------------------ the disk

    def _disk_accepted(self) -> None:
        if self._refused:
            self.notices = [one for one in self.notices if one.code != "disk_refused"]
        self._refused = False
        if self._unwritten:
            self._rewrite()

    def _disk_refused(self, why: str) -> None:
        self._refused = True
        self._notice("disk_refused", f"{why}; new tickets are printed all the same, a restart forgets them")

    def _rewrite(self) -> None:
        try:
            self._journal.rewrite(self.all())
            self._unwritten.clear()
        except JournalError as error:
            self._notice("disk_refused", f"{error}; the file of the print jobs grows until there is room")

    def _notice(self, code: Literal["journal_damaged", "disk_refused"], line: str) -> None:
        notice = SpoolNotice(code, line)
        if notice not in self.notices[-1:]:
            self.notices = [*self.notices[-9:], notice]
            _LOG.warning("%s", line)
