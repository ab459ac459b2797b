"""A disk on which nothing can be synced: the server says so instead of *ready*."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tests.attack.registry import Extent, Finding, attack
from tests.flow.child import Server

_SHIM: Final = """
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
static int broken(void) { return access(getenv("ANTREAN_BROKEN_SYNC"), F_OK) == 0; }
int fsync(int fd) { if (broken()) { errno = EIO; return -1; } sync(); return 0; }
int fdatasync(int fd) { if (broken()) { errno = EIO; return -1; } sync(); return 0; }
"""


def failing_sync(folder: Path) -> tuple[dict[str, str], Path]:
    """An environment in which no file can be synced while the returned path exists. It needs a C compiler."""
    source, library, broken = folder / "sync.c", folder / "sync.so", folder / "broken"
    source.write_text(_SHIM, encoding="ascii")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source], check=True)
    return os.environ | {"LD_PRELOAD": str(library), "ANTREAN_BROKEN_SYNC": str(broken)}, broken


@attack("readiness: a disk that cannot sync", row=22)
def a_disk_that_cannot_sync(extent: Extent) -> Iterator[Finding]:
    environment, broken = failing_sync(extent.folder)
    with Server(extent.folder / "data", environment=environment) as server:
        talk = server.talk()
        before = talk("GET", "/healthz")
        broken.touch()
        taken = talk("POST", "/tickets", {"service": "umum"}, key="broken")
        during = talk("GET", "/healthz")
        broken.unlink()
        after = _until_ready(server)
        again = talk("POST", "/tickets", {"service": "umum"}, key="broken")
    yield Finding("before", str(before.status), "200", held=before.status == 200)
    yield Finding("a ticket meanwhile", str(taken.status), "503", held=taken.status == 503)
    yield Finding("meanwhile", _said(during), "503 store_failing", held=during.status == 503)
    yield Finding("after", str(after.status), "200", held=after.status == 200)
    yield Finding("the same tap again", str(again.status), "201", held=again.status == 201)


def _until_ready(server: Server) -> Any:
    talk = server.talk()
    deadline = time.monotonic() + 30
    while (found := talk("GET", "/healthz")).status != 200 and time.monotonic() < deadline:
        time.sleep(0.1)
    return found


def _said(answer: Any) -> str:
    return f"{answer.status} {answer.body.get('reason', '')}".strip()
