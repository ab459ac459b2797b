"""A window on another machine, from its first start to its revocation: real server, real TLS, real windows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect
from pytestqt.qtbot import QtBot

import ui.shell.application
from kiosk.client import credentials, pairing
from kiosk.server.network.certificate import load_or_create_certificate
from tests.lying_server import between
from tests.ui.gestures import Hands
from tests.ui.office import House, living
from ui.commands.machine_connection import MachineConnection
from ui.link.connection import Credentials
from ui.shell.window_factory import WindowOptions
from ui.shell.window_placement import WindowKind
from ui.shell.window_session import WindowSession

LAN = ("--tls-port", "0", "--no-announce")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with living(tmp_path_factory.mktemp("house"), options=LAN) as running:
        running.staff("Sari", "729416")
        yield running


class Desk:
    """One window of another machine, on a data folder of its own."""

    def __init__(self, qtbot: QtBot, data: Path, kind: WindowKind = "counter", server: str | None = None) -> None:
        self.qtbot, self.kind = qtbot, kind
        self.lobby = MachineConnection(data, kind, server, on="127.0.0.1")
        options = WindowOptions(connection=self.lobby, size=(480, 900), language="en")
        self.entrance = WindowSession(kind, options, partial(ui.shell.application._open, 0), QRect(0, 0, 480, 900))
        self.entrance.enter(self.lobby.present())

    @property
    def open(self) -> Any:
        return self.entrance.opened

    @property
    def hands(self) -> Hands:
        return Hands(self.qtbot, self.open.window)

    def wait_for(self, module: str) -> Hands:
        self.qtbot.waitUntil(lambda: type(self.open.vm).__name__ == f"{module}Model")
        return self.hands

    def online(self) -> None:
        self.qtbot.waitUntil(lambda: bool(self.open.link.online))


@pytest.fixture
def desks(qtbot: QtBot) -> Iterator[list[Desk]]:
    opened: list[Desk] = []
    yield opened
    for desk in opened:
        desk.entrance.close()


def code(house: House, name: str, role: str = "counter") -> str:
    return str(house.ask("POST", "/pairing-codes", {"name": name, "role": role})["code"])


def test_from_a_code_to_work_to_revocation_and_back(
    qtbot: QtBot, desks: list[Desk], house: House, tmp_path: Path
) -> None:
    desks.append(desk := Desk(qtbot, tmp_path, server=house.lan))
    hands = desk.wait_for("Pairing")
    hands.wait_for("Connect this counter screen")
    told = code(house, "Loket 3")
    hands.type(told[:4])
    for digit in told[4:]:
        hands.tap(digit)
    hands.tap("Connect")
    hands = desk.wait_for("Counter")
    hands.wait_for("Counter 1")
    kept = credentials.load(tmp_path, "counter")
    assert kept is not None
    assert (kept.url, kept.fingerprint) == (house.lan, house.fingerprint)

    desk.entrance.close()
    desks.append(again := Desk(qtbot, tmp_path))
    again.wait_for("Counter").wait_for("Counter 1")

    house.ask("DELETE", "/devices/Loket%203")
    hands = again.wait_for("Pairing")
    hands.wait_for("was removed from the server")
    hands.tap("ID")
    hands.wait_for("dihapus dari server")
    hands.type(code(house, "Loket 3"))
    hands.tap("Hubungkan")
    again.wait_for("Counter").wait_for("Counter 1")
    newer = credentials.load(tmp_path, "counter")
    assert newer is not None
    assert newer.token != kept.token


def test_a_wrong_code_says_so_and_the_right_one_still_works(
    qtbot: QtBot, desks: list[Desk], house: House, tmp_path: Path
) -> None:
    desks.append(desk := Desk(qtbot, tmp_path, server=house.lan))
    hands = desk.wait_for("Pairing")
    told = code(house, "Loket 4")
    hands.type(f"{(int(told) + 1) % 10**10:010}")
    hands.tap("Connect")
    hands.wait_for("The code is wrong")
    assert credentials.load(tmp_path, "counter") is None
    hands.type(told)
    hands.tap("Connect")
    desk.wait_for("Counter")


@pytest.mark.parametrize("kind", ["visitor", "board"])
def test_every_kind_of_window(qtbot: QtBot, desks: list[Desk], house: House, tmp_path: Path, kind: WindowKind) -> None:
    desks.append(desk := Desk(qtbot, tmp_path, kind, house.lan))
    hands = desk.wait_for("Pairing")
    hands.type(code(house, f"the {kind}", pairing.ROLES[kind]))
    hands.tap("Connect")
    desk.wait_for(kind.capitalize())
    desk.online()


def test_what_a_scanner_types_needs_no_address(qtbot: QtBot, desks: list[Desk], house: House, tmp_path: Path) -> None:
    desks.append(desk := Desk(qtbot, tmp_path))
    hands = desk.wait_for("Pairing")
    scanned = house.ask("POST", "/pairing-codes", {"name": "scanned", "role": "counter"})["scanned"]
    hands.type(scanned)
    hands.wait_for("Code scanned")
    hands.type("\r")
    desk.wait_for("Counter")


def test_a_window_that_waits_takes_the_server_that_starts_on_its_machine(
    qtbot: QtBot, desks: list[Desk], tmp_path: Path
) -> None:
    desks.append(desk := Desk(qtbot, tmp_path))
    desk.wait_for("Pairing")
    with living(tmp_path):
        desk.wait_for("Counter")
        desk.online()
        desk.entrance.close()


def test_a_stranger_at_the_start_is_told_nothing_and_the_true_server_is_taken_back(
    qtbot: QtBot, desks: list[Desk], house: House, tmp_path: Path
) -> None:
    made = house.ask("POST", "/devices", {"name": "with a stranger", "role": "counter"})
    with between(int(house.lan.rsplit(":", 1)[1]), load_or_create_certificate(tmp_path / "..").context) as liar:
        place = credentials.Credentials(liar.url, house.fingerprint, made["token"], "ulp", "with a stranger")
        credentials.save(tmp_path, "counter", place)
        desks.append(desk := Desk(qtbot, tmp_path))
        desk.wait_for("Pairing").wait_for("certificate has changed")
        assert not liar.seen
        desk.entrance._place = Credentials(house.lan, made["token"], house.fingerprint)
        desk.open.link.use(house.lan, made["token"])
        desk.wait_for("Counter").wait_for("Counter 1")


def test_the_same_server_at_another_address_is_found_by_its_certificate(
    qtbot: QtBot, desks: list[Desk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.shell.window_session.LOST_MS", 300)
    with living(tmp_path / "house", options=("--tls-port", "0")) as house:
        made = house.ask("POST", "/devices", {"name": "far", "role": "board"})
        place = credentials.Credentials("https://127.0.0.1:1", house.fingerprint, made["token"], "ulp", "far")
        credentials.save(tmp_path / "window", "board", place)
        desks.append(desk := Desk(qtbot, tmp_path / "window", "board"))
        desk.wait_for("Board")
        desk.online()
        kept = credentials.load(tmp_path / "window", "board")
        assert kept is not None
        assert kept.url == house.lan
        desk.entrance.close()
