"""Texts that an office wrote in its own languages, and the names of languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from kiosk.wording.translate import TRANSLATED, translate

LocalizedText = Mapping[str, str]
"""Language code to words, in the order of the office's languages."""


def localized(text: LocalizedText, language: str) -> str:
    """The words in ``language``, else in the first of the office's languages that has any, else an empty string."""
    return text.get(language) or next((words for words in text.values() if words), "")


def counter_name(name: LocalizedText, counter: str, language: str) -> str:
    """The office's own name of a counter, else ``Loket 3`` from its id."""
    return localized(name, language) or translate("wording.counter", language, counter=counter)


def counter_word(language: str) -> str:
    """``Loket``: what stands before the id in the name of a counter that the office did not name."""
    return translate("wording.counter", language, counter="").strip()


@cache
def language_name(language: str) -> str:
    """What a language calls itself, such as ``Indonesia`` or ``日本語``; its code where that is unknown."""
    if language in TRANSLATED:
        return translate("wording.language", language)
    from kiosk.wording import foreign  # noqa: PLC0415  babel is loaded for languages without a translation alone

    formats = foreign.formats(language)
    name = (formats.language_name if formats else "") or language
    return name[:1].upper() + name[1:]
