"""A year's holiday file, drafted from the ``holidays`` package for a person to check against the decree.

Never used while the office runs: decrees change late, and the package learns of it later still.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from typing import Any

_LEAVE = "Cuti Bersama "


class HolidaysError(Exception):
    """No draft can be made; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Draft:
    text: str
    public: int
    leave: int
    knows_leave: bool
    """The package knows the country's collective leave."""
    parts: tuple[str, ...] = ()
    """Codes of the country's parts that have holidays of their own, where none was chosen."""
    other: int = 0
    """Days of further kinds, which are in the draft as comments."""


def draft(year: int, country: str, language: str, subdiv: str | None = None) -> Draft:
    """The content of ``holidays/YEAR.toml``, marked as not verified. Raises ``HolidaysError``.

    ``subdiv``: the code of a part of the country.
    """
    import holidays  # noqa: PLC0415  large, and for one command alone

    try:
        kind = getattr(holidays, country)
    except AttributeError:
        raise HolidaysError(
            f'--country: the package holidays does not know "{country}"; write a code such as ID'
        ) from None
    if subdiv is not None and subdiv not in kind.subdivisions:
        known = ", ".join(kind.subdivisions) or "none"
        raise HolidaysError(f'--subdiv: the package holidays knows no part "{subdiv}" of {country}; it knows {known}')
    spoken = language if language in kind.supported_languages else kind.default_language
    categories = ("public", "government")
    public, leave = (
        dict(kind(years=year, categories=(each,), language=spoken, subdiv=subdiv))
        if each in kind.supported_categories
        else {}
        for each in categories
    )
    if not public:
        raise HolidaysError(f"the package holidays {version('holidays')} knows no holidays of {country} in {year}")
    leave = {day: name.removeprefix(_LEAVE) for day, name in leave.items() if day not in public}
    source = f"vacanza/holidays {version('holidays')}"
    no_leave = "government" not in kind.supported_categories
    no_parts = bool(kind.subdivisions) and subdiv is None
    unknown = [
        *(["collective leave, of which the package knows nothing here"] if no_leave else []),
        *(["days of a part of the country (--subdiv)"] if no_parts else []),
    ]
    others = _others(kind, year, spoken, subdiv, {*public, *leave})
    head = (
        f"# Public holidays and collective leave {year}, drafted from {source}.",
        "# Check every line against the decree, write its number below, then change verified to true.",
        *(f"# Not in this draft: {each}." for each in unknown),
        f"year = {year}",
        f"decree = {_quoted(source)}",
        "verified = false",
    )
    below: list[str] = []
    if others:
        below = ["", "# Holidays of some people or places alone; take the # away where the office is closed."]
        below += [f"#{day.isoformat()} = {_quoted(name)}  # {each}" for day, (each, name) in sorted(others.items())]
    sections = (*_section("public_holiday", public), *below, "", *_section("collective_leave", leave), "")
    parts = tuple(kind.subdivisions) if no_parts else ()
    return Draft("\n".join((*head, "", *sections)), len(public), len(leave), not no_leave, parts, len(others))


def _others(
    kind: Any, year: int, language: str, subdiv: str | None, known: Collection[date]
) -> dict[date, tuple[str, str]]:
    """Days of the package's other categories, with the category's name; school holidays are none."""
    found: dict[date, tuple[str, str]] = {}
    for category in kind.supported_categories:
        if category not in ("public", "government", "school", "workday"):
            days: dict[date, str] = dict(kind(years=year, categories=(category,), language=language, subdiv=subdiv))
            found |= {day: (category, name) for day, name in days.items() if day not in known}
    return found


def _section(name: str, days: Mapping[date, str]) -> list[str]:
    return [f"[{name}]", *(f"{day.isoformat()} = {_quoted(days[day])}" for day in sorted(days))]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
