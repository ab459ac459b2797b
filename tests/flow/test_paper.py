"""Every ticket that the shipped office can print, on both papers, judged by printers that the product does not share.

make proof ARGS=tests/flow/test_paper.py
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest
from PIL import Image, ImageOps

from kiosk.rules import load
from tests.flow import emulator
from tests.flow.child import ROOT, antrean
from tests.flow.paper import decode, find_symbol, read

BEKASI = ROOT / "assets" / "config" / "bekasi"
MONDAY = "2026-09-14T09:00:00+07:00"
DOTS = {58: 384, 80: 576}
LEGEND = {"id": "Pantau dari ponsel", "en": "Follow on your phone"}
LOGO = '[[row]]\nkind = "logo"\nfile = "logo.png"\n\n[[row]]'
NEVER_CUT = 60
"""White dots that stand for the paper below the cut."""

pytestmark = [
    pytest.mark.long,
    pytest.mark.timeout(600),
]


def _tickets() -> Iterator[tuple[str, str, str, list[str], str]]:
    """Point, service, checklist or nothing, the papers to declare, language."""
    office = load(BEKASI)
    seen: set[str] = set()
    for point in office.points.values():
        for offer in point.offers:
            if offer.service in seen:
                continue
            seen.add(offer.service)
            for checklist in ("", *office.services[offer.service].checklists):
                papers = [paper.id for paper in office.checklists[checklist].required] if checklist else []
                for language in office.office.languages:
                    yield point.id, offer.service, checklist, papers, language


@pytest.mark.parametrize("qr", ["native", "raster"])
@pytest.mark.parametrize("width", DOTS)
def test_every_ticket_of_the_office(width: int, qr: str, tmp_path: Path) -> None:
    office, roll = load(BEKASI), tmp_path / "roll.bin"
    issued: list[dict[str, str]] = []
    kinds = list(_tickets())
    for point, service, checklist, papers, language in kinds:
        declared = ["--checklist", checklist, "--have", ",".join(papers)] if checklist else []
        done = antrean(
            *("issue", "--service", service, "--lang", language, *declared, "--print", "--json", "--point", point),
            *("--printer", f"file://{roll}?width={width}&qr={qr}", "--config", BEKASI, "--clock", MONDAY),
            *("--data", tmp_path / point),
        )
        assert done.returncode == 0, done.stderr
        issued.append(json.loads(done.stdout))
    assert {service for _, service, *_ in kinds} == set(office.services)

    strict = read(roll.read_bytes(), DOTS[width])
    assert (strict.faults, strict.cuts) == ([], len(kinds))
    emulated = emulator.emulate(roll.read_bytes(), DOTS[width])
    assert emulated.events == []
    assert [receipt.end for receipt in emulated.receipts] == ["cut"] * len(kinds)
    for receipt, ticket, (_, service, checklist, _, language) in zip(emulated.receipts, issued, kinds, strict=True):
        words = " ".join(receipt.text.split())
        assert ticket["number"] in words
        assert office.services[service].name[language] in words
        assert LEGEND[language] in words
        for paper in office.checklists[checklist].required if checklist else ():
            assert paper.text[language] in words
        lines = [line for line in receipt.text.splitlines() if ticket["status_url"] not in line]
        assert max(map(len, lines)) <= DOTS[width] // 12
        _scan(receipt.image, ticket["status_url"])


def _scan(image: Image.Image, url: str) -> None:
    picture = ImageOps.expand(image.convert("L"), border=(0, 0, 0, NEVER_CUT), fill=255)
    assert len(url) <= 62
    assert decode(picture) == {"zbar": {url}, "zxing": {url}}
    symbol = find_symbol(picture)
    assert symbol.module >= 6
    assert symbol.quiet >= 4


@pytest.mark.parametrize("width", DOTS)
def test_a_logo_and_arabic(width: int, tmp_path: Path) -> None:
    config = tmp_path / "config"
    shutil.copytree(BEKASI, config)
    Image.new("1", (384, 120)).save(config / "logo.png")
    text = (config / "receipt.toml").read_text(encoding="utf-8")
    for old, instead in {LEGEND["id"]: "رقمك في الطابور", "[[row]]": LOGO}.items():
        assert old in text
        text = text.replace(old, instead, 1)
    (config / "receipt.toml").write_text(text, encoding="utf-8")
    roll, png = tmp_path / "roll.bin", tmp_path / "preview.png"
    common = ("--config", config, "--point", "ulp", "--clock", MONDAY, "--data", tmp_path / "data")
    done = antrean(
        "issue", "--service", "paspor", "--print", "--json", "--printer", f"file://{roll}?width={width}", *common
    )
    assert done.returncode == 0, done.stderr
    assert antrean("print", "preview", "--png", png, "--width", str(width), *common).returncode == 0
    strict = read(roll.read_bytes(), DOTS[width])
    emulated = emulator.emulate(roll.read_bytes(), DOTS[width])
    assert (strict.faults, strict.cuts, emulated.events) == ([], 1, [])
    (receipt,) = emulated.receipts
    _scan(receipt.image, json.loads(done.stdout)["status_url"])
    assert _black_rows(receipt.image) == _black_rows(Image.open(png)) == 120, "the logo, from edge to edge"


def _black_rows(image: Image.Image) -> int:
    """The most rows in one stretch whose middle 384 dots are all black."""
    left = (image.width - 384) // 2
    grey = image.convert("L")
    black = [grey.crop((left, y, left + 384, y + 1)).getextrema() == (0, 0) for y in range(grey.height)]
    return max(len(list(stretch)) for one, stretch in groupby(black) if one)
