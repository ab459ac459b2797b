"""The visitor's window closes with the PIN of a member of staff, and with nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRectF, Qt

from kiosk.contract.counters import CloseWindow
from kiosk.contract.problem import Problem
from tests.ui.visitor.stage import Stage, rectangle
from ui.link.server_link import Answer
from ui.visitor.leaving import IDLE_S

WRONG = Problem(type="x", title="x", status=403, reason="wrong_pin", detail="Nama atau PIN salah.")
LOCKED = Problem(type="x", title="x", status=429, reason="locked", detail="Coba lagi dalam 5 menit.")


@pytest.fixture(params=["portrait", "landscape", "short", "ten"])
def guarded(request: pytest.FixtureRequest, qapp: object) -> Iterator[Stage]:
    stage = Stage(request.param, guarded=True)
    stage.open()
    yield stage
    stage.close()


@pytest.fixture
def stage(qapp: object) -> Iterator[Stage]:
    stage = Stage("landscape", guarded=True)
    stage.open()
    yield stage
    stage.close()


def ask_to_close(stage: Stage) -> bool:
    """As a window manager does, whatever the key was; whether it closed."""
    closed = stage.window.close()
    stage.settle()
    assert closed is not stage.window.isVisible()
    return closed


def test_a_pin_tapped_on_the_screen_closes_it(guarded: Stage) -> None:
    assert not ask_to_close(guarded)
    assert "Petugas: masukkan PIN." in guarded.words()
    screen = QRectF(0, 0, guarded.window.width(), guarded.window.height())
    for digit in "729416":
        assert screen.contains(rectangle(guarded.named(digit)))
        guarded.tap(digit, pause=0.1)
    assert screen.contains(rectangle(guarded.named("Tutup layar")))
    guarded.tap("Tutup layar")
    asked = guarded.link.asked.pop()
    assert (asked.method, asked.path, asked.body) == ("POST", "/window/close", CloseWindow(pin="729416"))
    assert guarded.window.isVisible()
    asked.done(Answer(204))
    guarded.settle()
    assert not guarded.window.isVisible()


def test_a_pin_typed_on_a_keyboard_closes_it(stage: Stage) -> None:
    ask_to_close(stage)
    for key in (Qt.Key.Key_7, Qt.Key.Key_2, Qt.Key.Key_Backspace, Qt.Key.Key_2, Qt.Key.Key_9, Qt.Key.Key_A):
        stage.press(key)
    stage.press(Qt.Key.Key_Return)
    asked = stage.link.asked.pop()
    assert asked.body == CloseWindow(pin="729")
    asked.done(Answer(204))
    stage.settle()
    assert not stage.window.isVisible()


@pytest.mark.parametrize(("problem", "told"), [(WRONG, "PIN salah."), (LOCKED, "Coba lagi dalam 5 menit.")])
def test_a_refused_pin_keeps_it_open_and_is_forgotten(stage: Stage, problem: Problem, told: str) -> None:
    ask_to_close(stage)
    stage.tap("1")
    stage.tap("Tutup layar")
    stage.answer(problem=problem)
    assert told in stage.words()
    assert not ask_to_close(stage)
    stage.press(Qt.Key.Key_Return)
    assert stage.link.asked == []


def test_it_stays_without_the_server_and_says_why(stage: Stage) -> None:
    stage.link.lose()
    assert not ask_to_close(stage)
    assert "Tidak ada sambungan ke server" in stage.words()
    stage.tap("1")
    stage.tap("Tutup layar")
    stage.answer(problem=Problem(type="x", title="x", status=0, reason="server_away", detail="away"))
    assert "Tidak ada sambungan ke server" in stage.words()
    assert stage.window.isVisible()


def test_the_visitor_goes_on_where_they_were(stage: Stage) -> None:
    stage.vm.pick("paspor")
    stage.wait(1)
    ask_to_close(stage)
    before = len(stage.link.asked)
    stage.press(Qt.Key.Key_5)
    stage.press(Qt.Key.Key_Escape)
    assert not stage.vm.leaving.props.shown
    assert stage.vm.props.screen == "papers"
    assert len(stage.link.asked) == before
    ask_to_close(stage)
    assert stage.vm.leaving.props.digits == 0


def test_the_question_goes_by_itself(stage: Stage) -> None:
    ask_to_close(stage)
    stage.wait(IDLE_S - 5)
    assert stage.vm.leaving.props.shown
    stage.press(Qt.Key.Key_1)
    stage.wait(IDLE_S - 5)
    assert stage.vm.leaving.props.shown
    stage.wait(10)
    assert not stage.vm.leaving.props.shown


def test_nothing_behind_the_question_can_be_touched(stage: Stage) -> None:
    ask_to_close(stage)
    allowed = {*"1234567890", "Hapus", "Kembali", "Tutup layar"}
    assert {str(item.property("label")) for item in stage.touchables()} - {""} <= allowed


def test_on_a_desk_it_closes_at_once(qapp: object) -> None:
    stage = Stage("landscape")
    stage.open()
    assert ask_to_close(stage)
    stage.close()
