"""A number for somebody who cannot use the kiosk; in spite of the rules only with a reason, which is logged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, cast

from kiosk.contract.point import Alternative
from kiosk.contract.problem import Problem
from kiosk.contract.tickets import Issued, TakeTicket
from kiosk.wording.dates import clock_time
from kiosk.wording.localized import localized
from ui.counter.inputs import Asking, CounterInputs
from ui.counter.requests import CounterRequest
from ui.counter.sheets.sheet import AskProps, Reason, Sheet, SheetStep, choose, may, numbered, tick

_WHY: Final = ("override_need", "override_fault", "override_chief")
_ALL: Final = "all"
"""Ticks every paper at once."""


def _services(i: CounterInputs) -> AskProps:
    hint = i.say("ask_issue_hint")
    return AskProps(question="issue", title=i.say("ask_issue"), hint=hint, note=i.asking.note, listed=True, quick=True)


def _service_rows(i: CounterInputs) -> Sequence[Reason]:
    views = i.point.services if i.point else []
    return numbered(
        [
            (
                view.id,
                f"{view.prefix}  {localized(view.name, i.language)}",
                "" if view.open else localized(view.detail, i.language),
            )
            for view in views
        ]
    )


def _service_chosen(i: CounterInputs, choice: str) -> SheetStep:
    asking = replace(i.asking, service=choice, checklist="", ticks=frozenset[str](), note="")
    lists = i.checklists(choice)
    if len(lists) == 1:
        return SheetStep(replace(asking, question="issue_papers", checklist=lists[0].id))
    return SheetStep(replace(asking, question="issue_kind")) if lists else _take(asking)


def _kind(i: CounterInputs) -> AskProps:
    service = i.service(i.asking.service)
    return AskProps(question="issue_kind", title=i.say("ask_issue_kind"), hint=service, listed=True, quick=True)


def _kind_rows(i: CounterInputs) -> Sequence[Reason]:
    return numbered([(one.id, localized(one.title, i.language)) for one in i.checklists(i.asking.service)])


def _kind_chosen(i: CounterInputs, choice: str) -> SheetStep:
    return SheetStep(replace(i.asking, question="issue_papers", checklist=choice, ticks=frozenset[str]()))


def _required(i: CounterInputs) -> list[tuple[str, str]]:
    found = next((one for one in i.checklists(i.asking.service) if one.id == i.asking.checklist), None)
    return [(one.id, localized(one.text, i.language)) for one in found.required] if found else []


def _papers(i: CounterInputs) -> AskProps:
    kind = next((one for one in i.checklists(i.asking.service) if one.id == i.asking.checklist), None)
    return AskProps(
        question="issue_papers",
        title=i.say("ask_issue_papers"),
        hint=f"{i.service(i.asking.service)} · {localized(kind.title, i.language)}" if kind else "",
        note=i.asking.note,
        listed=True,
        many=True,
        confirmLabel=i.say("do_issue"),
        mayConfirm=may(i),
    )


def _paper_rows(i: CounterInputs) -> Sequence[Reason]:
    papers = _required(i)
    every = Reason(_ALL, i.say("papers_all"), "0", i.asking.ticks >= {paper for paper, _ in papers})
    return [every, *numbered(papers, i.asking.ticks)]


def _ticked(i: CounterInputs, choice: str) -> SheetStep:
    if choice != _ALL:
        return tick(i, choice)
    every = frozenset(paper for paper, _ in _required(i))
    return SheetStep(replace(i.asking, ticks=frozenset[str]() if i.asking.ticks >= every else every))


def _take(asking: Asking, why: str | None = None) -> SheetStep:
    body = TakeTicket(
        service=asking.service, checklist=asking.checklist or None, have=sorted(asking.ticks - {_ALL}), override=why
    )
    return SheetStep(asking, action="issue", call=CounterRequest("POST", "/tickets", Issued, body, asking.key))


def _taken(i: CounterInputs, value: object) -> SheetStep:
    paper = "printing" if i.prints else ""
    return SheetStep(Asking(question="issued", issued=cast("Issued", value), paper=paper))


def _turned_down(i: CounterInputs, _action: str, problem: Problem) -> Asking:
    if problem.status != 409:
        return replace(i.asking, note=problem.detail or problem.title)
    note = problem.detail or problem.title
    return replace(i.asking, question="issue_refused", refusal=problem, note=note, choice="", words="")


def _refused(i: CounterInputs) -> AskProps:
    refusal = i.asking.refusal
    able = refusal is not None and refusal.overridable
    return AskProps(
        question="issue_refused",
        title=i.say("ask_issue_refused", service=i.service(i.asking.service)),
        hint=" ".join([*_elsewhere(i, refusal), i.say("override_hint") if able else i.say("override_none")]),
        note=i.asking.note,
        listed=able,
        field=i.say("label.own_words") if able else "",
        confirmLabel=i.say("do_override") if able else "",
        mayConfirm=able and may(i) and bool(_why(i)),
        danger=True,
    )


def _elsewhere(i: CounterInputs, refusal: Problem | None) -> list[str]:
    places = refusal.alternatives if refusal else []
    return [i.say("open_elsewhere", places="; ".join(_place(i, place) for place in places))] if places else []


def _place(i: CounterInputs, place: Alternative) -> str:
    here = i.point is not None and place.point == i.point.point.id
    name = localized(place.service_name if here else place.point_name, i.language)
    return i.say("open_until", place=name, time=_clock(i, place.until)) if place.until else name


def _clock(i: CounterInputs, at: datetime) -> str:
    return clock_time(at.astimezone(i.now.tzinfo) if i.now else at, i.language)


def _why_rows(i: CounterInputs) -> Sequence[Reason]:
    able = i.asking.refusal is not None and i.asking.refusal.overridable
    return numbered([(key, i.say(key)) for key in _WHY], i.asking.choice) if able else ()


def _why(i: CounterInputs) -> str:
    return i.asking.words.strip() or (i.say(i.asking.choice) if i.asking.choice else "")


def _issued(i: CounterInputs) -> AskProps:
    issued = i.asking.issued
    paper = f"paper_{i.asking.paper}" if i.asking.paper else "paper_none"
    return AskProps(
        question="issued",
        title=i.say("ask_issued"),
        hint=i.say("issued_ahead", service=i.service(issued.service), n=issued.ahead) if issued else "",
        note=i.say(paper),
        good=i.asking.paper != "failed",
        number=issued.number if issued else "",
        code=issued.status_url if issued else "",
        confirmLabel=i.say("do_issued"),
        mayConfirm=True,
    )


def _back(i: CounterInputs) -> Asking:
    asking = replace(i.asking, note="", refusal=None, words="", choice="")
    if asking.question == "issue_refused" and asking.checklist:
        return replace(asking, question="issue_papers")
    if asking.question == "issue_papers" and len(i.checklists(asking.service)) > 1:
        return replace(asking, question="issue_kind")
    return Asking(question="issue", key=asking.key)


SERVICES = Sheet(_services, lambda i: SheetStep(i.asking), _service_rows, _service_chosen, _taken, _turned_down)
KIND = Sheet(_kind, lambda i: SheetStep(i.asking), _kind_rows, _kind_chosen, back=_back)
PAPERS = Sheet(_papers, lambda i: _take(i.asking), _paper_rows, _ticked, _taken, _turned_down, _back)
REFUSED = Sheet(_refused, lambda i: _take(i.asking, _why(i)), _why_rows, choose, _taken, _turned_down, _back)
ISSUED = Sheet(_issued, lambda _i: SheetStep())
