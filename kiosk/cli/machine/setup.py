"""``antrean setup``: what this machine is, asked once, with its services turned on."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from kiosk.cli.errors import refuse
from kiosk.cli.help import command
from kiosk.cli.installation import options_file as names
from kiosk.cli.installation.layout import WINDOW_USER, MachineLayout, give_to
from kiosk.cli.installation.options_file import OptionsFile
from kiosk.cli.machine.answers import (
    NO_PRINTER,
    TURNS,
    Answers,
    Questions,
    ask_language,
    check_answers,
    default_roles,
    known_roles,
    parse_roles,
    source_folder,
)
from kiosk.cli.machine.apply import Change, apply
from kiosk.cli.machine.people import check_pin
from kiosk.cli.machine.report import report, report_values, show_plan
from kiosk.cli.machine.roles import MachineRole, windows
from kiosk.cli.machine.services import Services
from kiosk.cli.options import CommonOptions, common_options
from kiosk.rules import Configuration
from kiosk.wording.translate import FALLBACK, TRANSLATED, translate

TEST_PAGE_S = 15.0


def _roles(_context: click.Context, _option: click.Parameter, value: str | None) -> list[MachineRole] | None:
    try:
        return None if value is None else parse_roles(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


root_option = click.option(
    "--root",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default="/",
    metavar="FOLDER",
    help="The root of another system's image; default: this machine.",
)


@command()
@common_options("config", "point", "json", "printer")
@click.option("--yes", is_flag=True, help="Ask nothing: options answer, all else stays as it is, or takes its default.")
@click.option("--role", callback=_roles, help="Of this machine: server,kiosk,counter,board.")
@click.option("--network/--no-network", default=None, help="Let windows and phones of the network in.")
@click.option("--rotate", type=click.Choice(TURNS), default=None, help="Turn the picture clockwise, in degrees.")
@click.option(
    "--diagonal", type=click.FloatRange(5, 120), default=None, metavar="INCHES", help="Of the kiosk's screen."
)
@click.option(
    "--supervisor", default=None, metavar="NAME", help="The first account; its PIN is read, never written here."
)
@click.option(
    "--backup", type=click.Path(path_type=Path), default=None, metavar="FOLDER", help="Of the evening's backup."
)
@click.option(
    "--update-from",
    default=None,
    metavar="FOLDER",
    help="Of newer packages, or apt: installed at night, with a way back; none: never.",
)
@click.option("--server", default=None, metavar="URL", help="Of windows whose server is another machine.")
@click.option("--pair", "code", default=None, metavar="CODE", help="From `antrean device pair` at that machine.")
@click.option("--test-page/--no-test-page", default=True, help="Print a page where a printer is named.")
@click.option("--lang", type=click.Choice(TRANSLATED), default=None, help="Of questions and answers.")
@root_option
def setup(options: CommonOptions, *, yes: bool, test_page: bool, lang: str | None, root: Path, **given: Any) -> None:
    """Set this machine up: configuration, services, first account. Run again, it changes only what is asked."""
    layout, file = open_machine("setup", root)
    answers = _given(options, **given)
    language = lang or ("" if yes else ask_language(usual_language()))
    before = known_roles(file)
    questions = Questions(answers, layout, file, language)
    if not yes:
        questions.ask(has_windows=_has_qt())
    if answers.roles is None and not before:
        answers.roles = default_roles(file, has_windows=_has_qt())
    roles = answers.roles or before
    check_answers(answers)
    check_roles(answers, roles, layout)
    source = source_folder(answers, layout)
    configuration = _checked_office(options, source, answers, file) if MachineRole.SERVER in roles else None
    language = language or (configuration.office.languages[0] if configuration else usual_language())
    if language not in TRANSLATED:
        language = FALLBACK
    if not yes and not before and configuration is not None and answers.supervisor is None:
        questions.ask_supervisor()
    elif answers.supervisor is not None:
        answers.pin = _read_pin(language)
    if configuration is not None:
        check_pin(answers, configuration, language)
    if not yes:
        show_plan(roles, configuration, answers, language)
        click.confirm(translate("setup.ask_go", language), default=True, abort=True, err=True)
    services = Services(layout)
    done = apply(Change(options, configuration, source, answers, before), file, services, language)
    if test_page and answers.printer not in (None, NO_PRINTER):
        _print_test_page(options, answers.printer, layout, language)
    options.print(
        report_values(done, layout, file, services),
        lambda: report(done, configuration, file, services, language),
    )


def _given(options: CommonOptions, *, role: list[MachineRole] | None, **given: Any) -> Answers:
    return Answers(
        roles=role,
        config=options.config if options.config_is_given else None,
        point=options.point,
        printer=options.printer,
        **given,
    )


def open_machine(what: str, root: Path) -> tuple[MachineLayout, OptionsFile]:
    """Where the machine's files are, and its options. Raises ``Refused`` where this user may not change them."""
    layout = MachineLayout(root.resolve())
    if layout.is_this_machine and os.name == "nt":
        refuse(f"{what} knows the services of Linux; on Windows see the page *Windows* of the documentation")
    if layout.is_this_machine and os.name == "posix" and os.geteuid() != 0:
        refuse(f"{what} changes the whole machine: run it as its administrator, `sudo antrean {what}`")
    try:
        return layout, OptionsFile(layout.options)
    except (OSError, UnicodeDecodeError) as error:
        refuse(f"{layout.options} cannot be read: {getattr(error, 'strerror', None) or error}")


def _has_qt() -> bool:
    try:
        return find_spec("PySide6") is not None
    except ModuleNotFoundError:
        return False


def usual_language() -> str:
    """The first of this machine's language settings that Antrean speaks; Indonesian, where they name none."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        code = os.environ.get(name, "")[:2]
        if code in TRANSLATED:
            return code
    return TRANSLATED[0]


def check_roles(answers: Answers, roles: Sequence[MachineRole], layout: MachineLayout) -> None:
    """Raise ``Refused`` for an answer that a machine with these roles has no use for."""
    if windows(roles) and layout.is_this_machine and not _has_qt():
        refuse("--role: this installation has no windows; install the package antrean-kiosk, or choose server alone")
    if answers.printer is not None and MachineRole.KIOSK not in roles and MachineRole.COUNTER not in roles:
        refuse(f"--printer: is for a machine with a kiosk or a counter; this one has {', '.join(roles)}")
    is_server = MachineRole.SERVER in roles
    elsewhere = {"--server": answers.server, "--pair": answers.code}
    here = {
        "--supervisor": answers.supervisor,
        "--backup": answers.backup,
        "--update-from": answers.update_from,
        "--network": answers.network,
        "--point": answers.point,
        "--config": answers.config,
    }
    for name, value in (elsewhere if is_server else here).items():
        if value is not None and is_server:
            refuse(f"{name}: is for a machine without the role server, whose windows belong to another machine")
        if value is not None:
            refuse(f"{name}: is for the machine with the role server; this one has {', '.join(roles)}")


def _checked_office(options: CommonOptions, source: Path, answers: Answers, file: OptionsFile) -> Configuration:
    """The configuration and its point, or ``Refused`` with what is wrong with them."""
    wanted = answers.point or file.option(names.SERVE, "--point")
    reading = replace(options, config=source, point=wanted)
    configuration = reading.configuration()
    answers.point = reading.point_id(configuration)
    return configuration


def _read_pin(language: str) -> str:
    """Twice and unseen from a person; one line of standard input from a program."""
    if sys.stdin.isatty():
        again = translate("setup.ask_pin_again", language)
        return str(
            click.prompt(translate("setup.ask_pin", language), hide_input=True, confirmation_prompt=again, err=True)
        )
    return sys.stdin.readline().rstrip("\r\n")


def _print_test_page(options: CommonOptions, printer: str, layout: MachineLayout, language: str) -> None:
    """One page through a spool of the command's own. A printer that cannot print is told and stops nothing."""
    from kiosk.cli.errors import Refused, warn
    from kiosk.cli.printing.job import job_words, print_once
    from kiosk.cli.printing.sample_page import sample_page
    from kiosk.cli.printing.targets import targets

    printing = replace(options, data=layout.window_data, printer=printer)
    try:
        job = print_once(printing, sample_page(targets(printing)[0], language), wait_s=TEST_PAGE_S, folder="print-test")
    except Refused as error:
        warn(error.message)
        return
    finally:
        if layout.window_data.is_dir():
            give_to(WINDOW_USER, layout.window_data)
    click.echo(translate("printer.test.done", language, state=job_words(job, language)), err=True)
