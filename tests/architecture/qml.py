"""Check the QML against the types that Python gives it: ``python -m tests.architecture.qml``.

The view-models register themselves at run time, so qmllint would know nothing of them. Their types are read from their
QMetaObject, where the properties that ``ui.viewmodel.properties`` makes are too, and are handed to qmllint: a misspelt
property is found without opening a window.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, get_type_hints

from PySide6.QtCore import Property, QMetaMethod, QMetaObject, QObject

from tests.architecture.sources import ROOT
from ui.viewmodel.rows import Rows

QML = ROOT / "ui"
AS_QML = {"PyObject": "QVariant", "QVariantList": "QVariantList", "QVariantMap": "QVariantMap"}


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(part) for part in command], cwd=ROOT, capture_output=True, text=True, check=False)


def modules() -> dict[str, list[type[QObject]]]:
    """The classes that each QML module registers."""
    found: dict[str, list[type[QObject]]] = {}
    for path in sorted(QML.rglob("*.py")):
        names = [
            node.name
            for node in ast.parse(path.read_text(encoding="utf-8")).body
            if isinstance(node, ast.ClassDef) and "QmlElement" in map(ast.unparse, node.decorator_list)
        ]
        if names:
            python = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
            found.setdefault(python.QML_IMPORT_NAME, []).extend(getattr(python, name) for name in names)
    return found


def describe(name: str, classes: list[type[QObject]], imports: Path) -> None:
    """Write the QML module ``name`` as qmllint reads it: a qmldir and its types."""
    folder = imports / name.replace(".", "/")
    folder.mkdir(parents=True)
    components = [component(each, f"{name}/{each.__name__} 1.0") for each in classes]
    text = "\n".join([component(Rows), *components])
    (folder / "models.qmltypes").write_text(f"import QtQuick.tooling 1.2\nModule {{\n{text}\n}}\n", encoding="utf-8")
    (folder / "qmldir").write_text(f"module {name}\ntypeinfo models.qmltypes\ndepends QtQml\n", encoding="utf-8")


def component(of: type[QObject], export: str = "") -> str:
    """What a class adds to its QObject, in Qt's qmltypes format."""
    meta, base = of.staticMetaObject, "QAbstractListModel" if of is Rows else "QObject"
    lines = [f"name: {json.dumps(of.__name__)}", f'prototype: "{base}"', 'accessSemantics: "reference"']
    if export:
        lines += [f"exports: [{json.dumps(export)}]", "isCreatable: false", "exportMetaObjectRevisions: [256]"]
    first = base_of(of).staticMetaObject
    lines += [described(of, meta, n) for n in range(first.propertyCount(), meta.propertyCount())]
    lines += [method(meta.method(n)) for n in range(first.methodCount(), meta.methodCount())]
    return "Component {\n" + "\n".join(lines) + "\n}"


def base_of(of: type[QObject]) -> type[QObject]:
    """The nearest class above that is Qt's own."""
    return next(each for each in of.__mro__ if each.__module__.startswith("PySide6."))


def described(of: type[QObject], meta: QMetaObject, number: int) -> str:
    each = meta.property(number)
    kind, pointer = AS_QML.get(each.typeName(), each.typeName()), each.typeName().endswith("*")
    getter = inspect.getattr_static(of, each.name())
    assert isinstance(getter, Property)
    if pointer:
        kind = get_type_hints(getter.fget)["return"].__name__
    parts = [f"name: {json.dumps(each.name())}; type: {json.dumps(kind)}; isReadonly: true"]
    parts += ["isPointer: true"] if pointer else []
    parts += ["isConstant: true"] if each.isConstant() else []
    parts += [f"notify: {json.dumps(text(each.notifySignal().name()))}"] if each.hasNotifySignal() else []
    return f"Property {{ {'; '.join(parts)} }}"


def method(each: QMetaMethod) -> str:
    signal = each.methodType() == QMetaMethod.MethodType.Signal
    types = [AS_QML.get(kind, kind) for kind in map(text, each.parameterTypes())]
    parameters = "".join(f" Parameter {{ type: {json.dumps(kind)} }}" for kind in types)
    returns = "" if signal or each.typeName() in {"", "void"} else f"; type: {json.dumps(each.typeName())}"
    return f"{'Signal' if signal else 'Method'} {{ name: {json.dumps(text(each.name()))}{returns};{parameters} }}"


def text(name: Any) -> str:
    return bytes(name.data()).decode()


def check(*extra: Path) -> tuple[int, str]:
    """Exit code and words of qmllint over every window, where a warning counts as an error."""
    with tempfile.TemporaryDirectory() as folder:
        imports = Path(folder)
        for name, classes in modules().items():
            describe(name, classes, imports)
        files = [*sorted(QML.rglob("*.qml")), *extra]
        done = run(
            Path(sys.executable).with_name("pyside6-qmllint"), "--max-warnings", "0", "-I", ROOT, "-I", imports, *files
        )
    return done.returncode, done.stdout + done.stderr


if __name__ == "__main__":
    code, words = check()
    sys.stdout.write(words)
    sys.exit(code)
