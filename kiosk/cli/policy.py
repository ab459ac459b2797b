"""``antrean policy``: who is next, tried out before a day depends on it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kiosk.cli.errors import refuse
from kiosk.cli.help import group
from kiosk.cli.options import OFFICE, CommonOptions, common_options
from kiosk.wording.dates import clock_time, long_date
from kiosk.wording.translate import translate

if TYPE_CHECKING:
    from kiosk.operations.planning.comparison import Trial
    from kiosk.operations.planning.simulation import Visitor
    from kiosk.rules import Configuration, Rules

_DATE = click.DateTime(["%Y-%m-%d"])
_AHEAD = 60
"""Days in which a service day is looked for."""
PolicyDay = Sequence["Visitor"]


@group()
def policy() -> None:
    """Who is called next, and what a change would do."""


@policy.command()
@common_options(*OFFICE)
@click.option(
    "--try", "changes", multiple=True, help="priority_run_max=4, counters=5 or counters=+1@10:00; may be given again."
)
@click.option("--date", "wanted", type=_DATE, default=None, help="Whose hours hold; default: the next service day.")
@click.option("--days", type=click.IntRange(1, 1000), default=20, help="Made-up days; default: 20.")
@click.option(
    "--visitors", type=click.IntRange(1, 20_000), default=None, help="A day; default: nine tenths of what fits."
)
@click.option("--arrivals", type=click.Path(path_type=Path), help="Real days instead: a CSV file of `antrean export`.")
@click.option("--seed", default=1, help="The same seed: the same visitors; default: 1.")
@click.option("--chart", type=click.Path(path_type=Path, dir_okay=False), help="Also draw the waits here as SVG.")
def simulate(
    options: CommonOptions, changes: tuple[str, ...], arrivals: Path | None, chart: Path | None, **made_up: Any
) -> None:
    """Play days under several policies: how long does who wait, and what would a change do?"""
    from kiosk.operations.planning.comparison import run_trial
    from kiosk.rules import Rules

    configuration = options.configuration()
    point = options.point_id(configuration)
    language = configuration.office.languages[0]
    variants = [(translate("cli.policy.now", language), configuration), *_variants(configuration, point, changes)]
    if arrivals is None:
        day, played = _made_up(Rules(configuration), point, options.clock.now(), **made_up)
        each = sum(map(len, played)) // len(played)
        title = translate("cli.policy.made_up", language, n=len(played), day=long_date(day, language), visitors=each)
    else:
        played = list(_real(configuration, point, arrivals))
        title = translate("cli.policy.real", language, n=len(played), file=arrivals.name)
    trials = [run_trial(name, variant, point, played) for name, variant in variants]
    if chart is not None:
        _draw(chart, title, trials, language)
    options.print([asdict(trial) for trial in trials], lambda: _text(title, trials, language))


def _variants(configuration: Configuration, point: str, changes: Sequence[str]) -> Iterator[tuple[str, Configuration]]:
    """Without ``--try``: fewer and more priority calls in a row, and one more counter."""
    from kiosk.operations.planning.comparison import COUNTERS, UnknownChangeError, with_changes

    run = configuration.settings.priority_run_max
    counters = len(configuration.points[point].counters)
    if not changes:
        fewer = (f"priority_run_max={run - 1}",) if run > 1 else ()
        changes = (*fewer, f"priority_run_max={run + 2}", f"{COUNTERS}=+1", f"{COUNTERS}=+1@10:00")
    for change in changes:
        try:
            values, minute = _parsed(change, counters)
            yield _named(change, configuration), with_changes(configuration, point, values, from_minute=minute)
        except UnknownChangeError as error:
            refuse(f"--try {change}: {error}")


def _parsed(change: str, counters: int) -> tuple[dict[str, int], int | None]:
    """The values, and from which minute of the day added counters are open.

    ``counters=+1@10:00``: one more than there are, from 10.00 on.
    """
    from kiosk.rules.times import minute

    found: dict[str, int] = {}
    since: int | None = None
    for part in change.split(","):
        name, _, text = part.partition("=")
        number, at, clock = text.strip().partition("@")
        more = counters if name.strip() == "counters" and number.startswith("+") else 0
        try:
            found[name.strip()] = int(number) + more
            if at:
                since = minute(clock)
        except ValueError:
            refuse(f"--try {change}: write NAME=NUMBER, such as priority_run_max=4, or counters=+1@10:00")
        if at and name.strip() != "counters":
            refuse(f"--try {change}: a time goes with counters alone, such as counters=+1@10:00")
    return found, since


def _named(change: str, configuration: Configuration) -> str:
    """``counters=+1@10:00`` in words."""
    import re

    said = re.fullmatch(r"\s*counters=\+(\d+)(?:@(\d{1,2}):(\d{2}))?\s*", change)
    if said is None:
        return change
    language = configuration.office.languages[0]
    more, hour, minute = said.groups()
    key = "cli.policy.more_from" if hour else "cli.policy.more"
    at = clock_time(datetime(2000, 1, 1, int(hour), int(minute)), language) if hour else ""  # noqa: DTZ001  a wall-clock time
    return translate(key, language, n=int(more), time=at)


def _made_up(
    rules: Rules,
    point: str,
    now: datetime,
    *,
    wanted: datetime | None,
    days: int,
    visitors: int | None,
    seed: int,
) -> tuple[date, list[PolicyDay]]:
    from random import Random

    from kiosk.operations.planning.arrivals import expected_visitors, typical_day

    today = rules.business_date(now)
    asked = [wanted.date()] if wanted else [today + timedelta(days=n) for n in range(_AHEAD)]
    day = next((day for day in asked if expected_visitors(rules, point, day)), None)
    if day is None:
        refuse(f"--date {asked[0]}: nothing is open at {point}; choose another day")
    return day, [typical_day(rules, point, day, Random(f"{seed}-{n}"), visitors) for n in range(days)]  # noqa: S311  a play


def _real(configuration: Configuration, point: str, file: Path) -> Iterator[PolicyDay]:
    """The days of an export, in order."""
    found: dict[str, list[Visitor]] = {}
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            for line, row in enumerate(csv.DictReader(text), 2):
                visitor = _visitor(configuration, point, row, f"{file}, line {line}")
                found.setdefault(row["day"], []).append(visitor)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        refuse(f"--arrivals {file}: cannot be read: {getattr(error, 'strerror', None) or error}")
    if not found:
        refuse(f"--arrivals {file}: no number is in it; write it with `antrean export --format csv`")
    for day in sorted(found):
        yield found[day]


def _visitor(configuration: Configuration, point: str, row: dict[str, str], where: str) -> Visitor:
    from kiosk.operations.planning.simulation import Visitor

    try:
        service, at = row["service"], datetime.fromisoformat(row["issued_at"])
        minutes = float(row["service_min"]) if row["service_min"] else None
        state = row["state"]
        appointment = datetime.fromisoformat(row["appointment"]) if row.get("appointment") else None
        row["day"]
    except (KeyError, ValueError, TypeError):
        refuse(f"{where}: is no line of `antrean export --format csv`")
    if at.tzinfo is None:
        refuse(f"{where}: issued_at {at} needs an offset")
    if configuration.points[point].offer(service) is None:
        refuse(f"{where}: {point} does not offer {service!r}; choose the --point and --config that the days came from")
    usual = configuration.services[service].service_min
    return Visitor(
        at, service, usual if minutes is None else minutes, appointment, comes=state not in ("no_show", "void")
    )


def _text(title: str, trials: Sequence[Trial], language: str) -> str:
    from tabulate import tabulate

    from kiosk.operations.planning.comparison import describe_difference

    heads = [translate(f"cli.policy.{head}", language) for head in ("policy", "who", "people", "median", "p90", "most")]
    rows: list[list[Any]] = []
    for trial in trials:
        for place, (kind, figures) in enumerate(trial.classes.items()):
            name = "" if place else trial.name
            times = [round(figures.median), round(figures.p90), round(figures.most)]
            rows.append([name, translate(f"cli.policy.{kind}", language), figures.people, *times])
        rows.append(["", translate("cli.policy.none", language), trial.turned_away + trial.not_served, "", "", ""])
    table = tabulate(rows, heads, tablefmt="simple", disable_numparse=True, colalign=("left", "left", *["right"] * 4))
    words = [
        f"{other.name}\n" + "\n".join(f"  {line}" for line in describe_difference(trials[0], other, language))
        for other in trials[1:]
    ]
    return "\n\n".join([title, table, *words])


def _draw(file: Path, title: str, trials: Sequence[Trial], language: str) -> None:
    from kiosk.cli.policy_chart import chart
    from kiosk.operations.planning.simulation import KINDS

    names = {kind: translate(f"cli.policy.{kind}", language) for kind in KINDS}
    try:
        file.write_text(chart(title, translate("cli.policy.legend", language), trials, names), encoding="utf-8")
    except OSError as error:
        refuse(f"--chart {file}: cannot be written: {error.strerror}")
