"""A code scanner types an address and Enter, faster than any hand; whatever has the focus, it presses nothing else."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.patience import PATIENCE_MS
from tests.ui.counter.conftest import Officer, Open
from tests.ui.counter.test_desk import PIN, at_desk, pause_between
from tests.ui.office import House
from ui.viewmodel.scanner import GAP_MS, Scanner

Key = Qt.Key


@pytest.fixture
def missed(house: House) -> str:
    """The address on the ticket of somebody who missed three calls."""
    house.staff("Sari", PIN)
    body = {"service": "paspor", "checklist": "dewasa-baru", "have": ["ktp", "kk", "akta"]}
    issued = house.ask("POST", "/tickets", body, "missed-visitor")
    house.ask("POST", "/counters/1/sign-in", {"staff": "Sari", "pin": PIN})
    house.ask("POST", "/counters/1/next")
    for move in ("recall", "recall", "no-show"):
        house.ask("POST", f"/tickets/{issued['id']}/{move}")
    return str(issued["status_url"])


def scan(hands: Officer, code: str) -> None:
    """A real scanner's keys wait in the system's queue while the machine is busy; here the busy machine types them."""
    hands.activate()
    scanners = hands.window.findChildren(Scanner)
    for scanner in scanners:
        scanner._pause.setInterval(PATIENCE_MS)
    for letter in code:
        shift = Qt.KeyboardModifier.ShiftModifier if letter.isupper() else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(hands.window, letter, shift)
    hands.key(Key.Key_Return)
    for scanner in scanners:
        scanner._pause.setInterval(GAP_MS)


def is_back(house: House) -> bool:
    return [row["number"] for row in house.queue()["tickets"]] == ["A-001"] and not house.queue()["serving"]


def test_a_scan_at_the_desk_brings_the_visitor_back_and_calls_nobody(
    house: House, missed: str, open_counter: Open
) -> None:
    hands = at_desk(open_counter, house)
    hands.wait_for("Tidak hadir")
    scan(hands, missed)
    hands.wait_for("A-001 menunggu lagi")
    assert is_back(house)


def test_a_scan_while_the_number_may_be_typed(house: House, missed: str, open_counter: Open) -> None:
    hands = at_desk(open_counter, house)
    hands.key(Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    hands.wait_for("Nomor terlewat mana yang kembali?")
    scan(hands, missed)
    hands.wait_for("A-001 menunggu lagi")
    assert is_back(house)


def test_a_number_typed_by_hand(house: House, missed: str, open_counter: Open) -> None:
    hands = at_desk(open_counter, house)
    hands.key(Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    hands.wait_for("Nomor terlewat mana yang kembali?")
    for letter in "a9":
        QTest.qWait(80)
        hands.type(letter)
    QTest.qWait(80)
    hands.key(Key.Key_Return)
    hands.wait_for("Nomor tidak ditemukan hari ini")
    for letter in "a1":
        QTest.qWait(80)
        hands.type(letter)
    QTest.qWait(80)
    hands.key(Key.Key_Return)
    hands.wait_for("A-001 menunggu lagi")


@pytest.mark.parametrize("key", [Key.Key_F6, Key.Key_F7, Key.Key_F10, Key.Key_F12])
def test_a_scan_answers_no_question(house: House, missed: str, open_counter: Open, key: Qt.Key) -> None:
    number = house.issue()
    hands = at_desk(open_counter, house)
    hands.wait_for(f"Berikutnya {number}")
    hands.key(Key.Key_F2)
    hands.wait_for("Dipanggil")
    pause_between(hands)
    hands.key(key)
    hands.qtbot.waitUntil(lambda: hands.opened.vm.sheet.question != "")
    scan(hands, missed.replace("/T/", "/T/1234567890"))
    hands.wait_for("Selesaikan ini dahulu, lalu pindai lagi")
    hands.qtbot.wait(100)
    assert house.number_at("2") == (number, "called")
    point = house.ask("GET", "/point")
    assert point["emergency"] is None
    assert point["counters"][1]["staff"] == "Sari"


def test_a_scan_before_the_sign_in_signs_nobody_in(house: House, missed: str, open_counter: Open) -> None:
    hands = open_counter(house.url, house.token)
    hands.wait_for("Anda bertugas di loket mana?")
    scan(hands, missed)
    hands.wait_for("Masuk dahulu, lalu pindai lagi")
    assert hands.sees("Anda bertugas di loket mana?")
