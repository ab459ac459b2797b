"""An office's own texts, and what languages call themselves."""

from __future__ import annotations

import pytest

from assets import folder
from kiosk.wording.localized import counter_name, language_name, localized
from kiosk.wording.translate import TRANSLATED, translate


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ({"id": "Paspor", "en": "Passport"}, "en", "Passport"),
        ({"id": "Paspor", "en": "Passport"}, "ar", "Paspor"),
        ({"en": "Passport", "id": "Paspor"}, "ar", "Passport"),
        ({"ar": "جواز", "en": "Passport"}, "ar", "جواز"),
        ({"id": "", "en": "Passport"}, "id", "Passport"),
        ({"id": "", "en": ""}, "id", ""),
        ({}, "id", ""),
    ],
)
def test_the_wanted_language_else_the_offices_first(text: dict[str, str], language: str, words: str) -> None:
    assert localized(text, language) == words


def test_counters() -> None:
    assert counter_name({"id": "Meja A", "en": "Desk A"}, "3", "en") == "Desk A"
    assert [counter_name({}, "3", language) for language in ("id", "en", "ar")] == ["Loket 3", "Counter 3", "Counter 3"]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("id", "Bahasa Indonesia"),
        ("en", "English"),
        ("ja", "日本語"),
        ("ar", "العربية"),
        ("fr", "Français"),
        ("xx", "Xx"),
    ],
)
def test_languages_by_their_own_names(code: str, name: str) -> None:
    assert language_name(code) == name


def test_the_translated_languages_are_those_with_files() -> None:
    found = {path.name.split(".")[1] for path in folder("translations").glob("*.toml")}
    assert found == set(TRANSLATED)


def test_a_language_without_a_file_is_said_in_english() -> None:
    assert translate("wording.count.people", "ar", n=1) == "1 person"
    with pytest.raises(KeyError):
        translate("wording.no_such_key", "id")
