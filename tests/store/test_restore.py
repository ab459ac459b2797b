"""A backup goes on in a new epoch, and no number comes twice on the day it is restored."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.queue.ticket import Move, State
from kiosk.store import restore
from kiosk.store.interface import StoreBusy, StoreError
from kiosk.store.sqlite import DATABASE
from tests.fixtures import DAY, POINT, FixedClock, hashed, issue, open_day, ticket
from tests.store.conftest import Factory
from tests.store.sqlite_only import behind


@pytest.fixture
def backup(factory: Factory, tmp_path: Path, clock: FixedClock) -> Path:
    """Made when A-003 was the newest; then A-004 to A-006 and R-001 were printed."""
    store = factory()
    store.write(open_day)
    for _ in range(3):
        store.write(issue())
    store.backup(tmp_path / "backup.db")
    for letter in "AAAR":
        store.write(issue(letter))
    store.close()
    clock.forward(minutes=10)
    return tmp_path / "backup.db"


def test_where_the_old_database_can_be_read_numbers_go_on_above_its_own(
    factory: Factory, backup: Path, data: Path, clock: FixedClock
) -> None:
    old = factory()
    known = old.epoch
    old.close()
    restored = restore(backup, data, None, clock, day=DAY)
    store = factory()
    assert store.epoch == restored.epoch > known
    assert restored.numbers_above == {"ulp/A": 6, "ulp/R": 1}
    assert [store.write(issue(letter)).number for letter in "ARK"] == ["A-007", "R-002", "K-001"]
    assert store.verify() == []


def test_where_it_is_gone_they_go_on_above_the_next_thousand(
    factory: Factory, backup: Path, data: Path, clock: FixedClock
) -> None:
    (data / DATABASE).unlink()
    assert restore(backup, data, None, clock, day=DAY).numbers_above == {"*": 1000}
    store = factory()
    assert [store.write(issue(letter)).number for letter in "AAR"] == ["A-1001", "A-1002", "R-1001"]
    store.write(lambda tx: tx.open_day(POINT, DAY + timedelta(days=1), clock.now()))
    assert store.write(issue(business_date=DAY + timedelta(days=1))).number == "A-001"
    assert store.verify() == []


def test_where_it_is_damaged_what_can_be_read_counts_and_the_rest_is_a_gap(
    factory: Factory, backup: Path, data: Path, clock: FixedClock
) -> None:
    with behind(data) as connection:
        connection.execute("UPDATE ticket SET sequence = 1500 WHERE sequence = 6")
    assert restore(backup, data, None, clock, day=DAY).numbers_above == {"*": 2000}
    factory()


def test_where_it_is_rubbish_it_is_kept_and_replaced(
    factory: Factory, backup: Path, data: Path, clock: FixedClock
) -> None:
    (data / DATABASE).write_bytes(b"rubbish" * 999)
    with pytest.raises(StoreError, match="damaged"):
        factory()
    restored = restore(backup, data, None, clock, day=DAY)
    assert restored.kept is not None
    assert restored.kept.read_bytes() == b"rubbish" * 999
    assert factory().write(issue()).number == "A-1001"


def test_a_number_read_off_a_paper_counts(factory: Factory, backup: Path, data: Path, clock: FixedClock) -> None:
    (data / DATABASE).unlink()
    restore(backup, data, None, clock, day=DAY, last_number=2345)
    store = factory()
    assert store.write(issue()).number == "A-2346"
    with pytest.raises(StoreError, match="may have been printed"):
        store.write(lambda tx: tx.add_ticket(ticket(9), token_hash="t", token_expires=clock.now()))


def test_the_log_goes_on_says_so_and_repeats_no_event_id(
    factory: Factory, backup: Path, data: Path, clock: FixedClock
) -> None:
    old = factory()
    with old.read() as tx:
        before = {(event.epoch, event.sequence) for event in tx.events_after(0)}
    old.close()
    for _ in range(2):  # the same backup twice, the second time without what came after the first
        restored = restore(backup, data, None, clock, day=DAY)
        store = factory()
        with store.read() as tx:
            last = tx.last_event()
            assert last is not None
            assert (last.kind, last.epoch, last.data["numbers_above"]) == (
                "restore",
                store.epoch,
                restored.numbers_above,
            )
            new = {(event.epoch, event.sequence) for event in tx.events_after(3)}
        assert not before & new
        before |= new
        assert store.verify() == []
        store.close()
        clock.forward(seconds=1)


def test_the_replaced_database_is_kept_whole(factory: Factory, backup: Path, data: Path, clock: FixedClock) -> None:
    restored = restore(backup, data, None, clock, day=DAY)
    assert restored.kept is not None
    with behind(data, guarded=True):
        pass
    assert [path.name for path in data.glob("*.db")] == sorted([DATABASE, restored.kept.name])
    restored.kept.replace(data / DATABASE)
    with factory().read() as tx:
        assert len(tx.in_state(POINT, DAY, [State.WAITING])) == 7


def test_it_is_refused_while_a_process_owns_the_folder(
    factory: Factory, backup: Path, data: Path, clock: FixedClock
) -> None:
    store = factory()
    with pytest.raises(StoreBusy):
        restore(backup, data, None, clock, day=DAY)
    assert store.write(issue()).number == "A-007"


def test_a_backup_that_is_none_is_refused_and_nothing_has_changed(
    factory: Factory, backup: Path, data: Path, clock: FixedClock, tmp_path: Path
) -> None:
    rubbish, empty, edited = tmp_path / "rubbish.db", tmp_path / "empty.db", tmp_path / "edited" / DATABASE
    rubbish.write_bytes(b"rubbish" * 999)
    empty.touch()
    edited.parent.mkdir()
    edited.write_bytes(backup.read_bytes())
    with behind(edited.parent) as connection:
        connection.execute("UPDATE event SET staff = 'someone' WHERE sequence = 2")
    for file, words in (
        (rubbish, "damaged"),
        (empty, "empty"),
        (edited, "event 2 is not what was written"),
        (tmp_path / "missing.db", "is not there"),
        (tmp_path, "no file"),
    ):
        with pytest.raises(StoreError, match=words):
            restore(file, data, None, clock, day=DAY)
    assert sorted(path.name for path in data.iterdir() if path.suffix == ".db") == [DATABASE]
    assert not list(data.glob(".restore-*"))
    assert factory().write(issue()).number == "A-007"


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 30), st.integers(0, 30), st.booleans())
def test_no_number_comes_twice_whenever_the_backup_was_made(
    tmp_path_factory: pytest.TempPathFactory, before: int, after: int, lost: bool
) -> None:
    from kiosk.store import open_store  # noqa: PLC0415  of this test alone

    folder, clock = tmp_path_factory.mktemp("restore"), FixedClock()
    backup = tmp_path_factory.mktemp("backup") / "copy.db"
    store = open_store(folder, None, clock)
    store.write(open_day)
    futures = [store.submit(issue()) for _ in range(before)]
    printed = [each.result().number for each in futures]
    store.backup(backup)
    futures = [store.submit(issue()) for _ in range(after)]
    printed += [each.result().number for each in futures]
    store.close()
    if lost:
        (folder / DATABASE).unlink()
    restore(backup, folder, None, clock, day=DAY)
    store = open_store(folder, None, clock)
    store.write(lambda tx: tx.open_day(POINT, DAY, clock.now()))
    printed.append(store.write(issue()).number)
    assert len(set(printed)) == len(printed)
    store.close()


def test_tickets_of_the_backup_can_still_be_called(
    factory: Factory, backup: Path, data: Path, clock: FixedClock
) -> None:
    restore(backup, data, None, clock, day=DAY)
    store = factory()
    with store.read() as tx:
        (first,) = tx.heads(POINT, DAY, ["passport"])
        assert tx.ticket_by_token(hashed(first.id), clock.now()) == first
    event = store.write(lambda tx: tx.append(Move.CALL, clock.now(), POINT, ticket=first.id))
    assert event.sequence == 5
