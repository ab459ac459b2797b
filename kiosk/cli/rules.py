"""``antrean rules``: try the operating rules out, see the plan of the days."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from kiosk.cli.errors import refuse
from kiosk.cli.help import group
from kiosk.cli.language import LANGUAGE
from kiosk.cli.options import OFFICE, CommonOptions, common_options


@group()
def rules() -> None:
    """What may be issued and called, when and why."""


@rules.command()
@click.option("--service", required=True, help="What the visitor comes for.")
@click.option("--at", default=None, help="ISO time, on the office's clock without an offset; default: now.")
@click.option("--waiting", type=click.IntRange(0), default=0, help="How many wait.")
@click.option("--ahead", type=click.IntRange(0), default=None, help="How many wait or are being served.")
@click.option("--counters", type=click.IntRange(0), default=None, help="Counters signed in; default: as planned.")
@click.option("--minutes", type=click.FloatRange(0), default=None, help="Minutes with one visitor.")
@click.option("--issued", type=click.IntRange(0), default=0, help="Numbers given today, for the quota.")
@click.option("--checklist", default=None, help="What the visitor applies for.")
@click.option("--have", default="", help="Documents at hand: a,b,c.")
@click.option("--stopped-until", default=None, help="An emergency holds until this ISO time, or 'unknown'.")
@LANGUAGE
@common_options(*OFFICE)
def explain(
    options: CommonOptions, service: str, at: str | None, lang: str | None, checklist: str | None, **state: Any
) -> None:
    """May a number be issued and called now; why, when next, where else.

    By the configuration alone: the queue is empty and no emergency holds unless the options say so.
    """
    from kiosk.rules import Emergency, LiveState, Rules
    from kiosk.rules.explain import explain as explain_decision

    configuration = options.configuration()
    point = options.point_id(configuration)
    _known("--service", service, configuration.services)
    if checklist is not None:
        _known("--checklist", checklist, configuration.checklists)
    zone = configuration.office.timezone
    moment = options.clock.now() if at is None else _instant(at, zone, "--at")
    stopped = state["stopped_until"]
    until = None if stopped in (None, "unknown") else _instant(stopped, zone, "--stopped-until")
    live = LiveState(
        emergencies=() if stopped is None else (Emergency(point, moment, until),),
        waiting=state["waiting"],
        ahead=state["ahead"],
        active_counters=state["counters"],
        avg_min=state["minutes"],
        issued=state["issued"],
        issued_in_session=state["issued"],
        checklist=checklist,
        have=frozenset(state["have"].split(",")),
    )
    found = explain_decision(Rules(configuration), point, service, moment, live)
    options.print(found.values(), lambda: "\n".join(found.lines(lang or configuration.office.languages[0])))


@rules.command()
@click.option("--from", "first", default=None, help="The first date; default: today.")
@click.option("--days", type=click.IntRange(1, 3660), default=7, show_default=True, help="How many.")
@click.option("--osm", is_flag=True, help="OpenStreetMap opening_hours, a line for each service.")
@click.option("--ics", is_flag=True, help="An iCalendar file.")
@LANGUAGE
@common_options(*OFFICE)
def show(options: CommonOptions, first: str | None, days: int, *, osm: bool, ics: bool, lang: str | None) -> None:
    """The plan of each day."""
    from kiosk.rules import Rules, table

    configuration = options.configuration()
    point = options.point_id(configuration)
    language = lang or configuration.office.languages[0]
    plans = Rules(configuration)
    start = plans.business_date(options.clock.now()) if first is None else _date(first)
    if start.year + days // 365 > 9990:
        refuse(f"--from: {start} with {days} days goes past the calendar")
    if osm:
        from kiosk.rules.osm import opening_hours

        values = {o.service: opening_hours(configuration, point, o.service) for o in configuration.points[point].offers}
        options.print(values, lambda: "\n".join(f"{service}: {value}" for service, value in values.items()))
    elif ics:
        from kiosk.rules.ics import calendar

        rows = table.rows(plans, point, start, days)
        click.echo(calendar(plans, point, rows, language, options.clock.now()), nl=False)
    else:
        found = table.values(plans, table.rows(plans, point, start, days))
        options.print(found, lambda: table.text(plans, point, start, days, language))


@rules.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@common_options("config")
def test(options: CommonOptions, files: tuple[Path, ...]) -> None:
    """Check the decisions in case files; a line per failing case."""
    from kiosk.rules.case_format import CaseError, read
    from kiosk.rules.cases import Runner

    runner = Runner(options.configuration())
    passed = failed = 0
    for file in files:
        try:
            cases = read(file.read_bytes())
        except OSError as error:
            refuse(f"{file}: cannot be read: {error.strerror}")
        except CaseError as error:
            refuse(f"{file}: {error}")
        quiet = len(cases) < 5_000 or not sys.stderr.isatty()
        with click.progressbar(cases, label=file.name, hidden=quiet, file=sys.stderr) as bar:
            for position, raw in enumerate(bar, 1):
                result = runner.run(raw, position)
                if result.problem:
                    failed += 1
                    click.echo(f"{file.name}: {result.id}: {result.problem}")
                else:
                    passed += 1
    click.echo(f"{passed} passed, {failed} failed")
    if failed:
        raise SystemExit(1)


def _known(option: str, value: str, known: Any) -> None:
    from kiosk.rules.problems import suggest
    from kiosk.wording.translate import FALLBACK

    if value not in known:
        refuse(f'{option}: there is no "{value}"; {suggest(value, known).text(FALLBACK)}')


def _instant(text: str, zone: Any, option: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is not a time; write it like 2026-09-12T10:00", param_hint=option) from None
    return instant if instant.tzinfo else instant.replace(tzinfo=zone)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is not a date; write it like 2026-09-12", param_hint="--from") from None
