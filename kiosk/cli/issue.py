"""``antrean issue``: one ticket from the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kiosk.cli.common import CommonOptions, common_options, refuse
from kiosk.wording import counts, durations
from kiosk.wording.localized import localized
from kiosk.wording.translate import translate

if TYPE_CHECKING:
    from kiosk.contract.tickets import Issued, TakeTicket
    from kiosk.rules import Configuration

PRINT_WAIT_S = 15.0


@click.command()
@common_options
@click.option("--service", required=True, help="Id of the service.")
@click.option("--checklist", default=None, help="Id of the checklist; needs --have.")
@click.option("--have", default="", help="Ids of the documents that are there, with commas between them.")
@click.option("--lang", default=None, help="Language of the ticket; default: the office's first one.")
@click.option("--key", default=None, help="Idempotency key: the same key again is the same ticket.")
@click.option("--print", "on_paper", is_flag=True, help="Print it on --printer.")
@click.option("--public-url", default=None, help="What visitors' phones open; default: the server's own address.")
def issue(  # noqa: PLR0917  click passes them by name
    given: CommonOptions,
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
    from kiosk.cli.printer import check_printer, job_words
    from kiosk.contract.tickets import TakeTicket
    from kiosk.server.network.addresses import check_public_url

    configuration = given.configuration()
    language = _language(configuration, lang)
    wrong = check_public_url(public_url) if public_url else None
    if wrong:
        refuse(f"--public-url {public_url}: {wrong}")
    papers = [part.strip() for part in have.split(",") if part.strip()]
    body = TakeTicket(service=service, checklist=checklist, have=papers, language=language)
    _check(configuration, body)
    if on_paper:
        check_printer(given)
    answer = _take(given, configuration, body, key, public_url)
    paper = _print(given, answer) if on_paper else None
    _say(given, configuration, answer, language, paper)
    if paper is not None and paper.state not in ("printed", "unconfirmed"):
        refuse(job_words(paper, language))


def _language(configuration: Configuration, lang: str | None) -> str:
    languages = configuration.office.languages
    if lang is not None and lang not in languages:
        refuse(f"--lang {lang}: the office has {', '.join(languages)}")
    return lang or languages[0]


def _check(configuration: Configuration, body: TakeTicket) -> None:
    """Slips are told with what would have been right."""
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


def _take(
    given: CommonOptions, configuration: Configuration, body: TakeTicket, key: str | None, public_url: str | None
) -> Issued:
    from kiosk.cli.backend import alone, refusals, running
    from kiosk.contract.tickets import Issued
    from kiosk.operations.people.tokens import new_token
    from kiosk.operations.tickets.issue import IssueRequest, issue
    from kiosk.server.api.ticket_response import issued
    from kiosk.server.network.addresses import PUBLIC_URL_FACT

    language = body.language or configuration.office.languages[0]
    key = key or new_token()
    client = running(given, language)
    if client is not None:
        with client, refusals(None, language):
            return client.call("POST", "/tickets", Issued, body=body, key=key)
    with alone(given, configuration) as point, refusals(point, language):
        taken = point.store.write(lambda tx: issue(point, tx, IssueRequest(body, key, language)))
        with point.store.read() as tx:
            known = tx.fact(PUBLIC_URL_FACT)
        return issued(point, (public_url or known or "http://127.0.0.1:8080").rstrip("/"), taken, body.checklist)


def _print(given: CommonOptions, answer: Issued) -> Any:
    from kiosk.cli.printer import print_once
    from printers.document.rows import from_json

    return print_once(given, from_json(answer.receipt), wait_s=PRINT_WAIT_S, folder="print-issue")


def _say(given: CommonOptions, configuration: Configuration, answer: Issued, language: str, paper: Any) -> None:
    import msgspec

    value = msgspec.to_builtins(answer)
    if paper is not None:
        value["paper"] = str(paper.state)

    def text() -> str:
        service = localized(configuration.services[answer.service].name, language)
        lines = [
            translate("server.command.issued", language, number=answer.number, service=service),
            counts.ahead(answer.ahead, language),
        ]
        if answer.estimate is not None:
            lines.append(durations.estimated_wait(answer.estimate.low_min, answer.estimate.high_min, language))
        lines.append(answer.status_url)
        if paper is not None:
            state = translate(f"printer.job.{paper.state}", language)
            lines.append(translate("server.command.paper", language, state=state))
        return "\n".join(lines)

    given.print(value, text)
