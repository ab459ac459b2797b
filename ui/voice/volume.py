"""How loud at which time of the day, as ``80`` or ``80,12:00-13:00=40,18:00-20:00=60``. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

FORM = "write a percentage, and others for parts of the day, like 80,12:00-13:00=40"


@dataclass(frozen=True, slots=True)
class Volume:
    """Percentages; a part of the day is half open and may pass midnight, the last one that fits counts."""

    usual: int = 100
    parts: tuple[tuple[time, time, int], ...] = ()

    def at(self, moment: time) -> int:
        found = self.usual
        for start, end, percent in self.parts:
            inside = start <= moment < end if start < end else moment >= start or moment < end
            found = percent if inside else found
        return found

    def gain(self, moment: time) -> float:
        """The factor for amplitudes; hearing goes by their square, roughly."""
        return (self.at(moment) / 100) ** 2


def parse(text: str) -> Volume:
    """Raises ``ValueError`` with what to write."""
    usual, *parts = (part.strip() for part in text.split(","))
    return Volume(_percent(usual), tuple(_part(part) for part in parts))


def _percent(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,3}", text) or int(text) > 100:
        raise ValueError(f"{text!r} is no percentage from 0 to 100; {FORM}")
    return int(text)


def _part(text: str) -> tuple[time, time, int]:
    found = re.fullmatch(r"([0-2][0-9]:[0-5][0-9])-([0-2][0-9]:[0-5][0-9])=([0-9]+)", text)
    try:
        if found is not None:
            return time.fromisoformat(found[1]), time.fromisoformat(found[2]), _percent(found[3])
    except ValueError:
        pass
    raise ValueError(f"{text!r} is no part of the day with its percentage; {FORM}")
