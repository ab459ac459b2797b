"""``antrean restore``: put a backup in the place of the data, numbers going on above all that were printed."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk.cli.errors import refuse
from kiosk.cli.help import command
from kiosk.cli.installation.layout import give_to_owner_of
from kiosk.cli.options import CommonOptions, common_options
from kiosk.cli.restore_drill import practise


@command()
@common_options("config", "data", "point", "json", "clock")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option(
    "--last-number",
    type=click.IntRange(min=0),
    default=0,
    help="The highest number seen on a ticket of today, such as 123, where the old data cannot tell.",
)
@click.option(
    "--check",
    is_flag=True,
    help="Only try it: restore FILE, or the newest one of that folder or of the evening's backups, beside the data.",
)
def restore(options: CommonOptions, file: Path | None, last_number: int, *, check: bool) -> None:
    """Replace the data by the backup FILE; the data that was there is kept beside it. Stop the service first.

    With --check nothing is replaced and the service goes on; `antrean doctor` shows when that was last done.
    """
    if check:
        practise(options, file)
        return
    if file is None:
        raise click.UsageError("write which backup: a FILE, or --check to try the newest one")
    _replace(options, file, last_number)


def _replace(options: CommonOptions, file: Path, last_number: int) -> None:
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
        give_to_owner_of(options.data)
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
