"""``antrean backup``: a copy of the data while the service runs."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kiosk.cli.common import CommonOptions, common_options, refuse

if TYPE_CHECKING:
    from kiosk.client.http_client import Client

POLL_S = 0.1


@click.command()
@common_options
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Replace FILE where it is there already.")
def backup(given: CommonOptions, file: Path, *, force: bool) -> None:
    """Write a consistent, verified copy to FILE, which is not in the data folder."""
    from kiosk.cli.backend import alone, refusals, running

    configuration = given.configuration()
    language = configuration.office.languages[0]
    target = file.absolute()
    client = running(given, language)
    with _progress(str(file)) as tell:
        if client is not None:
            with client, refusals(None, language):
                _through_server(client, target, tell, force=force)
        else:
            with alone(given, configuration) as point:
                point.store.backup(target, tell, force=force)
    size = target.stat().st_size
    given.print({"file": str(target), "bytes": size}, lambda: f"{target}: {size:,} bytes")


@contextmanager
def _progress(label: str) -> Generator[Callable[[float], None]]:
    """A bar for a person; nothing for a program, which reads lines."""
    if not sys.stderr.isatty():
        yield lambda _progress: None
        return
    with click.progressbar(length=1000, label=label, file=sys.stderr) as bar:
        yield lambda progress: bar.update(round(progress * 1000) - bar.pos)


def _through_server(client: Client, target: Path, tell: Callable[[float], None], *, force: bool) -> None:
    from kiosk.contract.system import BackupView, StartBackup

    view = client.call("POST", "/backup", BackupView, body=StartBackup(target=str(target), force=force))
    while not view.done:
        time.sleep(POLL_S)
        view = client.call("GET", "/backup", BackupView)
        tell(view.progress)
    if view.problem is not None:
        refuse(view.problem)
