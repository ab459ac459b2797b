"""Flow after flow by taps on the screen: no growth, no word from Qt. 100 here, 2,000 with ``-m long``."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal, Slot

from tests.scenes import visitor_samples as samples
from tests.ui.visitor.stage import Stage, rectangle

GROWTH_KB = 6_000


def resident_kb() -> int:
    fields = Path("/proc/self/statm").read_text("ascii").split()
    return int(fields[1]) * 4


def flow(stage: Stage, n: int) -> None:
    """Home, kinds, papers, number and home again."""
    for target in ("Permohonan Paspor", "Penggantian", "Semua lengkap"):
        stage.tap(target)
    stage.answer(samples.issued(f"A-{n % 1000:03}"))
    stage.wait(1)
    stage.tap("Selesai")


def run(stage: Stage, flows: int) -> int:
    """Growth in kilobytes after a warm-up."""
    stage.open()
    for n in range(30):
        flow(stage, n)
    gc.collect()
    before = resident_kb()
    for n in range(flows):
        flow(stage, n)
    gc.collect()
    assert stage.vm.screen == "home"
    assert rectangle(stage.named("Permohonan Paspor")).width() > 0
    return resident_kb() - before


def test_100_flows(stage: Stage) -> None:
    assert run(stage, 100) < GROWTH_KB // 2


@pytest.mark.long
@pytest.mark.timeout(900)
def test_2000_flows(stage: Stage) -> None:
    assert run(stage, 2000) < GROWTH_KB


class Void(QObject):
    """What a binding with a lost reference to None dies of after about 5,100 calls."""

    told = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.heard = 0
        self.told.connect(self.hear)

    @Slot(bool)
    def hear(self, _yes: bool) -> None:
        self.heard += 1


def test_20000_calls_that_return_nothing(qapp: object) -> None:
    void = Void()
    for _ in range(20_000):
        void.blockSignals(False)
        void.setObjectName("")
        void.told.emit(True)
    assert void.heard == 20_000
