"""The order of syncs and renames: a file's content is on the disk before its new name, the name before the answer.

The calls of the real backup and restore are recorded. A rename of content that was not synced as it stands, and a
rename or a deletion that no sync of its folder follows, could be lost or come in another order when the power fails.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from kiosk.store import restore
from kiosk.store.sqlite import DATABASE
from tests.fixtures import DAY, FixedClock, issue, open_day
from tests.store.conftest import Factory

Call = tuple[str, ...]


class Recorder:
    """What was asked of the disk, in order, by the names of files; and what each file held at its last sync."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self._synced: dict[Path, bytes] = {}
        self._fsync, self._replace, self._unlink = os.fsync, os.replace, os.unlink

    def fsync(self, handle: int) -> None:
        path = Path(f"/proc/self/fd/{handle}").readlink()
        self._fsync(handle)
        if path.is_dir():
            self.calls.append(("sync folder", path.name))
        else:
            self.calls.append(("sync file", path.name))
            self._synced[path] = _content(path)

    def replace(self, source: os.PathLike[str], target: os.PathLike[str]) -> None:
        old, new = Path(source), Path(target)
        assert self._synced.get(old.absolute()) == _content(old), f"{old.name} is renamed and not on the disk as it is"
        self._replace(old, new)
        self.calls.append(("rename", old.name, new.name))

    def unlink(self, path: os.PathLike[str], *, dir_fd: int | None = None) -> None:
        self._unlink(path, dir_fd=dir_fd)
        if dir_fd is None:
            self.calls.append(("delete", Path(path).name))

    def of(self, *names: str) -> list[Call]:
        """The calls about these names; a name of the form ``*end`` stands for every name that ends so."""

        def wanted(name: str) -> bool:
            return any(name.endswith(each[1:]) if each.startswith("*") else name == each for each in names)

        return [call for call in self.calls if wanted(call[-1])]


def _content(path: Path) -> bytes:
    return sha256(path.read_bytes()).digest()


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    recorder = Recorder()
    for name in ("fsync", "replace", "unlink"):
        monkeypatch.setattr(os, name, getattr(recorder, name))
    monkeypatch.setattr(os, "rename", _refused)  # it does not replace a file on every system
    return recorder


def _refused(*_: object) -> None:
    raise AssertionError("the store renames with os.replace alone")


@pytest.fixture
def backup(factory: Factory, tmp_path: Path) -> Path:
    """With one ticket less than the database."""
    store = factory()
    store.write(open_day)
    store.write(issue())
    (tmp_path / "copies").mkdir()
    store.backup(tmp_path / "copies" / "backup.db")
    store.write(issue())
    store.close()
    return tmp_path / "copies" / "backup.db"


def test_a_backup_is_on_the_disk_before_its_name_is(factory: Factory, tmp_path: Path, recorder: Recorder) -> None:
    store = factory()
    store.write(open_day)
    target = tmp_path / "copies" / "backup.db"
    target.parent.mkdir()
    recorder.calls.clear()
    store.backup(target)
    unfinished = recorder.calls[0][-1]
    assert recorder.calls == [
        ("sync file", unfinished),
        ("rename", unfinished, "backup.db"),
        ("sync folder", "copies"),
    ]
    assert unfinished.startswith(".backup.db.")


def test_a_restore_loses_neither_database_at_any_moment(
    backup: Path, data: Path, clock: FixedClock, recorder: Recorder
) -> None:
    restored = restore(backup, data, None, clock, day=DAY)
    assert restored.kept is not None
    assert recorder.of(DATABASE, restored.kept.name, "*-wal", "*-shm", data.name) == [
        ("sync file", DATABASE),
        ("sync file", restored.kept.name),
        ("sync folder", data.name),  # the old database has its second name before anything of the first is touched
        ("sync folder", data.name),  # its own log is gone before another database takes its name
        ("sync file", DATABASE),
        ("rename", DATABASE, DATABASE),
        ("sync folder", data.name),  # the new database has its name before the command says so
    ]


def test_a_restore_over_a_database_with_a_log_of_its_own_keeps_and_deletes_it_in_order(
    backup: Path, factory: Factory, data: Path, clock: FixedClock, recorder: Recorder
) -> None:
    """While another program reads it, the newest commits stay in the write-ahead log."""
    store = factory()
    with closing(sqlite3.connect(data / DATABASE)) as browser:
        browser.execute("BEGIN")
        browser.execute("SELECT count(*) FROM ticket").fetchone()
        store.write(issue())
        store.close()
        recorder.calls.clear()
        restored = restore(backup, data, None, clock, day=DAY)
    assert restored.kept is not None
    kept = restored.kept.name
    with closing(sqlite3.connect(data / kept)) as old:
        assert old.execute("SELECT count(*) FROM ticket").fetchone() == (3,)
    assert recorder.of(DATABASE, kept, "*-wal", "*-shm", data.name) == [
        ("sync file", DATABASE),
        ("sync file", kept),
        ("sync file", f"{kept}-wal"),
        ("sync folder", data.name),
        ("delete", f"{DATABASE}-wal"),
        ("delete", f"{DATABASE}-shm"),
        ("sync folder", data.name),
        ("sync file", DATABASE),
        ("rename", DATABASE, DATABASE),
        ("sync folder", data.name),
    ]


def test_a_restore_into_an_empty_folder_syncs_the_file_then_its_name(
    backup: Path, tmp_path: Path, clock: FixedClock, recorder: Recorder
) -> None:
    fresh = tmp_path / "fresh"
    assert restore(backup, fresh, None, clock, day=DAY).kept is None
    assert recorder.of(DATABASE, fresh.name) == [
        ("sync file", DATABASE),
        ("sync file", DATABASE),
        ("rename", DATABASE, DATABASE),
        ("sync folder", fresh.name),
    ]


@pytest.mark.parametrize("step", range(9))
def test_after_a_crash_at_any_call_of_a_restore_a_whole_database_is_there(
    backup: Path, factory: Factory, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """The process ends just before one of its calls; what was there, or the backup, opens and is sound."""
    crashing, data = _Crashing(step), backup.parents[1] / "data"
    with monkeypatch.context() as patched:
        for name in ("fsync", "replace", "unlink"):
            patched.setattr(os, name, crashing.wrapped(getattr(os, name)))
        try:
            restore(backup, data, None, clock, day=DAY)
        except _Crash:
            pass
        else:
            assert crashing.calls <= step
    store = factory()
    assert store.verify() == []
    assert store.write(issue()).number == "A-003"


class _Crash(BaseException):
    """Not an ``Exception``: nothing in the product handles it as a fault of the disk."""


class _Crashing:
    def __init__(self, step: int) -> None:
        self._step = step
        self.calls = 0

    def wrapped(self, call: object) -> object:
        def counted(*args: object, **named: object) -> object:
            self.calls += 1
            if self.calls == self._step + 1:
                raise _Crash
            return call(*args, **named)  # type: ignore[operator]  one of os's functions

        return counted


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace records what SQLite asks of the disk")
def test_a_new_database_has_its_name_on_the_disk_before_the_first_answer(tmp_path: Path) -> None:
    data = tmp_path / "data"
    done = _traced(data, tmp_path / "trace")
    first_answer = done.index("answer")
    assert f"sync {data.name}" in done[:first_answer], "the folder that holds the names of the files"
    assert f"sync {DATABASE}-wal" in done[:first_answer], "the log that holds the first ticket"


def test_a_commit_is_on_the_disk_before_its_future(factory: Factory) -> None:
    """``synchronous`` is FULL in the connection that writes: 2, as SQLite numbers it."""
    store = factory()
    level: int = store.write(lambda tx: tx._run("PRAGMA synchronous").fetchone()[0])  # type: ignore[attr-defined]  of SQLite alone
    assert level == 2


def _traced(data: Path, trace: Path) -> list[str]:
    """Syncs and answers of a process that makes a database and issues one ticket, in order."""
    child = [sys.executable, "-m", "tests.store.powercut", "child", str(data), "1"]
    subprocess.run(
        ["strace", "-f", "-y", "-s", "100", "-e", "trace=write,fsync,fdatasync", "-o", str(trace), *child],
        check=True,
        cwd=Path(__file__).parents[2],
        capture_output=True,
    )
    return [step for line in trace.read_text().splitlines() for step in _step(line)]


def _step(line: str) -> Iterator[str]:
    if synced := re.search(r"f(?:data)?sync\(\d+<(.*?)>", line):
        yield f"sync {Path(synced[1]).name}"
    elif re.search(r"write\(1<.*?>, \"ulp-", line):
        yield "answer"
