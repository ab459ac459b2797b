"""The language to answer in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache


def preferred_language(accept: str | None, languages: Sequence[str]) -> str:
    """The best of an ``Accept-Language`` header (RFC 9110, 12.5.4) that the office has; else its first."""
    return _choose(accept, tuple(languages)) if accept else languages[0]


@lru_cache(maxsize=256)
def _choose(accept: str, languages: tuple[str, ...]) -> str:
    wanted: list[tuple[float, int, str]] = []
    for place, part in enumerate(accept[:400].split(",")):
        tag, _, quality = part.strip().partition(";")
        weight = _weight(quality)
        if weight > 0:
            wanted.append((-weight, place, tag.strip().lower()))
    by_tag = {language.lower(): language for language in languages}
    for _, _, tag in sorted(wanted):
        if tag == "*":
            return languages[0]
        found = by_tag.get(tag) or by_tag.get(tag.partition("-")[0])
        if found:
            return found
    return languages[0]


def _weight(quality: str) -> float:
    name, _, value = quality.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
