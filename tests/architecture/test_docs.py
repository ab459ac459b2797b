"""The pages under ``docs`` build without a warning, name only files that exist, and stand in both languages."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

PAGES = ROOT / "docs/pages"
LANGUAGES = ("en", "id")
PATH = re.compile(r"`((?:kiosk|ui|printers|assets|tests|docs)/[\w./*{}<>-]*)`")
PLACEHOLDERS = re.compile(r"NAME|PART|CODE")


def pages() -> list[Path]:
    return sorted(PAGES.rglob("*.md"))


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_a_page_names_only_what_exists(page: Path) -> None:
    named = [path for path in PATH.findall(page.read_text(encoding="utf-8")) if not PLACEHOLDERS.search(path)]
    lost = [path for path in named if not any(ROOT.glob(path.rstrip("/")))]
    assert lost == []


def test_every_page_stands_in_both_languages() -> None:
    names = {page.name.rsplit(".", 2)[0] for page in pages()}
    found = {(page.relative_to(PAGES).as_posix()) for page in pages()}
    by_page = {page.relative_to(PAGES).as_posix().rsplit(".", 2)[0] for page in pages()}
    assert names
    assert found == {f"{page}.{language}.md" for page in by_page for language in LANGUAGES}


@pytest.mark.parametrize("package", ["kiosk", "ui", "printers"])
def test_the_picture_of_the_house_has_every_room(package: str) -> None:
    drawn = (PAGES / "assets/house.svg").read_text(encoding="utf-8")
    rooms = {path.parent.name for path in (ROOT / package).glob("*/__init__.py")}
    assert {room for room in rooms if not re.search(rf">{room}\b", drawn)} == set()


def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-f", "docs/mkdocs.yml", "-d", str(tmp_path)]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    for page in ("index.html", "build/house.html", "id/build/house.html"):
        text = (tmp_path / page).read_text(encoding="utf-8")
        assert "fonts.googleapis" not in text, "a page asks another host"
