"""The pairing page without a network: every screen whole, and what keys, touch and a scanner do on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow
from pytestqt.qtbot import QtBot

from tests.scenes.pairing import CIBUBUR, LOBBY, MPP, QuietLobby
from tests.scenes.visitor import polish
from tests.ui.gestures import Hands
from ui.link.connection import Credentials, FoundServer, PairingFailedError
from ui.pairing.model import PairingModel
from ui.pairing.props import LONGEST, PairingInputs, derive, with_typed
from ui.theme import setup

SIZES = ((340, 620), (480, 900), (1366, 768), (1080, 1920), (1920, 1080))
Key = Qt.Key


@dataclass
class Stage:
    lobby: QuietLobby
    vm: PairingModel
    hands: Hands
    arrived: list[object]

    def settle(self) -> None:
        for _ in range(4):
            QCoreApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            polish(self.hands.window.contentItem())
        self.hands.window.grabWindow()


@contextmanager
def staged(
    qtbot: QtBot,
    lobby: QuietLobby | None = None,
    size: tuple[int, int] = (480, 900),
    *,
    language: str = "en",
    note: str = "",
) -> Iterator[Stage]:
    lobby = lobby or QuietLobby()
    vm = PairingModel(lobby, "counter", language, note)
    arrived: list[object] = []
    vm.arrived.connect(arrived.append)
    engine = QQmlApplicationEngine()
    setup.prepare(engine)
    engine.setInitialProperties({"vm": vm, "width": size[0], "height": size[1]})
    engine.loadFromModule("ui.pairing", "PairingWindow")
    window = engine.rootObjects()[0]
    assert isinstance(window, QQuickWindow)
    try:
        yield Stage(lobby, vm, Hands(qtbot, window), arrived)
    finally:
        vm.close()
        shiboken6.delete(engine)
        shiboken6.delete(vm)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", ["id", "en"])
def test_nothing_is_cut_off(qtbot: QtBot, size: tuple[int, int], language: str) -> None:
    faults: list[str] = []
    for scene, (note, play) in LOBBY.items():
        with staged(qtbot, size=size, language=language, note=note) as stage:
            play(stage.lobby, stage.vm)
            stage.settle()
            faults += [f"{scene}: {fault}" for fault in stage.hands.cut_off()]
    assert faults == []


def test_one_server_that_is_found_needs_no_choice(qtbot: QtBot) -> None:
    with staged(qtbot, QuietLobby(CIBUBUR)) as stage:
        stage.lobby.answer = place = Credentials(CIBUBUR.url, "t", CIBUBUR.pin)
        stage.hands.wait_for("ULP Plasa Cibubur")
        stage.hands.type("4812093755")
        stage.hands.wait_for("481  209  3755")
        stage.hands.key(Key.Key_Return)
        qtbot.waitUntil(lambda: stage.arrived == [place])
        assert stage.lobby.asked == [("4812093755", (CIBUBUR.url,))]
        assert stage.lobby.searches == 0, "it looks no further"


def test_among_several_one_is_chosen(qtbot: QtBot) -> None:
    with staged(qtbot, QuietLobby(CIBUBUR, MPP)) as stage:
        stage.hands.wait_for("There are several servers")
        stage.hands.type("4812093755")
        stage.hands.key(Key.Key_Return)
        assert not stage.vm.busy
        stage.hands.tap("MPP Kota Bekasi")
        stage.hands.tap("Connect")
        qtbot.waitUntil(lambda: stage.lobby.asked == [("4812093755", (MPP.url,))])


def test_an_address_may_be_written(qtbot: QtBot) -> None:
    with staged(qtbot) as stage:
        stage.hands.tap("Type an address")
        stage.hands.type("https://10.0.0.7:8443")
        stage.hands.key(Key.Key_Return)
        stage.hands.type("4812093755")
        stage.hands.key(Key.Key_Return)
        qtbot.waitUntil(lambda: stage.lobby.asked == [("4812093755", ("https://10.0.0.7:8443",))])


def test_keys_and_keypad_do_the_same(qtbot: QtBot) -> None:
    with staged(qtbot, QuietLobby(CIBUBUR)) as stage:
        stage.hands.type("48")
        stage.hands.tap("1")
        stage.hands.key(Key.Key_Backspace)
        stage.hands.tap("2")
        stage.hands.type("x4812093755999")
        assert stage.vm.code.replace(" ", "").replace("_", "") == "4824812093"


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("wrong_code", "The code is wrong"),
        ("code_of_other_role", "another kind of device"),
        ("too_many_requests", "Wait a minute"),
        ("away", "is not responding"),
        ("another", "could not prove"),
        ("address", "Invalid address"),
        ("disk", "disk is full"),
        ("some_reason_of_a_newer_server", "in its own words"),
    ],
)
def test_a_no_is_said_in_words_and_the_code_is_typed_anew(qtbot: QtBot, reason: str, said: str) -> None:
    with staged(qtbot, QuietLobby(CIBUBUR)) as stage:
        stage.lobby.answer = PairingFailedError(reason, "in its own words")
        stage.hands.wait_for("ULP Plasa Cibubur")
        stage.hands.type("4812093755")
        stage.hands.key(Key.Key_Return)
        stage.hands.wait_for(said)
        assert stage.vm.code.count("_") == 10
        stage.hands.type("1")
        assert not stage.hands.sees(said)


def test_a_server_that_starts_on_this_machine_is_taken(qtbot: QtBot) -> None:
    with staged(qtbot) as stage:
        stage.lobby.here = place = Credentials("http://127.0.0.1:8080", "t")
        qtbot.waitUntil(lambda: stage.arrived == [place])


def test_a_place_that_was_lost_is_not_taken_again_by_itself(qtbot: QtBot) -> None:
    lobby = QuietLobby()
    lobby.here = Credentials(CIBUBUR.url, "old", CIBUBUR.pin)
    with staged(qtbot, lobby, note="revoked") as stage:
        stage.hands.wait_for("was removed from the server")
        stage.hands.wait_for(CIBUBUR.url)
        qtbot.wait(1300)
        assert stage.arrived == []


def test_another_language_at_once(qtbot: QtBot) -> None:
    with staged(qtbot, note="strange") as stage:
        stage.hands.tap("ID")
        stage.hands.wait_for("Hubungkan layar loket ini")
        stage.hands.wait_for("Sertifikat server tidak sama")
        stage.hands.type("4")
        assert stage.vm.code.startswith("4")


# ------------------------------------------------------------ what is typed, without a window

EMPTY = PairingInputs("counter", "en")


@pytest.mark.parametrize(
    ("before", "text", "after"),
    [
        ("", "4", "4"),
        ("", "12 34", "1234"),
        ("123456789", "0", "1234567890"),
        ("1234567890", "1", "1234567890"),
        ("12", "x", "12"),
        ("", "\t", ""),
        ("", "é", ""),
        ("", "A", "A"),
        ("ANTREAN/12", "/", "ANTREAN/12/"),
        ("", "A" * 500, "A" * LONGEST),
    ],
)
def test_digits_or_what_a_scanner_types(before: str, text: str, after: str) -> None:
    assert with_typed(replace(EMPTY, typed=before), text).typed == after


def test_nothing_is_typed_while_a_code_is_checked() -> None:
    assert with_typed(replace(EMPTY, busy=True), "4").typed == ""


def test_a_server_stands_there_once() -> None:
    i = replace(EMPTY, found=(CIBUBUR,), former=CIBUBUR.url, named=CIBUBUR.url)
    assert [row.url for row in derive(i).servers] == [CIBUBUR.url]
    i = replace(EMPTY, found=(MPP,), former=CIBUBUR.url)
    assert [(row.url, row.chosen) for row in derive(i).servers] == [(MPP.url, False), (CIBUBUR.url, True)]


def test_a_server_of_several_addresses_is_tried_at_each() -> None:
    i = replace(EMPTY, found=(FoundServer("https://a", others=("https://b", "https://c")),))
    assert i.addresses == ("https://a", "https://b", "https://c")


def test_nobody_known_is_still_enough_for_a_scanner() -> None:
    assert derive(replace(EMPTY, typed="ANTREAN/1")).mayConnect
    assert not derive(replace(EMPTY, typed="4812093755")).mayConnect
    assert derive(replace(EMPTY, typed="4812093755", found=(FoundServer("https://x"),))).mayConnect
