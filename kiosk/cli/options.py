"""The options that several commands take."""

from __future__ import annotations

import functools
import json as jsonlib
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

import assets
from kiosk.cli.errors import Refused
from kiosk.cli.help import SectionOption
from kiosk.cli.installation.layout import MachineLayout
from kiosk.cli.installation.options_file import SERVE, OptionsFile
from kiosk.clock import Clock, SimulatedClock, SystemClock

if TYPE_CHECKING:
    from kiosk.rules import Configuration

EVERYWHERE: Final = frozenset({"config", "data", "point", "database", "printer", "json", "clock"})
"""Options that every command accepts, as the public contract says; the help shows them where they act."""
OFFICE: Final = ("config", "point", "json", "clock")
"""What acts on a command that reads the configuration alone."""
QUEUE: Final = ("config", "data", "point", "json", "clock")
"""What acts on a command that reads or changes the queue."""
PRINTER: Final = ("printer", "printer2")
PRIVATE_UMASK: Final = 0o077
"""Of commands that read or write the data folder: what they make, exports included, is for this user alone."""


@dataclass(frozen=True, slots=True)
class CommonOptions:
    """The values of the common options; an option that a command does not have holds its default."""

    config: Path
    data: Path
    point: str | None = None
    database: str | None = None
    printer: str | None = None
    printer2: str | None = None
    json: bool = False
    clock: Clock = field(default_factory=SystemClock)
    clock_start: datetime | None = None
    """Where a simulated clock starts; None for the machine's own clock."""
    config_is_given: bool = False
    """``--config`` stands on the command line."""

    def configuration(self) -> Configuration:
        """Load the configuration. Raises ``Refused`` with its errors, one a line."""
        from kiosk.operations.timed_load import load_within
        from kiosk.rules import ConfigurationError

        try:
            return load_within(self.config)
        except ConfigurationError as error:
            raise Refused(error.text(self.office_language())) from None

    def point_id(self, configuration: Configuration) -> str:
        """The chosen point, else the first one. Raises ``Refused`` for one that the configuration does not have."""
        if self.point is None:
            return next(iter(configuration.points))
        if self.point not in configuration.points:
            known = ", ".join(configuration.points)
            raise Refused(f"--point: there is no service point {self.point!r}; the configuration has {known}")
        return self.point

    def print(self, value: Any, text: Callable[[], str]) -> None:
        """Print the value as JSON with ``--json``, else the text."""
        click.echo(jsonlib.dumps(value, ensure_ascii=False, indent=2, default=str) if self.json else text())

    def office_language(self) -> str:
        """The office's first language, also where the rest of the file is wrong; English where none is named."""
        import re

        from kiosk.wording.translate import FALLBACK

        file = self.config / "antrean.toml"
        try:
            text = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
        except (OSError, ValueError):
            return FALLBACK
        named = re.search(r"^\s*languages\s*=\s*\[\s*[\"']([a-z]{2,3})[\"']", text, re.MULTILINE)
        return named[1] if named else FALLBACK


def _instant(_context: click.Context, _option: click.Parameter, value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        instant = datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a time; write it like 2026-09-12T10:00:00+07:00") from None
    if not 1970 <= instant.year <= 9990:
        raise click.BadParameter(f"{value!r} is too far away; years from 1970 to 9990 can be simulated")
    return instant


def _on_the_offices_clock(wall: datetime, config: Path) -> datetime:
    """A time without an offset as the office's clock shows it; as this machine's where the office names no zone."""
    import re
    from zoneinfo import ZoneInfo

    file = config / "antrean.toml"
    try:
        text = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
        named = re.search(r"^\s*timezone\s*=\s*[\"']([^\"']+)[\"']", text, re.MULTILINE)
        return wall.replace(tzinfo=ZoneInfo(named[1])) if named else wall.astimezone()
    except (OSError, ValueError, KeyError):
        return wall.astimezone()


def data_folder(*, simulated: bool) -> Path:
    """The platform's data folder, or the one beside it that holds what a simulated clock made."""
    from platformdirs import user_data_path

    return user_data_path("antrean-simulated" if simulated else "antrean", appauthor=False)


def installation() -> MachineLayout | None:
    """What ``antrean setup`` made of this machine, where the packages' own ``antrean`` runs and may read and write it.

    Then a command's defaults are the service's: an administrator's ``antrean doctor`` is about what visitors see. The
    packages' program says by ``ANTREAN_ROOT`` that it is that one.
    """
    import os

    root = os.environ.get("ANTREAN_ROOT")
    if not root:
        return None
    layout = MachineLayout(Path(root))
    readable = os.access(layout.office / "antrean.toml", os.R_OK)
    return layout if readable and os.access(layout.data, os.R_OK | os.W_OK | os.X_OK) else None


_PATH = click.Path(path_type=Path)
_SPECIFICATIONS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "config": ("Office", {"type": _PATH, "help": "Folder of the configuration; default: the shipped Bekasi office."}),
    "data": ("Office", {"type": _PATH, "help": "Folder of the data; default: this user's own, another with --clock."}),
    "point": ("Office", {"help": "The service point; default: the first one."}),
    "database": ("Office", {"help": "SQLite in the data folder is the only database of this version."}),
    "printer": ("Printer", {"help": "Printer URL, such as tcp://HOST:9100, file:///PATH or virtual:"}),
    "printer2": ("Printer", {"help": "Prints where --printer cannot."}),
    "clock": ("Simulation", {"callback": _instant, "help": "Simulate: start at this ISO time, on data of its own."}),
    "clock_speed": (
        "Simulation",
        {
            "type": click.FloatRange(0.1, 3600),
            "default": 1.0,
            "show_default": True,
            "help": "Run it this many times as fast.",
        },
    ),
    "json": ("Output", {"is_flag": True, "help": "Answer as JSON."}),
}
VALUED: Final = frozenset(f"--{name.replace('_', '-')}" for name in _SPECIFICATIONS if name != "json")
"""The common options that a value follows."""


def common_options(*acting: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add the common options; the command receives their values as one ``CommonOptions``, its first argument.

    ``acting``: those that act on this command. The others of ``EVERYWHERE`` are accepted and not shown.
    """

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(command)
        def wrapped(**arguments: Any) -> Any:
            values = {name: arguments.pop(name, None) for name in _SPECIFICATIONS}
            before = os.umask(PRIVATE_UMASK) if "data" in acting else None
            try:
                return command(_collected(values), **arguments)
            finally:
                if before is not None:
                    os.umask(before)

        decorated: Callable[..., Any] = wrapped
        for name in reversed(_SPECIFICATIONS):
            if name in acting or name in EVERYWHERE:
                section, attributes = _SPECIFICATIONS[name]
                hidden = name not in acting
                option = click.option(
                    f"--{name.replace('_', '-')}", name, cls=SectionOption, section=section, hidden=hidden, **attributes
                )
                decorated = option(decorated)
        return decorated

    return decorate


def _collected(values: dict[str, Any]) -> CommonOptions:
    start: datetime | None = values.pop("clock")
    speed: float | None = values.pop("clock_speed")
    config: Path | None = values.pop("config")
    data: Path | None = values.pop("data")
    machine = installation()
    office = config or (machine.office if machine else assets.folder("config/bekasi"))
    if start is not None and start.tzinfo is None:
        start = _on_the_offices_clock(start, office)
    if machine is not None and config is None and values["point"] is None:
        values["point"] = OptionsFile(machine.options).option(SERVE, "--point")
    real = machine.data if machine else data_folder(simulated=False)
    return CommonOptions(
        config=office,
        data=data or (real if start is None else data_folder(simulated=True)),
        json=bool(values.pop("json")),
        clock_start=start,
        clock=SimulatedClock(start, speed or 1.0) if start else SystemClock(),
        config_is_given=config is not None,
        **values,
    )
