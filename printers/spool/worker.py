"""What a printer's thread does with one job: preflight, send, wait for the printer's word."""

from __future__ import annotations

import contextlib
import secrets
import string
import threading
import time
from pathlib import Path
from typing import Any, Protocol

import msgspec
from PIL.Image import Image as Picture

from printers.device import stored_logo
from printers.device.encode import encode, warm_up
from printers.device.printer import ANSWER_S, Nature, Printer
from printers.device.printer_record import Memory, recall, remember
from printers.device.status import Condition, Status
from printers.device.transports.base import TransportError
from printers.device.transports.connect import connect
from printers.device.url import PrinterTarget
from printers.document.paper_length import length_mm
from printers.document.raster import PictureError, black_and_white
from printers.document.rows import Document, Image
from printers.spool.job import Job
from printers.spool.policy import JobEvent, JobState
from printers.spool.roll import Roll

HEARTBEAT_S = 5.0
"""How often an idle printer is asked how it is."""
BACK_OFF_S = (0.25, 0.5, 1.0, 2.0)
"""Waits between looks at a printer that holds the line; the last one goes on."""
STEP_S = 1.0
"""While a job is awaited the printer is asked this often what is wrong."""
LOGOS_REMEMBERED = 16
SAID = frozenset(Condition) - {Condition.READY, Condition.SILENT}
"""What ends the wait for a confirmation. A printer that is busy on a slow line may well be silent for a while."""
UNROLLED = ("file", "virtual")
"""Kinds of printer whose paper never ends."""
_LETTERS = string.ascii_letters + string.digits


class Ledger(Protocol):
    """The spool, as the worker sees it."""

    def change(
        self, job: Job, event: JobEvent, *, process_id: str | None = None, cause: str | None = None, detail: str = ""
    ) -> Job: ...

    def seen(self, status: Status) -> None: ...
    def heard(self, process_id: str) -> None: ...
    def held(self, job: Job) -> bool:
        """Whether another printer has taken the job over."""
        ...


def roll_of(folder: Path, place: int, target: PrinterTarget) -> Roll:
    """The roll in the printer at this place; the first is 1."""
    return Roll(folder / f"roll-{place}.json", target.roll_m * 1000)


class PrinterWorker:
    """One printer's hands. Used by its own thread alone, but for ``stop``."""

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
        known = recall(folder, place, target.url)
        self._device = Printer(
            connect(target, folder), known.nature, answer_s=answer_s, called_off=self._stopping.is_set
        )
        self._roll = roll_of(folder, place, target)
        self._remembered = known
        self._refusals = 0
        self._full = self._torn = interrupted or self._nature().logo_on_its_way
        """It may hold what nobody waits for: cleared while it stands, left alone while it works. A part of a ticket may
        hang out of it, to be parted from what comes next."""
        self._unkept: dict[bytes, Picture] = {}
        """Logos that were printed as dots, by key."""
        self._warm = False
        self._reached = False

    @property
    def confirms(self) -> bool:
        return self._nature().confirms != "no"

    @property
    def roll(self) -> Roll:
        return self._roll

    @property
    def has_roll(self) -> bool:
        return self._target.kind not in UNROLLED

    def work(self, job: Job | None, ledger: Ledger) -> float:
        """Do what can be done now; returns the seconds until there is something to look at again."""
        if not self._warm:
            warm_up(self._target.profile)
            self._warm = True
        status = self._look(ledger)
        if job is None or self._stopping.is_set():
            if status.can_print:
                self._keep_logo()
            return HEARTBEAT_S if status.can_print else BACK_OFF_S[-1]
        if not status.can_print:
            return self._hold(job, status, ledger)
        if job.state is JobState.HELD:
            job = ledger.change(job, JobEvent.RETRY)
        job = ledger.change(job, JobEvent.START)
        return self._print(job, ledger)

    def stirs(self) -> bool:
        """Whether the printer said something by itself, or was lost, since it was looked at."""
        return self._reached and self._device.stirs()

    def stop(self) -> None:
        """Give up waiting for an answer."""
        self._stopping.set()

    def close(self) -> None:
        self._device.close()

    def _look(self, ledger: Ledger) -> Status:
        status = self._device.status()
        if self._stopping.is_set():
            return status
        self._late(ledger)
        try:
            status = self._greet(status) if status.answers else status
        except TransportError:
            self._device.close()
            status = Status(Condition.UNPLUGGED, answers=False)
        self._reached = status.condition is not Condition.UNPLUGGED
        self._saw(status, ledger)
        return status

    def _greet(self, status: Status) -> Status:
        """Put a printer right that can be talked to. Raises ``TransportError``."""
        if not status.can_print:
            if self._full:
                self._device.forget()
                self._full, self._torn = False, True
            return status
        if self._torn:
            self._device.forget()
            self._device.sever(cutter=self._target.profile.cutter)
            self._full = self._torn = False
            if self._nature().logo_on_its_way:
                self._learnt(logo_on_its_way=False)
        if not self._device.meet() and not self._nature().speaks:
            return self._device.status()
        self._device.watch()
        return status

    def _late(self, ledger: Ledger) -> None:
        for late in self._device.take_late():
            ledger.heard(late.decode("ascii", "replace"))

    def _saw(self, status: Status, ledger: Ledger) -> None:
        if status.answers and status.condition in (Condition.READY, Condition.PAPER_OUT):
            self._roll.seen(near_end=status.near_end, empty=status.condition is Condition.PAPER_OUT)
        ledger.seen(status)
        self._note(Memory(self._target.url, self._nature(), status.condition, status.near_end, status.answers))

    def _note(self, now: Memory) -> None:
        if now != self._remembered:
            self._remembered = now
            remember(self._folder, self._place, now)

    def _hold(self, job: Job, status: Status, ledger: Ledger) -> float:
        cause = status.condition.value
        if job.state is JobState.QUEUED:
            job = ledger.change(job, JobEvent.START)
            job = ledger.change(job, JobEvent.NOT_READY, cause=cause, detail=self._device.trouble)
        elif job.cause != cause:
            job = ledger.change(ledger.change(job, JobEvent.RETRY), JobEvent.START)
            job = ledger.change(job, JobEvent.NOT_READY, cause=cause, detail=self._device.trouble)
        if ledger.held(job):
            return 0.0
        wait = BACK_OFF_S[min(self._refusals, len(BACK_OFF_S) - 1)]
        self._refusals += 1
        return min(wait, max(0.01, job.expires_at - time.time()))

    def _print(self, job: Job, ledger: Ledger) -> float:
        self._refusals = 0
        name = "".join(secrets.choice(_LETTERS) for _ in range(4))
        try:
            kept = self._logos(job.document)
            data = encode(job.document, self._target.profile, beep=self._target.beep, kept=kept)
            length = length_mm(job.document, self._target.profile)
        except (PictureError, ValueError) as error:
            ledger.change(job, JobEvent.IMPOSSIBLE, cause="document", detail=str(error))
            return 0.0
        job = ledger.change(job, JobEvent.READY, process_id=name)
        try:
            self._device.print(data, name.encode())
        except TransportError as error:
            self._device.close()
            self._full = self._torn = self._torn or bool(error.sent)
            event = JobEvent.BROKEN if error.sent else JobEvent.NOTHING_LEFT
            job = ledger.change(job, event, cause=Condition.UNPLUGGED.value, detail=str(error))
            self._saw(Status(Condition.UNPLUGGED, answers=False), ledger)
            return 0.0 if error.sent else BACK_OFF_S[0]
        job = ledger.change(job, JobEvent.WRITTEN)
        self._roll.took(length)
        self._confirm(job, self._confirm_s + self._target.transfer_s(len(data)), ledger)
        return 0.0

    def _confirm(self, job: Job, timeout_s: float, ledger: Ledger) -> None:
        if self._device.transport.keeps:
            ledger.change(job, JobEvent.CONFIRMED)
            return
        if not self.confirms:
            ledger.change(job, JobEvent.NO_ANSWER, cause="no_answer")
            return
        status = self._await(timeout_s, ledger)
        if self._stopping.is_set() and status is not None:
            return  # as after a crash: the next start calls it unconfirmed, and clears the printer
        self._device.give_up()
        if status is None:
            self._full = False
            ledger.change(job, JobEvent.CONFIRMED)
            return
        self._full = True
        self._torn = status.condition in SAID
        cause = "no_answer" if status.can_print else status.condition.value
        ledger.change(job, JobEvent.NO_ANSWER, cause=cause)

    def _await(self, timeout_s: float, ledger: Ledger) -> Status | None:
        """None when the printer confirmed; else how it is."""
        deadline = time.monotonic() + timeout_s
        status = Status()
        try:
            while time.monotonic() < deadline and not self._stopping.is_set():
                if self._device.confirmed(min(STEP_S, timeout_s)):
                    return None
                status = self._device.status()
                if self._device.confirmed(0):
                    return None
                if self._stopping.is_set():
                    break
                if not self._device.waits:
                    status = Status(Condition.UNPLUGGED, answers=False)
                self._saw(status, ledger)
                if status.condition in SAID:
                    self._forget()
                    break
        except TransportError:
            self._device.close()
            status = Status(Condition.UNPLUGGED, answers=False)
            self._saw(status, ledger)
        return status

    def _logos(self, document: Document) -> frozenset[bytes]:
        """Keys of the logos that the printer keeps; one that it could keep and does not is kept when it idles."""
        images = [row for row in document.rows if isinstance(row, Image)]
        if not images or not self._target.profile.graphics or self._nature().confirms != "process_id":
            return frozenset()
        try:
            kept = self._device.logos()
        except TransportError:
            return frozenset()
        self._note(msgspec.structs.replace(self._remembered, nature=self._nature()))
        if self._nature().keeps_logos:
            pictures = [black_and_white(image.png, self._target.profile.dots) for image in images]
            lacking = ((stored_logo.key(picture), picture) for picture in pictures)
            self._unkept |= {name: picture for name, picture in lacking if name not in kept}
        return kept

    def _keep_logo(self) -> None:
        """Give an idle printer a logo to keep, once in its life; then it is asked whether it does."""
        while self._unkept and not self._stopping.is_set():
            name, picture = self._unkept.popitem()
            sent = (*self._nature().logos_sent, name.decode("ascii"))
            if sent[-1] in sent[:-1]:
                continue
            self._learnt(logos_sent=sent[-LOGOS_REMEMBERED:], logo_on_its_way=True)
            try:
                self._device.keep(stored_logo.keep(picture))
                self._learnt(logo_on_its_way=False)
            except TransportError:
                self._device.close()
                self._full = self._torn = True  # half a picture would swallow the next ticket

    def _learnt(self, **news: Any) -> None:
        self._device.nature = msgspec.structs.replace(self._nature(), **news)
        self._note(msgspec.structs.replace(self._remembered, nature=self._nature()))

    def _forget(self) -> None:
        """At once, while the printer stands: with new paper it would go on with a ticket that nobody waits for."""
        with contextlib.suppress(TransportError):
            self._device.forget()

    def _nature(self) -> Nature:
        return self._device.nature or Nature()
