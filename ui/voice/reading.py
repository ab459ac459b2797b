"""Prepares a text for a synthesizer: figures become words, and words that it reads wrongly phonemes. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from ui.voice.sentence import cardinal

_TO: Final = {"id": "sampai", "en": "to"}
_FULL_HOUR: Final = {"id": "tepat", "en": "o'clock"}
_TICKET: Final = re.compile(r"\b([A-Z]{1,2})-?([0-9]{3,4})\b")
_CLOCK: Final = re.compile(r"\b([0-9]{1,2})[.:]([0-9]{2})\b")
_COUNT: Final = re.compile(r"\b[0-9]{1,3}\b")


def readable(text: str, language: str, words: Mapping[str, str], corrections: Mapping[str, str]) -> str:
    """The text as it is given to the synthesizer.

    ``words``: those of the language's clips, by name; ``corrections``: phonemes by the word that is read wrongly.
    """

    def number(value: int) -> str:
        return " ".join(words.get(clip, clip) for clip in cardinal(value, language))

    def ticket(found: re.Match[str]) -> str:
        return ", ".join([*found[1], *(words.get(digit, digit) for digit in found[2])])

    def clock(found: re.Match[str]) -> str:
        minute = int(found[2])
        if minute == 0:
            return f"{number(int(found[1]))} {_FULL_HOUR.get(language, '')}".rstrip()
        lead = f"{words.get('0', '0')} " if minute < 10 else ""
        return f"{number(int(found[1]))} {lead}{number(minute)}"

    text = re.sub(r"\s*[–—]\s*", f" {_TO.get(language, '-')} ", text)
    text = _TICKET.sub(ticket, text)
    text = _CLOCK.sub(clock, text)
    text = _COUNT.sub(lambda found: number(int(found[0])), text)
    if corrections:
        wrong = re.compile(rf"\b({'|'.join(map(re.escape, corrections))})\b", re.IGNORECASE)
        text = wrong.sub(lambda found: corrections[found[0].lower()], text)
    return text
