"""Where in a TOML file a value stands. tomllib tells no lines, so problems look them up in a syntax tree."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import cast

from tree_sitter import Language, Node, Parser
from tree_sitter_toml import language

from kiosk.rules.problems import Path


def lines(source: bytes) -> Mapping[Path, int]:
    """The line, from 1, of every table, key and list item of a file that tomllib accepts."""
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    for node in Parser(Language(language())).parse(source).root_node.named_children:
        if node.type == "pair":
            _pair(node, (), found)
        elif node.type in ("table", "table_array_element"):
            _table(node, counts, found)
    return found


def line_of(path: Path, found: Mapping[Path, int]) -> int:
    """The line of ``path``, else of the nearest thing around it."""
    while path and path not in found:
        path = path[:-1]
    return found.get(path, 1)


def _table(node: Node, counts: dict[Path, int], found: dict[Path, int]) -> None:
    key, *pairs = node.named_children
    path: Path = ()
    names = list(_names(key))
    for position, name in enumerate(names):
        path = (*path, name)
        if node.type == "table_array_element" and position == len(names) - 1:
            found.setdefault(path, _line(node))
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
        found.setdefault(path, _line(node))
    for pair in pairs:
        if pair.type == "pair":
            _pair(pair, path, found)


def _pair(node: Node, parent: Path, found: dict[Path, int]) -> None:
    key, value = (child for child in node.named_children if child.type != "comment")
    path = parent
    for name in _names(key):
        path = (*path, name)
        found.setdefault(path, _line(node))
    _value(value, path, found)


def _value(node: Node, path: Path, found: dict[Path, int]) -> None:
    items = [child for child in node.named_children if child.type != "comment"]
    if node.type == "inline_table":
        for pair in items:
            _pair(pair, path, found)
    elif node.type == "array":
        for position, item in enumerate(items):
            found[(*path, position)] = _line(item)
            _value(item, (*path, position), found)


def _names(key: Node) -> Iterator[str]:
    if key.type == "dotted_key":
        for part in key.named_children:
            yield from _names(part)
        return
    text = (key.text or b"").decode()
    yield text if key.type == "bare_key" else cast("str", tomllib.loads(f"x = {text}")["x"])


def _line(node: Node) -> int:
    return node.start_point.row + 1
