"""What is asked about the guided page, and the printer's URL that follows from the answers. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal
from urllib.parse import parse_qsl, urlencode

RULERS: Final[Mapping[str, int]] = {"A": 384, "B": 512, "C": 576}
"""Printable dots that are tried, by the ruler's letter."""
NO_RULER: Final = "N"
_BAUDS: Final = ("19200", "9600", "115200", "38400")
"""Speeds of a serial line, in the order in which they are tried."""
Question = Literal["page", "ruler", "qr_drawn", "qr", "letters", "cut", "cut_again"]
YES, NO = "yes", "no"
SetupAnswers = Mapping[Question, str]
"""Yes or no by question; ``ruler``: the letter of the last whole one, or ``NO_RULER``."""
_FOUND_OUT: Final = frozenset({"width", "dots", "columns", "qr", "mode", "cut"})
"""Options of a URL that the answers decide."""


def next_question(answers: SetupAnswers) -> Question | None:
    """What is to be asked now; None when everything is known, or no page came out."""
    if answers.get("page") == NO:
        return None
    drawn: tuple[Question, ...] = () if answers.get("ruler") == NO_RULER else ("qr_drawn",)
    again: tuple[Question, ...] = () if answers.get("cut") == YES else ("cut_again",)
    order: tuple[Question, ...] = ("page", "ruler", *drawn, "qr", "letters", "cut", *again)
    return next((question for question in order if question not in answers), None)


def url_with(base: str, answers: SetupAnswers) -> str:
    """The printer's URL with what the answers say; of the options of ``base`` those stay that they do not decide."""
    plain, _, query = base.partition("?")
    kept = [(name, value) for name, value in parse_qsl(query) if name not in _FOUND_OUT]
    return f"{plain}?{urlencode([*kept, *_options(answers).items()], safe='/')}"


def speeds(base: str) -> list[str]:
    """A serial line at each speed, as given first; another line as it is."""
    plain, _, query = base.partition("?")
    options = parse_qsl(query)
    if not plain.lower().startswith("serial:"):
        return [base]
    given = dict(options).get("baud", _BAUDS[0])
    kept = [(name, value) for name, value in options if name != "baud"]
    others = [baud for baud in _BAUDS if baud != given]
    return [base, *(f"{plain}?{urlencode([*kept, ('baud', baud)], safe='/')}" for baud in others)]


def _options(answers: SetupAnswers) -> dict[str, str]:
    dots = RULERS.get(answers["ruler"], RULERS["A"])
    draws = answers.get("qr_drawn", NO) == YES
    found = {"width": "58" if dots == RULERS["A"] else "80", "dots": str(dots), "columns": str(dots // 12)}
    found["qr"] = "native" if answers["qr"] == YES else "raster"
    if not draws:
        found["mode"] = "native"
    elif answers["letters"] == NO:
        found["mode"] = "raster"
    found["cut"] = "gsv" if answers["cut"] == YES else "esci" if answers["cut_again"] == YES else "none"
    return found
