"""What a TOML syntax error means for the person who wrote the file."""

from __future__ import annotations

import re

from kiosk.rules.problems import ConfigurationProblem

_ADVICE = {
    "Cannot overwrite a value": "is given twice; keep one",
    "Duplicate inline table key": "is given twice; keep one",
    "Cannot declare": "this table is there twice; write [[...]] with two brackets for each of a list, or keep one",
    "Invalid date": "is no date of the calendar; write one such as 2026-08-17",
    "Unclosed array": "a list is not closed; add ] after its last item",
    "Unclosed inline table": "a table is not closed; add } after its last entry",
    "Unterminated string": "a text is not closed; add the quote at its end",
    "Illegal character '\\n'": "a text is not closed; add the quote at its end",
    "Invalid value": "cannot be read; write text in quotes, numbers and true or false without",
    "Expected '=' after a key": "after a key comes =",
    "Expected newline": "something is left over after the value; a line holds one key, items of a list need commas",
    "Invalid statement": "a line begins with a key or a [table]",
    "Expected ']": "the name of a table is not closed; write it like [rules] or [[service]]",
}
_PLACE = re.compile(r"(.*) \(at (?:line ([0-9]+), column [0-9]+|end of document)\)", re.DOTALL)


def syntax_problem(name: str, content: str, error: str) -> ConfigurationProblem:
    """``error`` is what tomllib says: ``what (at line 3, column 5)`` or ``what (at end of document)``."""
    match = _PLACE.fullmatch(error)
    what = match[1] if match else error
    line = int(match[2]) if match and match[2] else content.count("\n") + 1
    advice = next((text for begin, text in _ADVICE.items() if what.startswith(begin)), f"does not read as TOML: {what}")
    return ConfigurationProblem(name, line, _key(content, line), advice)


def _key(content: str, line: int) -> str:
    """The key that the line sets, else ``syntax``."""
    found = re.match(r"\s*([A-Za-z0-9_.\"-]+)\s*=", "".join(content.splitlines()[line - 1 : line]))
    return found[1] if found else "syntax"
