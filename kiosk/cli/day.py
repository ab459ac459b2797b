"""``antrean day``: a day's figures, and closing one by hand."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from kiosk.cli.help import group
from kiosk.cli.options import QUEUE, CommonOptions, common_options
from kiosk.wording import closed, dates
from kiosk.wording.localized import localized
from kiosk.wording.translate import translate

if TYPE_CHECKING:
    from kiosk.contract.reports import DayReport, HourFigures, OfficerFigures, ServiceFigures, Spread
    from kiosk.rules import Configuration

_DATE = click.DateTime(["%Y-%m-%d"])
_COUNTS = ("issued", "served", "no_show", "void", "not_served", "open", "late")


@group()
def day() -> None:
    """Service days: figures, and the end of one."""


@day.command()
@common_options(*QUEUE)
@click.option("--date", "wanted", type=_DATE, default=None, help="Default: today.")
def report(options: CommonOptions, wanted: datetime | None) -> None:
    """Every number accounted for, waits and service times, and where the log's chain ends."""
    _show_day_report(options, "GET", "report", wanted)


@day.command()
@common_options(*QUEUE)
@click.option("--date", "wanted", type=_DATE, default=None, help="Default: today.")
def close(options: CommonOptions, wanted: datetime | None) -> None:
    """End what is still open and close the day; it closes by itself after midnight."""
    _show_day_report(options, "POST", "close", wanted)


def _show_day_report(options: CommonOptions, method: str, what: str, wanted: datetime | None) -> None:
    """Make the call about a day, and show the report that is its answer."""
    import msgspec

    from kiosk.cli.backend import backend, business_day
    from kiosk.contract.reports import DayReport

    configuration = options.configuration()
    language = configuration.office.languages[0]
    with backend(options, configuration) as client:
        found = client.call(method, f"/days/{business_day(client, wanted and wanted.date())}/{what}", DayReport)
    options.print(msgspec.to_builtins(found), lambda: _day_report_text(found, configuration, language))


def _day_report_text(found: DayReport, configuration: Configuration, language: str) -> str:
    def say(key: str, **values: object) -> str:
        return translate(f"server.report.{key}", language, **values)

    names = {row.service: _service_name(row, language) for row in found.services}
    parts = [
        say("title", point=localized(found.point_name, language), day=dates.long_date(found.day, language)),
        _services_table(found, language),
    ]
    if found.hours:
        parts.append(_hours_table(found.hours, names, language))
    if found.officers:
        parts.append(_officers_table(found.officers, language))
    lines = [say("accounted" if found.accounted else "unaccounted"), say("closed" if found.closed else "not_closed")]
    quoted = sum(row.quoted for row in found.services)
    if quoted:
        held = sum(row.held for row in found.services)
        lines.append(say("quotes", held=held, quoted=quoted, share=round(100 * held / quoted)))
    if found.reasons:
        lines.append(
            say("reasons", list=_counts_by_size({closed.ended(code, language): n for code, n in found.reasons.items()}))
        )
    if found.papers:
        words = _document_names(configuration, language)
        lines.append(
            say("papers", list=_counts_by_size({words.get(paper, paper): n for paper, n in found.papers.items()}))
        )
    lines.append(say("overrides", n=found.overrides, undone=found.undone))
    chain = found.chain
    lines.append(say("chain", epoch=chain.epoch, sequence=chain.sequence, hash=chain.hash))
    return "\n\n".join([*parts, "\n".join(lines)])


def _services_table(found: DayReport, language: str) -> str:
    rows: list[list[Any]] = [
        [
            _service_name(row, language),
            *(getattr(row, count) for count in _COUNTS),
            *_time_cells(row.wait, row.service_time),
            _median_cell(row.walk),
        ]
        for row in found.services
    ]
    sums = [sum(getattr(row, count) for row in found.services) for count in _COUNTS]
    rows.append([translate("server.report.total", language), *sums, "", "", "", ""])
    return _translated_table(["service", *_COUNTS, "wait", "wait_p90", "service_time", "walk"], rows, language)


def _hours_table(hours: list[HourFigures], names: dict[str, str], language: str) -> str:
    rows = [
        [f"{row.hour:02d}", names[row.service], row.issued, row.served, *_time_cells(row.wait, row.service_time)]
        for row in hours
    ]
    return _translated_table(
        ["hour", "service", "issued", "served", "wait", "wait_p90", "service_time"], rows, language
    )


def _officers_table(officers: list[OfficerFigures], language: str) -> str:
    rows = [
        [row.staff, row.calls, row.served, row.no_show, _median_cell(row.service_time), _median_cell(row.walk)]
        for row in officers
    ]
    return _translated_table(["officer", "calls", "served", "no_show", "service_time", "walk"], rows, language)


def _median_cell(found: Spread | None) -> float | str:
    return found.median_min if found else ""


def _time_cells(wait: Spread | None, service: Spread | None) -> list[Any]:
    return [wait.median_min if wait else "", wait.p90_min if wait else "", service.median_min if service else ""]


def _translated_table(heads: list[str], rows: list[list[Any]], language: str) -> str:
    from tabulate import tabulate

    said = [translate(f"server.report.{head}", language) for head in heads]
    text = ["service", "hour", "officer"]
    return tabulate(rows, said, disable_numparse=True, colalign=["left" if head in text else "right" for head in heads])


def _service_name(row: ServiceFigures, language: str) -> str:
    return localized(row.name, language) or row.service


def _counts_by_size(counts: dict[str, int]) -> str:
    return ", ".join(f"{what} {n}" for what, n in sorted(counts.items(), key=lambda pair: -pair[1]))


def _document_names(configuration: Configuration, language: str) -> dict[str, str]:
    lists = configuration.checklists.values()
    documents = [document for held in lists for document in (*held.required, *held.conditional)]
    return {document.id: localized(document.text, language) for document in documents}
