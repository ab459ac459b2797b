"""``antrean rules``: try the operating rules out, see the plan of the days."""

from __future__ import annotations

from pathlib import Path

import click

from kiosk.cli.common import Common, common, refuse


@click.group()
def rules() -> None:
    """What may be issued and called, when and why."""


@rules.command("test")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@common
def test(given: Common, files: tuple[Path, ...]) -> None:
    """Check the decisions in case files; a line per failing case."""
    from kiosk.rules.cases import CaseError, Runner, read

    runner = Runner(given.configuration())
    passed = failed = 0
    for file in files:
        try:
            cases = read(file.read_bytes())
        except OSError as error:
            refuse(f"{file}: cannot be read: {error.strerror}")
        except CaseError as error:
            refuse(f"{file}: {error}")
        with click.progressbar(
            cases, label=file.name, hidden=len(cases) < 5_000, file=click.get_text_stream("stderr")
        ) as bar:
            for position, raw in enumerate(bar, 1):
                result = runner.run(raw, position)
                if result.problem:
                    failed += 1
                    click.echo(f"{file.name}: {result.id}: {result.problem}")
                else:
                    passed += 1
    click.echo(f"{passed} passed, {failed} failed")
    if failed:
        raise SystemExit(1)
