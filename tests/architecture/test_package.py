"""What is installed: everything that runs, nothing else, small; the base without Qt, the windows by their extra."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from urllib.request import urlopen

import pytest

from kiosk.server import server_file
from tests.architecture.sources import ROOT, files

WHEEL_MB = 2.6
PACKAGES = ("assets", "kiosk", "printers", "ui")
WITHOUT_QT = "import sys; sys.modules['PySide6'] = None; from kiosk.cli import main; main()"

Run = Callable[..., subprocess.CompletedProcess[str]]


NOT_INSTALLED = ("README.md", "pyproject.toml")
"""Pages for engineers, and what makes ``printers`` a package of its own."""


def ours() -> set[str]:
    """Each file of the packages that version control knows, but what is not installed."""
    names = {path.relative_to(ROOT).as_posix() for path in files()}
    return {name for name in names if name.startswith(tuple(f"{package}/" for package in PACKAGES))} - {
        name for name in names if name.endswith(NOT_INSTALLED)
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a wheel and an sdist, made from the files that version control knows."""
    source, made = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("made")
    for path in files():
        copy = source / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    code = f"from setuptools import build_meta as b; b.build_sdist({str(made)!r}); b.build_wheel({str(made)!r})"
    done = subprocess.run([sys.executable, "-c", code], cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return made


def wheel(built: Path) -> Path:
    (found,) = built.glob("*.whl")
    return found


@pytest.mark.long
@pytest.mark.timeout(900)
def test_the_wheel_holds_the_packages_and_nothing_else(built: Path) -> None:
    with zipfile.ZipFile(wheel(built)) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held - {name for name in held if name.endswith("README.md")} == ours()
    assert {Path(name).suffix for name in held} >= {".py", ".qml", ".ttf", ".toml", ".svg", ".wav", ""}
    assert [name for name in held if name.endswith("/qmldir")]


@pytest.mark.long
@pytest.mark.timeout(900)
def test_the_sdist_holds_what_the_wheel_is_built_from(built: Path) -> None:
    (found,) = built.glob("*.tar.gz")
    with tarfile.open(found) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    assert ours() - held == set()
    assert {"pyproject.toml", "README.md", "LICENSE"} - held == set()
    assert [name for name in held if name.startswith(("tests/", "docs/"))] == []


@pytest.mark.long
@pytest.mark.timeout(900)
def test_the_wheel_is_small(built: Path) -> None:
    assert wheel(built).stat().st_size <= WHEEL_MB * 1e6


@pytest.fixture
def without_qt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """``antrean`` where no Qt can be imported."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", WITHOUT_QT, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=100)

    return run


@pytest.mark.parametrize("command", ["run", "demo", "visitor", "counter", "board"])
def test_without_qt_a_window_names_its_extra_in_one_line(without_qt: Run, command: str) -> None:
    done = without_qt(command)
    assert re.fullmatch(r"antrean: .*pip install 'antrean\[windows\]'\n", done.stderr)
    assert (done.returncode, done.stdout) == (1, "")


@pytest.mark.parametrize("command", ["--help", "visitor --help", "rules show --json"])
def test_without_qt_the_shell_works(without_qt: Run, command: str) -> None:
    done = without_qt(*command.split())
    assert (done.returncode, done.stderr) == (0, "")


def test_without_qt_a_ticket_is_issued(without_qt: Run) -> None:
    done = without_qt("issue", "--service", "paspor", "--clock", "2026-09-14T09:00:00+07:00", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["number"]


def test_without_qt_the_server_answers(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WITHOUT_QT, "serve", "--data", str(tmp_path), "--port", "0"]
    assert answers(command, tmp_path)


def answers(command: list[str], data: Path) -> bool:
    """Start a server on a data folder, ask it for its health, end it."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as server:
        try:
            deadline = time.monotonic() + 90
            while (found := server_file.read(data)) is None:
                assert server.poll() is None, server.stderr and server.stderr.read()
                assert time.monotonic() < deadline, "no server within 90 s"
                time.sleep(0.05)
            with urlopen(f"{found.url}/healthz", timeout=30) as answer:  # noqa: S310  our own server
                return bool(answer.status == HTTPStatus.OK)
        finally:
            server.terminate()


@pytest.mark.long
@pytest.mark.timeout(900)
def test_the_wheel_installs_in_a_fresh_environment(built: Path, tmp_path: Path) -> None:
    """From the registry that pip is set up for. The base serves and has no Qt; the extra brings the windows."""
    venv = tmp_path / "venv"
    antrean = venv / "bin/antrean"

    def run(*command: object) -> subprocess.CompletedProcess[str]:
        words = [str(word) for word in command]
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
        return subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    def install(what: str) -> None:
        done = run(venv / "bin/python", "-m", "pip", "install", "-q", what)
        assert done.returncode == 0, done.stderr

    assert run(sys.executable, "-m", "venv", venv).returncode == 0
    install(str(wheel(built)))
    assert run(venv / "bin/python", "-c", "import PySide6").returncode == 1
    assert "serve" in run(antrean, "--help").stdout
    at = ("--data", tmp_path / "data", "--clock", "2026-09-14T09:00:00+07:00", "--json")
    assert json.loads(run(antrean, "issue", "--service", "paspor", *at).stdout)["number"]
    assert answers([str(antrean), "serve", "--data", str(tmp_path / "served"), "--port", "0"], tmp_path / "served")
    assert run(antrean, "visitor").stderr.endswith("pip install 'antrean[windows]'\n")
    install(f"antrean[windows] @ {wheel(built).as_uri()}")
    checked = run(antrean, "doctor", "--data", tmp_path / "data").stdout
    assert re.search(r"OK +windows +Qt 6", checked), checked
