from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from kiosk.rules import Configuration, ConfigurationError, ConfigurationProblem, load
from kiosk.rules.model import Hours
from kiosk.rules.receipt import LogoRow
from tests.rules.conftest import BEKASI

Edit = Callable[[str, str, str], Path]
MAIN = "antrean.toml"
Y26 = "holidays/2026.toml"

SLIPS = json.loads((Path(__file__).parent / "slips.json").read_text(encoding="utf-8"))
"""File, what is replaced in it, by what, text of the line to be told, key to be told, words of the message."""


def _refused(folder: Path) -> tuple[ConfigurationProblem, ...]:
    with pytest.raises(ConfigurationError) as caught:
        load(folder)
    return caught.value.problems


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: f"{slip[4]}-{slip[2][:20]}")
def test_a_clerks_slip_is_refused_where_it_stands(edited: Edit, slip: list[str]) -> None:
    file, old, new, needle, key, said = slip
    folder = edited(file, old, new)
    problems = _refused(folder)
    mine = [problem for problem in problems if problem.key == key and said in problem.message]
    assert mine, "\n".join(str(problem) for problem in problems)
    lines = (folder / file).read_text(encoding="utf-8").splitlines(keepends=True)
    assert mine[0].file == file
    assert needle in lines[mine[0].line - 1] or _inside(lines, needle, mine[0].line), mine[0]


def _inside(lines: list[str], needle: str, line: int) -> bool:
    """A missing key is told at its table's head: the marker stands a little below it."""
    return any(needle in text for text in lines[line - 1 : line + 4])


def test_the_shipped_configuration_is_sound(bekasi: Configuration) -> None:
    assert list(bekasi.points) == ["mpp", "ulp", "gmm"]
    assert bekasi.calendar.years == {2025, 2026, 2027}
    assert len(bekasi.calendar.days) == 28 + 25 + 26
    assert [version.effective_from.year for version in bekasi.schedules["passport-6day"].versions] == [2024, 2025]
    assert bekasi.schedules["passport-6day"].versions[1].week.days["sat"] == (Hours(540, 840),)
    assert [document.id for document in bekasi.checklists["dewasa-ganti"].required] == [
        "ktp",
        "kk",
        "akta",
        "paspor-lama",
    ]
    assert bekasi.checklists["cpmi"].staff_flag == "wawancara-mendalam"
    assert bekasi.staff_flags == {"wawancara-mendalam": {"id": "Wawancara mendalam", "en": "In-depth interview"}}
    assert [document.id for document in bekasi.checklists["cpmi"].conditional] == ["ganti-nama", "rekomendasi"]


def test_an_office_that_names_no_flag_may_use_any(edited: Edit) -> None:
    named = 'id   = "wawancara-mendalam"\nname = { id = "Wawancara mendalam", en = "In-depth interview" }\n'
    folder = edited(MAIN, named, "")
    path = folder / MAIN
    path.write_text(path.read_text().replace("[[staff_flag]]", "#"))
    assert load(folder).checklists["cpmi"].staff_flag == "wawancara-mendalam"


def test_every_problem_of_every_file_is_told_at_once(edited: Edit) -> None:
    folder = edited(MAIN, "schema = 1", "schema = 9")
    edited_more = (("service_min  = 5", "service_min  = -5"), ('prefix       = "U"', 'prefix       = "J"'))
    for old, new in edited_more:
        path = folder / MAIN
        path.write_text(path.read_text().replace(old, new, 1))
    path = folder / Y26
    path.write_text(path.read_text().replace("2026-01-16 =", "2025-01-16 ="))
    (folder / "holidays/2027.toml").write_text("year = 2027\n[public_holiday\n")
    files = [problem.file for problem in _refused(folder)]
    assert files == [MAIN, MAIN, MAIN, Y26, "holidays/2027.toml"]
    with pytest.raises(ConfigurationError) as caught:
        load(folder)
    assert (
        str(caught.value).splitlines()[0]
        == "antrean.toml:5: schema: this program reads schema 1 and 2; write schema = 2"
    )


def test_a_folder_without_configuration_is_named(tmp_path: Path) -> None:
    (problem,) = _refused(tmp_path / "nowhere")
    assert (problem.file, problem.key) == (MAIN, "file")
    assert "cannot be read" in problem.message
    assert str(tmp_path / "nowhere") in problem.message


def test_a_folder_in_the_place_of_the_file_is_named(tmp_path: Path) -> None:
    (tmp_path / MAIN).mkdir()
    (problem,) = _refused(tmp_path)
    assert "cannot be read" in problem.message


def test_text_of_another_encoding_is_told_with_its_line(edited: Edit) -> None:
    folder = edited(MAIN, "Mall maintenance", "Mall maintenance")
    path = folder / MAIN
    path.write_bytes(path.read_bytes().replace(b"Mall maintenance", "Café".encode("latin-1")))
    (problem,) = _refused(folder)
    assert "UTF-8" in problem.message
    assert b"Caf" in path.read_bytes().splitlines()[problem.line - 1]


def test_a_byte_order_mark_and_windows_line_ends_are_read(edited: Edit) -> None:
    folder = edited(MAIN, "schema = 1", "schema = 1")
    path = folder / MAIN
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load(folder).office.id == "kanim-bekasi"


def test_two_files_of_one_year_are_refused(edited: Edit) -> None:
    folder = edited(MAIN, "schema = 1", "schema = 1")
    shutil.copy(folder / Y26, folder / "holidays/2026-copy.toml")
    assert any("already has the file" in problem.message for problem in _refused(folder))


def test_an_empty_file_misses_every_table(tmp_path: Path) -> None:
    shutil.copytree(BEKASI / "holidays", tmp_path / "holidays")
    (tmp_path / MAIN).write_text("")
    keys = {problem.key for problem in _refused(tmp_path)}
    assert {"schema", "office", "calendar", "schedule", "service", "point"} <= keys


def test_one_bracket_in_the_place_of_two_is_told(tmp_path: Path) -> None:
    shutil.copytree(BEKASI / "holidays", tmp_path / "holidays")
    (tmp_path / MAIN).write_text("schema = 1\n[service]\nid = 'x'\n")
    told = {problem.key: problem.message for problem in _refused(tmp_path)}
    assert told["service"] == "is a table; write [[service]] with two brackets above each"
    assert told["office"] == "is missing; add a table [office]"
    assert told["point"] == "is missing; add at least one table [[point]]"


def test_a_missing_holidays_folder_is_told(edited: Edit) -> None:
    folder = edited(MAIN, "schema = 1", "schema = 1")
    shutil.rmtree(folder / "holidays")
    (problem,) = _refused(folder)
    assert problem.key == "calendar.holidays"
    assert "create it" in problem.message


def test_problems_are_plain_values_in_the_order_of_the_files(edited: Edit) -> None:
    problems = _refused(edited(MAIN, '["08:00-12:00", "13:00-16:00"]', '["8-12", "13-16"]'))
    assert problems == tuple(sorted(problems))
    assert [str(problem) for problem in problems] == [
        'antrean.toml:41: schedule[1].mon-thu[1]: "8-12" are not hours; write "08:00-12:00"',
        'antrean.toml:41: schedule[1].mon-thu[2]: "13-16" are not hours; write "13:00-16:00"',
    ]


def _with_logo(folder: Path, picture: Image.Image | bytes) -> Path:
    if isinstance(picture, bytes):
        (folder / "logo.png").write_bytes(picture)
    else:
        picture.save(folder / "logo.png")
    receipt = folder / "receipt.toml"
    receipt.write_text('[[row]]\nkind = "logo"\nfile = "logo.png"\n\n' + receipt.read_text(encoding="utf-8"))
    return folder


def test_a_logo_is_kept_in_black_and_white(edited: Edit) -> None:
    folder = _with_logo(edited(MAIN, "schema = 1", "schema = 1"), Image.new("L", (384, 120), 100))
    receipt = load(folder).receipt
    assert receipt is not None
    (logo, *_) = receipt.rows
    assert isinstance(logo, LogoRow)
    assert (logo.width, len(logo.png) < 200) == (384, True)


@pytest.mark.parametrize(
    ("picture", "said"),
    [
        (Image.new("L", (577, 100), 0), "577 x 100 dots; make it at most 576 wide"),
        (Image.new("L", (100, 481), 0), "480 high"),
        (Image.new("L", (100, 100), 200), "would come out white"),
        (b"\x89PNG\r\n\x1a\n", "save it again as PNG"),
        (b"", "save it again as PNG"),
    ],
)
def test_a_logo_that_cannot_be_printed_is_refused(edited: Edit, picture: Image.Image | bytes, said: str) -> None:
    (problem,) = _refused(_with_logo(edited(MAIN, "schema = 1", "schema = 1"), picture))
    assert (problem.file, problem.line, problem.key) == ("receipt.toml", 3, "row[1].file")
    assert said in problem.message


def test_a_receipt_without_a_file_is_the_standard_one(edited: Edit) -> None:
    folder = edited(MAIN, "schema = 1", "schema = 1")
    (folder / "receipt.toml").unlink()
    assert load(folder).receipt is None


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("timezone  =", "time_zone =", "office.time_zone: is not a known key"),
        ("[office]", "[ofice]", "ofice: is not a known key"),
        ("[office]", "[[office]]", "office: is a list"),
        ('["id", "en"]', '["id", "english"]', "office.languages[2]"),
        ("offers  = [", "offers  = 3\n#", "point[1].offers"),
    ],
)
def test_one_cause_is_one_problem(edited: Edit, old: str, new: str, line: str) -> None:
    folder = edited(MAIN, old, new)
    if "#" in new:
        text = (folder / MAIN).read_text(encoding="utf-8")
        head, _, rest = text.partition("offers  = 3\n#")
        (folder / MAIN).write_text(
            f"{head}offers  = 3{rest[rest.index(']' + chr(10) + 'counters') + 1 :]}", encoding="utf-8"
        )
    (problem,) = _refused(folder)
    assert line in str(problem)
