"""``antrean print``: a test page, the printer's state, a virtual printer, a preview of the receipt."""

from __future__ import annotations

import queue
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assets.words import word
from kiosk.cli.common import Common, common, office_language, refuse
from kiosk.cli.virtual import virtual

if TYPE_CHECKING:
    from printers.document import Document
    from printers.job import Job
    from printers.profile import Profile
    from printers.status import Status
    from printers.url import Target

DEFAULT = "virtual:"
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
@common
def test(given: Common, wait: float, lang: str | None) -> None:
    """Print a page that shows letters, edges, sizes and a QR code; says what became of it."""
    from printers.policy import State

    language = lang or office_language(given)
    target = _target(given)
    job = print_once(given, _test_page(target, language), wait_s=wait, folder="print-test", patient=True)
    where = given.data / "print-test" / "paper"
    kept = f"\n{word('printer.test.pages', language, folder=where)}" if target.kind == "virtual" else ""
    sentence = word("printer.test.done", language, state=job_words(job, language))
    if job.state in (State.PRINTED, State.UNCONFIRMED):
        given.print({"state": job.state, "cause": job.cause}, lambda: sentence + kept)
    else:
        refuse(sentence)


@printer.command()
@_LANGUAGE
@common
def status(given: Common, lang: str | None) -> None:
    """Ask the printer how it is; exit code 1 when it cannot print."""
    from printers.device import Device
    from printers.status import Condition
    from printers.transports.base import TransportError
    from printers.transports.connect import connect
    from printers.url import UrlError

    language = lang or office_language(given)
    target = _target(given)
    try:
        device = Device(connect(target, given.data / "print-test"))
    except UrlError as error:
        refuse(str(error))
    try:
        state = device.status()
        nature = device.learn() if state.can_print and state.answers else None
    except TransportError as error:
        refuse(str(error))
    finally:
        device.close()
    told: dict[str, Any] = {"url": target.url, "condition": state.condition, "near_end": state.near_end}
    told |= {"answers": state.answers, "can_print": state.can_print}
    words = word("printer.status.line", language, url=target.url, words=_words(state, language))
    if state.condition is Condition.UNPLUGGED and device.trouble:
        words += f" ({device.trouble})"
    if nature is not None:
        told |= {"maker": nature.maker, "model": nature.model, "serial": nature.serial, "confirms": nature.confirms}
        words += f"\n{nature.maker} {nature.model} {nature.serial}".rstrip()
    if not state.can_print and not given.json:
        refuse(words)
    given.print(told, lambda: words)
    if not state.can_print:
        sys.exit(1)


@printer.command()
@click.option("--png", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The picture to write.")
@click.option("--service", default=None, help="The service; default: the point's first one.")
@click.option("--checklist", default=None, help="The list of papers; default: the service's first one.")
@click.option(
    "--width", type=click.Choice(["58", "80"]), default=None, help="Paper in millimetres; default: --printer's."
)
@_LANGUAGE
@common
def preview(
    given: Common, *, png: Path, service: str | None, checklist: str | None, width: str | None, lang: str | None
) -> None:
    """Draw the receipt of an example ticket as it would come out of the printer."""
    from printers.picture import picture
    from printers.profile import profile

    document = _example(given, service, checklist, lang)
    chosen = _target(given).profile
    paper = profile(chosen.name, int(width)) if width else chosen
    try:
        picture(document, paper).save(png, format="PNG", dpi=(203, 203))
    except OSError as error:
        refuse(f"--png: cannot write {png}: {error.strerror}")
    given.print({"png": str(png)}, lambda: str(png))


def job_words(job: Job, language: str) -> str:
    """What became of a job, and why where it did not simply come out."""
    said = word(f"printer.job.{job.state}", language)
    if job.cause:
        said += f"; {word(f'printer.staff.{job.cause}', language)}"
    return f"{said} ({job.detail})" if job.detail and job.cause == "unplugged" else said


def profile_name(given: Common) -> str:
    """The printer profile that ``--printer`` names."""
    return _target(given).profile.name


def check_printer(given: Common) -> None:
    """End the command where ``--printer`` names nothing that this version can print on; before anything is done."""
    from printers.transports.connect import connect
    from printers.url import UrlError

    try:
        connect(_target(given), given.data)
    except UrlError as error:
        refuse(f"--printer: {error}")


def print_once(
    given: Common, document: Document, *, wait_s: float, folder: str = "print", patient: bool = False
) -> Any:
    """Print one document through a spool of this command's own; the job as it is at the end, or after the time.

    A printer that cannot print now holds the job: that is the answer at once, and nothing is printed later, unless
    ``patient``.
    """
    from uuid import uuid4

    from printers.policy import State
    from printers.spool import Spool, SpoolError
    from printers.url import UrlError

    held: queue.SimpleQueue[Job] = queue.SimpleQueue()

    def heard(job: Job) -> None:
        if job.ended or (job.state is State.HELD and not patient):
            held.put(job)

    try:
        spool = Spool(given.data / folder, _url(given), on_change=heard, confirm_s=wait_s, lock_s=wait_s)
    except (SpoolError, UrlError) as error:
        refuse(str(error))
    try:
        submitted = spool.submit(document, uuid4().hex, wait_s)
        job = _first_of(held, submitted, wait_s + 1) or submitted
        after = spool.give_up(job)
    except SpoolError as error:
        refuse(str(error))
    finally:
        spool.close()
    return job if after.state is State.EXPIRED and job.state is State.HELD else after


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


def _url(given: Common) -> str:
    return DEFAULT if given.printer is None else given.printer


def _target(given: Common) -> Target:
    from printers.url import UrlError, parse

    try:
        return parse(_url(given))
    except UrlError as error:
        refuse(f"--printer: {error}")


def _words(state: Status, language: str) -> str:
    if not state.can_print:
        return word(f"printer.staff.{state.condition}", language)
    if not state.answers:
        return word("printer.staff.believed", language)
    return word("printer.staff.near_end" if state.near_end else "printer.staff.ready", language)


def _test_page(target: Target, language: str) -> Document:
    from printers.document import QR, Columns, Cut, Document, Feed, Rule, Text

    profile: Profile = target.profile
    width = word("printer.test.width", language, mm=profile.paper_mm, columns=profile.columns)
    return Document(
        (
            Text(word("printer.test.title", language), "center", 2, bold=True),
            Rule(),
            Columns(word("printer.test.profile", language), profile.name),
            Columns(word("printer.test.paper", language), width),
            Text(word("printer.test.edges", language)),
            Text(("1234567890" * 5)[: profile.columns]),
            Text("A-012", "center", 8, bold=True, fit=True),
            Text("\u00c4\u00e9\u00f1\u00fc \u20ac 1\u00bd \u201cku\u2013ma\u201d", "center"),
            Text(" SALINAN / COPY ", "center", 2, invert=True, fit=True),
            Feed(16),
            QR("HTTPS://EXAMPLE.COM/T/ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
            Text(word("printer.test.scan", language), "center"),
            Cut(),
        ),
        language,
    )


def _example(given: Common, service: str | None, checklist: str | None, lang: str | None) -> Document:
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
