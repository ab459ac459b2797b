"""A print job of the spool."""

from __future__ import annotations

from msgspec import Struct

from printers.document.rows import Document
from printers.spool.policy import FINAL, JobState


class Job(Struct, frozen=True, omit_defaults=True):
    """One document to print. Times are seconds since 1970."""

    id: str
    key: str
    """The same key is the same job."""
    document: Document
    created_at: float
    expires_at: float
    state: JobState = JobState.QUEUED
    changed_at: float = 0.0
    process_id: str | None = None
    """The four letters of ``GS ( H`` with which the printer confirms this job."""
    cause: str | None = None
    """Why it is held, unconfirmed or failed: a ``Condition`` value, ``restart``, ``no_answer`` or ``document``."""
    detail: str = ""
    """The system's message for the cause, for staff and logs."""
    copy: int = 0
    """Counts the marked copies; the original is 0."""
    copy_of: str | None = None
    acknowledged: JobState | None = None
    """The newest state that whoever is told of jobs has said to know (``Spool.acknowledge``)."""
    printer: int = 0
    """Index of the printer whose thread owns it; 0 is the first."""

    @property
    def ended(self) -> bool:
        return self.state in FINAL
