"""A short configuration for one service point, from six answers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from kiosk.wording.translate import translate

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
    year = today.year + 1
    note = partial(translate, language=answers.languages[0])
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
            f'prefix       = "{prefix}"  # {note("rules.new.letter")}',
            f"name         = {_words(name, answers.languages)}",
            f"service_min  = 10  # {note('rules.new.minutes')}",
            f"sla_wait_min = 60  # {note('rules.new.wait')}",
            "",
        )
    ]
    lines = (
        f"# {note('rules.new.check')}",
        f"# {note('rules.new.more')}",
        "schema = 2",
        "",
        "[office]",
        'id        = "kantor"',
        f"name      = {_words(answers.name, answers.languages)}",
        f"timezone  = {_text(answers.timezone)}",
        f"languages = {json.dumps(list(answers.languages))}  # {note('rules.new.languages')}",
        "",
        "[calendar]",
        f'holidays = "holidays"  # {note("rules.new.holidays")}',
        "",
        "[[schedule]]",
        'id = "office"',
        f"effective_from = {today.replace(month=1, day=1).isoformat()}",
        f"mon-fri = {json.dumps(list(answers.hours))}  # {note('rules.new.closed')}",
        f"# {note('rules.new.late')}",
        "",
        f"# {note('rules.new.examples')}",
        "#[[season]]",
        '#id        = "ramadan"',
        f"#from      = {year}-02-08",
        f"#to        = {year}-03-09",
        '#schedules = ["office"]',
        '#mon-thu   = ["08:00-15:00"]',
        '#fri       = ["08:00-11:30", "12:30-15:30"]',
        "#[[special]]",
        '#id        = "maintenance"',
        f"#date      = {year}-01-11",
        f"#hours     = []  # {note('rules.new.no_hours')}",
        f"#reason    = {_words(note('rules.new.reason'), answers.languages)}",
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
