from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printers.document.rows import (
    QR,
    Beep,
    Columns,
    Cut,
    Document,
    DocumentError,
    Feed,
    Image,
    Rule,
    TextItem,
    from_json,
    mark_copy,
    to_json,
)

words = st.text(max_size=60)
rows = st.one_of(
    st.builds(
        TextItem,
        words,
        st.sampled_from(["left", "center", "right"]),
        st.integers(1, 8),
        bold=st.booleans(),
        invert=st.booleans(),
        fit=st.booleans(),
        hang=st.integers(0, 8),
    ),
    st.builds(Columns, words, words, bold=st.booleans()),
    st.builds(QR, st.text(st.characters(codec="ascii", categories=["Lu", "Nd"]), min_size=1, max_size=62)),
    st.builds(Image, st.binary(max_size=50)),
    st.builds(Rule),
    st.builds(Feed, st.integers(1, 1000)),
    st.builds(Cut),
    st.builds(Beep, st.integers(1, 9)),
)
documents = st.builds(Document, st.lists(rows, max_size=12).map(tuple), st.sampled_from(["id", "en", "zh-Hans"]))


@given(documents)
def test_a_document_comes_back_from_json_as_it_went(document: Document) -> None:
    assert from_json(json.loads(json.dumps(to_json(document)))) == document


@given(st.text())
def test_no_control_character_reaches_a_printer(text: str) -> None:
    for kept in (TextItem(text).text, Columns(text, text).right, QR(text or "x").data):
        assert not any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in kept)


def test_a_command_hidden_in_a_name_is_harmless() -> None:
    assert TextItem("A\x1b@B\x1dV\x00C\nD").text == "A@BVC D"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ([], "Expected `object`"),
        ({}, "rows"),
        ({"rows": [{"row": "text"}]}, "text"),
        ({"rows": [{"row": "video"}]}, "video"),
        ({"rows": [{"row": "text", "text": 1}]}, "$.rows[0].text"),
        ({"rows": [{"row": "text", "text": "a", "size": 9}]}, "<= 8"),
        ({"rows": [{"row": "text", "text": "a", "colour": "red"}]}, "colour"),
        ({"rows": [{"row": "feed", "dots": 0}]}, "$.rows[0].dots"),
        ({"rows": [{"row": "qr", "data": ""}]}, "$.rows[0].data"),
        ({"rows": [{"row": "image", "png": "%%"}]}, "png"),
        ({"rows": [{"row": "cut"}] * 201}, "<= 200"),
        ({"rows": [], "version": 2}, "version"),
        ({"rows": [], "language": "x y"}, "language"),
    ],
)
def test_anything_else_is_refused_and_named(value: object, said: str) -> None:
    with pytest.raises(DocumentError, match="not a document to print") as caught:
        from_json(value)
    assert said in str(caught.value)


def test_a_copy_is_marked_large_on_top_and_changes_nothing_else() -> None:
    original = Document((TextItem("A-012"), QR("HTTPS://X/T/1"), Cut()), "id")
    copy = mark_copy(original, 2)
    mark = copy.rows[0]
    assert isinstance(mark, TextItem)
    assert "SALINAN" in mark.text
    assert "2" in mark.text
    assert mark.size == 3
    assert copy.rows[-3:] == original.rows
