"""The session of the windows, with stand-ins for the compositors: what is started, and what its end says."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

import assets

SCRIPT = assets.folder("deploy") / "kiosk-session"
FAKES = {
    "cage": """
[ "$1" != -h ] || { echo "$HELP"; exit; }
echo "cage $*" >> "$M/calls"
while [ "$1" != -- ]; do shift; done
shift
exec "$@"
""",
    "sway": 'grep "^exec " "$2" >"$M/lines"; while read -r line <&3; do eval "${line#exec }" 3<&-; done 3<"$M/lines"',
    "swaymsg": 'echo "swaymsg $*" >> "$M/calls"',
    "wlr-randr": """
echo "wlr-randr $*" >> "$M/calls"
[ "$#" -gt 0 ] || printf 'HDMI-A-1 "A screen"\n  Enabled: yes\n'
""",
    "antrean": 'echo "antrean $* decorated=${QT_WAYLAND_DISABLE_WINDOWDECORATION:-}" >> "$M/calls"; exit "${CODE:-0}"',
}


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    (tmp_path / "run").mkdir()
    for name, text in FAKES.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{text}\n")
        (tmp_path / name).chmod(0o755)
    return tmp_path


def start(machine: Path, windows: str, **environment: str) -> tuple[int, list[str]]:
    """Exit code, and the calls of programs."""
    known = {
        "PATH": f"{machine}:/usr/bin:/bin",
        "M": str(machine),
        "HELP": " -r  Rotate",
        "XDG_RUNTIME_DIR": str(machine / "run"),
        "ANTREAN_PROGRAM": str(machine / "antrean"),
        "ANTREAN_WINDOW_DATA": "/data",
    }
    done = subprocess.run([str(SCRIPT), windows], env=known | environment, capture_output=True, timeout=60, check=False)
    calls = machine / "calls"
    return done.returncode, calls.read_text().splitlines() if calls.exists() else []


def test_one_window_alone_without_a_title_bar_or_a_key_for_consoles(machine: Path) -> None:
    code, calls = start(machine, "visitor", ANTREAN_VISITOR="--printer tcp://10.0.0.9:9100", ANTREAN_BOARD="--line x")
    assert code == 0
    assert calls[0].startswith("cage -d -- ")
    assert calls[1:] == ["antrean visitor --fullscreen --data /data --printer tcp://10.0.0.9:9100 decorated=1"]


@pytest.mark.parametrize("code", [0, 1, 137])
def test_its_end_says_whether_the_window_died(machine: Path, code: int) -> None:
    assert start(machine, "board", CODE=str(code))[0] == code
    assert (start(machine, "visitor-board", CODE=str(code))[0] == 0) == (code == 0)


@pytest.mark.parametrize(("degrees", "turns"), [("90", "-r"), ("180", "-r -r"), ("270", "-r -r -r")])
def test_an_older_cage_turns_the_picture_itself(machine: Path, degrees: str, turns: str) -> None:
    assert start(machine, "visitor", ANTREAN_ROTATE=degrees)[1][0].startswith(f"cage -d {turns} -- ")


def test_for_a_newer_cage_wlr_randr_turns_every_screen_first(machine: Path) -> None:
    _, calls = start(machine, "visitor", ANTREAN_ROTATE="270", HELP=" -m  Mode")
    assert calls[1:3] == ["wlr-randr ", "wlr-randr --output HDMI-A-1 --transform 270"]
    assert calls[3].startswith("antrean visitor")


def test_several_windows_stand_on_screens_of_their_own_without_a_single_key(machine: Path) -> None:
    code, calls = start(machine, "visitor-board", ANTREAN_VISITOR="--diagonal 22")
    assert code == 0
    started = [call for call in calls if call.startswith("antrean")]
    assert [call.split()[1] for call in started] == ["visitor", "board"]
    assert ["--diagonal" in call for call in started] == [True, False]
    settings = (machine / "run/sway").read_text()
    assert "bind" not in settings
    assert "srvrkeys:none" in settings
    assert settings.index("workspace 1") < settings.index("visitor") < settings.index("workspace 2")


@pytest.mark.parametrize("wrong", [{"windows": "cashier"}, {"windows": "visitor", "ANTREAN_ROTATE": "45"}])
def test_what_is_wrong_ends_it(machine: Path, wrong: dict[str, str]) -> None:
    code, calls = start(machine, **wrong)
    assert code != 0
    assert not any(call.startswith("antrean") for call in calls)
    assert os.environ.get("ANTREAN_ROTATE") is None
