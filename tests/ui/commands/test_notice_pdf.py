"""The notice at the door as PDF, through the command that staff type."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

import assets
from kiosk.cli import plugins
from kiosk.cli.main import antrean
from kiosk.rules import Rules, load
from kiosk.rules.notice import notice
from tests.rules.conftest import OFFICES
from ui.commands import notice_pdf
from ui.theme.setup import load_fonts

CLOCK = ("--clock", "2026-02-20T08:00")


def _show(file: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(
        antrean, ["rules", "show", "--month", "2026-03", "--pdf", str(file), *CLOCK, *arguments]
    )
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.mark.parametrize(("paper", "box"), [("a4", (842, 595)), ("a3", (1191, 842))])
def test_a_page_for_each_language_on_the_paper_that_is_asked_for(
    qapp: object, tmp_path: Path, paper: str, box: tuple[int, int]
) -> None:
    file = tmp_path / "notice.pdf"
    said = _show(file, "--point", "gmm", "--paper", paper)
    assert (said.exit_code, said.stdout) == (0, f"{file}: 2 halaman, {paper.upper()}.\n")
    content = file.read_bytes()
    assert content.startswith(b"%PDF")
    found = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", content)
    assert {tuple(round(float(side)) for side in each) for each in found} == {box}
    assert len(re.findall(rb"/Type /Page\b", content)) == 2
    assert b"PlusJakartaSans" in content  # the font is in the file


def test_one_language_alone(qapp: object, tmp_path: Path) -> None:
    said = _show(tmp_path / "en.pdf", "--lang", "en")
    assert said.stdout == f"{tmp_path / 'en.pdf'}: 1 page, A4.\n"


def test_a_file_that_cannot_be_written_is_one_line(qapp: object, tmp_path: Path) -> None:
    said = _show(tmp_path / "nowhere" / "notice.pdf")
    assert (said.exit_code, said.stdout, said.stderr.count("\n")) == (1, "", 1)
    assert "cannot be written: No such file" in said.stderr


def test_an_installation_without_windows_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(group: str, name: str) -> None:
        raise plugins.MissingExtraError(name, "PySide6")

    monkeypatch.setattr(plugins, "load", missing)
    said = _show(tmp_path / "notice.pdf")
    assert said.exit_code == 1
    assert "pip install 'antrean[windows]'; or print the page of --html from a browser" in said.stderr


def test_a_holiday_list_that_nobody_checked_is_said_beside_the_notice(qapp: object, tmp_path: Path) -> None:
    said = _show(tmp_path / "notice.pdf", "--lang", "en", "--config", str(OFFICES / "japan"))
    assert "No font here" in said.stderr or not said.stderr
    (line,) = _show(tmp_path / "notice.pdf", "--month", "2027-03", "--lang", "en").stderr.splitlines()
    assert "The holiday list of 2027 has not been checked" in line


@pytest.mark.parametrize("office", ["bekasi", "hospital", "mall", "dmv", "munich", "forty"])
def test_the_words_of_every_date_fit_their_cell(qapp: object, office: str) -> None:
    load_fonts()
    rules = Rules(load(assets.folder("config/bekasi") if office == "bekasi" else OFFICES / office))
    image = QImage(2970, 2100, QImage.Format.Format_RGB32)
    image.fill("white")
    painter = QPainter(image)
    painter.scale(0.1, 0.1)
    for point in rules.configuration.points:
        page = notice(rules, point, date(2026, 8, 1), date(2026, 7, 20), "en")
        sheet = QRectF(1200, 1200, 27300, 18600)
        high = (notice_pdf._footer(painter, page, sheet) - notice_pdf._header(painter, page, sheet) - 620) / 6
        assert high > 1500
        days = [day for week in page.weeks for day in week if day]
        size = notice_pdf._fitting(painter, days, 3900, high)
        assert max(notice_pdf._height(painter, day, 3640, size) for day in days) <= high
    painter.end()
