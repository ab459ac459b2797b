"""What every sheet over the desk is made of, and how one leads to the next. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from kiosk.contract.problem import Problem
from ui.counter.inputs import Asking, CounterInputs
from ui.counter.requests import CounterRequest

MOST: Final = 9
"""As many as there are number keys."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One row to choose or to tick."""

    reason: str
    label: str
    key: str = ""
    chosen: bool = False
    detail: str = ""


@dataclass(frozen=True, slots=True)
class AskProps:
    question: str = ""
    title: str = ""
    hint: str = ""
    note: str = ""
    good: bool = False
    """The note is good news."""
    number: str = ""
    code: str = ""
    """Of a QR code for the visitor's phone."""
    listed: bool = False
    """There is a list."""
    many: bool = False
    """... in which several rows are ticked."""
    quick: bool = False
    """... where a choice goes on by itself."""
    field: str = ""
    """What may be written; empty: nothing."""
    fieldFirst: bool = False
    """Writing is what the sheet is for."""
    typing: bool = False
    """A PIN is typed."""
    digits: int = 0
    digitsText: str = ""
    confirmLabel: str = ""
    """Empty: nothing to confirm."""
    mayConfirm: bool = False
    danger: bool = False


@dataclass(frozen=True, slots=True)
class SheetStep:
    """Where a press or an answer leads."""

    asking: Asking = field(default_factory=Asking)
    told: str = ""
    """Said above the desk."""
    action: str = ""
    call: CounterRequest | None = None
    """Asked of the server under the name ``action``."""


def no_rows(_i: CounterInputs) -> Sequence[Reason]:
    return ()


def choose(i: CounterInputs, choice: str) -> SheetStep:
    """Mark it; own words are forgotten."""
    return SheetStep(replace(i.asking, choice=choice, words=""))


def tick(i: CounterInputs, choice: str) -> SheetStep:
    return SheetStep(replace(i.asking, ticks=i.asking.ticks ^ {choice}))


def close(_i: CounterInputs) -> Asking:
    return Asking()


def stay(i: CounterInputs, _action: str, problem: Problem) -> Asking:
    """The sheet stays and says why not."""
    return replace(i.asking, note=problem.detail or problem.title, good=False)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One question: what it shows, and what comes of each press."""

    derive: Callable[[CounterInputs], AskProps]
    confirmed: Callable[[CounterInputs], SheetStep]
    rows: Callable[[CounterInputs], Sequence[Reason]] = no_rows
    chosen: Callable[[CounterInputs, str], SheetStep] = choose
    came: Callable[[CounterInputs, object], SheetStep] = lambda _i, _value: SheetStep()
    refused: Callable[[CounterInputs, str, Problem], Asking] | None = stay
    """None: the sheet stays as it is, and the refusal stands above the desk."""
    back: Callable[[CounterInputs], Asking] = close


def numbered(rows: Sequence[tuple[str, str] | tuple[str, str, str]], chosen: str | frozenset[str] = "") -> list[Reason]:
    """Rows with number keys: id, words, and a second line."""
    marked = {chosen} if isinstance(chosen, str) else chosen
    return [
        Reason(row[0], row[1], str(n) if n <= MOST else "", row[0] in marked, row[2] if len(row) > 2 else "")
        for n, row in enumerate(rows, start=1)
    ]


def may(i: CounterInputs) -> bool:
    return i.online and not i.busy
