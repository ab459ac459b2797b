"""The sentences that people read, by key and language, from ``translations/*.toml``.

A key is the dotted path in the file. A value is a sentence with ``{name}`` places, or a table ``one``/``other``
chosen by the argument ``n``. A language without a file, or a key that a file lacks, speaks English.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from assets import folder

TRANSLATED: Final = ("id", "en")
"""The languages that have translation files."""
FALLBACK: Final = "en"
"""What a language without a file, or a key that a file lacks, is said in."""


def _flatten(table: Mapping[str, Any], prefix: str = "") -> dict[str, str | dict[str, str]]:
    flat: dict[str, str | dict[str, str]] = {}
    for key, value in table.items():
        path = f"{prefix}{key}"
        if isinstance(value, str) or set(value) <= {"one", "other"}:
            flat[path] = value
        else:
            flat |= _flatten(value, f"{path}.")
    return flat


@cache
def catalogue(language: str) -> Mapping[str, str | dict[str, str]]:
    """Every sentence of one language, the fallback's where it has none."""
    own: dict[str, str | dict[str, str]] = {}
    for code in dict.fromkeys((FALLBACK, language)):
        for path in sorted(folder("translations").glob(f"*.{code}.toml")):
            own |= _flatten(tomllib.loads(path.read_text(encoding="utf-8")))
    return own


def translate(key: str, language: str, **values: object) -> str:
    """The sentence for ``key``. Raises ``KeyError`` for a key that no language has."""
    sentence = catalogue(language)[key]
    if not isinstance(sentence, str):
        sentence = sentence["one" if values.get("n") == 1 and "one" in sentence else "other"]
    return sentence.format(**values) if values else sentence


def in_languages(languages: Sequence[str], key: str, **values: object) -> dict[str, str]:
    """The sentence for ``key`` in each of these languages."""
    return {language: translate(key, language, **values) for language in languages}
