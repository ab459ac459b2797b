"""``antrean rules``: try the operating rules out, see the plan of the days."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kiosk.cli.errors import refuse, warn
from kiosk.cli.help import group
from kiosk.cli.language import LANGUAGE
from kiosk.cli.options import OFFICE, CommonOptions, common_options

if TYPE_CHECKING:
    from kiosk.contract.queue import QueueRow
    from kiosk.contract.tickets import TicketView
    from kiosk.rules import Configuration, LiveState, Rules
    from kiosk.rules.diff import TouchedTicket
    from kiosk.rules.explain import Explanation


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
@click.option("--save", type=click.Path(path_type=Path, dir_okay=False), help="Add it as a case to this JSON file.")
@click.option("--stopped-until", default=None, help="An emergency holds until this ISO time, or 'unknown'.")
@LANGUAGE
@common_options(*OFFICE)
def explain(
    options: CommonOptions,
    *,
    service: str,
    at: str | None,
    lang: str | None,
    checklist: str | None,
    save: Path | None,
    **state: Any,
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
    if save is not None:
        _save(save, found, live)
    options.print(found.values(), lambda: "\n".join(found.lines(lang or configuration.office.languages[0])))


@rules.command()
@click.option("--from", "first", default=None, help="The first date; default: today.")
@click.option("--days", type=click.IntRange(1, 3660), default=7, show_default=True, help="How many.")
@click.option("--month", default=None, help="A month as a calendar instead: 2026-03.")
@click.option("--html", is_flag=True, help="... as a page to print and hang at the door.")
@click.option("--pdf", type=click.Path(path_type=Path, dir_okay=False), help="... as PDF, a page for each language.")
@click.option("--paper", type=click.Choice(("a4", "a3")), default="a4", show_default=True, help="Of the PDF.")
@click.option("--osm", is_flag=True, help="OpenStreetMap opening_hours, at most 255 characters for each service.")
@click.option("--ics", is_flag=True, help="An iCalendar file; a later one updates it.")
@LANGUAGE
@common_options(*OFFICE)
def show(
    options: CommonOptions,
    first: str | None,
    days: int,
    *,
    month: str | None,
    html: bool,
    pdf: Path | None,
    paper: str,
    osm: bool,
    ics: bool,
    lang: str | None,
) -> None:
    """The plan of each day.

    With --month, --html or --pdf that of a month as a calendar; --pdf writes the notice that hangs at the door.
    """
    from kiosk.rules import Rules, plan_rows

    configuration = options.configuration()
    point = options.point_id(configuration)
    language = lang or configuration.office.languages[0]
    plans = Rules(configuration)
    start = plans.business_date(options.clock.now()) if first is None else _date(first)
    if start.year + days // 365 > 9990:
        refuse(f"--from: {start} with {days} days goes past the calendar")
    shown = _month(month) if month is not None else start
    today = plans.business_date(options.clock.now())
    if pdf is not None:
        _write_pdf(pdf, plans, point, (shown, today), lang=lang, paper=paper)
    elif html:
        from kiosk.rules import notice, notice_html

        click.echo(notice_html.html(notice.notice(plans, point, shown, today, language)), nl=False)
    elif month is not None:
        _show_month(plans, point, shown, language)
    elif osm:
        _show_osm(options, configuration, point, start, language)
    elif ics:
        from kiosk.rules.ics import Revision, calendar

        rows = plan_rows.rows(plans, point, start, days)
        revision = Revision(options.clock.now(), _last_change(options.config))
        click.echo(calendar(plans, point, rows, language, revision), nl=False)
    else:
        found = plan_rows.values(plans, plan_rows.rows(plans, point, start, days))
        options.print(found, lambda: plan_rows.text(plans, point, start, days, language))


@rules.command()
@click.argument("before", type=click.Path(path_type=Path, file_okay=False))
@click.argument("after", type=click.Path(path_type=Path, file_okay=False))
@click.option("--from", "first", default=None, help="The first date; default: today.")
@click.option("--days", type=click.IntRange(1, 3660), default=60, show_default=True, help="How many.")
@LANGUAGE
@common_options("data", "point", "json", "clock")
def diff(options: CommonOptions, *, before: Path, after: Path, first: str | None, days: int, lang: str | None) -> None:
    """The days on which the configuration in AFTER differs from BEFORE, and by which rule.

    Where a server runs on the data folder, also the tickets that the change would end, move or hide.
    """
    from dataclasses import replace

    from kiosk.rules import Rules, diff_text
    from kiosk.rules.diff import changed_days

    one, two = (Rules(replace(options, config=folder).configuration()) for folder in (before, after))
    language = lang or two.configuration.office.languages[0]
    start = two.business_date(options.clock.now()) if first is None else _date(first)
    if start.year + days // 365 > 9990:
        refuse(f"--from: {start} with {days} days goes past the calendar")
    found = list(changed_days(one, two, start, days, options.point))
    touched = _touched(options, one, two, language)
    tickets = [{"ticket": each.ticket, "number": each.number, "why": each.why} for each in touched or ()]
    shown = {"days": diff_text.values(found), "tickets": tickets if touched is not None else None}
    texts = [*diff_text.lines(one, two, found, language)]
    if touched is not None:
        texts += ["", *diff_text.ticket_lines(touched, two, language)]
    options.print(shown, lambda: "\n".join(texts))


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


def _show_month(plans: Rules, point: str, month: date, language: str) -> None:
    from kiosk.rules import month as months

    colour = sys.stdout.isatty()
    click.echo(months.text(plans, point, month, language, colour=colour), color=colour)


def _write_pdf(file: Path, plans: Rules, point: str, dates: tuple[date, date], *, lang: str | None, paper: str) -> None:
    """The notice, a page for each language; staff are told on standard error what is not sure about its year.

    ``dates``: one of the month, and today.
    """
    from kiosk.cli import plugins
    from kiosk.rules import say, warnings
    from kiosk.rules.notice import notice
    from kiosk.wording.translate import translate

    (month, today), languages = dates, [lang] if lang else list(plans.configuration.office.languages)
    try:
        drawing = plugins.load(plugins.PARTS, "notice-pdf")
    except (LookupError, plugins.MissingExtraError) as error:
        refuse(f"{error}; or print the page of --html from a browser")
    try:
        unreadable = drawing.write(file, [notice(plans, point, month, today, each) for each in languages], paper)
    except OSError as error:
        refuse(f"{file}: cannot be written: {error.strerror}")
    for words in unreadable[:3]:
        warn(translate("rules.notice.letters", languages[0], words=words))
    for warning in warnings(plans.configuration, today):
        if warning.code.startswith("calendar_") and warning.values.get("year") == month.year:
            warn(say.warning(warning, languages[0]))
    said = translate("rules.notice.written", languages[0], file=file, n=len(languages), paper=paper.upper())
    click.echo(said)


def _show_osm(options: CommonOptions, configuration: Configuration, point: str, first: date, language: str) -> None:
    """A line for each service; on standard error what a value leaves out."""
    from kiosk.rules.osm import MOST, short_value
    from kiosk.wording import dates
    from kiosk.wording.translate import translate

    found = {
        offer.service: short_value(configuration, point, offer.service, first)
        for offer in configuration.points[point].offers
    }
    values = {service: value.text for service, value in found.items()}
    options.print(values, lambda: "\n".join(f"{service}: {value}" for service, value in values.items()))
    told: dict[tuple[str, str], list[str]] = {}
    for service, value in found.items():
        if value.until is not None:
            told.setdefault(("until", dates.plain_date(value.until, language)), []).append(service)
        if value.names_public_holidays:
            told.setdefault(("public", ""), []).append(service)
        if not value.fits:
            told.setdefault(("long", str(len(value.text))), []).append(service)
    for (key, said), services in told.items():
        names = ", ".join(services)
        warn(translate(f"rules.osm.{key}", language, service=names, until=said, n=said, most=MOST))


def _last_change(folder: Path) -> datetime:
    """When a file of the configuration was last written."""
    from datetime import UTC

    times = [file.stat().st_mtime for file in (folder, *folder.rglob("*.toml")) if file.exists()]
    return datetime.fromtimestamp(max(times, default=0), UTC)


def _touched(options: CommonOptions, before: Rules, after: Rules, language: str) -> tuple[TouchedTicket, ...] | None:
    """The tickets of the running server; None where none runs on the data folder."""
    from kiosk.cli.running_server import refusals
    from kiosk.client.http_client import Client
    from kiosk.contract.queue import QueueView
    from kiosk.rules.diff import touched
    from kiosk.server import server_file

    found = server_file.read(options.data)
    if found is None:
        return None
    with refusals(language), Client(found.url, found.token, language=language) as client:
        queue = client.call("GET", "/queue", QueueView)
    tickets = [ticket for row in (*queue.tickets, *queue.serving, *queue.held) if (ticket := _open_ticket(row))]
    return touched(before, after, found.point, tickets, options.clock.now())


def _open_ticket(row: QueueRow | TicketView) -> OpenTicketRow | None:
    from kiosk.queue.number import parse_ticket_id

    key = parse_ticket_id(row.id)
    return OpenTicketRow(row.id, row.number, row.service, key.day, row.appointment) if key else None


@dataclass(frozen=True, slots=True)
class OpenTicketRow:
    """A row of the queue with the business date that its id holds."""

    id: str
    number: str
    service: str
    business_date: date
    appointment: datetime | None


def _save(file: Path, found: Explanation, live: LiveState) -> None:
    """Add the decision to a case file as it is now; a person checks it and writes why."""
    import json

    from kiosk.rules.case_format import CaseError, read

    try:
        content = file.read_bytes() if file.is_file() else b"[]"
        read(content)
        cases: list[Any] = json.loads(content)
        cases.append(found.case(live, f"case-{len(cases) + 1}"))
        file.write_text(json.dumps(cases, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        refuse(f"{file}: cannot be written: {error.strerror}")
    except CaseError as error:
        refuse(f"{file}: {error}")


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise click.BadParameter(f"{text!r} is not a month; write it like 2026-03", param_hint="--month") from None


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
