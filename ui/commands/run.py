"""``antrean run``: a whole service point on one machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from kiosk.cli.common import CommonOptions, common_options, need_screen
from kiosk.cli.network_options import PORT, arguments, network
from kiosk.wording import closed, dates
from kiosk.wording.localized import localized
from kiosk.wording.translate import translate
from ui.commands.windows import LANGUAGE

if TYPE_CHECKING:
    from kiosk.rules import Configuration
    from kiosk.server.server_file import ServerFile

WINDOWS = ("visitor", "counter", "board")
PAPER = "printer"
"""The window of the virtual printer."""


def _names(_context: click.Context, _option: click.Parameter, value: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in value.split(",") if name.strip()))
    if not names or any(name not in (*WINDOWS, PAPER) for name in names):
        raise click.BadParameter(f"{value!r}: write some of {', '.join((*WINDOWS, PAPER))}, with commas between them")
    return names


@click.command()
@common_options
@click.option(
    "--windows", "names", default="visitor", show_default=True, callback=_names, help="visitor,counter,board,printer"
)
@LANGUAGE
@click.option("--fullscreen", is_flag=True, help="Each window fills its screen.")
@network
@click.option("--port", type=PORT, default=None, help="Default: 8080, or any free one.")
def run(
    given: CommonOptions,
    names: tuple[str, ...],
    port: int | None,
    language: str | None,
    *,
    fullscreen: bool,
    **more: Any,
) -> None:
    """Run the service point on this machine: its server, its windows and its printer."""
    need_screen()
    from kiosk.cli.server_process import server_running
    from kiosk.cli.virtual import beside
    from ui.commands.windows import load_windows, open_windows

    configuration = given.configuration()
    given = replace(given, point=given.point_id(configuration), printer=given.printer or "virtual:")
    options = arguments(**more)
    load_windows()
    shown = [name for name in names if name != PAPER]
    with (
        beside(given, wanted=PAPER in names) as (given, paper),
        server_running(given, options, port=port, say=note) as server,
    ):
        for line in _introduction(given, configuration, server, names):
            click.echo(line)
        code = open_windows(
            given,
            shown,
            server.url,
            server.token,
            fullscreen=fullscreen,
            language=language,
            office_language=configuration.office.languages[0],
            beside=paper,
        )
    raise SystemExit(code)


def note(line: str) -> None:
    """A line for whoever watches the terminal."""
    click.echo(f"antrean: {line}", err=True)


def _introduction(
    given: CommonOptions, configuration: Configuration, server: ServerFile, names: tuple[str, ...]
) -> Iterator[str]:
    from kiosk.rules import Rules, say

    rules, language = Rules(configuration), configuration.office.languages[0]
    point = configuration.points[server.point]
    today = rules.local(given.clock.now()).date()
    yield f"{localized(point.name, language)}, {dates.long_date(today, language)}"
    by_hours: dict[str, list[str]] = {}
    for offer in point.offers:
        hours = rules.plan(point.id, offer.service, today).hours
        said = say.hours(hours, language) or closed.today(language)
        service = localized(configuration.services[offer.service].name, language)
        by_hours.setdefault(said, []).append(service)
    for said, services in by_hours.items():
        yield f"  {said}: {', '.join(services)}"
    if given.clock.simulated:
        yield translate("cli.simulated", language, at=dates.clock_time(rules.local(given.clock.now()), language))
    yield translate("cli.server", language, url=server.url, data=given.data)
    if server.lan:
        yield translate("cli.lan", language, url=server.lan)
    yield translate("cli.printer", language, url=", ".join(filter(None, (given.printer, given.printer2))))
    if "counter" not in names:
        yield translate("cli.counter", language)
