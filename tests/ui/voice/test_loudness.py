"""No clip jumps out of a sentence, and no call takes long."""

from __future__ import annotations

import math

import pytest

from ui.voice import sound
from ui.voice.join import announce
from ui.voice.pack import load
from ui.voice.sound import LOUDNESS, RATE

PACKS = {language: load(language) for language in ("id", "en")}


def test_a_sine_measures_what_the_standard_says() -> None:
    """EBU Tech 3341, case 1: 1 kHz at -23 dBFS in one channel is 3 dB less than in two, whose loudness is -23 LUFS."""
    peak = 32768 * 10 ** (-23 / 20)
    tone = sound.samples([round(peak * math.sin(2 * math.pi * 1000 * at / RATE)) for at in range(RATE * 2)])
    assert sound.loudness(tone) == pytest.approx(-26.0, abs=0.2)


@pytest.mark.parametrize("language", PACKS)
def test_every_clip_is_as_loud_as_the_others(language: str) -> None:
    pack = PACKS[language]
    heard = {name: sound.loudness(pack.clip(name)) for name in pack.words}
    assert not {name: lufs for name, lufs in heard.items() if abs(lufs - LOUDNESS) > 1}


@pytest.mark.parametrize("language", PACKS)
@pytest.mark.parametrize("number", ["A-018", "W-999", "W-777"])
@pytest.mark.parametrize("counter", ["2", "12", "VIP", "2B"])
def test_a_call_takes_five_seconds_at_most(language: str, number: str, counter: str) -> None:
    chime = sound.chime()
    seconds = announce(number, counter, [PACKS[language]], chime).seconds - len(chime) / RATE
    assert seconds <= 5.0


def test_a_recording_is_made_as_loud_as_the_others() -> None:
    soft = sound.scaled(PACKS["id"].clip("1"), 0.2)
    assert sound.loudness(sound.levelled(soft)) == pytest.approx(LOUDNESS, abs=0.3)
    assert sound.levelled(sound.silence(0.2)) == sound.silence(0.2)
