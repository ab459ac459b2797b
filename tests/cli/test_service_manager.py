"""Readiness and signs of life, as systemd hears them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from kiosk.cli import service_manager
from tests.flow.child import OFFICE, ROOT
from tests.processes import PATIENCE_S, end


@pytest.fixture
def channel(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as made:
        made.bind(str(tmp_path / "notify"))
        made.settimeout(PATIENCE_S)
        yield made


def test_a_server_is_ready_when_it_answers_and_alive_as_long_as_it_does(channel: socket.socket, tmp_path: Path) -> None:
    environment = os.environ | {"NOTIFY_SOCKET": channel.getsockname(), "WATCHDOG_USEC": "300000"}
    words = ["serve", "--port", "0", "--config", str(OFFICE), "--data", str(tmp_path / "data")]
    server = subprocess.Popen(
        [sys.executable, "-m", "kiosk", *words], cwd=ROOT, env=environment, stdout=subprocess.PIPE
    )
    try:
        assert channel.recv(200).startswith(b"READY=1\nSTATUS=http://127.0.0.1:")
        assert [channel.recv(200) for _ in range(3)] == [b"WATCHDOG=1"] * 3
    finally:
        end(server)
        assert server.stdout
        server.stdout.close()


class _Unwell(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_error(503)

    def log_message(self, *_: object) -> None: ...


def test_a_server_that_says_that_it_is_unwell_is_alive(channel: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", channel.getsockname())
    with HTTPServer(("127.0.0.1", 0), _Unwell) as unwell:
        thread = threading.Thread(target=unwell.handle_request)
        thread.start()
        assert service_manager.answers(f"http://127.0.0.1:{unwell.server_port}", 5)
        thread.join()


def test_a_server_that_does_not_answer_is_not_alive() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert not service_manager.answers(f"http://127.0.0.1:{silent.getsockname()[1]}", 0.2)


@pytest.mark.parametrize(
    ("usec", "pid", "seconds"),
    [("20000000", None, 20 / 3), ("20000000", "1", None), ("0", None, None), ("soon", None, None), (None, None, None)],
)
def test_how_often(usec: str | None, pid: str | None, seconds: float | None, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("WATCHDOG_USEC", usec), ("WATCHDOG_PID", pid)):
        monkeypatch.setenv(name, value) if value is not None else monkeypatch.delenv(name, raising=False)
    assert service_manager.watchdog_interval() == (pytest.approx(seconds) if seconds else None)


@pytest.mark.parametrize("address", ["", "relative", "/nowhere/notify"])
def test_nobody_to_tell_is_no_error(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", address)
    assert not service_manager.notify("READY=1")
