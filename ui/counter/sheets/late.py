"""A visitor who missed the calls is there after all: by the number typed, or the code scanned."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

from kiosk.contract.problem import Problem
from kiosk.contract.tickets import LateVisitor, TicketView
from ui.counter.inputs import CounterInputs
from ui.counter.requests import CounterRequest
from ui.counter.sheets.sheet import Sheet, SheetProps, SheetStep, may


@dataclass(frozen=True, slots=True, kw_only=True)
class LateSheet(Sheet):
    code: str = ""
    """The number as it is typed, or what a scanner read from the paper."""

    def props(self, i: CounterInputs) -> SheetProps:
        return SheetProps(
            question="late",
            title=i.translate("ask_late"),
            hint=i.translate("ask_late_hint"),
            note=self.note,
            field=i.translate("late_field"),
            fieldFirst=True,
            confirmLabel=i.translate("do_late"),
            mayConfirm=may(i) and bool(self.code.strip()),
        )

    def on_written(self, text: str) -> LateSheet:
        return replace(self, code=text)

    def on_confirmed(self, i: CounterInputs) -> SheetStep:
        return find(self.code)

    def on_result(self, i: CounterInputs, value: object) -> SheetStep:
        return SheetStep(notice=return_notice(i, cast("TicketView", value)))

    def on_refused(self, i: CounterInputs, action: str, problem: Problem) -> LateSheet:
        """A scanned code is too long to be read back to anyone."""
        unknown = problem.reason == "unknown_ticket"
        return replace(self, note=i.translate("late_unknown") if unknown else problem.detail or problem.title)


def find(code: str) -> SheetStep:
    """Ask for the ticket with this on its paper."""
    body = LateVisitor(code=code.strip()[:200])
    return SheetStep(LateSheet(code=code), action="late", request=CounterRequest("POST", "/returns", TicketView, body))


def return_notice(i: CounterInputs, ticket: TicketView) -> str:
    """What comes before the returned visitor's next call."""
    if ticket.after_calls:
        return i.translate("late_after", number=ticket.number, n=ticket.after_calls)
    if ticket.after_calls == 0:
        return i.translate("late_now", number=ticket.number)
    return i.translate("late_held" if ticket.id in i.held_when_asked else "late_end", number=ticket.number)
