"""What is wrong with a configuration, in a form that a clerk can act on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

Path = tuple[str | int, ...]
"""Where a value is in a file: keys and, in lists, positions from 0."""


@dataclass(frozen=True, slots=True, order=True)
class ConfigurationProblem:
    """One thing to correct. ``line`` counts from 1; 0 where the whole file is meant."""

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.key}: {self.message}"


class ConfigurationError(Exception):
    """The configuration is refused whole. ``str()`` gives one line for each problem."""

    def __init__(self, problems: Iterable[ConfigurationProblem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def suggest(word: str, known: Iterable[str]) -> str:
    """``did you mean ...?`` where something known is close, else the list of what is known."""
    choices = list(known)
    lower = {choice.lower(): choice for choice in choices}
    close = [lower[word.lower()]] if word.lower() in lower else get_close_matches(word, choices, n=1, cutoff=0.6)
    if close:
        return f'did you mean "{close[0]}"?'
    return f"known: {', '.join(choices)}" if choices else "none is defined"
