"""The questions that the counter window asks: what is hard to take back, and what takes more than one press."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from ui.counter.inputs import Asking, CounterInputs, Question
from ui.counter.requests import call_for
from ui.counter.sheets import accounts, issue, late, log, pairing, papers, report
from ui.counter.sheets.sheet import AskProps, Reason, Sheet, SheetStep, may, numbered

_REASONS: Final[dict[Question, tuple[str, ...]]] = {
    "hold": ("hold_sign", "hold_10", "hold_20", "hold_30", "hold_60"),
    "void": ("void_mistake", "void_left", "void_double", "void_paper"),
    "pause": ("pause_break", "pause_pray", "pause_office"),
    "emergency": ("emergency_power", "emergency_people", "emergency_system"),
}
_CHOICES_ALONE: Final = ("hold", "transfer")
"""Nothing of one's own can be written there."""


def derive(i: CounterInputs) -> AskProps:
    question = i.asking.question
    if question in ("", "help"):
        return AskProps(question=question, title=i.say("help_title") if question else "")
    return sheet(i).derive(i)


def reasons(i: CounterInputs) -> Sequence[Reason]:
    return () if i.asking.question in ("", "help") else sheet(i).rows(i)


def sheet(i: CounterInputs) -> Sheet:
    """What is asked now."""
    return _SHEETS.get(i.asking.question, _PLAIN)


def opened(i: CounterInputs, question: Question, key: str) -> SheetStep:
    """The first step; ``key`` is for a number that may come of it."""
    open_ = _OPENED.get(question)
    return open_(i) if open_ else SheetStep(Asking(question=question, key=key if question == "issue" else ""))


# ---- a reason, and then yes or back


def _plain(i: CounterInputs) -> AskProps:
    question = i.asking.question
    number = i.ticket.number if i.ticket else ""
    hint = f"ask_{question}_hint" if question != "sign_out" or number else "ask_sign_out_plain"
    return AskProps(
        question=question,
        title=i.say(f"ask_{question}", number=number),
        hint=i.say(hint, number=number),
        listed=question in _REASONS or question == "transfer",
        field=i.say("label.own_words") if question in _REASONS and question not in _CHOICES_ALONE else "",
        confirmLabel=i.say(f"do_{question}", number=number),
        mayConfirm=may(i) and _is_answerable(i),
        danger=question in ("void", "emergency"),
    )


def _rows(i: CounterInputs) -> Sequence[Reason]:
    asked = i.asking.question
    rows = _targets(i) if asked == "transfer" else [(key, i.say(key)) for key in _REASONS.get(asked, ())]
    return numbered(rows, i.asking.choice)


def _targets(i: CounterInputs) -> list[tuple[str, str]]:
    """The end of the queue, the other services, and the colleagues who serve this one."""
    if i.ticket is None or i.point is None:
        return []
    mine = i.ticket.service
    services = [(f"service:{view.id}", i.service(view.id)) for view in i.point.services if view.id != mine]
    counters = [
        (f"counter:{view.id}", i.say("to_counter", counter=i.counter_name(view), staff=view.staff))
        for view in i.point.counters
        if view.staff and view.id != i.counter and mine in view.serves
    ]
    return [("front", i.say("to_front")), ("end", i.say("to_end")), *counters, *services]


def _is_answerable(i: CounterInputs) -> bool:
    """A reason where one is wanted; nobody leaves a ticket in hand behind."""
    if i.asking.question == "sign_out":
        return i.ticket is None
    if i.asking.question in _CHOICES_ALONE:
        return bool(i.asking.choice) and i.ticket is not None
    return i.asking.question not in _REASONS or bool(_reason(i))


def _reason(i: CounterInputs) -> str:
    """The reason as it is logged: the officer's own words, else the words of the choice."""
    return i.asking.words.strip() or (i.say(i.asking.choice) if i.asking.choice else "")


def _confirmed(i: CounterInputs) -> SheetStep:
    question = i.asking.question
    return SheetStep(i.asking, action=question, call=call_for(i, question, _reason(i)))


_PLAIN: Final = Sheet(_plain, _confirmed, _rows, refused=None)

_SHEETS: Final[Mapping[Question, Sheet]] = {
    "late": late.SHEET,
    "papers_kind": papers.KIND,
    "papers": papers.PAPERS,
    "papers_next": papers.NEXT,
    "issue": issue.SERVICES,
    "issue_kind": issue.KIND,
    "issue_papers": issue.PAPERS,
    "issue_refused": issue.REFUSED,
    "issued": issue.ISSUED,
    "pin_old": accounts.PIN,
    "pin_new": accounts.PIN,
    "pin_again": accounts.PIN,
    "accounts": accounts.ACCOUNTS,
    "account": accounts.ACCOUNT,
    "account_name": accounts.NAME,
    "account_role": accounts.ROLE,
    "account_remove": accounts.REMOVE,
    "report": report.REPORT,
    "close_day": report.CLOSE,
    "log": log.LOG,
    "pair": pairing.KIND,
    "pair_name": pairing.NAME,
    "pair_code": pairing.CODE,
}

_OPENED: Final[Mapping[Question, Callable[[CounterInputs], SheetStep]]] = {
    "papers": papers.opened,
    "accounts": accounts.opened,
    "report": report.opened,
    "log": log.opened,
}

ACTIONS: Final = ("late", "papers", "issue", "pin", "accounts", "account_remove", "report", "close_day", "log", "pair")
"""What the sheets ask of the server under names of their own: the answer is theirs."""
