"""A server that is asked to stop ends, at whatever moment of its start it is asked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.flow.child import OFFICE, ROOT, SATURDAY

ASKED_WHILE_STARTING = """
import signal
from kiosk.cli import main, service_manager
service_manager.notify = lambda _text: signal.raise_signal(signal.{name})
main()
"""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_stop_that_comes_as_the_server_says_that_it_is_ready_is_not_lost(tmp_path: Path, name: str) -> None:
    data = ["--data", str(tmp_path / "data"), "--config", str(OFFICE), "--port", "0"]
    done = subprocess.run(
        [sys.executable, "-c", ASKED_WHILE_STARTING.format(name=name), "serve", *data, "--clock", SATURDAY.isoformat()],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert not (tmp_path / "data" / "server.json").exists()
