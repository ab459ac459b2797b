"""The journal of the spool: every job on disk, through a crash or a power cut."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from printers.durable_file import sync_folder, write_atomically
from printers.spool.job import Job
from printers.spool.policy import FINAL, JobState

MAX_ENDED_JOBS = 500
"""Ended jobs that are kept, so that a key is recognized again and a copy can be made."""
COMPACT_BYTES, COMPACT_FACTOR = 1_000_000, 3
"""The file is rewritten when it is larger than this and so many times as large as after the last rewriting."""
MAX_DAMAGED_FILES = 5


class JournalError(Exception):
    """The journal cannot be read or written; the message says where and why."""


class Journal:
    """An append-only file of JSON lines: a complete job first, then its changes. An incomplete last line is ignored.

    A file with any other line that cannot be read is kept beside it as ``jobs.damaged-TIME.jsonl``.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None
        self._size = self._base = 0
        """Bytes of the file, and what they were after the last rewriting."""
        self._torn = False
        """The last line may not be whole: the next one begins on a line of its own."""
        self.damaged: Path | None = None
        """Where ``load`` put a file of which something could not be read."""
        self.trouble = ""
        """Why ``load`` could not write; empty when it could. The jobs are complete all the same."""

    def load(self) -> list[Job]:
        """Open jobs and the newest ended ones, oldest first.

        Rewrites the file without superseded lines where these are the greater part of it. Raises ``JournalError`` where
        it can neither be read nor put aside.
        """
        try:
            data = self._path.read_bytes() if self._path.exists() else b""
            jobs, sound, needed = _read(data)
        except OSError as error:
            jobs, sound, data, needed = [], False, b"", 0
            self.trouble = f"cannot read {self._path}: {error.strerror}"
        if not sound:
            self._put_aside()
        self._size = self._base = self._path.stat().st_size if self._path.exists() else 0
        if sound and data.endswith(b"\n") and 2 * needed > len(data):
            self._base = min(needed, len(data))
            return jobs
        try:
            self.rewrite(jobs)
        except JournalError as error:
            self.trouble = str(error)
            self._torn = True
        return jobs

    def rewrite(self, jobs: Sequence[Job]) -> None:
        """Replace the file by open jobs and the newest ``MAX_ENDED_JOBS`` ended ones. Raises ``JournalError``."""
        ended = [job.id for job in jobs if job.ended]
        forgotten = set(ended[:-MAX_ENDED_JOBS])
        whole = b"".join(msgspec.json.encode(job) + b"\n" for job in jobs if job.id not in forgotten)
        try:
            write_atomically(self._path, whole, mode=0o600)
        except OSError as error:
            raise JournalError(f"cannot write {self._path}: {error.strerror}") from None
        self.close()
        self._torn = False
        self._size = self._base = len(whole)

    def add(self, job: Job) -> None:
        """Append a new job; it is on disk when this returns. Raises ``JournalError``."""
        self._append(msgspec.json.encode(job), sync=True)

    def change(self, job: Job, *, sync: bool) -> None:
        """Append the new state of a job; with ``sync`` it is on disk when this returns. Raises ``JournalError``."""
        line: dict[str, Any] = {
            name: value
            for name in job.__struct_fields__
            if name != "document" and (value := getattr(job, name)) not in (None, "")
        }
        self._append(msgspec.json.encode(line), sync=sync)

    @property
    def wants_rewriting(self) -> bool:
        return self._size > max(COMPACT_BYTES, COMPACT_FACTOR * self._base)

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
        self._size += len(whole)

    def _put_aside(self) -> None:
        """Rename the file, which needs no room on the disk. Raises ``JournalError``."""
        name = f"{self._path.stem}.damaged-{time.time_ns():020}{self._path.suffix}"
        aside = self._path.with_name(name)
        try:
            self._path.rename(aside)
            sync_folder(self._path.parent)
        except OSError as error:
            raise JournalError(f"cannot put {self._path} aside: {error.strerror}") from None
        self.damaged = aside
        for old in sorted(self._path.parent.glob(f"{self._path.stem}.damaged-*{self._path.suffix}"))[
            :-MAX_DAMAGED_FILES
        ]:
            if old.is_file():
                old.unlink(missing_ok=True)


class _Line(Struct):
    """What of a line decides which lines are still needed."""

    id: str
    state: JobState = JobState.QUEUED
    document: msgspec.Raw | UnsetType = UNSET


@dataclass(slots=True)
class _Found:
    """A job's document and its lines, oldest first."""

    document: bytes
    lines: list[bytes] = field(default_factory=list[bytes])
    ended: bool = False


_DECODER = msgspec.json.Decoder(_Line)
_JOBS = msgspec.json.Decoder(Job)


def _read(data: bytes) -> tuple[list[Job], bool, int]:
    """The jobs in a journal, whether every whole line could be read, and about how many bytes are needed."""
    found: dict[str, _Found] = {}
    sound = True
    *lines, _torn = data.split(b"\n")
    for line in filter(None, lines):
        try:
            head = _DECODER.decode(line)
        except (msgspec.MsgspecError, UnicodeError):
            sound = False
            continue
        if not isinstance(head.document, UnsetType):
            found[head.id] = _Found(bytes(head.document))
        elif head.id not in found:
            continue  # the first line of the job was lost, or the job was forgotten
        found[head.id].lines.append(line)
        found[head.id].ended = head.state in FINAL
    ended = [name for name, one in found.items() if one.ended]
    for name in ended[:-MAX_ENDED_JOBS]:
        del found[name]
    jobs = [_newest(one) for one in found.values()]
    needed = sum(len(one.document) + len(one.lines[-1]) for one in found.values())
    return [job for job in jobs if job is not None], sound and None not in jobs, needed


def _newest(found: _Found) -> Job | None:
    """The job as its newest line that can be read has it; None where none can."""
    return next(_decoded(found), None)


def _decoded(found: _Found) -> Iterator[Job]:
    for line in reversed(found.lines):
        whole = line if b'"document":' in line else b'{"document":' + found.document + b"," + line[1:]
        try:
            yield _JOBS.decode(whole)
        except (msgspec.MsgspecError, UnicodeError):
            continue
