"""What every sheet over the desk is: one frozen dataclass with its own fields. Pure."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from kiosk.contract.problem import Problem
from ui.counter.inputs import CounterInputs
from ui.counter.printer_setup import PrinterTask
from ui.counter.requests import CounterRequest

MOST: Final = 9
"""As many as there are number keys."""


@dataclass(frozen=True, slots=True)
class ReasonChoice:
    """One row to choose or to tick."""

    reason: str
    label: str
    key: str = ""
    chosen: bool = False
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SheetProps:
    question: str = ""
    """The name of the sheet; empty where none is open."""
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
    """Several rows of the list may be ticked."""
    quick: bool = False
    """A choice in the list goes on by itself."""
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
    reasons: Sequence[ReasonChoice] = ()
    """The rows of the list."""


@dataclass(frozen=True, slots=True)
class SheetStep:
    """Where a press or an answer leads: the sheet that is open then, and what is asked of the server."""

    sheet: Sheet | None = None
    notice: str = ""
    """A sentence above the desk."""
    action: str = ""
    """The name of the request, while its answer is waited for."""
    request: CounterRequest | None = None
    task: PrinterTask | None = None
    """What is done on this machine instead, beside Qt's thread."""
    is_move: bool = False
    """The answer is a move of the ticket or the counter, as from a button of the desk, and closes the sheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet(ABC):
    """One question to the officer. A subclass has the fields of its question and says what comes of each press."""

    note: str = ""
    """What came of the last press, in words."""

    @abstractmethod
    def props(self, i: CounterInputs) -> SheetProps:
        """What is shown."""

    def on_chosen(self, i: CounterInputs, choice: str) -> SheetStep:
        """A row was chosen or ticked."""
        return SheetStep(self)

    def on_written(self, text: str) -> Sheet:
        """The line to write in now holds ``text``."""
        return self

    def on_confirmed(self, i: CounterInputs) -> SheetStep:
        return SheetStep(self)

    def on_result(self, i: CounterInputs, value: object) -> SheetStep:
        """The server answered the sheet's request."""
        return SheetStep()

    def on_refused(self, i: CounterInputs, action: str, problem: Problem) -> Sheet | None:
        """The server refused the request. None: the refusal is shown above the desk, and the sheet stays as it is."""
        return replace(self, note=problem.detail or problem.title)

    def on_back(self, i: CounterInputs) -> Sheet | None:
        """The sheet before this one; None leads to the desk."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class PinSheet(Sheet):
    """A PIN is typed."""

    pin: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpSheet(Sheet):
    """Every key and what it does."""

    def props(self, i: CounterInputs) -> SheetProps:
        return SheetProps(question="help", title=i.translate("help_title"))

    def on_refused(self, i: CounterInputs, action: str, problem: Problem) -> None:
        return


def numbered(
    rows: Sequence[tuple[str, str] | tuple[str, str, str]], chosen: str | frozenset[str] = ""
) -> list[ReasonChoice]:
    """Rows with number keys: id, words, and a second line."""
    marked = {chosen} if isinstance(chosen, str) else chosen
    return [
        ReasonChoice(row[0], row[1], str(n) if n <= MOST else "", row[0] in marked, row[2] if len(row) > 2 else "")
        for n, row in enumerate(rows, start=1)
    ]


def may(i: CounterInputs) -> bool:
    return i.online and not i.busy
