"""``python -m tests.bench``: every figure of the project in one table."""

from __future__ import annotations

import importlib
import json
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import click

from tests.bench.chart import draw
from tests.bench.machine import describe
from tests.bench.settings import Settings
from tests.bench.table import Row, as_json, text, write
from tests.flow.child import ROOT

GROUPS = ("rules", "forecast", "receipt", "startup", "throughput", "events", "windows")


@click.command()
@click.option("--quick", is_flag=True, help="One turn and little history: is every figure still there?")
@click.option("--huge", is_flag=True, help="Also with 10,000,000 old tickets; takes minutes and 10 GB of disk.")
@click.option("--only", multiple=True, type=click.Choice(GROUPS), help="One group of figures; may be given again.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Also write the figures here as JSON.")
@click.option("--chart", type=click.Path(path_type=Path), help="Also draw the throughput here as SVG.")
@click.option("--write", "into_page", is_flag=True, help="Also put the table into tests/README.md.")
@click.option("--folder", type=click.Path(path_type=Path), help="Work on this disk; default: that of temporary files.")
def main(
    *,
    quick: bool,
    huge: bool,
    only: tuple[str, ...],
    json_file: Path | None,
    chart: Path | None,
    into_page: bool,
    folder: Path | None,
) -> None:
    """Measure, and print one table. Only ratios within one run compare across machines."""
    work = Path(tempfile.mkdtemp(prefix="antrean-bench-", dir=folder))
    settings = Settings(work)
    if quick:
        settings = replace(settings, repetitions=1, requests=300, histories=(0, 10_000), listeners=(50,), taps=20)
    if huge:
        settings = replace(settings, histories=(*settings.histories, 10_000_000))
    machine = describe(work)
    rows: list[Row] = []
    try:
        for group in only or GROUPS:
            click.echo(f"measuring {group} ...", err=True)
            rows += importlib.import_module(f"tests.bench.{group}").measure(settings)
    finally:
        shutil.rmtree(work, ignore_errors=True)
        if rows:
            click.echo(text(machine, rows))
    if json_file:
        json_file.write_text(json.dumps(as_json(machine, rows), indent=2), encoding="utf-8")
    if chart:
        chart.write_text(draw(machine, rows), encoding="utf-8")
    if into_page:
        write(ROOT / "tests" / "README.md", machine, rows)


if __name__ == "__main__":
    main()
