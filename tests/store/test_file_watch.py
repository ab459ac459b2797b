"""A database that is gone, replaced, changed or damaged is not written to: no number is taken from it any more."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.store.interface import Store, StoreUnsafe
from kiosk.store.sqlite import DATABASE
from tests.fixtures import issue
from tests.store.conftest import Factory
from tests.store.sqlite_only import behind


def _overwrite(file: Path) -> None:
    """As ``cp old.db antrean.db`` does: the same inode, other bytes."""
    content = bytearray(file.read_bytes())
    file.write_bytes(bytes(content) + bytes(4096))


def _replace(file: Path) -> None:
    copy = file.with_suffix(".copy")
    shutil.copy2(file, copy)
    copy.replace(file)


def _folder_again(file: Path) -> None:
    beside = file.parent.with_name("beside")
    shutil.copytree(file.parent, beside)
    shutil.rmtree(file.parent)
    beside.rename(file.parent)


MISHAPS: dict[str, tuple[Callable[[Path], object], str]] = {
    "rm": (lambda file: file.unlink(), "gone"),
    "rm -rf": (lambda file: shutil.rmtree(file.parent), "gone"),
    "the log alone": (lambda file: file.with_name(f"{file.name}-wal").unlink(), "gone"),
    "mv": (lambda file: file.rename(file.with_suffix(".away")), "gone"),
    "another folder": (_folder_again, "replaced"),
    "another file": (_replace, "replaced"),
    "copied over": (_overwrite, "changed"),
    "chmod": (lambda file: file.chmod(0o400), "read_only"),
    "chmod of the folder": (lambda file: file.parent.chmod(0o500), "read_only"),
}


@pytest.mark.parametrize("name", MISHAPS)
def test_a_mishap_stops_writing_at_once(name: str, store: Store, data: Path) -> None:
    store.write(issue())
    assert store.obstacle() is None
    mishap, obstacle = MISHAPS[name]
    mishap(data / DATABASE)
    assert store.obstacle() == obstacle
    with pytest.raises(StoreUnsafe):
        store.write(issue())
    with pytest.raises(StoreUnsafe):
        store.scrub().result()
    if data.exists():
        data.chmod(0o700)
    store.close()


def test_what_is_committed_while_the_file_vanishes_is_not_acknowledged(store: Store, data: Path) -> None:
    def write(tx: object) -> object:
        (data / DATABASE).unlink()
        return issue()(tx)  # type: ignore[arg-type]  it is a transaction

    with pytest.raises(StoreUnsafe):
        store.write(write)


@pytest.mark.parametrize("name", ["mv", "chmod", "chmod of the folder"])
def test_it_goes_on_when_the_same_file_is_back(name: str, store: Store, data: Path) -> None:
    store.write(issue())
    file = data / DATABASE
    MISHAPS[name][0](file)
    assert store.obstacle() is not None
    if name == "mv":
        file.with_suffix(".away").rename(file)
    data.chmod(0o700)
    file.chmod(0o600)
    assert store.obstacle() is None
    assert store.write(issue()).number == "A-002"


def test_its_own_checkpoints_are_no_mishap(store: Store) -> None:
    for _ in range(3):
        store.write(issue())
        assert store.scrub().result()
    assert store.write(issue()).number == "A-004"


def test_a_file_copied_over_is_not_written_to_at_the_end_either(store: Store, data: Path) -> None:
    store.write(issue())
    _overwrite(data / DATABASE)
    before = (data / DATABASE).read_bytes()
    store.close()
    assert (data / DATABASE).read_bytes() == before


def _old_copy_with_a_newer_log(factory: Factory, data: Path, tmp_path: Path) -> None:
    """What a technician makes of a power cut: yesterday's copy, and the log that lay beside today's file."""
    store = factory()
    store.write(lambda tx: [issue()(tx) for _ in range(300)])
    store.scrub().result()
    shutil.copy2(data / DATABASE, tmp_path / "old.db")
    store.write(lambda tx: [issue()(tx) for _ in range(300)])
    store.scrub().result()
    store.write(lambda tx: [issue()(tx) for _ in range(5)])
    shutil.copy2(data / f"{DATABASE}-wal", tmp_path / "wal")
    store.close()
    shutil.copy2(tmp_path / "old.db", data / DATABASE)
    shutil.copy2(tmp_path / "wal", data / f"{DATABASE}-wal")


def _event_edited(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE event SET at = at + 1 WHERE sequence = (SELECT max(sequence) FROM event)")


def _event_gone(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM event WHERE sequence = (SELECT max(sequence) FROM event)")


def test_a_stale_log_beside_an_old_copy_is_found_before_it_is_written_into_it(
    store: Store, factory: Factory, data: Path, tmp_path: Path
) -> None:
    store.close()
    _old_copy_with_a_newer_log(factory, data, tmp_path)
    before = (data / DATABASE).read_bytes()
    again = factory()
    assert again.obstacle() == "damaged"
    with pytest.raises(StoreUnsafe):
        again.write(issue())
    again.close()
    assert (data / DATABASE).read_bytes() == before


@pytest.mark.parametrize("forge", [_event_edited, _event_gone])
def test_an_edited_log_is_found_at_the_start(
    forge: Callable[[sqlite3.Connection], None], store: Store, factory: Factory, data: Path
) -> None:
    for _ in range(3):
        store.write(issue())
    store.close()
    with behind(data) as connection:
        forge(connection)
    before = (data / DATABASE).read_bytes()
    again = factory()
    assert again.obstacle() == "damaged"
    with again.read() as tx:
        assert tx.business_date("ulp") is not None, "it can still be read"
    with pytest.raises(StoreUnsafe):
        again.write(issue())
    again.close()
    assert (data / DATABASE).read_bytes() == before


def test_what_is_found_later_stops_it_too(store: Store) -> None:
    store.write(issue())
    store.distrust()
    assert store.obstacle() == "damaged"
    with pytest.raises(StoreUnsafe):
        store.write(issue())


def test_asking_costs_next_to_nothing(store: Store) -> None:
    """On each commit, twice: some stats and no open."""
    store.write(issue())
    calls = 0
    real = os.stat

    def counted(*args: object, **named: object) -> os.stat_result:
        nonlocal calls
        calls += 1
        return real(*args, **named)  # type: ignore[arg-type]  handed on as they came

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "stat", counted)
        store.write(issue())
    assert calls <= 10
