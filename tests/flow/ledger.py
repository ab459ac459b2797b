"""What a stopped server left on the disk, through the store's own reading side."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from kiosk.clock import SystemClock
from kiosk.queue.ticket import State, Ticket
from kiosk.store import open_store
from kiosk.store.interface import Event, Transaction

PAGE = 5_000


@dataclass(frozen=True, slots=True)
class Ledger:
    tickets: list[Ticket]
    events: list[Event]
    faults: list[str]
    """What the store's own ``verify`` says."""


def read(data: Path) -> Ledger:
    """Everything of a data folder that no server owns."""
    store = open_store(data, None, SystemClock())
    try:
        with store.read() as tx:
            events = _events(tx)
            days = sorted({(event.point, event.day) for event in events if event.day is not None})
            tickets = [ticket for point, day in days for ticket in tx.in_state(point, day, list(State))]
        return Ledger(tickets, events, store.verify())
    finally:
        store.close()


def read_file(backup: Path) -> Ledger:
    """Everything of a backup, opened as a data folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copyfile(backup, Path(folder) / "antrean.db")
        return read(Path(folder))


def _events(tx: Transaction) -> list[Event]:
    events = tx.events_after(0, PAGE)
    while page := tx.events_after(events[-1].sequence if events else 0, PAGE):
        events += page
    return events
