"""The papers of the visitor at the counter are incomplete: what was missing is counted, without the visitor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

from kiosk.contract.point import ChecklistView, DocumentView, IncompletePapers
from kiosk.contract.tickets import TicketView, TransferTicket
from ui.viewmodels.counter_calls import Call, call_for
from ui.viewmodels.counter_inputs import Asking, Inputs
from ui.viewmodels.counter_sheet import AskProps, Reason, Sheet, Step, may, numbered, tick
from ui.words import spoken


def opened(i: Inputs) -> Step:
    lists = _lists(i)
    if len(lists) == 1:
        return Step(Asking(question="papers", checklist=lists[0].id))
    return Step(Asking(question="papers_kind"))


def _lists(i: Inputs) -> list[ChecklistView]:
    return i.checklists(i.ticket.service) if i.ticket else []


def _number(i: Inputs) -> str:
    return i.ticket.number if i.ticket else ""


def _kind(i: Inputs) -> AskProps:
    number = _number(i)
    return AskProps(
        question="papers_kind",
        title=i.say("ask_papers_kind", number=number),
        hint=i.say("ask_papers_kind_hint"),
        listed=True,
        quick=True,
    )


def _kinds(i: Inputs) -> Sequence[Reason]:
    return numbered([(one.id, spoken(one.title, i.language)) for one in _lists(i)])


def _kind_chosen(_i: Inputs, choice: str) -> Step:
    return Step(Asking(question="papers", checklist=choice))


def _documents(i: Inputs) -> list[DocumentView]:
    found = next((one for one in _lists(i) if one.id == i.asking.checklist), None)
    return [*found.required, *found.conditional] if found else []


def _papers(i: Inputs) -> AskProps:
    return AskProps(
        question="papers",
        title=i.say("ask_papers", number=_number(i)),
        hint=i.say("ask_papers_hint"),
        note=i.asking.note,
        listed=True,
        many=True,
        confirmLabel=i.say("do_papers"),
        mayConfirm=may(i) and bool(i.asking.ticks),
    )


def _rows(i: Inputs) -> Sequence[Reason]:
    return numbered([(one.id, spoken(one.text, i.language)) for one in _documents(i)], i.asking.ticks)


def _count(i: Inputs) -> Step:
    missing = [one.id for one in _documents(i) if one.id in i.asking.ticks]
    body = IncompletePapers(checklist=i.asking.checklist, missing=missing)
    return Step(i.asking, action="papers", call=Call("POST", "/point/documents", body=body))


def _counted(i: Inputs, _value: object) -> Step:
    words = [spoken(one.text, i.language) for one in _documents(i) if one.id in i.asking.ticks]
    return Step(Asking(question="papers_next", note=i.say("papers_counted", papers="; ".join(words)), good=True))


def _back(i: Inputs) -> Asking:
    return Asking() if len(_lists(i)) == 1 else Asking(question="papers_kind")


def _next(i: Inputs) -> AskProps:
    return AskProps(
        question="papers_next",
        title=i.say("ask_papers_next", number=_number(i)),
        note=i.asking.note,
        good=True,
        listed=True,
        quick=True,
    )


def _nexts(i: Inputs) -> Sequence[Reason]:
    """Where somebody can advise now, the visitor is sent on under the same number."""
    services = i.point.services if i.point else []
    own = i.ticket.service if i.ticket else ""
    advising = [one for one in services if one.fallback and one.open and one.id != own]
    return numbered(
        [
            *((f"service:{one.id}", i.say("papers_to", service=spoken(one.name, i.language))) for one in advising),
            ("finish", i.say("papers_finish")),
            ("stay", i.say("papers_stay")),
        ]
    )


def _next_chosen(i: Inputs, choice: str) -> Step:
    if choice == "finish":
        return Step(i.asking, action="finish", call=call_for(i, "finish"))
    kind, _, service = choice.partition(":")
    if kind != "service" or i.ticket is None:
        return Step()
    path = f"/tickets/{quote(i.ticket.id, safe='')}/transfer"
    return Step(i.asking, action="transfer", call=Call("POST", path, TicketView, TransferTicket(service=service)))


def _nothing(i: Inputs) -> Step:
    return Step(replace(i.asking))


KIND = Sheet(_kind, _nothing, _kinds, _kind_chosen)
PAPERS = Sheet(_papers, _count, _rows, tick, came=_counted, back=_back)
NEXT = Sheet(_next, _nothing, _nexts, _next_chosen)
