"""Early warnings of a disk that fills up."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from kiosk.server.health.conditions import Conditions, Severity

MEGABYTE: Final = 1_000_000
LOW_MB: Final = 1_000
VERY_LOW_MB: Final = 100
DISK_LOW: Final = "disk_low"
DISK_VERY_LOW: Final = "disk_very_low"


def check_disk_space(folder: Path, conditions: Conditions) -> None:
    """Report what is free on the disk of ``folder``, in megabytes. A folder that is gone is reported by others."""
    try:
        free = shutil.disk_usage(folder).free // MEGABYTE
    except OSError:
        return
    if free >= LOW_MB:
        conditions.clear(DISK_LOW, DISK_VERY_LOW)
    elif free >= VERY_LOW_MB:
        conditions.report(DISK_LOW, Severity.NOTICE, free=_rounded(free, 50))
        conditions.clear(DISK_VERY_LOW)
    else:
        conditions.report(DISK_VERY_LOW, Severity.URGENT, free=_rounded(free, 5))
        conditions.clear(DISK_LOW)


def _rounded(free: int, step: int) -> int:
    """A warning need not change with every megabyte."""
    return free // step * step
