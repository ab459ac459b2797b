"""``antrean print``: a test page, the printer's state, a virtual printer, a preview of the receipt."""

from __future__ import annotations

import queue
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kiosk.cli.common import CommonOptions, common_options, office_language, refuse
from kiosk.cli.virtual import virtual
from kiosk.wording.translate import translate

if TYPE_CHECKING:
    from printers.device.url import PrinterTarget
    from printers.document.rows import Document
    from printers.profile import Profile
    from printers.spool.job import Job

DEFAULT = "virtual:"
SPOOL = "spool"
"""In the data folder: what a kiosk prints."""
_LANGUAGE = click.option("--lang", default=None, help="Language of the answer; default: the office's first one.")


@click.group(name="print")
def printer() -> None:
    """The receipt printer."""


printer.add_command(virtual)


@printer.command()
def udev() -> None:
    """The udev rule that lets this program open USB printers on Linux; pipe it to where its first lines say."""
    import assets

    click.echo((assets.folder("deploy") / "70-antrean-printer.rules").read_text(encoding="utf-8"), nl=False)


@printer.command()
@click.option("--wait", type=click.FloatRange(1, 600), default=30.0, show_default=True, help="Seconds to wait at most.")
@_LANGUAGE
@common_options
def test(given: CommonOptions, wait: float, lang: str | None) -> None:
    """Print a page that shows letters, edges, sizes and a QR code; says what became of it."""
    from printers.spool.policy import JobState

    language = lang or office_language(given)
    target = _target(given)

    def waiting(job: Job) -> None:
        if not sys.stderr.isatty():  # a program reads one line, the last
            return
        said = translate("printer.test.waiting", language, state=job_words(job, language), n=round(wait))
        click.echo(f"antrean: {said}", err=True)

    job = print_once(given, _test_page(target, language), wait_s=wait, folder="print-test", while_held=waiting)
    where = given.data / "print-test" / "paper"
    kept = f"\n{translate('printer.test.pages', language, folder=where)}" if target.kind == "virtual" else ""
    sentence = translate("printer.test.done", language, state=job_words(job, language))
    if job.state in (JobState.PRINTED, JobState.UNCONFIRMED):
        given.print({"state": job.state, "cause": job.cause}, lambda: sentence + kept)
    else:
        refuse(sentence)


@printer.command()
@_LANGUAGE
@common_options
def status(given: CommonOptions, lang: str | None) -> None:
    """How the printer is, who it is, and for how many tickets it has paper; exit code 1 when it cannot print.

    Where a kiosk holds the printer's line, it is the kiosk that is asked.
    """
    from kiosk.cli.printer_status import look, words

    language = lang or office_language(given)
    found = [look(given.data / SPOOL, target, place) for place, target in enumerate(_targets(given), 1)]
    said = "\n".join(words(one, language) for one in found)
    able = any(one["can_print"] for one in found)
    if not able and not given.json:
        refuse(said)
    told = found[0] if len(found) == 1 else {"printers": found, "can_print": able}
    given.print(told, lambda: said)
    if not able:
        sys.exit(1)


@printer.command(name="new-roll")
@click.option("--second", is_flag=True, help="In the second printer, --printer2.")
@_LANGUAGE
@common_options
def new_roll(given: CommonOptions, lang: str | None, *, second: bool) -> None:
    """Say that a new roll of paper is in, where the printer cannot tell by itself."""
    from printers.spool.worker import open_roll

    targets = _targets(given)
    place = 2 if second else 1
    roll = open_roll(given.data / SPOOL, place, targets[min(place, len(targets)) - 1])
    try:
        roll.start_new_roll()
    except OSError as error:
        refuse(f"--data: cannot write to {given.data / SPOOL}: {error.strerror}")
    left = roll.tickets_left()
    given.print(
        {"tickets_left": left}, lambda: translate("printer.status.left", lang or office_language(given), n=left)
    )


@printer.command()
@click.argument("number")
@_LANGUAGE
@common_options
def reprint(given: CommonOptions, number: str, lang: str | None) -> None:
    """Print a ticket of today again at the kiosk that printed it, marked SALINAN and counted. NUMBER: such as A-012."""
    from kiosk.cli.backend import refusals, running
    from kiosk.contract.printing import PrintAgain, ReprintView

    language = lang or office_language(given)
    client = running(given, language)
    if client is None:
        refuse(f"no server runs on {given.data}; a ticket is printed again through it, at the kiosk that printed it")
    with client, refusals(None, language):
        told = client.call("POST", "/reprints", ReprintView, body=PrintAgain(code=number))
    given.print(
        {"number": told.number, "ticket": told.ticket},
        lambda: translate("printer.status.again", language, number=told.number),
    )


@printer.command()
@click.option("--png", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The picture to write.")
@click.option("--service", default=None, help="The service; default: the point's first one.")
@click.option("--checklist", default=None, help="The list of papers; default: the service's first one.")
@click.option(
    "--width", type=click.Choice(["58", "80"]), default=None, help="Paper in millimetres; default: --printer's."
)
@_LANGUAGE
@common_options
def preview(
    given: CommonOptions, *, png: Path, service: str | None, checklist: str | None, width: str | None, lang: str | None
) -> None:
    """Draw the receipt of an example ticket as it would come out of the printer."""
    from printers.document.preview import render_preview
    from printers.profile import find_profile

    document = _example(given, service, checklist, lang)
    chosen = _target(given).profile
    paper = find_profile(chosen.name, int(width)) if width else chosen
    try:
        render_preview(document, paper).save(png, format="PNG", dpi=(203, 203))
    except OSError as error:
        refuse(f"--png: cannot write {png}: {error.strerror}")
    given.print({"png": str(png)}, lambda: str(png))


def job_words(job: Job, language: str) -> str:
    """What became of a job, and why where it did not simply come out."""
    said = translate(f"printer.job.{job.state}", language)
    if job.cause:
        said += f"; {translate(f'printer.staff.{job.cause}', language)}"
    return f"{said} ({job.detail})" if job.detail and job.cause == "unplugged" else said


def profile_name(given: CommonOptions) -> str:
    """The printer profile that ``--printer`` names."""
    return _target(given).profile.name


def check_printer(given: CommonOptions) -> None:
    """End the command where ``--printer`` names nothing that this version can print on; before anything is done."""
    from printers.device.transports.connect import connect
    from printers.device.url import UrlError

    try:
        for target in _targets(given):
            connect(target, given.data)
    except UrlError as error:
        refuse(f"--printer: {error}")


def print_once(
    given: CommonOptions,
    document: Document,
    *,
    wait_s: float,
    folder: str = "print",
    while_held: Callable[[Job], None] | None = None,
) -> Any:
    """Print one document through a spool of this command's own; the job as it is at the end, or after the time.

    A printer that cannot print now holds the job: that is the answer at once, and nothing is printed later. With
    ``while_held`` the job goes on waiting, and that is told of it, on a thread of the spool's.
    """
    from uuid import uuid4

    from printers.device.url import UrlError
    from printers.spool.policy import JobState
    from printers.spool.spool import Spool, SpoolError

    held: queue.SimpleQueue[Job] = queue.SimpleQueue()

    def heard(job: Job) -> None:
        if job.ended or (job.state is JobState.HELD and while_held is None):
            held.put(job)
        elif job.state is JobState.HELD and while_held is not None:
            while_held(job)

    try:
        spool = Spool(given.data / folder, urls(given), on_change=heard, confirm_s=wait_s, lock_s=wait_s)
    except (SpoolError, UrlError) as error:
        refuse(str(error))
    try:
        submitted = spool.submit(document, uuid4().hex, wait_s)
        job = _first_of(held, submitted, wait_s + 1) or submitted
        after = spool.cancel(job)
    except SpoolError as error:
        refuse(str(error))
    finally:
        spool.close()
    return job if after.state is JobState.EXPIRED and job.state is JobState.HELD else after


def _first_of(news: queue.SimpleQueue[Job], wanted: Job, timeout_s: float) -> Job | None:
    """The first news of this job; an older one in the same folder may end before it."""
    deadline = time.monotonic() + timeout_s
    while (left := deadline - time.monotonic()) > 0:
        try:
            job = news.get(timeout=left)
        except queue.Empty:
            return None
        if job.id == wanted.id:
            return job
    return None


def _url(given: CommonOptions) -> str:
    return DEFAULT if given.printer is None else given.printer


def urls(given: CommonOptions) -> list[str]:
    """The printer, and the one that stands in for it."""
    return [_url(given), *([given.printer2] if given.printer2 else [])]


def _target(given: CommonOptions) -> PrinterTarget:
    return _targets(given)[0]


def _targets(given: CommonOptions) -> list[PrinterTarget]:
    from printers.device.url import UrlError, parse_url

    try:
        return [parse_url(url) for url in urls(given)]
    except UrlError as error:
        refuse(f"--printer: {error}")


def _test_page(target: PrinterTarget, language: str) -> Document:
    from printers.document.rows import QR, Columns, Cut, Document, Feed, Rule, TextItem

    profile: Profile = target.profile
    width = translate("printer.test.width", language, mm=profile.paper_mm, columns=profile.columns)
    return Document(
        (
            TextItem(translate("printer.test.title", language), "center", 2, bold=True),
            Rule(),
            Columns(translate("printer.test.profile", language), profile.name),
            Columns(translate("printer.test.paper", language), width),
            TextItem(translate("printer.test.edges", language)),
            TextItem(("1234567890" * 5)[: profile.columns]),
            TextItem("A-012", "center", 8, bold=True, fit=True),
            TextItem("\u00c4\u00e9\u00f1\u00fc \u20ac 1\u00bd \u201cku\u2013ma\u201d", "center"),
            TextItem(" SALINAN / COPY ", "center", 2, invert=True, fit=True),
            Feed(16),
            QR("HTTPS://EXAMPLE.COM/T/ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
            TextItem(translate("printer.test.scan", language), "center"),
            Cut(),
        ),
        language,
    )


def _example(given: CommonOptions, service: str | None, checklist: str | None, lang: str | None) -> Document:
    from kiosk.queue.ticket import Ticket
    from kiosk.receipts import receipt

    configuration = given.configuration()
    point = given.point_id(configuration)
    offered = [offer.service for offer in configuration.points[point].offers]
    if service is not None and service not in offered:
        refuse(f"--service: {service!r} is not offered at {point}; there are {', '.join(offered)}")
    chosen = configuration.services[service or offered[0]]
    if checklist is not None and checklist not in configuration.checklists:
        refuse(f"--checklist: there is no {checklist!r}; there are {', '.join(configuration.checklists)}")
    papers = checklist or next(iter(chosen.checklists), None)
    now = given.clock.now()
    language = lang or configuration.office.languages[0]
    number = f"{chosen.prefix}-{12:0{configuration.settings.number_digits}}"
    day = now.astimezone(configuration.office.timezone).date()
    ticket = Ticket("example", point, chosen.id, chosen.prefix, 12, number, day, now, language)
    return receipt(
        configuration,
        point,
        ticket,
        language=language,
        ahead=3,
        estimate=(3 * chosen.service_min // 2, 3 * chosen.service_min),
        status_url="HTTPS://EXAMPLE.COM/T/ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        checklist=configuration.checklists[papers] if papers else None,
        simulated=given.clock.simulated,
    )
