"""Every sentence that people read exists in both languages, with the same places to fill."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from assets import folder
from kiosk.wording.translate import catalogue
from tests.architecture import sources

ROOMS = sorted({path.name.split(".")[0] for path in folder("translations").glob("*.toml")})
FORMS = {"one", "other"}


def read(room: str, language: str) -> dict[str, Any]:
    path = folder("translations") / f"{room}.{language}.toml"
    assert path.is_file(), f"{path.name} is missing"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def sentences(table: dict[str, Any], prefix: str = "") -> dict[str, list[str]]:
    flat: dict[str, list[str]] = {}
    for key, value in table.items():
        if isinstance(value, dict) and set(value) <= FORMS:
            assert "other" in value, f"{prefix}{key} lacks `other`"
            flat[prefix + key] = list(value.values())
        elif isinstance(value, dict):
            flat |= sentences(value, f"{prefix}{key}.")
        else:
            assert isinstance(value, str), f"{prefix}{key} is not a sentence"
            flat[prefix + key] = [value]
    return flat


def places(forms: list[str]) -> set[str]:
    return {name for form in forms for _, name, _, _ in Formatter().parse(form) if name is not None}


@pytest.mark.parametrize("room", ROOMS)
def test_both_languages_have_the_same_sentences(room: str) -> None:
    english, indonesian = sentences(read(room, "en")), sentences(read(room, "id"))
    assert set(english) == set(indonesian)
    differing = {key for key in english if places(english[key]) - {"n"} != places(indonesian[key]) - {"n"}}
    assert differing == set()
    blank = {
        key for table in (english, indonesian) for key, forms in table.items() if not all(f.strip() for f in forms)
    }
    assert blank == set()


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_key_stands_in_one_room_only(language: str) -> None:
    """The rooms share one catalogue, so a second one would silently replace the first."""
    keys = Counter(key for room in ROOMS for key in sentences(read(room, language)))
    assert [key for key, times in keys.items() if times > 1] == []


def asked_keys(path: Path, tree: ast.Module) -> list[tuple[str, str]]:
    """``i.translate("idle")`` of the counter's inputs is ``counter.idle``; the function takes whole keys."""
    return [
        (
            f"{path}:{node.lineno}",
            f"counter.{node.args[0].value}" if isinstance(node.func, ast.Attribute) else node.args[0].value,
        )
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)
        if (node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")) == "translate"
        if isinstance(node.args[0].value, str)
    ]


def test_every_sentence_that_the_code_asks_for_exists() -> None:
    known = catalogue("en")
    unknown = [
        found
        for path, tree in sources.python("kiosk", "ui", "printers")
        for found in asked_keys(path, tree)
        if found[1] not in known
    ]
    assert unknown == []


def test_every_sentence_is_used() -> None:
    """By its key, by a key that is put together, or by a label that QML names."""
    texts, patterns = set[str](), set[str]()
    for _, tree in sources.python("kiosk", "ui", "printers"):
        texts |= {text for _, text in sources.strings(tree)}
        patterns |= {pattern(node) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)}
    whole_rooms = {rf"{room}\.\w+" for room in ROOMS}
    patterns = {one for one in patterns - whole_rooms if len(re.sub(r"\\.|\W", "", one)) >= 3}
    qml = {
        word for path, text in sources.texts() if path.suffix in (".qml", ".js") for word in re.findall(r"\w+", text)
    }
    keys = [key for room in ROOMS for key in sentences(read(room, "en"))]
    assert [key for key in keys if not is_used(key, texts, patterns, qml)] == []


def pattern(node: ast.JoinedStr) -> str:
    return "".join(re.escape(part.value) if isinstance(part, ast.Constant) else r"\w+" for part in node.values)


def is_used(key: str, texts: set[str], patterns: set[str], qml: set[str]) -> bool:
    parts = key.split(".")
    names = [".".join(parts[start:]) for start in range(len(parts))]
    return (
        parts[-1] in qml
        or not texts.isdisjoint(names)
        or any(re.fullmatch(one, name) for one in patterns for name in names)
    )


def test_indonesian_is_spelled_as_the_dictionary_has_it() -> None:
    """KBBI: antrean, nomor, silakan, izin, jadwal; the common slips are `antrian`, `silahkan`, `ijin`, `jadual`."""
    slips = re.compile(r"\b(antrian|silahkan|ijin|jadual|resiko|praktek|nopember|pebruari)\b", re.IGNORECASE)
    found = [
        f"{room}: {key}: {form}"
        for room in ROOMS
        for key, forms in sentences(read(room, "id")).items()
        for form in forms
        if slips.search(form)
    ]
    assert found == []
