"""``antrean issue``: one ticket from the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kiosk.cli.errors import refuse
from kiosk.cli.help import command
from kiosk.cli.language import answer_language
from kiosk.cli.options import PRINTER, QUEUE, CommonOptions, common_options
from kiosk.wording import counts, expected
from kiosk.wording.localized import localized
from kiosk.wording.translate import translate

if TYPE_CHECKING:
    from kiosk.contract.tickets import Issued, TakeTicket
    from kiosk.rules import Configuration
    from printers.spool.job import Job

PRINT_WAIT_S = 15.0


@command()
@common_options(*QUEUE, *PRINTER)
@click.option("--service", required=True, help="Id of the service.")
@click.option("--checklist", default=None, help="Id of the checklist; needs --have.")
@click.option("--have", default="", help="Ids of the documents that are there, with commas between them.")
@click.option("--lang", default=None, help="Language of the ticket; default: the office's first one.")
@click.option("--key", default=None, help="Idempotency key: the same key again is the same ticket.")
@click.option("--print", "on_paper", is_flag=True, help="Print it on --printer.")
@click.option("--public-url", default=None, help="What visitors' phones open; default: the server's own address.")
def issue(  # noqa: PLR0917  click passes them by name
    options: CommonOptions,
    service: str,
    checklist: str | None,
    have: str,
    lang: str | None,
    key: str | None,
    public_url: str | None,
    *,
    on_paper: bool,
) -> None:
    """Issue one ticket; through the server where one runs on the data folder."""
    from kiosk.cli.backend import backend
    from kiosk.contract.tickets import Issued, TakeTicket
    from kiosk.operations.people.tokens import new_token
    from kiosk.server.network.addresses import check_public_url

    configuration = options.configuration()
    language = answer_language(configuration, lang)
    wrong = check_public_url(public_url) if public_url else None
    if wrong:
        refuse(f"--public-url {public_url}: {wrong}")
    papers = [part.strip() for part in have.split(",") if part.strip()]
    body = TakeTicket(service=service, checklist=checklist, have=papers, language=language)
    _check(configuration, body)
    if on_paper:
        from kiosk.cli.printing.targets import check_printer

        check_printer(options)
    with backend(options, configuration, language, public_url=public_url) as client:
        answer = client.call("POST", "/tickets", Issued, body=body, key=key or new_token())
    if not on_paper:
        _show(options, configuration, answer, language, None)
        return
    from kiosk.cli.printing.job import job_words, print_once
    from printers.document.rows import from_json

    job = print_once(options, from_json(answer.receipt), wait_s=PRINT_WAIT_S, folder="print-issue")
    _show(options, configuration, answer, language, job)
    if job.state not in ("printed", "unconfirmed"):
        refuse(job_words(job, language))


def _check(configuration: Configuration, body: TakeTicket) -> None:
    """Raise ``Refused`` for an id that the configuration does not have, with those that it has."""
    service = configuration.services.get(body.service)
    if service is None:
        refuse(f"--service {body.service}: there is none; the configuration has {', '.join(configuration.services)}")
    if body.checklist is not None and body.checklist not in service.checklists:
        known = ", ".join(service.checklists) or "none"
        refuse(f"--checklist {body.checklist}: the service {body.service} has {known}")
    if body.checklist is not None:
        chosen = configuration.checklists[body.checklist]
        papers = [document.id for document in (*chosen.required, *chosen.conditional)]
        for paper in body.have:
            if paper not in papers:
                refuse(f"--have {paper}: the checklist {body.checklist} has {', '.join(papers)}")


def _show(options: CommonOptions, configuration: Configuration, answer: Issued, language: str, job: Job | None) -> None:
    import msgspec

    value = msgspec.to_builtins(answer)
    if job is not None:
        value["paper"] = str(job.state)

    def text() -> str:
        service = localized(configuration.services[answer.service].name, language)
        lines = [
            translate("server.command.issued", language, number=answer.number, service=service),
            counts.ahead(answer.ahead, language),
        ]
        if answer.estimate is not None:
            lines.append(expected.expected_sentence(answer.estimate, language))
        lines.append(answer.status_url)
        if job is not None:
            state = translate(f"printer.job.{job.state}", language)
            lines.append(translate("server.command.paper", language, state=state))
        return "\n".join(lines)

    options.print(value, text)
