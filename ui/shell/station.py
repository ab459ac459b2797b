"""The printers of a kiosk: hands tickets to the spool, and its outcomes to the window and the server."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from kiosk.contract.printing import PrinterReport, PrintOutcome, ReprintView
from kiosk.contract.tickets import Issued
from printers.device.status import Status
from printers.document.rows import DocumentError, from_json
from printers.spool.job import Job
from printers.spool.policy import JobState
from printers.spool.spool import Spool, SpoolError
from ui.link.server_link import Answer, Link

_TOLD: Final = ("printed", "unconfirmed", "held", "expired", "failed")
"""The states that the server keeps; the others are on their way."""
_UNDER_WAY_S: Final = 20.0
"""Seconds to wait for a ticket that is being printed."""
_TAKE_AGAIN_MS: Final = 1_000
_REPORT_MS: Final = 60_000
"""The server forgets the printer of a kiosk that is silent for three times as long."""


class Station(QObject):
    """Everything but ``_spooled`` and ``_seen`` runs on Qt's thread."""

    outcome = Signal(str, str, str)
    """A ticket's id, the state of its paper, and why where that is not clear."""
    trouble = Signal(str)
    """Why none of the printers can print: a ``printers.device.status.Condition``; empty when one can."""
    _changed = Signal(str, str, str)
    _looked = Signal(object)
    _taken = Signal()

    def __init__(self, folder: Path, printer: str | Sequence[str], link: Link, parent: QObject | None = None) -> None:
        """Raises ``printers.device.url.UrlError`` and ``SpoolError``: a line for people."""
        super().__init__(parent)
        self._link = link
        self._untold: dict[str, str] = {}
        self._statuses: tuple[Status, ...] = ()
        self._reported: PrinterReport | None = None
        self._changed.connect(self._hear)
        self._looked.connect(self._look)
        link.onlineChanged.connect(self._tell_all)
        link.reprint.connect(self._staff_want)
        self._folder, self._printer = folder, printer
        self._released = False
        """The printer's line and the spool are let go; what is to be printed waits."""
        self._waiting: list[tuple[dict[str, Any], str]] = []
        self._taken.connect(self._take)
        self._spool = self._opened()
        for job in self._spool.unacknowledged():  # of a window that ended before the server knew
            self._untold[_ticket_of(job)] = str(job.state)
        self._timer = QTimer(self, interval=_REPORT_MS)
        self._timer.timeout.connect(self._tell_all)
        self._timer.start()
        self._tell_all()

    def issue(self, issued: Issued) -> None:
        """Print the receipt of a new ticket; the same ticket again is not printed twice."""
        self.print(issued.receipt, issued.id)

    def release(self) -> None:
        """Let the printer go, for something else that prints on it, until ``take``. What is being sent is waited for.

        May be called from any thread.
        """
        for job in self._spool.jobs():
            if job.state in (JobState.SENDING, JobState.SENT):
                self._spool.wait(job, _UNDER_WAY_S)
        self._released = True
        self._spool.close()

    def take(self, printer: str | Sequence[str] | None = None) -> None:
        """Print again after ``release``, perhaps on other printers from now on. May be called from any thread."""
        if printer is not None:
            self._printer = printer
        self._taken.emit()

    @Slot()
    def _take(self) -> None:
        if not self._released:
            return
        try:
            self._spool = self._opened()
        except SpoolError:
            QTimer.singleShot(_TAKE_AGAIN_MS, self, self._take)
            return
        self._released = False
        waiting, self._waiting = self._waiting, []
        for document_json, ticket in waiting:
            self.print(document_json, ticket)

    def _opened(self) -> Spool:
        return Spool(self._folder, self._printer, on_change=self._spooled, on_status=self._seen)

    def print(self, document_json: dict[str, Any], ticket: str) -> None:
        if self._released:
            self._waiting.append((document_json, ticket))
            return
        try:
            self._spool.submit(from_json(document_json), ticket)
        except (SpoolError, DocumentError):
            self._hear(ticket, "failed", "")

    def reprint(self, ticket: str) -> None:
        """A marked copy, where the paper that this kiosk made of a ticket may have gone wrong. Nothing for others."""
        job = self._spool.latest(ticket)
        if job is None:
            return
        try:
            self._spool.reprint(job)
        except SpoolError:
            self._hear(ticket, str(job.state), job.cause or "")

    def give_up(self, ticket: str) -> None:
        """The visitor has left: what of the ticket's paper is not yet sent is not printed any more."""
        self._spool.give_up(ticket)

    def close(self) -> None:
        """What is not printed stays on disk for the next start."""
        self._spool.close()

    def _spooled(self, job: Job) -> None:
        """On a thread of the spool's; the signal crosses to Qt's."""
        self._changed.emit(_ticket_of(job), str(job.state), job.cause or "")

    def _seen(self, statuses: tuple[Status, ...]) -> None:
        """Likewise."""
        self._looked.emit(statuses)

    def _staff_want(self, wish: ReprintView) -> None:
        self.reprint(wish.ticket)

    @Slot(str, str, str)
    def _hear(self, ticket: str, state: str, cause: str) -> None:
        self.outcome.emit(ticket, state, cause)
        if state in _TOLD:
            self._untold[ticket] = state
            self._tell(ticket)
            self._report()

    @Slot(object)
    def _look(self, statuses: tuple[Status, ...]) -> None:
        self._statuses = statuses
        able = any(status.can_print for status in statuses)
        self.trouble.emit("" if able else str(statuses[0].condition))
        self._report()

    @Slot()
    def _tell_all(self) -> None:
        for ticket in list(self._untold) if self._link.online else ():
            self._tell(ticket)
        self._report_again()

    @Slot()
    def _report_again(self) -> None:
        self._reported = None
        self._report()

    def _report(self) -> None:
        """How the printers are, where the server does not know it yet."""
        if not self._statuses or not self._link.online:
            return
        bad = next((status for status in self._statuses if not status.can_print), None)
        report = PrinterReport(
            condition=str(bad.condition) if bad else "ready",  # pyright: ignore[reportArgumentType]  a ``Condition``
            near_end=any(status.near_end for status in self._statuses),
            tickets_left=self._spool.tickets_left(),
            spare=bad is not None and any(status.can_print for status in self._statuses),
            notices=list(dict.fromkeys(notice.code for notice in self._spool.notices)),
        )
        if report == self._reported:
            return
        self._reported = report

        def done(answer: Answer[None]) -> None:
            if not answer.ok and self._reported == report:
                self._reported = None

        self._link.request("POST", "/printer", done, body=report)

    def _tell(self, ticket: str) -> None:
        state = self._untold[ticket]

        def done(answer: Answer[None]) -> None:
            away = answer.status == 0 or answer.status >= 500
            if not away and self._untold.get(ticket) == state:
                del self._untold[ticket]
                self._spool.acknowledge(ticket, JobState(state))

        body = PrintOutcome(state=state)  # pyright: ignore[reportArgumentType]  one of ``_TOLD``
        self._link.request("POST", f"/tickets/{quote(ticket, safe='')}/paper", done, body=body)


def _ticket_of(job: Job) -> str:
    """The ticket's id; the key of a copy has its number behind."""
    return job.key.partition("#")[0]
