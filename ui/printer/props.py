"""The virtual printer's window, derived from one glance at the machine. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kiosk.wording.translate import FALLBACK, TRANSLATED, translate
from printers.device.status import Condition, status_from_real_time
from printers.simulator.faults import Fault
from printers.simulator.machine import MachineState
from printers.simulator.replies import real_time_status
from ui.viewmodel.words import labels

BODY: Final = ("paper_out", "near_end", "cover_open", "cutter", "overheated", "broken", "offline")
LINE: Final = ("refuse", "mute", "silence", "slow", "late")


@dataclass(frozen=True, slots=True)
class Slip:
    """A piece of paper: a page that was cut, or what hangs out of the printer."""

    turn: int
    image: str
    dots: int
    rows: int


@dataclass(frozen=True, slots=True)
class PrinterProps:
    language: str = FALLBACK
    languages: Sequence[str] = TRANSLATED
    labels: Mapping[str, str] = field(default_factory=dict[str, str])
    address: str = ""
    status: str = ""
    """What staff read of such a printer."""
    tone: str = "good"
    symbol: str = "printer"
    body: Sequence[str] = BODY
    line: Sequence[str] = LINE
    switched: Sequence[str] = ()
    """The names of ``BODY`` and ``LINE`` that are on."""
    waiting: str = ""
    received: str = ""
    pages: str = ""
    roll: str = ""
    stopped: bool = False
    slips: Sequence[Slip] = ()
    """Pages that were cut, the oldest first."""
    sheet: str = ""
    """The picture of the paper that hangs out."""
    sheetWide: int = 1
    sheetHigh: int = 0
    """Rows that hang out; 0 for none."""


def derive(now: MachineState, language: str, address: str, cut: Sequence[Slip], sheet: Slip) -> PrinterProps:
    condition, near_end = _condition(now)
    ready = condition is Condition.READY
    key = "near_end" if ready and near_end else str(condition)
    return PrinterProps(
        language=language,
        labels=labels("virtual", language),
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
        slips=tuple(cut),
        sheet=sheet.image,
        sheetWide=sheet.dots,
        sheetHigh=sheet.rows if now.rows else 0,
    )


def _condition(now: MachineState) -> tuple[Condition, bool]:
    if Fault.REFUSE in now.faults:
        return Condition.UNPLUGGED, False
    if now.faults & {Fault.MUTE, Fault.SILENCE}:
        return Condition.SILENT, False
    status = status_from_real_time(*(real_time_status(number, now.faults)[0] for number in (1, 2, 3, 4)))
    return status.condition, status.near_end


def _roll(mm: float | None, language: str) -> str:
    return translate("virtual.endless", language) if mm is None else translate("virtual.roll", language, mm=round(mm))
