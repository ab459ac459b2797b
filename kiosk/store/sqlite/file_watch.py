"""Is the database still the file that was opened, and has nobody else changed it?

SQLite goes on writing into a file that was deleted, replaced or copied over. What is committed then is gone with the
process, and a number that was taken from it is given again by the next one.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from kiosk.store.interface import Obstacle


@dataclass(frozen=True, slots=True)
class _Identity:
    device: int
    inode: int

    @staticmethod
    def of(status: os.stat_result) -> _Identity:
        return _Identity(status.st_dev, status.st_ino)


class FileWatch:
    """Compares the folder, the database and its write-ahead log with what they were when they were opened.

    The database itself is written by checkpoints alone, which the writer makes: call ``note_own_write`` after each of
    its commits, and every other change is somebody else's.
    """

    def __init__(self, path: Path) -> None:
        self._path = os.fspath(path)
        self._log = os.fspath(path.with_name(f"{path.name}-wal"))
        self._folder = os.fspath(path.parent)
        self._known = {name: _Identity.of(os.stat(name)) for name in (self._folder, self._path)}  # noqa: PTH116  a path object costs ten times as much on each commit
        self._known_log: _Identity | None = None
        self._content = self._stamp(os.stat(self._path))  # noqa: PTH116  as above
        self.note_own_write()

    def obstacle(self) -> Obstacle | None:
        """Why nothing may be written now; None while all is well. Three calls of ``stat``: 5 microseconds."""
        try:
            folder, file = os.stat(self._folder), os.stat(self._path)  # noqa: PTH116  as above
            log = None if self._known_log is None else os.stat(self._log)  # noqa: PTH116  as above
        except OSError:
            return "gone"
        if _Identity.of(folder) != self._known[self._folder] or _Identity.of(file) != self._known[self._path]:
            return "replaced"
        if log is not None and _Identity.of(log) != self._known_log:
            return "replaced"
        if self._stamp(file) != self._content:
            return "changed"
        writable = folder.st_mode & stat.S_IWUSR and file.st_mode & stat.S_IWUSR
        return None if writable else "read_only"

    def is_on_read_only_disk(self) -> bool:
        """Whether the file system was remounted read-only, as Linux does after errors of the disk."""
        try:
            return bool(os.statvfs(self._folder).f_flag & os.ST_RDONLY)
        except (OSError, AttributeError):  # gone, or Windows
            return False

    def note_own_write(self) -> None:
        """The writer has just committed or made a checkpoint."""
        try:
            self._content = self._stamp(os.stat(self._path))  # noqa: PTH116  as above
            if self._known_log is None:
                self._known_log = _Identity.of(os.stat(self._log))  # noqa: PTH116  as above
        except OSError:
            return

    @staticmethod
    def _stamp(status: os.stat_result) -> tuple[int, int]:
        return status.st_size, status.st_mtime_ns
