"""What each key of the table would do now, and whether it may. Buttons, shortcuts and the help sheet ask here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ui.counter.inputs import CounterInputs, Filter
from ui.counter.keys import ANYWHERE, SHEET, SUPERVISED, TABLE, CounterKey
from ui.counter.sheets import decisions

_ALWAYS: Final = (*ANYWHERE, "filter")
_FILTERS: Final[tuple[Filter, ...]] = ("mine", "all", "late")
_FIRST_COLUMN: Final = ("ticket", "queue")


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One line of the help sheet, and one shortcut where ``name`` is a key's."""

    name: str
    key: str
    symbol: str
    label: str
    able: bool
    heading: str
    """Above the first of a group."""
    first: bool
    """In the first of two columns."""


def rows(i: CounterInputs) -> list[KeyRow]:
    wanted = [key for key in TABLE if key.name not in SUPERVISED or i.supervises]
    found: list[KeyRow] = []
    group = ""
    for key in wanted:
        heading = i.translate(f"keys_{key.group}") if key.group != group else ""
        group = key.group
        can, first = may(i, key.name), key.group in _FIRST_COLUMN
        found.append(KeyRow(key.name, key.key, key.symbol, help_label(i, key), can, heading, first))
    heading = i.translate("keys_sheet")
    for cap, word in SHEET:
        found.append(
            KeyRow(f"sheet_{word}", cap, "", i.translate(f"help_{word}"), able=False, heading=heading, first=False)
        )
        heading = ""
    return found


def help_label(i: CounterInputs, key: CounterKey) -> str:
    """What the key does, whatever it is called on its button just now."""
    return i.translate("help_main") if key.name == "main" else label(i, key.name)


def label(i: CounterInputs, name: str) -> str:
    if name == "filter":
        return i.translate(f"filter_{i.filter}")
    return i.translate(meaning(i, name).replace("-", "_"))


def meaning(i: CounterInputs, name: str) -> str:
    """Some keys go back and forth."""
    if name == "pause" and i.paused is not None:
        return "resume"
    return "emergency_end" if name == "emergency" and i.stopped else name


def next_filter(now: Filter) -> Filter:
    return _FILTERS[(_FILTERS.index(now) + 1) % len(_FILTERS)]


def next_language(i: CounterInputs) -> str:
    languages = i.point.languages if i.point else []
    place = languages.index(i.language) + 1 if i.language in languages else 0
    return languages[place % len(languages)] if languages else i.language


def may(i: CounterInputs, name: str) -> bool:
    if not i.counter or i.point is None:
        return name in ANYWHERE and i.point is not None
    if name in _ALWAYS:
        return True
    return i.online and _may_online(i, name)


def _may_online(i: CounterInputs, name: str) -> bool:
    moves = i.ticket.moves if i.ticket else []
    special = {
        "step": bool(i.ticket and i.ticket.next_stage),
        "undo": i.last is not None and i.undo_left_s > 0,
        "papers": i.ticket is not None and bool(i.checklists(i.ticket.service)),
        "help_coming": i.point is not None and i.point.help_since is not None,
        **dict.fromkeys(SUPERVISED, i.supervises),
        "decide": i.supervises and decisions.waiting(i) != "",
        "printer": i.supervises and i.sets_up_printers,
    }
    if name in special:
        return special[name]
    return name in moves if name in _MOVES else True


_MOVES: Final = ("recall", "finish", "no-show", "void", "hold", "transfer")
