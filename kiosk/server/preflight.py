"""What must be right before anything is written: the clock and the data folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from kiosk.clock import Clock

OLDEST_CLOCK: Final = 2024
"""A machine whose clock says an earlier year has lost it."""


class CannotStartError(Exception):
    """One line: what, where, what to do."""


def check_clock(clock: Clock) -> None:
    now = clock.now()
    if now.year < OLDEST_CLOCK:
        raise CannotStartError(f"the clock says {now:%Y-%m-%d %H:%M} UTC; set it, or numbers would get a wrong date")


def prepare_data_folder(data: Path) -> None:
    """Make the data folder, for its owner alone."""
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        problem = f"the data folder {data} cannot be made: {error.strerror}; choose another with --data"
        raise CannotStartError(problem) from None
    if not os.access(data, os.W_OK | os.X_OK):
        raise CannotStartError(f"the data folder {data} cannot be written; choose another with --data")
