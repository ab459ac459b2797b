"""Which tests can see a fault of a file: those of its room and of the rooms that stand on it, the nearest first."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from tests.architecture.sources import ROOT, files

SEEN_BY: dict[str, tuple[str, ...]] = {
    "kiosk/queue": ("queue", "operations", "store", "server"),
    "kiosk/rules": ("rules", "operations", "server"),
    "kiosk/forecast": ("forecast", "operations", "server"),
    "kiosk/store": ("store", "operations", "server"),
    "kiosk/operations": ("operations", "server", "flow"),
    "kiosk/server": ("server", "flow", "cli"),
    "kiosk/client": ("server", "cli", "store"),
    "kiosk/contract": ("contract", "server", "ui/link", "ui/counter"),
    "kiosk/wording": ("wording", "architecture", "printers", "rules", "ui", "server"),
    "kiosk/receipts": ("receipts", "printers", "rules", "server"),
    "kiosk/cli": ("cli", "rules", "operations", "printers", "store", "server", "architecture", "flow"),
    "kiosk": ("server", "cli", "operations"),
    "printers": ("printers",),
    "ui/visitor": ("ui/visitor", "ui/windows"),
    "ui/counter": ("ui/counter", "ui/models"),
    "ui/board": ("ui/board", "ui/voice", "ui/windows"),
    "ui/pairing": ("ui/pairing", "ui/windows"),
    "ui/printer": ("ui/windows", "printers"),
    "ui/voice": ("ui/voice", "ui/board"),
    "ui/link": ("ui/link", "ui/windows"),
    "ui/commands": ("cli", "ui/windows", "ui/voice"),
    "ui": ("ui", "cli", "flow"),
}
"""By room, the folders of tests; the longest name that fits counts."""


def sources(room: str = "") -> list[str]:
    """The product's Python files, or those of one room, such as ``kiosk/queue``."""
    named = (path.relative_to(ROOT).as_posix() for path in files() if path.suffix == ".py")
    return sorted(name for name in named if name.startswith(tuple(SEEN_BY)) and name.startswith(room))


def seeing(file: str) -> list[str]:
    """Test files that can see the file; those that import it come first, then those of the first folders."""
    room = max((room for room in SEEN_BY if file.startswith(f"{room}/")), key=len)
    folders = SEEN_BY[room]
    module = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    found: list[tuple[int, int, str]] = []
    for path in files():
        name = path.relative_to(ROOT).as_posix()
        if path.name.startswith("test_") and path.suffix == ".py":
            for place, folder in enumerate(folders):
                if name.startswith(f"tests/{folder}/"):
                    found.append((_distance(path, module), place, name))
                    break
    return [name for _, _, name in sorted(found)]


def _distance(test: Path, module: str) -> int:
    own = _imports(test)
    if module in own:
        return 0
    helpers = {name for name in own if name.startswith("tests.")}
    if any(module in _imports(path) for name in helpers if (path := _path(name)) is not None):
        return 1
    return 2 if any(name.startswith(module.rpartition(".")[0]) for name in own) else 3


def _path(module: str) -> Path | None:
    path = ROOT / f"{module.replace('.', '/')}.py"
    return path if path.is_file() else None


@cache
def _imports(path: Path) -> frozenset[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{each.name}" for each in node.names}
    return frozenset(names)
