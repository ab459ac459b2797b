"""The papers of the visitor at the counter are incomplete: what was missing is counted, without the visitor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

from kiosk.contract.point import ChecklistView, DocumentView, IncompletePapers
from kiosk.contract.tickets import TicketView, TransferTicket
from kiosk.wording.localized import localized
from ui.counter.inputs import Asking, CounterInputs
from ui.counter.requests import CounterRequest, call_for
from ui.counter.sheets.sheet import AskProps, Reason, Sheet, SheetStep, may, numbered, tick


def opened(i: CounterInputs) -> SheetStep:
    lists = _lists(i)
    if len(lists) == 1:
        return SheetStep(Asking(question="papers", checklist=lists[0].id))
    return SheetStep(Asking(question="papers_kind"))


def _lists(i: CounterInputs) -> list[ChecklistView]:
    return i.checklists(i.ticket.service) if i.ticket else []


def _number(i: CounterInputs) -> str:
    return i.ticket.number if i.ticket else ""


def _kind(i: CounterInputs) -> AskProps:
    number = _number(i)
    return AskProps(
        question="papers_kind",
        title=i.say("ask_papers_kind", number=number),
        hint=i.say("ask_papers_kind_hint"),
        listed=True,
        quick=True,
    )


def _kinds(i: CounterInputs) -> Sequence[Reason]:
    return numbered([(one.id, localized(one.title, i.language)) for one in _lists(i)])


def _kind_chosen(_i: CounterInputs, choice: str) -> SheetStep:
    return SheetStep(Asking(question="papers", checklist=choice))


def _documents(i: CounterInputs) -> list[DocumentView]:
    found = next((one for one in _lists(i) if one.id == i.asking.checklist), None)
    return [*found.required, *found.conditional] if found else []


def _papers(i: CounterInputs) -> AskProps:
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


def _rows(i: CounterInputs) -> Sequence[Reason]:
    return numbered([(one.id, localized(one.text, i.language)) for one in _documents(i)], i.asking.ticks)


def _count(i: CounterInputs) -> SheetStep:
    missing = [one.id for one in _documents(i) if one.id in i.asking.ticks]
    body = IncompletePapers(checklist=i.asking.checklist, missing=missing)
    return SheetStep(i.asking, action="papers", call=CounterRequest("POST", "/point/documents", body=body))


def _counted(i: CounterInputs, _value: object) -> SheetStep:
    words = [localized(one.text, i.language) for one in _documents(i) if one.id in i.asking.ticks]
    return SheetStep(Asking(question="papers_next", note=i.say("papers_counted", papers="; ".join(words)), good=True))


def _back(i: CounterInputs) -> Asking:
    return Asking() if len(_lists(i)) == 1 else Asking(question="papers_kind")


def _next(i: CounterInputs) -> AskProps:
    return AskProps(
        question="papers_next",
        title=i.say("ask_papers_next", number=_number(i)),
        note=i.asking.note,
        good=True,
        listed=True,
        quick=True,
    )


def _nexts(i: CounterInputs) -> Sequence[Reason]:
    """Where somebody can advise now, the visitor is sent on under the same number."""
    services = i.point.services if i.point else []
    own = i.ticket.service if i.ticket else ""
    advising = [one for one in services if one.fallback and one.open and one.id != own]
    return numbered(
        [
            *((f"service:{one.id}", i.say("papers_to", service=localized(one.name, i.language))) for one in advising),
            ("finish", i.say("papers_finish")),
            ("stay", i.say("papers_stay")),
        ]
    )


def _next_chosen(i: CounterInputs, choice: str) -> SheetStep:
    if choice == "finish":
        return SheetStep(i.asking, action="finish", call=call_for(i, "finish"))
    kind, _, service = choice.partition(":")
    if kind != "service" or i.ticket is None:
        return SheetStep()
    path = f"/tickets/{quote(i.ticket.id, safe='')}/transfer"
    return SheetStep(
        i.asking, action="transfer", call=CounterRequest("POST", path, TicketView, TransferTicket(service=service))
    )


def _nothing(i: CounterInputs) -> SheetStep:
    return SheetStep(replace(i.asking))


KIND = Sheet(_kind, _nothing, _kinds, _kind_chosen)
PAPERS = Sheet(_papers, _count, _rows, tick, came=_counted, back=_back)
NEXT = Sheet(_next, _nothing, _nexts, _next_chosen)
