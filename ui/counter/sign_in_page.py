"""Signing in step by step, and making the first account."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from kiosk.contract.point import PointView
from kiosk.contract.problem import Problem
from kiosk.contract.reasons import Reason
from kiosk.wording.durations import stopwatch
from ui.counter.inputs import CounterInputs, Entry, SignInStep

PIN_LENGTH: Final = (4, 12)
_BEFORE: Final[dict[SignInStep, SignInStep]] = {
    "staff": "counter",
    "pin": "staff",
    "new_pin": "name",
    "again_pin": "new_pin",
}
_TITLES: Final[dict[SignInStep, str]] = {
    "counter": "choose_counter",
    "staff": "choose_staff",
    "pin": "enter_pin",
    "name": "first_title",
    "new_pin": "new_pin",
    "again_pin": "again_pin",
}


@dataclass(frozen=True, slots=True)
class SignInChoice:
    """A counter or a member of staff to choose."""

    choice: str
    label: str
    detail: str
    taken: bool


@dataclass(frozen=True, slots=True)
class EntryProps:
    step: str = "counter"
    title: str = ""
    hint: str = ""
    digits: int = 0
    digitsText: str = ""
    typing: bool = False
    """The keypad is shown."""
    naming: bool = False
    """A name is written."""
    mayGoBack: bool = False
    maySubmit: bool = False
    submitLabel: str = ""
    locked: str = ""
    """Why no PIN can be tried, and for how much longer."""
    chosen: str = ""
    """What was chosen so far: counter and name."""


def derive(i: CounterInputs) -> EntryProps:
    entry = i.entry
    return EntryProps(
        step=entry.step,
        title=i.say(_TITLES[entry.step]),
        hint=_hint(i, entry),
        digits=len(entry.pin),
        digitsText=i.say("pin_digits", n=len(entry.pin)),
        typing=entry.step in ("pin", "new_pin", "again_pin"),
        naming=entry.step == "name",
        mayGoBack=entry.step in _BEFORE,
        maySubmit=_may_submit(entry) and i.online and not i.busy and not _locked_s(i, entry),
        submitLabel=i.say("sign_in" if entry.step == "pin" else "go_on"),
        locked=_locked(i, entry),
        chosen=_chosen(i, entry),
    )


def choices(i: CounterInputs) -> list[SignInChoice]:
    if i.entry.step == "staff":
        return [SignInChoice(name, name, "", taken=False) for name in i.entry.names or ()]
    if i.entry.step != "counter" or i.point is None:
        return []
    return [
        SignInChoice(
            counter.id,
            i.counter_name(counter),
            i.say("taken", name=counter.staff)
            if counter.staff
            else " · ".join(i.service(service) for service in counter.serves),
            taken=counter.staff is not None,
        )
        for counter in i.point.counters
    ]


def back(entry: Entry) -> Entry:
    """One step back; what was typed is forgotten."""
    step = _BEFORE.get(entry.step, entry.step)
    return Entry(step=step, counter=entry.counter, staff=entry.staff, names=entry.names)


def typed(entry: Entry) -> Entry:
    """The step after what was typed for the first account; two different PINs begin again."""
    if entry.step == "name":
        return replace(entry, step="new_pin", note="")
    if entry.step == "new_pin":
        return replace(entry, step="again_pin", first_pin=entry.pin, pin="", note="")
    return replace(entry, step="new_pin", first_pin="", pin="", note="pins_differ")


def turned_down(entry: Entry, problem: Problem, now: datetime | None) -> Entry:
    """After a wrong PIN, or one too many."""
    until = now + timedelta(seconds=problem.retry_after_s or 0) if problem.reason == Reason.LOCKED and now else None
    return replace(entry, pin="", locked_until=until)


def fitting(entry: Entry, point: PointView) -> Entry:
    """Without any account the first one is made; once there is one, that is over."""
    first = entry.step in ("name", "new_pin", "again_pin")
    if first == point.staff_exists:
        return Entry(step="counter" if first else "name", note=entry.note)
    return entry


def _may_submit(entry: Entry) -> bool:
    if entry.step == "name":
        return bool(entry.staff.strip())
    return entry.step in ("pin", "new_pin", "again_pin") and len(entry.pin) >= PIN_LENGTH[0]


def _hint(i: CounterInputs, entry: Entry) -> str:
    if entry.note:
        return i.say(entry.note)
    if entry.step == "name":
        return i.say("first_hint")
    if entry.step == "staff" and entry.names == ():
        return i.say("no_names")
    return ""


def _locked_s(i: CounterInputs, entry: Entry) -> float:
    """Seconds until another PIN may be tried."""
    until = entry.locked_until
    return max(0.0, (until - i.now).total_seconds()) if until and i.now else 0.0


def _locked(i: CounterInputs, entry: Entry) -> str:
    left = _locked_s(i, entry) if entry.step == "pin" else 0
    return i.say("locked", name=entry.staff, time=stopwatch(left)) if left else ""


def _chosen(i: CounterInputs, entry: Entry) -> str:
    counters = i.point.counters if i.point else []
    counter = next((counter for counter in counters if counter.id == entry.counter), None)
    parts = [i.counter_name(counter) if counter and entry.step in ("staff", "pin") else ""]
    parts.append(entry.staff if entry.step in ("pin", "new_pin", "again_pin") else "")
    return " · ".join(part for part in parts if part)
