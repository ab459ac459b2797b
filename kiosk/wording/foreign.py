"""Dates in languages that have no translation file, from the Unicode CLDR by way of babel.

Importing babel takes 60 ms and 14 MB, so ``kiosk.wording`` imports this module when such a language is first used.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton

from kiosk.wording.translate import FALLBACK


@cache
def _known(language: str) -> Locale | None:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return None


def _locale(language: str) -> Locale:
    return _known(language) or Locale(FALLBACK)


def long_date(day: date, language: str) -> str:
    return format_date(day, "full", _locale(language))


def plain_date(day: date, language: str) -> str:
    return format_date(day, "long", _locale(language))


def medium_date(day: date, language: str) -> str:
    return format_skeleton("yMMMEd", day, locale=_locale(language))


def short_date(day: date, language: str) -> str:
    return format_skeleton("MMMEd", day, locale=_locale(language))


def weekday(day: date, language: str) -> str:
    return format_date(day, "EEEE", _locale(language))


@cache
def clock_separator(language: str) -> str:
    """The sign between hour and minute: a full stop where the language's short time has one, else a colon."""
    return "." if "." in str(_locale(language).time_formats["short"]) else ":"


def language_name(language: str) -> str:
    """What the language calls itself; empty where babel does not know it."""
    locale = _known(language)
    return (locale.get_language_name() or "") if locale else ""
