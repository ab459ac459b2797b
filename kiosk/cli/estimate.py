"""``antrean estimate``: quoted waits, replayed for given states, and how often they held."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from kiosk.cli.errors import refuse
from kiosk.cli.help import group
from kiosk.cli.options import QUEUE, CommonOptions, common_options
from kiosk.wording.localized import localized
from kiosk.wording.translate import translate

if TYPE_CHECKING:
    from kiosk.contract.reports import DayReport

_DATE = click.DateTime(["%Y-%m-%d"])
MOST_DAYS: Final = 1000
_FILE = click.Path(path_type=Path, dir_okay=False)


@group()
def estimate() -> None:
    """How long visitors are told to wait, and how often that held."""


@estimate.command()
@common_options(*QUEUE)
@click.option("--from", "first", type=_DATE, default=None, help="The first day; default: the last one.")
@click.option("--to", "last", type=_DATE, default=None, help="The last day; default: today.")
@click.option("--chart", type=_FILE, default=None, help="Also draw the shares by hour here as SVG.")
def score(options: CommonOptions, first: datetime | None, last: datetime | None, chart: Path | None) -> None:
    """How often visitors were called within the range that they were told, by service and hour."""
    from kiosk.cli.backend import backend, business_day
    from kiosk.contract.reports import DayReport

    configuration = options.configuration()
    language = configuration.office.languages[0]
    with backend(options, configuration) as client:
        end = business_day(client, last and last.date())
        start = first.date() if first is not None else end
        days = (end - start).days + 1
        if not 1 <= days <= MOST_DAYS:
            refuse(f"--from {start}: write a day up to {end}, at most {MOST_DAYS} days before it")
        reports = [client.call("GET", f"/days/{start + timedelta(days=n)}/report", DayReport) for n in range(days)]
    rows = _scores(reports)
    names = {row.service: localized(row.name, language) or row.service for each in reports for row in each.services}
    value = [
        {"hour": hour, "service": service, "quoted": quoted, "held": held} for (service, hour), (quoted, held) in rows
    ]

    def text() -> str:
        from tabulate import tabulate

        if not rows:
            return translate("server.report.score_none", language)
        named = localized(reports[0].point_name, language)
        title = translate("server.report.score_title", language, point=named, first=start, last=end)
        heads = [
            translate(f"server.report.{head}", language) for head in ("service", "hour", "quoted", "held", "share")
        ]
        lines = [
            [names.get(service, service), f"{hour:02d}", quoted, held, round(100 * held / quoted)]
            for (service, hour), (quoted, held) in rows
        ]
        total = [sum(row[1][place] for row in rows) for place in (0, 1)]
        lines.append([translate("server.report.total", language), "", *total, round(100 * total[1] / total[0])])
        return f"{title}\n\n{tabulate(lines, heads)}"

    if chart is not None:
        _draw(chart, rows, names, language, (start, end))
    options.print(value, text)


def _draw(
    file: Path,
    rows: Sequence[tuple[tuple[str, int], tuple[int, int]]],
    names: Mapping[str, str],
    language: str,
    days: tuple[date, date],
) -> None:
    from kiosk.cli.estimate_chart import chart

    title = translate("server.report.score_chart", language, first=days[0], last=days[1])
    note = translate("server.report.score_legend", language)
    try:
        file.write_text(chart(title, note, rows, names), encoding="utf-8")
    except OSError as error:
        refuse(f"--chart {file}: cannot be written: {error.strerror}")


def _scores(reports: Sequence[DayReport]) -> list[tuple[tuple[str, int], tuple[int, int]]]:
    """Quotes and those that held, by service and hour of issue."""
    found: dict[tuple[str, int], tuple[int, int]] = {}
    for report in reports:
        for row in report.hours:
            if row.quoted:
                quoted, held = found.get((row.service, row.hour), (0, 0))
                found[row.service, row.hour] = quoted + row.quoted, held + row.held
    return sorted(found.items())


@estimate.command()
@common_options()
@click.argument("states", type=_FILE)
@click.option("--out", type=_FILE, required=True, help="Where the quotes are written: one JSON object a line.")
def replay(options: CommonOptions, states: Path, out: Path) -> None:
    """Quote a range for each state of a file, as the server would: the same states give the same bytes."""
    part = out.with_name(f"{out.name}.part")
    try:
        with part.open("w", encoding="utf-8") as target:
            count = 0
            for quoted in _quotes(states):
                target.write(json.dumps(quoted) + "\n")
                count += 1
        part.replace(out)
    except OSError as error:
        refuse(f"--out {out}: cannot be written: {error.strerror}")
    finally:
        part.unlink(missing_ok=True)
    options.print({"quotes": count, "file": str(out)}, lambda: f"{out}: {count}")


def _quotes(states: Path) -> Iterator[dict[str, Any]]:
    from kiosk.forecast.replay import PointReplay

    points: dict[str, PointReplay] = {}
    for number, state in _states(states):
        where = f"{states}, line {number}"
        try:
            history = str(state["history"])
            if history not in points:
                points[history] = PointReplay(_history(states.parent / history))
            yield points[history].quote(state)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            refuse(f"{where}: is no state of a service point: {type(error).__name__} {error}")


def _states(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        with file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, json.loads(line)
    except (OSError, UnicodeDecodeError) as error:
        refuse(f"{file}: cannot be read: {getattr(error, 'strerror', None) or error}")
    except json.JSONDecodeError as error:
        refuse(f"{file}: is not one JSON object a line: {error}")


def _history(file: Path) -> dict[str, Any]:
    try:
        return json.loads(file.read_bytes())
    except OSError as error:
        refuse(f"{file}: the history of the states cannot be read: {error.strerror}")
    except ValueError as error:
        refuse(f"{file}: the history of the states is not JSON: {error}")
