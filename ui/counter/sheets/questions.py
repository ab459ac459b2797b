"""Questions of one step, each with its own sheet: a reason, a time, a target, or only yes and back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from kiosk.contract.problem import Problem
from ui.counter.inputs import CounterInputs
from ui.counter.requests import call_for
from ui.counter.sheets.sheet import Sheet, SheetProps, SheetStep, may, numbered

ReasonAction = Literal["void", "pause", "emergency"]
PlainAction = Literal["emergency_end", "sign_out"]

_REASONS: Final[dict[ReasonAction, tuple[str, ...]]] = {
    "void": ("void_mistake", "void_left", "void_double", "void_paper"),
    "pause": ("pause_break", "pause_pray", "pause_office"),
    "emergency": ("emergency_power", "emergency_people", "emergency_system"),
}
_HOLDS: Final = ("hold_sign", "hold_10", "hold_20", "hold_30", "hold_60")


@dataclass(frozen=True, slots=True, kw_only=True)
class _MoveSheet(Sheet):
    """Confirmed, it is a move; a refusal is shown above the desk, and the question stays."""

    def on_refused(self, i: CounterInputs, action: str, problem: Problem) -> None:
        return


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonSheet(_MoveSheet):
    """A ticket is voided, the counter paused or the office stopped, with a reason that is logged."""

    action: ReasonAction
    choice: str = ""
    text: str = ""
    """The officer's own words, which count before the choice."""

    def props(self, i: CounterInputs) -> SheetProps:
        rows = [(key, i.translate(key)) for key in _REASONS[self.action]]
        return replace(
            _props(i, self.action),
            listed=True,
            field=i.translate("label.own_words"),
            mayConfirm=may(i) and bool(self._reason(i)),
            danger=self.action in ("void", "emergency"),
            reasons=numbered(rows, self.choice),
        )

    def on_chosen(self, i: CounterInputs, choice: str) -> SheetStep:
        return SheetStep(replace(self, choice=choice, text=""))

    def on_written(self, text: str) -> ReasonSheet:
        return replace(self, text=text)

    def on_confirmed(self, i: CounterInputs) -> SheetStep:
        request = call_for(i, self.action, self._reason(i))
        return SheetStep(self, action=self.action, request=request, is_move=True)

    def _reason(self, i: CounterInputs) -> str:
        return self.text.strip() or (i.translate(self.choice) if self.choice else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldSheet(_MoveSheet):
    """The ticket is put aside, for minutes or until staff end it."""

    choice: str = ""

    def props(self, i: CounterInputs) -> SheetProps:
        rows = numbered([(key, i.translate(key)) for key in _HOLDS], self.choice)
        allowed = may(i) and bool(self.choice) and i.ticket is not None
        return replace(_props(i, "hold"), listed=True, mayConfirm=allowed, reasons=rows)

    def on_chosen(self, i: CounterInputs, choice: str) -> SheetStep:
        return SheetStep(replace(self, choice=choice))

    def on_confirmed(self, i: CounterInputs) -> SheetStep:
        return SheetStep(self, action="hold", request=call_for(i, "hold", self.choice), is_move=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferSheet(_MoveSheet):
    """The ticket goes to another place in the queue, another counter or another service, under its number."""

    choice: str = ""

    def props(self, i: CounterInputs) -> SheetProps:
        allowed = may(i) and bool(self.choice) and i.ticket is not None
        rows = numbered(_targets(i), self.choice)
        return replace(_props(i, "transfer"), listed=True, mayConfirm=allowed, reasons=rows)

    def on_chosen(self, i: CounterInputs, choice: str) -> SheetStep:
        return SheetStep(replace(self, choice=choice))

    def on_confirmed(self, i: CounterInputs) -> SheetStep:
        return SheetStep(self, action="transfer", request=call_for(i, "transfer", self.choice), is_move=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmSheet(_MoveSheet):
    """Yes or back."""

    action: PlainAction

    def props(self, i: CounterInputs) -> SheetProps:
        leaves = self.action == "sign_out"
        plain = {"hint": i.translate("ask_sign_out_plain")} if leaves and i.ticket is None else {}
        # Nobody leaves a ticket in hand behind.
        return replace(_props(i, self.action), mayConfirm=may(i) and not (leaves and i.ticket), **plain)

    def on_confirmed(self, i: CounterInputs) -> SheetStep:
        return SheetStep(self, action=self.action, request=call_for(i, self.action), is_move=True)


def _props(i: CounterInputs, action: str) -> SheetProps:
    number = i.ticket.number if i.ticket else ""
    return SheetProps(
        question=action,
        title=i.translate(f"ask_{action}", number=number),
        hint=i.translate(f"ask_{action}_hint", number=number),
        confirmLabel=i.translate(f"do_{action}", number=number),
    )


_CLOSED_TODAY: Final = ("no_hours_today", "holiday", "collective_leave", "special_closure")
"""Reasons for which a service calls nobody all day: it is not offered as a target."""


def _targets(i: CounterInputs) -> list[tuple[str, str]]:
    """The front and the end of the queue, the colleagues who serve this service, and the other services of today."""
    if i.ticket is None or i.point is None:
        return []
    mine = i.ticket.service
    services = [
        (f"service:{view.id}", i.service(view.id))
        for view in i.point.services
        if view.id != mine and view.reason not in _CLOSED_TODAY
    ]
    counters = [
        (f"counter:{view.id}", i.translate("to_counter", counter=i.counter_name(view), staff=view.staff))
        for view in i.point.counters
        if view.staff and view.id != i.counter and mine in view.serves
    ]
    return [("front", i.translate("to_front")), ("end", i.translate("to_end")), *counters, *services]
