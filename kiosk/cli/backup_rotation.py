"""Backups of each evening in one folder, and which of them are kept: the newest of each day, week and month.

The rule is the grandfather-father-son rotation: the newest file of each of the last days, ISO weeks and months that
have one. None is kept for longer than the office keeps its tickets (``ticket_days``), or deleting them would mean
nothing. A file that this did not write is never touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

_NAME: Final = re.compile(r"antrean-([A-Za-z0-9_-]+)-(\d{4}-\d{2}-\d{2}T\d{6})\.db")
_TIME: Final = "%Y-%m-%dT%H%M%S"


@dataclass(frozen=True, slots=True)
class Keep:
    days: int = 7
    weeks: int = 8
    months: int = 24


KEEP: Final = Keep()


def file_name(point: str, at: datetime) -> str:
    """Of the backup of a service point, by the office's local time: ``antrean-ulp-2026-09-12T200000.db``."""
    return f"antrean-{point}-{at.strftime(_TIME)}.db"


def made_at(name: str, point: str) -> datetime | None:
    """When the file of this name was made; None for a file of another point or of somebody else."""
    found = _NAME.fullmatch(name)
    if found is None or found[1] != point:
        return None
    try:
        return datetime.strptime(found[2], _TIME)  # noqa: DTZ007  the office's local time, as the name has it
    except ValueError:
        return None


def superseded(names: Iterable[str], point: str, keep: Keep, *, oldest: date) -> list[str]:
    """The backups of this point that may go, oldest first: those that the rule passes over or made before ``oldest``.

    The newest one always stays.
    """
    dated = sorted(((at, name) for name in names if (at := made_at(name, point)) is not None), reverse=True)
    kept: set[str] = set()
    for count, period in _periods(keep):
        newest: dict[tuple[int, ...], str] = {}
        for at, name in dated:
            newest.setdefault(period(at), name)
        kept.update(list(newest.values())[:count])
    newest_one = dated[0][1] if dated else ""
    return [name for at, name in reversed(dated) if name not in kept or (at.date() < oldest and name != newest_one)]


def _periods(keep: Keep) -> list[tuple[int, Callable[[datetime], tuple[int, ...]]]]:
    return [
        (keep.days, lambda at: (at.year, at.month, at.day)),
        (keep.weeks, lambda at: tuple(at.isocalendar())[:2]),
        (keep.months, lambda at: (at.year, at.month)),
    ]


def remove_superseded(folder: Path, point: str, keep: Keep, *, oldest: date) -> list[Path]:
    """Delete what the rule no longer keeps; the files that are gone. Raises ``OSError``."""
    names = [each.name for each in folder.iterdir()]
    gone = [folder / name for name in superseded(names, point, keep, oldest=oldest)]
    for each in gone:
        each.unlink()
    return gone


def newest(folder: Path, point: str) -> Path | None:
    """The newest backup of this point by its name; None where the folder has none. Raises ``OSError``."""
    dated = [(at, each) for each in folder.iterdir() if (at := made_at(each.name, point)) is not None]
    return max(dated)[1] if dated else None
