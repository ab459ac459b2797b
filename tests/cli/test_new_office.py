"""``antrean config new``: six answers, and a configuration that is checked and serves."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.cli.main import antrean


def run(*words: str, typed: str = "") -> tuple[int, str, str]:
    done = CliRunner().invoke(antrean, [*words], input=typed)
    return done.exit_code, done.stdout, done.stderr


def test_without_questions_it_is_checked_and_gives_a_number(tmp_path: Path) -> None:
    office = tmp_path / "office"
    code, said, _ = run("config", "new", str(office), "--yes")
    assert code == 0
    assert f"antrean run --config {office}" in said
    assert run("config", "check", "--config", str(office))[0] == 0
    assert run("config", "holidays", "--config", str(office), "--year", "2026")[0] == 0
    clock = ("--clock", "2026-11-25T10:00:00+07:00")
    code, said, _ = run(
        "issue", "--config", str(office), "--service", "layanan-1", "--data", str(tmp_path / "data"), *clock
    )
    assert (code, said.splitlines()[0]) == (0, "A-001  Layanan Umum")
    assert len((office / "antrean.toml").read_text(encoding="utf-8").splitlines()) < 60


def test_six_questions(tmp_path: Path) -> None:
    typed = 'Kantor "Desa"\nid\nAsia/Makassar\nKTP, KK\n09:00-15:00\n3\n'
    code, _, asked = run("config", "new", str(tmp_path / "office"), typed=typed)
    assert code == 0
    assert asked.count("]: ") == 6
    text = (tmp_path / "office/antrean.toml").read_text(encoding="utf-8")
    assert all(word in text for word in ("Makassar", "KTP", "KK", "09:00-15:00", 'id = "3"'))


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--hours", "soon"), "mon-fri"),
        (("--timezone", "Mars"), "timezone"),
        (("--languages", "x y"), "languages"),
        (("--services", ""), "--services"),
    ],
)
def test_a_wrong_answer_is_one_line_and_writes_nothing(tmp_path: Path, words: tuple[str, str], named: str) -> None:
    code, said, error = run("config", "new", str(tmp_path / "office"), "--yes", *words)
    assert (code, said, error.count("\n")) == (1, "", 1)
    assert named in error
    assert not (tmp_path / "office/antrean.toml").exists()


def test_an_office_is_never_written_over(tmp_path: Path) -> None:
    assert run("config", "new", str(tmp_path), "--yes")[0] == 0
    code, _, error = run("config", "new", str(tmp_path), "--yes", "--counters", "9")
    assert code == 1
    assert "already there" in error
    assert run("config", "new", str(tmp_path), "--counters", "0")[0] == 2
