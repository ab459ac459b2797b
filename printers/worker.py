"""What the spool's thread does with one job: preflight, send, wait for the printer's word."""

from __future__ import annotations

import contextlib
import secrets
import string
import threading
import time
from pathlib import Path
from typing import Protocol

import msgspec

from printers.device import Device, Nature
from printers.document import Document
from printers.encode import encode, warm_up
from printers.job import Job
from printers.policy import Event, State
from printers.raster import PictureError
from printers.status import Condition, Status
from printers.transports.base import TransportError
from printers.transports.connect import connect
from printers.url import Target

HEARTBEAT_S = 5.0
"""How often an idle printer is asked how it is."""
BACK_OFF_S = (0.25, 0.5, 1.0, 2.0)
"""Waits between looks at a printer that holds the line; the last one goes on."""
STEP_S = 1.0
"""While a job is awaited the printer is asked this often what is wrong."""
_LETTERS = string.ascii_letters + string.digits


class Ledger(Protocol):
    """The spool, as the worker sees it."""

    def change(
        self, job: Job, event: Event, *, process_id: str | None = None, cause: str | None = None, detail: str = ""
    ) -> Job: ...

    def seen(self, status: Status) -> None: ...
    def heard(self, process_id: str) -> None: ...


class Worker:
    """One printer's hands. Used by the spool's thread alone, but for ``stop``."""

    def __init__(self, target: Target, folder: Path, *, confirm_s: float, dirty: bool = False) -> None:
        self._target = target
        self._confirm_s = confirm_s
        self._memory = folder / "printer.json"
        self._device = Device(connect(target, folder), _recall(self._memory, target.url))
        self._stopping = threading.Event()
        self._refusals = 0
        self._dirty = dirty
        """The printer may hold a part of a job that nobody waits for."""
        self._warm = False

    def work(self, job: Job | None, ledger: Ledger) -> float:
        """Do what can be done now; returns the seconds until there is something to look at again."""
        if not self._warm:
            warm_up(self._target.profile)
            self._warm = True
        status = self._look(ledger)
        if job is None:
            return HEARTBEAT_S
        if not status.can_print:
            return self._hold(job, status, ledger)
        if job.state is State.HELD:
            job = ledger.change(job, Event.RETRY)
        job = ledger.change(job, Event.START)
        return self._print(job, ledger)

    def stop(self) -> None:
        """Give up waiting for an answer."""
        self._stopping.set()

    def close(self) -> None:
        self._device.close()

    def _look(self, ledger: Ledger) -> Status:
        status = self._device.status()
        for late in self._device.take_late():
            ledger.heard(late.decode("ascii", "replace"))
        if status.can_print and status.answers:
            try:
                if self._dirty:
                    self._device.forget()
                    self._device.sever(cutter=self._target.profile.cutter)
                    self._dirty = False
                if self._device.nature is None or not self._device.nature.speaks:
                    self._device.learn()
                    self._keep()
            except TransportError:
                status = Status(Condition.UNPLUGGED, answers=False)
        ledger.seen(status)
        return status

    def _hold(self, job: Job, status: Status, ledger: Ledger) -> float:
        cause = status.condition.value
        if job.state is State.QUEUED:
            job = ledger.change(job, Event.START)
            ledger.change(job, Event.NOT_READY, cause=cause, detail=self._device.trouble)
        elif job.cause != cause:
            job = ledger.change(ledger.change(job, Event.RETRY), Event.START)
            ledger.change(job, Event.NOT_READY, cause=cause, detail=self._device.trouble)
        wait = BACK_OFF_S[min(self._refusals, len(BACK_OFF_S) - 1)]
        self._refusals += 1
        return min(wait, max(0.01, job.expires_at - time.time()))

    def _print(self, job: Job, ledger: Ledger) -> float:
        self._refusals = 0
        name = "".join(secrets.choice(_LETTERS) for _ in range(4))
        try:
            data = self._bytes(job.document, name)
        except (PictureError, ValueError) as error:
            ledger.change(job, Event.IMPOSSIBLE, cause="document", detail=str(error))
            return 0.0
        job = ledger.change(job, Event.READY, process_id=name)
        try:
            self._device.transport.write(data)
            self._device.transport.finish()
        except TransportError as error:
            self._device.close()
            self._dirty = self._dirty or bool(error.sent)
            event = Event.BROKEN if error.sent else Event.NOTHING_LEFT
            ledger.change(job, event, cause=Condition.UNPLUGGED.value, detail=str(error))
            return 0.0 if error.sent else BACK_OFF_S[0]
        job = ledger.change(job, Event.WRITTEN)
        self._confirm(job, name.encode(), ledger)
        return 0.0

    def _bytes(self, document: Document, process_id: str) -> bytes:
        nature = self._nature()
        wanted = process_id.encode() if nature.confirms == "process_id" else None
        data = encode(document, self._target.profile, process_id=wanted, beep=self._target.beep)
        return data + (b"\x1dr\x01" if nature.confirms == "buffered" else b"")

    def _confirm(self, job: Job, process_id: bytes, ledger: Ledger) -> None:
        nature = self._nature()
        if self._device.transport.keeps:
            ledger.change(job, Event.CONFIRMED)
            return
        if nature.confirms == "no":
            ledger.change(job, Event.NO_ANSWER, cause="no_answer")
            return
        deadline = time.monotonic() + self._confirm_s
        trouble: Status | None = None
        while time.monotonic() < deadline and not self._stopping.is_set():
            try:
                if self._answered(nature, process_id):
                    ledger.change(job, Event.CONFIRMED)
                    return
                status = self._device.status()
            except TransportError:
                status = Status(Condition.UNPLUGGED, answers=False)
            ledger.seen(status)
            if not status.can_print:
                trouble = status
                self._forget()
                break
        self._dirty = trouble is not None
        cause = trouble.condition.value if trouble else "no_answer"
        ledger.change(job, Event.NO_ANSWER, cause=cause)

    def _forget(self) -> None:
        """At once, while the printer stands: with new paper it would go on with a ticket that nobody waits for."""
        with contextlib.suppress(TransportError):
            self._device.forget()

    def _answered(self, nature: Nature, process_id: bytes) -> bool:
        if nature.confirms == "process_id":
            return self._device.await_process(process_id, STEP_S)
        paper = self._device.await_buffered(STEP_S)
        return paper is not None and not paper & 0x0C

    def _nature(self) -> Nature:
        return self._device.nature or Nature()

    def _keep(self) -> None:
        """Remember the printer; losing this costs one round of questions."""
        fresh = self._memory.with_suffix(".new")
        fresh.write_bytes(msgspec.json.encode({"url": self._target.url, "nature": self._nature()}))
        fresh.replace(self._memory)


def _recall(path: Path, url: str) -> Nature | None:
    try:
        known = msgspec.json.decode(path.read_bytes(), type=_Memory)
    except (OSError, msgspec.MsgspecError):
        return None
    return known.nature if known.url == url else None


class _Memory(msgspec.Struct, frozen=True):
    url: str
    nature: Nature
