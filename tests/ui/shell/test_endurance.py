"""A morning of a thousand calls leaves the counter and the board as light as they were."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from tests.scenes import samples
from tests.scenes.board import BOARD
from tests.scenes.counter import COUNTER
from tests.ui.fixtures import Stage, staged
from ui.board import announcing
from ui.board.model import BoardModel
from ui.counter.model import CounterModel
from ui.link.server_link import Link

WARM, CALLS = 150, 1000
GROWTH_KB = 3_000
"""A call that kept a delegate, a reply or a closure would keep about 7 KB: 6,000 KB in all."""


def memory_kb() -> int:
    gc.collect()
    rows = Path("/proc/self/status").read_text().splitlines()
    return int(next(row for row in rows if row.startswith("VmRSS")).split()[1])


def calls(stage: Stage, first: int, last: int) -> None:
    for turn in range(first, last):
        number = f"A-{turn % 999 + 1:03}"
        waiting = [samples.waiting_row(f"A-{(turn + n) % 999 + 1:03}", n) for n in range(8)]
        state = "called" if turn % 2 else "serving"
        serving = [samples.ticket(number, state, version=turn)]
        stage.link.queue.emit(samples.queue(tickets=waiting, serving=serving))
        stage.link.board.emit(samples.board(recent=[samples.call(turn + 100, number, "2", 0)]))
        stage.link.call.emit(samples.call(turn + 100, number, "2", 0))
        if turn % 10 == 0:
            stage.settle()


def test_a_thousand_calls_leave_nothing_behind(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcing, "SHOW_S", 0.0)

    def counter(link: object) -> QObject:
        return CounterModel(cast("Link", link))

    def board(link: object) -> QObject:
        return BoardModel(cast("Link", link))

    with staged(qtbot, "Counter", counter, (420, 900)) as desk, staged(qtbot, "Board", board, (960, 540)) as wall:
        COUNTER["called"](desk.link, desk.vm)
        BOARD["calls"](wall.link, wall.vm)
        for stage in (desk, wall):
            calls(stage, 0, WARM)
        objects, before = len(desk.vm.findChildren(QObject)) + len(wall.vm.findChildren(QObject)), memory_kb()
        for stage in (desk, wall):
            calls(stage, WARM, WARM + CALLS)
        assert len(desk.vm.findChildren(QObject)) + len(wall.vm.findChildren(QObject)) == objects
        assert memory_kb() - before < GROWTH_KB
