"""The data folder is its owner's alone: 0700 for folders, 0600 for files, whatever the umask was."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

OURS: Final = (
    *("antrean*.db*", "server.json", "store.lock", "store.pid", "configuration.json", "configuration-*", "tls"),
    *("paired", "spool*", "paper", "print*", ".*.new", "windows"),
)
"""Names in the data folder that this program makes. Nothing else is touched: ``--data`` may name any folder."""
OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def make_private(data: Path) -> None:
    """Take from other users what an older version, or a copy made by hand, left open to them.

    The folder itself is closed where nothing but ours lies in it. What belongs to another user, and what a file system
    without permissions holds, stays as it is; ``exposed`` tells.
    """
    for path, mode in _open_to_others(data):
        with suppress(OSError):
            path.chmod(stat.S_IMODE(mode) & ~OTHERS)


def exposed(data: Path) -> list[Path]:
    """What of ours other users of this machine can reach; empty where the folder is closed to them."""
    found = [path for path, _ in _open_to_others(data)]
    with suppress(OSError):
        if not data.stat().st_mode & OTHERS:
            return []
    return found


def _open_to_others(data: Path) -> Iterator[tuple[Path, int]]:
    """What has a permission for others, and its mode; files before the folders that hold them."""
    if os.name != "posix":
        return
    try:
        names = sorted(path.name for path in data.iterdir())
    except OSError:
        return
    for name in names:
        if any(fnmatch(name, pattern) for pattern in OURS):
            yield from _within(data / name)
    if all(any(fnmatch(name, pattern) for pattern in OURS) for name in names):
        yield from _one(data)


def _within(path: Path) -> Iterator[tuple[Path, int]]:
    if path.is_dir() and not path.is_symlink():
        with suppress(OSError):
            for inner in sorted(path.iterdir()):
                yield from _within(inner)
    yield from _one(path)


def _one(path: Path) -> Iterator[tuple[Path, int]]:
    with suppress(OSError):
        mode = path.lstat().st_mode
        if mode & OTHERS and (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) and not mode & stat.S_ISVTX:
            yield path, mode
