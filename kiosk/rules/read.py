"""Typed reading of parsed TOML that collects every problem instead of stopping at the first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, TypeVar, cast

from kiosk.rules import times
from kiosk.rules.model import WEEKDAYS, Hours, Weekday
from kiosk.rules.problems import ConfigurationProblem, Path, Said, SlipError, printable, suggest
from kiosk.wording.translate import FALLBACK

T = TypeVar("T")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
MAX_TEXT: Final = 500
"""Letters of one text; nothing that people read on a screen or paper is longer."""
_KINDS: Final[dict[type, str]] = {
    str: "write_text",
    int: "write_number",
    bool: "write_true_false",
    dict: "write_table",
    list: "write_list",
    date: "write_date",
}


def kind_of(value: object) -> Said:
    """What a value is, in words: ``a number``."""
    for kind, name in ((bool, "true_false"), (int, "number"), (float, "number"), (str, "text"), (list, "list")):
        if isinstance(value, kind):
            return Said(f"is_{name}")
    if isinstance(value, datetime):
        return Said("is_datetime")
    return Said("is_date" if isinstance(value, date) else "is_table" if isinstance(value, dict) else "is_time")


def _expected(kind: type) -> Said:
    return Said(_KINDS[kind])


@dataclass
class Source:
    """One file and the problems found in it."""

    name: str
    content: bytes
    found: list[tuple[Path, Said]] = field(default_factory=list[tuple[Path, Said]])
    schema: int = 2
    day_starts: int = 0
    """Minutes after midnight at which the business day begins; hours may end so much after midnight."""
    texts: int = 0
    """How many texts were read that need every language of the office."""
    missing_words: list[tuple[Path, str]] = field(default_factory=list[tuple[Path, str]])
    """Texts without words in a language of the office."""
    foreign_words: list[tuple[Path, str]] = field(default_factory=list[tuple[Path, str]])
    """Texts with words in another one."""

    @property
    def latest(self) -> int:
        """The last minute at which hours may end."""
        return times.DAY_MINUTES + self.day_starts

    def problems(self) -> list[ConfigurationProblem]:
        if not self.found:
            return []
        from kiosk.rules.locate import line_of, lines  # noqa: PLC0415  a sound configuration needs no syntax tree

        where = lines(self.content)
        return [
            ConfigurationProblem(self.name, line_of(path, where), _dotted(path), said.text(FALLBACK), said)
            for path, said in self.found
        ]


def _dotted(path: Path) -> str:
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            name = printable(part) if part else '""'
            text += f".{name}" if text else name
    return text or "file"


class Table:
    """One TOML table. Each getter marks its key as known; ``close`` complains about the others."""

    def __init__(self, source: Source, path: Path, values: dict[str, Any], *, silent: bool = False) -> None:
        """``silent``: what is missing in it is the consequence of a problem that was told already."""
        self.source = source
        self.path = path
        self.values = values
        self.silent = silent
        self._known: list[str] = []

    def wrong(self, key: str | int | None, code: str, *, at: Path = (), **values: object) -> None:
        """Note a problem with a key of this table, or with the table itself; ``code`` is a key below ``config``."""
        self.say(key, Said(code, values), at=at)

    def say(self, key: str | int | None, said: Said, *, at: Path = ()) -> None:
        if not self.silent:
            self.source.found.append(((*self.path, *(() if key is None else (key,)), *at), said))

    def since_schema_2(self, *keys: str) -> None:
        """Complain about keys that a file of schema 1 may not have yet."""
        if self.source.schema < 2:
            for key in keys:
                if key in self.values:
                    self.wrong(key, "needs_schema_2", name=key)

    def has(self, key: str) -> bool:
        return key in self.values

    def _get(self, key: str, kind: type[T], default: T | None) -> T | None:
        self._known.append(key)
        if key not in self.values:
            if default is None:
                self.wrong(key, "missing", write=_expected(kind))
            return default
        value = self.values[key]
        if not _fits(value, kind):
            self.wrong_kind(key, value, kind)
            return default
        return cast("T", value)

    def wrong_kind(self, key: str, value: object, kind: type, *, at: Path = ()) -> None:
        """The value is of another kind than the key wants."""
        if kind is date and isinstance(value, str) and (advice := times.date_advice(value)):
            self.wrong(key, "date_order", text=value, write=advice, at=at)
        else:
            self.wrong(key, "wrong_kind", kind=kind_of(value), write=_expected(kind), at=at)

    def text(self, key: str, default: str | None = None, *, lines: bool = False) -> str:
        """``lines``: it may have several."""
        value = self._get(key, str, default)
        if value is not None and default is None and not value.strip():
            self.wrong(key, "empty_text")
        if value:
            self.check_text(key, value, lines=lines)
        return value or ""

    def check_text(self, key: str, value: str, *, lines: bool = False, at: Path = ()) -> None:
        """Refuse characters that nobody sees and that would move the cursor, and what no screen could show."""
        odd = next((c for c in value if _is_control(c) and not (lines and c == "\n")), None)
        if odd is not None:
            self.wrong(key, "control_character", sign=f"U+{ord(odd):04X}", at=at)
        elif len(value) > MAX_TEXT:
            self.wrong(key, "too_long", letters=len(value), most=MAX_TEXT, at=at)

    def identifier(self, key: str = "id") -> str:
        """An id, fit for file names and addresses; empty after a problem."""
        value = self.text(key)
        if value and not _ID.fullmatch(value):
            self.wrong(key, "not_id", text=value)
            return ""
        return value

    def whole(self, key: str, default: int | None = None, *, least: int = 0, most: int = 100_000) -> int:
        value = self._get(key, int, default)
        if value is None:
            return least
        if not least <= value <= most:
            self.wrong(key, "out_of_range", value=str(value)[:20], least=least, most=most)
            return least
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        return bool(self._get(key, bool, default))

    def day(self, key: str) -> date | None:
        value = self.values.get(key)
        if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            self._known.append(key)
            self.wrong(key, "date_unquoted", text=value)
            return None
        return self._get(key, date, None)

    def choice(self, key: str, choices: Collection[str], default: str) -> str:
        value = self.text(key, default)
        if value not in choices:
            self.wrong(key, "not_possible", text=value, advice=suggest(value, choices))
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
                self.wrong_kind(key, value, str, at=(position,))
            elif value in found:
                self.wrong(key, "twice_in_list", text=value, at=(position,))
            else:
                found.append(value)
        return tuple(found)

    def references(
        self, key: str, known: Iterable[str], what: str, *, default: tuple[str, ...] | None = None
    ) -> tuple[str, ...]:
        """A list of ids of things defined elsewhere; ``what`` is a key below ``config``."""
        choices = tuple(known)
        values = self.names(key, default=default)
        listed = self.values.get(key)
        for position, value in enumerate(cast("list[Any]", listed) if isinstance(listed, list) else ()):
            if value in values and value not in choices:
                self.wrong(key, "unknown", what=Said(what), text=value, advice=suggest(value, choices), at=(position,))
        return tuple(value for value in values if value in choices)

    def reference(self, key: str, known: Iterable[str], what: str) -> str:
        choices = tuple(known)
        value = self.text(key)
        if value and value not in choices:
            self.wrong(key, "unknown", what=Said(what), text=value, advice=suggest(value, choices))
            return ""
        return value

    def parsed(self, key: str, parse: Callable[[str], T]) -> T | None:
        """Text read by ``parse``, whose ``SlipError`` says what to write."""
        value = self.text(key)
        try:
            return parse(value) if value else None
        except SlipError as error:
            self.say(key, error.said)
            return None

    def minute(self, key: str) -> int | None:
        """A time of day, at the latest when the business day ends."""
        return self.parsed(key, lambda text: times.minute(text, self.source.latest))

    def weekdays(self, key: str) -> frozenset[Weekday]:
        """``"sat"``, ``"mon-thu"`` or a list of them; empty where the key is missing."""
        self.know(key)
        value = self.values.get(key, [])
        listed: list[Any] = cast("list[Any]", value) if isinstance(value, list) else [value]
        found: set[Weekday] = set()
        for position, each in enumerate(listed):
            at: Path = (position,) if isinstance(value, list) else ()
            try:
                named = times.days(each) if isinstance(each, str) else None
            except SlipError as error:
                self.say(key, error.said, at=at)
                continue
            if named is None:
                self.say(key, not_days(each), at=at)
            else:
                found.update(named)
        if value == [] and self.has(key):
            self.wrong(key, "empty_list")
        return frozenset(found)

    def month_days(self, key: str) -> frozenset[tuple[int, int]]:
        """``["12-24"]``: days of every year."""
        found: set[tuple[int, int]] = set()
        for position, value in enumerate(self.names(key, default=())):
            try:
                found.add(times.month_day(value))
            except SlipError as error:
                self.say(key, error.said, at=(position,))
        return frozenset(found)

    def hours(self, key: str) -> tuple[Hours, ...]:
        """A list of stretches, none overlapping; in order."""
        found: list[Hours] = []
        value = self.values.get(key, [])
        if isinstance(value, str):
            self.say(key, Said("hours_closed") if times.is_closed_word(value) else times.hours_list(value))
            return ()
        if not isinstance(value, list):
            self.wrong(key, "wrong_kind", kind=kind_of(value), write=Said("write_hours_list"))
            return ()
        for position, value in enumerate(self._items(key)):
            try:
                found.append(self._stretch(value, found))
            except SlipError as error:
                self.say(key, error.said, at=(position,))
        return tuple(sorted(found))

    def _stretch(self, value: object, others: Iterable[Hours]) -> Hours:
        if not isinstance(value, str):
            raise SlipError("wrong_kind", kind=kind_of(value), write=Said("write_hours"))
        stretch = times.hours(value, self.source.latest)
        clash = next((other for other in others if stretch.start < other.end and other.start < stretch.end), None)
        if clash is not None:
            raise SlipError("overlap", text=value, other=times.show(clash))
        return stretch

    def stretches(self, key: str) -> tuple[Hours, ...]:
        """Hours as one text or a list; empty where the key is missing."""
        if isinstance(self.values.get(key), str):
            found = self.parsed(key, lambda text: times.hours(text, self.source.latest))
            return (found,) if found else ()
        self.know(key)
        return self.hours(key) if self.has(key) else ()

    def table(self, key: str, *, required: bool = True) -> Table:
        """A table under this one; an empty and silent one after a problem."""
        path = (*self.path, key)
        if not self.path and not isinstance(self.values.get(key, {}), dict):
            self._known.append(key)
            self.wrong(key, "one_bracket", kind=kind_of(self.values[key]), name=key)
            return Table(self.source, path, {}, silent=True)
        if required and not self.has(key) and not self.path:
            self._known.append(key)
            self.wrong(key, "missing_table", name=key)
            return Table(self.source, path, {}, silent=True)
        values = self._get(key, dict, None if required else {})
        return Table(self.source, path, cast("dict[str, Any]", values or {}), silent=self.silent or values is None)

    def tables(self, key: str, *, required: bool = False) -> list[Table]:
        """A list of tables under this one."""
        if not self.path and not isinstance(self.values.get(key, []), list):
            self._known.append(key)
            if isinstance(self.values[key], dict):
                self.wrong(key, "two_brackets", name=key)
            else:
                self.wrong(key, "not_tables", kind=kind_of(self.values[key]), name=key)
            return []
        if required and not self.has(key) and not self.path:
            self._known.append(key)
            self.wrong(key, "missing_tables", name=key)
            return []
        found: list[Table] = []
        for position, value in enumerate(self._items(key, required=required)):
            if isinstance(value, dict):
                path = (*self.path, key, position)
                found.append(Table(self.source, path, cast("dict[str, Any]", value), silent=self.silent))
            else:
                self.wrong_kind(key, value, dict, at=(position,))
        return found

    def words(
        self,
        key: str,
        languages: tuple[str, ...],
        *,
        required: bool = True,
        whole: bool = True,
        lines: bool = False,
    ) -> dict[str, str]:
        """A text in the office's languages, in their order; ``whole`` wants every one of them."""
        values = self.values.get(key)
        if isinstance(values, str):
            self._known.append(key)
            first = languages[0] if languages else FALLBACK
            self.wrong(key, "text_without_language", lang=first, text=values)
            return {}
        table = self.table(key, required=required)
        found = {code: table.text(code, lines=lines) for code in languages if code in table.values}
        if table.values and whole:
            self.source.texts += 1
        if languages:
            self.source.foreign_words += [((*table.path, code), code) for code in table.values if code not in languages]
        if table.values and whole:
            self.source.missing_words += [(table.path, code) for code in languages if code not in table.values]
        return found

    def close(self, known: Iterable[str] = ()) -> None:
        """Complain about every key that nobody asked for."""
        choices = tuple(known) or tuple(dict.fromkeys(self._known))
        for key in self.values:
            if key not in choices:
                advice = suggest(key, choices)
                self.wrong(key, "unknown_key", advice=advice)
                self._forget_missing(advice.values.get("word"))

    def _forget_missing(self, key: object) -> None:
        """A key that is missing since it was written in another way is one problem."""
        path, codes = (*self.path, key), ("missing", "missing_table", "missing_tables")
        self.source.found = [each for each in self.source.found if each[0] != path or each[1].code not in codes]

    def know(self, *keys: str) -> None:
        """Keys that somebody else reads."""
        self._known.extend(keys)


def _fits(value: object, kind: type) -> bool:
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if kind is date:
        return isinstance(value, date) and not isinstance(value, datetime)
    return isinstance(value, kind)


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Zl", "Zp"} or character in "\u202a\u202b\u202d\u202e"


def not_days(value: object, other: Iterable[str] = ()) -> Said:
    """The value names no days: ``thu`` for ``kamis``, else what is known."""
    if not isinstance(value, str):
        return Said("wrong_kind", {"kind": kind_of(value), "write": Said("write_days")})
    if advice := times.day_advice(value):
        return Said("day_name" if "," not in advice else "day_names", {"text": value, "write": advice})
    return Said("not_days", {"text": value, "advice": suggest(value, (*other, *WEEKDAYS))})


def settle_languages(main: Table, languages: Iterable[str]) -> set[str]:
    """One problem for a language that no text has, and for one that the office does not name; else one for each text.

    Returns the languages that were told so.
    """
    source, listed = main.source, list(languages)
    office = main.values.get("office")
    listing = cast("dict[str, Any]", office).get("languages") if isinstance(office, dict) else None
    named = cast("list[object]", listing) if isinstance(listing, list) else []
    missing, foreign = _by_code(source.missing_words), _by_code(source.foreign_words)
    told = _settle_codes(source, foreign)
    for code, paths in missing.items():
        if len(paths) < source.texts or source.texts < 2:
            source.found += [(path, Said("no_words", {"lang": code})) for path in paths]
            continue
        told.add(code)
        at = named.index(code) if code in named else listed.index(code)
        other = next((known for known, more in foreign.items() if len(more) >= len(paths)), None)
        said = Said("language_unused", {"lang": code, "n": len(paths)})
        if other is not None:
            foreign.pop(other)
            told.add(other)
            said = Said("language_renamed", {"lang": code, "n": len(paths), "other": other})
        source.found.append((("office", "languages", at), said))
    for code, paths in foreign.items():
        if len(paths) > 2:
            told.add(code)
            source.found.append((("office", "languages"), Said("language_unnamed", {"lang": code, "n": len(paths)})))
        else:
            said = Said("unknown_language", {"advice": suggest(code, listed), "lang": code})
            source.found += [(path, said) for path in paths]
    return told


def _settle_codes(source: Source, foreign: dict[str, list[Path]]) -> set[str]:
    """``"english"`` where the texts have ``en``: one problem that names what to write. Returns the latter."""
    told: set[str] = set()
    for position, (path, said) in enumerate(source.found):
        text = str(said.values.get("text", ""))
        near = next((code for code in foreign if text[:2].lower() == code[:2]), None)
        if said.code == "not_language" and near is not None:
            source.found[position] = path, Said("not_language", {"text": text, "write": near})
            foreign.pop(near)
            told.add(near)
    return told


def settle_words(source: Source, languages: Collection[str], told: Collection[str]) -> None:
    """As ``settle_languages`` for a file beside the office's own, without the languages that were told there."""
    source.found += [
        (path, Said("no_words", {"lang": code})) for path, code in source.missing_words if code not in told
    ]
    source.found += [
        (path, Said("unknown_language", {"lang": code, "advice": suggest(code, languages)}))
        for path, code in source.foreign_words
        if code not in told
    ]


def _by_code(found: Iterable[tuple[Path, str]]) -> dict[str, list[Path]]:
    by_code: dict[str, list[Path]] = {}
    for path, code in found:
        by_code.setdefault(code, []).append(path)
    return by_code


def unique(tables: Iterable[tuple[Table, str]], what: str, key: str = "id") -> None:
    """Complain about the second of two equal ids; ``what`` is a key below ``config``."""
    seen: set[str] = set()
    for table, value in tables:
        if value and value in seen:
            table.wrong(key, "two_of", what=Said(what), text=value)
        seen.add(value)
