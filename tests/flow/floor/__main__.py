"""``python -m tests.flow.floor --minutes 10 --seed 1``: a whole day of a whole floor, fifty times as fast."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import click

from tests.flow.floor.judge import judge, table
from tests.flow.floor.run import play


@click.command()
@click.option("--minutes", default=10.0, show_default=True, help="Real ones; ten are a day of eight hours.")
@click.option("--seed", default=1, show_default=True, help="The same seed: the same visitors and the same faults.")
@click.option("--keep", type=click.Path(path_type=Path), help="Leave the data folder here.")
def main(*, minutes: float, seed: int, keep: Path | None) -> None:
    """Eight counters, three kiosks, fifty boards and a drawn one under cuts and kills; exit 1 for a broken promise."""
    folder = keep or Path(tempfile.mkdtemp(prefix="antrean-floor-"))
    folder.mkdir(parents=True, exist_ok=True)
    live = sys.stderr.isatty()

    def say(line: str) -> None:
        click.echo(f"\r{line}\x1b[K" if live else line, nl=not live, err=True)

    try:
        result = play(folder, minutes * 60, seed, say, window=True)
        verdict = judge(folder, result)
    finally:
        if keep is None:
            shutil.rmtree(folder, ignore_errors=True)
    click.echo(f"\n{table(result, verdict)}")
    sys.exit(1 if verdict.faults else 0)


if __name__ == "__main__":
    main()
