"""Dates and times are worded in ``kiosk.wording`` and nowhere else."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.architecture import sources

WORDING = "kiosk/wording/"
FORMATTERS = {"strftime", "format_date", "format_time", "format_datetime", "format_skeleton", "format_timedelta"}
QT = {"QLocale", "QDate", "QTime"}
SPECIFIER = re.compile(r"%[-#]?[A-Za-z]")
FOR_PROGRAMS = {
    "printers/simulator/page_folder.py": "names of files",
    "kiosk/cli/backup_rotation.py": "names of files",
    "kiosk/rules/ics.py": "an iCalendar UID",
    "kiosk/store/sqlite/restore.py": "names of folders",
    "kiosk/queue/number.py": "a ticket's id",
    "kiosk/rules/times.py": "HH:MM as the configuration writes it",
    "kiosk/cli/territory.py": "a zone's country, from babel's tables",
    "kiosk/rules/osm.py": "OpenStreetMap's opening_hours",
}
FOR_ENGINEERS = {
    "kiosk/cli/doctor_machine.py": "the doctor's English lines",
    "kiosk/server/preflight.py": "why a server cannot start",
    "kiosk/cli/device.py": "when a device was revoked",
}
"""ISO 8601 alone, which is the same in every language."""
ISO = {"%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%H:%M"}


def worded(tree: ast.Module) -> list[tuple[int, str]]:
    """Lines that put a date or a time into words, with what does it."""
    found: list[tuple[int, str]] = []
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names) if any(name.name.split(".")[0] in ("babel", "locale") for name in names):
                found.append((node.lineno, "import"))
            case ast.ImportFrom(module=str(module)) if module.split(".")[0] in ("babel", "locale"):
                found.append((node.lineno, "import"))
            case ast.Name(id=name) | ast.alias(name=name) if name in QT:
                found.append((node.lineno, name))
            case ast.Attribute(attr=name) | ast.Name(id=name) if name in FORMATTERS:
                found.append((node.lineno, name))
            case ast.JoinedStr():
                found += [(node.lineno, how) for how in put_together(node)]
            case _:
                pass
    return found


def put_together(text: ast.JoinedStr) -> list[str]:
    """What of a clock or a date stands in an f-string."""
    found: list[str] = []
    for field in (part for part in text.values if isinstance(part, ast.FormattedValue)):
        form = ast.unparse(field.format_spec)[2:-1] if field.format_spec is not None else ""
        inner = list(ast.walk(field.value))
        if SPECIFIER.search(form):
            found.append(f"format {form}")
        if any(isinstance(node, ast.Attribute) and node.attr in ("minute", "month", "weekday") for node in inner):
            found.append("fields of a date")
        if form.startswith("0") and any(isinstance(node, ast.BinOp) and by_sixty(node) for node in inner):
            found.append("a clock")
    return found


def by_sixty(node: ast.BinOp) -> bool:
    return isinstance(node.right, ast.Constant) and node.right.value in (60, 3600)


def offences(name: str, tree: ast.Module) -> list[str]:
    if name.startswith(WORDING) or name in FOR_PROGRAMS:
        return []
    found = worded(tree)
    if name in FOR_ENGINEERS:
        found = [(line, how) for line, how in found if how.removeprefix("format ") not in ISO]
    return [f"{name}:{line}: {how}" for line, how in found]


def test_dates_and_times_are_worded_in_one_room() -> None:
    found = [one for path, tree in sources.python("kiosk", "ui", "printers") for one in offences(path.as_posix(), tree)]
    assert found == []


@pytest.mark.parametrize(
    "planted",
    [
        "from babel.dates import format_date",
        "import locale",
        "from PySide6.QtCore import QLocale",
        "QTime(at.hour, at.minute)",
        "at.strftime('%d %B')",
        "f'{at:%H.%M}'",
        "f'{at.hour:02}.{at.minute:02}'",
        "f'{at.day}/{at.month}'",
        "f'{minute // 60:02}:{minute % 60:02}'",
    ],
)
def test_the_check_finds(planted: str) -> None:
    assert offences("ui/counter/planted.py", ast.parse(planted))
    assert offences("kiosk/wording/planted.py", ast.parse(planted)) == []


def test_engineers_read_iso_dates() -> None:
    assert offences("kiosk/cli/device.py", ast.parse("f'{at:%Y-%m-%d %H:%M}'")) == []
    assert offences("kiosk/cli/device.py", ast.parse("f'{at:%d.%m.%Y}'"))


def test_neither_qml_nor_the_page_formats_a_date() -> None:
    forbidden = re.compile(r"Qt\.(?:locale|formatDate|formatTime|formatDateTime)|toLocale\w*String|new Date\(|\bIntl\b")
    found = [
        f"{path}: {match[0]}"
        for path, text in sources.texts()
        if path.suffix in (".qml", ".js")
        for match in forbidden.finditer(text)
    ]
    assert found == []


def test_shared_sentences_are_asked_for_in_their_room_alone() -> None:
    found = [
        f"{path}:{line}: {text}"
        for path, tree in sources.python("kiosk", "ui", "printers")
        if not path.as_posix().startswith(WORDING) and path.as_posix() != "kiosk/contract/reasons.py"  # names its words
        for line, text in sources.strings(tree)
        if text.startswith("wording.")
    ]
    assert found == []


def test_every_exception_is_still_needed() -> None:
    for name in (*FOR_PROGRAMS, *FOR_ENGINEERS):
        assert worded(ast.parse((sources.ROOT / Path(name)).read_text(encoding="utf-8"))), name
