"""The journal of the spool: every job on disk, through a crash or a power cut."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any

import msgspec

from printers.durable_file import write_atomically
from printers.spool.job import Job

KEEP = 500
"""Ended jobs that are remembered, so that a key is known again and a copy can be made."""


class JournalError(Exception):
    """The journal cannot be read or written; the message says where and why."""


class Journal:
    """Lines of JSON, appended and synced: a whole job first, then what became of it. A torn last line is no line."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None
        self._lines = 0
        self._torn = False
        """The last line may not be whole: the next one begins on a line of its own."""

    def load(self) -> list[Job]:
        """Every job that is remembered, oldest first; rewrites the file without the old ones."""
        jobs: dict[str, Job] = {}
        try:
            lines = self._path.read_bytes().splitlines() if self._path.exists() else []
        except OSError as error:
            raise JournalError(f"cannot read {self._path}: {error.strerror}") from None
        for line in lines:
            with contextlib.suppress(ValueError, msgspec.ValidationError, KeyError, TypeError):
                _apply(jobs, json.loads(line))
        self.rewrite(list(jobs.values()))
        return list(jobs.values())

    def rewrite(self, jobs: list[Job]) -> None:
        """Replace the file whole with what is still worth knowing."""
        ended = [job.id for job in jobs if job.ended]
        forgotten = set(ended[:-KEEP])
        kept = [job for job in jobs if job.id not in forgotten]
        self.close()
        try:
            write_atomically(self._path, b"".join(msgspec.json.encode(job) + b"\n" for job in kept), mode=0o600)
        except OSError as error:
            raise JournalError(f"cannot write {self._path}: {error.strerror}") from None
        self._lines = len(kept)

    def add(self, job: Job) -> None:
        """A new job, on disk when this returns."""
        self._append(msgspec.json.encode(job), sync=True)

    def change(self, job: Job, *, sync: bool) -> None:
        """What became of a job; on disk when this returns, if ``sync``."""
        line: dict[str, Any] = msgspec.to_builtins(job)
        del line["document"]
        self._append(msgspec.json.encode(line), sync=sync)

    @property
    def lines(self) -> int:
        return self._lines

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _append(self, line: bytes, *, sync: bool) -> None:
        try:
            if self._file is None:
                self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            whole = (b"\n" if self._torn else b"") + line + b"\n"
            self._torn = True
            written = os.write(self._file, whole)
            if written != len(whole):
                raise JournalError(f"cannot write {self._path}: no room on the disk")
            self._torn = False
            if sync:
                os.fsync(self._file)
        except OSError as error:
            raise JournalError(f"cannot write {self._path}: {error.strerror}") from None
        self._lines += 1


def _apply(jobs: dict[str, Job], line: dict[str, Any]) -> None:
    """One line of the journal: a whole job, or the newer state of one."""
    if "document" not in line:
        line["document"] = msgspec.to_builtins(jobs[line["id"]].document)
    job = msgspec.convert(line, Job)
    jobs[job.id] = job
