"""What is said for a call, as names of clips. Pure.

A sentence is a list of clip names with the marks ``,`` and ``.`` where the voice pauses, for example
``ticket , A , 0 , 1 , 2 . counter 3``: "Nomor, A, nol, satu, dua. Silakan ke loket tiga."
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final

COMMA: Final = ","
STOP: Final = "."
MARKS: Final = frozenset((COMMA, STOP))

TICKET: Final = "ticket"
COUNTER: Final = "counter"
SCREEN: Final = "screen"
"""Where a counter's name cannot be said: look at the screen."""
CHIME: Final = "chime"
HIGHEST: Final = 999
"""Above it a number is said digit by digit, as people say a telephone number."""
SPELLED: Final = 3
"""A counter's name of so many letters at most, such as VIP, is spelled; a longer one is a word that has no clip."""


def sentence(number: str, counter: str, language: str, clips: Collection[str]) -> list[str]:
    """The number letter by letter and digit by digit, then where to go.

    ``clips`` are those of the pack: one called ``counter-ID`` says where that counter is, in place of the phrase and
    the counter's number. What is neither a Latin letter nor a digit is not said.
    """
    return [*_between(COMMA, [TICKET, *_spelled(number)]), STOP, *_way(counter, language, clips)]


def cardinal(number: int, language: str, clips: Collection[str] = ()) -> list[str]:
    """A counter's number as people say it: one clip where the pack has it whole, else by the language's rule.

    A language without a rule here says the digits, and so does every language above 999. Raises ``ValueError`` below 0.
    """
    if number < 0:
        raise ValueError(f"{number} is not said; numbers begin with 0")
    if str(number) in clips:
        return [str(number)]
    rule = _RULES.get(language) if number <= HIGHEST else None
    return rule(number) if rule else list(str(number))


def required(language: str) -> list[str]:
    """Every clip that a call may need, but for counters with a name of their own."""
    numbers = dict.fromkeys(clip for number in range(HIGHEST + 1) for clip in cardinal(number, language))
    return [TICKET, COUNTER, SCREEN, *string.ascii_uppercase, *numbers]


def written(clips: Iterable[str], words: Mapping[str, str]) -> str:
    """The sentence as people write it; a clip without words stands by its name."""
    text = " ".join(clip if clip in MARKS else words.get(clip, clip) for clip in clips)
    return re.sub(r" ([,.])", r"\1", text) + STOP


def _spelled(number: str) -> list[str]:
    return [sign for sign in number.upper() if sign in string.ascii_uppercase or sign in string.digits]


def _between(mark: str, clips: list[str]) -> list[str]:
    return [part for clip in clips for part in (mark, clip)][1:]


def _way(counter: str, language: str, clips: Collection[str]) -> list[str]:
    own = f"counter-{counter}"
    if own in clips:
        return [own]
    parts = re.findall(r"[A-Za-z]+|[0-9]+", counter)
    signs = re.sub(r"[-_ ./]", "", counter)
    if not parts or "".join(parts) != signs or any(part.isalpha() and len(part) > SPELLED for part in parts):
        return [SCREEN]
    return [COUNTER, *(clip for part in parts for clip in _named(part, language, clips))]


def _named(part: str, language: str, clips: Collection[str]) -> list[str]:
    """The letters, or the number, of a counter's name."""
    return list(part.upper()) if part.isalpha() else cardinal(int(part), language, clips)


def _indonesian(number: int) -> list[str]:
    hundreds, rest = divmod(number, 100)
    said = [] if hundreds == 0 else ["seratus"] if hundreds == 1 else [str(hundreds), "ratus"]
    if rest == 0 and said:
        return said
    tens, unit = divmod(rest, 10)
    if rest <= 11:
        return [*said, str(rest)]
    if tens == 1:
        return [*said, str(unit), "belas"]
    return [*said, str(tens), "puluh", *([str(unit)] if unit else [])]


def _english(number: int) -> list[str]:
    hundreds, rest = divmod(number, 100)
    said = [str(hundreds), "hundred"] if hundreds else []
    if rest == 0 and said:
        return said
    said += ["and"] if said else []
    tens, unit = divmod(rest, 10)
    if rest < 20:
        return [*said, str(rest)]
    return [*said, str(tens * 10), *([str(unit)] if unit else [])]


_RULES: Final[Mapping[str, Callable[[int], list[str]]]] = {"id": _indonesian, "en": _english}
