"""Reads any text aloud through espeak-ng, for a visitor who does not see the screen. Nothing here waits."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QProcess, Signal, Slot

import assets
from ui.voice.headphones import COMMAND, plugged
from ui.voice.pack import PackError, corrections, manifest
from ui.voice.player import Player
from ui.voice.programs import SYNTHESIZER
from ui.voice.reading import readable
from ui.voice.render import VOICES

LONGEST_S: Final = 120.0
"""No text of a page lasts longer; only then is a player thought to hang."""


class Reader(QObject):
    """One text at a time; the next one interrupts it."""

    busyChanged = Signal(bool)
    """A text is being read, or none is."""
    headphones = Signal(bool)
    """Whether headphones are plugged in; comes only from a sound card that tells."""

    def __init__(self, parent: QObject | None = None, player: Player | None = None) -> None:
        super().__init__(parent)
        self._player = player or Player(self)
        self._player.ended.connect(self._ended)
        self._folder = tempfile.TemporaryDirectory(prefix="antrean-reader-")
        self._making: QProcess | None = None
        self._asking: QProcess | None = None
        self._tables: dict[str, tuple[dict[str, str], dict[str, str]]] = {}

    @Slot(str, str, int, int)
    def say(self, text: str, language: str, volume: int, speed: int) -> None:
        """``volume``: espeak-ng's amplitude, 0 to 200; ``speed``: words a minute."""
        self._halt()
        words, wrong = self._table(language)
        process = QProcess(self)
        process.finished.connect(self._made)
        process.errorOccurred.connect(self._failed)
        self._making = process
        self._tell(busy=True)
        voice = VOICES.get(language, language)
        arguments = ["-v", voice, "-s", str(speed), "-a", str(volume), "-w", str(self._path), "--"]
        process.start(SYNTHESIZER, [*arguments, readable(text, language, words, wrong)])

    @Slot()
    def stop(self) -> None:
        """At once."""
        self._halt()
        self._tell(busy=False)

    def _halt(self) -> None:
        making, self._making = self._making, None
        if making is not None:
            making.finished.disconnect(self._made)
            making.errorOccurred.disconnect(self._failed)
            making.kill()
            making.waitForFinished(1000)
            making.deleteLater()
        self._player.stop()

    @Slot()
    def look_for_headphones(self) -> None:
        """Ask the sound card; ``headphones`` has the answer."""
        if self._asking is not None or shutil.which(COMMAND[0]) is None:
            return
        process = QProcess(self)
        process.finished.connect(self._heard)
        self._asking = process
        process.start(COMMAND[0], list(COMMAND[1:]))

    def close(self) -> None:
        self.stop()
        if self._asking is not None:
            self._asking.finished.disconnect(self._heard)
            self._asking.kill()
            self._asking.waitForFinished(1000)
        self._folder.cleanup()

    def _tell(self, *, busy: bool) -> None:
        self.busyChanged.emit(busy)

    @property
    def _path(self) -> Path:
        return Path(self._folder.name) / "page.wav"

    def _table(self, language: str) -> tuple[dict[str, str], dict[str, str]]:
        if language not in self._tables:
            folder = assets.folder("sounds") / language
            try:
                self._tables[language] = manifest(folder), corrections(folder)
            except PackError:
                self._tables[language] = {}, {}
        return self._tables[language]

    def _made(self, code: int, status: QProcess.ExitStatus) -> None:
        making, self._making = self._making, None
        if making is not None:
            making.deleteLater()
        if code == 0 and status == QProcess.ExitStatus.NormalExit:
            self._player.play(self._path, LONGEST_S)
        else:
            self._tell(busy=False)

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._making = None
            self._tell(busy=False)

    def _ended(self, _played: bool) -> None:  # noqa: FBT001  a signal's argument
        self._tell(busy=False)

    def _heard(self) -> None:
        asking, self._asking = self._asking, None
        if asking is None:
            return
        found = plugged(bytes(asking.readAllStandardOutput().data()).decode(errors="replace"))
        asking.deleteLater()
        if found is not None:
            self.headphones.emit(found)
