"""The virtual printer's window, derived from one glance at the machine. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kiosk.wording.translate import FALLBACK, translate
from printers.device.status import Condition, from_real_time
from printers.simulator.faults import Fault
from printers.simulator.machine import Glance
from printers.simulator.replies import real_time

BODY: Final = ("paper_out", "near_end", "cover_open", "cutter", "overheated", "broken", "offline")
LINE: Final = ("refuse", "mute", "silence", "slow", "late")


@dataclass(frozen=True, slots=True)
class PrinterProps:
    language: str = FALLBACK
    address: str = ""
    status: str = ""
    """What staff read of such a printer."""
    tone: str = "good"
    symbol: str = "printer"
    switched: tuple[str, ...] = ()
    """The names of ``BODY`` and ``LINE`` that are on."""
    waiting: str = ""
    received: str = ""
    pages: str = ""
    roll: str = ""
    stopped: bool = False


def derive(now: Glance, language: str, address: str) -> PrinterProps:
    condition, near_end = _condition(now)
    ready = condition is Condition.READY
    key = "near_end" if ready and near_end else str(condition)
    return PrinterProps(
        language=language,
        address=translate("virtual.address", language, address=address),
        status=translate("virtual.printing", language)
        if ready and now.moving
        else translate(f"printer.staff.{key}", language),
        tone="bad" if not ready else "warn" if near_end else "good",
        symbol="printer-x"
        if not ready
        else "scroll-text"
        if near_end
        else "printer"
        if now.moving
        else "printer-check",
        switched=(*sorted(now.faults), *(("slow",) if now.slow else ()), *(("late",) if now.late else ())),
        waiting=translate("virtual.waiting", language, n=now.buffered),
        received=translate("virtual.received", language, n=now.received),
        pages=translate("virtual.pages", language, n=now.pages),
        roll=_roll(now.paper_mm, language),
        stopped=not ready,
    )


def _condition(now: Glance) -> tuple[Condition, bool]:
    if Fault.REFUSE in now.faults:
        return Condition.UNPLUGGED, False
    if now.faults & {Fault.MUTE, Fault.SILENCE}:
        return Condition.SILENT, False
    status = from_real_time(*(real_time(number, now.faults)[0] for number in (1, 2, 3, 4)))
    return status.condition, status.near_end


def _roll(mm: float | None, language: str) -> str:
    return translate("virtual.endless", language) if mm is None else translate("virtual.roll", language, mm=round(mm))
