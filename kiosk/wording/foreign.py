"""Dates in languages that have no translation file, from the Unicode CLDR by way of babel.

Importing babel takes 60 ms and 14 MB, so ``kiosk.wording`` imports this module when such a language is first used.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton


@dataclass(frozen=True, slots=True)
class Formats:
    """How one language writes dates and times."""

    locale: Locale

    def long_date(self, day: date) -> str:
        return format_date(day, "full", self.locale)

    def plain_date(self, day: date) -> str:
        return format_date(day, "long", self.locale)

    def medium_date(self, day: date) -> str:
        return format_skeleton("yMMMEd", day, locale=self.locale)

    def short_date(self, day: date) -> str:
        return format_skeleton("MMMEd", day, locale=self.locale)

    def month(self, day: date) -> str:
        return format_skeleton("yMMMM", day, locale=self.locale)

    def weekday(self, day: date) -> str:
        return format_date(day, "cccc", self.locale)

    @property
    def clock_separator(self) -> str:
        """The sign between hour and minute: a full stop where the language's short time has one, else a colon."""
        return "." if "." in str(self.locale.time_formats["short"]) else ":"

    @property
    def language_name(self) -> str:
        """What the language calls itself; empty where the CLDR does not say."""
        return self.locale.get_language_name() or ""


def formats(language: str) -> Formats | None:
    """None for a language that babel does not know."""
    try:
        return Formats(Locale.parse(language.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return None
