"""``antrean estimate replay``: the same states give the same bytes, and wrong files are refused in one line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from kiosk.cli.estimate import estimate

POINT: dict[str, Any] = {
    "point": "p",
    "settings": {"priority_run_max": 2, "regular_wait_max_min": 45},
    "services": {
        "paspor": {"priority": False, "service_min": 10, "next_stage": None, "taken": True, "planned_counters": 2},
        "prioritas": {"priority": True, "service_min": 10, "next_stage": None, "taken": True, "planned_counters": 2},
    },
    "counters": [{"id": n, "serves": ["paspor", "prioritas"], "rest": []} for n in ("1", "2")],
}


def at(clock: str) -> str:
    return f"2026-09-11T{clock}:00+07:00"


def state(
    number: str = "A-001", priority_waiting: int = 0, hours: tuple[tuple[str, str], ...] = (("08:00", "16:00"),)
) -> dict[str, Any]:
    def waits(name: str, service: str, clock: str) -> dict[str, Any]:
        taken = {"number": name, "service": service, "priority": service == "prioritas", "issued_at": at(clock)}
        return taken | {"place": at(clock), "appointment": None, "reentry_after": None}

    spans = [list(span) for span in hours]
    return {
        "id": f"p-2026-09-11-{number}",
        "point": "p",
        "date": "2026-09-11",
        "number": number,
        "service": "paspor",
        "at": at("10:00"),
        "hours": spans,
        "all_hours": {"paspor": spans, "prioritas": spans},
        "counters": [
            counter
            | {"signed_in": True, "paused": None, "since": at("08:00"), "planned": None, "with": None}
            | {"open_today": [[at("08:00"), at("10:00")]]}
            for counter in POINT["counters"]
        ],
        "waiting": [
            *(waits(f"B-{n:03}", "prioritas", f"09:{n:02}") for n in range(priority_waiting)),
            waits(number, "paspor", "10:00"),
        ],
        "today": [],
        "calls_made": 0,
        "runs": {"appointment": 0, "priority": 0},
        "services": POINT["services"],
        "planned_counters": {"paspor": 2, "prioritas": 2},
        "settings": POINT["settings"],
        "history": "p.history.json",
    }


def replayed(folder: Path, *states: dict[str, Any]) -> tuple[list[dict[str, Any]], bytes]:
    (folder / "p.history.json").write_text(json.dumps({"config": POINT, "days": []}))
    (folder / "states.jsonl").write_text("".join(json.dumps(each) + "\n" for each in states))
    out = folder / "quotes.jsonl"
    done = CliRunner().invoke(estimate, ["replay", str(folder / "states.jsonl"), "--out", str(out)])
    assert done.exit_code == 0, done.output
    written = out.read_bytes()
    return [json.loads(line) for line in written.splitlines()], written


def test_the_same_states_give_the_same_bytes(tmp_path: Path) -> None:
    states = [state("A-001", 3), state("A-002", 6)]
    assert replayed(tmp_path, *states)[1] == replayed(tmp_path, *states)[1]


def test_priority_visitors_who_wait_are_ahead_of_a_regular_one(tmp_path: Path) -> None:
    alone, behind = replayed(tmp_path, state("A-001"), state("A-002", 6))[0]
    assert alone["high_min"] < 5
    assert behind["high_min"] > 10
    assert behind["reached"] == 1


def test_ends_are_rounded_outward_to_five_minutes_of_the_clock(tmp_path: Path) -> None:
    (quoted,) = replayed(tmp_path, state("A-002", 6))[0]
    assert quoted["shown_low_min"] % 5 == quoted["shown_high_min"] % 5 == 0
    assert quoted["shown_low_min"] <= quoted["low_min"] + 5


def test_nobody_is_called_in_a_break(tmp_path: Path) -> None:
    hours = (("08:00", "10:05"), ("13:00", "16:00"))
    behind = state("A-099", 0, hours)
    behind["waiting"] += [behind["waiting"][0] | {"number": f"A-{n:03}", "place": at("09:00")} for n in range(9)]
    (quoted,) = replayed(tmp_path, behind)[0]
    assert quoted["low_min"] >= 180


def test_a_wrong_file_is_refused_in_one_line(tmp_path: Path) -> None:
    for text in ("{", '{"history": "none.json"}', "[]", '{"a": 1}'):
        (tmp_path / "states.jsonl").write_text(text)
        done = CliRunner().invoke(estimate, ["replay", str(tmp_path / "states.jsonl"), "--out", str(tmp_path / "q")])
        assert done.exit_code == 1
        assert done.output.count("\n") == 1
        assert not (tmp_path / "q").exists()
