"""Which sheet a button of the desk opens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from ui.counter.inputs import CounterInputs
from ui.counter.sheets import accounts, day, decisions, log, papers, printer
from ui.counter.sheets.issue import IssueServiceSheet, Wish
from ui.counter.sheets.late import LateSheet
from ui.counter.sheets.pairing import PairKindSheet
from ui.counter.sheets.pin import OldPinSheet
from ui.counter.sheets.questions import ConfirmSheet, HoldSheet, ReasonSheet, TransferSheet
from ui.counter.sheets.sheet import HelpSheet, SheetStep

OPENING: Final[Mapping[str, Callable[[CounterInputs, str], SheetStep]]] = {
    "help": lambda _i, _key: SheetStep(HelpSheet()),
    "void": lambda _i, _key: SheetStep(ReasonSheet(action="void")),
    "hold": lambda _i, _key: SheetStep(HoldSheet()),
    "transfer": lambda _i, _key: SheetStep(TransferSheet()),
    "pause": lambda _i, _key: SheetStep(ReasonSheet(action="pause")),
    "emergency": lambda _i, _key: SheetStep(ReasonSheet(action="emergency")),
    "emergency_end": lambda _i, _key: SheetStep(ConfirmSheet(action="emergency_end")),
    "sign_out": lambda _i, _key: SheetStep(ConfirmSheet(action="sign_out")),
    "late": lambda _i, _key: SheetStep(LateSheet()),
    "papers": lambda i, _key: SheetStep(papers.opened(i)),
    "issue": lambda _i, key: SheetStep(IssueServiceSheet(wish=Wish(key=key))),
    "pin": lambda _i, _key: SheetStep(OldPinSheet()),
    "report": lambda i, _key: day.opened(i),
    "log": lambda i, _key: log.opened(i),
    "decide": lambda i, _key: decisions.opened(i),
    "accounts": lambda _i, _key: accounts.reloaded(),
    "pair": lambda _i, _key: SheetStep(PairKindSheet()),
    "printer": lambda _i, _key: printer.opened(),
}
"""By the action of the button. The second argument is the idempotency key of a number that may come of it."""
