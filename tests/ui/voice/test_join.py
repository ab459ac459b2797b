"""Packs and what is joined from them, to the sample."""

from __future__ import annotations

import itertools
import json
import math
import shutil
import wave
from datetime import time
from pathlib import Path

import pytest
from click.testing import CliRunner

import assets
from kiosk.cli.main import antrean
from ui.voice import sound
from ui.voice.join import BETWEEN_S, LANGUAGES_S, PAUSE_S, TAIL_S, announce
from ui.voice.pack import PackError, faults, load
from ui.voice.volume import parse

SHIPPED_MOST = 1_500_000


def tone(seconds: float, rate: int = sound.RATE, pitch: float = 440, peak: int = 12_000) -> sound.Samples:
    return sound.samples([round(peak * math.sin(2 * math.pi * pitch * at / rate)) for at in range(int(seconds * rate))])


def save(path: Path, content: sound.Samples, rate: int = sound.RATE, channels: int = 1) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(content.tobytes())


def test_clips_stand_one_after_the_other_with_their_pauses_and_are_not_cut() -> None:
    packs = [load("id"), load("en")]
    said = announce("A-012", "13", packs, sound.chime())
    names = ["chime", "ticket", "A", "0", "1", "2", "counter", "3", "belas"]
    english = ["ticket", "A", "0", "1", "2", "counter", "13"]
    assert [piece.clip for piece in said.pieces] == [*names, *english]
    comma, stop = PAUSE_S[","], PAUSE_S["."]
    spell = [comma] * 4 + [stop, BETWEEN_S]
    gaps = [BETWEEN_S, *spell, BETWEEN_S, LANGUAGES_S, *spell]
    found = [after.start - before.start - before.length for before, after in itertools.pairwise(said.pieces)]
    assert found == [round(gap * sound.RATE) for gap in gaps]
    for number, piece in enumerate(said.pieces[1:]):
        clip = packs[number >= len(names) - 1].clip(piece.clip)
        assert said.sound[piece.start : piece.start + piece.length] == clip
    last = said.pieces[-1]
    assert len(said.sound) == last.start + last.length + round(TAIL_S * sound.RATE)


def test_the_command_writes_the_file_and_says_its_words(tmp_path: Path) -> None:
    out = tmp_path / "call.wav"
    arguments = ["voice", "say", "A-012", "--counter", "3", "--out", str(out)]
    done = CliRunner().invoke(antrean, [*arguments, "--json"])
    told = json.loads(done.stdout)
    assert told["text"] == "Nomor, A, nol, satu, dua. Silakan ke loket tiga."
    with wave.open(str(out)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 16_000)
        assert file.getnframes() == told["samples"] == len(announce("A-012", "3", [load("id")], sound.chime()).sound)
    for wrong in (["--language", "xx"], ["--out", str(tmp_path / "no" / "call.wav")]):
        refused = CliRunner().invoke(antrean, [*arguments, *wrong])
        assert (refused.exit_code, len(refused.stderr.splitlines())) == (1, 1)


def test_the_shipped_packs_are_whole_small_and_evenly_loud() -> None:
    files = list(assets.folder("sounds").rglob("*.wav"))
    assert sum(path.stat().st_size for path in files) <= SHIPPED_MOST
    for language in ("id", "en"):
        assert faults(assets.folder("sounds") / language) == []
    peaks = {path.name: max(map(abs, sound.read(path))) for path in files}
    assert max(peaks.values()) < 32767  # none is cut; test_loudness.py holds them evenly loud


def test_an_office_replaces_single_clips_and_adds_counters(tmp_path: Path) -> None:
    padded = sound.silence(0.3) + tone(0.5) + sound.silence(0.3)
    save(tmp_path / "id" / "3.wav", padded)
    save(tmp_path / "id" / "counter-foto.wav", tone(0.4))
    pack = load("id", tmp_path)
    assert len(pack.clip("3")) == pytest.approx(0.52 * sound.RATE, abs=40)
    assert pack.clip("2") == load("id").clip("2")
    assert [piece.clip for piece in announce("A-3", "foto", [pack], sound.chime()).pieces][-1] == "counter-foto"


def test_recordings_of_any_rate_and_of_two_channels_become_ours(tmp_path: Path) -> None:
    mono = tone(0.5, 44_100)
    save(tmp_path / "stereo.wav", sound.samples([value for one in mono for value in (one, one)]), 44_100, 2)
    heard = sound.read(tmp_path / "stereo.wav")
    assert len(heard) == pytest.approx(0.5 * sound.RATE, abs=2)
    middle = heard[1000:-1000]
    assert max(middle) == pytest.approx(12_000, rel=0.01)
    crossings = sum(before < 0 <= after for before, after in itertools.pairwise(middle))
    assert crossings == pytest.approx(440 * len(middle) / sound.RATE, abs=1.5)
    above = sound.resampled(tone(0.1, 44_100, pitch=12_000), 44_100)
    assert max(map(abs, above[200:-200])) < 200


def test_check_says_what_is_missing_silent_or_unreadable(tmp_path: Path) -> None:
    folder = tmp_path / "id"
    shutil.copytree(assets.folder("sounds") / "id", folder)
    assert CliRunner().invoke(antrean, ["voice", "check", str(folder)]).exit_code == 0
    (folder / "7.wav").unlink()
    save(folder / "8.wav", sound.silence(0.5))
    (folder / "9.wav").write_bytes(b"RIFF, or not")
    done = CliRunner().invoke(antrean, ["voice", "check", str(folder)])
    assert done.exit_code == 1
    missing, silent, broken = done.stdout.splitlines()
    assert missing == "7.wav is missing: tujuh"
    assert silent == "8.wav is silent"
    assert "9.wav" in broken
    assert "no WAV" in broken


def test_a_language_with_half_a_pack_is_refused(tmp_path: Path) -> None:
    save(tmp_path / "jv" / "ticket.wav", tone(0.2))
    with pytest.raises(PackError, match="counter screen A B"):
        load("jv", tmp_path)


def test_a_wav_file_reads_back_as_it_was(tmp_path: Path) -> None:
    content = tone(0.1)
    (tmp_path / "a.wav").write_bytes(sound.wav(content))
    assert sound.read(tmp_path / "a.wav") == content


@pytest.mark.parametrize(
    ("text", "at", "percent"),
    [
        ("80", time(3), 80),
        ("80,12:00-13:00=40", time(12), 40),
        ("80,12:00-13:00=40", time(13), 80),
        ("80,18:00-07:00=20", time(6, 59), 20),
        ("80,18:00-07:00=20", time(7), 80),
        ("80,09:00-17:00=60,12:00-13:00=0", time(12, 30), 0),
    ],
)
def test_volume_goes_by_the_time_of_day(text: str, at: time, percent: int) -> None:
    assert parse(text).at(at) == percent


@pytest.mark.parametrize("text", ["", "loud", "101", "80,12-13=40", "80,25:00-26:00=3", "80,12:00-13:00=400"])
def test_a_volume_that_is_none_is_told_how_to_be_written(text: str) -> None:
    with pytest.raises(ValueError, match="like 80,12:00-13:00=40"):
        parse(text)


def test_louder_never_folds_over() -> None:
    assert list(sound.scaled(sound.samples([20_000, -20_000, 10]), 2)) == [32_767, -32_768, 20]
