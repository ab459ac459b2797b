"""Options are shown where they act, in sections; those of the contract are accepted everywhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.cli.options import EVERYWHERE
from tests.architecture.test_commands import ALL
from tests.cli.test_usage import antrean


def shown(name: str) -> str:
    done = antrean(*name.split()[1:], "--help")
    assert done.returncode == 0
    return done.stdout


def test_a_command_shows_only_the_options_that_act() -> None:
    said = shown("antrean device pair")
    assert all(word not in said for word in ("--printer", "--clock-speed", "--database"))
    assert [line for line in said.splitlines() if line.endswith(":") and not line.startswith(" ")] == [
        "Options:",
        "Office:",
        "Simulation:",
        "Output:",
    ]


@pytest.mark.parametrize("name", ALL)
def test_the_contracts_options_are_accepted_and_no_database_is_offered(name: str) -> None:
    options = {option for parameter in ALL[name].params for option in parameter.opts}
    hidden = {option for each in ALL[name].params if getattr(each, "hidden", False) for option in each.opts}
    if name != "antrean print udev":
        assert {f"--{option}" for option in EVERYWHERE} <= options
        assert "--database" in hidden


def test_an_installation_without_qt_says_which_extra_brings_it(tmp_path: Path) -> None:
    block = "import sys\nclass No:\n    def find_spec(self, name, path=None, target=None):\n"
    block += "        if name.split('.')[0] in ('PySide6', 'shiboken6'): raise ModuleNotFoundError(name, name=name)\n"
    block += "sys.meta_path.insert(0, No())\nfrom kiosk.cli import main\nmain()\n"
    for words in (["run"], ["board"], ["counter"]):
        done = subprocess.run(
            [sys.executable, "-c", block, *words, "--data", str(tmp_path)],
            env={"DISPLAY": ":0", "PATH": "/usr/bin"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (done.returncode, done.stdout) == (1, "")
        assert "antrean[windows]" in done.stderr
        assert len(done.stderr.splitlines()) == 1
