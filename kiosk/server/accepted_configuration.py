"""The configuration that is in use, kept in the data folder: a restart takes no change that nobody has accepted.

``configuration-HASH/`` is a copy of the office's folder, ``configuration.json`` names the one in use. Both are written
before they are named, so that a power cut leaves the old one in use.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final

from kiosk.rules import Configuration, ConfigurationError, load
from printers.durable_file import sync_folder, write_atomically

_NAME: Final = "configuration.json"
_SUFFIXES: Final = (".toml", ".png")


class AcceptedConfiguration:
    """``folder`` is the office's own; ``data`` the data folder. Every method may raise ``OSError``."""

    def __init__(self, data: Path, folder: Path) -> None:
        self._data = data
        self._folder = folder

    def load(self, point: str) -> Configuration | None:
        """The configuration in use at the last stop; None for a new office, or where it does not have the point."""
        digest = self.digest
        if digest is None:
            return None
        try:
            found = load(self._copy(digest))
        except (ConfigurationError, OSError):  # of another version of this program, or damaged
            return None
        return found if point in found.points else None

    @property
    def digest(self) -> str | None:
        """Of the files in use; None before any was accepted."""
        return self._read().get("accepted")

    @property
    def declined(self) -> str | None:
        """Of the files that a supervisor did not want."""
        return self._read().get("declined")

    def digest_now(self) -> str:
        """Of the files in the office's folder."""
        whole = sha256()
        for name, content in self._files():
            whole.update(f"{name}\0{len(content)}\0".encode() + content)
        return whole.hexdigest()[:24]

    def accept(self, digest: str) -> None:
        """The files of the office's folder, whose digest was ``digest``, are in use from now on."""
        copy = self._copy(digest)
        draft = copy.with_suffix(".new")
        shutil.rmtree(draft, ignore_errors=True)
        for name, content in self._files():
            target = draft / name
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_atomically(target, content, mode=0o600)
        shutil.rmtree(copy, ignore_errors=True)
        draft.rename(copy)
        sync_folder(self._data)
        self._write({"accepted": digest})
        for old in self._data.glob("configuration-*"):
            if old != copy:
                shutil.rmtree(old, ignore_errors=True)

    def decline(self, digest: str) -> None:
        """The files of the office's folder are not wanted; the old ones stay in use, after a restart too."""
        self._write(self._read() | {"declined": digest})

    def _files(self) -> Iterator[tuple[str, bytes]]:
        for path in sorted(self._folder.rglob("*")):
            if path.suffix in _SUFFIXES and path.is_file():
                yield path.relative_to(self._folder).as_posix(), path.read_bytes()

    def _copy(self, digest: str) -> Path:
        return self._data / f"configuration-{digest}"

    def _read(self) -> dict[str, str]:
        try:
            return dict(json.loads((self._data / _NAME).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return {}

    def _write(self, value: dict[str, str]) -> None:
        write_atomically(self._data / _NAME, json.dumps(value).encode(), mode=0o600)
