"""``antrean print setup``: finds a printer, prints a guided page, asks what came out, and keeps the URL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kiosk.cli.errors import refuse
from kiosk.cli.help import command
from kiosk.cli.language import LANGUAGE
from kiosk.cli.options import CommonOptions, common_options
from kiosk.wording.translate import translate

if TYPE_CHECKING:
    from printers.device.setup_questions import Question
    from printers.device.url import PrinterTarget


@command()
@click.option("--network/--no-network", default=True, help="Look for printers at port 9100 of the local network too.")
@click.option("--counter", is_flag=True, help="The printer of a counter window on a machine of its own.")
@LANGUAGE
@common_options("config", "data", "json", "printer")
def setup(options: CommonOptions, lang: str | None, *, network: bool, counter: bool) -> None:
    """Find a printer, print a page, ask what came out, and keep its URL in --data for this machine's windows."""
    from printers.device.remembered import remember_printer
    from printers.device.setup_questions import speeds, url_with

    language = lang or options.office_language()
    base = options.printer if options.printer is not None else _choose(language, network=network)
    _target(base)
    for each in speeds(base):
        _print(options, _target(each), language)
        answers = _ask(language)
        if answers.get("page") == "yes":
            break
    else:
        refuse(translate("printer.setup.no_page", language))
    url = url_with(each, answers)
    _target(url)
    try:
        file = remember_printer(options.data, url, counter=counter)
    except OSError as error:
        refuse(f"--data: cannot write to {options.data}: {error.strerror}")
    options.print(
        {"printer": url, "file": str(file)}, lambda: translate("printer.setup.done", language, url=url, file=file)
    )


def _target(url: str) -> PrinterTarget:
    from printers.device.url import UrlError, parse_url

    try:
        return parse_url(url)
    except UrlError as error:
        refuse(f"--printer: {error}")


def _choose(language: str, *, network: bool) -> str:
    from printers.device.first_page import find_printers

    click.echo(translate("printer.setup.looking", language), err=True)
    found = find_printers(network=network)
    if not found:
        refuse(translate("printer.setup.nothing", language))
    for number, one in enumerate(found, 1):
        click.echo(f"{number:3}  {one.url}  {one.name}", err=True)
    number = click.prompt(translate("printer.setup.which", language), type=click.IntRange(1, len(found)), err=True)
    return found[number - 1].url


def _print(options: CommonOptions, target: PrinterTarget, language: str) -> None:
    from printers.device.first_page import NotSentError, send_page
    from printers.device.guided_page import WORDS, PageWord, guided_page
    from printers.device.url import UrlError

    click.echo(translate("printer.setup.printing", language, url=target.url), err=True)
    words: dict[PageWord, str] = {word: translate(f"printer.setup.page_{word}", language) for word in WORDS}
    try:
        send_page(target, options.data, guided_page(words, language))
    except UrlError as error:
        refuse(f"--printer: {error}")
    except NotSentError as error:
        why = translate(f"printer.staff.{error.condition}", language) if error.condition else ""
        refuse(translate("printer.setup.not_sent", language, why=" ".join(filter(None, (why, str(error))))))


def _ask(language: str) -> dict[Question, str]:
    """What came out, in plain words."""
    from printers.device.setup_questions import NO_RULER, RULERS, next_question

    answers: dict[Question, str] = {}
    while (question := next_question(answers)) is not None:
        words = translate(f"printer.setup.ask_{question}", language)
        if question == "ruler":
            choice = click.Choice([*RULERS, NO_RULER], case_sensitive=False)
            answers[question] = click.prompt(words, type=choice, err=True).upper()
        else:
            answers[question] = "yes" if click.confirm(words, default=None, err=True) else "no"
    return answers
