"""The questions that the counter window asks before something that is hard to take back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ui.viewmodels.counter_inputs import Inputs, Question

_REASONS: Final[dict[Question, tuple[str, ...]]] = {
    "void": ("void_mistake", "void_left", "void_double", "void_paper"),
    "pause": ("pause_break", "pause_pray", "pause_office"),
    "emergency": ("emergency_power", "emergency_people", "emergency_system"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    reason: str
    label: str
    key: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class AskProps:
    question: str = ""
    title: str = ""
    hint: str = ""
    wantsReason: bool = False
    confirmLabel: str = ""
    mayConfirm: bool = False
    danger: bool = False


def derive(i: Inputs) -> AskProps:
    question = i.asking.question
    if question in ("", "help"):
        return AskProps(question=question, title=i.say("help_title") if question else "")
    number = i.ticket.number if i.ticket else ""
    hint = f"ask_{question}_hint" if question != "sign_out" or number else "ask_sign_out_plain"
    return AskProps(
        question=question,
        title=i.say(f"ask_{question}", number=number),
        hint=i.say(hint, number=number),
        wantsReason=question in _REASONS,
        confirmLabel=i.say(f"do_{question}", number=number),
        mayConfirm=i.online and not i.busy and _is_answerable(i),
        danger=question in ("void", "emergency"),
    )


def reasons(i: Inputs) -> list[Reason]:
    keys = _REASONS.get(i.asking.question, ())
    return [Reason(key, i.say(key), str(n), key == i.asking.choice) for n, key in enumerate(keys, start=1)]


def _is_answerable(i: Inputs) -> bool:
    """A reason where one is wanted; nobody leaves a ticket in hand behind."""
    if i.asking.question == "sign_out":
        return i.ticket is None
    return i.asking.question not in _REASONS or bool(reason(i))


def reason(i: Inputs) -> str:
    """The reason as it is logged: the officer's own words, else the words of the choice."""
    return i.asking.words.strip() or (i.say(i.asking.choice) if i.asking.choice else "")
