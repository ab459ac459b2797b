"""No room: a clear refusal, nothing half written, and writing goes on by itself when there is room again."""

import os
import subprocess
import sys
from concurrent.futures import Future
from pathlib import Path

import pytest

from kiosk.queue.ticket import State, Ticket
from kiosk.store.interface import Store, StoreFull, Transaction
from kiosk.store.sqlite import SqliteStore
from tests.fixtures import DAY, NINE, POINT, FixedClock, issue
from tests.store.conftest import Factory


def limit_pages(store: Store, more: int) -> None:
    """Let the database grow by so many pages; on the writer's own connection, since the limit is a connection's."""
    assert isinstance(store, SqliteStore)

    def set_limit(tx: Transaction) -> None:
        pages = tx._run("PRAGMA page_count").fetchone()[0]
        tx._run(f"PRAGMA max_page_count={pages + more}")

    store.write(set_limit)


def until_full(store: Store) -> list[str]:
    """Issue until it is refused; what was issued."""
    issued: list[str] = []

    def issue_many() -> None:
        for _ in range(5_000):
            issued.append(store.write(issue()).id)  # noqa: PERF401  what came before the refusal is kept

    with pytest.raises(StoreFull, match="no room to write to "):
        issue_many()
    return issued


def ids(store: Store) -> list[str]:
    with store.read() as tx:
        return [each.id for each in tx.in_state(POINT, DAY, [State.WAITING])]


def test_a_full_database_refuses_clearly_and_goes_on_when_there_is_room(store: Store, factory: Factory) -> None:
    limit_pages(store, 4)
    issued = until_full(store)
    for _ in range(3):
        with pytest.raises(StoreFull):
            store.write(issue())
    assert ids(store) == issued
    limit_pages(store, 10_000)
    assert store.write(issue()).sequence == len(issued) + 1
    assert store.verify() == []


def test_writes_that_share_a_commit_are_all_told(store: Store) -> None:
    limit_pages(store, 2)
    futures: list[Future[Ticket]] = [store.submit(issue()) for _ in range(2_000)]
    kept = [each.result().id for each in futures if each.exception() is None]
    refused = {type(each.exception()) for each in futures if each.exception()}
    assert refused == {StoreFull}
    assert ids(store) == kept
    limit_pages(store, 10_000)
    assert store.write(issue()).sequence == len(kept) + 1
    assert store.verify() == []


_LIMITED = """
import resource, sys
from pathlib import Path
from kiosk.clock import SystemClock
from kiosk.store import open_store
from kiosk.store.interface import StoreFull
from tests.fixtures import issue, open_day

store = open_store(Path(sys.argv[1]), None, SystemClock())
store.write(open_day)
store.write(issue())
hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
issued = 1
try:
    while issued < 5_000:
        store.write(issue())
        issued += 1
except StoreFull as error:
    print(error)
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
assert store.write(issue()).sequence == issued + 1, issued
assert store.verify() == [], store.verify()
store.close()
print("went on")
"""


def test_a_file_that_may_not_grow_is_the_same(data: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LIMITED, str(data)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert done.stderr == ""
    assert done.stdout.splitlines()[0].startswith("no room to write to ")
    assert done.stdout.splitlines()[-1] == "went on"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_disk_without_room_is_the_same(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount")
    try:
        store = SqliteStore(disk / "data", FixedClock())
        try:
            store.write(lambda tx: tx.open_day(POINT, DAY, NINE))
            (disk / "ballast").write_bytes(bytes(300_000))
            issued = until_full(store)
            assert ids(store) == issued
            (disk / "ballast").unlink()
            assert store.write(issue()).sequence == len(issued) + 1
            assert store.verify() == []
        finally:
            store.close()
    finally:
        subprocess.run(["umount", str(disk)], check=True)
