"""``antrean estimate``: quoted waits, replayed for given states."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from kiosk.cli.errors import refuse
from kiosk.cli.help import group
from kiosk.cli.options import CommonOptions, common_options

_FILE = click.Path(path_type=Path, dir_okay=False)


@group()
def estimate() -> None:
    """How long visitors are told to wait, and how often that held."""


@estimate.command()
@common_options()
@click.argument("states", type=_FILE)
@click.option("--out", type=_FILE, required=True, help="Where the quotes are written: one JSON object a line.")
def replay(options: CommonOptions, states: Path, out: Path) -> None:
    """Quote a range for each state of a file, as the server would: the same states give the same bytes."""
    part = out.with_name(f"{out.name}.part")
    try:
        with part.open("w", encoding="utf-8") as target:
            count = 0
            for quoted in _quotes(states):
                target.write(json.dumps(quoted) + "\n")
                count += 1
        part.replace(out)
    except OSError as error:
        refuse(f"--out {out}: cannot be written: {error.strerror}")
    finally:
        part.unlink(missing_ok=True)
    options.print({"quotes": count, "file": str(out)}, lambda: f"{out}: {count}")


def _quotes(states: Path) -> Iterator[dict[str, Any]]:
    from kiosk.forecast.replay import PointReplay

    points: dict[str, PointReplay] = {}
    for number, state in _states(states):
        where = f"{states}, line {number}"
        try:
            history = str(state["history"])
            if history not in points:
                points[history] = PointReplay(_history(states.parent / history))
            yield points[history].quote(state)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            refuse(f"{where}: is no state of a service point: {type(error).__name__} {error}")


def _states(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        with file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, json.loads(line)
    except (OSError, UnicodeDecodeError) as error:
        refuse(f"{file}: cannot be read: {getattr(error, 'strerror', None) or error}")
    except json.JSONDecodeError as error:
        refuse(f"{file}: is not one JSON object a line: {error}")


def _history(file: Path) -> dict[str, Any]:
    try:
        return json.loads(file.read_bytes())
    except OSError as error:
        refuse(f"{file}: the history of the states cannot be read: {error.strerror}")
    except ValueError as error:
        refuse(f"{file}: the history of the states is not JSON: {error}")
