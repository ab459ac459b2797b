from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest


def demo(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kiosk", "demo", *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_morning_without_windows_adds_up(tmp_path: Path) -> None:
    done = demo("--headless", "--speed", "3000", "--minutes", "150", "--json", TMPDIR=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert told["faults"] == {}
    rows = {row["service"]: row for row in told["services"]}
    assert set(rows) == {"paspor", "prioritas"}
    for row in rows.values():
        assert row["issued"] == row["served"] + row["no_show"] + row["at_counter"] + row["waiting"]
        assert row["served"] > 0
    assert told["turned_away"]["docs_incomplete"] > 0
    assert told["turned_away"]["no_hours_today"] > 0
    assert list(tmp_path.iterdir()) == []


def test_its_table_can_be_read() -> None:
    done = demo("--headless", "--speed", "3000", "--minutes", "30")
    assert done.stdout.split()[:4] == ["service", "issued", "served", "no_show"]
    assert "turned away:" in done.stdout


def test_it_opens_its_windows_at_a_time_when_the_point_is_open(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory() as elsewhere:
        process = subprocess.Popen(
            [sys.executable, "-m", "kiosk", "demo", "--data", str(tmp_path / "kept")],
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "TMPDIR": elsewhere},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        assert "Sari" in process.stdout.readline()
        process.terminate()
        _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, "")
    assert (tmp_path / "kept/antrean.db").exists()


@pytest.mark.parametrize("arguments", [["--speed", "0"], ["--minutes", "-1"], ["--speed", "fast"]])
def test_wrong_usage(arguments: list[str]) -> None:
    done = demo(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
