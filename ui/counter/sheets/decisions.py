"""What waits for a supervisor: whether the clock is right after a jump, and a configuration that touches tickets.

The same as ``antrean clock accept`` and ``antrean config accept`` on the command line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, cast
from urllib.parse import quote

from kiosk.contract.clock import ClockView
from kiosk.contract.fields import TextByLanguage
from kiosk.contract.pending import PendingChange
from kiosk.wording.localized import localized
from ui.counter.inputs import CounterInputs
from ui.counter.requests import CounterRequest
from ui.counter.sheets.sheet import Sheet, SheetProps, SheetStep, may, numbered

CLOCK: Final = "clock_suspect"
CONFIGURATION: Final = "configuration_pending"
NUMBERS_SHOWN: Final = 12


def waiting(i: CounterInputs) -> str:
    """The code of the warning that a supervisor can decide about, the gravest first; empty for none."""
    codes = [one.code for one in i.point.warnings] if i.point else []
    return next((code for code in (CLOCK, CONFIGURATION) if code in codes), "")


def opened(i: CounterInputs) -> SheetStep:
    if waiting(i) == CLOCK:
        return SheetStep(ClockSheet())
    request = CounterRequest("GET", "/pending", list[PendingChange])
    return SheetStep(ChangeSheet(), action="pending", request=request)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSheet(Sheet):
    """The machine's clock has jumped: is it right now?"""

    def props(self, i: CounterInputs) -> SheetProps:
        warnings = i.point.warnings if i.point else []
        nothing: TextByLanguage = {}
        said = next((one.detail for one in warnings if one.code == CLOCK), nothing)
        return SheetProps(
            question="clock",
            title=i.translate("ask_clock"),
            hint=localized(said, i.language),
            note=self.note,
            confirmLabel=i.translate("do_clock"),
            mayConfirm=may(i),
            danger=True,
        )

    def on_confirmed(self, i: CounterInputs) -> SheetStep:
        return SheetStep(self, action="clock", request=CounterRequest("POST", "/clock/accept", ClockView))

    def on_result(self, i: CounterInputs, value: object) -> SheetStep:
        carried = cast("ClockView", value).carried
        said = i.translate("clock_carried", numbers=", ".join(carried)) if carried else i.translate("clock_accepted")
        return SheetStep(notice=said)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSheet(Sheet):
    """A saved configuration would end, move or hide tickets: take it, or leave the old one in use."""

    changes: tuple[PendingChange, ...] | None = None
    """None until the server has answered."""
    choice: str = ""

    def props(self, i: CounterInputs) -> SheetProps:
        found = self.changes or ()
        rows = [("accept", i.translate("change_accept")), ("decline", i.translate("change_decline"))] if found else []
        none = "" if self.changes is None or found else i.translate("change_none")
        return SheetProps(
            question="change",
            title=i.translate("ask_change"),
            hint=" ".join(_lines(i, found)),
            note=self.note or none,
            listed=bool(rows),
            confirmLabel=i.translate("do_change") if rows else "",
            mayConfirm=may(i) and bool(self.choice),
            danger=self.choice == "accept",
            reasons=numbered(rows, self.choice),
        )

    def on_chosen(self, i: CounterInputs, choice: str) -> SheetStep:
        return SheetStep(replace(self, choice=choice))

    def on_confirmed(self, i: CounterInputs) -> SheetStep:
        if not self.changes:
            return SheetStep(self)
        path = f"/pending/{quote(self.changes[0].id, safe='')}"
        accept = self.choice == "accept"
        request = CounterRequest("POST", f"{path}/accept") if accept else CounterRequest("DELETE", path)
        return SheetStep(self, action="change", request=request)

    def on_result(self, i: CounterInputs, value: object) -> SheetStep:
        if self.changes is None:
            return SheetStep(replace(self, changes=tuple(cast("list[PendingChange]", value))))
        return SheetStep(notice=i.translate("change_taken" if self.choice == "accept" else "change_left"))


def _lines(i: CounterInputs, changes: Sequence[PendingChange]) -> list[str]:
    """What the change touches, each with its numbers."""
    lines: list[str] = []
    for touched in (each for change in changes for each in change.touched):
        shown = ", ".join(touched.tickets[:NUMBERS_SHOWN])
        more = ", …" if len(touched.tickets) > NUMBERS_SHOWN else ""
        lines.append(f"{localized(touched.text, i.language)} {shown}{more}".rstrip())
    return lines
