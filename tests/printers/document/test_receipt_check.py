"""``antrean config check`` on what would be printed, and the preview of a receipt that an office words itself."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

import assets
from kiosk.cli.main import antrean
from tests.flow.paper import decode

FIRST_RULE = 'kind = "rule"\ndrawn_only = true\n\n[[row]]\nkind = "number"'
BEKASI = assets.folder("config/bekasi")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    shutil.copytree(BEKASI, tmp_path / "config")
    return tmp_path / "config"


def _edit(folder: Path, old: str, new: str, file: str = "receipt.toml") -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(antrean, [*map(str, arguments)])


def _warnings(config: Path) -> list[str]:
    done = _run("config", "check", "--config", config, "--lang", "en")
    assert done.exit_code == 0, done.output
    return [line for line in done.output.splitlines() if line.startswith("receipt_")]


def test_the_shipped_receipt_needs_no_second_look() -> None:
    assert _warnings(BEKASI) == []


def test_a_receipt_without_a_code_is_told(config: Path) -> None:
    text = (config / "receipt.toml").read_text(encoding="utf-8")
    whole, _, _ = text.partition('[[row]]\nkind = "qr"')
    (config / "receipt.toml").write_text(whole, encoding="utf-8")
    assert [line.split(":")[0] for line in _warnings(config)] == ["receipt_no_code"]


def test_a_word_that_is_cut_is_told_with_its_paper(config: Path) -> None:
    _edit(config, 'text = "{service}"\nsize = 2', 'text = "{service}"\nsize = 4')
    told = _warnings(config)
    assert any("58 mm" in line and '"Permohonan" is cut' in line for line in told), told
    assert not any("80 mm" in line and '"Paspor"' in line for line in told)


def test_a_wide_logo_is_told_for_narrow_paper(config: Path) -> None:
    Image.new("1", (480, 100)).save(config / "logo.png")
    _edit(
        config,
        'kind = "rule"\ndrawn_only = true\n\n[[row]]\nkind = "number"',
        'kind = "logo"\nfile = "logo.png"\n\n[[row]]\nkind = "number"',
    )
    (told,) = _warnings(config)
    assert "480 dots wide; 58 mm paper has 384" in told


def test_letters_that_nothing_has_are_named(config: Path) -> None:
    _edit(config, 'id = "Siapkan yang asli"', 'id = "NOMOR \U0001fbfa"')
    (told,) = _warnings(config)
    assert "U+1FBFA" in told
    assert "NOMOR \U0001fbfa" in told


def test_a_language_that_the_program_does_not_speak_needs_its_own_words(config: Path) -> None:
    text = (config / "antrean.toml").read_text(encoding="utf-8").replace('["id", "en"]', '["id", "ar"]')
    (config / "antrean.toml").write_text(text.replace(" en = ", " ar = "), encoding="utf-8")
    _edit(config, " en = ", " ar = ")
    _edit(config, 'text = "{about_label}"', 'text = "{ahead}"')
    (told,) = _warnings(config)
    assert "nobody, one_person, people, soon, minutes, range" in told
    words = 'nobody = { ar = "لا أحد" }\none_person = { ar = "شخص" }\npeople = { ar = "{n}" }\nsoon = { ar = "الآن" }\n'
    words += 'minutes = { ar = "{n} دقيقة" }\nrange = { ar = "{low}-{n} دقيقة" }\n'
    _edit(
        config,
        '[[row]]\nkind  = "columns"',
        f'[words]\n{words}\n[[row]]\nkind  = "columns"',
    )
    assert _warnings(config) == []


@pytest.mark.parametrize("width", ["58", "80"])
def test_the_preview_draws_what_the_office_words(config: Path, width: str, tmp_path: Path) -> None:
    Image.new("1", (384, 96)).save(config / "logo.png")
    _edit(
        config,
        'kind = "rule"\ndrawn_only = true\n\n[[row]]\nkind = "number"',
        'kind = "logo"\nfile = "logo.png"\n\n[[row]]\nkind = "number"',
    )
    _edit(config, 'id = "Siapkan yang asli"', 'id = "رقمك"')
    png = tmp_path / "receipt.png"
    done = _run("print", "preview", "--png", png, "--width", width, "--config", config, "--service", "paspor")
    assert done.exit_code == 0, done.output
    drawn = Image.open(png)
    assert drawn.width == {"58": 384, "80": 576}[width] + 48
    logo = drawn.crop((drawn.width // 2 - 192, 0, drawn.width // 2 + 192, 300))
    assert logo.histogram()[0] > 384 * 96
    url = "HTTPS://EXAMPLE.COM/T/ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    assert decode(drawn) == {"zbar": {url}, "zxing": {url}}
