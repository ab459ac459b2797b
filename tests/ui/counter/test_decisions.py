"""A supervisor decides at the counter about a clock that jumped and a changed configuration, by taps on the window."""

from __future__ import annotations

from typing import Any, cast

import pytest
from pytestqt.qtbot import QtBot

from kiosk.contract.clock import ClockView
from kiosk.contract.pending import PendingChange, Touched
from kiosk.contract.point import Warning as StaffWarning
from tests.scenes import samples
from tests.scenes.counter import COUNTER
from tests.ui.fixtures import Stage, staged
from ui.counter.model import CounterModel
from ui.link.server_link import Answer, Link

JUMPED = StaffWarning(code="clock_suspect", detail={"id": "Jam melompat.", "en": "The clock has jumped."})
HELD = StaffWarning(code="configuration_pending", detail={"id": "Perubahan menunggu.", "en": "A change waits."})
TEXT = {"id": "Layanan Umum tutup hari ini (2 nomor).", "en": "General Service is closed today (2 numbers)."}
CHANGE = PendingChange(
    id="ab12",
    since=samples.NOW,
    touched=[Touched(kind="closed_today", what="umum", text=TEXT, tickets=["A-001", "A-002"])],
)
WORDS = {
    "id": ("Putuskan", "Ya, jam benar", "Terima: berlaku mulai sekarang", "Tolak: konfigurasi lama tetap berlaku"),
    "en": (
        "Decide",
        "Yes, the clock is right",
        "Accept: it applies from now on",
        "Decline: the old configuration",
    ),
}
SAVE = {"id": "Simpan keputusan", "en": "Save decision"}


def desk(stage: Stage, *warnings: StaffWarning) -> None:
    COUNTER["idle"](stage.link, stage.vm)
    stage.vm._session.answered_at = 0.0
    stage.link.point.emit(samples.point(warnings=list(warnings)))
    stage.settle()


def answer(stage: Stage, value: Any, status: int = 200) -> None:
    stage.link.asked.pop().done(Answer(status, value))
    stage.settle()


def counter(link: object, language: str) -> CounterModel:
    return CounterModel(cast("Link", link), language)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("size", [(360, 740), (1280, 800)])
def test_the_clock_is_accepted_by_two_taps(qtbot: QtBot, language: str, size: tuple[int, int]) -> None:
    decide, right, *_ = WORDS[language]
    with staged(qtbot, "Counter", lambda link: counter(link, language), size) as stage:
        desk(stage, JUMPED, HELD)
        stage.hands.tap(decide)
        stage.settle()
        assert stage.hands.sees(JUMPED.detail[language])
        assert stage.hands.cut_off() == []
        stage.link.asked.clear()
        stage.hands.tap(right)
        asked = stage.link.asked[-1]
        assert (asked.method, asked.path) == ("POST", "/clock/accept")
        answer(stage, ClockView(now=samples.NOW, known=samples.NOW, in_doubt=False, ahead_s=0, carried=["A-007"]))
        assert not stage.vm.sheet.question
        assert "A-007" in stage.vm.frame.notice


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(
    ("choice", "method", "path"), [(2, "POST", "/pending/ab12/accept"), (3, "DELETE", "/pending/ab12")]
)
def test_a_change_is_taken_or_left(qtbot: QtBot, language: str, choice: int, method: str, path: str) -> None:
    words = WORDS[language]
    with staged(qtbot, "Counter", lambda link: counter(link, language), (360, 740)) as stage:
        desk(stage, HELD)
        stage.link.asked.clear()
        stage.hands.tap(words[0])
        stage.settle()
        assert stage.link.asked[-1].path == "/pending"
        answer(stage, [CHANGE])
        assert stage.hands.sees(f"{TEXT[language]} A-001, A-002")
        assert stage.hands.cut_off() == []
        assert not stage.vm.sheet.mayConfirm, "nothing was chosen"
        label = next(text for text in stage.hands.read() if text.startswith(words[choice]))
        stage.hands.tap(label)
        stage.settle()
        stage.vm._session.answered_at = 0.0
        stage.hands.tap(SAVE[language])
        asked = stage.link.asked[-1]
        assert (asked.method, asked.path) == (method, path)
        answer(stage, None, 204)
        assert not stage.vm.sheet.question
        assert stage.vm.frame.notice


def test_a_change_that_is_gone_meanwhile_is_said(qtbot: QtBot) -> None:
    with staged(qtbot, "Counter", lambda link: counter(link, "id"), (360, 740)) as stage:
        desk(stage, HELD)
        stage.hands.tap("Putuskan")
        answer(stage, [])
        assert stage.hands.sees("Tidak ada perubahan yang menunggu.")
        assert not stage.vm.sheet.mayConfirm


def test_nothing_is_offered_where_there_is_nothing_to_decide(qtbot: QtBot) -> None:
    with staged(qtbot, "Counter", lambda link: counter(link, "id"), (360, 740)) as stage:
        desk(stage, StaffWarning(code="calendar_missing_2027", detail={"id": "Kalender.", "en": "Calendar."}))
        assert not stage.hands.sees("Putuskan")
        stage.vm.press("decide")
        assert not stage.vm.sheet.question
