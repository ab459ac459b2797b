"""Versions: an old database is brought up whole or not at all, a newer or foreign one is left alone."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.queue.ticket import State
from kiosk.store import open_store
from kiosk.store.interface import StoreError
from kiosk.store.sqlite import DATABASE, schema
from tests.fixtures import DAY, POINT, FixedClock, issue, open_day
from tests.store.conftest import Factory

NOW = len(schema.VERSIONS)
NEXT = (
    *schema.VERSIONS,
    ("next", "ALTER TABLE ticket ADD COLUMN score INTEGER; UPDATE ticket SET score = 4;"),
    ("after", "CREATE TABLE later (x INTEGER) STRICT; INSERT INTO later SELECT count(*) FROM ticket;"),
)
BROKEN = (*NEXT, ("last", "CREATE TABLE more (x INTEGER); INSERT INTO nothing_like_it VALUES (1);"))


@pytest.fixture
def old(factory: Factory, data: Path) -> Path:
    """A database of this version with two tickets."""
    store = factory()
    store.write(open_day)
    for _ in range(2):
        store.write(issue())
    store.close()
    return data / DATABASE


def ask(path: Path, sql: str) -> object:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql).fetchone()[0]
    finally:
        connection.close()


def test_an_old_database_is_upgraded_and_keeps_its_tickets(
    old: Path, factory: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "VERSIONS", NEXT)
    for _ in range(2):
        store = factory()
        with store.read() as tx:
            assert len(tx.in_state(POINT, DAY, [State.WAITING])) == 2
        store.close()
    assert ask(old, "PRAGMA user_version") == NOW + 2
    assert ask(old, "SELECT sum(score) FROM ticket") == 8
    assert ask(old, "SELECT x FROM later") == 2


def test_the_first_version_of_all_is_upgraded(data: Path, factory: Factory, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as older:
        older.setattr(schema, "VERSIONS", schema.VERSIONS[:1])
        factory().close()
    connection = sqlite3.connect(data / DATABASE)
    connection.execute("INSERT INTO day VALUES (?, 20260912, 0, NULL, 0, 0)", (POINT,))
    connection.execute(
        """INSERT INTO ticket VALUES (?, 20260912, 'A', 1, 'passport', 'A-001', 0, 'id', 0, 'waiting', 1,
        NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 'passport')""",
        (POINT,),
    )
    connection.commit()
    connection.close()
    store = factory()
    assert store.write(issue()).number == "A-002"
    with store.read() as tx:
        (first,) = tx.heads(POINT, DAY, ["passport"])
        assert (first.number, first.appointment) == ("A-001", None)
        assert tx.runs(POINT, DAY) == (0, 0)


@pytest.mark.parametrize("before", [1, 2])
def test_a_database_whose_column_was_named_place_keeps_its_order(
    data: Path, factory: Factory, monkeypatch: pytest.MonkeyPatch, before: int
) -> None:
    """Made by the scripts of an older version; in it the tickets do not wait in the order of their numbers."""
    with monkeypatch.context() as older:
        older.setattr(schema, "VERSIONS", schema.VERSIONS[:before])
        factory().close()
    with closing(sqlite3.connect(data / DATABASE)) as connection, connection:
        connection.execute("INSERT INTO day (point, day, opened_at) VALUES (?, 20260912, 0)", (POINT,))
        connection.executemany(
            """INSERT INTO ticket (point, day, prefix, sequence, service, number, issued_at, language, priority, state,
            place, calls, version, origin) VALUES (?, 20260912, 'A', ?, 'passport', ?, 0, 'id', 0, 'waiting', ?, 0, 0,
            'passport')""",
            [(POINT, n, f"A-00{n}", place) for n, place in ((1, 30), (2, -10), (3, 20))],
        )
    store = factory()
    with store.read() as tx:
        waiting = tx.in_state(POINT, DAY, [State.WAITING])
        assert [(ticket.number, ticket.queue_position) for ticket in waiting] == [
            ("A-002", -10),
            ("A-003", 20),
            ("A-001", 30),
        ]
        assert [head.number for head in tx.heads(POINT, DAY, ["passport"])] == ["A-002"]
        assert tx.queue_position_range(POINT, DAY, "passport") == (-10, 30)
        lines = tx.waiting_lines(POINT, DAY, waiting[2], due_until=None, overdue_before=waiting[2].issued_at)
        assert [(line.service, line.before, line.after) for line in lines] == [("passport", 2, 0)]
        assert tx.tally(POINT, DAY)["passport"].waiting == 3
    assert store.write(issue()).number == "A-004"
    assert store.verify() == []
    columns = "SELECT group_concat(name) FROM pragma_index_info('ticket_waiting')"
    assert ask(data / DATABASE, columns) == ("point,day,service,priority,queue_position")


def test_an_upgrade_that_fails_leaves_the_old_database_usable(
    old: Path, factory: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as newer:
        newer.setattr(schema, "VERSIONS", BROKEN)
        with pytest.raises(StoreError, match="nothing_like_it"):
            factory()
    assert ask(old, "PRAGMA user_version") == NOW
    assert ask(old, "SELECT count(*) FROM sqlite_schema WHERE name IN ('later', 'more')") == 0
    assert factory().write(issue()).number == "A-003"


def test_a_newer_database_is_refused_and_left_alone(
    old: Path, factory: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as newer:
        newer.setattr(schema, "VERSIONS", NEXT)
        factory().close()
    before = old.read_bytes()
    with pytest.raises(StoreError, match=rf"newer program \(version {NOW + 2}, this one knows {NOW}\)"):
        factory()
    assert old.read_bytes() == before


@pytest.mark.parametrize("mark", ["CREATE TABLE songs (x)", "PRAGMA user_version=1", "PRAGMA application_id=7"])
def test_the_database_of_another_program_is_refused_and_left_alone(tmp_path: Path, mark: str) -> None:
    file = tmp_path / DATABASE
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(mark)
    connection.commit()
    connection.close()
    before = file.read_bytes()
    with pytest.raises(StoreError, match="not a database of this program"):
        open_store(tmp_path, None, FixedClock())
    assert file.read_bytes() == before


def test_a_version_whose_steps_are_others_is_refused(old: Path, factory: Factory) -> None:
    connection = sqlite3.connect(old)
    connection.execute("PRAGMA user_version=0")
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match="restore` the newest backup"):
        factory()


def test_a_start_without_an_upgrade_does_not_load_sqlite_utils(old: Path) -> None:
    """It costs a fifth of a second that the visitor would wait."""
    code = (
        "import sys; from pathlib import Path\n"
        "from kiosk.clock import SystemClock; from kiosk.store import open_store\n"
        "open_store(Path(sys.argv[1]), None, SystemClock()).close()\n"
        "assert 'sqlite_utils' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code, str(old.parent)], check=True, cwd=Path(__file__).parents[2])
