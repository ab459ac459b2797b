"""``antrean print``: a test page, the printer's state, a virtual printer, a preview of the receipt."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from kiosk.cli.errors import refuse
from kiosk.cli.help import group
from kiosk.cli.language import LANGUAGE
from kiosk.cli.options import PRINTER, QUEUE, CommonOptions, common_options
from kiosk.cli.printing.job import job_words, print_once
from kiosk.cli.printing.preview import preview
from kiosk.cli.printing.profiles import profiles
from kiosk.cli.printing.sample_page import sample_page
from kiosk.cli.printing.setup import setup
from kiosk.cli.printing.targets import targets
from kiosk.cli.printing.virtual import virtual
from kiosk.wording.translate import translate

if TYPE_CHECKING:
    from printers.spool.job import Job

SPOOL = "spool"
"""In the data folder: what a kiosk prints."""


@group(name="print")
def printer() -> None:
    """The receipt printer."""


printer.add_command(virtual)
printer.add_command(preview)
printer.add_command(profiles)
printer.add_command(setup)


@printer.command()
def udev() -> None:
    """The udev rule that lets this program open USB printers on Linux; pipe it to where its first lines say."""
    import assets

    click.echo((assets.folder("deploy") / "70-antrean-printer.rules").read_text(encoding="utf-8"), nl=False)


@printer.command()
@click.option("--wait", type=click.FloatRange(1, 600), default=30.0, show_default=True, help="Seconds to wait at most.")
@LANGUAGE
@common_options("config", "data", "json", *PRINTER)
def test(options: CommonOptions, wait: float, lang: str | None) -> None:
    """Print a page that shows letters, edges, sizes and a QR code; says what became of it."""
    from printers.spool.policy import JobState

    language = lang or options.office_language()
    target = targets(options)[0]

    def show_waiting(job: Job) -> None:
        if not sys.stderr.isatty():  # a program reads one line, the last
            return
        said = translate("printer.test.waiting", language, state=job_words(job, language), n=round(wait))
        click.echo(f"antrean: {said}", err=True)

    job = print_once(options, sample_page(target, language), wait_s=wait, folder="print-test", while_held=show_waiting)
    where = options.data / "print-test" / "paper"
    kept = f"\n{translate('printer.test.pages', language, folder=where)}" if target.kind == "virtual" else ""
    sentence = translate("printer.test.done", language, state=job_words(job, language))
    if job.state in (JobState.PRINTED, JobState.UNCONFIRMED):
        options.print({"state": job.state, "cause": job.cause}, lambda: sentence + kept)
    else:
        refuse(sentence)


@printer.command()
@LANGUAGE
@common_options("config", "data", "json", *PRINTER)
def status(options: CommonOptions, lang: str | None) -> None:
    """How the printer is, who it is, and for how many tickets it has paper; exit code 1 when it cannot print.

    Where a kiosk holds the printer's line, it is the kiosk that is asked.
    """
    from kiosk.cli.printing.status import printer_status, status_text

    language = lang or options.office_language()
    found = [printer_status(options.data / SPOOL, target, place) for place, target in enumerate(targets(options), 1)]
    said = "\n".join(status_text(one, language) for one in found)
    able = any(one["can_print"] for one in found)
    if not able and not options.json:
        refuse(said)
    told = found[0] if len(found) == 1 else {"printers": found, "can_print": able}
    options.print(told, lambda: said)
    if not able:
        sys.exit(1)


@printer.command(name="new-roll")
@click.option("--second", is_flag=True, help="In the second printer, --printer2.")
@LANGUAGE
@common_options("config", "data", "json", *PRINTER)
def new_roll(options: CommonOptions, lang: str | None, *, second: bool) -> None:
    """Say that a new roll of paper is in, where the printer cannot tell by itself."""
    from printers.spool.worker import open_roll

    printers = targets(options)
    place = 2 if second else 1
    roll = open_roll(options.data / SPOOL, place, printers[min(place, len(printers)) - 1])
    try:
        roll.start_new_roll()
    except OSError as error:
        refuse(f"--data: cannot write to {options.data / SPOOL}: {error.strerror}")
    left = roll.tickets_left()
    options.print(
        {"tickets_left": left}, lambda: translate("printer.status.left", lang or options.office_language(), n=left)
    )


@printer.command()
@click.argument("number")
@LANGUAGE
@common_options(*QUEUE)
def reprint(options: CommonOptions, number: str, lang: str | None) -> None:
    """Print a ticket of today again at the kiosk that printed it, marked SALINAN and counted. NUMBER: such as A-012."""
    from kiosk.cli.running_server import running_server
    from kiosk.contract.printing import PrintAgain, ReprintView

    language = lang or options.office_language()
    with running_server(options, language) as client:
        if client is None:
            refuse(
                f"no server runs on {options.data}; a ticket is printed again through it, at the kiosk that printed it"
            )
        copy = client.call("POST", "/reprints", ReprintView, body=PrintAgain(code=number))
    options.print(
        {"number": copy.number, "ticket": copy.ticket},
        lambda: translate("printer.status.again", language, number=copy.number),
    )
