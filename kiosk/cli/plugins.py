"""Commands and parts that other packages bring, found by the entry points of the installed distribution.

Nothing in ``kiosk`` imports a window: ``ui`` registers its commands in ``pyproject.toml``, in the groups below. A base
installation has no Qt; ``MissingExtraError`` says there what to install.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.metadata import EntryPoint, PackageNotFoundError, distribution
from typing import Any, Final

COMMANDS: Final = "antrean.commands"
"""Commands of ``antrean``, by name: each is a ``click.Command``."""
CHECKS: Final = "antrean.doctor"
"""Checks of ``antrean doctor``: each is called with a language and yields ``doctor_machine.Finding``."""
PARTS: Final = "antrean.parts"
"""Anything else, by a name that its user knows, such as ``printer-window``."""
EXTRA: Final = "windows"


class MissingExtraError(Exception):
    """A library of the extra that brings windows is not installed; the message is one line that names the extra."""

    def __init__(self, wanted: str, library: str | None) -> None:
        super().__init__(
            f"{wanted}: this installation has no windows ({library} is missing). "
            f"Install the extra that brings them: pip install 'antrean[{EXTRA}]'"
        )


@cache
def _found() -> tuple[EntryPoint, ...]:
    try:
        return tuple(distribution("antrean").entry_points)
    except PackageNotFoundError:
        return ()


def names(group: str) -> list[str]:
    """The names in a group, in alphabetical order."""
    return sorted(entry.name for entry in _found() if entry.group == group)


def load(group: str, name: str) -> Any:
    """The object of an entry point. Raises ``LookupError`` for an unknown name, and ``MissingExtraError``."""
    for entry in _found():
        if entry.group == group and entry.name == name:
            try:
                return entry.load()
            except ModuleNotFoundError as error:
                raise MissingExtraError(name, error.name) from None
    raise LookupError(name)


def all_of(group: str) -> Iterator[Any]:
    """Every object of a group that can be loaded here, in the order of their names."""
    for name in names(group):
        try:
            yield load(group, name)
        except MissingExtraError:
            continue
