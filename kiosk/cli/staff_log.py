"""``antrean staff log``: who did what when."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import click

from kiosk.cli.help import command
from kiosk.cli.options import QUEUE, CommonOptions, common_options
from kiosk.wording.dates import clock_seconds, long_date
from kiosk.wording.localized import localized
from kiosk.wording.translate import translate

if TYPE_CHECKING:
    from kiosk.contract.reports import LogRow


@command()
@common_options(*QUEUE)
@click.option("--date", "wanted", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Default: today.")
@click.option("--staff", "who", default=None, metavar="NAME", help="What this member of staff did.")
@click.option("--counter", default=None, metavar="ID", help="What was done at this counter.")
@click.option("--number", default=None, metavar="A-012", help="What happened to this number.")
def log(
    options: CommonOptions, wanted: datetime | None, who: str | None, counter: str | None, number: str | None
) -> None:
    """Who did what when, from the event log."""
    from kiosk.cli.backend import backend, business_day
    from kiosk.contract.reports import LogRow

    configuration = options.configuration()
    asked = {"staff": who, "counter": counter, "number": number}
    query = urlencode({name: text for name, text in asked.items() if text is not None})
    with backend(options, configuration) as client:
        day = business_day(client, wanted and wanted.date())
        rows = client.call("GET", f"/days/{day}/log?{query}", list[LogRow])
    _show_log(options, rows, day, configuration.office.languages[0])


def _show_log(options: CommonOptions, rows: list[LogRow], day: date, language: str) -> None:
    import msgspec
    from tabulate import tabulate

    def text() -> str:
        if not rows:
            return translate("server.log.nothing", language, day=long_date(day, language))
        heads = [translate(f"server.log.{head}", language) for head in ("at", "who", "counter", "what")]
        lines = [
            (
                clock_seconds(row.at, language),
                row.staff or "",
                row.counter or "",
                localized(row.text, language) or row.kind,
            )
            for row in rows
        ]
        return tabulate(lines, heads, disable_numparse=True)

    options.print(msgspec.to_builtins(rows), text)
