"""A PIN typed twice: the officer's own after the old one, or one that a supervisor sets for somebody."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from kiosk.contract.counters import GivePin
from kiosk.contract.people import NewPin, StaffView
from kiosk.contract.problem import Problem
from ui.counter.inputs import CounterInputs
from ui.counter.requests import CounterRequest
from ui.counter.sheets.sheet import PinSheet, Sheet, SheetProps, SheetStep, may
from ui.counter.sign_in_page import PIN_LENGTH


class PinChange(ABC):
    """Whose PIN is set, and what comes of it."""

    __slots__ = ()

    @abstractmethod
    def whose(self, i: CounterInputs) -> str: ...

    @abstractmethod
    def request(self, i: CounterInputs, pin: str) -> CounterRequest: ...

    @abstractmethod
    def done(self, i: CounterInputs) -> SheetStep: ...

    @abstractmethod
    def again(self, note: str) -> Sheet:
        """The first question, after a refusal."""

    @abstractmethod
    def back(self) -> Sheet | None: ...


@dataclass(frozen=True, slots=True)
class OwnPin(PinChange):
    old: str = field(repr=False)

    def whose(self, i: CounterInputs) -> str:
        return i.staff

    def request(self, i: CounterInputs, pin: str) -> CounterRequest:
        return pin_request(i.staff, NewPin(pin=self.old, new_pin=pin))

    def done(self, i: CounterInputs) -> SheetStep:
        return SheetStep(notice=i.translate("pin_changed"))

    def again(self, note: str) -> Sheet:
        return OldPinSheet(note=note)

    def back(self) -> None:
        return


def pin_request(name: str, new: NewPin) -> CounterRequest:
    return CounterRequest("POST", f"/staff/{quote(name, safe='')}/pin", StaffView, new)


@dataclass(frozen=True, slots=True, kw_only=True)
class OldPinSheet(PinSheet):
    def props(self, i: CounterInputs) -> SheetProps:
        return _props(i, self, "pin_old", i.translate("ask_pin_old"), i.staff)

    def on_confirmed(self, i: CounterInputs) -> SheetStep:
        return SheetStep(NewPinSheet(change=OwnPin(old=self.pin)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofSheet(PinSheet):
    """The officer's PIN once more, before what was asked for is done."""

    then: SheetStep
    """What was asked for, from the sheet that was open."""

    def props(self, i: CounterInputs) -> SheetProps:
        return _props(i, self, "pin_proof", i.translate("ask_pin_proof"), i.staff)

    def on_confirmed(self, i: CounterInputs) -> SheetStep:
        body = GivePin(pin=self.pin)
        return SheetStep(replace(self, pin=""), action="proof", request=CounterRequest("POST", "/pin", body=body))

    def on_result(self, i: CounterInputs, value: object) -> SheetStep:
        return self.then

    def on_back(self, i: CounterInputs) -> Sheet | None:
        return self.then.sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPinSheet(PinSheet):
    change: PinChange

    def props(self, i: CounterInputs) -> SheetProps:
        return _props(i, self, "pin_new", i.translate("new_pin"), self.change.whose(i))

    def on_confirmed(self, i: CounterInputs) -> SheetStep:
        return SheetStep(RepeatPinSheet(change=self.change, first=self.pin))

    def on_back(self, i: CounterInputs) -> Sheet | None:
        return self.change.back()


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatPinSheet(PinSheet):
    change: PinChange
    first: str = field(repr=False)
    """As it was typed the first time."""

    def props(self, i: CounterInputs) -> SheetProps:
        return _props(i, self, "pin_again", i.translate("again_pin"), self.change.whose(i))

    def on_confirmed(self, i: CounterInputs) -> SheetStep:
        if self.pin != self.first:
            return SheetStep(NewPinSheet(change=self.change, note=i.translate("pins_differ")))
        return SheetStep(self, action="pin", request=self.change.request(i, self.pin))

    def on_result(self, i: CounterInputs, value: object) -> SheetStep:
        return self.change.done(i)

    def on_refused(self, i: CounterInputs, action: str, problem: Problem) -> Sheet:
        return self.change.again(problem.detail or problem.title)

    def on_back(self, i: CounterInputs) -> Sheet | None:
        return self.change.back()


def _props(i: CounterInputs, sheet: PinSheet, question: str, title: str, whose: str) -> SheetProps:
    typed = len(sheet.pin)
    return SheetProps(
        question=question,
        title=title,
        hint=whose,
        note=sheet.note,
        typing=True,
        digits=typed,
        digitsText=i.translate("pin_digits", n=typed),
        confirmLabel=i.translate("go_on"),
        mayConfirm=may(i) and typed >= PIN_LENGTH[0],
    )
