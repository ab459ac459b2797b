"""``antrean run``: a whole service point on one machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kiosk.cli.help import command
from kiosk.cli.network_options import PORT, network_arguments, network_options, server_options
from kiosk.cli.options import PRINTER, QUEUE, CommonOptions, common_options
from kiosk.wording import closed, dates
from kiosk.wording.localized import localized
from kiosk.wording.translate import translate
from ui.commands.screen import need_windows
from ui.commands.window_process import PAPER, WindowJob, WindowProcess
from ui.commands.windows import VOICE, WINDOW_LANGUAGE

if TYPE_CHECKING:
    from kiosk.rules import Configuration
    from kiosk.server.server_file import ServerFile

WINDOWS = ("visitor", "counter", "board")


def _names(_context: click.Context, _option: click.Parameter, value: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in value.split(",") if name.strip()))
    if not names or any(name not in (*WINDOWS, PAPER) for name in names):
        raise click.BadParameter(f"{value!r}: write some of {', '.join((*WINDOWS, PAPER))}, with commas between them")
    return names


@command()
@common_options(*QUEUE, *PRINTER, "clock_speed")
@click.option(
    "--windows", "names", default="visitor", show_default=True, callback=_names, help="visitor,counter,board,printer"
)
@WINDOW_LANGUAGE
@VOICE
@click.option("--fullscreen", is_flag=True, help="Each window fills its screen.")
@network_options
@click.option("--port", type=PORT, default=None, help="Default: 8080, or any free one.")
def run(
    options: CommonOptions,
    names: tuple[str, ...],
    port: int | None,
    language: str | None,
    voice: str,
    *,
    fullscreen: bool,
    **network: Any,
) -> None:
    """Run the service point on this machine: its server, its windows and its printer.

    The server and the windows are processes of their own, and are started again where they die or freeze. The visitor's
    window closes with the PIN of a member of staff; the server goes on until this command is ended.
    """
    need_windows()
    from kiosk.cli.printing.targets import DEFAULT, chosen_printer
    from kiosk.cli.server_process import ended_by_signals, server_running
    from kiosk.server import server_file

    configuration = options.configuration()
    options.point_id(configuration)
    printer = chosen_printer(options, counter="visitor" not in names)
    options = replace(options, printer=DEFAULT if printer is None else printer)
    with ExitStack() as stack:
        stack.enter_context(ended_by_signals())
        windows = WindowProcess()
        stack.callback(windows.stop)
        windows.start()
        is_ours = server_file.read(options.data) is None
        server = stack.enter_context(
            server_running(options, network_arguments(**network), port=port, server_options=server_options())
        )
        job = WindowJob(
            names=list(names),
            config=str(options.config),
            data=str(options.data),
            printer=options.printer,
            printer2=options.printer2,
            url=server.url,
            token=server.token,
            languages=list(configuration.office.languages),
            fullscreen=fullscreen,
            language=language,
            voice=voice,
        )
        pages = options.data / ("paper" if PAPER in names else "spool/paper")
        options = replace(options, printer=windows.show(job).printer)
        for line in _introduction(options, configuration, server, names, pages):
            click.echo(line)
        code = windows.wait()
        if code == 0 and is_ours:
            click.echo(translate("cli.windows_closed", configuration.office.languages[0]))
            threading.Event().wait()
    raise SystemExit(code)


def _introduction(
    options: CommonOptions, configuration: Configuration, server: ServerFile, names: tuple[str, ...], pages: Path
) -> Iterator[str]:
    """What the terminal shows. ``pages``: the folder of a virtual printer's paper."""
    from kiosk.rules import Rules, say

    rules, language = Rules(configuration), configuration.office.languages[0]
    point = configuration.points[server.point]
    today = rules.business_date(options.clock.now())
    yield f"{localized(point.name, language)}, {dates.long_date(today, language)}"
    by_hours: dict[str, list[str]] = {}
    for offer in point.offers:
        hours = rules.plan(point.id, offer.service, today).hours
        spoken = say.hours(hours, language) or closed.today(language)
        service = localized(configuration.services[offer.service].name, language)
        by_hours.setdefault(spoken, []).append(service)
    for spoken, services in by_hours.items():
        yield f"  {spoken}: {', '.join(services)}"
    if options.clock.simulated:
        yield translate("cli.simulated", language, at=dates.clock_time(rules.local(options.clock.now()), language))
    yield translate("cli.server", language, url=server.url, data=options.data)
    if server.lan:
        yield translate("cli.lan", language, url=server.lan)
    yield translate("cli.printer", language, url=", ".join(filter(None, (options.printer, options.printer2))))
    if PAPER in names or (options.printer or "").startswith("virtual:"):
        yield translate("cli.pages", language, folder=pages)
    if "counter" not in names:
        yield translate("cli.counter", language)
