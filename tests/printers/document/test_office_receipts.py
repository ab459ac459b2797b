from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.receipts import receipt
from kiosk.rules import Configuration
from kiosk.rules.receipt import PLACES, PapersRow, QrRow, Receipt, ReceiptRow, RuleRow, TextRow
from printers.document.preview import render_preview
from printers.document.rows import QR, Cut, Rule, Step, TextItem, from_json, texts, to_json
from printers.profile import find_profile
from tests.printers.sample_receipts import URL, office, paper, ticket


def words(**options: object) -> str:
    return "\n".join(" ".join(texts(row)) for row in paper(**options).rows)


def test_what_stands_on_an_indonesian_ticket() -> None:
    said = words(checklist="dewasa-baru")
    for part in (
        "Kantor Imigrasi Kelas I Non TPI Bekasi",
        "ULP Plasa Cibubur",
        "A-012",
        "Permohonan Paspor",
        "ULP Plasa Cibubur 10.05",
        "Perkiraan dipanggil 10.25-10.40 hanya hari ini, Sabtu, 12 September",
        "Duduk di ruang tunggu.",
        "Siapkan yang asli",
        "e-KTP asli",
        "Pantau dari ponsel Pindai kode ini.",
    ):
        assert part in said
    assert paper().rows[-1] == Cut()
    assert [row.data for row in paper().rows if isinstance(row, QR)] == [URL]


def test_what_stands_on_an_english_ticket() -> None:
    said = words(language="en", ahead=1, estimate=(10, 25))
    for part in (
        "Passport Application",
        "Expected call 10:15-10:30 today only, Saturday, 12 September",
        "Take a seat in the waiting room.",
        "Scan this code.",
    ):
        assert part in said
    assert "hari" not in said


@pytest.mark.parametrize(
    ("estimate", "said"),
    [
        ((20, 35), "10.25-10.40"),
        ((10, 10), "sekitar 10.15"),
        ((0, 5), "10.05-10.10"),
        ((90, 150), "11.35-12.35"),
    ],
)
def test_the_call_is_said_as_clock_times_in_steps_of_five_minutes(estimate: tuple[int, int], said: str) -> None:
    assert said in words(estimate=estimate)


def test_no_estimate_says_nothing_of_a_call_but_still_the_day() -> None:
    assert "dipanggil" not in words(estimate=None)
    assert "hanya hari ini" in words(estimate=None)


def test_the_number_that_is_served_stands_beside_the_code_where_one_is() -> None:
    assert "Sekarang dilayani A-029" in words(serving="A-029")
    assert "dilayani" not in words()


def test_what_to_do_next_is_one_sentence_a_line_and_numbered() -> None:
    steps = [row for row in paper().rows if isinstance(row, Step)]
    assert [step.number for step in steps] == [1, 2, 3, 4]
    assert all(step.text.count(".") + step.text.count("?") <= 2 for step in steps)


def test_a_simulated_ticket_says_so_large() -> None:
    marks = [row for row in paper(simulated=True).rows if isinstance(row, TextItem) and "SIMULASI" in row.text]
    assert [mark.size for mark in marks] == [2]
    assert "SIMULASI" not in words()


def test_a_copy_says_so() -> None:
    assert "SALINAN / COPY 3" in words(copy=3)


def test_the_migrant_workers_paper_looks_like_the_others() -> None:
    assert paper(checklist="cpmi") == paper(checklist="dewasa-baru")


def test_no_flag_and_no_place_in_the_log_reach_the_paper() -> None:
    flagged = replace(ticket(), staff_flag="wawancara-mendalam", reason="secret", id="ulp-20260912-A-012")
    document = receipt(
        office(),
        "ulp",
        flagged,
        language="id",
        ahead=0,
        estimate=None,
        status_url=URL,
        checklist=office().checklists["cpmi"],
        simulated=False,
    )
    text = str(to_json(document))
    assert "wawancara" not in text
    assert "secret" not in text


@pytest.mark.parametrize("language", ["id", "en", "jv", "zh-Hans", "xx", "ar"])
def test_every_language_gets_a_ticket(language: str) -> None:
    document = paper(language=language)
    assert from_json(to_json(document)) == document
    assert "A-012" in str(to_json(document))


@pytest.mark.parametrize("paper_mm", [58, 80])
def test_the_picture_is_as_wide_as_the_paper(paper_mm: int) -> None:
    chosen = find_profile(paper_mm=paper_mm)
    drawn = render_preview(paper(checklist="anak"), chosen)
    assert drawn.width == chosen.dots + 48
    assert drawn.height > drawn.width
    assert drawn.getextrema() == (0, 255)
    assert drawn.crop((0, 0, 20, drawn.height)).getextrema() == (255, 255)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("checklist", [None, "anak"])
def test_the_shipped_receipt_says_what_the_standard_one_says(language: str, checklist: str | None) -> None:
    for estimate, ahead in (((20, 35), 3), ((0, 0), 0), (None, 1)):
        shipped, standard = (
            paper(language=language, checklist=checklist, estimate=estimate, ahead=ahead, configuration=configuration)
            for configuration in (office(), replace(office(), receipt=None))
        )
        assert shipped == standard


def _worded(*rows: ReceiptRow, **words: dict[str, str]) -> Configuration:
    return replace(office(), receipt=Receipt(rows, words))


def test_every_place_is_filled() -> None:
    rows = [TextRow({"id": f"<{{{place}}}>"}) for place in PLACES]
    said = [row.text for row in paper(configuration=_worded(*rows), serving="A-029").rows if isinstance(row, TextItem)]
    assert said[2].startswith("<Plasa Cibubur")
    assert [one for place, one in enumerate(said) if place != 2] == [
        "<Kantor Imigrasi Kelas I Non TPI Bekasi>",
        "<ULP Plasa Cibubur>",
        "<A-012>",
        "<Permohonan Paspor>",
        "<Sab, 12 Sep 2026>",
        "<10.05 WIB>",
        "<10.05>",
        "<Sabtu, 12 September>",
        "<3 orang>",
        "<10.25-10.40>",
        "<10.25-10.40>",
        "<Perkiraan dipanggil>",
        "<A-029>",
        "<Sekarang dilayani>",
    ]


def test_a_row_that_has_nothing_to_say_is_left_out() -> None:
    configuration = _worded(
        TextRow({"id": "Kira-kira {wait}, {number}"}), QrRow({"id": "Pindai"}), PapersRow({"id": "Siapkan"}), RuleRow()
    )
    assert paper(configuration=configuration, estimate=None, url="").rows == (Rule(), Cut())


def test_an_office_says_ahead_and_wait_in_its_own_words() -> None:
    configuration = _worded(
        TextRow({"id": "{ahead} {wait}"}),
        people={"id": "{n} sanes"},
        one_person={"id": "setunggal"},
        range={"id": "{low} dumugi {n}"},
    )
    for ahead, said in ((3, "3 sanes 20 dumugi 35"), (1, "setunggal 20 dumugi 35"), (0, "Tidak ada 20 dumugi 35")):
        assert paper(configuration=configuration, ahead=ahead).rows[0] == TextItem(said, "center")


def test_words_that_look_like_places_stay_words() -> None:
    configuration = replace(
        _worded(TextRow({"id": "{{x}} {office}"})), office=replace(office().office, name={"id": "{number} Kantor"})
    )
    assert paper(configuration=configuration).rows[0] == TextItem("{x} {number} Kantor", "center")
