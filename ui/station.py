"""The printer of a kiosk: hands tickets to the spool, and its outcomes to the window and the server."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from PySide6.QtCore import QObject, Signal, Slot

from kiosk.messages import Issued, PrintOutcome
from printers.document import DocumentError, from_json
from printers.job import Job
from printers.spool import Spool, SpoolError
from ui.link import Answer, Link

_TOLD: Final = ("printed", "unconfirmed", "held", "expired", "failed")
"""The states that the server keeps; the others are on their way."""


class Station(QObject):
    """Everything but ``_spooled`` runs on Qt's thread."""

    outcome = Signal(str, str)
    """A ticket's id and the state of its paper."""
    _changed = Signal(str, str)

    def __init__(self, folder: Path, printer: str, link: Link, parent: QObject | None = None) -> None:
        """Raises ``printers.url.UrlError`` and ``SpoolError``: a line for people."""
        super().__init__(parent)
        self._link = link
        self._untold: dict[str, str] = {}
        self._changed.connect(self._hear)
        link.onlineChanged.connect(self._tell_all)
        self._spool = Spool(folder, printer, on_change=self._spooled)

    def issue(self, issued: Issued) -> None:
        """Print the receipt of a new ticket; the same ticket again is not printed twice."""
        self.print(issued.receipt, issued.id)

    def print(self, document_json: dict[str, Any], ticket: str) -> None:
        try:
            self._spool.submit(from_json(document_json), ticket)
        except (SpoolError, DocumentError):
            self._hear(ticket, "failed")

    def close(self) -> None:
        """What is not printed stays on disk for the next start."""
        self._spool.close()

    def _spooled(self, job: Job) -> None:
        """On the spool's thread; the signal crosses to Qt's."""
        self._changed.emit(job.key.partition("#")[0], str(job.state))

    @Slot(str, str)
    def _hear(self, ticket: str, state: str) -> None:
        self.outcome.emit(ticket, state)
        if state in _TOLD:
            self._untold[ticket] = state
            self._tell(ticket)

    @Slot()
    def _tell_all(self) -> None:
        for ticket in list(self._untold) if self._link.online else ():
            self._tell(ticket)

    def _tell(self, ticket: str) -> None:
        state = self._untold[ticket]

        def done(answer: Answer[None]) -> None:
            away = answer.status == 0 or answer.status >= 500
            if not away and self._untold.get(ticket) == state:
                del self._untold[ticket]

        body = PrintOutcome(state=state)  # pyright: ignore[reportArgumentType]  one of ``_TOLD``
        self._link.request("POST", f"/tickets/{quote(ticket, safe='')}/paper", done, body=body)
