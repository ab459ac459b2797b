"""The update script against a machine that is a folder: dpkg and systemctl are stand-ins that do what they are told."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

import assets

SCRIPT = assets.folder("deploy") / "update"
OLD, NEW = "0.1.0+git1~deb12", "0.1.0+git2~deb12"
pytestmark = pytest.mark.skipif(shutil.which("dpkg") is None, reason="versions are compared by Debian's dpkg")

# A package is a text file: its control fields. `dpkg --install` notes the version, and changes the data as a new
# version does when it starts.
FAKES = {
    "dpkg-query": 'for name; do :; done; cat "$M/installed/$name" 2>/dev/null',
    "dpkg-deb": 'sed -n "s/^$3: //p" "$2"',
    "dpkg": """
if [ "$1" = --compare-versions ] || [ "$1" = --print-architecture ]; then exec /usr/bin/dpkg "$@"; fi
echo "dpkg $*" >> "$M/calls"
for file; do
    case $file in --*) continue ;; esac
    case $(cat "$file") in *unpackable*) exit 1 ;; esac
    sed -n 's/^Version: //p' "$file" | tr -d '\\n' > "$M/installed/$(sed -n 's/^Package: //p' "$file")"
    echo "upgraded by $(basename "$file")" >> "$M/var/lib/antrean/antrean.db"
done""",
    "systemctl": """
echo "systemctl $*" >> "$M/calls"
case "$*" in
    "start antrean-backup.service") [ ! -e "$M/backup-fails" ] ;;
    "is-active --quiet antrean.service") ! grep -q git2 "$M/installed/antrean-server" || [ ! -e "$M/new-is-dead" ] ;;
    *) : ;;
esac""",
    "python": 'echo ready >> "$M/asked"; ! grep -q git2 "$M/installed/antrean-server" || [ ! -e "$M/new-is-ill" ]',
    "apt-get": 'echo "apt-get $*" >> "$M/calls"; [ -e "$M/online" ]',
    "sleep": ":",
}


@dataclass
class Machine:
    root: Path
    stick: Path

    def package(self, name: str, version: str, more: str = "", folder: Path | None = None) -> Path:
        file = (folder or self.stick) / f"{name}_{version}_amd64.deb"
        file.write_text(f"Package: {name}\nVersion: {version}\nArchitecture: {architecture()}\n{more}")
        file.chmod(0o644)
        return file

    def update(self, source: str | None = None) -> tuple[int, str]:
        environment = {
            "PATH": f"{self.root}/bin:/usr/bin:/bin",
            "M": str(self.root),
            "ANTREAN_ROOT_FOLDER": str(self.root),
            "ANTREAN_PYTHON": str(self.root / "bin/python"),
            "ANTREAN_UPDATE_WAIT": "3",
            "ANTREAN_UPDATE_FROM": str(self.stick) if source is None else source,
            "ANTREAN_ADMINISTRATOR": str(os.getuid()),
        }
        done = subprocess.run([str(SCRIPT)], env=environment, capture_output=True, text=True, timeout=60, check=False)
        return done.returncode, done.stdout + done.stderr

    def calls(self) -> list[str]:
        file = self.root / "calls"
        return file.read_text().splitlines() if file.exists() else []

    def installed(self, name: str = "antrean-server") -> str:
        return (self.root / "installed" / name).read_text()

    def report(self) -> dict[str, str]:
        return json.loads((self.root / "var/lib/antrean-update/last.json").read_text())

    @property
    def database(self) -> str:
        return (self.root / "var/lib/antrean/antrean.db").read_text()


def architecture() -> str:
    return subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    root, stick = tmp_path / "machine", tmp_path / "stick"
    for folder in ("bin", "installed", "var/lib/antrean", "var/cache/apt/archives", "etc/antrean"):
        (root / folder).mkdir(parents=True)
    stick.mkdir(mode=0o755)
    stick.chmod(0o755)
    for name, text in FAKES.items():
        (root / "bin" / name).write_text(f"#!/bin/sh\n{text}\n")
        (root / "bin" / name).chmod(0o755)
    for name in ("antrean-server", "antrean-kiosk"):
        (root / "installed" / name).write_text(OLD)
    (root / "var/lib/antrean/antrean.db").write_text("tickets\n")
    (root / "var/lib/antrean/server.json").write_text('{"url": "http://127.0.0.1:8080", "pid": 1}')
    made = Machine(root, stick)
    for name in ("antrean-server", "antrean-kiosk", "antrean"):
        made.package(name, OLD)
        made.package(name, NEW)
    return made


def test_a_newer_version_is_installed_after_a_backup(machine: Machine) -> None:
    code, said = machine.update()
    assert (code, machine.installed(), machine.installed("antrean-kiosk")) == (0, NEW, NEW), said
    done = machine.calls()
    assert done[:2] == ["systemctl start antrean-backup.service", "systemctl stop antrean.service"]
    assert done[2].startswith("dpkg --install ")
    assert "antrean_" not in done[2], "a package that is not installed is not brought in"
    assert machine.report()["status"] == "updated"
    assert "upgraded" in machine.database
    code, _ = machine.update()
    assert (code, machine.report()["status"]) == (0, "newest")


@pytest.mark.parametrize("fault", ["new-is-dead", "new-is-ill"])
def test_a_version_that_is_not_ready_gives_way_to_the_old_one_and_its_data(machine: Machine, fault: str) -> None:
    (machine.root / fault).touch()
    code, said = machine.update()
    assert (code, machine.installed(), machine.installed("antrean-kiosk")) == (3, OLD, OLD), said
    assert machine.database == "tickets\n"
    assert machine.report()["status"] == "back"
    assert "upgraded" in (machine.root / "var/lib/antrean-update/data.failed/antrean.db").read_text()
    assert machine.calls()[-2] == "systemctl start antrean.service"


def test_a_package_that_dpkg_refuses_gives_way_too(machine: Machine) -> None:
    machine.package("antrean-kiosk", NEW, "unpackable")
    code, said = machine.update()
    assert (code, machine.installed(), machine.database) == (3, OLD, "tickets\n"), said


def test_where_the_way_back_is_missing_nothing_is_touched(machine: Machine) -> None:
    (machine.stick / f"antrean-kiosk_{OLD}_amd64.deb").unlink()
    code, said = machine.update()
    assert (code, machine.calls(), machine.installed()) == (1, [], OLD)
    assert f"antrean-kiosk {OLD} is needed for the way back" in said


def test_the_old_version_of_the_last_update_is_the_way_back_of_the_next(machine: Machine) -> None:
    assert machine.update()[0] == 0
    for file in machine.stick.iterdir():
        file.unlink()
    newer = "0.1.0+git3~deb12"
    for name in ("antrean-server", "antrean-kiosk"):
        machine.package(name, newer)
    assert machine.update()[0] == 0
    assert machine.installed() == newer
    kept = {file.name for file in (machine.root / "var/lib/antrean-update/packages").iterdir()}
    assert len(kept) == 4, "only the newest two versions are kept"


def test_a_backup_that_fails_stops_it(machine: Machine) -> None:
    (machine.root / "backup-fails").touch()
    code, _ = machine.update()
    assert (code, machine.installed(), machine.calls()) == (1, OLD, ["systemctl start antrean-backup.service"])


@pytest.mark.parametrize("version", ["0.1.0+git0~deb12", "0.1.0+git9~deb13"])
def test_neither_an_older_version_nor_another_release_is_taken(machine: Machine, version: str) -> None:
    for file in machine.stick.glob(f"*{NEW}*"):
        file.unlink()
    machine.package("antrean-server", version)
    assert machine.update()[0] == 0
    assert (machine.installed(), machine.calls()) == (OLD, [])


@pytest.mark.parametrize("open_to_others", ["folder", "file"])
def test_a_folder_that_others_write_is_not_believed(machine: Machine, open_to_others: str) -> None:
    target = machine.stick if open_to_others == "folder" else machine.stick / f"antrean-server_{NEW}_amd64.deb"
    target.chmod(0o777)
    code, said = machine.update()
    assert (code, machine.calls(), machine.installed()) == (1, [], OLD)
    assert "others than the administrator" in said


@pytest.mark.parametrize("source", ["", "/nonexistent", "apt"])
def test_a_source_that_does_not_answer_changes_nothing(machine: Machine, source: str) -> None:
    code, said = machine.update(source)
    assert (code, machine.installed()) == (1, OLD)
    assert "nothing was changed" in said
    assert not any("systemctl" in call for call in machine.calls())


def test_the_offices_own_repository_is_asked_by_apt(machine: Machine) -> None:
    (machine.root / "online").touch()
    for file in list(machine.stick.iterdir()):
        shutil.move(file, machine.root / "var/cache/apt/archives")
    assert machine.update("apt")[0] == 0
    assert machine.installed() == NEW
