"""Typed reading of parsed TOML that collects every problem instead of stopping at the first."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar, cast

from kiosk.rules import times
from kiosk.rules.model import Hours
from kiosk.rules.problems import ConfigurationProblem, Path, suggest
from kiosk.wording.translate import FALLBACK

T = TypeVar("T")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_KINDS: dict[type, str] = {
    str: 'text in quotes, such as "..."',
    int: "a whole number without quotes",
    bool: "true or false, without quotes",
    dict: "a table",
    list: 'a list in brackets, such as ["..."]',
    date: "a date without quotes, such as 2026-08-17",
}


def _kind(value: object) -> str:
    for kind, name in (
        (bool, "true or false"),
        (int, "a number"),
        (float, "a number"),
        (str, "text"),
        (list, "a list"),
    ):
        if isinstance(value, kind):
            return name
    if isinstance(value, datetime):
        return "a date with a time"
    return "a date" if isinstance(value, date) else "a table" if isinstance(value, dict) else "a time"


@dataclass
class Source:
    """One file and the problems found in it."""

    name: str
    content: bytes
    found: list[tuple[Path, str]] = field(default_factory=list[tuple[Path, str]])

    def problems(self) -> list[ConfigurationProblem]:
        if not self.found:
            return []
        from kiosk.rules.locate import line_of, lines  # noqa: PLC0415  a sound configuration needs no syntax tree

        where = lines(self.content)
        return [ConfigurationProblem(self.name, line_of(path, where), _dotted(path), text) for path, text in self.found]


def _dotted(path: Path) -> str:
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text or "file"


class Table:
    """One TOML table. Each getter marks its key as known; ``close`` complains about the others."""

    def __init__(self, source: Source, path: Path, values: dict[str, Any]) -> None:
        self.source = source
        self.path = path
        self.values = values
        self._known: list[str] = []

    def wrong(self, key: str | int | None, message: str, *, at: Path = ()) -> None:
        """Note a problem with a key of this table, or with the table itself."""
        self.source.found.append(((*self.path, *(() if key is None else (key,)), *at), message))

    def has(self, key: str) -> bool:
        return key in self.values

    def _get(self, key: str, kind: type[T], default: T | None) -> T | None:
        self._known.append(key)
        if key not in self.values:
            if default is None:
                self.wrong(key, f"is missing; write {_KINDS[kind]}")
            return default
        value = self.values[key]
        if not _fits(value, kind):
            self.wrong(key, f"is {_kind(value)}; write {_KINDS[kind]}")
            return default
        return cast("T", value)

    def text(self, key: str, default: str | None = None) -> str:
        value = self._get(key, str, default)
        if value is not None and default is None and not value.strip():
            self.wrong(key, "is empty; write something")
        return value or ""

    def identifier(self, key: str = "id") -> str:
        """An id, fit for file names and addresses; empty after a problem."""
        value = self.text(key)
        if value and not _ID.fullmatch(value):
            self.wrong(key, f'"{value}" is not an id; use letters, digits and - only, such as "loket-1"')
            return ""
        return value

    def whole(self, key: str, default: int | None = None, *, least: int = 0, most: int = 100_000) -> int:
        value = self._get(key, int, default)
        if value is None:
            return least
        if not least <= value <= most:
            self.wrong(key, f"{value} is out of range; write {least} to {most}")
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        return bool(self._get(key, bool, default))

    def day(self, key: str) -> date | None:
        value = self.values.get(key)
        if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            self._known.append(key)
            self.wrong(key, f"is text; write the date without quotes: {value}")
            return None
        return self._get(key, date, None)

    def choice(self, key: str, choices: Collection[str], default: str) -> str:
        value = self.text(key, default)
        if value not in choices:
            self.wrong(key, f'"{value}" is not possible; {suggest(value, choices)}')
            return default
        return value

    def _items(self, key: str, *, required: bool = True) -> list[Any]:
        return self._get(key, cast("type[list[Any]]", list), None if required else []) or []

    def names(self, key: str, *, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """A list of distinct texts."""
        if default is not None and not self.has(key):
            self.know(key)
            return default
        found: list[str] = []
        for position, value in enumerate(self._items(key)):
            if not isinstance(value, str):
                self.wrong(key, f"is {_kind(value)}; write {_KINDS[str]}", at=(position,))
            elif value in found:
                self.wrong(key, f'"{value}" is given twice', at=(position,))
            else:
                found.append(value)
        return tuple(found)

    def references(
        self, key: str, known: Iterable[str], what: str, *, default: tuple[str, ...] | None = None
    ) -> tuple[str, ...]:
        """A list of ids of things defined elsewhere."""
        choices = tuple(known)
        values = self.names(key, default=default)
        for position, value in enumerate(self.values.get(key) or ()):
            if value in values and value not in choices:
                self.wrong(key, f'there is no {what} "{value}"; {suggest(value, choices)}', at=(position,))
        return tuple(value for value in values if value in choices)

    def reference(self, key: str, known: Iterable[str], what: str) -> str:
        choices = tuple(known)
        value = self.text(key)
        if value and value not in choices:
            self.wrong(key, f'there is no {what} "{value}"; {suggest(value, choices)}')
            return ""
        return value

    def parsed(self, key: str, parse: Callable[[str], T]) -> T | None:
        """Text read by ``parse``, whose ``ValueError`` says what to write."""
        value = self.text(key)
        try:
            return parse(value) if value else None
        except ValueError as error:
            self.wrong(key, str(error))
            return None

    def hours(self, key: str) -> tuple[Hours, ...]:
        """A list of stretches, none overlapping; in order."""
        found: list[Hours] = []
        for position, value in enumerate(self._items(key)):
            try:
                if not isinstance(value, str):
                    raise ValueError(f'is {_kind(value)}; write "08:00-16:00"')  # noqa: TRY004, TRY301  collected below
                stretch = times.hours(value)
                clash = next(
                    (other for other in found if stretch.start < other.end and other.start < stretch.end), None
                )
                if clash is not None:
                    raise ValueError(f'"{value}" overlaps "{times.show(clash)}"; give each minute once')  # noqa: TRY301  likewise
            except ValueError as error:
                self.wrong(key, str(error), at=(position,))
            else:
                found.append(stretch)
        return tuple(sorted(found))

    def table(self, key: str, *, required: bool = True) -> Table:
        """A table under this one; an empty one after a problem."""
        if required and not self.has(key) and not self.path:
            self._known.append(key)
            self.wrong(key, f"is missing; add a table [{key}]")
            return Table(self.source, (key,), {})
        values = self._get(key, dict, None if required else {}) or {}
        return Table(self.source, (*self.path, key), cast("dict[str, Any]", values))

    def tables(self, key: str, *, required: bool = False) -> list[Table]:
        """A list of tables under this one."""
        if not self.path and not isinstance(self.values.get(key, []), list):
            self._known.append(key)
            self.wrong(key, f"is {_kind(self.values[key])}; write [[{key}]] with two brackets above each")
            return []
        if required and not self.has(key) and not self.path:
            self._known.append(key)
            self.wrong(key, f"is missing; add at least one table [[{key}]]")
            return []
        found: list[Table] = []
        for position, value in enumerate(self._items(key, required=required)):
            if isinstance(value, dict):
                found.append(Table(self.source, (*self.path, key, position), cast("dict[str, Any]", value)))
            else:
                self.wrong(key, f"is {_kind(value)}; write {_KINDS[dict]}", at=(position,))
        return found

    def words(
        self, key: str, languages: tuple[str, ...], *, required: bool = True, whole: bool = True
    ) -> dict[str, str]:
        """A text in the office's languages, in their order; ``whole`` wants every one of them."""
        values = self.values.get(key)
        if isinstance(values, str):
            self._known.append(key)
            first = languages[0] if languages else FALLBACK
            self.wrong(key, f'is text without a language; write {{ {first} = "{values}" }}')
            return {}
        table = self.table(key, required=required)
        found = {code: table.text(code) for code in languages if code in table.values}
        if languages:
            table.close("language", languages)
        if table.values and whole:
            for code in languages:
                if code not in table.values:
                    table.wrong(None, f'has no words in "{code}", a language of this office; add {code} = "..."')
        return found

    def close(self, what: str = "key", known: Iterable[str] = ()) -> None:
        """Complain about every key that nobody asked for."""
        choices = tuple(known) or tuple(dict.fromkeys(self._known))
        for key in self.values:
            if key not in choices:
                self.wrong(key, f"is not a known {what}; {suggest(key, choices)}")

    def know(self, *keys: str) -> None:
        """Keys that somebody else reads."""
        self._known.extend(keys)


def _fits(value: object, kind: type) -> bool:
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if kind is date:
        return isinstance(value, date) and not isinstance(value, datetime)
    return isinstance(value, kind)


def unique(tables: Iterable[tuple[Table, str]], what: str, key: str = "id") -> None:
    """Complain about the second of two equal ids."""
    seen: set[str] = set()
    for table, value in tables:
        if value and value in seen:
            table.wrong(key, f'there are two {what} "{value}"; change one')
        seen.add(value)
