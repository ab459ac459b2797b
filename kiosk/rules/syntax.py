"""What a TOML syntax error means for the person who wrote the file."""

from __future__ import annotations

import re
from typing import Final

from kiosk.rules import times
from kiosk.rules.problems import ConfigurationProblem, Said, problem

_ADVICE: Final = {
    "Cannot overwrite a value": "given_twice",
    "Duplicate inline table key": "given_twice",
    "Cannot declare": "table_twice",
    "Cannot mutate immutable namespace": "table_twice",
    "Cannot redefine namespace": "table_twice",
    "Invalid date": "no_such_date",
    "Unclosed array": "list_open",
    "Unclosed inline table": "table_open",
    "Unterminated string": "text_open",
    "Illegal character '\\n'": "text_open",
    "Expected \"'''\"": "text_open",
    "Invalid value": "bad_value",
    "Expected '=' after a key": "no_equals",
    "Expected newline": "left_over",
    "Invalid statement": "bad_statement",
    "Invalid initial character for a key part": "bad_key",
    "Expected ']": "table_name_open",
    "Unescaped '\\' in a string": "backslash",
    "Invalid hex value": "backslash",
    "Escaped character is not a Unicode scalar value": "backslash",
}
_PLACE = re.compile(r"(.*) \(at (?:line ([0-9]+), column [0-9]+|end of document)\)", re.DOTALL)
_CURLY: Final = frozenset(
    map(chr, (0x201C, 0x201D, 0x201E, 0x201F, 0x2033, 0xAB, 0xBB, 0x2018, 0x2019, 0x201A, 0x201B))
)
"""Typographic quotes, as word processors write them."""
_LISTS: Final = ("schedule", "season", "special", "recurring", "service", "stage", "staff_flag", "point", "checklist")


def syntax_problem(name: str, content: str, error: str) -> ConfigurationProblem:
    """``error`` is what tomllib says: ``what (at line 3, column 5)`` or ``what (at end of document)``."""
    match = _PLACE.fullmatch(error)
    what = match[1] if match else error
    line = int(match[2]) if match and match[2] else max(1, content.rstrip("\n").count("\n") + 1)
    lines = content.split("\n")
    text = (lines[line - 1 : line] or [""])[0]
    said = _said(what, text, content)
    if (single := _single(text, lines)) is not None:
        line, said = single
    return problem(name, line, _key(text), said.code, **said.values)


def _single(text: str, lines: list[str]) -> tuple[int, Said] | None:
    """For a ``[[schedule]]`` after a ``[schedule]``: the line of the latter."""
    table = re.match(r"\s*\[\[\s*([a-z_]+)\s*\]\]", text)
    if table is None:
        return None
    alone = re.compile(rf"\s*\[\s*{table[1]}\s*\]")
    line = next((number for number, each in enumerate(lines, 1) if alone.match(each)), None)
    if line is None:
        return None
    return line, Said("two_brackets" if table[1] in _LISTS else "one_bracket_too", {"name": table[1]})


def _said(what: str, text: str, content: str) -> Said:
    """The advice, from what stands on the line before what the parser says of it."""
    if "\r" in content.replace("\r\n", ""):
        return Said("line_ends")
    found = _of_line(text)
    if found is None:
        code = next((code for begin, code in _ADVICE.items() if what.startswith(begin)), "unreadable")
        found = Said(code)
    return found


def _of_line(text: str) -> Said | None:
    table = re.match(r"\s*\[\s*([a-z_]+)\s*\]", text)
    bare = re.sub(r'"[^"]*"|\'[^\']*\'', "", text.partition("#")[0])
    curly = next((sign for sign in bare if sign in _CURLY), None)
    control = re.search(r"[\x00-\x08\x0b-\x1f\x7f]", text)
    key, _, value = (part.strip() for part in text.partition("#")[0].partition("="))
    items = [item.strip() for item in value.strip(",").strip("[]").split(",")]
    space = next((sign for sign in bare if sign != " " and sign.isspace() and sign not in "\t\r"), None)
    days = times.day_advice(key) if re.search(r"[^a-z_-]", key) and "=" in text else None
    found: Said | None = None
    if table and table[1] in _LISTS:
        found = Said("two_brackets", {"name": table[1]})
    elif curly:
        found = Said("curly_quotes", {"sign": curly})
    elif control:
        found = Said("control_character", {"sign": f"U+{ord(control[0]):04X}"})
    elif space:
        found = Said("odd_space", {"sign": f"U+{ord(space):04X}"})
    elif days:
        found = Said("day_name" if "," not in days else "day_names", {"text": key, "write": days})
    elif wrong := next((item for item in items if times.date_advice(item)), None):
        found = Said("date_order", {"text": wrong, "write": times.date_advice(wrong)})
    elif wrong := next((item for item in items if re.match(r"[0-9]{1,2}:[0-9]{2}|[0-9]{1,2}-[0-9]{1,2}$", item)), None):
        found = Said("time_quotes", {"text": wrong})
    elif number := re.fullmatch(r"([0-9]+)(?:\s*[A-Za-z]+|,[0-9]+)", value):
        found = Said("number_alone", {"text": value, "write": number[1]})
    elif re.fullmatch(r"(?i)true|false|yes|no|ya|tidak", value) and value not in ("true", "false"):
        write = "true" if value.lower() in ("true", "yes", "ya") else "false"
        found = Said("write_flag", {"text": value, "write": write})
    return found


def _key(text: str) -> str:
    """The key that the line sets, else ``syntax``."""
    found = re.match(r"\s*([A-Za-z0-9_.\"-]+)\s*=", text)
    return found[1] if found else "syntax"
