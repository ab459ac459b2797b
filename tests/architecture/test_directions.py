"""The rooms keep their directions, and each contract is seen to catch what it is for."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("kiosk", "ui", "printers", "assets")

PLANTED = [
    ("The rooms of the queue, from the roof down", "kiosk/queue/number.py", "import kiosk.store.interface"),
    ("The rooms of the queue, from the roof down", "kiosk/rules/plan.py", "import kiosk.queue.ticket"),
    ("The rooms of the queue, from the roof down", "kiosk/store/interface.py", "import kiosk.operations"),
    ("The rooms of the queue, from the roof down", "kiosk/client/http_client.py", "import kiosk.server"),
    ("The rooms of the server, from the roof down", "kiosk/server/http/problem.py", "import kiosk.server.api.days"),
    ("The rooms of the server, from the roof down", "kiosk/server/live/hub.py", "import kiosk.server.app_state"),
    ("The rooms of the printers, from the roof down", "printers/document/rows.py", "import printers.device.status"),
    ("The rooms of the printers, from the roof down", "printers/simulator/machine.py", "import printers.device.url"),
    (
        "Of the queue, the windows know its contract and its wording alone",
        "ui/link/server_link.py",
        "import kiosk.operations",
    ),
    (
        "Of the queue, the windows know its contract and its wording alone",
        "ui/viewmodel/times.py",
        "import kiosk.clock",
    ),
    ("Nothing but the windows knows the windows", "kiosk/cli/serve.py", "import ui.viewmodel.times"),
    ("The rooms of the windows, from the roof down", "ui/link/sse.py", "import ui.theme.brand"),
    ("The rooms of the windows, from the roof down", "ui/board/zone.py", "import ui.counter.keys"),
    ("No Qt below the windows", "kiosk/receipts/standard.py", "import PySide6.QtCore"),
    ("No Qt below the windows", "printers/profile.py", "import shiboken6"),
    ("Printers and data know nothing of ours", "printers/profile.py", "import kiosk.contract.fields"),
    ("Printers and data know nothing of ours", "assets/__init__.py", "import ui.viewmodel.times"),
    ("Printers and data do not know each other", "printers/profile.py", "import assets"),
    ("SQL stays in the store", "kiosk/operations/__init__.py", "import sqlite3"),
    ("SQL stays in the store", "kiosk/server/__init__.py", "import sqlite_utils"),
    ("SQL stays in the store", "printers/profile.py", "import psycopg"),
    ("One module speaks escpos", "printers/profile.py", "import escpos.printer"),
    ("The web stays in the server", "kiosk/operations/__init__.py", "import starlette.requests"),
    ("What decides is pure: no clock, no random, no files, no threads", "kiosk/rules/decide.py", "import time"),
    ("What decides is pure: no clock, no random, no files, no threads", "kiosk/queue/dispatch.py", "import random"),
    ("What decides is pure: no clock, no random, no files, no threads", "kiosk/rules/plan.py", "import pathlib"),
    ("What decides is pure: no clock, no random, no files, no threads", "printers/document/rows.py", "import os.path"),
    ("What decides is pure: no clock, no random, no files, no threads", "printers/spool/policy.py", "import threading"),
    ("No circles between siblings", "kiosk/queue/ticket.py", "import kiosk.queue.moves"),
]


def lint(tree: Path) -> tuple[int, str]:
    script = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([script, "--no-cache"], cwd=tree, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def broken(report: str) -> dict[str, str]:
    """What the report says about each broken contract, by its name."""
    parts = re.split(r"^(.+)\n-{8,}$", report.partition("Broken contracts")[2], flags=re.MULTILINE)
    return {name.strip(): text for name, text in zip(parts[1::2], parts[2::2], strict=True)}


def module(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    tree = tmp_path_factory.mktemp("planted")
    for room in ROOMS:
        shutil.copytree(
            ROOT / room, tree / room, ignore=shutil.ignore_patterns("__pycache__", "*.ttf", "*.svg", "*.qml")
        )
    shutil.copy(ROOT / "pyproject.toml", tree)
    for _, path, line in PLANTED:
        with (tree / path).open("a", encoding="utf-8") as file:
            file.write(f"\n\ndef planted_{abs(hash(line))}():\n    {line}\n")
    (tree / "kiosk/newcomer.py").touch()
    code, report = lint(tree)
    assert code == 1, report
    return broken(report)


def test_every_direction_is_kept() -> None:
    code, report = lint(ROOT)
    assert code == 0, report


@pytest.mark.parametrize(("contract", "path", "line"), PLANTED, ids=lambda value: str(value).replace(" ", "_"))
def test_a_planted_import_is_caught(planted: dict[str, str], contract: str, path: str, line: str) -> None:
    imported = line.split()[1]
    target = imported if imported.split(".")[0] in ROOMS else imported.split(".")[0]
    assert contract in planted, sorted(planted)
    if contract == "No circles between siblings":
        assert module(path).rsplit(".", 1)[-1] in planted[contract]
    else:
        assert f"{module(path)} -> {target} " in planted[contract]


def test_a_module_without_a_room_is_caught(planted: dict[str, str]) -> None:
    assert "newcomer" in planted["The rooms of the queue, from the roof down"]
