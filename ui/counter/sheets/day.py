"""The day in figures, and its end by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from kiosk.contract.reports import DayReport, ServiceFigures, Spread
from kiosk.wording import closed, dates
from kiosk.wording.localized import localized
from ui.counter.inputs import CounterInputs
from ui.counter.requests import CounterRequest
from ui.counter.sheets.sheet import Sheet, SheetProps, SheetStep, may


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
    figures: Sequence[FigureRow] = ()


def opened(i: CounterInputs) -> SheetStep:
    return SheetStep(DayReportSheet(), action="report", request=CounterRequest("GET", f"{_path(i)}/report", DayReport))


def _path(i: CounterInputs) -> str:
    return f"/days/{i.point.business_date.isoformat() if i.point else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayReportSheet(Sheet):
    report: DayReport | None = None
    """None until the server has answered."""
    just_closed: bool = False

    def props(self, i: CounterInputs) -> SheetProps:
        can_close = self.report is not None and not self.report.closed and i.supervises
        return SheetProps(
            question="report",
            title=i.translate("ask_report"),
            hint=dates.long_date(i.now, i.language) if i.now else "",
            note=self.note,
            good=self.just_closed,
            confirmLabel=i.translate("do_report") if can_close else "",
            mayConfirm=can_close and may(i),
        )

    def on_confirmed(self, i: CounterInputs) -> SheetStep:
        return SheetStep(CloseDaySheet(report=self.report))

    def on_result(self, i: CounterInputs, value: object) -> SheetStep:
        return SheetStep(replace(self, report=cast("DayReport", value)))


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseDaySheet(Sheet):
    report: DayReport | None
    """What the sheet before this one shows."""

    def props(self, i: CounterInputs) -> SheetProps:
        return SheetProps(
            question="close_day",
            title=i.translate("ask_close_day"),
            hint=i.translate("ask_close_day_hint"),
            note=self.note,
            confirmLabel=i.translate("do_close_day"),
            mayConfirm=may(i),
            danger=True,
        )

    def on_confirmed(self, i: CounterInputs) -> SheetStep:
        return SheetStep(self, action="close_day", request=CounterRequest("POST", f"{_path(i)}/close", DayReport))

    def on_result(self, i: CounterInputs, value: object) -> SheetStep:
        report = cast("DayReport", value)
        return SheetStep(DayReportSheet(report=report, just_closed=True, note=i.translate("day_closed")))

    def on_back(self, i: CounterInputs) -> Sheet:
        return DayReportSheet(report=self.report)


# ---- what the report's own part of the sheet shows


def derive(i: CounterInputs, found: DayReport | None) -> ReportProps:
    if found is None:
        return ReportProps()
    sentences = [
        i.translate("report_closed" if found.closed else "report_open"),
        *([i.translate("report_reasons", list=_counted(_reasons(i, found)))] if found.reasons else []),
        *([i.translate("report_papers", list=_counted(_papers(i, found)))] if found.papers else []),
        i.translate("report_overrides", n=found.overrides, undone=found.undone),
    ]
    chain = found.chain
    return ReportProps(
        accounted=found.accounted,
        sentences=(i.translate("report_accounted" if found.accounted else "report_unaccounted"), *sentences),
        chain=i.translate("report_chain", epoch=chain.epoch, sequence=chain.sequence, hash=chain.hash[:16]),
        figures=_figures(i, found),
    )


def _figures(i: CounterInputs, found: DayReport) -> list[FigureRow]:
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
    return FigureRow("*", i.translate("report_total"), *counts, "")


def _waits(i: CounterInputs, wait: Spread | None, late: int) -> str:
    if wait is None:
        return ""
    minutes = {"median": round(wait.median_min), "most": round(wait.p90_min)}
    return i.translate("report_waits", **minutes, late=late)


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{what} {n}" for what, n in sorted(counts.items(), key=lambda pair: -pair[1]))


def _reasons(i: CounterInputs, found: DayReport) -> dict[str, int]:
    return {closed.ended(code, i.language) or "-": n for code, n in found.reasons.items()}


def _papers(i: CounterInputs, found: DayReport) -> dict[str, int]:
    lists = i.point.checklists if i.point else []
    words = {one.id: localized(one.text, i.language) for held in lists for one in (*held.required, *held.conditional)}
    return {words.get(paper, paper): n for paper, n in found.papers.items()}
