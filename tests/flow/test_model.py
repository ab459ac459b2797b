"""The judge is judged: a good day has no fault, and every kind of broken log is seen."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.flow.model import Replay


@dataclass(frozen=True)
class Line:
    sequence: int
    kind: str
    ticket: str | None = None
    counter: str | None = None
    epoch: int = 1


def log(*lines: str) -> list[Line]:
    """``kind`` or ``kind number`` or ``kind number counter``, numbered from 1."""
    found: list[Line] = []
    for sequence, line in enumerate(lines, 1):
        kind, *rest = line.split()
        ticket = f"satu-20260912-A-{int(rest[0]):03d}" if rest else None
        found.append(Line(sequence, kind, ticket, rest[1] if len(rest) > 1 else None))
    return found


GOOD = ("sign_in", "issue 1", "issue 2", "issue 3", "call 1 1", "recall 1 1", "serve 1 1", "call 2 2", "no_show 2 2")
LATE = ("return 2", "finish 1 1", "call 3 1", "call 2 2", "undo 2 2", "void 2", "serve 3 1", "finish 3 1")


MOVED = (
    "hold 3 2",
    "call 3 2",
    "return 3 2",
    "call 3 2",
    "transfer 3 2",
    "finish 1 1",
    "call 3 1",
    "undo 3 1",
    "undo 1 1",
)


def test_every_move_of_a_real_day_is_known() -> None:
    moved = [line for line in MOVED if line != "call 3 2"]
    replay = Replay().run(log(*GOOD, *moved))
    assert replay.faults == []
    assert replay.totals() == {"serving": 1, "no_show": 1, "waiting": 1}
    assert Replay().run(log(*GOOD, *MOVED)).faults, "a held ticket is called by nobody"


def test_a_good_day_has_no_fault() -> None:
    replay = Replay().run(log(*GOOD, *LATE))
    assert replay.faults == []
    assert replay.totals() == {"finished": 2, "void": 1}


BROKEN = {
    "a number twice": ("issue 1", "issue 1"),
    "a gap": ("issue 1", "issue 3"),
    "not from one": ("issue 2",),
    "a call of nobody": ("call 1 1",),
    "two counters": ("issue 1", "call 1 1", "call 1 2"),
    "a counter with two": ("issue 1", "issue 2", "call 1 1", "call 2 1"),
    "out of turn": ("issue 1", "issue 2", "call 2 1"),
    "finished before it was called": ("issue 1", "finish 1 1"),
    "back from the end": ("issue 1", "void 1", "call 1 1"),
    "an undo of nothing": ("issue 1", "undo 1"),
    "undone twice": ("issue 1", "call 1 1", "recall 1 1", "undo 1 1", "undo 1 1"),
    "an undo to a counter with another": ("issue 1", "issue 2", "call 1 1", "finish 1 1", "call 2 1", "undo 1 1"),
    "a return of who waits": ("issue 1", "return 1"),
    "a transfer of who is done": ("issue 1", "call 1 1", "finish 1 1", "transfer 1"),
    "a hold of who was missed": ("issue 1", "call 1 1", "no_show 1 1", "hold 1"),
    "called again after a finish": ("issue 1", "call 1 1", "serve 1 1", "finish 1 1", "call 1 2"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_every_broken_log_is_seen(case: str) -> None:
    assert Replay().run(log(*BROKEN[case])).faults


def test_a_hole_and_a_turn_in_the_log_are_seen() -> None:
    lines = log("issue 1", "issue 2", "issue 3")
    assert Replay().run([lines[0], lines[2]]).faults
    assert Replay().run([lines[1], lines[0]]).faults
