"""A printer inside this program: what it is given is drawn from its bytes and kept as PNG pages."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from printers.interpreter import Interpreter
from printers.profile import Profile
from printers.transports.base import TransportError

KEEP = 200
"""Pages that are kept; older ones are deleted."""


class VirtualTransport:
    """Bytes become ``YYYYMMDD-HHMMSS-ffffff.png`` in the folder, one page for each cut."""

    answers = False
    keeps = True

    def __init__(self, folder: Path, profile: Profile) -> None:
        self._folder = folder
        self._interpreter = Interpreter(profile.dots)

    def open(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise TransportError(f"cannot use {self._folder}: {error.strerror}") from None

    def write(self, data: bytes) -> None:
        self._interpreter.feed(data)

    def read(self, timeout_s: float) -> bytes:  # noqa: ARG002  it has no trouble to tell of
        return b""

    def finish(self) -> None:
        try:
            for page in self._interpreter.take_pages():
                name = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f.png")
                fresh = self._folder / f"{name}.new"
                page.save(fresh, format="PNG")
                os.replace(fresh, self._folder / name)  # noqa: PTH105  atomic on every system
            for old in sorted(self._folder.glob("*.png"))[:-KEEP]:
                old.unlink(missing_ok=True)
        except OSError as error:
            raise TransportError(f"cannot write to {self._folder}: {error.strerror}", 1) from None

    def close(self) -> None:
        """Nothing is held open."""
