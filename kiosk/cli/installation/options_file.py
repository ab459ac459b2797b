"""``/etc/antrean/options``: what the units hand to the programs. An environment file of systemd (``systemd.exec(5)``).

A person may write in it as well: comments, unknown names and options that setup does not ask about stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from printers.durable_file import write_atomically

ROLES: Final = "ANTREAN_ROLES"
"""Of this machine, as setup was told: ``server,kiosk``."""
SERVE: Final = "ANTREAN_SERVE"
"""Options of ``antrean serve``."""
ROTATE: Final = "ANTREAN_ROTATE"
"""Degrees by which the picture is turned clockwise: 90, 180 or 270."""
BACKUP_FOLDER: Final = "ANTREAN_BACKUP_FOLDER"
UPDATE_FROM: Final = "ANTREAN_UPDATE_FROM"
"""A folder of packages, or ``apt``."""
_WINDOW: Final = {"visitor": "ANTREAN_VISITOR", "counter": "ANTREAN_COUNTER", "board": "ANTREAN_BOARD"}
_LINE: Final = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_]*)=(.*)")
_HEADING: Final = "# Settings of Antrean's services. `antrean setup` changes them; what else is written here stays.\n"


def window_options(window: str) -> str:
    """The name of the options of a window's command."""
    return _WINDOW[window]


class OptionsFile:
    """The file in memory, until ``save``."""

    def __init__(self, path: Path) -> None:
        """Raises ``OSError``, not where there is no file yet."""
        self._path = path
        try:
            self._lines = path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            self._lines = []
        self._before = list(self._lines)

    @property
    def changed(self) -> set[str]:
        """The names whose value differs from that in the file."""
        old, new = _values(self._before), _values(self._lines)
        return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}

    def get(self, name: str) -> str | None:
        return _values(self._lines).get(name)

    def put(self, name: str, value: str | None) -> None:
        """None takes the name away."""
        if value == self.get(name):
            return
        lines: list[str] = []
        for line in self._lines:
            found = _LINE.fullmatch(line)
            if found is None or found[1] != name:
                lines.append(line)
            elif value is not None:
                lines.append(f"{name}={value}")
        is_new = value is not None and self.get(name) is None
        self._lines = [*lines, f"{name}={value}"] if is_new else lines

    def words(self, name: str) -> list[str]:
        return (self.get(name) or "").split()

    def put_option(self, name: str, option: str, value: str | None) -> None:
        """Give one option in a list of command-line options this value, and leave the others; None takes it away."""
        said = [] if value is None else [option, value]
        before, after = _around(self.words(name), option)
        self.put(name, " ".join([*before, *said, *after]) or None)

    def option(self, name: str, option: str) -> str | None:
        words = self.words(name)
        for at, word in enumerate(words):
            if word == option:
                return words[at + 1] if at + 1 < len(words) else None
            if word.startswith(f"{option}="):
                return word.partition("=")[2]
        return None

    def save(self) -> None:
        """Raises ``OSError``."""
        if self._lines != self._before or not self._path.exists():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            head = "" if self._before else _HEADING
            write_atomically(self._path, (head + "".join(f"{line}\n" for line in self._lines)).encode(), mode=0o644)
            self._before = list(self._lines)


def _values(lines: Sequence[str]) -> dict[str, str]:
    found = (_LINE.fullmatch(line) for line in lines)
    return {one[1]: one[2].strip().strip("\"'") for one in found if one is not None}


def _around(words: Sequence[str], option: str) -> tuple[list[str], list[str]]:
    """The words before an option and its value, and those after; all of them before where it is not there."""
    left: list[str] = []
    place: int | None = None
    at = 0
    while at < len(words):
        if words[at] == option or words[at].startswith(f"{option}="):
            place = len(left) if place is None else place
            at += 2 if words[at] == option else 1
        else:
            left.append(words[at])
            at += 1
    return (left, []) if place is None else (left[:place], left[place:])
