"""``python -m tests.attack``: every attack in its long form, and what held, in one table."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from pathlib import Path

import click
from tabulate import tabulate

from tests.attack.registry import Attack, Extent, Finding, all_attacks

Row = tuple[str, str, str, str, str, str]


@click.command()
@click.argument("words", nargs=-1)
@click.option("--short", is_flag=True, help="The forms that the suite runs.")
@click.option("--seed", default=1, show_default=True)
@click.option("--list", "only_list", is_flag=True, help="Name the attacks and run none.")
def main(*, words: Sequence[str], short: bool, seed: int, only_list: bool) -> None:
    """Attack real servers and print a table. WORDS: only attacks whose name holds one. Exit 1: one got through."""
    chosen = [one for one in all_attacks() if not words or any(word in one.name for word in words)]
    if only_list:
        click.echo("\n".join(one.name for one in chosen))
        return
    rows: list[Row] = []
    for one in chosen:
        if short and one.long_only:
            continue
        click.echo(f"{one.name} ...", err=True)
        rows += _rows(one, long=not short, seed=seed)
    click.echo(tabulate(rows, headers=("attack", "row", "what", "seen", "wanted", "held"), tablefmt="github"))
    missed = sum(row[-1] == "NO" for row in rows)
    click.echo(f"\n{len(rows) - missed} held, {missed} did not")
    sys.exit(1 if missed or not rows else 0)


def _rows(one: Attack, *, long: bool, seed: int) -> list[Row]:
    folder = Path(tempfile.mkdtemp(prefix="antrean-attack-"))
    began = time.monotonic()
    found: list[Finding] = []
    try:
        found += one.run(Extent(long, folder, seed))
    except Exception as error:  # noqa: BLE001  the other attacks are still to be run
        traceback.print_exc()
        found.append(Finding("the attack itself", f"{type(error).__name__}: {error}", "runs to its end", held=False))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    click.echo(f"    {time.monotonic() - began:.1f} s", err=True)
    row = "" if one.row is None else str(one.row)
    return [(one.name, row, each.what, each.seen, each.wanted, "yes" if each.held else "NO") for each in found]


if __name__ == "__main__":
    main()
