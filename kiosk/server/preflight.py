"""What must be right before anything is written: the clock, the data folder, and that the two belong together."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from kiosk.clock import Clock
from kiosk.private_folder import make_private
from kiosk.store import content, open_store
from kiosk.store.interface import SIMULATED_FACT, Content, Store

OLDEST_CLOCK: Final = 2024
"""A machine whose clock says an earlier year has lost it."""


class CannotStartError(Exception):
    """One line: what, where, what to do."""


def check_clock(clock: Clock) -> None:
    now = clock.now()
    if now.year < OLDEST_CLOCK:
        raise CannotStartError(f"the clock says {now:%Y-%m-%d %H:%M} UTC; set it, or numbers would get a wrong date")


def prepare_data_folder(data: Path) -> None:
    """Make the data folder, for its owner alone; what is there already becomes so."""
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        problem = f"the data folder {data} cannot be made: {error.strerror}; choose another with --data"
        raise CannotStartError(problem) from None
    make_private(data)
    if not os.access(data, os.W_OK | os.X_OK):
        raise CannotStartError(f"the data folder {data} cannot be written; choose another with --data")


def check_content(data: Path, database: str | None, clock: Clock) -> Content:
    """What is stored. A simulated clock never touches real tickets, nor the machine's own clock simulated ones.

    Raises ``CannotStartError`` and ``StoreError``.
    """
    found = content(data, database)
    if clock.simulated and found == "real":
        raise CannotStartError(f"--clock: {data} holds real tickets; leave --data out, or name another folder")
    if not clock.simulated and found == "simulated":
        raise CannotStartError(f"{data} holds simulated tickets; give --clock, or another folder with --data")
    return found


def open_data(data: Path, database: str | None, clock: Clock) -> Store:
    """Open the store of the data folder for this process alone, and mark it where the clock is simulated.

    Raises ``CannotStartError`` and ``StoreError``.
    """
    check_clock(clock)
    prepare_data_folder(data)
    found = check_content(data, database, clock)
    store = open_store(data, database, clock)
    if clock.simulated and found != "simulated":
        store.write(lambda tx: tx.put_fact(SIMULATED_FACT, "1"))
    return store
