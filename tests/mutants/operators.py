"""One small fault at a time, as a programmer makes them: the mutants of a Python source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.Is: "is not",
    ast.IsNot: "is",
    ast.In: "not in",
    ast.NotIn: "in",
}
_ARITHMETIC: dict[type[ast.operator], str] = {ast.Add: "-", ast.Sub: "+", ast.Mult: "+", ast.FloorDiv: "*"}
_SHOWN = 60


@dataclass(frozen=True, slots=True, order=True)
class Mutant:
    """Replace the bytes ``start`` to ``end`` of ``file`` by ``after``."""

    file: str
    line: int
    start: int
    end: int
    before: str
    after: str
    kind: str

    def apply(self, source: bytes) -> bytes:
        return source[: self.start] + self.after.encode() + source[self.end :]

    def __str__(self) -> str:
        return f"{self.kind}: {_short(self.before)} -> {_short(self.after)}"


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 3]}..."


def mutants(file: str, source: bytes) -> list[Mutant]:
    """Every mutant of a file, in the order of its lines."""
    return sorted(set(_Finder(file, source).found()))


class _Finder:
    def __init__(self, file: str, source: bytes) -> None:
        self._file, self._source = file, source
        self._tree = ast.parse(source)
        self._starts = [0, *accumulate(len(line) for line in source.splitlines(keepends=True))]

    def found(self) -> Iterator[Mutant]:
        for node in _code(self._tree):
            yield from self._of_statement(node) if isinstance(node, ast.stmt) else self._of_expression(node)

    def _of_statement(self, node: ast.stmt) -> Iterator[Mutant]:
        match node:
            case ast.If(test=test) | ast.While(test=test):
                yield self._negated(test)
            case ast.Raise():
                yield self._mutant(node, "pass", "raise removed")
            case ast.Return(value=value) if value is not None and not _is_none(value):
                yield self._mutant(value, "None", "answer removed")
            case ast.Expr(value=ast.Call() | ast.Await()):
                yield self._mutant(node, "pass", "call removed")
            case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]) | ast.AugAssign() | ast.Delete():
                yield self._mutant(node, "pass", "statement removed")
            case _:
                pass

    def _of_expression(self, node: ast.AST) -> Iterator[Mutant]:
        match node:
            case ast.Compare(ops=[op], left=left, comparators=[right]):
                swapped = f"{self._text(left)} {_COMPARISONS[type(op)]} {self._text(right)}"
                yield self._mutant(node, swapped, "comparison")
            case ast.BoolOp(op=op, values=values):
                other = " or " if isinstance(op, ast.And) else " and "
                yield self._mutant(node, f"({other.join(f'({self._text(each)})' for each in values)})", "and, or")
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                yield self._mutant(node, f"({self._text(operand)})", "not removed")
            case ast.Constant(value=bool(value)):
                yield self._mutant(node, str(not value), "constant")
            case ast.Constant(value=int(value) | float(value)):
                yield self._mutant(node, repr(value + 1), "constant")
            case ast.BinOp(op=op, left=left, right=right) if type(op) in _ARITHMETIC and not _is_text(left, right):
                changed = f"({self._text(left)}) {_ARITHMETIC[type(op)]} ({self._text(right)})"
                yield self._mutant(node, changed, "arithmetic")
            case ast.IfExp(test=test):
                yield self._negated(test)
            case ast.Call(args=[first, second, *_]) if not isinstance(first, ast.Starred):
                yield from self._swapped(first, second)
            case _:
                pass

    def _negated(self, test: ast.expr) -> Mutant:
        return self._mutant(test, f"(not ({self._text(test)}))", "condition negated")

    def _swapped(self, first: ast.expr, second: ast.expr) -> Iterator[Mutant]:
        one, other = self._text(first), self._text(second)
        if one != other:
            start, middle, last = self._at(first), self._end(first), self._end(second)
            between = self._source[middle : self._at(second)].decode()
            yield Mutant(
                self._file, first.lineno, start, last, one + between + other, other + between + one, "swapped arguments"
            )

    def _mutant(self, node: ast.expr | ast.stmt, after: str, kind: str) -> Mutant:
        return Mutant(self._file, node.lineno, self._at(node), self._end(node), self._text(node), after, kind)

    def _at(self, node: ast.expr | ast.stmt) -> int:
        return self._starts[node.lineno - 1] + node.col_offset

    def _end(self, node: ast.expr | ast.stmt) -> int:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self._starts[node.end_lineno - 1] + node.end_col_offset

    def _text(self, node: ast.expr | ast.stmt) -> str:
        return self._source[self._at(node) : self._end(node)].decode()


def _code(node: ast.AST) -> Iterator[ast.AST]:
    """Every node that acts when the program runs: no annotations, decorators, imports for types, parts of f-strings."""
    if _is_typing(node):
        return
    yield node
    if isinstance(node, ast.JoinedStr):
        return
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list", "type_params", "bases"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _code(child)


def _is_typing(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)


def _is_text(*parts: ast.expr) -> bool:
    return any(
        isinstance(part, ast.JoinedStr) or isinstance(getattr(part, "value", None), str | bytes) for part in parts
    )


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
