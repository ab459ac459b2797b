from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import assets
from kiosk.cli.main import antrean
from kiosk.rules import Configuration, Rules, load

BEKASI = assets.folder("config/bekasi")
OFFICES = Path(__file__).parent / "offices"


@pytest.fixture(scope="session")
def bekasi() -> Configuration:
    return load(BEKASI)


@pytest.fixture(scope="session")
def rules(bekasi: Configuration) -> Rules:
    return Rules(bekasi)


@pytest.fixture
def edited(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """A copy of the shipped configuration with one passage of one file replaced."""
    folder = tmp_path / "config"
    shutil.copytree(BEKASI, folder)
    shutil.copy(Path(__file__).parent / "receipt.toml", folder)  # short, so that every slip has one place

    def edit(file: str, old: str, new: str) -> Path:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return edit


def run(*arguments: str | Path) -> Result:
    """The command line in this process; anything but an orderly end fails the test."""
    result = CliRunner().invoke(antrean, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result
