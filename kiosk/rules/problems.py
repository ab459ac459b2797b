"""What is wrong with a configuration, in a form that a clerk can act on, in every language of the translations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final

from kiosk.wording.translate import FALLBACK, translate

Path = tuple[str | int, ...]
"""Where a value is in a file: keys and, in lists, positions from 0."""

SHOWN: Final = 200
"""Letters of a value that a message repeats."""
LINES_SHOWN: Final = 4
"""Other lines with the same problem that are named; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of ``translations/config.*.toml`` by its key below ``config``; values may be sentences themselves."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict[str, object])

    def text(self, language: str) -> str:
        values = {key: _worded(value, language) for key, value in self.values.items()}
        return translate(f"config.{self.code}", language, **values or {"n": 0})  # so that {{ is a brace in any of them


def printable(text: str) -> str:
    """On one line and not too long: control characters as escapes."""
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return shown if len(shown) <= SHOWN else f"{shown[: SHOWN - 3]}..."


def _worded(value: object, language: str) -> object:
    if isinstance(value, Said):
        return value.text(language)
    return printable(value) if isinstance(value, str) else value


class SlipError(ValueError):
    """A text that cannot be read; ``said`` tells what is wrong and what to write."""

    def __init__(self, code: str, **values: object) -> None:
        self.said = Said(code, values)
        super().__init__(self.said.text(FALLBACK))


@dataclass(frozen=True, slots=True, order=True)
class ConfigurationProblem:
    """One thing to correct. ``line`` counts from 1."""

    file: str
    line: int
    key: str
    message: str
    """In English."""
    said: Said = field(compare=False, default=Said("unreadable"))
    also: tuple[int, ...] = field(compare=False, default=())
    """Further lines on which the same sentence would stand."""

    def text(self, language: str) -> str:
        """``FILE:LINE: KEY: what is wrong, what to write``."""
        return f"{self.file}:{self.line}: {self.key}: {self.detail(language)}"

    def detail(self, language: str) -> str:
        said = self.said.text(language)
        if not self.also:
            return said
        shown = ", ".join(str(line) for line in self.also[:LINES_SHOWN])
        more = len(self.also) - LINES_SHOWN
        key = "config.also_more" if more > 0 else "config.also_lines" if len(self.also) > 1 else "config.also"
        return f"{said}{'' if said.endswith('?') else '.'} {translate(key, language, lines=shown, more=more)}"

    def __str__(self) -> str:
        return self.text(FALLBACK)


def problem(file: str, line: int, key: str, code: str, **values: object) -> ConfigurationProblem:
    said = Said(code, values)
    return ConfigurationProblem(file, line, key, said.text(FALLBACK), said)


class ConfigurationError(Exception):
    """The configuration is refused whole. ``str()`` gives one line for each problem, in English."""

    def __init__(self, problems: Iterable[ConfigurationProblem]) -> None:
        self.problems = tuple(sorted(_grouped(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def text(self, language: str) -> str:
        """One line for each problem."""
        return "\n".join(problem.text(language) for problem in self.problems)


def _grouped(problems: Iterable[ConfigurationProblem]) -> list[ConfigurationProblem]:
    """One problem for all that have the same sentence about the same kind of key in one file: the first of them."""
    groups: dict[tuple[str, str, str], list[ConfigurationProblem]] = {}
    for each in sorted(problems):
        name = "" if each.said.code == "unknown" else each.key.rpartition(".")[2].partition("[")[0]
        groups.setdefault((each.file, name, each.message), []).append(each)
    found: list[ConfigurationProblem] = []
    for first, *rest in groups.values():
        lines = tuple(dict.fromkeys(each.line for each in rest if each.line != first.line))
        same_line = [each for each in rest if each.line == first.line]
        found.append(ConfigurationProblem(first.file, first.line, first.key, first.message, first.said, lines))
        found += same_line if len(rest) == len(same_line) else []
    return found


def suggest(word: str, known: Iterable[str]) -> Said:
    """``did you mean ...?`` where something known is close, else the list of what is known."""
    choices = list(known)
    lower = {choice.lower(): choice for choice in choices}
    close = [lower[word.lower()]] if word.lower() in lower else get_close_matches(word, choices, n=1, cutoff=0.6)
    if close:
        return Said("did_you_mean", {"word": close[0]})
    if not choices:
        return Said("none_defined")
    shown = choices if len(choices) <= 12 else [*choices[:12], "..."]
    return Said("known", {"words": ", ".join(shown)})
