"""The officer's desk: the ticket at this counter and what may be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kiosk.messages import TicketView
from ui import times
from ui.viewmodels.counter_inputs import Inputs
from ui.words import spoken

MAIN_KEY: Final = "F2"
_ALWAYS: Final = (
    ("recall", "F3", "bell-ring"),
    ("finish", "F4", "check"),
    ("no-show", "F5", "user-round-x"),
    ("void", "F6", "ban"),
)
_WHERE_OFFERED: Final = (("hold", "F7", "hourglass"), ("transfer", "Ctrl+T", "arrow-right-left"))


@dataclass(frozen=True, slots=True)
class Action:
    """One button with its key. ``hint`` says what it waits for."""

    name: str
    label: str
    key: str
    symbol: str
    enabled: bool
    hint: str = ""


@dataclass(frozen=True, slots=True)
class DeskProps:
    number: str = ""
    service: str = ""
    state: str = ""
    stateText: str = ""
    calls: str = ""
    elapsed: str = ""
    waited: str = ""
    why: str = ""
    flag: str = ""
    priority: bool = False
    idleText: str = ""
    nobody: str = ""
    main: str = ""
    mainLabel: str = ""
    mainHint: str = ""
    mainSymbol: str = ""
    mainEnabled: bool = False


def derive(i: Inputs) -> DeskProps:
    main = _main(i)
    shown = {
        "idleText": _idle(i),
        "nobody": i.say("nobody"),
        "main": main.name,
        "mainLabel": main.label,
        "mainHint": main.hint,
        "mainSymbol": main.symbol,
        "mainEnabled": main.enabled,
    }
    if i.ticket is None:
        return DeskProps(**shown)  # pyright: ignore[reportArgumentType]  the names are checked by the tests
    return DeskProps(**shown, **_ticket(i, i.ticket))  # pyright: ignore[reportArgumentType]  likewise


def _ticket(i: Inputs, ticket: TicketView) -> dict[str, object]:
    since = ticket.served_at or ticket.called_at
    return {
        "number": ticket.number,
        "service": i.service(ticket.service),
        "state": ticket.state,
        "stateText": i.say(f"state_{ticket.state}") if ticket.state in ("called", "serving") else "",
        "calls": i.say("calls", n=ticket.calls),
        "elapsed": times.stopwatch(_seconds(i.now, since)),
        "waited": i.say("waited", time=times.waiting(ticket.waited_s, i.language)),
        "why": spoken(ticket.why.text, i.language) if ticket.why else "",
        "flag": i.say("staff_only", flag=ticket.staff_flag) if ticket.staff_flag else "",
        "priority": ticket.priority,
    }


def _seconds(now: datetime | None, since: datetime | None) -> float:
    return (now - since).total_seconds() if now and since else 0.0


def _idle(i: Inputs) -> str:
    if i.paused is not None:
        return i.say("paused_why", reason=i.paused) if i.paused else i.say("paused")
    if i.stopped:
        return i.say("stopped")
    return i.say("idle") if i.mine() else i.say("nobody_now")


def _main(i: Inputs) -> Action:
    """The natural next step, on the large button: call, then start, then finish and call."""
    moves = i.ticket.moves if i.ticket else []
    first = next(iter(i.mine()), None)
    more = first is not None and i.paused is None and not i.stopped
    coming = i.say("next_is", number=first.number) if first else i.say("nobody")
    if i.ticket is not None and "serve" in moves:
        return Action("serve", i.say("serve"), MAIN_KEY, "play", i.online)
    if i.ticket is not None and "finish" in moves:
        label = i.say("finish_next" if more else "finish")
        return Action("next" if more else "finish", label, MAIN_KEY, "check", i.online, coming)
    if i.ticket is not None:
        return Action(
            "",
            i.say("call_next"),
            MAIN_KEY,
            "megaphone",
            enabled=False,
            hint=i.say("first_end", number=i.ticket.number),
        )
    if i.paused is not None:
        return Action("resume", i.say("resume"), MAIN_KEY, "play", i.online)
    if i.stopped:
        return Action("", i.say("call_next"), MAIN_KEY, "megaphone", enabled=False, hint=i.say("stopped"))
    return Action("next", i.say("call_next"), MAIN_KEY, "megaphone", more and i.online, coming)


def actions(i: Inputs) -> list[Action]:
    """What can happen to the ticket; always in the same places, so that hands learn them."""
    moves = i.ticket.moves if i.ticket else []
    always = [_action(i, *row, moves) for row in _ALWAYS]
    offered = [_action(i, *row, moves) for row in _WHERE_OFFERED if row[0] in moves]
    return [*always, *offered, *_step(i), *_undo(i)]


def _step(i: Inputs) -> list[Action]:
    """The next step under the same number, one press away."""
    stage = i.ticket.next_stage if i.ticket else None
    return [Action("step", i.say("step"), "Ctrl+N", "arrow-right", i.online, i.stage(stage))] if stage else []


def _undo(i: Inputs) -> list[Action]:
    """With the seconds that are left, also when the ticket has left the counter."""
    if i.last is None or not i.undo_left_s:
        return []
    left = i.say("undo_left", n=i.undo_left_s, number=i.last.number)
    return [Action("undo", i.say("undo"), "Ctrl+Z", "undo-2", i.online, left)]


def _action(i: Inputs, name: str, key: str, symbol: str, moves: Sequence[str]) -> Action:
    label = i.say(name.replace("-", "_"))
    return Action(name, label, key, symbol, name in moves and i.online, _no_show_hint(i) if name == "no-show" else "")


def _no_show_hint(i: Inputs) -> str:
    if i.ticket is None or i.point is None or i.ticket.state != "called":
        return ""
    left = i.point.call_limit - i.ticket.calls
    return i.say("no_show_after", n=left) if left > 0 else ""


def tools(i: Inputs) -> list[Action]:
    """What concerns the counter or the office, not the ticket."""
    pause = ("resume", "play") if i.paused is not None else ("pause", "pause")
    emergency = ("emergency_end", "door-open") if i.stopped else ("emergency", "octagon-alert")
    rows = ((*pause, "F9"), (*emergency, "F10"), ("large_text", "a-large-small", "F11"), ("help", "keyboard", "F1"))
    always = ("large_text", "help")
    shown = [Action(name, i.say(name), key, symbol, i.online or name in always) for name, symbol, key in rows]
    return [*shown, Action("sign_out", i.say("sign_out"), "F12", "log-out", i.online)]
