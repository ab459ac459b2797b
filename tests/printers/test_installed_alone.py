"""The package is built by its own project file and prints where nothing else of this project can be imported."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
MODULES = {
    "PIL": "pillow", "bidi": "python-bidi", "escpos": "python-escpos", "serial": "pyserial", "usb": "pyusb",
    "win32print": "pywin32",
}  # fmt: skip
"""Names of import that are not those of the distribution."""
PRINT = """
import importlib.util, sys
from pathlib import Path
sys.path[:0] = sys.argv[1:3]
for other in ("kiosk", "ui", "assets"):
    assert importlib.util.find_spec(other) is None, other
from printers.document.rows import Cut, Document, TextItem
from printers.spool.spool import Spool
assert Path(sys.modules["printers"].__file__).is_relative_to(sys.argv[1])
spool = Spool(Path(sys.argv[3]), f"file://{sys.argv[3]}/paper.bin")
job = spool.submit(Document((TextItem("A-001"), TextItem("\\u0631\\u0642\\u0645"), Cut()), "ar"), "key")
print(spool.wait(job, 30).state)
spool.close()
"""


def project(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, since setuptools leaves its work beside the sources."""
    source = tmp_path_factory.mktemp("source") / "printers"
    shutil.copytree(ROOT / "printers", source, ignore=shutil.ignore_patterns("__pycache__"))
    out = tmp_path_factory.mktemp("wheel")
    build = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
    done = subprocess.run(
        [sys.executable, "-c", build, str(out)], cwd=source, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return next(out.glob("antrean_printers-*.whl"))


def test_it_prints_where_nothing_else_of_ours_is(wheel: Path, tmp_path: Path) -> None:
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as file:
        file.extractall(installed)
    # -I and -S: neither the current folder nor the links of an editable installation; the dependencies stand alone.
    libraries = sysconfig.get_paths()["purelib"]
    command = [sys.executable, "-I", "-S", "-c", PRINT, str(installed), libraries, str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.returncode) == ("printed", 0), done.stderr
    paper = (tmp_path / "paper.bin").read_bytes()
    assert b"A-001" in paper
    assert b"\x1dv0" in paper  # the Arabic word, drawn with a font that came with the package


def test_every_module_and_font_is_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as file:
        packed = {name for name in file.namelist() if name.startswith("printers/")}
    wanted = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "printers").rglob("*")
        if path.suffix == ".py" or path.parent.name == "fonts"
    }
    assert packed == wanted


def test_the_dependencies_are_those_that_it_imports_in_the_versions_of_the_whole() -> None:
    dependencies = project(ROOT / "printers")["project"]["dependencies"]
    assert set(dependencies) <= set(project(ROOT)["project"]["dependencies"])
    named = {line.partition(">")[0] for line in dependencies}
    imported = {
        MODULES.get(name, name)
        for path in (ROOT / "printers").rglob("*.py")
        for name in _imports(ast.parse(path.read_text(encoding="utf-8")))
        if name not in sys.stdlib_module_names and name != "printers"
    }
    assert imported == named


def _imports(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Import():
                found |= {alias.name.partition(".")[0] for alias in node.names}
            case ast.ImportFrom(module=str(name)):
                found.add(name.partition(".")[0])
            case ast.Call(func=ast.Attribute(attr="import_module"), args=[ast.Constant(value=str(name))]):
                found.add(name.partition(".")[0])
            case _:
                pass
    return found
