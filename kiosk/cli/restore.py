"""``antrean restore``: put a backup in the place of the data, numbers going on above all that were printed."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk.cli.errors import refuse
from kiosk.cli.help import command
from kiosk.cli.options import CommonOptions, common_options


@command()
@common_options("config", "data", "json", "clock")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--last-number",
    type=click.IntRange(min=0),
    default=0,
    help="The highest number seen on a ticket of today, such as 123, where the old data cannot tell.",
)
def restore(options: CommonOptions, file: Path, last_number: int) -> None:
    """Replace the data by the backup FILE; the data that was there is kept beside it. Stop the service first."""
    from kiosk.rules import Rules
    from kiosk.server.preflight import CannotStartError, check_content
    from kiosk.store import restore as restore_store
    from kiosk.store.interface import StoreError

    day = Rules(options.configuration()).business_date(options.clock.now())
    try:
        check_content(options.data, options.database, options.clock)
        done = restore_store(
            file.absolute(), options.data, options.database, options.clock, day=day, last_number=last_number
        )
    except (CannotStartError, StoreError) as error:
        refuse(str(error))
    numbers = {letter: number + 1 for letter, number in done.numbers_above.items()}
    answer = {"epoch": done.epoch, "kept": str(done.kept) if done.kept else None, "next_numbers": numbers}

    def text() -> str:
        lines = [f"{file} is restored into {options.data}"]
        lines += [f"kept what was there: {done.kept}"] if done.kept else []
        lines += [f"next number of {_whose(letter)} today: {number}" for letter, number in sorted(numbers.items())]
        return "\n".join(lines)

    options.print(answer, text)


def _whose(letter: str) -> str:
    return "every letter" if letter == "*" else letter
