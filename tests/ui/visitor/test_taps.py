"""A visitor's ways through the window, by taps on places of the screen."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import zxingcpp
from msgspec.structs import replace
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from kiosk.contract.problem import Problem
from tests.scenes import visitor_samples as samples
from tests.ui.visitor.stage import Stage, rectangle
from ui.link.server_link import Answer
from ui.visitor import state


@dataclass(frozen=True)
class Said:
    """What stands on the screen in one language."""

    passport: str
    kind: str
    take: str
    lacking: str
    first_paper: str
    ahead: str
    done: str
    collection: str
    closed: str
    back: str
    information: str
    here: str


SAID = {
    "id": Said(
        "Permohonan Paspor",
        "Penggantian paspor",
        "Semua lengkap, ambil nomor",
        "Ada yang kurang",
        "e-KTP asli",
        "12 orang di depan Anda",
        "Selesai",
        "J. Pengambilan Paspor",
        "Buka lagi Senin pukul 08.00",
        "Kembali",
        "Ambil nomor Informasi",
        "Ya, lanjutkan",
    ),
    "en": Said(
        "Passport Application",
        "Passport replacement",
        "I have everything. Get my number",
        "Something is missing",
        "Original ID card",
        "12 people ahead of you",
        "Done",
        "J. Passport Collection",
        "Opens on Monday at 08:00",
        "Back",
        "Get a number for Information",
        "Yes, continue",
    ),
}


@pytest.fixture(params=SAID)
def said(request: pytest.FixtureRequest, stage: Stage) -> Said:
    stage.open()
    if request.param == "en":
        stage.tap("English")
    return SAID[request.param]


def test_three_taps_to_a_number(stage: Stage, said: Said) -> None:
    stage.tap(said.passport)
    stage.tap(said.kind)
    stage.tap(said.take)
    (asked,) = stage.link.asked
    assert (asked.method, asked.path, asked.body.service) == ("POST", "/tickets", "paspor")
    assert asked.body.checklist == "dewasa-ganti"
    assert asked.body.have == ["ktp", "kk", "akta", "paspor-lama"]
    assert asked.key
    stage.answer()
    assert "A-042" in stage.words()
    assert said.ahead in stage.words()
    stage.wait(1)
    stage.tap(said.done)
    assert stage.vm.screen == "home"
    assert stage.vm.language == "id"


def test_no_papers_one_tap(stage: Stage, said: Said) -> None:
    stage.open(samples.weekday_point())
    stage.tap("Informa")
    (asked,) = stage.link.asked
    assert asked.body.service == "informasi"
    assert asked.body.checklist is None
    assert said.passport in stage.words()


def test_ticking_every_paper_makes_it_complete(stage: Stage) -> None:
    stage.play("papers")
    for paper in ("e-KTP asli", "Kartu Keluarga", "Salah satu"):
        stage.tap(paper)
        assert not stage.vm.papersComplete
    stage.tap("Paspor lama")
    assert stage.vm.papersComplete
    assert "Ada yang kurang" not in stage.words()
    stage.tap("Ambil nomor")
    assert len(stage.link.asked) == 1


def test_what_applies_to_some_only_is_told_not_asked(stage: Stage) -> None:
    stage.play("papers")
    assert "Surat penetapan ganti nama" in stage.words()
    assert not [t for t in stage.touchables() if "Surat penetapan" in str(t.property("label"))]


def test_a_missing_paper_says_which_why_and_where_to_ask(stage: Stage, said: Said) -> None:
    stage.open(samples.weekday_point())
    stage.tap(said.passport)
    stage.tap(said.kind)
    stage.tap(said.first_paper)
    stage.tap(said.lacking)
    told = stage.words()
    assert said.first_paper not in told
    assert stage.vm.lacking == [t for t in stage.vm.lacking if t in told]
    assert len(stage.vm.lacking) == 3
    stage.tap(said.information)
    assert stage.link.asked[0].body.service == "informasi"


def test_a_missing_paper_with_the_information_queue_closed_is_no_dead_end(stage: Stage) -> None:
    stage.open()
    stage.tap("Permohonan Paspor")
    stage.tap("Penggantian")
    stage.tap("Ada yang kurang")
    assert "Sentuh Bantuan" in stage.words()
    stage.tap("Kembali ke daftar")
    assert stage.vm.screen == "papers"


def test_migrant_workers_see_a_list_like_every_other(stage: Stage) -> None:
    stage.play("kinds")
    stage.tap("Bekerja di luar negeri")
    assert stage.vm.screen == "papers"
    assert "wawancara" not in stage.words().lower()


def test_a_closed_service_says_why_and_when(stage: Stage, said: Said) -> None:
    stage.tap(said.collection)
    assert stage.vm.screen == "refused"
    assert said.closed in stage.words()
    assert stage.link.asked == []
    stage.tap(said.back)
    assert stage.vm.screen == "home"


def test_a_card_that_closed_while_it_was_tapped(stage: Stage) -> None:
    stage.play("papers")
    stage.tap("Semua lengkap")
    away = samples.elsewhere()
    problem = Problem(
        type="about:blank",
        title="",
        status=409,
        reason="cutoff_queue",
        detail="Antrean hari ini sudah penuh.",
        next_opening=samples.SATURDAY.replace(day=14, hour=8),
        alternatives=away,
    )
    stage.answer(problem=problem)
    told = stage.words()
    assert "Antrean hari ini sudah penuh." in told
    assert "Immigration Lounge Grand Metropolitan Mall" in told
    assert "Ambil nomor sebelum pukul 14.00" in told


def test_papers_whose_service_closes_meanwhile(stage: Stage) -> None:
    stage.play("papers")
    stage.open(samples.point([samples.shut(samples.SERVICES[0], "cutoff_queue"), *samples.SERVICES[1:]]))
    assert stage.vm.screen == "refused"


def test_the_servers_own_word_about_papers(stage: Stage) -> None:
    stage.play("papers")
    stage.tap("Semua lengkap")
    stage.answer(
        problem=Problem(type="about:blank", title="", status=409, reason="docs_incomplete", detail="", missing=["kk"])
    )
    assert stage.vm.screen == "missing"
    assert stage.vm.lacking == ["Kartu Keluarga asli"]


# ---------------------------------------------------------------- hands that shake


def test_a_double_tap_is_one_wish(stage: Stage) -> None:
    stage.open(samples.weekday_point())
    stage.tap("Informa", pause=0.1)
    stage.tap("Informa", pause=0.1)
    stage.tap("Permohonan", pause=0.1)
    assert len(stage.link.asked) == 1
    assert stage.vm.screen == "home"


def test_the_second_half_of_a_double_tap_does_not_reach_the_next_screen(stage: Stage) -> None:
    stage.play("kinds")
    stage.tap("Penggantian", pause=0.1)
    place = rectangle(stage.named("Semua lengkap")).center()
    stage.tap(place, pause=0.1)
    assert stage.link.asked == []
    stage.wait(1)
    stage.tap(place)
    assert len(stage.link.asked) == 1


def test_a_double_tap_on_a_paper_ticks_it_once(stage: Stage) -> None:
    stage.play("papers")
    stage.tap("e-KTP asli", pause=0.1)
    stage.tap("e-KTP asli", pause=0.1)
    assert stage.named("e-KTP asli").property("ticked") is True


def test_a_long_press_is_a_tap(stage: Stage) -> None:
    stage.open()
    place = rectangle(stage.named("Permohonan Paspor")).center().toPoint()
    QTest.mousePress(stage.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    QTest.qWait(900)
    QTest.mouseRelease(stage.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    stage.wait(1)
    assert stage.vm.screen == "papers"


@pytest.mark.parametrize("far", [QPoint(0, 400), QPoint(0, -300)])
def test_a_swipe_is_nothing(stage: Stage, far: QPoint) -> None:
    stage.open()
    start = rectangle(stage.named("Paspor Prioritas")).center().toPoint()
    QTest.mousePress(stage.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for share in range(1, 6):
        QTest.mouseMove(stage.window, start + far * (share / 5))
    QTest.mouseRelease(stage.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start + far)
    stage.wait(1)
    assert stage.vm.screen == "home"


def test_a_palm_takes_at_most_one_number(stage: Stage) -> None:
    stage.open(samples.weekday_point())
    device = QTest.createTouchDevice()
    places = [rectangle(stage.named(n)).center().toPoint() for n in ("Informa", "Permohonan", "Paspor Prioritas")]
    touch = QTest.touchEvent(stage.window, device)
    for finger, place in enumerate(places):
        touch.press(finger, place, stage.window)
    touch.commit()
    for finger, place in enumerate(places):
        touch.release(finger, place, stage.window)
    touch.commit()
    stage.wait(1)
    assert len(stage.link.asked) <= 1


def test_the_other_mouse_buttons_do_nothing(stage: Stage) -> None:
    stage.open(samples.weekday_point())
    place = rectangle(stage.named("Informa")).center().toPoint()
    for button in (Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.BackButton):
        QTest.mouseClick(stage.window, button, Qt.KeyboardModifier.NoModifier, place)
        stage.wait(1)
    assert stage.link.asked == []


# ---------------------------------------------------------------- a lost answer


def test_an_unanswered_wish_keeps_its_key(stage: Stage) -> None:
    stage.play("papers")
    stage.tap("Semua lengkap")
    key = stage.link.asked[0].key
    stage.answer(problem=Problem(type="about:blank", title="", status=0, reason="server_away", detail=""))
    assert stage.vm.screen == "retry"
    stage.wait(1)
    stage.tap("Coba lagi")
    assert stage.link.asked[0].key == key
    stage.answer()
    assert stage.vm.screen == "number"


def test_the_next_wish_has_a_key_of_its_own(stage: Stage) -> None:
    keys: set[str | None] = set()
    for _ in range(3):
        stage.play("papers")
        stage.tap("Semua lengkap")
        keys.add(stage.link.asked[0].key)
        stage.answer()
    assert len(keys) == 3


def test_server_away_and_back(stage: Stage) -> None:
    stage.play("kinds")
    stage.link.lose()
    stage.settle()
    assert "tersambung lagi" in stage.words()
    stage.open()
    assert "Paspor baru" in stage.words()


def test_a_number_stays_when_the_server_goes(stage: Stage) -> None:
    stage.play("number")
    stage.link.lose()
    stage.wait(1)
    assert "A-042" in stage.words()


def test_waiting_counts_are_live_and_cards_stay(stage: Stage) -> None:
    stage.open()
    card = stage.named("Permohonan Paspor")
    stage.open(samples.point([replace(samples.SERVICES[0], waiting=13), *samples.SERVICES[1:]]))
    assert "13 orang menunggu" in stage.named("Permohonan Paspor").property("label")
    assert stage.named("Permohonan Paspor") is card


# ---------------------------------------------------------------- the number


def test_the_qr_is_read_from_the_screen(stage: Stage, landscape: Stage) -> None:
    for window in (stage, landscape):
        for toggle in (None, window.vm.toggleContrast):
            window.play("number")
            if toggle:
                window.step(toggle)
            shot = window.window.grabWindow().convertToFormat(QImage.Format.Format_Grayscale8)
            picture = Image.frombuffer(
                "L", (shot.width(), shot.height()), bytes(shot.constBits()), "raw", "L", shot.bytesPerLine(), 1
            )
            assert [found.text for found in zxingcpp.read_barcodes(picture)] == [samples.issued().status_url]


def test_the_number_is_as_large_as_the_screen_allows(stage: Stage) -> None:
    stage.play("number")
    (number,) = [t for t in stage.texts() if t.property("text") == "A-042"]
    assert number.property("contentWidth") > stage.window.width() * 0.75


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("spool", ["printing", "printed", "unconfirmed"])
def test_a_practice_printer_promises_no_paper(qapp: object, spool: str, language: str) -> None:
    stage = Stage("portrait", paper="practice")
    try:
        stage.play("papers")
        stage.tap("Semua lengkap")
        stage.answer()
        stage.wait(1)
        stage.step(stage.vm.setLanguage, language)
        stage.vm.setPaper(samples.issued().id, spool)
        stage.wait(50)
        said = stage.vm.paperText
        assert said in stage.words()
        assert {"id": "Kertas tidak keluar", "en": "No paper comes out"}[language] in said
        assert stage.vm.screen == "number", "it stands as long as a number without paper"
        stage.vm.setPaper(samples.issued().id, "failed")
        assert stage.vm.paper == "failed"
    finally:
        stage.close()


@pytest.mark.parametrize(
    ("spool", "said"),
    [
        ("sending", "Tiket sedang dicetak"),
        ("printed", "Tiket sudah dicetak"),
        ("held", "Tiket tidak tercetak. Foto kode QR ini"),
        ("failed", "Tiket tidak tercetak. Foto kode QR ini"),
        ("unconfirmed", "Jika tidak keluar, foto kode QR ini"),
    ],
)
def test_what_the_screen_says_of_the_paper(stage: Stage, spool: str, said: str) -> None:
    stage.play("papers")
    stage.tap("Semua lengkap")
    stage.answer()
    stage.vm.setPaper(samples.issued().id, spool)
    stage.settle()
    assert said in stage.words()


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        ("paper_out", "Kertas printer habis."),
        ("cover_open", "Penutup printer terbuka."),
        ("cutter", "Printer macet."),
        ("overheated", "Printer terlalu panas."),
        ("broken", "Printer mengalami gangguan."),
        ("offline", "Printer tidak siap."),
        ("unplugged", "Printer tidak terhubung."),
        ("silent", "Printer tidak merespons."),
    ],
)
def test_a_visitor_reads_why_no_ticket_came(stage: Stage, cause: str, said: str) -> None:
    stage.play("papers")
    stage.tap("Semua lengkap")
    stage.answer()
    stage.vm.setPaper(samples.issued().id, "held", cause)
    stage.settle()
    assert f"{said} Tiket tidak tercetak. Foto kode QR ini." in stage.words()
    assert not stage.vm.copyOffered, "it was not sent, and may still come"


@pytest.mark.parametrize(
    ("state_", "cause", "offered"),
    [
        ("printed", "", False),
        ("held", "paper_out", False),
        ("unconfirmed", "no_answer", True),
        ("unconfirmed", "paper_out", True),
        ("expired", "cover_open", True),
        ("failed", "document", False),
    ],
)
def test_a_copy_is_offered_where_nobody_knows_of_paper(stage: Stage, state_: str, cause: str, offered: bool) -> None:
    stage.play("papers")
    stage.tap("Semua lengkap")
    stage.answer()
    stage.vm.setPaper(samples.issued().id, state_, cause)
    stage.settle()
    assert stage.vm.copyOffered is offered
    assert ("Cetak ulang" in stage.words()) is offered


def test_a_copy_by_one_tap_and_at_most_two(stage: Stage) -> None:
    wanted: list[str] = []
    stage.vm.copyWanted.connect(wanted.append)
    stage.play("torn")
    for count in (1, 2):
        stage.tap("Cetak ulang", pause=0)
        stage.tap(QPointF(1, 1))
        assert wanted == [samples.issued().id] * count
        assert "Tiket sedang dicetak" in stage.words()
        assert "Cetak ulang" not in stage.words()
        stage.wait(state.PAPER_PATIENCE_S)
        assert "oto kode QR ini" in stage.words()
        stage.vm.setPaper(samples.issued().id, "unconfirmed", "no_answer")
        stage.settle()
    assert "Cetak ulang" not in stage.words()
    stage.vm.setPaper(samples.issued().id, "printed")
    assert stage.vm.paper == "printed"


def test_no_copy_is_offered_while_the_printer_cannot_print(stage: Stage) -> None:
    stage.play("torn")
    stage.vm.setPrinter("paper_out")
    stage.settle()
    assert "Cetak ulang" not in stage.words()
    stage.vm.setPrinter("")
    stage.settle()
    assert "Cetak ulang" in stage.words()


def test_a_kiosk_that_pauses_sends_visitors_to_the_staff_until_it_prints_again(stage: Stage) -> None:
    stage.open()
    stage.vm.setPrinter("paper_out")
    stage.settle()
    assert stage.vm.screen == "home", "it goes on, where the office wants that"
    stage.open(replace(samples.point(), on_paper_trouble="pause"))
    assert stage.vm.screen == "paused"
    assert "Kertas printer habis." in stage.words()
    assert "minta nomor kepada petugas" in stage.words()
    stage.tap("English")
    assert "The printer is out of paper." in stage.words()
    stage.vm.setPrinter("")
    assert stage.vm.screen == "home"


def test_a_pause_takes_no_number_from_who_has_one(stage: Stage) -> None:
    stage.play("number")
    stage.link.connect_to(replace(samples.point(), on_paper_trouble="pause"))
    stage.vm.setPrinter("cutter")
    stage.settle()
    assert stage.vm.screen == "number"


def test_silence_of_the_printer_is_not_called_printed(stage: Stage) -> None:
    stage.play("papers")
    stage.tap("Semua lengkap")
    stage.answer()
    stage.wait(state.PAPER_PATIENCE_S - 0.5)
    assert stage.vm.paper == "printing"
    stage.wait(0.6)
    assert "oto kode QR ini" in stage.words()
    stage.vm.setPaper(samples.issued().id, "printed")
    assert stage.vm.paper == "printed"


def test_another_tickets_paper_is_not_this_ones(stage: Stage) -> None:
    stage.play("failed")
    stage.vm.setPaper("ulp-20260912-A-041", "printed")
    assert stage.vm.paper == "failed"


def test_home_by_itself_with_a_countdown(stage: Stage) -> None:
    stage.play("number")
    before = stage.vm.returns
    stage.wait(5)
    assert stage.vm.returns != before
    stage.wait(state.NUMBER_S)
    assert stage.vm.screen == "home"


def test_a_ticket_goes_to_the_printer_once(stage: Stage, qtbot: object) -> None:
    handed: list[object] = []
    stage.vm.ticketIssued.connect(handed.append)
    stage.play("number")
    assert len(handed) == 1


# ---------------------------------------------------------------- who comes next


def test_nobody_there(stage: Stage) -> None:
    stage.open()
    stage.tap("English")
    stage.tap("Large text")
    stage.tap("High contrast")
    stage.tap("Passport Application")
    stage.wait(state.IDLE_S - 2)
    assert stage.vm.stillLeft == 0
    stage.wait(3)
    assert "Are you still there?" in stage.words()
    left = stage.vm.stillLeft
    stage.wait(5)
    assert stage.vm.stillLeft == left - 5
    stage.wait(20)
    vm = stage.vm
    assert (vm.screen, vm.language, vm.large, vm.contrast, vm.low) == ("home", "id", False, False, False)


def test_still_there(stage: Stage, said: Said) -> None:
    stage.tap(said.passport)
    stage.wait(65)
    stage.tap(said.here)
    assert stage.vm.stillLeft == 0
    assert stage.vm.screen == "papers"


def test_still_there_ended_by_hand(stage: Stage) -> None:
    stage.play("still")
    stage.tap("Selesai")
    assert stage.vm.screen == "home"


def test_while_it_asks_nothing_beneath_can_be_touched(stage: Stage) -> None:
    stage.play("kinds")
    place = rectangle(stage.named("Penggantian")).center()
    stage.wait(65)
    stage.tap(QPointF(place.x(), place.y()))
    assert stage.vm.screen == "papers"
    assert stage.vm.stillLeft == 0


def test_a_blank_home_never_asks(stage: Stage) -> None:
    stage.open()
    stage.wait(1000)
    assert stage.vm.stillLeft == 0


def test_help(stage: Stage) -> None:
    stage.open()
    stage.tap("Bantuan")
    (asked,) = stage.link.asked
    assert (asked.method, asked.path) == ("POST", "/point/help")
    assert "petugas terdekat" in stage.words()
    asked.done(Answer(204))
    stage.settle()
    assert "Permintaan bantuan terkirim" in stage.words()
    stage.wait(state.HELP_S)
    assert stage.vm.screen == "home"


def test_nobody_is_promised_who_is_not_there(stage: Stage) -> None:
    stage.open(replace(samples.point(), counters=[]))
    stage.tap("Bantuan")
    (asked,) = stage.link.asked
    asked.done(Answer(204))
    stage.settle()
    assert "Belum ada petugas di loket" in stage.words()
    assert "terkirim" not in stage.words()


def test_ticks_count_once_there_are_some(stage: Stage) -> None:
    stage.play("papers")
    stage.tap("e-KTP asli")
    assert "Centang 3 dokumen lagi" in stage.words()
    assert not stage.vm.mayTake
    stage.vm.take()
    assert stage.link.asked == []


def test_two_taps_to_a_number(stage: Stage) -> None:
    stage.open()
    stage.tap("Permohonan Paspor")
    stage.tap("Semua lengkap, ambil nomor")
    (asked,) = stage.link.asked
    assert asked.body.checklist == samples.point().services[0].checklists[0]


@pytest.mark.parametrize(
    ("url", "told"),
    [("HTTPS://ANTREAN.EXAMPLE/T/A", True), ("HTTP://127.0.0.1:8080/T/A", False), ("HTTP://LOCALHOST/T/A", False)],
)
def test_no_phone_is_promised_where_none_gets_through(stage: Stage, url: str, told: bool) -> None:
    stage.play("papers")
    stage.vm.take()
    stage.answer(replace(samples.issued(), status_url=url))
    stage.vm.setPaper(samples.issued().id, "printed")
    stage.wait(1)
    assert ("Pindai" in stage.words()) == told
    assert (stage.vm.qr != "") == told


# ---------------------------------------------------------------- the point


def test_a_closed_point_says_when_and_where_else(stage: Stage) -> None:
    stage.play("closed")
    told = stage.words()
    assert "MPP Kota Bekasi tutup hari Sabtu" in told
    assert "Buka lagi Senin pukul 08.00" in told
    assert "ULP Plasa Cibubur" in told
    assert "Immigration Lounge Grand Metropolitan Mall" in told
    assert told.count("Ambil nomor sebelum pukul 14.00") == 2


def test_a_closed_point_says_why_and_what_the_hours_were(stage: Stage) -> None:
    stage.play("holiday")
    assert "Libur nasional" in stage.words()
    stage.play("evening")
    assert "Jam layanan hari ini 09.00" in stage.words()
    stage.play("closed")
    assert stage.vm.reason == ""


def test_a_countdown_to_the_opening_of_the_day(stage: Stage) -> None:
    stage.play("early")
    first = stage.vm.opensIn
    stage.wait(10)
    assert stage.vm.opensIn != first
    assert stage.vm.opensIn.startswith("0:41:")


def test_emergency_shows_and_ends(stage: Stage) -> None:
    stage.play("papers")
    stage.open(samples.stopped_point())
    assert "Layanan dihentikan sementara" in stage.words()
    assert "hari ini pukul 12.00" in stage.words()
    stage.open()
    assert stage.vm.screen == "papers"


def test_the_simulated_clock_is_told(stage: Stage) -> None:
    stage.play("home")
    assert "simulasi" not in stage.words()
    stage.play("simulated")
    assert "Waktu simulasi" in stage.words()


def test_the_clock_runs_with_the_server(stage: Stage) -> None:
    stage.open(samples.point(speed=60.0, simulated=True))
    before = stage.vm.time
    stage.wait(120)
    assert before == "10.05"
    assert stage.vm.time == "12.05"


def test_forty_services_are_all_reached_without_a_swipe(stage: Stage) -> None:
    stage.play("forty")
    seen: set[str] = set()
    for _ in range(12):
        cards = [
            str(t.property("label")) for t in stage.touchables() if "Layanan keimigrasian" in str(t.property("label"))
        ]
        seen |= {c.split(".")[0] for c in cards}
        if not [t for t in stage.touchables() if t.property("label") == "Berikutnya"]:
            break
        stage.tap("Berikutnya")
    assert len(seen) == 40
    stage.tap("Sebelumnya")


def test_languages_of_an_office_by_their_own_names(stage: Stage) -> None:
    stage.open(samples.point(languages=["id", "en", "zh", "ar", "ja"]))
    names = [str(t.property("label")) for t in stage.touchables()]
    assert {"Bahasa Indonesia", "English", "日本語", "العربية"} <= set(names)
    stage.tap("日本語")
    assert stage.vm.language == "ja"
    assert "Which service do you need?" in stage.words()


# ---------------------------------------------------------------- keys


def test_a_keypad_reaches_everything(stage: Stage) -> None:
    stage.open()
    reached: list[str] = []
    for _ in range(14):
        stage.press(Qt.Key.Key_Tab)
        focused = stage.window.activeFocusItem()
        reached.append(str(focused.property("label")))
    assert any("Permohonan Paspor" in r for r in reached)
    assert any("English" in r for r in reached)
    assert any("Bantuan" in r for r in reached)


def test_enter_presses_what_has_the_focus(stage: Stage) -> None:
    stage.open()
    while "Permohonan Paspor" not in str(stage.window.activeFocusItem().property("label")):
        stage.press(Qt.Key.Key_Tab)
    stage.press(Qt.Key.Key_Return)
    assert stage.vm.screen == "papers"


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_F5, Qt.Key.Key_Menu, Qt.Key.Key_F11, Qt.Key.Key_Back])
def test_no_key_opens_anything(stage: Stage, key: Qt.Key) -> None:
    stage.open()
    stage.press(key)
    assert stage.vm.screen == "home"
    assert stage.window.isVisible()


def test_everything_to_press_has_a_name(stage: Stage) -> None:
    for scene in ("home", "kinds", "papers", "missing", "number", "refused", "still", "help", "retry"):
        stage.play(scene)
        assert all(str(t.property("label")).strip() for t in stage.touchables()), scene
