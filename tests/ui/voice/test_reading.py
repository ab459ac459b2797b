"""Texts as a synthesizer is given them, and what a sound card says of its sockets."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Signal
from pytestqt.qtbot import QtBot

import assets
from ui.voice.headphones import plugged
from ui.voice.pack import corrections, manifest
from ui.voice.player import Player
from ui.voice.reader import Reader
from ui.voice.reading import readable


class Recorder(Player):
    """Plays nothing; says which sound it was given."""

    played = Signal(int)

    def play(self, path: Path, seconds: float) -> None:
        self.played.emit(path.stat().st_size)


def read(text: str, language: str) -> str:
    folder = assets.folder("sounds") / language
    return readable(text, language, manifest(folder), corrections(folder))


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("id", "Nomor A-042", "Nomor A, nol, [[@mp'at]], dua"),
        (
            "id",
            "dipanggil sekitar 11.14–12.05",
            "dipanggil sekitar [[s@b@l'as]] [[@mp'at]] [[b@l'as]] sampai dua [[b@l'as]] nol lima",
        ),
        ("id", "buka 09.00", "buka sembilan tepat"),
        ("id", "Silakan ke Loket 2", "Silakan ke [[l'okEt]] dua"),
        ("en", "called at about 11:14–11:39", "called at about eleven fourteen to eleven thirty nine"),
        ("en", "12 people", "twelve people"),
        ("en", "Opens at 08:00", "Opens at eight o'clock"),
    ],
)
def test_figures_are_words(language: str, text: str, said: str) -> None:
    assert read(text, language) == said


CONTENTS = """numid=1,iface=CARD,name='Mic Jack'
  ; type=BOOLEAN,access=r-------,values=1
  : values=on
numid=27,iface=CARD,name='Front Headphone Jack'
  ; type=BOOLEAN,access=r-------,values=1
  : values={}
numid=28,iface=MIXER,name='Headphone Playback Switch'
  ; type=BOOLEAN,access=rw------,values=2
  : values=on,on
"""


def test_a_socket_tells_and_other_controls_do_not() -> None:
    assert plugged(CONTENTS.format("on")) is True
    assert plugged(CONTENTS.format("off")) is False
    assert plugged(CONTENTS.partition("numid=27")[0]) is None
    assert plugged("") is None


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="needs espeak-ng")
def test_a_text_becomes_sound_and_the_next_one_interrupts(qtbot: QtBot) -> None:
    player = Recorder()
    reader = Reader(player=player)
    try:
        reader.say("Satu kalimat yang panjang sekali.", "id", 100, 150)
        sizes: list[int] = []
        player.played.connect(sizes.append)
        with qtbot.waitSignal(player.played, timeout=10_000):
            reader.say("Dua.", "id", 100, 150)
        qtbot.wait(300)
        assert len(sizes) == 1
        assert 1000 < sizes[0] < 80_000
    finally:
        reader.close()
