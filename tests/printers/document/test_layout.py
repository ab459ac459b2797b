from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printers.document.layout import QUIET_MODULES, QrCode, TextLine, display_width, layout, qr_modules, wrap
from printers.document.qr import qr_matrix
from printers.document.rows import QR, Columns, Document, TextItem
from printers.profile import find_profile, profiles
from tests.printers.document.test_document import documents

NARROW, WIDE = find_profile(paper_mm=58), find_profile(paper_mm=80)


@given(st.text(max_size=200), st.integers(4, 48), st.integers(0, 3))
def test_no_line_is_too_long_and_no_letter_is_lost(text: str, columns: int, hang: int) -> None:
    lines = wrap(text, columns, hang)
    assert all(display_width(line) <= columns for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(st.lists(st.text("abcdefghij", min_size=1, max_size=10), max_size=20), st.integers(10, 48))
def test_words_stay_whole_where_they_fit(words: list[str], columns: int) -> None:
    assert " ".join(wrap(" ".join(words), columns)).split() == words


def test_only_a_word_longer_than_a_line_is_cut() -> None:
    assert wrap("a Donaudampfschifffahrt b", 10) == ["a", "Donaudampf", "schifffahr", "t b"]


@given(documents, st.sampled_from([NARROW, WIDE, find_profile("TM-T88V"), find_profile("TM-T88V", 58)]))
def test_every_document_fits_every_paper(document: Document, paper: object) -> None:
    assert isinstance(paper, type(NARROW))
    for item in layout(document, paper):
        if isinstance(item, TextLine):
            assert display_width(item.text) * item.size <= paper.columns or display_width(item.text) <= 2
            assert item.tab_column + display_width(item.tab) <= paper.columns
        if isinstance(item, QrCode):
            assert (item.modules + 2 * QUIET_MODULES) * item.module <= paper.dots


@pytest.mark.parametrize(
    ("number", "narrow", "wide"), [("A-012", 6, 8), ("A-1", 8, 8), ("AB-1234", 4, 6), ("ABC-12345", 3, 5)]
)
def test_the_number_is_as_large_as_the_paper_allows(number: str, narrow: int, wide: int) -> None:
    row = Document((TextItem(number, "center", 8, fit=True),))
    assert [item.size for item in layout(row, NARROW) if isinstance(item, TextLine)] == [narrow]
    assert [item.size for item in layout(row, WIDE) if isinstance(item, TextLine)] == [wide]


def test_a_centred_title_has_no_lone_word_below() -> None:
    lines = layout(Document((TextItem("Kantor Imigrasi Kelas I Non TPI Bekasi", "center"),)), NARROW)
    assert [item.text for item in lines if isinstance(item, TextLine)] == ["Kantor Imigrasi Kelas", "I Non TPI Bekasi"]


def test_columns_that_do_not_fit_become_two_lines() -> None:
    lines = layout(Document((Columns("Name of something long", "value that is long"),)), NARROW)
    assert [(item.text, item.align) for item in lines if isinstance(item, TextLine)] == [
        ("Name of something long", "left"),
        ("value that is long", "right"),
    ]


@given(st.text(st.characters(codec="ascii", categories=["Lu", "Nd", "Ll", "P"]), min_size=1, max_size=120))
def test_the_size_of_a_code_is_foretold_as_it_is_drawn(data: str) -> None:
    assert qr_modules(data) == len(qr_matrix(data))


@pytest.mark.parametrize(("length", "narrow", "wide"), [(50, 6, 8), (62, 6, 8), (150, 6, 8), (300, 4, 6)])
def test_modules_are_large_enough_to_scan(length: int, narrow: int, wide: int) -> None:
    code = Document((QR("A" * length),))
    for chosen, least in ((NARROW, narrow), (WIDE, wide)):
        assert all(item.module >= least for item in layout(code, chosen) if isinstance(item, QrCode))


@pytest.mark.parametrize("name", sorted(profiles()))
def test_every_profile_of_the_database_has_a_sound_width(name: str) -> None:
    for paper_mm in (None, 58, 80):
        chosen = find_profile(name, paper_mm)
        assert 20 <= chosen.columns <= 72
        assert chosen.cell_width >= 9
        assert chosen.columns * chosen.cell_width <= chosen.dots
