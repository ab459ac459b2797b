"""Plays a WAV file through a program of the system, as a child process. Nothing here waits."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QElapsedTimer, QObject, QProcess, QTimer, Signal

from ui.voice.programs import players

PATIENCE_MS: Final = 10_000
"""Beyond the sound's own length; then the player hangs and is ended."""
HEARD_MS: Final = 1_000
"""A player that fails later than this was heard, in part: another must not say it again."""


class Player(QObject):
    """One sound at a time."""

    ended = Signal(bool)
    """Was it played? Comes once for each ``play``, never before that returns."""

    def __init__(
        self, parent: QObject | None = None, programs: Callable[[], Sequence[Sequence[str]]] = players
    ) -> None:
        super().__init__(parent)
        self._programs = programs
        self._left: list[Sequence[str]] = []
        self._path = Path()
        self._milliseconds = 0
        self._process: QProcess | None = None
        self._age = QElapsedTimer()
        self._limit = QTimer(self, singleShot=True)
        self._limit.timeout.connect(self._over)

    def play(self, path: Path, seconds: float) -> None:
        """Play a file that lasts so long."""
        self._path, self._milliseconds = path, round(seconds * 1000)
        if sys.platform == "win32":
            self._play_on_windows()
            return
        self._left = list(self._programs())
        self._next()

    def stop(self) -> None:
        """At once, and without a word."""
        self._limit.stop()
        self._left = []
        process, self._process = self._process, None
        if process is not None:
            process.finished.disconnect(self._finished)
            process.errorOccurred.disconnect(self._failed)
            process.kill()
            process.waitForFinished(1000)
            process.deleteLater()
        if sys.platform == "win32":
            _winsound().PlaySound(None, 0)

    def _next(self) -> None:
        if not self._left:
            self._tell_later(played=False)
            return
        program, *arguments = self._left.pop(0)
        process = QProcess(self)
        process.setStandardInputFile(QProcess.nullDevice())
        process.setStandardOutputFile(QProcess.nullDevice())
        process.setStandardErrorFile(QProcess.nullDevice())
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._failed)
        self._process = process
        self._age.start()
        self._limit.start(self._milliseconds + PATIENCE_MS)
        process.start(program, [*arguments, str(self._path)])

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._leave(played=code == 0 and status == QProcess.ExitStatus.NormalExit)

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._leave(played=False)

    def _leave(self, *, played: bool) -> None:
        self._limit.stop()
        process, self._process = self._process, None
        if process is not None:
            process.deleteLater()
        if played or self._age.elapsed() >= HEARD_MS:
            self._tell_later(played=played)
        else:
            self._next()

    def _over(self) -> None:
        """The time is over: on Windows it has been played, elsewhere the player hangs."""
        hung = self._process is not None
        self.stop()
        self.ended.emit(not hung)

    def _tell_later(self, *, played: bool) -> None:
        QTimer.singleShot(0, self, lambda: self.ended.emit(played))

    def _play_on_windows(self) -> None:
        sound = _winsound()
        try:
            sound.PlaySound(str(self._path), sound.SND_FILENAME | sound.SND_ASYNC | sound.SND_NODEFAULT)
        except RuntimeError:
            self._tell_later(played=False)
            return
        self._limit.start(self._milliseconds)


def _winsound() -> Any:
    """Of the standard library, on Windows alone."""
    return importlib.import_module("winsound")
