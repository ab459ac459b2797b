"""A point that closes while visitors wait: every surface says one true thing, with the closure's own reason."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

import assets
from kiosk.rules import Rules, load
from tests.server.office import Office, running

AT = datetime.fromisoformat("2026-09-15T10:00:00+07:00")
SPECIAL = """
[[special]]
id = "padam"
date = 2026-09-15
points = ["ulp"]
hours = {hours}
reason = {{ id = "Listrik padam", en = "Power cut" }}
"""
CONTRADICTING = ("Menunggu giliran", "Tunggu di dekat loket", "Di depan Anda", "Perkiraan dipanggil")


@contextmanager
def _closing(tmp_path: Path, hours: str) -> Iterator[tuple[Office, str]]:
    """Three wait for a passport; then the day gets these hours. The second one's page."""
    config = tmp_path / "config"
    shutil.copytree(assets.folder("config/bekasi"), config)
    with running(tmp_path / "data", config, AT, "ulp") as office:
        taken = [office.person().take("paspor").body for _ in range(3)]
        file = config / "antrean.toml"
        file.write_text(file.read_text(encoding="utf-8") + SPECIAL.format(hours=hours), encoding="utf-8")
        office.point.rules = Rules(load(config))
        office.clock.forward(minutes=30)
        yield office, f"/t/{taken[1]['token']}"


def test_a_point_that_closes_for_the_day_says_so_once_and_why(tmp_path: Path) -> None:
    with _closing(tmp_path, "[]") as (office, path):
        page = office.person(None)("GET", path).body.decode()
        assert page.count("Hari ini tutup: Listrik padam.") == 1
        assert page.count("tutup") == 1
        assert "Nomor Anda tidak dipanggil lagi hari ini." in page
        assert not [words for words in CONTRADICTING if words in page]
        assert "Closed today: Power cut." in office.person(None)("GET", f"{path}?l=en").body.decode()
        refused = office.person().take("paspor").body
        assert refused["detail"].startswith("Hari ini tutup: Listrik padam. Nomor dapat diambil lagi besok")
        shown = office.person()("GET", "/point").body["services"]
        assert {service["detail"]["en"].partition(". ")[0] for service in shown} == {"Closed today: Power cut"}


def test_a_day_that_ends_early_gives_its_reason_and_one_that_only_differs_does_not(tmp_path: Path) -> None:
    with _closing(tmp_path, '["08:00-10:30"]') as (office, path):
        assert "Menunggu giliran" in office.person(None)("GET", path).body.decode()  # the drain: they are called still
        assert office.person().take("paspor").body["detail"].startswith("Layanan hari ini sudah tutup: Listrik padam.")
    rules = office.point.rules
    planner = rules._desks["ulp", "paspor"].planner
    assert planner.closure_note(AT.date(), "before_open") is None
    assert planner.closure_note(AT.date(), "ok") is None


@pytest.mark.parametrize("until", ["2026-09-15T11:00:00+07:00", None])
def test_a_stop_keeps_the_number_and_says_when_to_be_back(tmp_path: Path, until: str | None) -> None:
    config = assets.folder("config/bekasi")
    with running(tmp_path / "data", config, AT, "ulp") as office:
        person = office.person()
        path = f"/t/{person.take('paspor').body['token']}"
        assert person("POST", "/point/emergency", {"until": until, "reason": "api"}).status == 200
        page, status = (
            office.person(None)("GET", path).body.decode(),
            office.person(None)("GET", path, Accept="application/json").body,
        )
        assert "dihentikan sementara" in page
        assert "Tunggu di dekat loket" not in page
        assert "Nomor Anda tetap berlaku." in page
        assert ("sebelum pukul 11.00" in page) == (until is not None)
        assert status["resumes"] == until


def test_in_a_break_the_page_says_when_to_be_back_and_how_long_it_takes(tmp_path: Path) -> None:
    config = assets.folder("config/bekasi")
    with running(tmp_path / "data", config, AT.replace(hour=11, minute=50), "ulp") as office:
        path = f"/t/{office.person().take('informasi').body['token']}"
        office.clock.forward(minutes=40)
        page = office.person(None)("GET", path).body.decode()
        assert "Jam istirahat." in page
        assert "sebelum pukul 13.00" in page
        assert "setelah istirahat" in page or "13.0" in page
