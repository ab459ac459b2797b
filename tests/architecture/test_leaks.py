"""The suite's own guard: what a test leaves behind fails that test by name, and the next one finds nothing of it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

CONFTEST = """
from tests import leaks

def pytest_configure(config):
    leaks.GRACE_S = 0.2
    config.pluginmanager.register(leaks.Guard())
"""
LEAKING = """
import asyncio, os, pathlib, signal, socket, subprocess, sys, threading, time
import pytest
from kiosk.queue import number

KEPT = []

@pytest.fixture(scope="module", autouse=True)
def server():
    # Of the module, and so no test's fault.
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener

def test_process():
    command = [sys.executable, "-c", "import time; print(flush=True); time.sleep(600)"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as child:
        child.stdout.readline()
        pathlib.Path("pid").write_text(str(child.pid))
        child.wait = child._wait = lambda *_, **__: None
        KEPT.append(child)

def test_thread():
    threading.Thread(target=time.sleep, args=(600,), name="sleeper", daemon=True).start()

def test_socket():
    KEPT.append(socket.create_server(("127.0.0.1", 0)))

def test_event_loop():
    KEPT.append(asyncio.new_event_loop())

def test_environment():
    os.environ["LEFT"] = "here"

def test_folder():
    os.chdir("/")

def test_handler():
    signal.signal(signal.SIGTERM, lambda *_: None)

def test_constant():
    number.format_number = None

def test_window():
    from PySide6.QtGui import QGuiApplication, QWindow
    KEPT.append(QGuiApplication.instance() or QGuiApplication([]))
    KEPT.append(QWindow())

def test_nothing_is_left():
    assert "LEFT" not in os.environ
    assert os.getcwd() != "/"
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    assert number.format_number is not None
"""
NAMED = {
    "process": r"process \d+: .*time\.sleep",
    "thread": "thread 'sleeper'",
    "socket": r"open socket:\[\d+\]",
    "event_loop": "open event loop",
    "environment": "environment LEFT changed from None to 'here'",
    "folder": "working folder changed from .* to '/'",
    "handler": "signal handler SIGTERM changed",
    "constant": r"constant kiosk\.queue\.number format_number changed",
    "window": "window QWindow",
}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("leaking")
    (folder / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    (folder / "test_leaking.py").write_text(LEAKING, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-c", os.devnull, "--rootdir", str(folder), "-p", "no:cacheprovider"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [*command, "-v", str(folder)], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    pid = int((folder / "pid").read_text(encoding="utf-8"))
    return f"{done.stdout}{done.stderr}\nchild alive: {Path(f'/proc/{pid}').exists()}"


@pytest.mark.parametrize("kind", NAMED)
def test_what_is_left_fails_the_test_that_left_it(report: str, kind: str) -> None:
    said = re.search(rf"test_leaking\.py::test_{kind} left behind:\n((?:  .*\n)+)", report)
    assert said is not None, report
    assert re.search(NAMED[kind], said[1]), said[1]


def test_the_next_test_finds_nothing_of_it(report: str) -> None:
    assert "test_nothing_is_left PASSED" in report, report
    assert "test_nothing_is_left left behind" not in report, report
    assert f"{len(NAMED) + 1} passed, {len(NAMED)} errors" in report, report
    assert "child alive: False" in report
