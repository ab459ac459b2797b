"""A visitor who missed the calls is there after all: by the number typed, or the code scanned."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from kiosk.contract.problem import Problem
from kiosk.contract.reasons import Reason
from kiosk.contract.tickets import LateVisitor, TicketView
from ui.counter.inputs import Asking, CounterInputs
from ui.counter.requests import CounterRequest
from ui.counter.sheets.sheet import AskProps, Sheet, SheetStep, may


def derive(i: CounterInputs) -> AskProps:
    return AskProps(
        question="late",
        title=i.say("ask_late"),
        hint=i.say("ask_late_hint"),
        note=i.asking.note,
        field=i.say("late_field"),
        fieldFirst=True,
        confirmLabel=i.say("do_late"),
        mayConfirm=may(i) and bool(i.asking.words.strip()),
    )


def find(code: str) -> SheetStep:
    """Ask for the ticket with this on its paper."""
    asking = Asking(question="late", words=code)
    return SheetStep(
        asking, action="late", call=CounterRequest("POST", "/returns", TicketView, LateVisitor(code=code.strip()[:200]))
    )


def told(i: CounterInputs, ticket: TicketView) -> str:
    """What comes before the visitor's next call."""
    if ticket.after_calls:
        return i.say("late_after", number=ticket.number, n=ticket.after_calls)
    if ticket.after_calls == 0:
        return i.say("late_now", number=ticket.number)
    was_held = any(one.id == ticket.id for one in i.queue.held) if i.queue else False
    return i.say("late_held" if was_held else "late_end", number=ticket.number)


def _came(i: CounterInputs, value: object) -> SheetStep:
    return SheetStep(told=told(i, cast("TicketView", value)))


def _refused(i: CounterInputs, _action: str, problem: Problem) -> Asking:
    """A scanned code is too long to be read back to anyone."""
    unknown = problem.reason == Reason.UNKNOWN_TICKET
    return replace(i.asking, note=i.say("late_unknown") if unknown else problem.detail or problem.title)


SHEET = Sheet(derive, lambda i: find(i.asking.words), came=_came, refused=_refused)
