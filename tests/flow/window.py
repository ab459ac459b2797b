"""The visitor's window in a process of its own, watched and tapped by ``tests.flow.probe``."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import Any

from tests.flow.child import ROOT, Server


def watch(server: Server, taps: int, *options: str) -> dict[str, Any]:
    """One life of a window; times are seconds after its start. Raises ``RuntimeError`` where it did not do its work."""
    command = [sys.executable, "-m", "tests.flow.probe", str(taps), "visitor", "--server", server.url]
    began = time.monotonic()
    done = subprocess.run(
        [*command, "--data", str(server.data), "--config", str(server.config), *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60 + taps,
        check=False,
    )
    said: dict[str, Any] = json.loads(done.stdout) if done.stdout else {"fault": done.stderr}
    if "fault" in said or len(said["taps"]) != taps:
        raise RuntimeError(f"the visitor's window: {said} {done.stderr}")
    return said | {"stderr": done.stderr} | {name: said[name] - began for name in ("first_frame", "ready")}
