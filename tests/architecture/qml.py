"""Check the QML against the types that Python gives it: ``python -m tests.architecture.qml``.

The view-models register themselves at run time, so qmllint would know nothing of them. Their types are read from the
Python source and handed to it, and a misspelt property is found without opening a window.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import PySide6

from tests.architecture.sources import ROOT

QML = ROOT / "ui"
ROWS = ROOT / "ui/viewmodel/rows.py"
METATYPES = ("core", "qml", "gui", "quick")
AS_QT = {"list": "QVariantList", "dict": "QVariantMap", "object": "QVariant", "float": "double"}
"""Names that the reader of the Python source leaves as they are."""


def tool(name: str) -> str:
    return str(Path(sys.executable).with_name(f"pyside6-{name}"))


def modules() -> dict[str, list[Path]]:
    """The Python files of each QML module."""
    found: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(QML.rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)):
                continue
            if ast.unparse(node.targets[0]) == "QML_IMPORT_NAME":
                found[str(node.value.value)].append(path)
    return dict(found)


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(part) for part in command], cwd=ROOT, capture_output=True, text=True, check=False)


def describe(name: str, sources: list[Path], imports: Path) -> None:
    """Write the QML module ``name`` as qmllint reads it: a qmldir and its types."""
    folder = imports / name.replace(".", "/")
    folder.mkdir(parents=True)
    dumped = folder / "dump.json"
    run(tool("metaobjectdump"), "-o", dumped, *sources, ROWS).check_returncode()
    classes: list[dict[str, Any]] = json.loads(dumped.read_text(encoding="utf-8"))
    said_in_python = {key: value for path in sources for key, value in getters(path).items()}
    ours = {each["className"] for file in classes for each in file["classes"]}
    for file in classes:
        for each in file["classes"]:
            if each["className"] == "Rows":
                each["classInfos"] = [{"name": "QML.Element", "value": "anonymous"}]
            _speak_qt(each, ours, said_in_python)
    dumped.write_text(json.dumps(classes), encoding="utf-8")
    foreign = Path(PySide6.__path__[0]) / "Qt/metatypes"
    known = ",".join(str(foreign / f"qt6{part}_metatypes.json") for part in METATYPES)
    types = folder / "models.qmltypes"
    registered = run(
        tool("qmltyperegistrar"), "--import-name", name, "--major-version", "1", "--generate-qmltypes", types,
        "--foreign-types", known, "-o", folder / "unused.cpp", dumped,
    )  # fmt: skip
    registered.check_returncode()
    (folder / "qmldir").write_text(f"module {name}\ntypeinfo models.qmltypes\ndepends QtQml\n", encoding="utf-8")


def getters(path: Path) -> dict[tuple[str, str], tuple[str, bool]]:
    """By class and property: what the getter returns, and whether it is said to be constant."""
    return {
        (owner.name, getter.name): (
            getter.returns.id if isinstance(getter.returns, ast.Name) else "",
            any(word.arg == "constant" for word in decorator.keywords),
        )
        for owner in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(owner, ast.ClassDef)
        for getter in owner.body
        if isinstance(getter, ast.FunctionDef)
        for decorator in getter.decorator_list
        if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Name) and decorator.func.id == "Property"
    }


def _speak_qt(each: dict[str, Any], ours: set[str], said_in_python: dict[tuple[str, str], tuple[str, bool]]) -> None:
    """Give the description what the reader of the Python source leaves out: Qt's names, our classes, constants."""

    def named(kind: str) -> str:
        bare = kind.rstrip("*")
        return f"{bare}*" if bare in ours or bare in {"QObject", "QAbstractListModel"} else AS_QT.get(kind, kind)

    for entry in each.get("properties", []):
        returned, constant = said_in_python.get((each["className"], entry["name"]), ("", False))
        entry["type"] = named(returned if returned in ours else entry["type"])
        if constant:
            entry["constant"] = True
    for group in ("slots", "signals"):
        for entry in each.get(group, []):
            entry["returnType"] = named(entry.get("returnType", "void"))
            for argument in entry.get("arguments", []):
                argument["type"] = named(argument["type"])


def check(*extra: Path) -> tuple[int, str]:
    """Exit code and words of qmllint over every window, where a warning counts as an error."""
    with tempfile.TemporaryDirectory() as folder:
        imports = Path(folder)
        for name, sources in modules().items():
            describe(name, sources, imports)
        files = [*sorted(QML.rglob("*.qml")), *extra]
        done = run(tool("qmllint"), "--max-warnings", "0", "-I", ROOT, "-I", imports, *files)
    return done.returncode, done.stdout + done.stderr


if __name__ == "__main__":
    code, words = check()
    sys.stdout.write(words)
    sys.exit(code)
