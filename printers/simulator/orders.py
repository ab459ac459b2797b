"""Orders to a virtual printer, such as ``paper-out@row=300``: what is to go wrong with it, now or later. Pure.

An order is one line, typed, scripted or sent: ``NAME[=VALUE][@UNIT=N]`` or ``NAME off``, such as ``paper-out``,
``cover-open off``, ``slow=960``, ``paper-out@row=300`` or ``cut@byte=1200``. README.md lists the names.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from printers.simulator.faults import Behaviour, Fault

Unit = Literal["now", "row", "byte", "page", "s"]
UNITS: dict[str | None, Unit] = {None: "now", "row": "row", "byte": "byte", "page": "page", "s": "s"}
CUT, POWER, GARBAGE, MEND = "cut", "power", "garbage", "mend"
_MEASURES = {"paper": "millimetres", "speed": "millimetres a second", "slow": "bytes a second", "late": "milliseconds"}
FAULTS = tuple(fault.replace("_", "-") for fault in Fault)
NAMES = (*FAULTS, CUT, POWER, GARBAGE, MEND, *_MEASURES)
NOISE = b"\xff\x00\x12\x7f\x91"
"""What a bad cable says, where nothing else was given: one byte of it looks like an answer."""


class OrderError(ValueError):
    """Not an order; one line that says what to write instead."""


@dataclass(frozen=True, slots=True)
class Order:
    name: str
    on: bool = True
    value: float = 0.0
    data: bytes = b""
    unit: Unit = "now"
    at: float = 0.0
    """Rows of paper, bytes, pages or seconds from now on."""


_ORDER = re.compile(r"([a-z-]+)(?:=([0-9a-f.]+))?(?:@([a-z]+)=([0-9.]+)| (on|off))?")


def parse(line: str) -> Order:
    """One order. Raises ``OrderError``."""
    typed = " ".join(line.lower().replace("_", "-").split())
    found = _ORDER.fullmatch(typed)
    if found is None:
        raise OrderError(f"{line.strip()!r} is no order; write one such as paper-out, cover-open off, cut@byte=1200")
    name, value, unit, at, switch = found.groups()
    if name not in NAMES:
        raise OrderError(f"there is no {name!r}; there are {', '.join(NAMES)}")
    if unit not in UNITS:
        raise OrderError(f"{line.strip()!r}: write @row=N, @byte=N, @page=N or @s=N")
    if value is not None and name != GARBAGE and name not in _MEASURES:
        raise OrderError(f"{line.strip()!r}: {name} takes no value")
    when = _number(line, at) if at else 0.0
    if unit != "s" and when != int(when):
        raise OrderError(f"{line.strip()!r}: {unit} is a whole number")
    return Order(
        name,
        on=switch != "off",
        value=_measure(name, value) if name in _MEASURES and switch != "off" else 0.0,
        data=_noise(value) if name == GARBAGE else b"",
        unit=UNITS[unit],
        at=when,
    )


def _measure(name: str, value: str | None) -> float:
    wrong = f"write {name}=N, N in {_MEASURES[name]}, or {name} off"
    number = _number(wrong, value or "")
    if number <= 0:
        raise OrderError(wrong)
    return number


def _number(line: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise OrderError(f"{line.strip()}: {text!r} is not a number") from None


def _noise(value: str | None) -> bytes:
    try:
        return bytes.fromhex(value) if value else NOISE
    except ValueError:
        raise OrderError(f"garbage={value}: write pairs of hexadecimal digits, such as garbage=ff12") from None


def change(behaviour: Behaviour, order: Order) -> bool:
    """Follow an order that is a matter of behaviour alone; false where it is the machine's."""
    measure = _SETTERS.get(order.name)
    if measure is None:
        return False
    measure(behaviour, order.value if order.on else None)
    return True


def _paper(behaviour: Behaviour, mm: float | None) -> None:
    behaviour.paper_mm = mm


def _speed(behaviour: Behaviour, mm_s: float | None) -> None:
    behaviour.speed_mm_s = mm_s


def _slow(behaviour: Behaviour, bytes_s: float | None) -> None:
    behaviour.line_bytes_s = bytes_s


def _late(behaviour: Behaviour, ms: float | None) -> None:
    behaviour.late_s = (ms or 0.0) / 1000


_SETTERS: dict[str, Callable[[Behaviour, float | None], None]] = {
    "paper": _paper,
    "speed": _speed,
    "slow": _slow,
    "late": _late,
}
