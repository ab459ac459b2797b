"""What an attack is, what it finds, and the list of all attacks.

A module of ``tests/attack/cases`` holds the attacks on one thing::

    @attack("phone door: a header that never ends", row=4)
    def endless_header(extent: Extent) -> Iterator[Finding]:
        ...
        yield Finding("answer", seen="431", wanted="431", held=status == 431)

``tests/attack/test_attacks.py`` runs each in its short form as a test; ``make attack`` runs the long form of all and
prints one table.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tests.attack import cases

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Finding:
    """One measured or observed thing, and whether it is as promised."""

    what: str
    seen: str
    wanted: str
    held: bool


@dataclass(frozen=True, slots=True)
class Extent:
    """How much an attack does, and where it may work."""

    long: bool
    folder: Path
    """Empty, and of this attack alone."""
    seed: int = 1

    def of(self, short: T, long: T) -> T:
        return long if self.long else short


AttackFunction = Callable[[Extent], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Attack:
    name: str
    """What is attacked, and how."""
    row: int | None
    """Of the table of faults that the attack comes from; None for one of our own."""
    run: AttackFunction
    long_only: bool


ATTACKS: dict[str, Attack] = {}
"""By name, in the order of their modules."""


def attack(name: str, *, row: int | None = None, long_only: bool = False) -> Callable[[AttackFunction], AttackFunction]:
    """Register an attack. ``long_only``: it has no form that fits into the suite."""

    def register(run: AttackFunction) -> AttackFunction:
        if name in ATTACKS:
            raise ValueError(f"there are two attacks called {name!r}")
        ATTACKS[name] = Attack(name, row, run, long_only)
        return run

    return register


def all_attacks() -> list[Attack]:
    """Of every module of ``tests/attack/cases``."""
    for module in sorted(one.name for one in pkgutil.iter_modules(cases.__path__)):
        importlib.import_module(f"{cases.__name__}.{module}")
    return list(ATTACKS.values())
