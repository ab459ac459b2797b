"""Several machines as an office sets them up: a server for the network, what is found of it, and a window elsewhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kiosk import discovery
from kiosk.cli.discover import discover
from kiosk.client import credentials
from tests.flow.child import Server, antrean
from tests.ui.office import House, connected, living

HERE = "127.0.0.1"
"""Nothing of a test leaves this machine: it announces and looks on loopback alone."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with living(tmp_path_factory.mktemp("house"), options=("--tls-port", "0")) as running:
        yield running


def code(house: House, name: str, role: str = "counter") -> str:
    return str(house.ask("POST", "/pairing-codes", {"name": name, "role": role})["code"])


def until(what: Callable[[], Any], seconds: float = 60) -> Any:
    deadline = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < deadline, f"still {found!r}"
    return found


def seen(house: House) -> list[dict[str, Any]]:
    """What the command finds of this server; other tests may have theirs on the same loopback."""
    said = CliRunner().invoke(discover, ["--lan", HERE, "--seconds", "0.7", "--json"])
    rows: list[dict[str, Any]] = json.loads(said.output)
    return [row for row in rows if row["fingerprint"] == house.fingerprint]


def test_a_server_is_found_and_then_no_longer(tmp_path: Path) -> None:
    with living(tmp_path, options=("--tls-port", "0")) as house:
        (row,) = until(lambda: seen(house))
        assert row == {
            "name": "ULP Plasa Cibubur",
            "point": "ulp",
            "urls": [house.lan],
            "fingerprint": house.fingerprint,
        }
        line = f"ULP Plasa Cibubur (ulp)  {house.lan}  {house.fingerprint[:16]}"
        until(lambda: line in CliRunner().invoke(discover, ["--lan", HERE, "--seconds", "1"]).output)
    assert seen(house) == []


def test_a_server_may_stay_hidden(tmp_path: Path) -> None:
    with living(tmp_path, options=("--tls-port", "0", "--no-announce")) as hidden:
        assert seen(hidden) == []


def test_whoever_announces_nonsense_is_passed_over() -> None:
    said = [("p", "n", "short"), ("p", "a\x1b[31m", "cd" * 32), ("true", "true", "ef" * 32)]

    def announce(one: tuple[str, str, str]) -> Callable[[], None]:
        return discovery.announce(point=one[0], name=one[1], host=HERE, port=1, fingerprint=one[2])

    with ThreadPoolExecutor(3) as together:
        stops = list(together.map(announce, said))
    try:
        found = until(lambda: [one for one in discovery.browse(1.2, HERE) if one.point in ("p", "true")])
        assert found == [discovery.DiscoveredServer("true", "true", ("https://127.0.0.1:1",), "ef" * 32)]
    finally:
        for stop in stops:
            stop()


def window(data: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "kiosk", "counter", "--data", str(data), "--lan", HERE, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )


def test_a_code_is_all_that_a_new_machine_needs(house: House, tmp_path: Path) -> None:
    """No address: the server is found by itself. The next start needs nothing at all."""
    for words in (["--pair", code(house, "Loket 3")], []):
        process = window(tmp_path, *words)
        try:
            until(lambda process=process: process.poll() is not None or at_work(house, tmp_path, process.pid))
            assert process.poll() is None, process.stderr and process.stderr.read()
        finally:
            process.terminate()
            _, said = process.communicate(timeout=60)
        assert (f"Loket 3 with {house.lan}" in said) == bool(words)
        assert process.returncode == 0
    kept = credentials.load(tmp_path, "counter")
    assert kept is not None
    assert kept.fingerprint == house.fingerprint


def at_work(house: House, data: Path, pid: int) -> bool:
    """It has its place, and holds a connection to the server's door for other machines."""
    return credentials.load(data, "counter") is not None and connected(pid, house.lan)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--pair", "12345"], "10 digits"),
        (["--pair", "1234567890", "--server", "{lan}"], "Kode ini salah"),
        (["--pair", "1234567890", "--server", "https://127.0.0.1:1"], "does not answer"),
        (["--pair", "1234567890", "--server", "ftp://x"], "https://"),
        (["--token-file", "{token}"], "--server"),
    ],
)
def test_what_cannot_be_paired_says_so_in_one_line(house: House, tmp_path: Path, words: list[str], told: str) -> None:
    token = tmp_path / "token"
    token.write_text("t\n", encoding="ascii")
    said = antrean(
        "counter",
        "--data",
        tmp_path,
        *[word.replace("{lan}", house.lan).replace("{token}", str(token)) for word in words],
        environment={"QT_QPA_PLATFORM": "offscreen"},
    )
    assert (said.returncode, said.stdout) == (1, "")
    assert told in said.stderr
    assert len(said.stderr.strip().splitlines()) == 1
    assert credentials.load(tmp_path, "counter") is None


def test_in_the_clear_only_with_a_warning(tmp_path: Path) -> None:
    with Server(tmp_path / "data", options=("--insecure-lan",)) as server:
        assert "--insecure-lan" in server.stderr
        assert not (tmp_path / "data" / "tls").exists()
