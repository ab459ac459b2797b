"""How much is measured: the whole programme, or a quick look."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    folder: Path
    """On the disk that is measured; removed at the end."""
    repetitions: int = 5
    requests: int = 1500
    """In one repetition of one throughput figure."""
    histories: tuple[int, ...] = (0, 100_000, 1_000_000)
    """Old tickets already in the store."""
    listeners: tuple[int, ...] = (50, 500)
    taps: int = 100
