"""Every test runs away from the user's own home, in a zone that is not the office's, with nothing of it left behind."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from typing import TYPE_CHECKING

import hypothesis
import pytest

from tests import leaks
from tests.examples import WHOLE

if TYPE_CHECKING:
    from PySide6.QtGui import QGuiApplication
    from pytestqt.qtbot import QtBot

# Some hundred tests start processes of ours. Where a machine forbids Python to keep compiled code, each of them would
# compile the product again, which takes four times as long as the start itself.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

_HOME = pytest.StashKey[str]()
_FOLDERS = {
    "HOME": "",
    "XDG_DATA_HOME": "data",
    "XDG_CACHE_HOME": "cache",
    "XDG_CONFIG_HOME": "config",
    "XDG_RUNTIME_DIR": "run",
}

# A shared machine is slow now and then: a test may be slow, a deadline of its own would only make it unsure.
hypothesis.settings.register_profile("here", deadline=None, print_blob=True, max_examples=WHOLE // 4)
hypothesis.settings.register_profile("ci", hypothesis.settings.get_profile("here"), derandomize=True)
hypothesis.settings.register_profile("proof", deadline=None, print_blob=True, max_examples=WHOLE)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_xdist_auto_num_workers() -> int:
    """Two for each core, at most eight: half of the time a test waits for a process, a printer or a window."""
    return min(8, 2 * len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2 * (os.cpu_count() or 1))


def pytest_configure(config: pytest.Config) -> None:
    home = tempfile.mkdtemp(prefix="antrean-test-")
    config.stash[_HOME] = home
    for name, folder in _FOLDERS.items():
        os.environ[name] = os.path.join(home, folder)  # noqa: PTH118  an environment variable is a string
        os.makedirs(os.environ[name], mode=0o700, exist_ok=True)  # noqa: PTH103  likewise
    os.environ["TZ"] = "America/St_Johns"
    time.tzset()
    config.pluginmanager.register(leaks.Guard(), "leaks")


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(config.stash[_HOME], ignore_errors=True)


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    """The windows need no widgets; one kind of application for every room, since a process has one."""
    from PySide6.QtGui import QGuiApplication  # noqa: PLC0415  most tests need no Qt

    return QGuiApplication


@pytest.fixture
def qtbot(qapp: QGuiApplication, request: pytest.FixtureRequest) -> QtBot:
    """pytest-qt's, which waits a minute for a condition instead of five seconds: the machine may be busy."""
    from tests.patience import PatientBot  # noqa: PLC0415  most tests need no Qt

    return PatientBot(request)
