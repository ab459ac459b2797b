"""The mutants: each kind of fault is among them, can be compiled, and is found by the tests that see it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT
from tests.mutants.__main__ import equivalent
from tests.mutants.operators import Mutant, mutants
from tests.mutants.rooms import SEEN_BY, seeing, sources
from tests.mutants.run import try_all

SOURCE = '''
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import json

MOST: int = 3


def write(file: int, data: bytes, *, sure: bool = True) -> int:
    """Not a mutant: 1 < 2."""
    if len(data) <= MOST and not sure:
        raise ValueError(f"{1 + 1} bytes")
    os.fsync(file)
    file.at = pack(file, data) + 1
    return file.at
'''
WANTED = {
    "constant: 3 -> 4",
    "constant: True -> False",
    "comparison: len(data) <= MOST -> len(data) < MOST",
    "and, or: len(data) <= MOST and not sure -> ((len(data) <= MOST) or (not sure))",
    "not removed: not sure -> (sure)",
    "condition negated: len(data) <= MOST and not sure -> (not (len(data) <= MOST and not sure))",
    'raise removed: raise ValueError(f"{1 + 1} bytes") -> pass',
    "call removed: os.fsync(file) -> pass",
    "statement removed: file.at = pack(file, data) + 1 -> pass",
    "swapped arguments: file, data -> data, file",
    "arithmetic: pack(file, data) + 1 -> (pack(file, data)) - (1)",
    "constant: 1 -> 2",
    "answer removed: file.at -> None",
}


def test_every_kind_of_fault_is_tried_and_nothing_else() -> None:
    assert {str(mutant) for mutant in mutants("some.py", SOURCE.encode())} == WANTED


def test_every_mutant_of_a_file_compiles() -> None:
    source = (ROOT / "kiosk/queue/dispatch.py").read_bytes()
    for mutant in mutants("kiosk/queue/dispatch.py", source):
        ast.parse(mutant.apply(source))


def test_every_room_of_the_product_is_seen_by_tests() -> None:
    assert {name.partition("/")[0] for name in SEEN_BY} == {"kiosk", "ui", "printers"}
    every = sources()
    for room in SEEN_BY:
        assert seeing(next(file for file in every if file.startswith(f"{room}/"))), room


def test_what_is_listed_as_equivalent_still_stands_there() -> None:
    for (file, before, after), reason in equivalent().items():
        assert reason
        found = mutants(file, (ROOT / file).read_bytes())
        assert (before, after) in {(each.before, each.after) for each in found}, (file, before)


@pytest.mark.timeout(300)
def test_only_tests_that_are_green_without_a_fault_judge_one(tmp_path: Path) -> None:
    judges = {
        "kiosk/queue/dispatch.py": "test_dispatch.py",
        "kiosk/rules/osm.py": "test_dispatch.py",
        "kiosk/queue/moves.py": "test_that_does_not_exist.py",
    }
    planted = [next(iter(mutants(file, (ROOT / file).read_bytes()))) for file in judges]
    planted[0] = _first("comparison", "kiosk/queue/dispatch.py")
    every = try_all(planted, tmp_path, workers=1, timeout_s=100, seen_by=lambda file: [f"tests/queue/{judges[file]}"])
    outcomes = [(each.outcome, each.by.partition(":")[0]) for each in every]
    assert [outcome for outcome, _ in outcomes] == ["killed", "survived", "broken"]
    assert outcomes[2][1] == "red without a fault"


def _first(kind: str, file: str) -> Mutant:
    return next(each for each in mutants(file, (ROOT / file).read_bytes()) if each.kind == kind)
