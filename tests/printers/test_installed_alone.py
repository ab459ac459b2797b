"""The package is built by its own project file and prints where nothing else of this project can be imported."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path
from typing import Any

import pytest
import zxingcpp

from printers.simulator.tcp_server import VirtualPrinter

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


def test_the_example_of_the_readme_prints(wheel: Path, tmp_path: Path) -> None:
    readme = (ROOT / "printers/README.md").read_text(encoding="utf-8")
    example = readme.partition("```python\n")[2].partition("```")[0]
    assert len([line for line in example.splitlines() if line]) <= 10
    for language in ("en", "id"):
        assert example in (ROOT / f"docs/pages/build/printers.{language}.md").read_text(encoding="utf-8")
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as file:
        file.extractall(installed)
    printer = VirtualPrinter(576).start()
    try:
        begin = f"import sys\nsys.path[:0] = {[str(installed), sysconfig.get_paths()['purelib']]!r}\n"
        code = begin + example.replace("192.168.1.50:9100", f"127.0.0.1:{printer.port}")
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
        )
    finally:
        printer.close()
    assert (done.stdout.strip(), done.returncode) == ("printed", 0), done.stderr
    assert {code.text for code in zxingcpp.read_barcodes(printer.pages[0].convert("L"))} == {"HTTPS://EXAMPLE.COM/T/1"}


@pytest.mark.long
@pytest.mark.timeout(900)
def test_it_installs_with_its_own_dependencies_and_nothing_else(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "fresh", with_pip=True)
    python = tmp_path / "fresh/bin/python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", wheel], check=True)
    loaded = "import sys, printers.spool.spool, printers.document.rows; print('escpos' in sys.modules)"
    done = subprocess.run([python, "-c", loaded], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.strip() == "False"
    listed = subprocess.run(
        [python, "-m", "pip", "list", "--format=freeze"], capture_output=True, text=True, check=True
    )
    installed = {line.partition("==")[0] for line in listed.stdout.lower().splitlines()}
    assert not {"starlette", "pyside6-essentials", "uvicorn"} & installed


def test_a_drawn_ticket_is_printed_without_python_escpos() -> None:
    code = (
        "import sys\nfrom printers.device.encode import encode\nfrom printers.device.url import parse_url\n"
        "from printers.document.rows import Cut, Document, TextItem\n"
        "d = Document((TextItem('A\u00e9 \u0631\u0642\u0645'), Cut()))\n"
        "encode(d, parse_url('tcp://h').profile)\n"
        "encode(Document((TextItem('A-012'), Cut())), parse_url('tcp://h?mode=native').profile)\n"
        "print('escpos' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


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
    assert dependencies == project(ROOT)["project"]["optional-dependencies"]["printers"]
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
