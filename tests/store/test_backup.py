import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.queue.ticket import State
from kiosk.store import open_store
from kiosk.store.interface import Store, StoreError
from tests.fixtures import DAY, POINT, FixedClock, issue


def opened(file: Path, clock: FixedClock) -> Store:
    """A store on a copy of the backup."""
    from kiosk.store.sqlite import DATABASE  # noqa: PLC0415  of SQLite alone

    data = file.parent / f"opened-{file.name}"
    data.mkdir()
    (data / DATABASE).write_bytes(file.read_bytes())
    return open_store(data, None, clock)


def test_a_backup_is_one_file_that_holds_everything(store: Store, tmp_path: Path, clock: FixedClock) -> None:
    made = [store.write(issue()) for _ in range(3)]
    target = tmp_path / "copy.db"
    told: list[float] = []
    store.backup(target, told.append)
    assert told[-1] == 1.0
    assert sorted(told) == told
    assert [path.name for path in tmp_path.iterdir() if "copy" in path.name] == ["copy.db"]
    assert target.stat().st_mode & 0o077 == 0
    copy = opened(target, clock)
    with copy.read() as tx:
        assert tx.in_state(POINT, DAY, [State.WAITING]) == made
    assert copy.verify() == []
    copy.close()


def test_a_backup_taken_while_others_write_is_one_moment(store: Store, tmp_path: Path, clock: FixedClock) -> None:
    """Each copy is sound, holds all that was acknowledged before it began, and ends although writing goes on."""
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            store.write(issue())

    writers = [threading.Thread(target=write) for _ in range(3)]
    for writer in writers:
        writer.start()
    try:
        for n in range(3):
            known = store.write(issue())
            store.backup(tmp_path / f"{n}.db")
            copy = opened(tmp_path / f"{n}.db", clock)
            with copy.read() as tx:
                assert tx.ticket(known.id) is not None
            assert copy.verify() == []
            copy.close()
    finally:
        stop.set()
        for writer in writers:
            writer.join()


def test_the_writer_goes_on_during_a_backup(store: Store, tmp_path: Path) -> None:
    store.write(
        lambda tx: [tx.append("pause", FixedClock().now(), POINT, data={"x": "y" * 999}) for _ in range(20_000)]
    )
    written: list[str] = []
    store.backup(tmp_path / "copy.db", lambda done: written.append(store.write(issue()).id) if done < 1 else None)
    assert written
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("SELECT count(*) FROM ticket").fetchone() == (0,)


def test_an_older_backup_is_replaced_whole(store: Store, tmp_path: Path, clock: FixedClock) -> None:
    target = tmp_path / "copy.db"
    target.write_bytes(b"an older backup" * 9999)
    made = store.write(issue())
    store.backup(target, force=True)
    copy = opened(target, clock)
    with copy.read() as tx:
        assert tx.ticket(made.id) == made
    copy.close()


def test_a_backup_that_fails_leaves_the_older_one(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "copy.db"
    target.write_bytes(b"an older backup")

    def fail(_file: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StoreError, match=r"copy\.db cannot be written: No space left on device"):
        store.backup(target, force=True)
    assert target.read_bytes() == b"an older backup"
    assert [path.name for path in tmp_path.iterdir() if "copy" in path.name] == ["copy.db"]


def test_a_target_that_cannot_be_is_refused_in_plain_words(store: Store, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for target in (tmp_path / "missing" / "copy.db", tmp_path / "folder", Path("/proc/copy.db")):
        with pytest.raises(StoreError, match=r"cannot be written|is a folder"):
            store.backup(target, force=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "folder"]


@pytest.mark.parametrize("name", ["antrean.db", "antrean.db-wal", "new.db", "sub/new.db"])
def test_a_backup_never_writes_into_the_data_folder(store: Store, data: Path, name: str) -> None:
    made = store.write(issue())
    (data / "sub").mkdir()
    with pytest.raises(StoreError, match="data folder"):
        store.backup(data / name, force=True)
    with store.read() as tx:
        assert tx.ticket(made.id) == made
    assert store.verify() == []


@pytest.mark.parametrize("link", [Path.symlink_to, Path.hardlink_to], ids=["symbolic link", "hard link"])
def test_a_backup_sees_the_live_database_behind_a_link(
    store: Store, data: Path, tmp_path: Path, link: Callable[[Path, Path], None]
) -> None:
    target = tmp_path / "elsewhere.db"
    link(target, data / "antrean.db")
    with pytest.raises(StoreError, match="data folder"):
        store.backup(target, force=True)
    assert store.verify() == []


def test_a_backup_replaces_a_file_only_when_told(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_bytes(b"an older one")
    with pytest.raises(StoreError, match="--force"):
        store.backup(target)
    assert target.read_bytes() == b"an older one"
    store.backup(target, force=True)
    assert target.read_bytes().startswith(b"SQLite format 3")


def test_a_copy_that_is_not_sound_is_no_backup(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.store.sqlite.verify.find_faults", lambda _path: ["event 7 does not follow event 6"])
    with pytest.raises(StoreError, match="event 7"):
        store.backup(tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()
