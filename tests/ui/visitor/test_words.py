"""Every word on the visitor's screens exists in both catalogues, and none stands there unused."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import ui
from assets import folder
from kiosk.wording.translate import catalogue
from printers.device.status import Condition

ROOM = Path(ui.__file__).parent
QML = "\n".join(p.read_text("utf-8") for p in (ROOM / "visitor").glob("*.qml"))
PYTHON = "\n".join(p.read_text("utf-8") for p in (ROOM / "visitor").glob("*.py"))
LABEL = "visitor.label."


def own(language: str) -> set[str]:
    def paths(table: dict[str, object], prefix: str) -> set[str]:
        found: set[str] = set()
        for key, value in table.items():
            deeper = isinstance(value, dict) and not set(value) <= {"one", "other"}
            found |= paths(value, f"{prefix}{key}.") if deeper else {f"{prefix}{key}"}
        return found

    return paths(tomllib.loads(folder(f"translations/visitor.{language}.toml").read_text("utf-8")), "")


def test_both_languages_say_the_same_things() -> None:
    assert own("id") == own("en")


@pytest.mark.parametrize("language", ["id", "en"])
def test_places_in_a_sentence_are_the_same(language: str) -> None:
    for key in own("en"):
        here, there = str(catalogue(language)[key]), str(catalogue("en")[key])
        assert set(re.findall(r"\{\w+\}", here)) == set(re.findall(r"\{\w+\}", there)), key


def test_qml_uses_the_labels_that_exist_and_all_of_them() -> None:
    used = set(re.findall(r"\b(?:vm|page|dock|pages)\.words\.([a-z_]+)", QML))
    used |= set(re.findall(r'"([a-z]+(?:_[a-z]+)+)"', PYTHON)) & {key.removeprefix(LABEL) for key in own("id")}
    used |= set(re.findall(r'label\["([a-z_]+)"', PYTHON))
    assert used == {key.removeprefix(LABEL) for key in own("id") if key.startswith(LABEL)}


def test_python_uses_the_sentences_that_exist_and_all_of_them() -> None:
    sentences = {key.removeprefix("visitor.") for key in own("id") if not key.startswith(LABEL)}
    unused = {
        key
        for key in sentences
        if not key.startswith("printer.")
        and f'"{key}"' not in PYTHON
        and not (key.startswith("paper_") and 'f"paper_{' in PYTHON)
    }
    assert unused == set()


def test_no_word_is_written_into_qml() -> None:
    texts = re.findall(r'(?:text|label|title|hint|lead): "([^"]*[A-Za-z]{2}[^"]*)"', QML)
    assert texts == []


def test_every_trouble_of_a_printer_has_words() -> None:
    assert {f"visitor.printer.{trouble}" for trouble in set(Condition) - {Condition.READY}} == {
        key for key in own("id") if key.startswith("visitor.printer.")
    }
