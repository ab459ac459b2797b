"""``antrean demo``: a simulated morning with visitors and officers, to look at or to measure."""

from __future__ import annotations

import itertools
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource
from tabulate import tabulate

from kiosk.cli.errors import refuse
from kiosk.cli.help import command
from kiosk.cli.options import PRINTER, QUEUE, CommonOptions, common_options
from kiosk.clock import SimulatedClock
from kiosk.wording.dates import clock_time
from kiosk.wording.translate import translate
from ui.commands.run import WINDOWS
from ui.commands.screen import need_windows, open_application
from ui.commands.windows import VOICE, WINDOW_LANGUAGE

if TYPE_CHECKING:
    from kiosk.rules import Configuration
    from kiosk.server.server_file import ServerFile
    from ui.commands.simulated_visitors import SimulatedVisitors, VisitCounts

POINT = "ulp"
SATURDAY = datetime(2026, 9, 12, 10, 0)  # noqa: DTZ001  ten o'clock wherever the office is
PIN = "805317"
NAMES = ("Sari", "Budi", "Dewi", "Agus", "Rina", "Joko", "Wati", "Eko")
BRISK = 0.6
"""Part of the configured service minutes: a practised team, so that there is something to see."""
PROGRESS_S = 1.0


@command()
@common_options(*QUEUE, *PRINTER)
@click.option("--speed", type=click.FloatRange(1, 3600), default=30.0, show_default=True, help="Simulated s in one s.")
@WINDOW_LANGUAGE
@VOICE
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed is the same crowd.")
@click.option("--headless", is_flag=True, help="No windows; every counter works by itself; a table at the end.")
@click.option("--minutes", type=click.FloatRange(1, 1440), default=120.0, show_default=True, help="With --headless.")
def demo(
    options: CommonOptions, speed: float, seed: int, minutes: float, *, language: str | None, voice: str, headless: bool
) -> None:
    """A Saturday at ten, simulated: visitors arrive and counters call by themselves; one counter is left for you."""
    from kiosk.cli.server_process import server_running
    from kiosk.client.http_client import Client
    from kiosk.contract.people import NewStaff, StaffView
    from ui.commands.simulated_visitors import SimulatedVisitors

    if not headless:
        need_windows("`make demo ARGS=--headless` plays it in the terminal")
        open_application()
    configuration = options.configuration()
    with ExitStack() as stack:
        options = _prepare(options, configuration, speed, stack)
        point = configuration.points[options.point or ""]
        server = stack.enter_context(server_running(options, port=0))
        client = stack.enter_context(Client(server.url, server.token))
        accounts = {counter.id: (name, PIN) for counter, name in zip(point.counters, _names(), strict=False)}
        for staff, pin in accounts.values():
            client.call("POST", "/staff", StaffView, body=NewStaff(name=staff, pin=pin))
        yours = None if headless else point.counters[0].id
        officers = {counter: account for counter, account in accounts.items() if counter != yours}
        brisk = {service.id: service.service_min * BRISK for service in configuration.services.values()}
        crowd = SimulatedVisitors(client, options.clock, seed, officers, brisk)
        if yours is None:
            _headless(options, crowd, minutes, configuration)
            return
        first = configuration.office.languages[0]
        click.echo(translate("cli.demo.yours", first, counter=yours, staff=accounts[yours][0], pin=PIN))
        code = _watched(
            options, crowd, server, language=language, voice=voice, languages=configuration.office.languages
        )
    raise SystemExit(code)


def _prepare(options: CommonOptions, configuration: Configuration, speed: float, stack: ExitStack) -> CommonOptions:
    """The folder, point and time of the demo, where the command line names no others."""
    source = click.get_current_context().get_parameter_source
    data = options.data
    if source("data") is ParameterSource.DEFAULT:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="antrean-demo-")))
    point = options.point_id(configuration)
    if options.point is None and POINT in configuration.points:
        point = POINT
    start = options.clock_start or _opening(configuration, point)
    printer = options.printer or "virtual:"
    return replace(options, data=data, point=point, clock=SimulatedClock(start, speed), printer=printer)


def _opening(configuration: Configuration, point: str) -> datetime:
    """That Saturday at ten, or the first instant after it at which a service of the point is open."""
    from kiosk.rules import Rules

    rules, saturday = Rules(configuration), SATURDAY.replace(tzinfo=configuration.office.timezone)
    offers = configuration.points[point].offers
    if any(rules.decide(point, offer.service, saturday).issue for offer in offers):
        return saturday
    openings = [rules.next_opening(point, offer.service, saturday) for offer in offers]
    return min((opening for opening in openings if opening is not None), default=saturday)


def _names() -> Iterator[str]:
    for turn in itertools.count():
        for name in NAMES:
            yield name if not turn else f"{name} {turn + 1}"


def _watched(
    options: CommonOptions,
    crowd: SimulatedVisitors,
    server: ServerFile,
    *,
    language: str | None,
    voice: str,
    languages: Sequence[str],
) -> int:
    """Windows here, the simulated visitors beside them."""
    from ui.commands.windows import board_speech, open_windows

    speech = board_speech(voice, languages)
    playing = threading.Thread(target=crowd.work, name="crowd", daemon=True)
    playing.start()
    try:
        return open_windows(
            options,
            WINDOWS,
            server.url,
            server.token,
            language=language,
            speech=speech,
            office_language=languages[0],
        )
    finally:
        crowd.stop()
        playing.join(5)


def _headless(options: CommonOptions, crowd: SimulatedVisitors, minutes: float, configuration: Configuration) -> None:
    until = options.clock.now() + timedelta(minutes=minutes)
    playing = threading.Thread(target=crowd.work, args=(until,), name="crowd", daemon=True)
    playing.start()
    try:
        while playing.is_alive():
            playing.join(PROGRESS_S)
            _progress(options, crowd.tally, configuration)
    finally:
        crowd.stop()
        playing.join(5)
    if sys.stderr.isatty():
        click.echo(err=True)
    rows = _rows(crowd.tally)
    options.print(
        {"services": rows, "turned_away": crowd.tally.turned_away, "faults": crowd.tally.faults},
        lambda: _table(rows, crowd.tally),
    )
    if crowd.tally.faults:
        refuse("the server gave answers that it never should: " + ", ".join(crowd.tally.faults))


def _progress(options: CommonOptions, tally: VisitCounts, configuration: Configuration) -> None:
    """One line that is written over on a terminal; nothing where nobody looks."""
    if sys.stderr.isatty():
        issued, called = tally.issued.total(), tally.called.total()
        office = configuration.office
        now = clock_time(options.clock.now().astimezone(office.timezone), office.languages[0])
        line = f"{now}  issued {issued}  waiting {issued - called}  "
        click.echo(f"\r{line}served {tally.served.total()}  absent {tally.absent.total()} ", err=True, nl=False)


def _rows(tally: VisitCounts) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for service in sorted(tally.issued):
        waits = sorted(tally.waits.get(service, []))
        called = tally.called[service]
        rows.append(
            {
                "service": service,
                "issued": tally.issued[service],
                "served": tally.served[service],
                "no_show": tally.absent[service],
                "at_counter": called - tally.served[service] - tally.absent[service],
                "waiting": tally.issued[service] - called,
                "wait_median_min": round(median(waits), 1) if waits else None,
                "wait_longest_min": round(waits[-1], 1) if waits else None,
            }
        )
    return rows


def _table(rows: list[dict[str, Any]], tally: VisitCounts) -> str:
    heads = ("service", "issued", "served", "no_show", "at_counter", "waiting", "wait_median_min", "wait_longest_min")
    away = ", ".join(f"{reason} {count}" for reason, count in tally.turned_away.most_common()) or "nobody"
    body = [["" if row[head] is None else row[head] for head in heads] for row in rows]
    return f"{tabulate(body, heads)}\nturned away: {away}"
