"""The papers of the visitor at the counter are incomplete: what was missing is counted, without the visitor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kiosk.contract.point import ChecklistView, DocumentView, IncompletePapers
from kiosk.wording.localized import localized
from ui.counter.inputs import CounterInputs
from ui.counter.requests import CounterRequest, call_for
from ui.counter.sheets.sheet import ReasonChoice, Sheet, SheetProps, SheetStep, may, numbered


def opened(i: CounterInputs) -> Sheet:
    lists = _lists(i)
    return PapersSheet(checklist=lists[0].id) if len(lists) == 1 else PapersKindSheet()


def _lists(i: CounterInputs) -> list[ChecklistView]:
    return i.checklists(i.ticket.service) if i.ticket else []


def _number(i: CounterInputs) -> str:
    return i.ticket.number if i.ticket else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PapersKindSheet(Sheet):
    """Which kind of application it is, where a service has several."""

    def props(self, i: CounterInputs) -> SheetProps:
        return SheetProps(
            question="papers_kind",
            title=i.translate("ask_papers_kind", number=_number(i)),
            hint=i.translate("ask_papers_kind_hint"),
            listed=True,
            quick=True,
            reasons=numbered([(one.id, localized(one.title, i.language)) for one in _lists(i)]),
        )

    def on_chosen(self, i: CounterInputs, choice: str) -> SheetStep:
        return SheetStep(PapersSheet(checklist=choice))


@dataclass(frozen=True, slots=True, kw_only=True)
class PapersSheet(Sheet):
    """Which papers are missing."""

    checklist: str
    missing: frozenset[str] = frozenset()

    def props(self, i: CounterInputs) -> SheetProps:
        rows = [(one.id, localized(one.text, i.language)) for one in self._documents(i)]
        return SheetProps(
            question="papers",
            title=i.translate("ask_papers", number=_number(i)),
            hint=i.translate("ask_papers_hint"),
            note=self.note,
            listed=True,
            many=True,
            confirmLabel=i.translate("do_papers"),
            mayConfirm=may(i) and bool(self.missing),
            reasons=numbered(rows, self.missing),
        )

    def on_chosen(self, i: CounterInputs, choice: str) -> SheetStep:
        return SheetStep(replace(self, missing=self.missing ^ {choice}))

    def on_confirmed(self, i: CounterInputs) -> SheetStep:
        missing = [one.id for one in self._documents(i) if one.id in self.missing]
        body = IncompletePapers(checklist=self.checklist, missing=missing)
        return SheetStep(self, action="papers", request=CounterRequest("POST", "/point/documents", body=body))

    def on_result(self, i: CounterInputs, value: object) -> SheetStep:
        texts = [localized(one.text, i.language) for one in self._documents(i) if one.id in self.missing]
        return SheetStep(PapersNextSheet(note=i.translate("papers_counted", papers="; ".join(texts))))

    def on_back(self, i: CounterInputs) -> Sheet | None:
        return None if len(_lists(i)) == 1 else PapersKindSheet()

    def _documents(self, i: CounterInputs) -> list[DocumentView]:
        found = next((one for one in _lists(i) if one.id == self.checklist), None)
        return [*found.required, *found.conditional] if found else []


@dataclass(frozen=True, slots=True, kw_only=True)
class PapersNextSheet(Sheet):
    """Where the visitor goes now."""

    def props(self, i: CounterInputs) -> SheetProps:
        return SheetProps(
            question="papers_next",
            title=i.translate("ask_papers_next", number=_number(i)),
            note=self.note,
            good=True,
            listed=True,
            quick=True,
            reasons=_ways_on(i),
        )

    def on_chosen(self, i: CounterInputs, choice: str) -> SheetStep:
        action, _, _ = choice.partition(":")
        action = "transfer" if action == "service" else action
        request = call_for(i, action, choice)
        return SheetStep(self, action=action, request=request, is_move=True) if request else SheetStep()


def _ways_on(i: CounterInputs) -> Sequence[ReasonChoice]:
    """Where somebody can advise now, the visitor is sent on under the same number."""
    services = i.point.services if i.point else []
    own = i.ticket.service if i.ticket else ""
    advising = [one for one in services if one.fallback and one.open and one.id != own]
    names = [(one.id, localized(one.name, i.language)) for one in advising]
    return numbered(
        [
            *((f"service:{service}", i.translate("papers_to", service=name)) for service, name in names),
            ("finish", i.translate("papers_finish")),
            ("stay", i.translate("papers_stay")),
        ]
    )
