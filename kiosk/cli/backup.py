"""``antrean backup``: a copy of the data while the service runs."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import cast

import click

from kiosk.cli.backup_rotation import KEEP, Keep, file_name, remove_superseded
from kiosk.cli.errors import refuse
from kiosk.cli.help import command
from kiosk.cli.options import QUEUE, CommonOptions, common_options

POLL_S = 0.05


@command()
@common_options(*QUEUE)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option("--force", is_flag=True, help="Replace FILE where it is there already.")
@click.option(
    "--rotate",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Instead of FILE: a new file in FOLDER; older ones are thinned out.",
)
@click.option("--keep-days", type=click.IntRange(1, 366), default=KEEP.days, show_default=True, help="With --rotate.")
@click.option("--keep-weeks", type=click.IntRange(0, 520), default=KEEP.weeks, show_default=True, help="With --rotate.")
@click.option(
    "--keep-months", type=click.IntRange(0, 240), default=KEEP.months, show_default=True, help="With --rotate."
)
def backup(options: CommonOptions, file: Path | None, *, force: bool, rotate: Path | None, **keep: int) -> None:
    """Write a consistent, verified copy to FILE, which is not in the data folder.

    With --rotate the newest copy of each of the last days, weeks and months stays, none for longer than the tickets.
    """
    if (file is None) == (rotate is None):
        raise click.UsageError("write where the copy goes: a FILE, or --rotate FOLDER")
    if file is not None:
        _write(options, file, force=force)
        return
    _rotate(
        options, cast("Path", rotate), Keep(keep["keep_days"], keep["keep_weeks"], keep["keep_months"]), force=force
    )


def _rotate(options: CommonOptions, folder: Path, keep: Keep, *, force: bool) -> None:
    """A new copy in the folder, and the old ones thinned out."""
    configuration = options.configuration()
    point = options.point_id(configuration)
    now = options.clock.now().astimezone(configuration.office.timezone)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        refuse(f"--rotate {folder}: {error.strerror or error}")
    _write(options, folder / file_name(point, now), force=force)
    oldest = (now - timedelta(days=configuration.privacy.ticket_days)).date()
    try:
        gone = remove_superseded(folder, point, keep, oldest=oldest)
    except OSError as error:
        refuse(f"--rotate {folder}: an old backup could not be removed: {error.strerror or error}")
    if not options.json:
        for path in gone:
            click.echo(f"{path}: removed")


def _write(options: CommonOptions, file: Path, *, force: bool) -> None:
    """One verified copy, with its size printed; ends the command where it fails."""
    from kiosk.cli.backend import backend
    from kiosk.contract.system import BackupView, StartBackup

    target = file.absolute()
    with _progress_bar(str(file)) as show, backend(options, options.configuration()) as client:
        view = client.call("POST", "/backup", BackupView, body=StartBackup(target=str(target), force=force))
        while not view.done:
            time.sleep(POLL_S)
            view = client.call("GET", "/backup", BackupView)
            show(view.progress)
    if view.problem is not None:
        refuse(view.problem)
    size = target.stat().st_size
    options.print({"file": str(target), "bytes": size}, lambda: f"{target}: {size:,} bytes")


@contextmanager
def _progress_bar(label: str) -> Generator[Callable[[float], None]]:
    """A bar on a terminal; nothing for a program, which reads lines."""
    if not sys.stderr.isatty():
        yield lambda _progress: None
        return
    with click.progressbar(length=1000, label=label, file=sys.stderr) as bar:
        yield lambda progress: bar.update(round(progress * 1000) - bar.pos)
