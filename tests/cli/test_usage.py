"""Wrong usage: one line that says what and where to read more, exit code 2."""

from __future__ import annotations

import subprocess
import sys

import pytest


def antrean(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kiosk", *arguments], capture_output=True, text=True, check=False, timeout=90
    )


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("bogus",), "'bogus'"),
        (("rules", "bogus"), "'bogus'"),
        (("run", "--bogus"), "'--bogus'"),
        (("--data", "folder", "bogus"), "run --help"),
        (("issue",), "--service"),
        (("issue", "--service"), "--service"),
        (("issue", "--service", "paspor", "--clock", "soon"), "2026-09-12T10:00:00+07:00"),
        (("serve", "--port", "x"), "--port"),
    ],
)
def test_wrong_usage_is_one_line(arguments: tuple[str, ...], word: str) -> None:
    done = antrean(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("antrean: ")
    assert word in done.stderr
    assert "--help" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_group_alone_shows_its_commands() -> None:
    done = antrean("rules")
    assert done.returncode == 2
    assert "explain" in done.stderr
    assert "Commands:" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("--point", "ulp", "rules", "show", "--from", "2026-09-12", "--days", "1"),
        ("--json", "--point", "nowhere", "serve"),
    ],
)
def test_common_options_may_stand_before_the_command(arguments: tuple[str, ...]) -> None:
    at = next(i for i, part in enumerate(arguments) if part in {"rules", "serve"})
    first, last = antrean(*arguments), antrean(*arguments[at:], *arguments[:at])
    assert (first.returncode, first.stdout, first.stderr) == (last.returncode, last.stdout, last.stderr)
    assert first.stdout or "nowhere" in first.stderr
