"""The virtual printer's window, by touch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtQuick import QQuickWindow
from pytestqt.qtbot import QtBot

from kiosk.wording.translate import TRANSLATED, translate
from printers.simulator.faults import Fault
from printers.simulator.machine import Machine
from tests.ui.gestures import Hands
from ui.printer.model import SLIPS, PrinterModel
from ui.printer.props import BODY, LINE
from ui.shell.printer_window import load

TICKET = b"\x1d!\x33A-012\n\x1d!\x00words\n\x1dVB\x10"


class Stage:
    def __init__(self, qtbot: QtBot, language: str = "id", size: tuple[int, int] = (960, 780)) -> None:
        self.machine = Machine(576, keep=8)
        self.vm = PrinterModel(self.machine, language, "tcp://127.0.0.1:9100")
        self.engine = load(self.vm, width=size[0], height=size[1])
        self.window = cast("QQuickWindow", self.engine.rootObjects()[0])
        self.hands = Hands(qtbot, self.window)

    def send(self, data: bytes) -> None:
        self.machine.receive(data)
        self.machine.run()
        self.vm.look()

    def ink(self) -> int:
        """Dark dots in the upper left, where the paper is and nothing else."""
        drawn = self.window.grabWindow()
        spots = [(x, y) for x in range(60, 420, 3) for y in range(70, 650, 3)]
        return sum(drawn.pixelColor(x, y).lightness() < 60 for x, y in spots)

    def close(self) -> None:
        shiboken6.delete(self.engine)
        shiboken6.delete(self.vm)


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Stage]:
    one = Stage(qtbot)
    yield one
    one.close()


@pytest.mark.parametrize("name", [*BODY, *LINE])
def test_a_switch_gives_a_fault_and_mends_it(stage: Stage, name: str) -> None:
    label = translate(f"virtual.label.{name}", "id")
    stage.hands.tap(label)
    stage.hands.qtbot.waitUntil(lambda: stage.vm.switched == [name])
    assert (stage.machine.state().slow, stage.machine.state().late) == (name == "slow", name == "late")
    if name not in ("slow", "late"):
        assert stage.machine.behaviour.faults == {Fault(name)}
    stage.hands.tap(label)
    stage.hands.qtbot.waitUntil(lambda: stage.vm.switched == [])
    assert stage.machine.behaviour.faults == set()


def test_staff_read_what_their_own_screens_would_say(stage: Stage) -> None:
    stage.hands.wait_for("Printer siap.")
    stage.hands.tap("Penutup terbuka")
    stage.hands.wait_for("Penutup printer terbuka.")
    for fault, said in (("Tidak merespons", "tetapi tidak merespons"), ("Kabel dicabut", "tidak terhubung")):
        stage.hands.tap("Pulihkan semua")
        stage.hands.wait_for("Printer siap.")
        stage.hands.tap(fault)
        stage.hands.wait_for(said)
    stage.hands.tap("Pulihkan semua")
    stage.hands.wait_for("Printer siap.")
    stage.hands.tap("EN")
    stage.hands.wait_for("The printer is ready.")


def test_paper_comes_out_and_the_slips_stay_in_sight(stage: Stage) -> None:
    assert stage.ink() == 0
    stage.machine.execute("paper-out@row=90")
    stage.send(TICKET)
    half = stage.ink()
    assert half > 0
    stage.hands.wait_for("Kertas printer habis")
    stage.hands.tap("Kertas habis")
    stage.send(b"")
    assert stage.ink() > half
    stage.hands.wait_for("2 lembar dicetak")
    for _ in range(SLIPS + 2):
        stage.send(TICKET)
    assert stage.vm.slips.count == SLIPS
    turns = [stage.vm.slips.data(stage.vm.slips.index(row), Qt.ItemDataRole.UserRole) for row in range(SLIPS)]
    assert turns == sorted(turns), "the newest lies nearest to the printer"
    assert len(stage.vm.papers.images) == SLIPS + 1


def test_what_waits_is_counted_and_lost_with_the_power(stage: Stage) -> None:
    stage.hands.tap("Tidak siap")
    stage.send(TICKET)
    stage.hands.wait_for(f"{len(TICKET)} byte menunggu")
    stage.hands.tap("Matikan, nyalakan lagi")
    stage.hands.wait_for("0 byte menunggu")
    assert stage.machine.behaviour.faults == set()
    assert stage.machine.pages == []
    stage.hands.tap("Kirim data acak")
    assert stage.machine.take_answers()
    stage.hands.tap("Putuskan sambungan sekali")
    assert stage.machine.take_disconnect()


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("size", [(960, 780), (760, 660), (1600, 1000)])
def test_nothing_is_cut_off(qtbot: QtBot, language: str, size: tuple[int, int]) -> None:
    stage = Stage(qtbot, language, size)
    try:
        for fault in Fault:
            stage.machine.fault(fault)
            stage.send(b"")
            stage.window.grabWindow()
            assert stage.hands.cut_off() == []
            lowest = max(item.mapToScene(item.boundingRect().bottomLeft()).y() for item in stage.hands.texts())
            assert lowest <= size[1]
            stage.machine.fault(fault, on=False)
    finally:
        stage.close()
