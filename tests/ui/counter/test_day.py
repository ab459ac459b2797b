"""A new officer's day without a manual: everything by keys, on a real window, at a real server."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NoReturn

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kiosk.client import pairing as windows
from kiosk.contract import pairing_code
from tests.ui.counter.conftest import Officer, Open
from tests.ui.counter.test_desk import PIN, pause_between, sign_in
from tests.ui.office import House, staying
from ui.shell.application import open_window
from ui.shell.window_factory import WindowOptions

Key = Qt.Key
DAY = "2026-09-12"


def ctrl(hands: Officer, key: Qt.Key) -> None:
    pause_between(hands)
    hands.key(key, Qt.KeyboardModifier.ControlModifier)


def press(hands: Officer, key: Qt.Key) -> None:
    pause_between(hands)
    hands.key(key)


def by_keys_alone(open_counter: Open, house: House, role: str = "supervisor") -> Officer:
    """Signed in at counter 2, on a window that nobody may touch."""
    house.ask("POST", "/staff", {"name": "Sari", "pin": PIN, "role": role})
    hands = open_counter(house.url, house.token, (360, 740))

    def touched(_words: str) -> NoReturn:
        raise AssertionError("by keys alone")

    hands.tap = touched
    hands.wait_for("Anda bertugas di loket mana?")
    hands.key(Key.Key_2)
    hands.wait_for("Sari")
    hands.key(Key.Key_1)
    hands.wait_for("Masukkan PIN")
    hands.type(PIN)
    hands.key(Key.Key_Return)
    hands.wait_for("Panggil ulang")
    return hands


def state(house: House, number: str) -> str:
    queue = house.queue()
    rows = [*queue["serving"], *queue["missed"], *queue["held"]]
    waits = any(row["number"] == number for row in queue["tickets"])
    return "waiting" if waits else next((row["state"] for row in rows if row["number"] == number), "gone")


def becomes(hands: Officer, house: House, number: str, wanted: str) -> None:
    hands.qtbot.waitUntil(lambda: state(house, number) == wanted)


def log(house: House) -> list[dict[str, Any]]:
    return house.ask("GET", f"/days/{DAY}/log")


def test_a_day_without_a_manual(house: House, open_counter: Open) -> None:
    first, second, third = (house.issue() for _ in range(3))
    hands = by_keys_alone(open_counter, house)
    calls_and_holds(hands, house, first)
    sends_on_and_undoes(hands, house, second)
    counts_missing_papers(hands, house, second)
    misses_and_takes_back(hands, house, third)
    gives_a_number(hands, house, "A-004")
    stops_and_opens(hands)
    takes_back_from_hold(hands, first)
    reads_the_day(hands)
    leaves(hands)
    rows = log(house)
    by_sari = {row["kind"] for row in rows if row["staff"] == "Sari"}
    moves = {"call", "recall", "hold", "serve", "transfer", "undo", "finish", "no_show", "return", "issue"}
    assert by_sari >= moves | {"sign_in", "emergency", "emergency_end", "sign_out"}
    (counted,) = [row for row in rows if row["kind"] == "documents"]
    assert [counted[name] for name in ("staff", "device", "counter", "number")] == [None] * 4


def calls_and_holds(hands: Officer, house: House, number: str) -> None:
    hands.wait_for(f"Berikutnya {number}")
    hands.key(Key.Key_F2)
    becomes(hands, house, number, "called")
    press(hands, Key.Key_F3)
    hands.wait_for("panggilan ke-2")
    press(hands, Key.Key_F7)
    hands.wait_for("ditunda sampai kapan?")
    hands.key(Key.Key_1)
    hands.key(Key.Key_Return)
    becomes(hands, house, number, "held")


def sends_on_and_undoes(hands: Officer, house: House, number: str) -> None:
    press(hands, Key.Key_F2)
    becomes(hands, house, number, "called")
    press(hands, Key.Key_F2)
    becomes(hands, house, number, "serving")
    ctrl(hands, Key.Key_N)
    becomes(hands, house, number, "waiting")
    ctrl(hands, Key.Key_Z)
    becomes(hands, house, number, "serving")


def counts_missing_papers(hands: Officer, house: House, number: str) -> None:
    ctrl(hands, Key.Key_D)
    hands.wait_for(f"Apa keperluan {number}?")
    hands.key(Key.Key_1)
    hands.wait_for(f"Dokumen apa yang kurang untuk {number}?")
    hands.key(Key.Key_2)
    hands.key(Key.Key_3)
    hands.key(Key.Key_Return)
    hands.wait_for("Dicatat kurang: Kartu Keluarga asli; Salah satu")
    hands.key(Key.Key_1)
    becomes(hands, house, number, "gone")


def misses_and_takes_back(hands: Officer, house: House, number: str) -> None:
    press(hands, Key.Key_F2)
    becomes(hands, house, number, "called")
    for call in (2, 3):
        press(hands, Key.Key_F3)
        hands.wait_for(f"panggilan ke-{call}")
    press(hands, Key.Key_F5)
    becomes(hands, house, number, "no_show")
    hands.wait_for("dapat kembali sampai 14.00")
    ctrl(hands, Key.Key_R)
    hands.wait_for("Nomor terlewat mana yang kembali?")
    hands.type(number.replace("-", "").lower())
    hands.key(Key.Key_Return)
    hands.wait_for(f"{number} menunggu lagi dan dipanggil setelah 3 panggilan lain.")
    becomes(hands, house, number, "waiting")


def gives_a_number(hands: Officer, house: House, number: str) -> None:
    ctrl(hands, Key.Key_B)
    hands.wait_for("Nomor untuk layanan apa?")
    hands.key(Key.Key_1)
    hands.wait_for("Untuk keperluan apa?")
    hands.key(Key.Key_1)
    hands.wait_for("Dokumen apa yang dibawa?")
    hands.key(Key.Key_0)
    hands.key(Key.Key_Return)
    hands.wait_for("Nomor diberikan")
    assert hands.sees(number)
    assert state(house, number) == "waiting"
    hands.key(Key.Key_Return)
    hands.wait_gone("Nomor diberikan")


def stops_and_opens(hands: Officer) -> None:
    press(hands, Key.Key_F10)
    hands.wait_for("Hentikan layanan di titik layanan ini?")
    hands.key(Key.Key_2)
    hands.key(Key.Key_Return)
    hands.wait_for("Layanan dihentikan sementara: Keadaan darurat")
    press(hands, Key.Key_F10)
    hands.wait_for("Buka layanan lagi?")
    hands.key(Key.Key_Return)
    hands.wait_gone("Layanan dihentikan sementara: Keadaan darurat")


def takes_back_from_hold(hands: Officer, number: str) -> None:
    ctrl(hands, Key.Key_R)
    hands.wait_for("Nomor terlewat mana yang kembali?")
    hands.type(number)
    hands.key(Key.Key_Return)
    hands.wait_for(f"{number} menunggu lagi di urutan semula.")


def reads_the_day(hands: Officer) -> None:
    ctrl(hands, Key.Key_H)
    hands.wait_for("Jumlah semua nomor cocok.")
    hands.wait_for("Dokumen yang kurang: Kartu Keluarga asli 1")
    hands.key(Key.Key_Escape)
    hands.wait_gone("Laporan harian")


def leaves(hands: Officer) -> None:
    press(hands, Key.Key_F12)
    hands.wait_for("Tidak ada panggilan dari loket ini")
    hands.key(Key.Key_Return)
    hands.wait_for("Anda bertugas di loket mana?")


@pytest.fixture
def at_ten_to_two(tmp_path: Path) -> Any:
    """Passports close at two: who comes now could not start any more."""
    with staying(tmp_path, "2026-09-12T13:50:00+07:00") as running:
        yield running


def test_a_number_in_spite_of_the_rules_needs_a_reason(at_ten_to_two: House, open_counter: Open) -> None:
    house = at_ten_to_two
    house.issue()
    hands = by_keys_alone(open_counter, house, "counter")
    ctrl(hands, Key.Key_B)
    hands.wait_for("Nomor untuk layanan apa?")
    hands.key(Key.Key_1)
    hands.wait_for("Untuk keperluan apa?")
    hands.key(Key.Key_1)
    hands.wait_for("Dokumen apa yang dibawa?")
    hands.key(Key.Key_1)
    hands.key(Key.Key_Return)
    hands.wait_for("nomor tidak dapat diberikan")
    hands.wait_for("Dokumen yang kurang: Kartu Keluarga asli")
    hands.key(Key.Key_Return)
    hands.qtbot.wait(100)
    assert state(house, "A-002") == "gone"
    hands.key(Key.Key_1)
    hands.key(Key.Key_Return)
    hands.wait_for("A-002")
    (override,) = [row for row in log(house) if row["kind"] == "override"]
    assert (override["staff"], override["counter"], override["number"]) == ("Sari", "2", "A-002")
    assert override["text"]["id"] == "A-002 diberikan sebagai pengecualian: Keadaan khusus pengunjung"


def test_the_supervisor_closes_the_day_that_is_over(tmp_path: Path, open_counter: Open) -> None:
    with staying(tmp_path, "2026-09-12T13:00:00+07:00") as house:
        house.issue()
    with staying(tmp_path, "2026-09-12T14:05:00+07:00") as house:
        hands = by_keys_alone(open_counter, house)
        ctrl(hands, Key.Key_H)
        hands.wait_for("Hari layanan belum ditutup.")
        hands.key(Key.Key_Return)
        hands.wait_for("Tutup hari layanan ini?")
        pause_between(hands)
        hands.key(Key.Key_Return)
        hands.wait_for("hari layanan ditutup 1")
        assert state(house, "A-001") == "gone"
        (closed,) = [row for row in log(house) if row["kind"] == "day_close"]
        assert closed["staff"] == "Sari"
        hands.opened.close()


def test_a_day_that_is_not_over_is_not_closed_and_says_why(house: House, open_counter: Open) -> None:
    house.issue()
    hands = by_keys_alone(open_counter, house)
    ctrl(hands, Key.Key_H)
    hands.wait_for("Hari layanan belum ditutup.")
    hands.key(Key.Key_Return)
    hands.wait_for("Tutup hari layanan ini?")
    pause_between(hands)
    hands.key(Key.Key_Return)
    hands.wait_for("Tutup setelah jam layanan")
    assert state(house, "A-001") == "waiting"


def test_an_officer_changes_the_pin(house: House, open_counter: Open) -> None:
    hands = by_keys_alone(open_counter, house, "counter")
    ctrl(hands, Key.Key_P)
    for wrong in (True, False):
        hands.wait_for("PIN saat ini")
        hands.type("0000" if wrong else PIN)
        hands.key(Key.Key_Return)
        hands.wait_for("Buat PIN")
        for words in ("Buat PIN", "Ulangi PIN"):
            hands.wait_for(words)
            hands.type("846319")
            hands.key(Key.Key_Return)
        hands.wait_for("PIN salah" if wrong else "PIN berhasil diganti.")
    signed = house.ask("POST", "/counters/2/sign-in", {"staff": "Sari", "pin": "846319"})
    assert signed["staff"] == "Sari"


def test_a_supervisor_makes_and_removes_accounts_and_an_officer_does_not(house: House, open_counter: Open) -> None:
    hands = by_keys_alone(open_counter, house)
    ctrl(hands, Key.Key_K)
    hands.wait_for("Supervisor · Loket 2")
    hands.key(Key.Key_0)
    hands.wait_for("Nama petugas baru")
    hands.type("Budi")
    hands.key(Key.Key_Return)
    hands.wait_for("Peran Budi")
    hands.key(Key.Key_1)
    for words in ("Buat PIN", "Ulangi PIN"):
        hands.wait_for(words)
        hands.type(PIN)
        hands.key(Key.Key_Return)
    hands.wait_for("Budi dapat masuk sekarang.")
    assert house.ask("GET", "/staff/names")["names"] == ["Budi", "Sari"]
    hands.key(Key.Key_1)
    hands.wait_for("Hapus akun")
    hands.key(Key.Key_2)
    hands.wait_for("Hapus Budi?")
    hands.key(Key.Key_Return)
    hands.wait_for("Budi sudah dihapus.")
    assert house.ask("GET", "/staff/names")["names"] == ["Sari"]
    hands.key(Key.Key_Escape)
    house.ask("POST", "/staff", {"name": "Rina", "pin": PIN})
    house.ask("POST", "/counters/2/sign-in", {"staff": "Rina", "pin": PIN})
    hands.wait_for("Anda bertugas di loket mana?")
    made = {row["text"]["en"]: row["staff"] for row in log(house) if row["kind"] == "staff"}
    assert made["Account created: Budi (counter)"] == made["Account removed: Budi"] == "Sari"


def test_a_supervisor_lets_a_window_on_another_machine_in(house: House, open_counter: Open) -> None:
    hands = by_keys_alone(open_counter, house)
    ctrl(hands, Key.Key_Y)
    hands.wait_for("Layar antrean")
    hands.key(Key.Key_2)
    hands.wait_for("Nama perangkat")
    hands.type("Ruang tunggu")
    hands.key(Key.Key_Return)
    hands.wait_for("Kode untuk Ruang tunggu")
    hands.wait_for("Komputer lain belum dapat terhubung")
    shown = next(text for text in hands.read() if re.fullmatch(r"\d{3} \d{3} \d{4}", text))
    invitation = pairing_code.parse(shown)
    assert invitation is not None
    assert windows.pair("board", invitation, [house.url], "id").name == "Ruang tunggu"
    hands.key(Key.Key_Return)
    hands.wait_gone("Kode untuk Ruang tunggu")


def test_a_supervisor_looks_up_who_did_what(house: House, open_counter: Open) -> None:
    number = house.issue()
    house.issue()
    hands = by_keys_alone(open_counter, house)
    hands.wait_for(f"Berikutnya {number}")
    hands.key(Key.Key_F2)
    becomes(hands, house, number, "called")
    ctrl(hands, Key.Key_J)
    hands.wait_for("A-002 diberikan: Permohonan Paspor")
    hands.wait_for(f"{number} dipanggil")
    hands.type("sari a1")
    hands.wait_gone("A-002 diberikan: Permohonan Paspor")
    assert hands.sees(f"{number} dipanggil")
    assert hands.sees("Sari · Loket 2")
    hands.key(Key.Key_Escape)
    hands.wait_gone("Riwayat tindakan")


def test_an_officer_sees_no_accounts(house: House, open_counter: Open) -> None:
    hands = by_keys_alone(open_counter, house, "counter")
    ctrl(hands, Key.Key_K)
    hands.key(Key.Key_F1)
    hands.wait_for("Laporan harian")
    assert not hands.sees("Akun")
    assert not hands.sees("Riwayat")


def test_the_waiting_list_shows_whom_one_wants(house: House, open_counter: Open) -> None:
    mine = house.issue()
    hands = by_keys_alone(open_counter, house)
    hands.wait_for(mine)
    ctrl(hands, Key.Key_L)
    hands.wait_for("Semua layanan")
    ctrl(hands, Key.Key_L)
    hands.wait_for("Lewat target")
    hands.wait_for("Tidak ada yang menunggu")
    ctrl(hands, Key.Key_L)
    hands.wait_for("Loket ini")


def test_a_counter_with_a_printer_prints_the_number(house: House, qtbot: QtBot, tmp_path: Path) -> None:
    paper = tmp_path / "paper.bin"
    house.staff("Sari", PIN)
    options = WindowOptions(
        size=(360, 740), language="id", printer=f"file://{paper}", spool=tmp_path / "spool", counter_prints=True
    )
    opened = open_window("counter", house.url, house.token, options)
    try:
        hands = Officer(qtbot, opened)
        sign_in(hands, "2")
        hands.wait_for("Panggil ulang")
        ctrl(hands, Key.Key_B)
        hands.wait_for("Nomor untuk layanan apa?")
        hands.key(Key.Key_1)
        hands.key(Key.Key_1)
        hands.key(Key.Key_0)
        hands.key(Key.Key_Return)
        hands.wait_for("Tiket sudah dicetak")
        assert hands.sees("A-001")
        qtbot.waitUntil(lambda: "print" in [row["kind"] for row in log(house)])
    finally:
        opened.close()
    assert paper.stat().st_size > 500
