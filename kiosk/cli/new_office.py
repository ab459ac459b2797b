"""A short configuration for one service point, from six answers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

_PREFIXES: Final = "AKJURMSWFHLNQXYZ"
"""Letters that sound apart through a loudspeaker come first."""


@dataclass(frozen=True, slots=True)
class OfficeAnswers:
    name: str
    languages: Sequence[str]
    timezone: str
    services: Sequence[str]
    """The name of each, in the office's first language."""
    hours: Sequence[str]
    """Of Monday to Friday, such as ``08:00-12:00``."""
    counters: int


def most_services() -> int:
    """Each service has a letter of its own."""
    return len(_PREFIXES)


def office_file(answers: OfficeAnswers, today: date) -> str:
    """The content of ``antrean.toml``."""
    ids = [f"layanan-{number}" for number, _ in enumerate(answers.services, 1)]
    offers = [
        f'  {{ service = "{service}", schedule = "office", planned_counters = {answers.counters} }},' for service in ids
    ]
    counters = [f'  {{ id = "{number}", serves = {json.dumps(ids)} }},' for number in range(1, answers.counters + 1)]
    services = [
        line
        for service, prefix, name in zip(ids, _PREFIXES, answers.services, strict=False)
        for line in (
            "[[service]]",
            f'id           = "{service}"',
            f'prefix       = "{prefix}"  # the letter of its numbers',
            f"name         = {_words(name, answers.languages)}",
            "service_min  = 10  # expected minutes with one visitor, until enough were measured",
            "sla_wait_min = 60  # nobody should wait longer",
            "",
        )
    ]
    lines = (
        "# Made by `antrean config new`. `antrean config check --config DIR` names every mistake with its line.",
        "# The shipped Bekasi configuration shows what else there is: seasons, quotas, checklists, priority.",
        "schema = 1",
        "",
        "[office]",
        'id        = "kantor"',
        f"name      = {_words(answers.name, answers.languages)}",
        f"timezone  = {_text(answers.timezone)}",
        f"languages = {json.dumps(list(answers.languages))}  # the first is what a new visitor sees",
        "",
        "[calendar]",
        'holidays = "holidays"  # folder with one file a year: `antrean config holidays --config DIR --year YEAR`',
        "",
        "[[schedule]]",
        'id = "office"',
        f"effective_from = {today.replace(month=1, day=1).isoformat()}",
        f"mon-fri = {json.dumps(list(answers.hours))}  # a day that is not written is closed",
        "",
        *services,
        "[[point]]",
        'id       = "loket"',
        f"name     = {_words(answers.name, answers.languages)}",
        "offers   = [",
        *offers,
        "]",
        "counters = [",
        *counters,
        "]",
    )
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _words(text: str, languages: Sequence[str]) -> str:
    """The same words in every language, for a person to translate."""
    return "{ " + ", ".join(f"{language} = {_text(text)}" for language in languages) + " }"
