"""A printer inside this program: it answers like one on a line, and its paper is kept as PNG pages."""

from __future__ import annotations

import time
from pathlib import Path

from PIL import Image

from printers.device.transports.base import TransportError
from printers.profile import Profile
from printers.simulator.machine import Machine
from printers.simulator.page_folder import Gallery

KEPT = 8
"""Pages that are kept in memory too."""


class VirtualTransport:
    """Bytes become a file in the folder, one for each cut."""

    answers = True
    keeps = False

    def __init__(self, folder: Path, profile: Profile) -> None:
        self._gallery = Gallery(folder)
        self._pages: list[Image.Image] = []
        self._machine = Machine(profile.dots, on_page=self._pages.append, keep=KEPT)

    def open(self) -> bool:
        try:
            self._gallery.open()
        except OSError as error:
            raise TransportError(f"cannot use {self._gallery.folder}: {error.strerror}") from None
        return False

    def write(self, data: bytes) -> None:
        sent = 0
        while sent < len(data):
            room = self._machine.room
            self._machine.take(data[sent : sent + room])
            self._machine.work()
            sent += room
        self._keep()

    def read(self, timeout_s: float) -> bytes:
        said = self._machine.say()
        if not said and timeout_s > 0:
            time.sleep(min(timeout_s, 0.02))  # it has said all there is; whoever waits for more does not spin
        return said

    def finish(self) -> None:
        """What was cut is kept."""

    def close(self) -> None:
        """Nothing is held open."""

    def _keep(self) -> None:
        try:
            while self._pages:
                self._gallery.keep(self._pages[0])
                del self._pages[0]
        except OSError as error:
            raise TransportError(f"cannot write to {self._gallery.folder}: {error.strerror}", 1) from None
