"""``antrean day``: a day's figures, and closing one by hand."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from kiosk.cli.common import CommonOptions, common_options
from kiosk.wording import closed, dates
from kiosk.wording.localized import localized
from kiosk.wording.translate import translate

if TYPE_CHECKING:
    from kiosk.contract.reports import DayReport, HourFigures, ServiceFigures, Spread
    from kiosk.rules import Configuration

_DATE = click.DateTime(["%Y-%m-%d"])
_COUNTS = ("issued", "served", "no_show", "void", "not_served", "open", "late")


@click.group()
def day() -> None:
    """Service days: figures, and the end of one."""


@day.command()
@common_options
@click.option("--date", "wanted", type=_DATE, default=None, help="Default: today.")
def report(given: CommonOptions, wanted: datetime | None) -> None:
    """Every number accounted for, waits and service times, and where the log's chain ends."""
    from kiosk.cli.backend import alone, refusals, running
    from kiosk.contract.reports import DayReport
    from kiosk.operations.days.report import day_report

    configuration = given.configuration()
    language = configuration.office.languages[0]
    chosen = business_day(given, configuration, wanted)
    client = running(given, language)
    if client is not None:
        with client, refusals(None, language):
            found = client.call("GET", f"/days/{chosen}/report", DayReport)
    else:
        with alone(given, configuration) as point, refusals(point, language), point.store.read() as tx:
            found = day_report(point, tx, chosen)
    _show(given, found, configuration, language)


@day.command()
@common_options
@click.option("--date", "wanted", type=_DATE, default=None, help="Default: today.")
def close(given: CommonOptions, wanted: datetime | None) -> None:
    """End what is still open and close the day; it closes by itself after midnight."""
    from kiosk.cli.backend import alone, refusals, running
    from kiosk.contract.reports import DayReport
    from kiosk.operations.days import closing as days
    from kiosk.operations.days.report import day_report
    from kiosk.operations.people.actor import Actor

    configuration = given.configuration()
    language = configuration.office.languages[0]
    chosen = business_day(given, configuration, wanted)
    client = running(given, language)
    if client is not None:
        with client, refusals(None, language):
            found = client.call("POST", f"/days/{chosen}/close", DayReport)
    else:
        with alone(given, configuration) as point, refusals(point, language):
            point.store.write(lambda tx: days.close_day(point, tx, Actor(None), chosen))
            with point.store.read() as tx:
                found = day_report(point, tx, chosen)
    _show(given, found, configuration, language)


def business_day(given: CommonOptions, configuration: Configuration, wanted: datetime | None) -> date:
    """The date that was asked for, else the office's own today."""
    return wanted.date() if wanted else given.clock.now().astimezone(configuration.office.timezone).date()


def _show(given: CommonOptions, found: DayReport, configuration: Configuration, language: str) -> None:
    import msgspec

    given.print(msgspec.to_builtins(found), lambda: _text(found, configuration, language))


def _text(found: DayReport, configuration: Configuration, language: str) -> str:
    def say(key: str, **values: object) -> str:
        return translate(f"server.report.{key}", language, **values)

    names = {row.service: _name(row, language) for row in found.services}
    point, date_ = localized(found.point_name, language) or found.point, dates.long_date(found.day, language)
    parts = [say("title", point=point, day=date_), _services(found, language)]
    if found.hours:
        parts.append(_hours(found.hours, names, language))
    lines = [say("accounted" if found.accounted else "unaccounted"), say("closed" if found.closed else "not_closed")]
    if found.reasons:
        lines.append(
            say("reasons", list=_counted({closed.ended(code, language): n for code, n in found.reasons.items()}))
        )
    if found.papers:
        words = _papers(configuration, language)
        lines.append(say("papers", list=_counted({words.get(paper, paper): n for paper, n in found.papers.items()})))
    lines.append(say("overrides", n=found.overrides, undone=found.undone))
    chain = found.chain
    lines.append(say("chain", epoch=chain.epoch, sequence=chain.sequence, hash=chain.hash))
    return "\n\n".join([*parts, "\n".join(lines)])


def _services(found: DayReport, language: str) -> str:
    rows: list[list[Any]] = [
        [_name(row, language), *(getattr(row, count) for count in _COUNTS), *_times(row.wait, row.service_time)]
        for row in found.services
    ]
    sums = [sum(getattr(row, count) for row in found.services) for count in _COUNTS]
    rows.append([translate("server.report.total", language), *sums, "", "", ""])
    return _table(["service", *_COUNTS, "wait", "wait_p90", "service_time"], rows, language)


def _hours(hours: list[HourFigures], names: dict[str, str], language: str) -> str:
    rows = [
        [f"{row.hour:02d}", names[row.service], row.issued, row.served, *_times(row.wait, row.service_time)]
        for row in hours
    ]
    return _table(["hour", "service", "issued", "served", "wait", "wait_p90", "service_time"], rows, language)


def _times(wait: Spread | None, service: Spread | None) -> list[Any]:
    return [wait.median_min if wait else "", wait.p90_min if wait else "", service.median_min if service else ""]


def _table(heads: list[str], rows: list[list[Any]], language: str) -> str:
    from tabulate import tabulate

    said = [translate(f"server.report.{head}", language) for head in heads]
    text = ["service", "hour"]
    return tabulate(rows, said, disable_numparse=True, colalign=["left" if head in text else "right" for head in heads])


def _name(row: ServiceFigures, language: str) -> str:
    return localized(row.name, language) or row.service


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{what} {n}" for what, n in sorted(counts.items(), key=lambda pair: -pair[1]))


def _papers(configuration: Configuration, language: str) -> dict[str, str]:
    lists = configuration.checklists.values()
    documents = [document for held in lists for document in (*held.required, *held.conditional)]
    return {document.id: localized(document.text, language) for document in documents}
