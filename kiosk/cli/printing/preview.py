"""``antrean print preview``: the receipt of an example ticket as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.cli.errors import refuse
from kiosk.cli.help import command
from kiosk.cli.language import LANGUAGE
from kiosk.cli.options import OFFICE, PRINTER, CommonOptions, common_options
from kiosk.cli.printing.targets import targets

if TYPE_CHECKING:
    from datetime import datetime

    from kiosk.contract.point import Estimate
    from printers.document.rows import Document


@command()
@click.option("--png", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The picture to write.")
@click.option("--service", default=None, help="The service; default: the point's first one.")
@click.option("--checklist", default=None, help="The list of papers; default: the service's first one.")
@click.option(
    "--width", type=click.Choice(["58", "80"]), default=None, help="Paper in millimetres; default: --printer's."
)
@LANGUAGE
@common_options(*OFFICE, *PRINTER)
def preview(
    options: CommonOptions,
    *,
    png: Path,
    service: str | None,
    checklist: str | None,
    width: str | None,
    lang: str | None,
) -> None:
    """Draw the receipt of an example ticket as it would come out of the printer."""
    from printers.document.preview import render_preview
    from printers.profile import find_profile

    document = _example(options, service, checklist, lang)
    chosen = targets(options)[0].profile
    paper = find_profile(chosen.name, int(width), drawn=chosen.drawn) if width else chosen
    try:
        render_preview(document, paper).save(png, format="PNG", dpi=(203, 203))
    except OSError as error:
        refuse(f"--png: cannot write {png}: {error.strerror}")
    options.print({"png": str(png)}, lambda: str(png))


def _example(options: CommonOptions, service: str | None, checklist: str | None, lang: str | None) -> Document:
    from kiosk.queue.ticket import Ticket
    from kiosk.receipts import receipt

    configuration = options.configuration()
    point = options.point_id(configuration)
    offered = [offer.service for offer in configuration.points[point].offers]
    if service is not None and service not in offered:
        refuse(f"--service: {service!r} is not offered at {point}; there are {', '.join(offered)}")
    chosen = configuration.services[service or offered[0]]
    if checklist is not None and checklist not in configuration.checklists:
        refuse(f"--checklist: there is no {checklist!r}; there are {', '.join(configuration.checklists)}")
    papers = checklist or next(iter(chosen.checklists), None)
    now = options.clock.now()
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
        estimate=_example_estimate(now.astimezone(configuration.office.timezone), chosen.service_min),
        status_url="HTTPS://EXAMPLE.COM/T/ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        checklist=configuration.checklists[papers] if papers else None,
        simulated=options.clock.simulated,
    )


def _example_estimate(now: datetime, minutes: int) -> Estimate:
    """Three visitors ahead."""
    from datetime import timedelta

    from kiosk.contract.point import Estimate

    low, high = 3 * minutes // 2, 3 * minutes
    return Estimate(low_min=low, high_min=high, start=now + timedelta(minutes=low), end=now + timedelta(minutes=high))
