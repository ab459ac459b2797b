"""``antrean policy simulate``: made-up days and real ones, the table, the picture, the clear refusals."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.rules.conftest import run
from tests.server.office import running

HERE = ("policy", "simulate", "--point", "ulp", "--clock", "2026-09-12T08:00:00+07:00")


def test_the_command_compares_and_draws(tmp_path: Path) -> None:
    picture = tmp_path / "waits.svg"
    result = run(
        *HERE, "--days", "3", "--try", "counters=6", "--try", "priority_run_max=1, counters=4", "--chart", picture
    )
    assert result.exit_code == 0, result.output
    assert "counters=6\n  prioritas" in result.stdout
    assert (
        result.stdout
        == run(*HERE, "--days", "3", "--try", "counters=6", "--try", "priority_run_max=1, counters=4").stdout
    )
    drawn = ET.fromstring(picture.read_text(encoding="utf-8"))  # noqa: S314  written by ourselves
    assert sum(each.tag.endswith("line") for each in drawn) == 6
    trials = json.loads(run(*HERE, "--days", "3", "--json").stdout)
    assert [trial["name"] for trial in trials][1:] == [
        "priority_run_max=1",
        "priority_run_max=4",
        "1 loket lagi",
        "1 loket lagi mulai pukul 10.00",
    ]
    assert trials[0]["classes"]["regular"]["people"] > 50


def test_it_plays_the_days_of_a_real_export(tmp_path: Path) -> None:
    file = export_of_a_day(tmp_path)
    config = Path(__file__).parents[1] / "flow" / "office"
    result = run("policy", "simulate", "--config", config, "--arrivals", file, "--try", "priority_run_max=5", "--json")
    assert result.exit_code == 0, result.output
    trials = json.loads(result.stdout)
    assert {kind: figures["people"] for kind, figures in trials[0]["classes"].items()} == {"priority": 2, "regular": 3}


def export_of_a_day(folder: Path) -> Path:
    """Five numbers of a running server, one of them served."""
    out = folder / "export.csv"
    with running(folder / "data") as office:
        person = office.sign_in()
        for service in ("umum", "utama", "umum", "umum", "utama"):
            person.take(service)
            office.clock.forward(minutes=1)
        person("POST", "/counters/1/next")
        shown = ("--config", office.config, "--data", office.data, "--from", "2026-09-12", "--to", "2026-09-12")
        assert run("export", *shown, "--out", out).exit_code == 0
    return out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--try", "priority_run_max"), "write NAME=NUMBER"),
        (("--try", "patience=3"), "cannot be tried"),
        (("--date", "2026-09-13"), "nothing is open at ulp"),
        (("--arrivals", "nowhere.csv"), "cannot be read"),
        (("--arrivals", "empty.csv"), "no number is in it"),
        (("--arrivals", "other.csv"), "line 2: is no line of"),
        (("--arrivals", "elsewhere.csv"), "does not offer 'umum'"),
        (("--chart", "no/such/folder.svg"), "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_one_clear_line(
    arguments: tuple[str, str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    heads = "day,number,service,state,issued_at,service_min\n"
    Path("empty.csv").write_text(heads, encoding="utf-8")
    Path("other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    row = "2026-09-12,A-001,umum,finished,2026-09-12T09:00:00+07:00,4\n"
    Path("elsewhere.csv").write_text(heads + row, encoding="utf-8")
    result = run(*HERE, "--days", "1", *arguments)
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith("antrean: ")
    assert words in line
