"""``antrean pictures``: every screen as a file, drawn from fixed samples, never by hand."""

from __future__ import annotations

import os
from pathlib import Path

import click

import assets
from kiosk.cli.common import refuse


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), required=False)
@click.option("--only", default="", metavar="TEXT", help="Only those whose name holds this, such as visitor-home.")
@click.option("--full", is_flag=True, help="In the screens' own sizes and colours, not small ones for the README.")
def pictures(folder: Path | None, only: str, *, full: bool) -> None:
    """Draw every screen in both languages and three sizes into FOLDER (default: those of the README)."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_QUICK_BACKEND"] = "software"
    from ui.app import application
    from ui.pictures import save, table

    running = application()
    wanted = [picture for picture in table() if only in picture.name]
    if not wanted:
        refuse(f"--only: no picture's name holds {only!r}")
    target = folder or assets.folder("pictures")
    try:
        target.mkdir(parents=True, exist_ok=True)
        size = sum(save(picture, target, full=full).stat().st_size for picture in wanted)
    except OSError as error:
        refuse(f"{target}: {error.strerror}")
    click.echo(f"{len(wanted)} pictures, {size / 1e6:.1f} MB: {target}")
    del running
