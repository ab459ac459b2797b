"""Wrong usage: one line that says what and where to read more, exit code 2."""

from __future__ import annotations

import subprocess
import sys

import pytest


def antrean(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kiosk", *arguments], capture_output=True, text=True, check=False, timeout=30
    )


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("bogus",), "'bogus'"),
        (("issue",), "--service"),
        (("issue", "--service", "paspor", "--clock", "soon"), "2026-09-12T10:00:00+07:00"),
        (("serve", "--port", "x"), "--port"),
    ],
)
def test_wrong_usage_is_one_line(arguments: tuple[str, ...], word: str) -> None:
    done = antrean(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert word in done.stderr
    assert "--help" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_group_alone_shows_its_commands() -> None:
    done = antrean("rules")
    assert done.returncode == 2
    assert "explain" in done.stderr
    assert "Commands:" in done.stderr
