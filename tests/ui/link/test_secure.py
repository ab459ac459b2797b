"""The link over TLS to a real server: one certificate is believed; a cut shows, heals, and loses or doubles nothing."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PySide6.QtNetwork import QSslCertificate, QSslConfiguration
from pytestqt.qtbot import QtBot

import ui.link.server_link
from kiosk.contract.board import CallView
from kiosk.contract.people import StaffNames
from kiosk.contract.tickets import Issued, TakeTicket
from kiosk.server.network.certificate import load_or_create_certificate
from tests.lying_server import between
from tests.ui.office import Cable, House, cable, living
from ui.link.server_link import Answer, Link, new_key
from ui.shell.application import OpenedWindow, open_window
from ui.shell.window_factory import WindowOptions

SHOWN_S = 3.0
HEALED_S = 5.0
SLACK_S = 0.4
"""A shared machine looks at its windows a little late."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with living(tmp_path_factory.mktemp("house"), options=("--tls-port", "0", "--no-announce")) as running:
        running.staff("Sari", "472913")
        running.ask("POST", "/counters/1/sign-in", {"staff": "Sari", "pin": "472913"})
        yield running


@pytest.fixture
def ends() -> Iterator[list[Link | OpenedWindow]]:
    opened: list[Link | OpenedWindow] = []
    yield opened
    for one in opened:
        one.close()
        if isinstance(one, Link):
            one.deleteLater()


def ask(qtbot: QtBot, link: Link) -> Answer[StaffNames]:
    answers: list[Answer[StaffNames]] = []
    link.request("GET", "/staff/names", answers.append, StaffNames)
    qtbot.waitUntil(lambda: answers != [], timeout=8000)
    return answers[0]


def test_the_pinned_certificate_is_believed(qtbot: QtBot, ends: list[Any], house: House) -> None:
    ends.append(link := Link(house.lan, house.token, pin=house.fingerprint))
    link.open()
    qtbot.waitUntil(lambda: bool(link.online), timeout=5000)
    assert ask(qtbot, link).value == StaffNames(names=["Sari"])


@pytest.mark.parametrize("guard", ["_judge", "_look_again", ""])
def test_another_one_is_told_nothing(
    qtbot: QtBot, ends: list[Any], house: House, monkeypatch: pytest.MonkeyPatch, guard: str
) -> None:
    """Neither where another one is pinned, with one guard alone, nor where no authority knows it."""
    pin = "0" * 64 if guard else ""
    for other in {"_judge", "_look_again"} - {guard} if guard else ():
        monkeypatch.setattr(Link, other, lambda _link, reply, *_errors: reply.ignoreSslErrors())
    ends.append(link := Link(house.lan, "a secret", pin=pin))
    strange: list[bool] = []
    link.strange.connect(lambda: strange.append(True))
    link.open()
    answer = ask(qtbot, link)
    assert answer.problem is not None
    assert answer.problem.reason == "server_away"
    assert not link.online
    assert bool(strange) == bool(pin)


def test_not_even_one_that_the_authorities_of_this_machine_signed(
    qtbot: QtBot, ends: list[Any], house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Qt finds no fault with it, so only a second look can."""
    own = load_or_create_certificate(tmp_path)
    trusting = QSslConfiguration.defaultConfiguration()
    trusting.setCaCertificates([QSslCertificate.fromPath(str(tmp_path / "tls" / "certificate.pem"))[0]])
    with between(int(house.lan.rsplit(":", 1)[1]), own.context) as liar:
        monkeypatch.setattr(ui.link.server_link, "_no_authority", lambda: trusting)
        ends.append(fooled := Link(liar.url, house.token, pin=own.fingerprint))
        assert ask(qtbot, fooled).ok
        ends.append(link := Link(liar.url, "a secret", pin=house.fingerprint))
        answer = ask(qtbot, link)
        assert answer.status == 0
        assert b"a secret" not in liar.seen
        assert bytes(house.token, "ascii") in liar.seen


class Floor:
    """A board, an officer's window and a kiosk's link on one cable; the calls are made elsewhere."""

    def __init__(self, qtbot: QtBot, ends: list[Any], house: House, line: Cable) -> None:
        self.qtbot, self.house, self.line = qtbot, house, line
        options = WindowOptions(size=(800, 450), language="en", pin=house.fingerprint)
        self.board = open_window("board", line.secure, house.token, options)
        self.kiosk = Link(line.secure, house.token, pin=house.fingerprint)
        ends += [self.board, self.kiosk]
        self.heard: list[CallView] = []
        self.called: list[str] = []
        self.wish = msgspec.convert(house.wish("paspor"), TakeTicket)
        self.issued: list[Answer[Issued]] = []
        self.board.link.call.connect(self.heard.append)
        self.kiosk.open()
        self.until_online(8)
        self.already = len(self.heard)

    @property
    def online(self) -> list[bool]:
        return [bool(self.board.link.online), bool(self.kiosk.online)]

    def until_online(self, seconds: float) -> None:
        self.qtbot.waitUntil(lambda: all(self.online), timeout=int(seconds * 1000))

    def cut(self, seconds: float) -> None:
        """Two are called and one takes a number meanwhile; shown in time, and whole again in time."""
        began = time.monotonic()
        self.line.cut()
        before = len(self.issued)
        self.kiosk.request("POST", "/tickets", self.issued.append, Issued, body=self.wish, key=new_key())
        self._call(2)
        if seconds > SHOWN_S:
            self.qtbot.waitUntil(lambda: not any(self.online), timeout=int((SHOWN_S + SLACK_S) * 1000))
        self.qtbot.wait(max(1, int((seconds - (time.monotonic() - began)) * 1000)))
        self.line.heal()
        healed = time.monotonic()
        self.until_online(HEALED_S + SLACK_S)
        self.qtbot.waitUntil(
            lambda: len(self.heard) - self.already >= len(self.called),
            timeout=int((HEALED_S + SLACK_S - (time.monotonic() - healed)) * 1000),
        )
        # A kiosk that stands in front of somebody gives up after its own patience.
        self.qtbot.waitUntil(lambda: len(self.issued) > before, timeout=20_000)

    def _call(self, count: int) -> None:
        for _ in range(count):
            self.house.issue()
            ticket = self.house.ask("POST", "/counters/1/next")
            self.called.append(ticket["number"])

    def check(self, before: int) -> None:
        """Each call once, in order; each visitor one number, though answers were lost.

        Who was told that nobody answers has one or none; the same key would tell.
        """
        assert [one.number for one in self.heard[self.already :]] == self.called
        assert len({one.id for one in self.heard}) == len(self.heard)
        numbers = self.house.numbers()
        assert len(numbers) == len(set(numbers))
        told = {answer.value.number for answer in self.issued if answer.value}
        assert told <= set(numbers)
        assert len(told) <= len(numbers) - before - len(self.called) <= len(self.issued)


def test_a_cut_cable_shows_heals_and_loses_and_doubles_nothing(qtbot: QtBot, ends: list[Any], house: House) -> None:
    with cable(house) as line:
        before, floor = len(house.numbers()), Floor(qtbot, ends, house, line)
        for seconds in (3.6, 0.5):
            floor.cut(seconds)
        floor.check(before)
        assert all(answer.ok for answer in floor.issued), "these cuts are shorter than a kiosk's patience"
        for one in ends:
            one.close()


@pytest.mark.long
@pytest.mark.timeout(900)
def test_twenty_cuts_of_one_to_sixty_seconds(qtbot: QtBot, ends: list[Any], house: House) -> None:
    lengths = random.Random(20260912)  # noqa: S311  the same cuts every time
    with cable(house) as line:
        before, floor = len(house.numbers()), Floor(qtbot, ends, house, line)
        for _ in range(20):
            floor.cut(min(60.0, 1 + lengths.expovariate(1 / 12)))
        floor.check(before)
        for one in ends:
            one.close()
