"""An officer's day at a real server, by keys alone and by touch."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.counter.conftest import Officer, Open
from tests.ui.office import House, cable

Key = Qt.Key
PIN = "471193"


def sign_in(hands: Officer, counter: str, staff: str = "Sari", pin: str = PIN) -> None:
    hands.wait_for("Anda bertugas di loket mana?")
    hands.tap(f"Loket {counter}")
    hands.wait_for(staff)
    hands.tap(staff)
    hands.wait_for("Masukkan PIN")
    hands.type(pin)
    hands.key(Key.Key_Return)


def at_desk(open_counter: Open, house: House, counter: str = "2", url: str = "") -> Officer:
    hands = open_counter(url or house.url, house.token)
    sign_in(hands, counter)
    hands.wait_for("Panggil ulang")
    return hands


def pause_between(*officers: Officer) -> None:
    """Until the windows have their answers, and longer than they take a second press for a bounce of the first."""
    for hands in officers:
        hands.qtbot.waitUntil(lambda hands=hands: not hands.opened.vm.frame.busy)
    QTest.qWait(350)


def test_the_first_account_is_made_and_signs_in_by_keys_alone(house: House, open_counter: Open) -> None:
    hands = open_counter(house.url, house.token)
    hands.wait_for("Buat akun pertama")
    hands.type("Sari")
    hands.key(Key.Key_Return)
    hands.wait_for("Buat PIN")
    hands.type("471193")
    hands.key(Key.Key_Return)
    hands.wait_for("Ulangi PIN")
    hands.type("471293")
    hands.key(Key.Key_Return)
    hands.wait_for("Kedua PIN berbeda")
    for _ in range(2):
        hands.type(PIN)
        hands.key(Key.Key_Return)
    hands.wait_for("Akun dibuat")
    hands.key(Key.Key_2)
    hands.wait_for("Pilih nama Anda")
    hands.wait_for("Sari")
    hands.key(Key.Key_1)
    hands.wait_for("Masukkan PIN")
    hands.type(PIN)
    hands.key(Key.Key_Return)
    hands.wait_for("Panggil ulang")
    assert house.ask("GET", "/point")["counters"][1]["staff"] == "Sari"


def test_a_wrong_pin_is_told_calmly_and_locks_in_the_end(house: House, open_counter: Open) -> None:
    house.staff("Sari", PIN)
    hands = open_counter(house.url, house.token)
    sign_in(hands, "1", pin="0000")
    hands.wait_for("PIN")
    for _ in range(5):
        hands.qtbot.waitUntil(lambda: not hands.opened.vm.frame.busy)
        hands.type("0000")
        hands.key(Key.Key_Return)
    hands.qtbot.waitUntil(lambda: not hands.opened.vm.frame.busy)
    hands.type(PIN)
    hands.key(Key.Key_Return)
    hands.wait_for("Coba lagi dalam 0")
    assert house.ask("GET", "/point")["counters"][0]["staff"] is None


def test_a_day_by_one_key(house: House, open_counter: Open) -> None:
    house.staff("Sari", PIN)
    first, second = house.issue(), house.issue()
    hands = at_desk(open_counter, house)
    hands.wait_for(f"Berikutnya {first}")
    hands.key(Key.Key_F2)
    hands.wait_for("Dipanggil")
    hands.wait_for("Mengapa nomor ini")
    assert house.number_at("2") == (first, "called")
    pause_between(hands)
    hands.key(Key.Key_F2)
    hands.wait_for("Sedang dilayani")
    assert house.number_at("2") == (first, "serving")
    pause_between(hands)
    hands.wait_for("Selesai, panggil berikutnya")
    hands.key(Key.Key_F2)
    hands.qtbot.waitUntil(lambda: house.number_at("2") == (second, "called"))
    hands.wait_for(second)
    assert house.queue()["tickets"] == []


def test_a_visitor_who_does_not_come(house: House, open_counter: Open) -> None:
    house.staff("Sari", PIN)
    number = house.issue()
    hands = at_desk(open_counter, house)
    hands.wait_for(f"Berikutnya {number}")
    hands.key(Key.Key_F2)
    hands.wait_for("2 panggilan lagi")
    hands.key(Key.Key_F5)
    for call in (2, 3):
        pause_between(hands)
        hands.key(Key.Key_F3)
        hands.wait_for(f"panggilan ke-{call}")
    pause_between(hands)
    hands.key(Key.Key_F5)
    hands.wait_for("pukul")
    hands.wait_gone("Dipanggil")
    assert house.queue()["missed"][0]["number"] == number


def test_a_double_press_is_one_press(house: House, open_counter: Open) -> None:
    house.staff("Sari", PIN)
    numbers = [house.issue() for _ in range(3)]
    hands = at_desk(open_counter, house)
    hands.wait_for(f"Berikutnya {numbers[0]}")
    for _ in range(8):
        hands.key(Key.Key_F2)
    hands.wait_for("Dipanggil")
    hands.key(Key.Key_F2)
    hands.key(Key.Key_F2)
    hands.qtbot.wait(150)
    assert house.number_at("2") == (numbers[0], "called")
    assert len(house.queue()["tickets"]) == 2


def test_two_counters_never_call_the_same(house: House, open_counter: Open) -> None:
    house.staff("Sari", PIN)
    numbers = [house.issue() for _ in range(6)]
    one, two = at_desk(open_counter, house, "1"), at_desk(open_counter, house, "2")
    called: list[str] = []
    for _ in range(3):
        pause_between(one, two)
        for hands in (one, two):
            hands.key(Key.Key_F2)
        for counter, hands in (("1", one), ("2", two)):
            hands.wait_for("Dipanggil")
            held = house.number_at(counter)
            assert held is not None
            called.append(held[0])
        pause_between(one, two)
        for hands in (one, two):
            hands.key(Key.Key_F2)
            hands.wait_for("Sedang dilayani")
        pause_between(one, two)
        for hands in (one, two):
            hands.key(Key.Key_F4)
            hands.wait_gone("Sedang dilayani")
    assert sorted(called) == sorted(numbers)


def test_a_number_is_voided_only_with_a_reason(house: House, open_counter: Open) -> None:
    house.staff("Sari", PIN)
    number = house.issue()
    hands = at_desk(open_counter, house)
    hands.wait_for(f"Berikutnya {number}")
    hands.key(Key.Key_F2)
    hands.wait_for("Dipanggil")
    pause_between(hands)
    hands.key(Key.Key_F6)
    hands.wait_for(f"Mengapa {number} dibatalkan?")
    hands.key(Key.Key_Return)
    hands.qtbot.wait(100)
    assert house.number_at("2") == (number, "called")
    hands.key(Key.Key_2)
    hands.key(Key.Key_Return)
    hands.wait_gone("dibatalkan?")
    assert house.number_at("2") is None


def test_escape_leaves_everything_as_it_was(house: House, open_counter: Open) -> None:
    house.staff("Sari", PIN)
    hands = at_desk(open_counter, house)
    for key in (Key.Key_F1, Key.Key_F9, Key.Key_F10, Key.Key_F12):
        hands.key(key)
        hands.qtbot.waitUntil(lambda: hands.opened.vm.sheet.question != "")
        hands.key(Key.Key_Escape)
        hands.qtbot.waitUntil(lambda: hands.opened.vm.sheet.question == "")
    point = house.ask("GET", "/point")
    assert point["emergency"] is None
    assert point["counters"][1]["staff"] == "Sari"


def test_stop_and_open_again(house: House, open_counter: Open) -> None:
    house.staff("Sari", PIN)
    house.issue()
    hands = at_desk(open_counter, house)
    hands.key(Key.Key_F10)
    hands.wait_for("Hentikan layanan di titik layanan ini?")
    hands.key(Key.Key_1)
    hands.key(Key.Key_Return)
    hands.wait_for("Layanan dihentikan sementara: Listrik")
    assert house.ask("GET", "/point")["emergency"]["reason"] == "Listrik padam atau jaringan terputus"
    pause_between(hands)
    hands.key(Key.Key_F2)
    assert house.number_at("2") is None
    hands.key(Key.Key_F10)
    hands.wait_for("Buka layanan lagi?")
    hands.key(Key.Key_Return)
    hands.wait_gone("Layanan dihentikan")
    assert house.ask("GET", "/point")["emergency"] is None


def test_pause_and_go_on(house: House, open_counter: Open) -> None:
    house.staff("Sari", PIN)
    hands = at_desk(open_counter, house)
    hands.key(Key.Key_F9)
    hands.wait_for("Mengapa loket dijeda?")
    hands.key(Key.Key_2)
    hands.key(Key.Key_Return)
    hands.wait_for("Loket dijeda: Salat")
    pause_between(hands)
    hands.key(Key.Key_F9)
    hands.wait_gone("Loket dijeda")


def test_signing_out_is_refused_with_a_ticket_in_hand_and_done_without(house: House, open_counter: Open) -> None:
    house.staff("Sari", PIN)
    number = house.issue()
    hands = at_desk(open_counter, house)
    hands.wait_for(f"Berikutnya {number}")
    hands.key(Key.Key_F2)
    hands.wait_for("Dipanggil")
    pause_between(hands)
    hands.key(Key.Key_F12)
    hands.wait_for("Keluar dari loket ini?")
    hands.key(Key.Key_Return)
    hands.qtbot.wait(100)
    assert house.ask("GET", "/point")["counters"][1]["staff"] == "Sari"
    hands.key(Key.Key_Escape)
    hands.key(Key.Key_F2)
    hands.wait_for("Sedang dilayani")
    pause_between(hands)
    hands.key(Key.Key_F4)
    hands.wait_gone("Sedang dilayani")
    pause_between(hands)
    hands.key(Key.Key_F12)
    hands.wait_for("Tidak ada panggilan dari loket ini")
    hands.key(Key.Key_Return)
    hands.wait_for("Anda bertugas di loket mana?")


def test_help_from_the_kiosk_is_answered(house: House, open_counter: Open) -> None:
    house.staff("Sari", PIN)
    hands = at_desk(open_counter, house)
    house.ask("POST", "/point/help")
    hands.wait_for("Pengunjung meminta bantuan")
    hands.tap("Saya datang")
    hands.wait_gone("Pengunjung meminta bantuan")


def test_a_colleague_who_takes_over_ends_the_session_here(house: House, open_counter: Open) -> None:
    house.staff("Sari", PIN)
    house_names = house.ask("GET", "/staff/names")["names"]
    assert house_names == ["Sari"]
    house.ask("POST", "/staff", {"name": "Rina", "pin": PIN})
    hands = at_desk(open_counter, house)
    house.ask("POST", "/counters/2/sign-in", {"staff": "Rina", "pin": PIN})
    hands.wait_for("Sesi Anda di loket ini berakhir")
    hands.wait_for("Anda bertugas di loket mana?")


def test_a_cut_cable_shows_within_three_seconds_and_heals(house: House, open_counter: Open) -> None:
    house.staff("Sari", PIN)
    with cable(house) as line:
        hands = at_desk(open_counter, house, url=line.url)
        cut = time.monotonic()
        line.cut()
        hands.wait_for("Sambungan ke server terputus")
        assert time.monotonic() - cut < 3.3
        number = house.issue()
        hands.key(Key.Key_F2)
        assert house.number_at("2") is None
        healed = time.monotonic()
        line.heal()
        hands.wait_gone("Sambungan ke server terputus", 6)
        hands.wait_for(number)
        assert time.monotonic() - healed < 5.0
        hands.opened.close()


def test_another_language_at_once(house: House, open_counter: Open) -> None:
    house.staff("Sari", PIN)
    hands = at_desk(open_counter, house)
    hands.tap("EN")
    hands.wait_for("Call next")
    assert not hands.sees("Panggil berikutnya")
