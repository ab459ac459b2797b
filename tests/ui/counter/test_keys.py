"""The help sheet cannot lie: it shows the table that makes the shortcuts, and each key of it does something."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.contract.point import Warning as StaffWarning
from printers.device.discovery import Found
from tests.scenes import samples
from tests.scenes.counter import COUNTER
from tests.ui.fixtures import Stage, staged
from ui.counter.keys import SHEET, TABLE, CounterKey
from ui.counter.model import CounterModel
from ui.link.server_link import Link

QML = Path(__file__).parents[3] / "ui/counter"


def asked(path: str) -> Callable[[Stage], bool]:
    return lambda stage: any(one.path.endswith(path) for one in stage.link.asked)


def question(name: str) -> Callable[[Stage], bool]:
    return lambda stage: stage.vm.sheet.question == name


DOES: dict[str, Callable[[Stage], bool]] = {
    "main": asked("/serve"),
    "recall": asked("/recall"),
    "finish": asked("/finish"),
    "no-show": asked("/no-show"),
    "void": question("void"),
    "hold": question("hold"),
    "transfer": question("transfer"),
    "step": asked("/transfer"),
    "papers": question("papers_kind"),
    "undo": asked("/undo"),
    "late": question("late"),
    "issue": question("issue"),
    "filter": lambda stage: stage.hands.sees("Semua layanan"),
    "help_coming": asked("/point/help"),
    "pause": question("pause"),
    "pin": question("pin_old"),
    "sign_out": question("sign_out"),
    "emergency": question("emergency"),
    "report": asked("/report"),
    "log": asked("/log"),
    "accounts": asked("/staff"),
    "pair": question("pair"),
    "decide": question("clock"),
    "printer": question("printer"),
    "help": question("help"),
    "large_text": lambda stage: stage.vm.frame.largeText,
    "language": lambda stage: stage.hands.sees("Call again"),
}


class NoPrinters:
    """A machine that reaches none."""

    def find(self) -> list[Found]:
        return []

    def print_page(self, url: str, language: str) -> str:
        return ""

    def keep(self, url: str, language: str) -> str:
        return ""


def model(link: Any) -> CounterModel:
    return CounterModel(cast("Link", link), "id", printer_setup=NoPrinters())


def everything(stage: Stage) -> None:
    """A ticket with every move there is, and somebody who asks for help."""
    COUNTER["moves"](stage.link, stage.vm)
    stage.vm._session.answered_at = 0.0
    moves = ["recall", "serve", "finish", "no-show", "hold", "transfer", "void"]
    ticket = samples.ticket(moves=moves, stage="berkas", next_stage="biometrik", version=3)
    stage.link.queue.emit(samples.queue(serving=[ticket]))
    jumped = StaffWarning(code="clock_suspect", detail={"id": "Jam melompat.", "en": "The clock has jumped."})
    stage.link.point.emit(samples.point(help_since=samples.NOW, warnings=[jumped]))
    stage.settle()


def strike(stage: Stage, key: str) -> None:
    combination = QKeySequence(key)[0]
    stage.hands.activate()
    QTest.keyClick(stage.window, combination.key(), combination.keyboardModifiers())


def test_every_key_is_tried() -> None:
    assert set(DOES) == {key.name for key in TABLE}
    assert len({key.key for key in TABLE}) == len(TABLE)


@pytest.mark.parametrize("through_help", [False, True], ids=["at the desk", "on the help sheet"])
@pytest.mark.parametrize("key", TABLE, ids=lambda key: key.name)
def test_a_key_does_what_the_table_says(qtbot: QtBot, key: CounterKey, through_help: bool) -> None:
    if through_help and key.name not in ("main", "papers", "accounts"):
        return
    with staged(qtbot, "Counter", model, (360, 740)) as stage:
        everything(stage)
        if through_help:
            strike(stage, "F1")
        assert not DOES[key.name](stage), "before the key was pressed"
        strike(stage, key.key)
        stage.settle()
        assert DOES[key.name](stage)


def test_the_help_sheet_shows_every_key(qtbot: QtBot) -> None:
    with staged(qtbot, "Counter", model, (1280, 800)) as stage:
        COUNTER["help"](stage.link, stage.vm)
        stage.settle()
        shown: set[Any] = set(stage.hands.read())
        assert {key.key for key in TABLE} | {cap for cap, _ in SHEET} <= shown


def test_no_shortcut_is_made_beside_the_table() -> None:
    makers = [path.name for path in QML.glob("*.qml") if "Shortcut {" in path.read_text(encoding="utf-8")]
    assert makers == ["CounterWindow.qml"]


@pytest.mark.parametrize("key", ["F11", "Ctrl+G", "F1"])
def test_before_the_sign_in_too(qtbot: QtBot, key: str) -> None:
    name = next(one.name for one in TABLE if one.key == key)
    with staged(qtbot, "Counter", model, (360, 740)) as stage:
        COUNTER["entry"](stage.link, stage.vm)
        stage.settle()
        strike(stage, key)
        stage.settle()
        seen = stage.hands.sees("Which counter are you at?") if name == "language" else DOES[name](stage)
        assert seen


def test_one_long_or_double_press_of_enter_closes_no_day(qtbot: QtBot) -> None:
    with staged(qtbot, "Counter", model, (360, 740)) as stage:
        COUNTER["report"](stage.link, stage.vm)
        stage.settle()
        strike(stage, "Return")
        stage.settle()
        assert stage.vm.sheet.question == "close_day"
        strike(stage, "Return")
        stage.vm.sheet._confirmed_at = 0.0
        held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
        QCoreApplication.sendEvent(stage.window, held)
        assert not any(one.path.endswith("/close") for one in stage.link.asked)


def test_enter_that_ends_a_sheet_does_not_press_the_button_behind_it(qtbot: QtBot) -> None:
    with staged(qtbot, "Counter", model, (360, 740)) as stage:
        COUNTER["issued"](stage.link, stage.vm)
        stage.vm._session.answered_at = 0.0
        stage.settle()
        strike(stage, "Return")
        stage.settle()
        assert stage.vm.sheet.question == ""
        strike(stage, "Return")
        assert not any(one.path.endswith("/next") for one in stage.link.asked)
