"""``antrean restore --check``: the newest backup is restored beside the data, and what came of it is kept."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.cli.main import antrean
from tests.flow.child import OFFICE, SATURDAY

CLOCK = ("--clock", SATURDAY.isoformat())


def run(data: Path, *words: str | Path) -> Result:
    return CliRunner().invoke(antrean, [*map(str, words), "--config", str(OFFICE), "--data", str(data), *CLOCK])


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    assert run(folder, "issue", "--service", service()).exit_code == 0
    return folder


def service() -> str:
    offered: Sequence[dict[str, str]] = tomllib.loads((OFFICE / "antrean.toml").read_text(encoding="utf-8"))["service"]
    return offered[0]["id"]


def test_the_newest_backup_is_tried_and_nothing_is_replaced(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    assert run(data, "backup", "--rotate", folder).exit_code == 0
    (file,) = folder.iterdir()
    before = (data / "antrean.db").read_bytes()
    done = run(data, "restore", "--check", folder, "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["file"] == str(file)
    assert (data / "antrean.db").read_bytes() == before
    kept = json.loads((data / "restore-drill.json").read_text())
    assert (kept["file"], kept["problem"]) == (str(file), None)
    assert kept["at"].startswith("2026-09-12T")


@pytest.mark.parametrize("harm", ["torn", "empty", "other"])
def test_a_backup_that_cannot_be_restored_is_told_and_remembered(data: Path, tmp_path: Path, harm: str) -> None:
    folder = tmp_path / "backups"
    run(data, "backup", "--rotate", folder)
    (file,) = folder.iterdir()
    content = bytearray(file.read_bytes())
    if harm == "torn":
        del content[len(content) // 2 :]
    elif harm == "empty":
        content.clear()
    else:
        content[:] = b"no database at all" * 1000
    file.write_bytes(content)
    done = run(data, "restore", "--check", folder)
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert json.loads((data / "restore-drill.json").read_text())["problem"] in done.stderr


def test_without_a_backup_it_says_how_to_make_one(data: Path, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    done = run(data, "restore", "--check", tmp_path / "none")
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert "antrean backup --rotate" in done.stderr
    unknown = run(data, "restore", "--check")
    assert unknown.exit_code == 1
    assert "name the backup" in unknown.stderr


def test_a_restore_names_its_backup(data: Path) -> None:
    assert run(data, "restore").exit_code == 2
