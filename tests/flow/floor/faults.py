"""What goes wrong when: one plan for a whole run, from its seed alone. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

Kind = Literal["cut", "stall", "reset", "tear", "kill"]
LASTING = ("cut", "stall")
FIRST_S, LONG_S, EVERY = 0.2, 3.6, 8
"""However short the run: stalls that must be noticed by silence alone, on every so-manieth wire."""


@dataclass(frozen=True, slots=True)
class Fault:
    at: float
    """Seconds from the start of the run."""
    kind: Kind
    wire: str = ""
    """Empty for a kill of the server."""
    seconds: float = 0.0
    """How long a cut or a stall lasts; how long a killed server stays down before it is started again."""


def plan(wires: Sequence[str], seconds: float, chance: Random) -> list[Fault]:
    """In order of time. Everything is healed again before the end; a wire has one fault at a time."""
    often, longest = (90.0, 60.0) if seconds > 120 else (9.0, 4.0)
    found = [Fault(FIRST_S, "stall", wire, LONG_S) for wire in wires[::EVERY]]
    begins = {fault.wire: FIRST_S + LONG_S + 2 for fault in found}
    for wire in wires:
        found += _of(wire, begins.get(wire, 0.0), seconds, (often, longest), chance)
    kills_every = 40.0 if seconds > 120 else max(3.0, seconds / 3)
    at = chance.uniform(0.5, 1) * kills_every
    while at < seconds - 1.5:
        found.append(Fault(at, "kill", seconds=chance.choice((0.0, 0.0, 0.5, 1.5))))
        at += chance.uniform(0.5, 1.5) * kills_every
    return sorted(found, key=lambda fault: fault.at)


def _of(wire: str, begin: float, seconds: float, pace: tuple[float, float], chance: Random) -> list[Fault]:
    often, longest = pace
    found: list[Fault] = []
    at = begin + chance.expovariate(1 / often)
    while at < seconds - 2:
        kind: Kind = chance.choices(("cut", "stall", "reset", "tear"), (3, 3, 2, 2))[0]
        lasts = min(longest, chance.choice((0.3, 1.0, 2.5, 4.0, 8.0, 20.0, 60.0)), seconds - at - 1)
        found.append(Fault(at, kind, wire, lasts if kind in LASTING else 0.0))
        at += (lasts if kind in LASTING else 0.0) + 2 + chance.expovariate(1 / often)
    return found
