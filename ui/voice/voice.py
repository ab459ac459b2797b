"""A board's voice: says a call, one at a time. Which call and when is decided by ``ui.board.announcing``."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from kiosk.contract.board import CallView
from ui.voice import sound
from ui.voice.join import announce
from ui.voice.pack import Pack, PackError, load, replaced_chime, shipped
from ui.voice.player import Player
from ui.voice.programs import ways
from ui.voice.volume import Volume


@dataclass(frozen=True, slots=True)
class Speech:
    """What a voice needs to speak."""

    packs: tuple[Pack, ...]
    chime: sound.Samples
    volume: Volume


def prepare(languages: Sequence[str], office: Path | None, volume: Volume) -> Speech:
    """Raises ``PackError``: a line for people."""
    if office is not None and not office.is_dir():
        raise PackError(f"{office}: there is no such folder of recordings")
    try:
        return Speech(tuple(load(language, office) for language in languages), replaced_chime(office), volume)
    except sound.SoundError as error:
        raise PackError(str(error)) from None


def default_languages(languages: Sequence[str], office: Path | None) -> list[str]:
    """Those of an office's languages that have a voice, ours or recorded."""
    own = (
        {path.name for path in office.iterdir() if path.is_dir()}
        if office is not None and office.is_dir()
        else set[str]()
    )
    return [language for language in languages if language in own or language in shipped()]


class Voice(QObject):
    ended = Signal()
    """The call was said, or could not be; comes once for each ``say``, never before that returns."""
    silentChanged = Signal()

    def __init__(self, speech: Speech, parent: QObject | None = None, player: Player | None = None) -> None:
        super().__init__(parent)
        self._speech = speech
        self._player = player or Player(self)
        self._player.ended.connect(self._played)
        self._folder = tempfile.TemporaryDirectory(prefix="antrean-voice-")
        self.busy = False
        self.silent = player is None and not ways()
        """The newest call could not be played, or this machine plays nothing; the next one is tried all the same."""

    def say(self, call: CallView, at: time) -> None:
        """``at``: the office's time of day, for the volume."""
        self.busy = True
        path, seconds = Path(self._folder.name) / "call.wav", 0.0
        try:
            said = announce(call.number, call.counter, self._speech.packs, self._speech.chime)
            seconds = said.seconds
            path.write_bytes(sound.wav(sound.scaled(said.sound, self._speech.volume.gain(at))))
        except (sound.SoundError, OSError):
            path = Path(self._folder.name) / "none.wav"
        self._player.play(path, seconds)

    def close(self) -> None:
        """Fall silent at once."""
        self.busy = False
        self._player.stop()
        self._folder.cleanup()

    def _played(self, played: bool) -> None:  # noqa: FBT001  a signal's argument
        self.busy = False
        if self.silent == played:
            self.silent = not played
            self.silentChanged.emit()
        self.ended.emit()
