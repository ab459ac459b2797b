"""Print one document from the shell, through a spool of the command's own."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.cli.errors import refuse
from kiosk.cli.options import CommonOptions
from kiosk.cli.printing.targets import urls
from kiosk.wording.translate import translate

if TYPE_CHECKING:
    from printers.document.rows import Document
    from printers.spool.job import Job


def job_words(job: Job, language: str) -> str:
    """What became of a job, and why where it did not simply come out."""
    said = translate(f"printer.job.{job.state}", language)
    if job.cause:
        said += f"; {translate(f'printer.staff.{job.cause}', language)}"
    return f"{said} ({job.detail})" if job.detail and job.cause == "unplugged" else said


def print_once(
    options: CommonOptions,
    document: Document,
    *,
    wait_s: float,
    folder: str = "print",
    while_held: Callable[[Job], None] | None = None,
) -> Job:
    """Print one document through a spool of this command's own; the job as it is at the end, or after the time.

    A printer that cannot print now holds the job: that is the answer at once, and nothing is printed later. With
    ``while_held`` the job goes on waiting, and that is told of it, on a thread of the spool's.
    """
    from uuid import uuid4

    from printers.device.url import UrlError
    from printers.spool.policy import JobState
    from printers.spool.spool import Spool, SpoolError

    held: queue.SimpleQueue[Job] = queue.SimpleQueue()

    def heard(job: Job) -> None:
        if job.ended or (job.state is JobState.HELD and while_held is None):
            held.put(job)
        elif job.state is JobState.HELD and while_held is not None:
            while_held(job)

    try:
        spool = Spool(options.data / folder, urls(options), on_change=heard, confirm_s=wait_s, lock_s=wait_s)
    except (SpoolError, UrlError) as error:
        refuse(str(error))
    try:
        submitted = spool.submit(document, uuid4().hex, wait_s)
        job = _first_of(held, submitted, wait_s + 1) or submitted
        after = spool.cancel(job)
    except SpoolError as error:
        refuse(str(error))
    finally:
        spool.close()
    return job if after.state is JobState.EXPIRED and job.state is JobState.HELD else after


def _first_of(news: queue.SimpleQueue[Job], wanted: Job, timeout_s: float) -> Job | None:
    """The first news of this job; an older one in the same folder may end before it."""
    deadline = time.monotonic() + timeout_s
    while (left := deadline - time.monotonic()) > 0:
        try:
            job = news.get(timeout=left)
        except queue.Empty:
            return None
        if job.id == wanted.id:
            return job
    return None
