"""Every decision worked out by hand, through the command line as anyone runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.rules.conftest import OFFICES, run

CASES = Path(__file__).parent / "cases"


def _run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kiosk", "rules", "test", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _count(*files: Path) -> int:
    return sum(len(json.loads(file.read_text(encoding="utf-8"))) for file in files)


def test_every_case_of_the_shipped_configuration_passes() -> None:
    files = sorted(CASES.glob("*.json"))
    assert _count(*files) > 340
    done = _run(*files)
    assert (done.stdout, done.stderr, done.returncode) == (f"{_count(*files)} passed, 0 failed\n", "", 0)


@pytest.mark.parametrize("office", ["night", "berlin", "forty"])
def test_every_case_of_another_office_passes(office: str) -> None:
    file = OFFICES / office / "cases.json"
    done = _run("--config", OFFICES / office, file)
    assert (done.stdout, done.stderr, done.returncode) == (f"{_count(file)} passed, 0 failed\n", "", 0)


EXAMPLES = ("munich", "japan", "dmv", "hospital", "mairie", "gulf", "rto", "mall", "bank", "village")


@pytest.mark.parametrize("office", EXAMPLES)
def test_every_case_of_an_example_passes(office: str) -> None:
    """At least thirty decisions of each, worked out by hand; the docs name the office."""
    file = OFFICES / office / "cases.json"
    assert _count(file) >= 30
    result = run("rules", "test", "--config", OFFICES / office, file)
    assert (result.stdout, result.exit_code) == (f"{_count(file)} passed, 0 failed\n", 0)
    for language in ("en", "id"):
        assert f"`{office}`" in (OFFICES.parents[2] / f"docs/pages/rules.{language}.md").read_text(encoding="utf-8")


def _case(**changes: Any) -> dict[str, Any]:
    case = {
        "id": "X1",
        "point": "ulp",
        "service": "paspor",
        "at": "2025-09-10T10:00:00+07:00",
        "expect": {"issue": True},
    }
    return case | changes


WRONG = {
    "another decision": (
        _case(expect={"issue": False, "reason": "break", "next_opening": "2025-09-10T13:00:00+07:00"}),
        "X1: issue: expected false, got true; next_opening: expected 2025-09-10T13:00:00+07:00, got null; reason: expe",
    ),
    "another number": (_case(expect={"number": "A-002"}), 'X1: number: expected "A-002", got "A-001"'),
    "a key of the context": (_case(context={"wating": 3}), "context: Object contains unknown field `wating`"),
    "a key of expect": (
        _case(expect={"isue": True}),
        "X1: cannot be run: expect: Object contains unknown field `isue`",
    ),
    "a key of the case": (_case(contxt={}), "X1: cannot be run: Object contains unknown field `contxt`"),
    "a kind": (_case(context={"waiting": "3"}), "context.waiting: Expected `int | null`, got `str`"),
    "no offset": (_case(at="2025-09-10T10:00:00"), "X1: cannot be run: at: "),
    "no such point": (_case(point="ulq"), 'there is no point "ulq"; did you mean "ulp"?'),
    "no such service": (_case(service="pasport"), 'there is no service "pasport"; did you mean "paspor"?'),
    "no such checklist": (_case(context={"checklist": "cpm"}), 'there is no checklist "cpm"; did you mean "cpmi"?'),
    "no such setting": (
        _case(context={"settings": {"cutof": "off"}}),
        'cutof: is not a known key; did you mean "cutoff"?',
    ),
    "hours": (_case(context={"special": [{"date": "2025-09-10", "hours": ["8-12"]}]}), 'write "08:00-12:00"'),
    "a date": (_case(context={"special": [{"date": "2025-02-30", "hours": []}]}), '"2025-02-30" is not a date'),
    "two specials of one offer": (
        _case(context={"special": [{"date": "2025-09-10", "hours": []}, {"date": "2025-09-10", "hours": []}]}),
        "already given",
    ),
    "a session": (_case(context={"sessions": [{"hours": "08:00-12:00"}]}), "sessions.0.quota: is missing"),
    "no id": ({"point": "ulp"}, "case 1: cannot be run: Object missing required field `id`"),
    "no object": (7, "case 1: cannot be run: Expected `object`, got `int`"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_case_that_fails_or_cannot_be_run_is_one_line(tmp_path: Path, name: str) -> None:
    case, said = WRONG[name]
    file = tmp_path / "some.json"
    file.write_text(json.dumps([case]))
    done = _run(file)
    line, closing = done.stdout.splitlines()
    assert line.startswith("some.json: ")
    assert said in line
    assert (closing, done.stderr, done.returncode) == ("0 passed, 1 failed", "", 1)


@pytest.mark.parametrize("content", [b"", b"{}", b"[{}", b"\xff\xfe", b"[1,2"])
def test_a_file_that_holds_no_list_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "some.json"
    file.write_bytes(content)
    done = _run(file)
    assert (done.stdout, done.returncode) == ("", 1)
    assert done.stderr.startswith(f"antrean: {file}: is not a JSON list of cases")
    assert done.stderr.count("\n") == 1


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    done = _run(tmp_path / "none.json")
    assert done.stderr == f"antrean: {tmp_path / 'none.json'}: cannot be read: No such file or directory\n"
    assert done.returncode == 1


def test_without_a_file_the_usage_is_wrong() -> None:
    assert _run().returncode == 2
