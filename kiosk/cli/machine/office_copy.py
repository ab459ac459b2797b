"""The office's configuration, copied to where the service reads it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from kiosk.cli.installation.layout import copy_of
from printers.durable_file import write_atomically

MAIN: Final = "antrean.toml"
"""Written last, so that a server that follows the folder reads it when all else is there."""
MOST_BYTES: Final = 64_000_000
"""Of a whole configuration, with its logo and recordings; a folder that holds more is not one."""


class NotAnOfficeError(Exception):
    """One line that says why the folder is not copied."""


def copy_office(source: Path, target: Path, previous: Path) -> bool:
    """Make ``target`` hold what ``source`` holds, and keep what was there in ``previous``; False where both are equal.

    A file is replaced whole or not at all. Raises ``OSError`` and ``NotAnOfficeError``.
    """
    wanted = _content(source)
    there = _content(target) if target.is_dir() else {}
    if wanted == there:
        return False
    if there:
        copy_of(target, previous)
    for name in sorted(wanted, key=lambda name: (name == MAIN, name)):
        if there.get(name) != wanted[name]:
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
            write_atomically(path, wanted[name], mode=0o644)
    for name in there.keys() - wanted.keys():
        (target / name).unlink(missing_ok=True)
    return True


def _content(folder: Path) -> dict[str, bytes]:
    """Every file below the folder but hidden ones, by its path in it."""
    found: dict[str, bytes] = {}
    size = 0
    for where, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = Path(where, name)
            if name.startswith(".") or not path.is_file():
                continue
            size += path.stat().st_size
            if size > MOST_BYTES:
                raise NotAnOfficeError(
                    f"{folder} holds more than {MOST_BYTES // 1_000_000} MB; name the folder of the configuration alone"
                )
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found
