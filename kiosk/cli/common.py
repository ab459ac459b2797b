"""The options that every command takes, and how a command ends."""

from __future__ import annotations

import functools
import json as jsonlib
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

import assets
from kiosk.clock import Clock, SimulatedClock, SystemClock

if TYPE_CHECKING:
    from kiosk.rules import Configuration

VALUED = frozenset({"--config", "--data", "--point", "--database", "--printer", "--clock", "--clock-speed"})
"""Of the options of ``common``, those that a value follows."""


class Refused(click.ClickException):
    """The command was understood and could not be done: one line on standard error, exit code 1."""

    def show(self, file: Any = None) -> None:  # noqa: ARG002  the base class passes it
        click.echo(f"antrean: {self.message}", err=True)


@dataclass(frozen=True, slots=True)
class CommonOptions:
    """What ``--config``, ``--data``, ``--point``, ``--database``, ``--printer``, ``--printer2``, ``--json`` and
    ``--clock`` said.
    """

    config: Path
    data: Path
    point: str | None
    database: str | None
    printer: str | None
    json: bool
    clock_start: datetime | None
    printer2: str | None = None
    clock: Clock = field(default_factory=SystemClock)

    def configuration(self) -> Configuration:
        """Load the configuration or end the command with its errors, one a line."""
        from kiosk.rules import ConfigurationError, load

        try:
            return load(self.config)
        except ConfigurationError as error:
            raise Refused(str(error)) from None

    def point_id(self, configuration: Configuration) -> str:
        """The chosen point, else the first one."""
        if self.point is None:
            return next(iter(configuration.points))
        if self.point not in configuration.points:
            known = ", ".join(configuration.points)
            raise Refused(f"--point: there is no service point {self.point!r}; the configuration has {known}")
        return self.point

    def print(self, value: Any, text: Callable[[], str]) -> None:
        """The value as JSON where ``--json`` was given, else the text."""
        click.echo(jsonlib.dumps(value, ensure_ascii=False, indent=2, default=str) if self.json else text())


def _instant(_context: click.Context, _option: click.Parameter, value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        instant = datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a time; write it like 2026-09-12T10:00:00+07:00") from None
    if not 1970 <= instant.year <= 9990:
        raise click.BadParameter(f"{value!r} is too far away; years from 1970 to 9990 can be simulated")
    return instant if instant.tzinfo else instant.astimezone()


def _data_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("antrean", appauthor=False)


def common_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of the contract; the command receives them as one ``Common`` first argument."""

    @click.option("--config", type=click.Path(path_type=Path), default=None, help="Folder of the configuration.")
    @click.option("--data", type=click.Path(path_type=Path), default=None, help="Folder of the data.")
    @click.option("--point", default=None, help="The service point; default: the first one.")
    @click.option("--database", default=None, help="postgresql://... ; default: SQLite in the data folder.")
    @click.option("--printer", default=None, help="Printer URL, such as tcp://HOST:9100, file:///PATH or virtual:")
    @click.option("--printer2", default=None, help="Stands in where --printer cannot print.")
    @click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
    @click.option("--clock", "clock_start", callback=_instant, default=None, help="Simulate: start at this ISO time.")
    @click.option("--clock-speed", type=click.FloatRange(0.1, 3600), default=1.0, help="... and run this fast.")
    @functools.wraps(command)
    def wrapped(
        *,
        config: Path | None,
        data: Path | None,
        point: str | None,
        database: str | None,
        printer: str | None,
        printer2: str | None,
        as_json: bool,
        clock_start: datetime | None,
        clock_speed: float,
        **arguments: Any,
    ) -> Any:
        given = CommonOptions(
            config=config or assets.folder("config/bekasi"),
            data=data or _data_folder(),
            point=point,
            database=database,
            printer=printer,
            printer2=printer2,
            json=as_json,
            clock_start=clock_start,
            clock=SimulatedClock(clock_start, clock_speed) if clock_start else SystemClock(),
        )
        return command(given, **arguments)

    return wrapped


def office_language(given: CommonOptions) -> str:
    """The office's first language, also where the rest of its configuration is wrong; English where none is named."""
    import tomllib

    from kiosk.wording.translate import FALLBACK

    try:
        named = tomllib.loads((given.config / "antrean.toml").read_text(encoding="utf-8"))["office"]["languages"][0]
    except (OSError, ValueError, LookupError, TypeError):
        return FALLBACK
    return named if isinstance(named, str) else FALLBACK


def need_screen(instead: str = "`antrean serve` runs the server alone") -> None:
    """End the command where no window could be shown; ``instead`` is what works there."""
    shown = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in shown):
        command = click.get_current_context().info_name
        starter = "make" if command in {"run", "demo"} else "antrean"
        refuse(
            "there is no screen in this session. "
            f"`xvfb-run -a {starter} {command}` draws on one that nobody sees; {instead}"
        )


def refuse(message: str) -> NoReturn:
    """End the command with one line and exit code 1."""
    raise Refused(message)
