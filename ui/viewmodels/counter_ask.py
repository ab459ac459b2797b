"""The questions that the counter window asks before something that is hard to take back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ui.viewmodels.counter_inputs import Inputs, Question

_REASONS: Final[dict[Question, tuple[str, ...]]] = {
    "hold": ("hold_sign", "hold_10", "hold_20", "hold_30", "hold_60"),
    "void": ("void_mistake", "void_left", "void_double", "void_paper"),
    "pause": ("pause_break", "pause_pray", "pause_office"),
    "emergency": ("emergency_power", "emergency_people", "emergency_system"),
}


_CHOICES_ALONE: Final = ("hold", "transfer")
"""Nothing of one's own can be written there."""
_MOST: Final = 9
"""As many as there are number keys."""


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
    ownWords: bool = False
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
        wantsReason=question in _REASONS or question == "transfer",
        ownWords=question in _REASONS and question not in _CHOICES_ALONE,
        confirmLabel=i.say(f"do_{question}", number=number),
        mayConfirm=i.online and not i.busy and _is_answerable(i),
        danger=question in ("void", "emergency"),
    )


def reasons(i: Inputs) -> list[Reason]:
    rows = _targets(i) if i.asking.question == "transfer" else [(key, i.say(key)) for key in _plain(i)]
    return [Reason(key, label, str(n), key == i.asking.choice) for n, (key, label) in enumerate(rows[:_MOST], start=1)]


def _plain(i: Inputs) -> tuple[str, ...]:
    return _REASONS.get(i.asking.question, ())


def _targets(i: Inputs) -> list[tuple[str, str]]:
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


def _is_answerable(i: Inputs) -> bool:
    """A reason where one is wanted; nobody leaves a ticket in hand behind."""
    if i.asking.question == "sign_out":
        return i.ticket is None
    if i.asking.question in _CHOICES_ALONE:
        return bool(i.asking.choice) and i.ticket is not None
    return i.asking.question not in _REASONS or bool(reason(i))


def reason(i: Inputs) -> str:
    """The reason as it is logged: the officer's own words, else the words of the choice."""
    return i.asking.words.strip() or (i.say(i.asking.choice) if i.asking.choice else "")
