"""``antrean issue --print``: the bytes of the file, read by interpreters that the product does not share."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image, ImageOps

from kiosk.cli.main import antrean as command
from tests.flow import emulator
from tests.flow.child import OFFICE, ROOT, SATURDAY, antrean
from tests.flow.paper import decode, find_symbol, read

BEKASI = ROOT / "assets" / "config" / "bekasi"
DOTS = {58: 384, 80: 576}
WORDS = {"id": "Permohonan Paspor", "en": "Passport Application"}
VARIANTS = [(width, language, qr) for width in DOTS for language in WORDS for qr in ("", "&qr=raster")]


def _issue(folder: Path, printer: str, *more: str, language: str = "id", service: str = "paspor") -> dict[str, str]:
    done = antrean(
        *("issue", "--service", service, "--lang", language, "--print", "--printer", printer, "--json"),
        *("--data", folder / "data", "--config", BEKASI, "--point", "ulp", "--clock", SATURDAY.isoformat(), *more),
    )
    assert done.returncode == 0, done.stderr
    issued: dict[str, str] = json.loads(done.stdout)
    return issued


Printed = tuple[dict[str, str], bytes]
"""What the command said of the ticket, and the bytes that the printer got."""


@pytest.fixture(scope="module", params=VARIANTS, ids=lambda variant: "-".join(map(str, variant)))
def variant(request: pytest.FixtureRequest) -> tuple[int, str, str]:
    return request.param


@pytest.fixture(scope="module")
def printed(variant: tuple[int, str, str], tmp_path_factory: pytest.TempPathFactory) -> Printed:
    width, language, qr = variant
    folder = tmp_path_factory.mktemp("printed")
    file = folder / "paper.bin"
    issued = _issue(folder, f"file://{file}?width={width}{qr}", language=language)
    return issued, file.read_bytes()


def test_the_paper_holds_number_service_and_a_readable_code(variant: tuple[int, str, str], printed: Printed) -> None:
    width, language, _ = variant
    issued, data = printed
    paper = read(data, DOTS[width])
    assert paper.faults == []
    assert paper.cuts == 1
    assert issued["number"] == "A-001"
    assert "A-001" in paper.text.replace(" ", "").replace("\n", " ") or "A-001" in paper.text
    assert WORDS[language] in " ".join(paper.text.split())
    url = issued["status_url"]
    assert len(url) <= 62
    assert decode(paper.image) == {"zbar": {url}, "zxing": {url}}
    symbol = find_symbol(paper.image)
    assert symbol.module >= 6
    assert symbol.quiet >= 4


@pytest.mark.timeout(600)  # it may install the peer first
def test_a_third_partys_printer_agrees(variant: tuple[int, str, str], printed: Printed) -> None:
    width, language, _ = variant
    issued, data = printed
    emulated = emulator.emulate(data, DOTS[width])
    assert emulated.events == []
    assert [receipt.end for receipt in emulated.receipts] == ["cut"]
    receipt = emulated.receipts[0]
    assert "A-001" in receipt.text
    assert WORDS[language] in " ".join(receipt.text.split())
    picture: Image.Image = ImageOps.expand(receipt.image.convert("L"), border=(0, 0, 0, 60), fill=255)
    assert decode(picture) == {"zbar": {issued["status_url"]}, "zxing": {issued["status_url"]}}
    symbol = find_symbol(picture)
    assert symbol.module >= 6
    assert symbol.quiet >= 4


def test_tickets_follow_each_other_on_the_roll(tmp_path: Path) -> None:
    file = tmp_path / "paper.bin"
    numbers = [_issue(tmp_path, f"file://{file}?width=80")["number"] for _ in range(3)]
    assert numbers == ["A-001", "A-002", "A-003"]
    paper = read(file.read_bytes(), 576)
    assert (paper.faults, paper.cuts) == ([], 3)
    assert len(decode(paper.image)["zbar"]) == 3


RUBBISH = [
    "", "nonsense", "gopher://printer", "tcp://", "tcp://host:port", "tcp://127.0.0.1:99999", "file://", "file://relative",
    "usb://zz:yy", "serial://?baud=fast", "file:///tmp/x?width=70", "file:///tmp/x?width=wide", "file:///tmp/x?profile=unheard-of",
    "file:///tmp/x?colour=red", "tcp://[::1",
]  # fmt: skip


@pytest.mark.parametrize("url", RUBBISH)
def test_a_printer_url_that_is_none_is_refused_before_a_number_is_taken(url: str, tmp_path: Path) -> None:
    common = ("--data", str(tmp_path / "data"), "--config", str(OFFICE), "--clock", SATURDAY.isoformat())
    runner = CliRunner()
    done = runner.invoke(command, ["issue", "--service", "umum", "--print", "--printer", url, *common])
    assert done.exit_code in {1, 2}
    assert done.exception is None or isinstance(done.exception, SystemExit)
    assert len(done.stderr.splitlines()) == 1 or done.exit_code == 2, done.stderr
    after = runner.invoke(command, ["issue", "--service", "umum", "--json", *common], catch_exceptions=False)
    assert json.loads(after.stdout)["number"] == "A-001", "no number was lost"


@pytest.mark.parametrize("url", ["tcp://127.0.0.1:1", "file:///proc/nowhere/paper", "lp:///dev/nowhere"])
def test_a_printer_that_is_away_costs_no_ticket(url: str, tmp_path: Path) -> None:
    """The number is taken and told; the failure of the paper is one line."""
    common = ("--data", tmp_path / "data", "--config", OFFICE, "--clock", SATURDAY.isoformat())
    done = antrean("issue", "--service", "umum", "--print", "--printer", url, "--json", *common)
    assert "Traceback" not in done.stderr
    assert json.loads(done.stdout)["number"] == "A-001"
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1, done.stderr


ISSUE_REFUSED = {
    "unknown service": (["--service", "kopi"], 1, "kopi"),
    "no service": ([], 2, "--service"),
    "unknown checklist": (["--service", "umum", "--checklist", "none"], 1, "none"),
}


@pytest.mark.parametrize("case", ISSUE_REFUSED)
def test_issue_refuses_in_one_line(case: str, tmp_path: Path) -> None:
    arguments, code, words = ISSUE_REFUSED[case]
    done = antrean(
        "issue", *arguments, "--data", tmp_path / "data", "--config", OFFICE, "--clock", SATURDAY.isoformat()
    )
    assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1 or code == 2
