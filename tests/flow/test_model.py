"""The judge is judged: a good day has no fault, and every kind of broken log is seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.flow.model import Office, Replay

TEN = datetime.fromisoformat("2026-09-12T10:00:00+07:00")
HERE = Office(
    priority=frozenset({"utama"}),
    serves={"1": ("umum", "utama"), "2": ("umum", "utama"), "3": ("ambil",)},
    rest={"3": ("umum",)},
    priority_run_max=2,
    regular_wait_max_min=45,
    appointment_early_min=5,
    appointment_run_max=2,
    late_reentry_after=3,
)
SERVICES = {"A": "umum", "R": "utama", "J": "ambil"}


@dataclass(frozen=True)
class Line:
    sequence: int
    kind: str
    at: datetime
    ticket: str | None = None
    counter: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict[str, Any])
    epoch: int = 1


def log(*lines: str) -> list[Line]:
    """``kind``, ``kind number`` or ``kind number counter``, then ``name=value``; a minute apart, numbered from 1.

    A number is one of A unless it says its letter: ``R7``.
    """
    found: list[Line] = []
    for sequence, line in enumerate(lines, 1):
        kind, *rest = [word for word in line.split() if "=" not in word]
        said: dict[str, Any] = dict(word.split("=") for word in line.split() if "=" in word)
        at = TEN + timedelta(minutes=int(said.pop("minute", sequence)))
        ticket = None
        if rest:
            letter, number = (rest[0][0], rest[0][1:]) if rest[0][0].isalpha() else ("A", rest[0])
            ticket = f"satu-20260912-{letter}-{int(number):03d}"
            said.setdefault("service", SERVICES[letter])
        if kind == "call":
            said.setdefault("why", "only")
        if kind == "undo":
            newest = next((e for e in reversed(found) if e.ticket == ticket and e.kind != "undo"), None)
            said["call"] = newest.sequence if newest and newest.kind in {"call", "recall"} else None
        if kind == "transfer":
            said = {"place": "arrival", "to": None} | said
        if "appointment" in said:
            said |= {"appointment": (TEN + timedelta(minutes=int(said["appointment"]))).isoformat(), "kept": True}
        if "after" in said:
            said["late"] = {"reentry_after": int(said.pop("after"))}
        found.append(Line(sequence, kind, at, ticket, rest[1] if len(rest) > 1 else None, said))
    return found


GOOD = ("sign_in", "issue 1", "issue 2", "issue 3", "call 1 1", "recall 1 1", "serve 1 1", "call 2 2", "no_show 2 2")
LATE = ("return 2 after=5", "finish 1 1", "call 3 1", "call 2 2", "undo 2 2", "void 2", "serve 3 1", "finish 3 1")


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
    replay = Replay(HERE).run(log(*GOOD, *moved))
    assert replay.faults == []
    assert replay.totals() == {"serving": 1, "no_show": 1, "waiting": 1}
    assert Replay(HERE).run(log(*GOOD, *MOVED)).faults, "a held ticket is called by nobody"


def test_a_good_day_has_no_fault() -> None:
    replay = Replay(HERE).run(log(*GOOD, *LATE))
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
    "called for another reason": ("issue 1", "call 1 1 why=oldest"),
    "regular before priority": ("issue 1", "issue R1", "call 1 1 why=oldest"),
    "three priority in a row": (
        *("issue 1", "issue R1", "issue R2", "issue R3", "call R1 1 why=priority", "finish R1 1"),
        *("call R2 1 why=priority", "finish R2 1", "call R3 1 why=priority"),
    ),
    "who has waited too long is passed over": ("issue 1", "issue R1", "call R1 1 minute=60 why=priority"),
    "an appointment is passed over": ("issue J1", "issue J2 appointment=2", "call J1 3 why=only"),
    "an appointment before its time": ("issue J1", "issue J2 appointment=30", "call J2 3 why=appointment"),
    "a late visitor too early": (
        "issue 1",
        "issue 2",
        "call 1 1",
        "recall 1",
        "no_show 1",
        "return 1 after=4",
        "call 1 1",
    ),
    "a late visitor too soon again": ("issue 1", "call 1 1", "no_show 1", "return 1 after=2"),
    "late for the second time, but not at the end": (
        *("issue 1", "call 1 1", "no_show 1", "return 1 after=4", "call 1 1", "no_show 1", "return 1 after=5"),
    ),
    "another counter's": ("issue 1", "call 1 1", "transfer 1 to=2", "call 1 1"),
    "not what the counter serves": ("issue J1", "call J1 1"),
    "rest before its own": ("issue 1", "issue J1", "call 1 3 why=rest"),
    "to the front and passed over": ("issue 1", "issue 2", "call 1 1", "issue 3", "transfer 1 place=front", "call 2 1"),
    "to the end and called at once": ("issue 1", "issue 2", "call 1 1", "transfer 1 place=end", "call 1 1"),
    "called in an emergency": ("issue 1", "emergency", "call 1 1"),
    "issued in an emergency": ("emergency", "issue 1"),
    "called again after a finish": ("issue 1", "call 1 1", "serve 1 1", "finish 1 1", "call 1 2"),
}


FAIR = {
    "an appointment at its time": (
        "issue J1",
        "issue J2 appointment=8",
        "call J2 3 why=appointment",
        "finish J2",
        "call J1 3",
    ),
    "two appointments, then another": (
        *("issue J1", *(f"issue J{n} appointment=1" for n in (2, 3, 4))),
        *("call J2 3 why=appointment", "finish J2", "call J3 3 why=appointment", "finish J3"),
        *("call J1 3 why=appointment_run_over", "finish J1", "call J4 3 why=appointment"),
    ),
    "an undone call does not count": (
        *("issue 1", "issue R1", "issue R2", "issue R3", "call R1 1 why=priority", "finish R1 1"),
        *("call R2 1 why=priority", "undo R2", "call R2 1 why=priority", "finish R2", "call 1 1 why=priority_run_over"),
    ),
    "who waited too long": ("issue 1", "issue R1", "call 1 1 minute=60 why=waited_too_long"),
    "helping out": ("issue 1", "call 1 3 why=rest"),
    "a late visitor alone": ("issue 1", "call 1 1", "no_show 1", "return 1 after=4", "call 1 1"),
    "a stop that ended by its time": ("issue 1", "emergency until=2026-09-12T10:03:00+07:00", "call 1 1"),
}


@pytest.mark.parametrize("case", FAIR)
def test_every_fair_log_has_no_fault(case: str) -> None:
    assert Replay(HERE).run(log(*FAIR[case])).faults == []


@pytest.mark.parametrize("case", BROKEN)
def test_every_broken_log_is_seen(case: str) -> None:
    assert Replay(HERE).run(log(*BROKEN[case])).faults


def test_a_hole_and_a_turn_in_the_log_are_seen() -> None:
    lines = log("issue 1", "issue 2", "issue 3")
    assert Replay(HERE).run([lines[0], lines[2]]).faults
    assert Replay(HERE).run([lines[1], lines[0]]).faults
