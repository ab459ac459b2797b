"""Pictures between calls: which one now, from a folder that may change at any time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

EACH_S: Final = 12.0
REST_S: Final = 30.0
"""After a call; whoever is called must find the number at once."""
SUFFIXES: Final = frozenset((".jpg", ".jpeg", ".png", ".svg"))
MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Slides:
    """``current`` is None while the board itself is shown."""

    current: Path | None = None
    since: float = 0.0


def listed(folder: Path | None) -> list[Path]:
    """By name; none where there is no folder or it cannot be read."""
    if folder is None:
        return []
    try:
        return sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)[:MOST]
    except OSError:
        return []


def due(s: Slides, now: float) -> bool:
    return now - s.since >= EACH_S


def following(s: Slides, pictures: Sequence[Path], now: float, *, with_board: bool) -> Slides:
    """The next one by name; ``with_board``: after the last one the board itself for as long, then from the first."""
    later = [path for path in pictures if s.current is None or path > s.current]
    nothing = with_board and s.current is not None
    current = later[0] if later else None if nothing or not pictures else pictures[0]
    return replace(s, current=current, since=now)
