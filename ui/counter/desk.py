"""The officer's desk: the ticket at this counter and what may be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kiosk.contract.queue import QueueRow
from kiosk.contract.tickets import TicketView
from kiosk.wording import durations
from kiosk.wording.localized import localized
from ui.counter.inputs import CounterInputs
from ui.counter.key_actions import label, may, meaning
from ui.counter.keys import BY_NAME

MAIN_KEY: Final = BY_NAME["main"].key
_MOVES: Final = ("recall", "finish", "no-show", "void", "hold", "transfer", "papers", "undo")
"""In their places; a point whose services have steps has ``step`` after them."""
_TOOLS: Final = ("pause", "emergency", "large_text", "help", "sign_out")
_BESIDE: Final = ("late", "issue")
_SYMBOLS: Final = {"resume": "play", "emergency_end": "door-open"}


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
    stage: str = ""
    state: str = ""
    stateText: str = ""
    calls: str = ""
    elapsed: str = ""
    waited: str = ""
    late: bool = False
    """It waited longer than it should have."""
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
    actions: Sequence[Action] = ()
    """What can happen to the ticket; always in the same places, so that hands learn them."""
    tools: Sequence[Action] = ()
    """What concerns the counter or the office, not the ticket."""
    beside: Sequence[Action] = ()
    """What stands by the lists: a visitor who came back, a number for somebody."""
    filters: Sequence[Action] = ()
    """Whom the waiting list shows."""


def derive(i: CounterInputs) -> DeskProps:
    main = _main(i)
    shown = {
        "idleText": _idle(i),
        "nobody": i.translate("nobody"),
        "main": main.name,
        "mainLabel": main.label,
        "mainHint": main.hint,
        "mainSymbol": main.symbol,
        "mainEnabled": main.enabled,
        "actions": _actions(i),
        "tools": tuple(action(i, name) for name in _TOOLS),
        "beside": tuple(action(i, name) for name in _BESIDE),
        "filters": (action(i, "filter"),),
    }
    if i.ticket is None:
        return DeskProps(**shown)  # pyright: ignore[reportArgumentType]  the names are checked by the tests
    return DeskProps(**shown, **_ticket(i, i.ticket))  # pyright: ignore[reportArgumentType]  as above


def _ticket(i: CounterInputs, ticket: TicketView) -> dict[str, object]:
    since = ticket.served_at or ticket.called_at
    return {
        "number": ticket.number,
        "service": i.service(ticket.service),
        "stage": i.stage(ticket.stage) if ticket.stage else "",
        "state": ticket.state,
        "stateText": i.translate(f"state_{ticket.state}") if ticket.state in ("called", "serving") else "",
        "calls": i.translate("calls", n=ticket.calls),
        "elapsed": durations.stopwatch(_seconds(i.now, since)),
        "waited": _waited(i, ticket),
        "late": (i.over_target_s(ticket.service, ticket.waited_s) or 0) > 0,
        "why": localized(ticket.why.text, i.language) if ticket.why else "",
        "flag": i.translate("staff_only", flag=flag_words(i, ticket)) if ticket.staff_flag else "",
        "priority": ticket.priority,
    }


def flag_words(i: CounterInputs, ticket: TicketView | QueueRow) -> str:
    """As the configuration names it; empty without a flag."""
    return localized(ticket.staff_flag_name, i.language) or ticket.staff_flag or ""


def _waited(i: CounterInputs, ticket: TicketView) -> str:
    view = i.service_view(ticket.service)
    waited = durations.waited(ticket.waited_s, i.language)
    if view is None or view.target_min is None:
        return i.translate("waited", time=waited)
    return i.translate("waited_of", time=waited, target=durations.minutes(view.target_min, i.language))


def _seconds(now: datetime | None, since: datetime | None) -> float:
    return (now - since).total_seconds() if now and since else 0.0


def _idle(i: CounterInputs) -> str:
    if i.paused is not None:
        return i.translate("paused_why", reason=i.paused) if i.paused else i.translate("paused")
    if i.stopped:
        return i.translate("stopped")
    if i.next is not None:
        return i.translate("next_why", number=i.next.number, why=localized(i.next.why.text, i.language))
    return i.translate("idle") if i.mine() else i.translate("nobody_now")


def _main(i: CounterInputs) -> Action:
    """The natural next step, on the large button: call, then start, then finish and call."""
    moves = i.ticket.moves if i.ticket else []
    first = next(iter(i.mine()), None)
    more = first is not None and i.paused is None and not i.stopped
    number = i.next.number if i.next else first.number if first else ""
    coming = i.translate("next_is", number=number) if number else i.translate("nobody")
    if i.ticket is not None and "serve" in moves:
        return Action("serve", i.translate("serve"), MAIN_KEY, "play", i.online)
    if i.ticket is not None and "finish" in moves:
        label = i.translate("finish_next" if more else "finish")
        return Action("next" if more else "finish", label, MAIN_KEY, "check", i.online, coming)
    if i.ticket is not None:
        return Action(
            "",
            i.translate("call_next"),
            MAIN_KEY,
            "megaphone",
            enabled=False,
            hint=i.translate("first_end", number=i.ticket.number),
        )
    if i.paused is not None:
        return Action("resume", i.translate("resume"), MAIN_KEY, "play", i.online)
    if i.stopped:
        return Action("", i.translate("call_next"), MAIN_KEY, "megaphone", enabled=False, hint=i.translate("stopped"))
    return Action("next", i.translate("call_next"), MAIN_KEY, "megaphone", more and i.online, coming)


def _actions(i: CounterInputs) -> tuple[Action, ...]:
    """Every move, always in the same place; one that cannot be made now says why."""
    has_steps = i.point is not None and any(service.stages for service in i.point.services)
    return tuple(action(i, name) for name in (*_MOVES, *(("step",) if has_steps else ())))


def action(i: CounterInputs, name: str) -> Action:
    """The button of a key of the table."""
    key, meant = BY_NAME[name], meaning(i, name)
    return Action(name, label(i, name), key.key, _SYMBOLS.get(meant, key.symbol), may(i, name), _hint(i, name))


def _hint(i: CounterInputs, name: str) -> str:
    if name == "no-show" and (left := _no_show_hint(i)):
        return left
    if name == "step" and i.ticket and i.ticket.next_stage:
        return i.stage(i.ticket.next_stage)
    if name == "undo" and i.undo_left_s and i.last:
        return i.translate("undo_left", n=i.undo_left_s, number=i.last.number)
    return "" if name not in (*_MOVES, "step") or may(i, name) else _why_not(i, name)


def _why_not(i: CounterInputs, name: str) -> str:
    """Why a move cannot be made now."""
    if not i.online:
        return i.translate("not_online")
    if name == "undo":
        return i.translate("not_done")
    if i.ticket is None:
        return i.translate("not_in_hand")
    if name == "papers":
        return i.translate("not_listed")
    if name == "step":
        return i.translate("not_more_steps")
    return i.translate("not_started" if i.ticket.state == "called" else "not_any_more")


def _no_show_hint(i: CounterInputs) -> str:
    if i.ticket is None or i.point is None or i.ticket.state != "called":
        return ""
    left = i.point.call_limit - i.ticket.calls
    return i.translate("no_show_after", n=left) if left > 0 else ""
