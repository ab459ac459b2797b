from __future__ import annotations

from tests.architecture.sources import ROOT
from tests.coverage import below, floors, rooms

REPORT = {
    "files": {
        "kiosk/queue/ahead.py": {
            "summary": {"num_statements": 6, "num_branches": 2, "covered_lines": 6, "covered_branches": 1}
        },
        "kiosk/queue/moves.py": {
            "summary": {"num_statements": 12, "num_branches": 0, "covered_lines": 11, "covered_branches": 0}
        },
        "printers/profile.py": {
            "summary": {"num_statements": 5, "num_branches": 0, "covered_lines": 5, "covered_branches": 0}
        },
    }
}


def test_lines_and_branches_are_counted_by_room() -> None:
    counted = rooms(REPORT)
    assert {room: (each.run, each.all) for room, each in counted.items()} == {
        "kiosk/queue": (18, 20),
        "printers": (5, 5),
    }


def test_a_room_below_its_floor_is_named() -> None:
    assert below(rooms(REPORT), {"kiosk/queue": 90, "printers": 100}) == []
    assert below(rooms(REPORT), {"kiosk/queue": 91}) == ["kiosk/queue: 90.0 % is below the floor of 91 %"]


def test_every_room_has_a_floor() -> None:
    named = {
        "/".join(path.relative_to(ROOT).parts[:-1][:2])
        for room in ("kiosk", "ui", "printers", "assets")
        for path in (ROOT / room).rglob("*.py")
        if path.stat().st_size
    }
    assert named == set(floors())
