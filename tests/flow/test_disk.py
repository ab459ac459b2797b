"""No room on the disk: a clear refusal, nothing lost, and work goes on by itself when there is room again."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flow.audit import audit
from tests.flow.child import Server

MOST = 20_000


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of four megabytes, where we may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = (
        os.geteuid() == 0
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], check=False, capture_output=True
        ).returncode
    )
    if not mounted:
        pytest.skip("may not mount a small file system here")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def _until_refused(server: Server, prefix: str) -> tuple[list[str], dict[str, object], int]:
    """Take tickets until one is refused: those acknowledged, the problem, its status."""
    talk, taken = server.talk(), list[str]()
    for count in range(MOST):
        reply = talk("POST", "/tickets", {"service": "umum"}, key=f"{prefix}-{count}")
        if reply.status != 201:
            return taken, reply.body, reply.status
        taken.append(reply.body["id"])
    raise AssertionError(f"{MOST} tickets found room")


def _assert_not_ready(server: Server, reason: str) -> None:
    answer = server.talk()("GET", "/healthz")
    assert (answer.status, answer.body["reason"]) == (503, reason)
    assert "disk" in answer.body["detail"].lower() or "dicatat" in answer.body["detail"]


def _until_ready(server: Server) -> None:
    """A probe is not repeated within a second."""
    deadline = time.monotonic() + 30
    while server.talk()("GET", "/healthz").status != 200:
        assert time.monotonic() < deadline, server.talk()("GET", "/healthz").body
        time.sleep(0.1)


def _until_warned(server: Server, codes: set[str]) -> None:
    deadline = time.monotonic() + 30
    while not codes <= (seen := {one["code"] for one in server.talk()("GET", "/point").body["warnings"]}):
        assert time.monotonic() < deadline, seen
        time.sleep(0.1)


def test_a_full_disk_refuses_and_heals(small_disk: Path) -> None:
    with Server(small_disk / "data") as server:
        ballast = small_disk / "ballast"
        ballast.write_bytes(b"x" * 2_000_000)
        taken, problem, status = _until_refused(server, "full")
        assert (status, problem["reason"]) == (503, "store_full")
        assert server.talk()("GET", "/point").status == 200, "reading goes on"
        _assert_not_ready(server, "store_full")
        _until_warned(server, {"store_full", "disk_very_low"})
        ballast.unlink()
        _until_ready(server)
        reply = server.talk()("POST", "/tickets", {"service": "umum"}, key=f"full-{len(taken)}")
        assert reply.status == 201, reply
        assert reply.body["id"].endswith(f"-{len(taken) + 1:03d}")
        audit(server, [*taken, reply.body["id"]])


def test_a_file_that_may_not_grow_refuses_and_heals(tmp_path: Path) -> None:
    with Server(tmp_path / "data") as server:
        biggest = max(path.stat().st_size for path in server.data.iterdir())
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (biggest + 300_000, resource.RLIM_INFINITY))
        taken, problem, status = _until_refused(server, "limit")
        assert status == 503, problem
        assert problem["reason"]
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        reply = server.talk()("POST", "/tickets", {"service": "umum"}, key=f"limit-{len(taken)}")
        assert reply.status == 201, reply
        audit(server, [*taken, reply.body["id"]])


def test_killed_on_a_full_disk_it_starts_again_with_all_it_promised(small_disk: Path) -> None:
    with Server(small_disk / "data") as server:
        (small_disk / "ballast").write_bytes(b"x" * 2_000_000)
        taken, _, _ = _until_refused(server, "kill")
        os.kill(server.pid, signal.SIGKILL)
        server.kill()
        (small_disk / "ballast").unlink()
        server.start()
        again = server.talk()("POST", "/tickets", {"service": "umum"}, key="kill-0")
        assert (again.status, again.body["id"]) == (200, taken[0])
        audit(server, taken)
