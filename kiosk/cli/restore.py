"""``antrean restore``: put a backup in the place of the data, numbers going on above all that were printed."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk.cli.common import CommonOptions, common_options, refuse


@click.command()
@common_options
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--last-number",
    type=click.IntRange(min=0),
    default=0,
    help="The highest number seen on a ticket of today, such as 123, where the old data cannot tell.",
)
def restore(given: CommonOptions, file: Path, last_number: int) -> None:
    """Replace the data by the backup FILE; the data that was there is kept beside it. Stop the service first."""
    from kiosk.rules import Rules
    from kiosk.store import restore as restore_store
    from kiosk.store.interface import StoreError

    day = Rules(given.configuration()).business_date(given.clock.now())
    try:
        done = restore_store(file.absolute(), given.data, given.database, given.clock, day=day, last_number=last_number)
    except StoreError as error:
        refuse(str(error))
    numbers = {letter: number + 1 for letter, number in done.numbers_above.items()}
    answer = {"epoch": done.epoch, "kept": str(done.kept) if done.kept else None, "next_numbers": numbers}

    def text() -> str:
        lines = [f"{file} is restored into {given.data}"]
        lines += [f"kept what was there: {done.kept}"] if done.kept else []
        lines += [f"next number of {_whose(letter)} today: {number}" for letter, number in sorted(numbers.items())]
        return "\n".join(lines)

    given.print(answer, text)


def _whose(letter: str) -> str:
    return "every letter" if letter == "*" else letter
