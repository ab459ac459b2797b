"""What no linter looks for: where SQL may stand, what may ask the clock, what may not be named anywhere."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.architecture import sources

SQL = re.compile(
    r"\b(SELECT\s.+\sFROM|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|CREATE\s+(UNIQUE\s+)?(TABLE|INDEX)|PRAGMA\s)",
    re.DOTALL,
)
PURE = ("kiosk/rules", "kiosk/queue")
PURE_FILES = ("printers/document/rows.py", "printers/device/status.py", "printers/spool/policy.py")
# Each is written so that this file does not hold it.
FORBIDDEN = [
    r"p[y]pi[.]org", r"p[y]thonhosted[.]org", r"registry[.]n[p]mjs", r"(d[e]b|security)[.]debian[.]org",
    r"(^|[^A-Za-z0-9_.])/(w[o]rk|f[a]rm)/", r"/r[o]ot/", r"\bT[O]DO\b", r"\bF[I]XME\b", r"<<<<<[<]<",
]  # fmt: skip


def sql_outside(rooms: tuple[str, ...]) -> list[str]:
    return [
        f"{name}:{line}"
        for name, tree in sources.python(*rooms)
        if not name.as_posix().startswith("kiosk/store/")
        for line, text in sources.strings(tree)
        if SQL.search(text)
    ]


def test_sql_stands_in_the_store_alone() -> None:
    assert sql_outside(("kiosk", "ui", "printers", "assets")) == []


@pytest.mark.parametrize(
    "text",
    ["SELECT a FROM b", "INSERT INTO t VALUES (1)", "UPDATE t SET a = 1", "DELETE FROM t", "PRAGMA user_version"],
)
def test_sql_would_be_seen(text: str) -> None:
    assert SQL.search(text)
    assert [line for line, found in sources.strings(ast.parse(f'"""doc"""\nx = "{text}"')) if SQL.search(found)] == [2]


def test_what_decides_never_asks_the_time() -> None:
    asked = [
        f"{name}:{node.lineno}"
        for name, tree in sources.python("kiosk", "printers")
        if name.as_posix().startswith(tuple(f"{room}/" for room in PURE)) or name.as_posix() in PURE_FILES
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in {"now", "today", "utcnow"}
        and isinstance(node.ctx, ast.Load)
        if isinstance(node.value, ast.Name) and node.value.id in {"datetime", "date"}
    ]
    assert asked == []


@pytest.mark.parametrize("pattern", FORBIDDEN)
def test_nothing_that_belongs_to_a_workplace_is_named(pattern: str) -> None:
    found = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in sources.texts()
        for number, line in enumerate(text.splitlines(), 1)
        if re.search(pattern, line)
    ]
    assert found == []


def test_every_exception_to_a_rule_gives_its_reason() -> None:
    """``# noqa: CODE  why``, ``# pyright: ignore[code]  why``; never a bare one."""
    reasoned = re.compile(r"#\s*(noqa:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*|(pyright|type):\s*ignore\[[\w, -]+\])\s+[a-zA-Z]\S*")
    exception = re.compile(r"#\s*(noqa|type:\s*ignore|pyright:\s*ignore)")
    bare = [
        f"{name}:{number}: {line.strip()[:110]}"
        for name, text in sources.texts()
        if name.suffix == ".py" and name.parts[:2] != ("tests", "architecture")
        for number, line in enumerate(text.splitlines(), 1)
        if exception.search(line) and not reasoned.search(line)
    ]
    assert bare == []


def test_every_file_that_a_page_points_to_is_there() -> None:
    link = re.compile(r"\]\((?!https?://)([^)#]+)")
    lost = [
        f"{name}: {target}"
        for name, text in sources.texts()
        if name.suffix == ".md"
        for target in link.findall(text)
        if not _exists(sources.ROOT / name.parent / target, name)
    ]
    assert lost == []


def _exists(target: Path, page: Path) -> bool:
    """A page of the site has a file for each language, and links to it without the language."""
    language = "".join(page.suffixes[:-1])
    return target.exists() or (target.suffix == ".md" and target.with_suffix(f"{language}.md").exists())
