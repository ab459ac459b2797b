"""``antrean backup``: a copy of the data while the service runs."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import click

from kiosk.cli.errors import refuse
from kiosk.cli.help import command
from kiosk.cli.options import QUEUE, CommonOptions, common_options

POLL_S = 0.05


@command()
@common_options(*QUEUE)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Replace FILE where it is there already.")
def backup(options: CommonOptions, file: Path, *, force: bool) -> None:
    """Write a consistent, verified copy to FILE, which is not in the data folder."""
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
