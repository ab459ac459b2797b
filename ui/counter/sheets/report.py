"""The day in figures, and its end by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

from kiosk.contract.reports import DayReport, ServiceFigures, Spread
from kiosk.wording import closed, dates
from kiosk.wording.localized import localized
from ui.counter.inputs import Asking, CounterInputs
from ui.counter.requests import CounterRequest
from ui.counter.sheets.sheet import AskProps, Sheet, SheetStep, may


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One service, or all of them, of the day."""

    service: str
    name: str
    issued: int
    served: int
    noShow: int
    voided: int
    notServed: int
    open: int
    waits: str
    """In words; empty where nobody was called."""


@dataclass(frozen=True, slots=True)
class ReportProps:
    accounted: bool = True
    sentences: tuple[str, ...] = ()
    chain: str = ""


def opened(i: CounterInputs) -> SheetStep:
    return SheetStep(
        Asking(question="report"), action="report", call=CounterRequest("GET", f"{_path(i)}/report", DayReport)
    )


def _path(i: CounterInputs) -> str:
    return f"/days/{i.point.business_date.isoformat() if i.point else ''}"


def _report(i: CounterInputs) -> AskProps:
    found = i.asking.report
    can_close = found is not None and not found.closed and i.supervises
    return AskProps(
        question="report",
        title=i.say("ask_report"),
        hint=_day(i),
        note=i.asking.note,
        good=i.asking.good,
        confirmLabel=i.say("do_report") if can_close else "",
        mayConfirm=can_close and may(i),
    )


def _day(i: CounterInputs) -> str:
    return dates.long_date(i.now, i.language) if i.now else ""


def _came(i: CounterInputs, value: object) -> SheetStep:
    return SheetStep(replace(i.asking, report=cast("DayReport", value)))


def _ask_close(i: CounterInputs) -> SheetStep:
    return SheetStep(replace(i.asking, question="close_day", note=""))


def _closing(i: CounterInputs) -> AskProps:
    return AskProps(
        question="close_day",
        title=i.say("ask_close_day"),
        hint=i.say("ask_close_day_hint"),
        note=i.asking.note,
        confirmLabel=i.say("do_close_day"),
        mayConfirm=may(i),
        danger=True,
    )


def _close(i: CounterInputs) -> SheetStep:
    return SheetStep(i.asking, action="close_day", call=CounterRequest("POST", f"{_path(i)}/close", DayReport))


def _closed(i: CounterInputs, value: object) -> SheetStep:
    note = i.say("day_closed")
    return SheetStep(Asking(question="report", report=cast("DayReport", value), note=note, good=True))


def _back(i: CounterInputs) -> Asking:
    return Asking(question="report", report=i.asking.report)


REPORT = Sheet(_report, _ask_close, came=_came)
CLOSE = Sheet(_closing, _close, came=_closed, back=_back)


# ---- what the report's own part of the sheet shows


def derive(i: CounterInputs) -> ReportProps:
    found = i.asking.report
    if found is None:
        return ReportProps()
    sentences = [
        i.say("report_closed" if found.closed else "report_open"),
        *([i.say("report_reasons", list=_counted(_reasons(i, found)))] if found.reasons else []),
        *([i.say("report_papers", list=_counted(_papers(i, found)))] if found.papers else []),
        i.say("report_overrides", n=found.overrides, undone=found.undone),
    ]
    chain = found.chain
    return ReportProps(
        accounted=found.accounted,
        sentences=(i.say("report_accounted" if found.accounted else "report_unaccounted"), *sentences),
        chain=i.say("report_chain", epoch=chain.epoch, sequence=chain.sequence, hash=chain.hash[:16]),
    )


def figures(i: CounterInputs) -> list[FigureRow]:
    found = i.asking.report
    if found is None:
        return []
    rows = [row for row in found.services if row.issued or row.served or row.open]
    return [_total(i, found), *(_row(i, row) for row in rows)]


def _row(i: CounterInputs, row: ServiceFigures) -> FigureRow:
    name = localized(row.name, i.language) or row.service
    counts = (row.issued, row.served, row.no_show, row.void, row.not_served, row.open)
    return FigureRow(row.service, name, *counts, _waits(i, row.wait, row.late))


def _total(i: CounterInputs, found: DayReport) -> FigureRow:
    rows = found.services
    counts = (
        sum(row.issued for row in rows),
        sum(row.served for row in rows),
        sum(row.no_show for row in rows),
        sum(row.void for row in rows),
        sum(row.not_served for row in rows),
        sum(row.open for row in rows),
    )
    return FigureRow("*", i.say("report_total"), *counts, "")


def _waits(i: CounterInputs, wait: Spread | None, late: int) -> str:
    if wait is None:
        return ""
    minutes = {"median": round(wait.median_min), "most": round(wait.p90_min)}
    return i.say("report_waits", **minutes, late=late)


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{what} {n}" for what, n in sorted(counts.items(), key=lambda pair: -pair[1]))


def _reasons(i: CounterInputs, found: DayReport) -> dict[str, int]:
    return {closed.ended(code, i.language) or "-": n for code, n in found.reasons.items()}


def _papers(i: CounterInputs, found: DayReport) -> dict[str, int]:
    lists = i.point.checklists if i.point else []
    words = {one.id: localized(one.text, i.language) for held in lists for one in (*held.required, *held.conditional)}
    return {words.get(paper, paper): n for paper, n in found.papers.items()}
