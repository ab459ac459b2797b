"""What each action asks of the server, and which ticket is at the counter after an answer. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from urllib.parse import quote

from kiosk.contract.counters import CallNext, Pause, SignedIn, SignIn
from kiosk.contract.fields import Message
from kiosk.contract.point import CounterView, StartEmergency
from kiosk.contract.queue import QueueView
from kiosk.contract.tickets import HoldTicket, TicketView, TransferTicket, VoidTicket
from ui.counter.inputs import CounterInputs

OPEN: Final = ("called", "serving")
_PLAIN_MOVES: Final = ("recall", "serve", "finish", "no-show")


@dataclass(frozen=True, slots=True)
class CounterRequest:
    method: str
    path: str
    answer: Any = None
    """Its type."""
    body: Message | None = None
    key: str | None = None
    """Of a request that may be sent again."""


def call_for(i: CounterInputs, action: str, choice: str = "") -> CounterRequest | None:
    """The request of an action, with what was chosen for it: a reason, a time, a target. None where it has none."""
    return _for_ticket(i, action, choice) or _for_counter(i, action, choice)


def _for_ticket(i: CounterInputs, action: str, choice: str) -> CounterRequest | None:
    if action in _PLAIN_MOVES:
        return _move(i.ticket, action)
    match action:
        case "undo":
            return _move(i.last, action)
        case "step":
            return _move(i.ticket, "transfer", TransferTicket(stage=i.ticket.next_stage if i.ticket else None))
        case "hold":
            body: Message = _hold(i, choice)
        case "transfer":
            body = _transfer(choice)
        case "void":
            body = VoidTicket(why=choice)
        case _:
            return None
    return _move(i.ticket, action, body)


def _for_counter(i: CounterInputs, action: str, choice: str) -> CounterRequest | None:
    counter = f"/counters/{quote(i.counter, safe='')}"
    calls = {
        "next": CounterRequest("POST", f"{counter}/next", TicketView, CallNext(finish=i.ticket is not None)),
        "pause": CounterRequest("POST", f"{counter}/pause", CounterView, Pause(reason=choice)),
        "resume": CounterRequest("POST", f"{counter}/resume", CounterView),
        "sign_out": CounterRequest("POST", f"{counter}/sign-out"),
        "emergency": CounterRequest("POST", "/point/emergency", body=StartEmergency(reason=choice)),
        "help_coming": CounterRequest("DELETE", "/point/help"),
        "emergency_end": CounterRequest("DELETE", "/point/emergency"),
    }
    return calls.get(action)


def _hold(i: CounterInputs, choice: str) -> HoldTicket:
    """The choice ends in minutes, as ``hold_20`` does; without any it is until staff end it."""
    minutes = choice.rpartition("_")[2]
    until = i.now + timedelta(minutes=int(minutes)) if i.now and minutes.isdecimal() else None
    return HoldTicket(until=until)


def _transfer(choice: str) -> TransferTicket:
    kind, _, target = choice.partition(":")
    if kind == "service":
        return TransferTicket(service=target)
    if kind == "counter":
        return TransferTicket(counter=target)
    return TransferTicket(place="front" if kind == "front" else "end")


def sign_in(counter: str, staff: str, pin: str) -> CounterRequest:
    return CounterRequest(
        "POST", f"/counters/{quote(counter, safe='')}/sign-in", SignedIn, SignIn(staff=staff, pin=pin, session=True)
    )


def give_back(ticket: str) -> CounterRequest:
    """A missed visitor is there after all."""
    return CounterRequest("POST", f"/tickets/{quote(ticket, safe='')}/return", TicketView)


def at_counter(queue: QueueView | None, counter: str, answered: TicketView | None) -> TicketView | None:
    """The ticket that the counter has called or serves: the newer of the queue's and the last answer's."""
    tickets = queue.serving if queue else []
    seen = next((ticket for ticket in tickets if ticket.counter == counter and ticket.state in OPEN), None)
    if answered is None:
        return seen
    newest = seen if seen and seen.id == answered.id and seen.version > answered.version else answered
    return newest if newest.state in OPEN and newest.counter == counter else None


def caught_up(queue: QueueView, counter: str, answered: TicketView) -> bool:
    """Whether the queue contains what the server answered before."""
    seen = next((ticket for ticket in queue.serving if ticket.id == answered.id), None)
    if answered.state in OPEN and answered.counter == counter:
        return seen is not None and seen.version >= answered.version
    return seen is None


def _move(ticket: TicketView | None, move: str, body: Message | None = None) -> CounterRequest | None:
    if ticket is None:
        return None
    return CounterRequest("POST", f"/tickets/{quote(ticket.id, safe='')}/{move}", TicketView, body)
