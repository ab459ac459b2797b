"""The commands answer in the office's first language."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.cli.main import antrean

ENGLISH = str(Path(__file__).parents[1] / "rules/offices/forty")
"""``languages = ["en"]``."""
AT = ("--clock", "2026-09-12T10:00:00+05:30")


def said(data: Path, *words: str, config: str | None = None) -> str:
    given = ["--config", config] if config else []
    result = CliRunner().invoke(antrean, [*words, "--data", str(data), *given, *AT])
    return result.stdout + result.stderr


@pytest.mark.parametrize(
    ("words", "english", "indonesian"),
    [
        (("day", "report"), "Hall, Saturday, 12 September 2026", "Sabtu, 12 September 2026"),
        (("staff", "log"), "12 September 2026", "12 September 2026"),
        (("print", "status", "--printer", "virtual:"), "The printer is ready.", "Printer siap."),
        (("rules", "show", "--days", "1"), "Hall: Saturday, 12 September 2026", "Sabtu, 12 September 2026"),
    ],
)
def test_a_command(tmp_path: Path, words: tuple[str, ...], english: str, indonesian: str) -> None:
    assert english in said(tmp_path, *words, config=ENGLISH)
    assert indonesian in said(tmp_path, *words)


def test_a_ticket_from_the_shell(tmp_path: Path) -> None:
    assert "Nobody ahead of you" in said(tmp_path, "issue", "--service", "s01", config=ENGLISH)
    assert "1 person ahead of you" in said(tmp_path, "issue", "--service", "s01", config=ENGLISH)
    assert "Service 1" in said(tmp_path, "staff", "log", config=ENGLISH)


@pytest.mark.parametrize(("languages", "told"), [('["en"]', "problems; the"), ('["id"]', "kesalahan; konfigurasi")])
def test_a_configuration_that_is_refused_still_names_its_language(tmp_path: Path, languages: str, told: str) -> None:
    (tmp_path / "antrean.toml").write_text(f"schema = 1\n[office]\nlanguages = {languages}\n", encoding="utf-8")
    assert told in said(tmp_path, "config", "check", config=str(tmp_path))


@pytest.mark.parametrize("text", ["", "[office", "[office]\nlanguages = []", "[office]\nlanguages = [1]", "office = 1"])
def test_a_configuration_without_one_is_answered_in_english(tmp_path: Path, text: str) -> None:
    (tmp_path / "antrean.toml").write_text(text, encoding="utf-8")
    assert "the configuration is refused" in said(tmp_path, "config", "check", config=str(tmp_path))
