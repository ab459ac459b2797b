"""A copy made while the office works holds everything acknowledged before it was asked for, and is sound."""

from __future__ import annotations

import threading
from pathlib import Path

from tests.flow.audit import wrongs
from tests.flow.child import Server, antrean
from tests.flow.ledger import read_file
from tests.flow.people import serve, sign_in, take


def test_a_backup_under_load_is_whole(server: Server, tmp_path: Path) -> None:
    sign_in(server)
    before = [take(server, f"before-{n}")["id"] for n in range(50)]
    stop, after = threading.Event(), list[str]()

    def work() -> None:
        while not stop.is_set():
            after.append(take(server, f"during-{len(after)}")["id"])
            serve(server)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        copies = [tmp_path / f"copy-{n}.db" for n in range(3)]
        for copy in copies:
            done = antrean("backup", str(copy), "--data", server.data, "--config", server.config)
            assert done.returncode == 0, done.stderr
    finally:
        stop.set()
        thread.join(10)
    assert after, "there was load"
    for copy in copies:
        assert wrongs(read_file(copy), before) == []


def test_a_backup_that_cannot_be_written_leaves_the_old_one(server: Server, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    assert antrean("backup", target, "--data", server.data, "--config", server.config).returncode == 0
    old = target.read_bytes()
    for wrong in (tmp_path, Path("/proc/antrean.db"), target / "below.db"):
        done = antrean("backup", wrong, "--data", server.data, "--config", server.config)
        assert done.returncode in {1, 2}, done
        assert "Traceback" not in done.stderr
        assert len(done.stderr.splitlines()) == 1 or done.returncode == 2, done.stderr
    assert target.read_bytes() == old
