"""Scripts that no code page has: the same dots on paper and in the picture, in order, never wider than the paper."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Picture
from PIL import ImageChops

from printers.device.encode import encode
from printers.document import shaping
from printers.document.font_lookup import SHIPPED_FACES
from printers.document.layout import display_width, layout
from printers.document.layout_items import DrawnLine, QrCode, TextLine
from printers.document.preview import MARGIN, render_preview
from printers.document.rows import QR, Columns, Cut, Document, Feed, Rule, TextItem
from printers.document.transliteration import to_code_pages
from printers.profile import Profile, find_profile
from tests.examples import examples
from tests.flow import paper as foreign
from tests.printers.read_back import read

NARROW, WIDE = find_profile(paper_mm=58), find_profile(paper_mm=80)
ARABIC, CHINESE, JAVANESE = "رقمك في الطابور", "您的号码\uff0c请等候叫号\u3002", "ꦤꦺꦴꦩꦺꦴꦂ ꦱꦩ꧀ꦥꦺꦪꦤ꧀"
SCRIPTS = st.sampled_from(["Arab", "Latn", "Hani", "Java", "Deva", "Thai", "Hebr", "Cyrl", "Any", "Said"]).flatmap(
    lambda script: st.text(
        {
            "Arab": st.characters(min_codepoint=0x600, max_codepoint=0x6FF),
            "Latn": st.characters(min_codepoint=0x20, max_codepoint=0x24F),
            "Hani": st.characters(min_codepoint=0x4E00, max_codepoint=0x4EFF),
            "Java": st.characters(min_codepoint=0xA980, max_codepoint=0xA9DF),
            "Deva": st.characters(min_codepoint=0x900, max_codepoint=0x97F),
            "Thai": st.characters(min_codepoint=0xE00, max_codepoint=0xE7F),
            "Hebr": st.characters(min_codepoint=0x590, max_codepoint=0x5FF),
            "Cyrl": st.characters(min_codepoint=0x400, max_codepoint=0x4FF),
            "Any": st.characters(),
            "Said": st.sampled_from("\x1b\x1d\x10\x04\x14\x1c\x00\n\x9b@V!(kLE"),
        }[script],
        max_size=40,
    )
)
WORDS = st.lists(SCRIPTS, max_size=4).map(" ".join)
ROWS = st.one_of(
    st.builds(
        TextItem,
        WORDS,
        st.sampled_from(["left", "center", "right"]),
        st.integers(1, 8),
        bold=st.booleans(),
        invert=st.booleans(),
        fit=st.booleans(),
        hang=st.integers(0, 8),
    ),
    st.builds(Columns, WORDS, WORDS, bold=st.booleans()),
)
PAPERS = st.sampled_from([NARROW, WIDE, find_profile("TM-T20II"), find_profile("POS-5890")])
KNOWN = {"ESC @", "ESC a", "ESC E", "ESC t", "ESC $", "FS .", "GS !", "GS B", "GS b", "GS v 0", "GS V", "ESC d", "LF"}


@given(ROWS, PAPERS)
@settings(max_examples=examples(150))
def test_no_row_in_any_script_is_wider_than_the_paper(row: TextItem | Columns, chosen: Profile) -> None:
    for item in layout(Document((row,)), chosen):
        if isinstance(item, DrawnLine):
            assert item.picture.width <= chosen.dots
            assert isinstance(row, Columns) or _fits(item.text, row, chosen)
        if isinstance(item, TextLine):
            assert display_width(item.text) * item.size <= chosen.columns or display_width(item.text) <= 1
            assert item.tab_column + display_width(item.tab) <= chosen.columns


def _fits(line: str, row: TextItem, chosen: Profile) -> bool:
    """Nothing of it lies beyond the edge, but of a letter that is wider than the paper."""
    least = 1 if row.fit else row.size
    wide = shaping.line_width(line, least, "en", shaping.base_direction(row.text)) + (least if row.bold else 0)
    return wide <= chosen.dots or len(list(shaping.clusters(line))) == 1


@given(ROWS, PAPERS)
@settings(max_examples=examples(150))
def test_no_text_in_any_script_says_a_command(row: TextItem | Columns, chosen: Profile) -> None:
    data = encode(Document((row, Cut())), chosen)
    result = read(data, chosen.dots)
    assert result.unknown == []
    assert {one.name for one in result.commands if not isinstance(one, str)} <= KNOWN
    assert (result.count("ESC @"), result.count("ESC d"), result.count("GS V")) == (1, 1, int(chosen.cutter))
    assert "?" not in result.words or "?" in "".join(map(str, (getattr(row, name) for name in row.__struct_fields__)))
    for command in (b"\x10\x04", b"\x10\x05", b"\x10\x14"):
        assert command not in data


@given(WORDS, st.integers(40, 576), st.integers(1, 3), st.integers(0, 30))
@settings(max_examples=examples(100))
def test_lines_fit_and_lose_nothing(words: str, dots: int, size: int, hang: int) -> None:
    words = TextItem(words).text
    lines = shaping.wrap(words, dots, size, "en", hang)
    assert "".join("".join(lines).split()) == "".join(words.split())
    base = shaping.base_direction(words)
    for place, line in enumerate(lines):
        room = dots - (hang if place else 0)
        assert shaping.line_width(line, size, "en", base) <= room or len(list(shaping.clusters(line))) == 1


@pytest.mark.parametrize("text", [ARABIC, CHINESE, JAVANESE, "นมัสการ", "नमस्ते", "שלום", "ｱｲｳ", "٣"])
def test_scripts_that_join_stack_or_turn_are_never_spelt(text: str) -> None:
    for name in ("default", "TM-T20II", "TM-T88V"):
        assert to_code_pages(text, name) is None


@pytest.mark.parametrize("chosen", [NARROW, WIDE], ids=["58", "80"])
@pytest.mark.parametrize("words", [ARABIC, CHINESE, JAVANESE, "Plasa Cibubur"])
def test_the_picture_and_the_paper_are_the_same_dots(words: str, chosen: Profile) -> None:
    document = Document(
        (
            TextItem(words, "center"),
            TextItem(words, size=2, bold=True, fit=True),
            TextItem(words * 3, invert=True),
            TextItem(f"- {words * 4}", hang=2),
            Rule(),
            Columns(words, "12"),
            Columns(words * 3, words * 2, bold=True),
            Feed(24),
            TextItem("A-012", "center", 8, bold=True, fit=True),
            Cut(),
        )
    )
    printed = read(encode(document, chosen), chosen.dots).page.convert("L")
    drawn = render_preview(document, chosen)
    drawn = drawn.crop((MARGIN, MARGIN, MARGIN + printed.width, MARGIN + printed.height))
    assert ImageChops.difference(printed, drawn).getbbox() is None


def _ink(text: str, base: shaping.Direction, language: str = "ar") -> Picture.Image:
    return shaping.draw_line(text, 2, language, base).picture


def _same(one: Picture.Image, other: Picture.Image) -> bool:
    """But for a dot here and there, where a letter stands between two dots."""
    if one.size != other.size:
        return False
    dots = ImageChops.difference(one.convert("L"), other.convert("L")).histogram()
    return dots[255] < 0.06 * one.width * one.height


def _bounds(image: Picture.Image, left: int, right: int) -> Picture.Image:
    part = image.crop((left, 0, right, image.height))
    box = ImageChops.invert(part.convert("L")).getbbox()
    assert box is not None
    return part.crop(box)


def test_letters_are_joined() -> None:
    apart = sum(shaping.line_width(letter, 1, "ar", "rtl") for letter in "رقمك")
    assert shaping.line_width("رقمك", 1, "ar", "rtl") < apart
    assert shaping.line_width("ꦱ꧀ꦱ", 1, "jv", "ltr") < 2 * shaping.line_width("ꦱ", 1, "jv", "ltr") + 20


def test_the_first_word_of_arabic_stands_right_and_a_number_within_reads_as_it_is() -> None:
    whole = _ink("رقم A-12", "rtl")
    word, number = _ink("رقم", "rtl"), _ink("A-12", "ltr")
    assert _same(_bounds(whole, 0, number.width), _bounds(number, 0, number.width))
    right = _bounds(whole, whole.width - word.width, whole.width)
    assert _same(right, _bounds(word, 0, word.width))


def test_a_row_from_right_to_left_begins_at_the_right_edge() -> None:
    (row,) = layout(Document((TextItem(ARABIC),)), WIDE)
    assert isinstance(row, DrawnLine)
    assert row.align == "right"
    (columns,) = layout(Document((Columns("رقم", "12"),)), WIDE)
    assert isinstance(columns, DrawnLine)
    name = _bounds(columns.picture, WIDE.dots // 2, WIDE.dots)
    alone = shaping.draw_line("رقم", 1, "ar", "rtl").picture
    assert _same(name, _bounds(alone, 0, alone.width))


@pytest.mark.parametrize("chosen", [NARROW, WIDE], ids=["58", "80"])
def test_what_begins_at_the_right_edge_touches_it(chosen: Profile) -> None:
    for words in (ARABIC, "رقم", "\u0623\u0645\u0627\u0645\u0643 \u0627\u0644\u0622\u0646 \u0646\u0639\u0645"):
        page = read(encode(Document((TextItem(words), Cut())), chosen), chosen.dots).page
        box = ImageChops.invert(page.convert("L")).getbbox()
        assert box is not None
        assert box[2] >= chosen.dots - 3


def test_name_and_value_stand_on_one_line() -> None:
    """A tall or deep letter on one side lifts nothing on the other."""
    feet: set[int] = set()
    for name in ("اب", "\u0623\u064e\u0628", "جح"):
        (row,) = layout(Document((Columns(name, "12"),)), WIDE)
        assert isinstance(row, DrawnLine)
        box = ImageChops.invert(row.picture.crop((0, 0, 100, row.picture.height)).convert("L")).getbbox()
        (alone,) = layout(Document((TextItem(name),)), WIDE)
        assert isinstance(alone, DrawnLine)
        assert box is not None
        feet.add(box[3] - shaping.draw_line(name, 1, "en", "rtl").baseline)
    assert feet == {0}


def test_chinese_is_broken_anywhere_but_before_a_sign() -> None:
    for room in range(60, 200, 8):
        lines = shaping.wrap(CHINESE * 3, room, 1, "zh-Hans")
        assert len(lines) > 1
        assert not any(line[0] in "\uff0c\u3002" for line in lines)


def test_what_no_font_has_is_seen_and_named() -> None:
    nowhere = "\U0001fbfa\U0001fbfb"
    assert shaping.missing_characters(f"A {nowhere}\u0633", "en") == nowhere
    box = ImageChops.invert(shaping.draw_line(nowhere, 1, "en", "ltr").picture.convert("L")).getbbox()
    assert box is not None
    assert box[2] - box[0] > 10


def test_the_shipped_fonts_have_their_scripts() -> None:
    _, arabic, javanese = SHIPPED_FACES
    assert all(arabic.has(letter) for letter in "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةىًٌٍَُِّْ٠١٢٣٤٥٦٧٨٩،؛؟ـگچپڤ")
    assert all(javanese.has(chr(code)) for code in (*range(0xA980, 0xA9CE), *range(0xA9CF, 0xA9DA), 0xA9DE, 0xA9DF))
    assert not arabic.has("排")


def test_another_reader_finds_nothing_odd() -> None:
    for chosen in (NARROW, WIDE):
        document = Document((TextItem(ARABIC), TextItem(JAVANESE, "center", 2), Columns(ARABIC, "12"), Cut()))
        found = foreign.read(encode(document, chosen), chosen.dots)
        assert (found.faults, found.cuts) == ([], 1)


def test_a_code_between_drawn_rows_keeps_its_place() -> None:
    items = layout(Document((TextItem(ARABIC), QR("HTTPS://X/T/1"), TextItem(ARABIC))), NARROW)
    assert [type(item) for item in items] == [DrawnLine, QrCode, DrawnLine]
