"""The work of a printer's thread: status, preflight, sending and waiting for the confirmation of one job."""

from __future__ import annotations

import contextlib
import secrets
import string
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import msgspec
from PIL.Image import Image as Picture

from printers.device import stored_logo
from printers.device.device_info import DeviceInfo
from printers.device.encode import cut_commands, encode, warm_up
from printers.device.printer import ANSWER_S, Printer
from printers.device.printer_record import PrinterRecord, load_record, save_record
from printers.device.status import Condition, Status
from printers.device.transports.base import JobQueue, TransportError
from printers.device.transports.connect import connect
from printers.device.url import PrinterTarget
from printers.document.paper_length import paper_length_mm
from printers.document.raster import PictureError, threshold
from printers.document.rows import Document, Image
from printers.profile import Profile
from printers.spool.job import Job
from printers.spool.policy import JobEvent, JobState
from printers.spool.roll import Roll

HEARTBEAT_S = 5.0
"""Seconds between two status requests to an idle printer."""
RETRY_S = (0.25, 0.5, 1.0, 2.0)
"""Seconds between two attempts at a printer that cannot print; the last value repeats."""
STATUS_INTERVAL_S = 1.0
"""Seconds between two status requests while a confirmation is awaited."""
MAX_LOGOS_SENT = 16
MAX_QUEUE_S = 3600.0
"""Seconds after which a job of an earlier start is cancelled at the latest."""
REPORTED_FAULTS = frozenset(Condition) - {Condition.READY, Condition.SILENT, Condition.BUSY}
"""Conditions that end the wait for a confirmation. *Silent* does not: on a slow line a status waits behind the job."""
RELEASED_HEARTBEAT_S = 60.0
"""Seconds between two status requests to an idle printer whose line is closed between tickets."""
KINDS_WITHOUT_ROLL = ("file", "virtual")
"""Kinds of printer URL without a paper roll."""
_LETTERS = string.ascii_letters + string.digits


class Lane(Protocol):
    """What a worker needs of the spool: one printer's lane."""

    def change(
        self, job: Job, event: JobEvent, *, process_id: str | None = None, cause: str | None = None, detail: str = ""
    ) -> Job: ...

    def remaining_s(self, job: Job) -> float:
        """Seconds until the job expires, on the monotonic clock."""
        ...

    def on_status(self, status: Status) -> None: ...
    def on_late_confirmation(self, process_id: str) -> None: ...
    def move_if_held(self, job: Job) -> bool:
        """Move a held job to another printer if one is ready; whether it was moved."""
        ...


def open_roll(folder: Path, place: int, target: PrinterTarget) -> Roll:
    """The roll in the printer at this place; the first is 1."""
    return Roll(folder / f"roll-{place}.json", target.roll_m * 1000)


class PrinterWorker:
    """Prints jobs on one printer. Used by its own thread alone, except ``stop``."""

    def __init__(
        self,
        target: PrinterTarget,
        folder: Path,
        place: int,
        *,
        confirm_s: float,
        answer_s: float = ANSWER_S,
        interrupted: bool = False,
    ) -> None:
        """``place`` is 1 for the first printer; raises ``UrlError``."""
        self._target = target
        self._confirm_s = confirm_s
        self._stopping = threading.Event()
        self._folder, self._place = folder, place
        known = load_record(folder, place, target.url)
        self._device = Printer(
            connect(target, folder),
            known.info,
            answer_s=answer_s,
            called_off=self._stopping.is_set,
            asks=target.asks_status,
        )
        self._roll = open_roll(folder, place, target)
        self._record = known
        self._retries = 0
        self._buffer_may_hold_data = self._may_hold_partial_ticket = interrupted or self._info().logo_in_transit
        """The printer's buffer may hold an abandoned job (cleared while a fault stops it, left alone while it prints),
        and part of a ticket may hang out of it (cut off before the next one)."""
        self._logos_to_store: dict[bytes, Picture] = {}
        """Logos that were printed as raster and can be stored in the printer, by key."""
        self._queue_jobs = {
            number: time.monotonic() + min(max(0.0, until - time.time()), MAX_QUEUE_S)
            for number, until in known.queue_jobs
        }
        """Jobs that a print queue may still hold, and when each is cancelled, on the monotonic clock."""
        self._warmed_up = False
        self._reachable = False

    @property
    def confirms(self) -> bool:
        return self._info().confirms != "no"

    @property
    def _profile(self) -> Profile:
        """With what the printer itself proved."""
        profile = self._target.profile
        return replace(profile, native_qr=self._info().native_qr) if profile.native_qr is None else profile

    @property
    def roll(self) -> Roll:
        return self._roll

    @property
    def has_roll(self) -> bool:
        return self._target.kind not in KINDS_WITHOUT_ROLL

    def work(self, job: Job | None, ledger: Lane) -> float:
        """Do what can be done now; returns the seconds until there is something to look at again."""
        try:
            pause = self._work(job, ledger)
        finally:
            if self._target.release:
                self._device.close()
        return max(pause, RELEASED_HEARTBEAT_S) if self._target.release and job is None else pause

    def _work(self, job: Job | None, ledger: Lane) -> float:
        if not self._warmed_up:
            self._warmed_up = True
            with contextlib.suppress(
                Exception
            ):  # on a full disk; a ticket that needs none of it is printed all the same
                warm_up(self._target.profile)
        status = self._check_status(ledger)
        self._cancel_overdue()
        if job is None or self._stopping.is_set():
            if status.can_print:
                self._store_logos()
            return HEARTBEAT_S if status.can_print else RETRY_S[-1]
        if not status.can_print:
            return self._hold(job, status, ledger)
        if ledger.remaining_s(job) <= 0:
            return 0.0  # given up while the printer was asked
        if job.state is JobState.HELD:
            job = ledger.change(job, JobEvent.RETRY)
        job = ledger.change(job, JobEvent.START)
        return self._print(job, ledger)

    def needs_check(self) -> bool:
        """Whether the printer sent something or was lost since the last status."""
        return self._reachable and not self._target.release and self._device.needs_check()

    def stop(self) -> None:
        """End every wait for the printer. May be called from any thread."""
        self._stopping.set()

    def close(self) -> None:
        self._device.close()

    def _check_status(self, ledger: Lane) -> Status:
        status = self._device.status()
        if self._stopping.is_set():
            return status
        self._pass_on_late_confirmations(ledger)
        try:
            status = self._prepare(status) if status.reported else status
        except TransportError:
            self._device.close()
            status = Status(Condition.UNPLUGGED, reported=False)
        self._reachable = status.condition is not Condition.UNPLUGGED
        self._record_status(status, ledger)
        return status

    def _prepare(self, status: Status) -> Status:
        """Clear leftovers, identify the printer and enable automatic status. Raises ``TransportError``."""
        if not status.can_print:
            if self._buffer_may_hold_data:
                self._device.clear_buffer()
                self._buffer_may_hold_data, self._may_hold_partial_ticket = False, True
            return status
        if self._may_hold_partial_ticket:
            self._device.clear_buffer()
            self._device.feed_and_cut(cut_commands(self._target.profile))
            self._buffer_may_hold_data = self._may_hold_partial_ticket = False
            if self._info().logo_in_transit:
                self._update_info(logo_in_transit=False)
        if not self._device.identify() and not self._info().answers_status:
            return self._device.status()
        self._device.enable_auto_status()
        return status

    def _pass_on_late_confirmations(self, ledger: Lane) -> None:
        for late in self._device.take_late_confirmations():
            ledger.on_late_confirmation(late.decode("ascii", "replace"))

    def _record_status(self, status: Status, ledger: Lane) -> None:
        if status.reported and status.condition in (Condition.READY, Condition.PAPER_OUT):
            self._roll.on_sensors(near_end=status.near_end, empty=status.condition is Condition.PAPER_OUT)
        ledger.on_status(status)
        self._save(
            msgspec.structs.replace(
                self._record,
                url=self._target.url,
                info=self._info(),
                condition=status.condition,
                near_end=status.near_end,
                reported=status.reported,
            )
        )

    def _save(self, now: PrinterRecord) -> None:
        if now != self._record:
            self._record = now
            save_record(self._folder, self._place, now)

    def _hold(self, job: Job, status: Status, ledger: Lane) -> float:
        cause = status.condition.value
        if job.state is JobState.QUEUED:
            job = ledger.change(job, JobEvent.START)
            job = ledger.change(job, JobEvent.NOT_READY, cause=cause, detail=self._device.last_error)
        elif job.cause != cause:
            job = ledger.change(ledger.change(job, JobEvent.RETRY), JobEvent.START)
            job = ledger.change(job, JobEvent.NOT_READY, cause=cause, detail=self._device.last_error)
        if ledger.move_if_held(job):
            return 0.0
        wait = RETRY_S[min(self._retries, len(RETRY_S) - 1)]
        self._retries += 1
        return min(wait, max(0.01, ledger.remaining_s(job)))

    def _print(self, job: Job, ledger: Lane) -> float:
        self._retries = 0
        name = "".join(secrets.choice(_LETTERS) for _ in range(4))
        try:
            kept = self._usable_logos(job.document)
            data = encode(job.document, self._profile, beep=self._target.beep, stored_logos=kept)
            length = paper_length_mm(job.document, self._profile)
        except (PictureError, ValueError) as error:
            ledger.change(job, JobEvent.IMPOSSIBLE, cause="document", detail=str(error))
            return 0.0
        job = ledger.change(job, JobEvent.READY, process_id=name)
        try:
            self._device.print(data, name.encode())
        except TransportError as error:
            self._device.close()
            self._buffer_may_hold_data = self._may_hold_partial_ticket = self._may_hold_partial_ticket or bool(
                error.sent
            )
            event = JobEvent.BROKEN if error.sent else JobEvent.NOTHING_LEFT
            job = ledger.change(job, event, cause=Condition.UNPLUGGED.value, detail=str(error))
            self._record_status(Status(Condition.UNPLUGGED, reported=False), ledger)
            return 0.0 if error.sent else RETRY_S[0]
        job = ledger.change(job, JobEvent.WRITTEN)
        self._roll.add_ticket(length)
        self._confirm(job, self._confirm_s + self._target.transfer_s(len(data)), ledger)
        return 0.0

    def _confirm(self, job: Job, timeout_s: float, ledger: Lane) -> None:
        if self._device.transport.prints_on_write:
            ledger.change(job, JobEvent.CONFIRMED)
            return
        if not self.confirms:
            self._watch_queue(ledger.remaining_s(job))
            ledger.change(job, JobEvent.NO_ANSWER, cause="no_answer")
            return
        status = self._await_confirmation(timeout_s, ledger)
        if self._stopping.is_set() and status is not None:
            return  # as after a crash: the next start calls it unconfirmed, and clears the printer
        self._device.stop_awaiting()
        if status is None:
            self._buffer_may_hold_data = False
            ledger.change(job, JobEvent.CONFIRMED)
            return
        self._buffer_may_hold_data = True
        self._may_hold_partial_ticket = status.condition in REPORTED_FAULTS
        cause = "no_answer" if status.can_print else status.condition.value
        ledger.change(job, JobEvent.NO_ANSWER, cause=cause)

    def _watch_queue(self, remaining_s: float) -> None:
        """Remember the job that was just handed to a print queue; also on disk, for the next start."""
        queue = self._device.transport
        if isinstance(queue, JobQueue) and queue.job is not None:
            self._queue_jobs[queue.job] = time.monotonic() + remaining_s
            self._save_queue_jobs()

    def _cancel_overdue(self) -> None:
        """Cancel what the queue has not printed in its ticket's time; forget what ended."""
        queue = self._device.transport
        if not (self._queue_jobs and isinstance(queue, JobQueue)):
            return
        before = set(self._queue_jobs)
        with contextlib.suppress(TransportError):
            for job, deadline in list(self._queue_jobs.items()):
                if time.monotonic() >= deadline:
                    queue.cancel(job)
                elif not queue.ended(job):
                    continue
                del self._queue_jobs[job]
        if set(self._queue_jobs) != before:
            self._save_queue_jobs()

    def _save_queue_jobs(self) -> None:
        now, wall = time.monotonic(), time.time()
        jobs = tuple((job, wall + deadline - now) for job, deadline in self._queue_jobs.items())
        self._save(msgspec.structs.replace(self._record, queue_jobs=jobs))

    def _await_confirmation(self, timeout_s: float, ledger: Lane) -> Status | None:
        """None when the printer confirmed; else its newest status."""
        deadline = time.monotonic() + timeout_s
        status = Status()
        try:
            while time.monotonic() < deadline and not self._stopping.is_set():
                if self._device.wait_confirmed(min(STATUS_INTERVAL_S, timeout_s)):
                    return None
                status = self._device.status()
                if self._device.wait_confirmed(0):
                    return None
                if self._stopping.is_set():
                    break
                if not self._device.awaits_confirmation:
                    status = Status(Condition.UNPLUGGED, reported=False)
                self._record_status(status, ledger)
                if status.condition in REPORTED_FAULTS:
                    self._clear_buffer()
                    break
        except TransportError:
            self._device.close()
            status = Status(Condition.UNPLUGGED, reported=False)
            self._record_status(status, ledger)
        return status

    def _usable_logos(self, document: Document) -> frozenset[bytes]:
        """Keys of the logos in the printer's memory; a missing one is stored when the printer is idle."""
        images = [row for row in document.rows if isinstance(row, Image)]
        profile = self._target.profile
        if not images or profile.drawn or not profile.graphics or self._info().confirms != "process_id":
            return frozenset()
        try:
            kept = self._device.stored_logos()
        except TransportError:
            return frozenset()
        self._save(msgspec.structs.replace(self._record, info=self._info()))
        if self._info().stores_logos:
            pictures = [threshold(image.png, self._target.profile.dots) for image in images]
            lacking = ((stored_logo.logo_key(picture), picture) for picture in pictures)
            self._logos_to_store |= {name: picture for name, picture in lacking if name not in kept}
        return kept

    def _store_logos(self) -> None:
        """Store missing logos in an idle printer, each once in its life, and check its list afterwards."""
        while self._logos_to_store and not self._stopping.is_set():
            name, picture = self._logos_to_store.popitem()
            sent = (*self._info().logos_sent, name.decode("ascii"))
            if sent[-1] in sent[:-1]:
                continue
            self._update_info(logos_sent=sent[-MAX_LOGOS_SENT:], logo_in_transit=True)
            try:
                self._device.store_logo(stored_logo.store_command(picture))
                self._update_info(logo_in_transit=False)
            except TransportError:
                self._device.close()
                self._buffer_may_hold_data = self._may_hold_partial_ticket = (
                    True  # half a picture would swallow the next ticket
                )

    def _update_info(self, **news: Any) -> None:
        self._device.info = msgspec.structs.replace(self._info(), **news)
        self._save(msgspec.structs.replace(self._record, info=self._info()))

    def _clear_buffer(self) -> None:
        """Clear the buffer while a fault stops the printer: with new paper it would print an abandoned ticket."""
        with contextlib.suppress(TransportError):
            self._device.clear_buffer()

    def _info(self) -> DeviceInfo:
        return self._device.info or DeviceInfo()
