"""One type name means one thing: no two modules of the product define a type of the same name."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from tests.architecture import sources

SHARED = {
    "Credentials": "A window's access to its server: `ui` may not import `kiosk.client`, which stores it with more.",
}
"""Names that two modules define, each with the reason why."""

RENAMED = {
    "AbstractSet": "`collections.abc.Set`, by the name of the standard library's own documentation: it is no `set`.",
    "Picture": "`PIL.Image.Image` beside `printers.document.rows.Image`, the row.",
    "StaffWarning": "`kiosk.contract.point.Warning` would hide Python's own.",
    "TookTooLongError": "A driver's own `TimeoutError` would hide Python's.",
}
"""Types that a module imports under another name, each with the reason why."""


def _types(tree: ast.Module) -> Iterator[str]:
    """Classes at any depth, and the module's own names for types: ``QueueLine = tuple[...]``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield node.name
    for node in tree.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        if isinstance(target, ast.Name) and target.id.lstrip("_")[0].isupper() and not target.id.isupper():
            yield target.id


def test_no_type_name_is_defined_twice() -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for path, tree in sources.python("kiosk", "ui", "printers"):
        for name in _types(tree):
            found[name].append(str(path))
    twice = {name: paths for name, paths in found.items() if len(paths) > 1}
    assert {name: paths for name, paths in twice.items() if name not in SHARED} == {}
    assert SHARED.keys() <= twice.keys(), "an entry of SHARED is not needed any more"


def test_a_type_is_called_by_its_name_wherever_it_is_used() -> None:
    renamed = {
        alias.asname: f"{path}:{node.lineno}"
        for path, tree in sources.python("kiosk", "ui", "printers")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.asname and alias.name[0].isupper()
    }
    assert {name: where for name, where in renamed.items() if name not in RENAMED} == {}
    assert RENAMED.keys() <= renamed.keys(), "an entry of RENAMED is not needed any more"
