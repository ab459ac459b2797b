"""The systemd units: sound, hardened, and in step with `antrean setup` and the packages."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

import assets
from kiosk.cli.machine.roles import SERVER_UNITS, UPDATE_UNIT, MachineRole, session_unit

UNITS = assets.folder("deploy/systemd")
SESSION = "antrean-kiosk@visitor.service"
needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is in Debian's systemd"
)

EXPOSURE = {
    "antrean.service": 2.0,
    "antrean-backup.service": 1.4,
    "antrean-restore-drill.service": 0.9,
    SESSION: 2.1,
}
"""The most that each may be open, by ``systemd-analyze security``; the update runs dpkg and is not here."""


@pytest.fixture(scope="module")
def units(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copies whose programs exist on every machine, so that the rest of each unit is judged."""
    folder = tmp_path_factory.mktemp("units")
    for unit in UNITS.iterdir():
        text = unit.read_text(encoding="utf-8")
        name = SESSION if unit.name == "antrean-kiosk@.service" else unit.name
        (folder / name).write_text(re.sub(r"(?m)^ExecStart=(?:/opt|/usr/lib)\S+", "ExecStart=/bin/true", text))
    return folder


def analyze(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = ["systemd-analyze", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@needs_systemd
def test_every_unit_is_understood(units: Path) -> None:
    done = analyze("verify", "--man=no", *sorted(units.iterdir()))
    ours = [line for line in done.stderr.splitlines() if "antrean" in line]
    assert ours == []


@needs_systemd
@pytest.mark.parametrize("unit", EXPOSURE)
def test_a_service_is_closed_to_what_it_does_not_need(units: Path, unit: str) -> None:
    done = analyze("security", "--offline=yes", f"--threshold={round(EXPOSURE[unit] * 10)}", units / unit)
    assert done.returncode == 0, done.stdout[-300:]


def test_what_setup_turns_on_is_in_the_packages() -> None:
    known = {unit.name for unit in UNITS.iterdir()}
    assert {*SERVER_UNITS, UPDATE_UNIT} <= known
    for role in (MachineRole.KIOSK, MachineRole.COUNTER, MachineRole.BOARD):
        assert re.sub(r"@[a-z-]+\.", "@.", session_unit([role]) or "") in known
    for timer in UNITS.glob("*.timer"):
        assert timer.with_suffix(".service").name in known


def test_every_unit_is_installed_and_taken_away_by_the_package() -> None:
    root = Path(__file__).parents[2]
    built = (root / ".ci/deb").read_text(encoding="utf-8")
    gone = (root / ".ci/debian/antrean-server.prerm").read_text(encoding="utf-8")
    assert "antrean-{backup,restore-drill,update}.{service,timer}" in built
    assert all(unit in gone for unit in (*SERVER_UNITS, UPDATE_UNIT))


def test_the_server_waits_for_nothing_that_may_be_missing() -> None:
    """No printer, screen, network or time server holds it up: what it follows is ordered, never required."""
    text = (UNITS / "antrean.service").read_text(encoding="utf-8")
    assert not re.search(r"(?m)^(Requires|BindsTo|Requisite)=", text)
    assert "network-online.target" not in text
    session = (UNITS / "antrean-kiosk@.service").read_text(encoding="utf-8")
    assert "Wants=antrean.service" in session
    assert not re.search(r"(?m)^(Requires|BindsTo|Requisite)=", session)
