"""``antrean doctor`` on a machine that ``antrean setup`` made: what a technician would be asked on the telephone."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kiosk.cli import doctor_installation
from kiosk.cli.backup_rotation import file_name
from kiosk.cli.installation.layout import MachineLayout
from kiosk.cli.main import antrean
from kiosk.rules import load
from kiosk.server.network.certificate import load_or_create_certificate
from tests.cli.test_setup import options, root, run, systemctl, unattended

__all__ = ["root", "systemctl"]

NOW = datetime.now(UTC)


@pytest.fixture
def machine(root: Path, systemctl: Path) -> Iterator[Path]:
    """Set up, with services of which ``states`` says how they are."""
    unattended(root, "--point", "ulp", "--role", "server,kiosk", "--printer", f"file://{root}/paper", "--no-test-page")
    states = root.parent / "states"
    states.mkdir()
    program = systemctl.parent / "bin/systemctl"
    program.write_text(f'#!/bin/sh\ncat "{states}/$2" 2>/dev/null || echo active\n')
    return root


def examine(root: Path, *words: str) -> tuple[int, dict[str, dict[str, str]]]:
    """Exit code, and the last finding of each check."""
    done = CliRunner().invoke(antrean, ["doctor", "--json", *words], env={"ANTREAN_ROOT": str(root)})
    return done.exit_code, {finding["check"]: finding for finding in json.loads(done.stdout)}


def test_a_machine_without_a_backup_fails_and_is_told_what_to_do(machine: Path) -> None:
    code, found = examine(machine, "--lang", "en")
    assert code == 1
    assert (found["services"]["word"], found["backup"]["word"], found["drill"]["word"]) == ("OK", "FAIL", "WARN")
    assert "systemctl start antrean-backup.service" in found["backup"]["text"]
    assert f"file://{machine}/paper" in found["printer"]["text"], "the kiosk's own printer is asked"


def test_after_a_backup_and_its_drill_all_is_well(machine: Path) -> None:
    for words in (("backup", "--rotate", str(machine / "var/backups/antrean")), ("restore", "--check")):
        done = CliRunner().invoke(antrean, words, env={"ANTREAN_ROOT": str(machine)})
        assert done.exit_code == 0, done.output
    _, found = examine(machine)
    assert (found["backup"]["word"], found["drill"]["word"]) == ("OK", "OK")


@pytest.mark.parametrize(
    ("age", "word"), [(timedelta(hours=29), "OK"), (timedelta(hours=31), "WARN"), (timedelta(days=9), "FAIL")]
)
def test_an_old_backup_is_told_by_its_age(
    machine: Path, monkeypatch: pytest.MonkeyPatch, age: timedelta, word: str
) -> None:
    monkeypatch.setenv("ANTREAN_ROOT", str(machine))
    office = load(machine / "etc/antrean/office")
    local = (NOW - age).astimezone(office.office.timezone)
    (machine / "var/backups/antrean" / file_name("ulp", local)).touch()
    (found,) = doctor_installation.backups(office, "ulp", NOW, "en")
    assert found.word == word


@pytest.mark.parametrize("unit", ["antrean.service", "antrean-backup.timer", "antrean-kiosk@visitor.service"])
def test_a_service_that_is_down_is_named(machine: Path, unit: str) -> None:
    (machine.parent / "states" / unit).write_text("failed\n")
    code, found = examine(machine, "--lang", "en")
    assert (code, found["services"]["word"]) == (1, "FAIL")
    assert f"journalctl -u {unit}" in found["services"]["text"]


@pytest.mark.parametrize(
    ("drill", "word"),
    [
        ({"at": NOW.isoformat(), "file": "f", "problem": "torn"}, "FAIL"),
        ({"at": (NOW - timedelta(days=10)).isoformat(), "file": "f"}, "WARN"),
        ({"at": (NOW - timedelta(days=3)).isoformat(), "file": "f"}, "OK"),
        ({"at": "never", "file": "f"}, "WARN"),
        ({"file": 3}, "WARN"),
    ],
)
def test_the_restore_drill_is_reported(tmp_path: Path, drill: Mapping[str, Any], word: str) -> None:
    (tmp_path / "restore-drill.json").write_text(json.dumps(drill))
    (found,) = doctor_installation.drill(tmp_path, NOW, "en", expected=True)
    assert found.word == word


@pytest.mark.parametrize(
    ("status", "word"), [("updated", "OK"), ("unchanged", "WARN"), ("back", "WARN"), ("broken", "FAIL")]
)
@pytest.mark.parametrize("language", ["en", "id"])
def test_what_came_of_the_last_update_is_reported(tmp_path: Path, status: str, word: str, language: str) -> None:
    file = tmp_path / "var/lib/antrean-update/last.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps({"at": "2026-11-28T03:30:00+00:00", "status": status, "from": "1", "to": "2"}))
    (found,) = doctor_installation.update(MachineLayout(tmp_path), language)
    assert found.word == word
    file.write_text("{")
    assert list(doctor_installation.update(MachineLayout(tmp_path), language)) == []


def test_the_certificates_end_is_told_before_it_comes(tmp_path: Path) -> None:
    load_or_create_certificate(tmp_path)
    words = [
        next(doctor_installation.certificate(tmp_path, NOW + timedelta(days=days), "en")).word
        for days in (0, 3_640, 4_000)
    ]
    assert words == ["OK", "WARN", "FAIL"]
    (tmp_path / "tls/certificate.pem").write_text("torn")
    assert next(doctor_installation.certificate(tmp_path, NOW, "en")).word == "FAIL"


def test_both_languages_and_a_page_to_print(machine: Path, tmp_path: Path) -> None:
    page = tmp_path / "doctor.html"
    said = {
        language: CliRunner()
        .invoke(antrean, ["doctor", "--lang", language, "--html", str(page)], env={"ANTREAN_ROOT": str(machine)})
        .stdout
        for language in ("en", "id")
    }
    assert "to try it" in said["en"]
    assert "cadangan" in said["id"]
    text = page.read_text(encoding="utf-8")
    assert '<html lang="id">' in text
    assert text.index("<b>rusak") < text.index("<b>baik"), "the worst stands first"
    assert "src=" not in text
    assert "href=" not in text


def test_a_machine_that_was_removed_is_told(machine: Path) -> None:
    assert run(machine, command="remove").exit_code == 0
    assert "ANTREAN_ROLES" not in options(machine)
    assert os.environ.get("ANTREAN_ROOT") is None
    _, found = examine(machine, "--lang", "en")
    assert "antrean setup" in found["services"]["text"]
