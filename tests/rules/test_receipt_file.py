"""Whatever stands in ``receipt.toml`` is read, or refused in words: never a traceback, and nothing odd is printed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import assets
from kiosk.rules import load
from kiosk.rules.read import Source, Table
from kiosk.rules.read_receipt import KINDS, Logo, LogoError, read_receipt
from printers.device.encode import encode
from printers.document.rows import from_json, to_json
from printers.profile import find_profile
from tests.examples import examples
from tests.printers.read_back import read
from tests.printers.sample_receipts import paper

OFFICE = load(assets.folder("config/bekasi"))
KEYS = (
    "kind",
    "text",
    "align",
    "size",
    "bold",
    "invert",
    "fit",
    "left",
    "right",
    "title",
    "rule",
    "caption",
    "file",
    "mm",
)
WORDS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["{office}", "{number} {date}", "{", "}}", "{0}", "{}", "{number!r:>9}", "{office.id}", "{a[b]}", "رقم {ahead}"]
    ),
)
VALUES = st.one_of(
    WORDS,
    st.integers(-9, 999),
    st.booleans(),
    st.none().map(lambda _: 1.5),
    st.fixed_dictionaries({}, optional={"id": WORDS, "en": WORDS, "xx": WORDS}),
    st.lists(WORDS, max_size=2),
)
ROWS = st.builds(
    lambda kind, more: {"kind": kind, **more},
    st.sampled_from([*KINDS, "rows"]),
    st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=5),
)
PLAIN = st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\u202a\u202b\u202d\u202e")
"""What a text may hold: no control characters."""
GOOD_WORDS = st.fixed_dictionaries(
    {
        code: st.text(PLAIN, max_size=30).map(lambda text: text.replace("{", "").replace("}", "") + "{number}")
        for code in ("id", "en")
    }
)
GOOD_ROWS = st.one_of(
    st.fixed_dictionaries(
        {"kind": st.just("text"), "text": GOOD_WORDS},
        optional={
            "size": st.integers(1, 8),
            "align": st.sampled_from(["left", "right"]),
            "invert": st.booleans(),
            "fit": st.booleans(),
        },
    ),
    st.fixed_dictionaries({"kind": st.just("columns"), "left": GOOD_WORDS, "right": GOOD_WORDS}),
    st.sampled_from([{"kind": "number"}, {"kind": "rule"}, {"kind": "qr"}, {"kind": "feed", "mm": 2}]),
)


def _logo(name: str) -> Logo:
    raise LogoError(f"{name!r} is no picture")


def _read(values: dict[str, Any]) -> tuple[Any, Source]:
    source = Source("receipt.toml", b"")
    return read_receipt(Table(source, (), values), ("id", "en"), _logo), source


@given(
    st.fixed_dictionaries(
        {"row": st.one_of(st.lists(ROWS, max_size=4), VALUES)}, optional={"words": VALUES, "rows": VALUES}
    )
)
@settings(max_examples=examples(200))
def test_anything_is_read_or_refused_in_words(values: dict[str, Any]) -> None:
    _, source = _read(values)
    for problem in source.problems():
        assert problem.message
        assert problem.line == 1


@given(st.lists(GOOD_ROWS, max_size=6))
@settings(max_examples=examples(60))
def test_what_is_accepted_can_be_printed(rows: list[dict[str, Any]]) -> None:
    receipt, source = _read({"row": [*rows, {"kind": "number"}]})
    assert source.found == []
    document = paper(configuration=replace(OFFICE, receipt=receipt))
    assert from_json(to_json(document)) == document
    chosen = find_profile(paper_mm=58)
    result = read(encode(document, chosen), chosen.dots)
    assert (result.unknown, result.count("GS V")) == ([], 1)
