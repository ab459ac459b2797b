from __future__ import annotations

import io
import logging
import random
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Picture

from printers.device.encode import encode
from printers.document.layout import qr_modules
from printers.document.raster import PictureError, without_real_time_commands
from printers.document.rows import QR, Beep, Columns, Cut, Document, Image, Rule, TextItem
from printers.profile import find_profile
from tests.examples import examples
from tests.printers.document.test_document import documents
from tests.printers.read_back import module_and_margin, read
from tests.printers.sample_receipts import URL, office, paper

PAPERS = [
    find_profile("default", 58, "native"),
    find_profile("default", 58, "raster"),
    find_profile("default", 80, "native"),
    find_profile("default", 80, "raster"),
    find_profile("TM-T20II-42col"),
    find_profile("RP-F10-58mm"),
]


@pytest.mark.parametrize("service", sorted(office().services))
@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(
    "chosen", PAPERS, ids=lambda p: f"{p.name}-{p.paper_mm}-{'native' if p.native_qr else 'raster'}"
)
def test_every_ticket_reads_back_as_it_was_meant(service: str, language: str, chosen: object) -> None:
    assert isinstance(chosen, type(PAPERS[0]))
    kind = office().services[service]
    document = paper(
        service, number=f"{kind.prefix}-012", language=language, checklist=next(iter(kind.checklists), None)
    )
    result = read(encode(document, chosen), chosen.dots)
    assert result.unknown == []
    assert f"{kind.prefix}-012" in result.words
    assert kind.name[language] in result.words.replace("\n", " ")
    assert result.count("GS V") == 1
    assert [code.text for code in result.codes] == [URL]
    module, margin = module_and_margin(result.page, qr_modules(URL))
    assert module >= 6
    assert margin >= 4


def test_nothing_asks_a_file_for_an_answer() -> None:
    for chosen in PAPERS:
        result = read(encode(paper(checklist="anak"), chosen), chosen.dots)
        assert not any(result.count(name) for name in ("DLE EOT", "GS r", "GS I", "GS a"))


@pytest.mark.parametrize("paper_mm", [58, 80])
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_ticket_with_a_native_code_is_at_most_420_bytes(paper_mm: int, language: str) -> None:
    longest = URL + "Z" * (62 - len(URL))
    assert len(encode(paper(language=language, url=longest), find_profile(paper_mm=paper_mm, qr="native"))) <= 420


@pytest.mark.parametrize("number", ["A-012", "AB-1234", "Z-99999"])
def test_the_number_is_never_clipped_or_broken(number: str) -> None:
    for chosen in PAPERS:
        result = read(
            encode(Document((TextItem(number, "center", 8, bold=True, fit=True), Cut())), chosen), chosen.dots
        )
        assert result.words.strip() == number
        assert result.count("LF") == 1


@given(documents)
@settings(max_examples=examples(60))
def test_any_document_becomes_known_commands_or_is_refused(document: Document) -> None:
    for chosen in PAPERS[:3]:
        try:
            data = encode(document, chosen)
        except PictureError:
            continue
        assert read(data, chosen.dots).unknown == []


def test_letters_outside_ascii_are_printed_in_their_code_pages() -> None:
    chosen = find_profile()
    text = "Café Ñandú — “Łódź” € 5…"
    assert read(encode(Document((TextItem(text), Cut())), chosen), chosen.dots).words.strip() == text


def test_letters_that_no_code_page_has_are_spelt_otherwise() -> None:
    chosen = find_profile("TM-T20II")
    result = read(encode(Document((TextItem("Ǎrga ấy ≤ 6 → ﬁx"), Cut())), chosen), chosen.dots)
    assert "?" not in result.words
    assert result.count("GS v 0") == 0
    assert "rga" in result.words
    assert result.words.strip().endswith("fix")


@pytest.mark.parametrize("text", ["\u0928\u092e\u0938\u094d\u0924\u0947", "排队号码", "رقم"])
def test_a_script_without_a_code_page_is_drawn(text: str) -> None:
    chosen = find_profile()
    result = read(encode(Document((TextItem(text), Cut())), chosen), chosen.dots)
    assert result.count("GS v 0") >= 1
    assert "?" not in result.words


def test_one_document_does_not_change_the_next() -> None:
    chosen = find_profile()
    first = encode(paper(), chosen)
    encode(Document((TextItem("Ж é", bold=True, invert=True, size=4),)), chosen)
    assert encode(paper(), chosen) == first


def test_logos_are_thresholded_and_hold_no_command() -> None:
    noise = random.Random(7)  # noqa: S311  only a picture
    grey = Picture.frombytes("L", (300, 200), bytes(noise.randrange(256) for _ in range(300 * 200)))
    file = io.BytesIO()
    grey.save(file, format="PNG")
    chosen = find_profile(paper_mm=58)
    data = encode(Document((Image(file.getvalue()), Cut())), chosen)
    for command in (b"\x10\x04", b"\x10\x05", b"\x10\x14"):
        assert command not in data
    result = read(data, chosen.dots)
    assert result.count("GS v 0") == 2
    flat = io.BytesIO()
    Picture.new("L", (80, 80), 140).save(flat, format="PNG")
    paler = read(encode(Document((Image(flat.getvalue()), TextItem("x"), Cut())), chosen), chosen.dots)
    assert paler.page.convert("L").crop((0, 0, 384, 80)).getextrema() == (255, 255)


@given(st.binary(max_size=300))
def test_picture_bytes_are_made_harmless(data: bytes) -> None:
    clean = without_real_time_commands(data)
    assert len(clean) == len(data)
    assert not any(command in clean for command in (b"\x10\x04", b"\x10\x05", b"\x10\x14"))


def test_a_picture_that_is_none_is_refused() -> None:
    with pytest.raises(PictureError, match="not a picture"):
        encode(Document((Image(b"GIF89a"),)), find_profile())


def test_without_a_cutter_the_paper_is_fed() -> None:
    chosen = find_profile("POS-5890")
    result = read(encode(paper(), chosen), chosen.dots)
    assert result.count("GS V") == 0
    assert result.count("ESC d") == 1
    assert [code.text for code in result.codes] == [URL]


def test_a_value_stands_at_the_right_edge() -> None:
    chosen = find_profile(paper_mm=58)
    result = read(encode(Document((Columns("Left", "42 right"), Cut())), chosen), chosen.dots)
    ink = Picture.eval(result.page.convert("L"), lambda grey: 255 - grey).getbbox()
    assert ink is not None
    assert ink[2] >= chosen.dots - chosen.cell_width


def test_beeps_in_the_makers_own_way() -> None:
    assert b"\x1b(A\x04\x0001\x02\x02" in encode(Document((Beep(2),)), find_profile("TM-T20II"))
    assert b"\x1bB\x02\x02" in encode(Document((Beep(2),)), find_profile("POS-5890"))
    assert b"\x1bB" in encode(Document((Rule(),)), find_profile("POS-5890"), beep=True)


def test_a_code_of_300_letters_still_fits_58_mm() -> None:
    chosen = find_profile(paper_mm=58)
    data = "https://x.example/" + "a" * 280
    assert [code.text for code in read(encode(Document((QR(data), Cut())), chosen), chosen.dots).codes] == [data]


def test_importing_the_library_leaves_no_trace() -> None:
    program = (
        "import logging, os, tempfile, sys\n"
        "tempfile.tempdir = folder = tempfile.mkdtemp()\n"
        "from printers.device.encode import warm_up\n"
        "assert 'escpos' not in sys.modules\n"
        "from printers.profile import find_profile\n"
        "warm_up(find_profile())\n"
        "print(len(logging.getLogger().handlers), os.listdir(folder))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0 []"
    assert logging.getLogger("escpos").handlers == []


def test_a_logo_that_spells_a_command_is_drawn_otherwise() -> None:
    row = Picture.frombytes("1", (16, 1), bytes((0xFF ^ 0x10, 0xFF ^ 0x04)))
    file = io.BytesIO()
    row.resize((16, 24)).save(file, format="PNG")
    data = encode(Document((Image(file.getvalue()), Cut())), find_profile())
    assert b"\x10\x04" not in data
    assert b"\x18\x04" * 24 in data


@pytest.mark.parametrize("chosen", PAPERS[:2], ids=["native", "raster"])
def test_a_code_can_lose_a_seventh_of_itself(chosen: object) -> None:
    assert isinstance(chosen, type(PAPERS[0]))
    (code,) = read(encode(paper(), chosen), chosen.dots).codes
    assert code.ec_level == "M"
