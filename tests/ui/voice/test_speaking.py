"""A board that speaks, through programs that write down what they were given: there is no sound card in a test."""

from __future__ import annotations

import stat
import sys
import time as clock
from collections.abc import Iterator
from datetime import time
from pathlib import Path
from typing import cast

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from kiosk.contract.board import UndoView
from tests.scenes import samples
from tests.scenes.visitor_samples import QuietLink
from tests.ui.office import cable, living
from ui.board import announcing
from ui.board.model import BoardModel, Setting
from ui.board.zone import Zone
from ui.link import stream
from ui.link.server_link import Link
from ui.voice import player as playing
from ui.voice import sound
from ui.voice.join import announce
from ui.voice.player import Player
from ui.voice.voice import Voice, prepare
from ui.voice.volume import Volume

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the players are shell scripts")

SPEECH = prepare(["id"], None, Volume())


class Players:
    """A folder of made-up programs; each adds its name and the size of what it plays to a list."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._log = folder, folder / "log"
        self._log.touch()
        self.commands: list[tuple[str, ...]] = []

    def add(self, name: str, then: str) -> None:
        program = self._folder / name
        program.write_text(f'#!/bin/sh\necho "{name} $(wc -c < "$1")" >> "{self._log}"\n{then}\n')
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        self.commands.append((str(program),))

    @property
    def heard(self) -> list[tuple[str, int]]:
        return [(name, int(size)) for name, size in map(str.split, self._log.read_text().splitlines())]

    @property
    def numbers(self) -> list[int]:
        return [size for _, size in self.heard]

    def player(self) -> Player:
        return Player(programs=lambda: self.commands)


@pytest.fixture
def players(tmp_path: Path) -> Players:
    return Players(tmp_path)


@pytest.fixture
def voice(players: Players) -> Iterator[Voice]:
    speaker = Voice(SPEECH, player=players.player())
    yield speaker
    speaker.close()
    shiboken6.delete(speaker)


def size(number: str, counter: str = "2") -> int:
    """Of the file that says it; the numbers below all differ in it."""
    return len(sound.wav(announce(number, counter, SPEECH.packs, SPEECH.chime).sound))


def say(qtbot: QtBot, voice: Voice, number: str = "A-001") -> None:
    with qtbot.waitSignal(voice.ended):
        voice.say(samples.call(1, number, "2", 0), time(10))


def test_a_call_is_played_whole(qtbot: QtBot, voice: Voice, players: Players) -> None:
    players.add("good", "exit 0")
    say(qtbot, voice)
    assert players.heard == [("good", size("A-001"))]
    assert (voice.busy, voice.silent) == (False, False)


def test_the_next_player_is_tried_where_one_cannot_play(qtbot: QtBot, voice: Voice, players: Players) -> None:
    players.commands.append(("/nowhere/at-all",))
    players.add("without-a-card", "exit 1")
    players.add("good", "exit 0")
    say(qtbot, voice)
    assert [name for name, _ in players.heard] == ["without-a-card", "good"]
    assert not voice.silent


def test_what_was_heard_in_part_is_not_said_again(
    qtbot: QtBot, voice: Voice, players: Players, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(playing, "HEARD_MS", 50)
    players.add("pulled-out", "sleep 0.1; exit 1")
    players.add("good", "exit 0")
    say(qtbot, voice)
    assert [name for name, _ in players.heard] == ["pulled-out"]
    assert voice.silent


def test_a_player_that_hangs_is_ended(
    qtbot: QtBot, voice: Voice, players: Players, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        playing, "PATIENCE_MS", -round(1000 * announce("A-001", "2", SPEECH.packs, SPEECH.chime).seconds) + 300
    )
    players.add("hung", "exec sleep 60")
    began = clock.monotonic()
    say(qtbot, voice)
    assert clock.monotonic() - began < 3
    assert voice.silent


def test_a_silent_machine_shows_it_goes_on_and_recovers(
    qtbot: QtBot, voice: Voice, players: Players, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announcing, "SHOW_S", 0.0)
    link = QuietLink()
    vm = BoardModel(cast("Link", link), "id", voice=voice)
    link.connect_to(samples.point(), samples.snapshot())
    link.call.emit(samples.call(11, "A-021", "2", 0))
    qtbot.waitUntil(lambda: vm.trouble != "")
    assert (vm.number, vm.trouble, vm.troubleIcon) == ("A-021", "Tanpa suara. Perhatikan layar.", "volume-x")
    players.add("plugged-in", "exit 0")
    link.call.emit(samples.call(12, "A-022", "2", 0))
    qtbot.waitUntil(lambda: vm.trouble == "")
    assert vm.number == "A-022"
    shiboken6.delete(vm)


def test_picture_and_voice_stay_in_step_and_nothing_is_said_twice(
    qtbot: QtBot, voice: Voice, players: Players, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announcing, "SHOW_S", 0.0)
    monkeypatch.setattr(announcing, "HURRY_S", 0.0)
    players.add("good", "sleep 0.15")
    link = QuietLink()
    vm = BoardModel(cast("Link", link), "id", Setting(Zone(counters=frozenset("2"))), voice)
    seen: list[str] = []
    vm.numberChanged.connect(lambda: seen.append(str(vm.number)))
    link.connect_to(samples.point(), samples.snapshot(board=samples.board(recent=[], current=[])))
    qtbot.waitUntil(lambda: not vm._catching_up)
    names = ["A-001", "A-111", "A-222", "A-333"]
    calls = [samples.call(20 + n, name, "2", 0) for n, name in enumerate(names)]
    elsewhere = samples.call(30, "A-444", "1", 0)
    for call in (*calls, calls[0], elsewhere):
        link.call.emit(call)
    link.undo.emit(_undo(22, "A-222"))
    # A cut: all of it is told again.
    link.connect_to(samples.point(), samples.snapshot(board=samples.board(recent=[], current=[])))
    for call in (*calls, samples.call(31, "A-001", "2", 0, calls=2)):
        link.call.emit(call)
    spoken = ["A-001", "A-111", "A-333", "A-001"]
    qtbot.waitUntil(lambda: len(players.heard) == len(spoken) and not voice.busy)
    qtbot.wait(50)
    assert players.numbers == [size(name) for name in spoken]
    assert seen == ["A-001", "A-111", "A-333", "A-001"]
    shiboken6.delete(vm)


def test_a_call_that_was_undone_during_a_cut_is_never_said(qtbot: QtBot, voice: Voice, players: Players) -> None:
    players.add("good", "exit 0")
    link = QuietLink()
    vm = BoardModel(cast("Link", link), "id", voice=voice)
    link.connect_to(samples.point(), samples.snapshot())
    link.call.emit(samples.call(40, "A-040", "2", 0))
    link.undo.emit(_undo(40, "A-040"))
    link.call.emit(samples.call(42, "A-041", "2", 0))
    qtbot.waitUntil(lambda: len(players.heard) == 1 and not voice.busy)
    assert players.numbers == [size("A-041")]
    shiboken6.delete(vm)


def test_after_a_long_cut_old_calls_stay_silent(qtbot: QtBot, voice: Voice, players: Players) -> None:
    players.add("good", "exit 0")
    link = QuietLink()
    vm = BoardModel(cast("Link", link), "id", voice=voice)
    link.connect_to(samples.point(), samples.snapshot())
    link.call.emit(samples.call(50, "A-050", "2", 9))
    link.call.emit(samples.call(51, "A-051", "2", 0.5))
    qtbot.waitUntil(lambda: len(players.heard) == 1 and not voice.busy)
    assert players.numbers == [size("A-051")]
    shiboken6.delete(vm)


def test_closing_falls_silent_at_once(qtbot: QtBot, voice: Voice, players: Players) -> None:
    players.add("long", "exec sleep 60")
    voice.say(samples.call(1, "A-001", "2", 0), time(10))
    qtbot.waitUntil(lambda: len(players.heard) == 1)
    began = clock.monotonic()
    voice.close()
    assert clock.monotonic() - began < 1
    assert not voice.busy


def test_volume_follows_the_office_clock(qtbot: QtBot, players: Players, tmp_path: Path) -> None:
    quiet = Voice(prepare(["id"], None, Volume(100, ((time(12), time(13), 0),))), player=players.player())
    players.add(
        "loudness", 'tail -c +45 "$1" | od -An -v -t d2 | tr -s " " "\\n" | sort -n | tail -1 > "$(dirname "$0")/peak"'
    )
    peak = Path(players.commands[0][0]).parent / "peak"
    for hour, loud in ((10, True), (12, False)):
        with qtbot.waitSignal(quiet.ended):
            quiet.say(samples.call(1, "A-001", "2", 0), time(hour))
        assert (int(peak.read_text()) > 20_000) is loud
    quiet.close()
    shiboken6.delete(quiet)


def test_over_a_cut_link_to_a_real_server_each_call_is_heard_once(
    qtbot: QtBot, voice: Voice, players: Players, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announcing, "SHOW_S", 0.0)
    # The server speaks every 2 s: this link breaks and comes back all the time.
    monkeypatch.setattr(stream, "SILENCE_MS", 400)
    monkeypatch.setattr(stream, "BACK_OFF_MS", (20, 50))
    players.add("good", "exit 0")
    with living(tmp_path / "data") as house, cable(house) as line:
        house.staff("Sari", "729416")
        house.ask("POST", "/counters/1/sign-in", {"staff": "Sari", "pin": "729416"})
        numbers = [house.issue() for _ in range(3)]
        link = Link(line.url, house.token)
        vm = BoardModel(link, "id", voice=voice)
        losses: list[bool] = []
        link.onlineChanged.connect(lambda: losses.append(True))
        link.open()
        qtbot.waitUntil(lambda: link.online)

        def call() -> None:
            house.ask("POST", "/counters/1/next")

        for turn in range(len(numbers)):
            lost = len(losses)
            line.cut()
            call()
            qtbot.waitUntil(lambda lost=lost: len(losses) > lost)
            line.heal()
            qtbot.waitUntil(lambda turn=turn: len(players.heard) == turn + 1 and not voice.busy)
        lost = len(losses)
        qtbot.waitUntil(lambda: len(losses) > lost + 1)
        assert players.numbers == [size(number, "1") for number in numbers]
        link.close()
        shiboken6.delete(vm)
        shiboken6.delete(link)


def _undo(call: int, number: str) -> UndoView:
    return UndoView(id=call + 1, call=call, number=number)
