"""A number for somebody who cannot use the kiosk; in spite of the rules only with a reason, which is logged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, cast

from kiosk.contract.point import Alternative
from kiosk.contract.problem import Problem
from kiosk.contract.tickets import Issued, TakeTicket
from kiosk.wording import dates
from kiosk.wording.localized import localized
from ui.counter.inputs import CounterInputs
from ui.counter.requests import CounterRequest
from ui.counter.sheets.sheet import ReasonChoice, Sheet, SheetProps, SheetStep, may, numbered

_WHY: Final = ("override_need", "override_fault", "override_chief")
_ALL: Final = "all"
"""Ticks every paper at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The number that is asked for, as far as it is known."""

    key: str = field(repr=False)
    """The idempotency key: one number for this visitor, however often it is asked for."""
    service: str = ""
    checklist: str = ""
    have: frozenset[str] = frozenset()

    def request(self, override: str | None = None) -> CounterRequest:
        body = TakeTicket(
            service=self.service, checklist=self.checklist or None, have=sorted(self.have), override=override
        )
        return CounterRequest("POST", "/tickets", Issued, body, self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class _WishSheet(Sheet):
    """A step on the way to a number. The number, or a refusal, comes from any of them."""

    wish: Wish

    def on_result(self, i: CounterInputs, value: object) -> SheetStep:
        return SheetStep(IssuedSheet(issued=cast("Issued", value), paper="printing" if i.prints else ""))

    def on_refused(self, i: CounterInputs, action: str, problem: Problem) -> Sheet:
        note = problem.detail or problem.title
        return (
            IssueRefusedSheet(wish=self.wish, refusal=problem, note=note)
            if problem.status == 409
            else replace(self, note=note)
        )

    def on_back(self, i: CounterInputs) -> Sheet | None:
        return IssueServiceSheet(wish=Wish(key=self.wish.key))


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueServiceSheet(_WishSheet):
    """Which service."""

    def props(self, i: CounterInputs) -> SheetProps:
        views = i.point.services if i.point else []
        rows = [
            (
                one.id,
                f"{one.prefix}  {localized(one.name, i.language)}",
                "" if one.open else localized(one.detail, i.language),
            )
            for one in views
        ]
        return SheetProps(
            question="issue",
            title=i.translate("ask_issue"),
            hint=i.translate("ask_issue_hint"),
            note=self.note,
            listed=True,
            quick=True,
            reasons=numbered(rows),
        )

    def on_chosen(self, i: CounterInputs, choice: str) -> SheetStep:
        wish = Wish(key=self.wish.key, service=choice)
        lists = i.checklists(choice)
        if len(lists) == 1:
            return SheetStep(IssuePapersSheet(wish=replace(wish, checklist=lists[0].id)))
        if lists:
            return SheetStep(IssueKindSheet(wish=wish))
        return SheetStep(replace(self, wish=wish, note=""), action="issue", request=wish.request())

    def on_back(self, i: CounterInputs) -> None:
        return


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueKindSheet(_WishSheet):
    """Which kind of application, where a service has several."""

    def props(self, i: CounterInputs) -> SheetProps:
        rows = [(one.id, localized(one.title, i.language)) for one in i.checklists(self.wish.service)]
        return SheetProps(
            question="issue_kind",
            title=i.translate("ask_issue_kind"),
            hint=i.service(self.wish.service),
            listed=True,
            quick=True,
            reasons=numbered(rows),
        )

    def on_chosen(self, i: CounterInputs, choice: str) -> SheetStep:
        return SheetStep(IssuePapersSheet(wish=replace(self.wish, checklist=choice)))


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuePapersSheet(_WishSheet):
    """Which papers the visitor has."""

    def props(self, i: CounterInputs) -> SheetProps:
        kind = next((one for one in i.checklists(self.wish.service) if one.id == self.wish.checklist), None)
        papers = self._required(i)
        every = ReasonChoice(_ALL, i.translate("papers_all"), "0", self.wish.have >= {paper for paper, _ in papers})
        return SheetProps(
            question="issue_papers",
            title=i.translate("ask_issue_papers"),
            hint=f"{i.service(self.wish.service)} · {localized(kind.title, i.language)}" if kind else "",
            note=self.note,
            listed=True,
            many=True,
            confirmLabel=i.translate("do_issue"),
            mayConfirm=may(i),
            reasons=(every, *numbered(papers, self.wish.have)),
        )

    def on_chosen(self, i: CounterInputs, choice: str) -> SheetStep:
        have = self.wish.have ^ {choice}
        if choice == _ALL:
            every = frozenset(paper for paper, _ in self._required(i))
            have = frozenset[str]() if self.wish.have >= every else every
        return SheetStep(replace(self, wish=replace(self.wish, have=have)))

    def on_confirmed(self, i: CounterInputs) -> SheetStep:
        return SheetStep(self, action="issue", request=self.wish.request())

    def on_back(self, i: CounterInputs) -> Sheet:
        wish = self.wish
        if len(i.checklists(wish.service)) > 1:
            return IssueKindSheet(wish=Wish(key=wish.key, service=wish.service))
        return IssueServiceSheet(wish=Wish(key=wish.key))

    def _required(self, i: CounterInputs) -> list[tuple[str, str]]:
        found = next((one for one in i.checklists(self.wish.service) if one.id == self.wish.checklist), None)
        return [(one.id, localized(one.text, i.language)) for one in found.required] if found else []


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueRefusedSheet(_WishSheet):
    """The rules refuse the number; where they may be overridden, a reason is asked for."""

    refusal: Problem
    choice: str = ""
    text: str = ""
    """The officer's own words, which count before the choice."""

    def props(self, i: CounterInputs) -> SheetProps:
        able = self.refusal.overridable
        rows = numbered([(key, i.translate(key)) for key in _WHY], self.choice) if able else ()
        hint = i.translate("override_hint" if able else "override_none")
        return SheetProps(
            question="issue_refused",
            title=i.translate("ask_issue_refused", service=i.service(self.wish.service)),
            hint=" ".join([*_elsewhere(i, self.refusal), hint]),
            note=self.note,
            listed=able,
            field=i.translate("label.own_words") if able else "",
            confirmLabel=i.translate("do_override") if able else "",
            mayConfirm=able and may(i) and bool(self._why(i)),
            danger=True,
            reasons=rows,
        )

    def on_chosen(self, i: CounterInputs, choice: str) -> SheetStep:
        return SheetStep(replace(self, choice=choice, text=""))

    def on_written(self, text: str) -> IssueRefusedSheet:
        return replace(self, text=text)

    def on_confirmed(self, i: CounterInputs) -> SheetStep:
        return SheetStep(self, action="issue", request=self.wish.request(self._why(i)))

    def on_back(self, i: CounterInputs) -> Sheet:
        return (
            IssuePapersSheet(wish=self.wish) if self.wish.checklist else IssueServiceSheet(wish=Wish(key=self.wish.key))
        )

    def _why(self, i: CounterInputs) -> str:
        return self.text.strip() or (i.translate(self.choice) if self.choice else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedSheet(Sheet):
    """The number, with a code for the visitor's phone."""

    issued: Issued
    paper: str = ""
    """``printing``, ``printed``, ``held`` or ``failed``; empty where the counter has no printer."""

    def props(self, i: CounterInputs) -> SheetProps:
        issued = self.issued
        return SheetProps(
            question="issued",
            title=i.translate("ask_issued"),
            hint=i.translate("issued_ahead", service=i.service(issued.service), n=issued.ahead),
            note=i.translate(f"paper_{self.paper or 'none'}"),
            good=self.paper != "failed",
            number=issued.number,
            code=issued.status_url,
            confirmLabel=i.translate("do_issued"),
            mayConfirm=True,
        )

    def on_confirmed(self, i: CounterInputs) -> SheetStep:
        return SheetStep()


def _elsewhere(i: CounterInputs, refusal: Problem) -> Sequence[str]:
    places = refusal.alternatives
    return [i.translate("open_elsewhere", places="; ".join(_place(i, one) for one in places))] if places else []


def _place(i: CounterInputs, place: Alternative) -> str:
    here = i.point is not None and place.point == i.point.point.id
    name = localized(place.service_name if here else place.point_name, i.language)
    return i.translate("open_until", place=name, time=_clock(i, place.until)) if place.until else name


def _clock(i: CounterInputs, at: datetime) -> str:
    return dates.clock_time(at.astimezone(i.now.tzinfo) if i.now else at, i.language)
