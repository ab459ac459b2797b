"""What goes wrong with the file is said in one line, with what to do."""

import random
import sqlite3
from pathlib import Path

import pytest

from kiosk.queue.ticket import State
from kiosk.store import content, verify
from kiosk.store.interface import StoreError, StoreFull
from kiosk.store.sqlite import DATABASE, connection
from kiosk.store.sqlite.errors import store_error
from tests.fixtures import DAY, NINE, POINT, issue, open_day
from tests.store.conftest import Factory


def raised(code: int, name: str) -> sqlite3.Error:
    error = sqlite3.OperationalError("its own words")
    error.sqlite_errorcode, error.sqlite_errorname = code, name
    return error


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("SQLITE_FULL", StoreFull, "free disk space"),
        ("SQLITE_IOERR_WRITE", StoreFull, "free disk space"),
        ("SQLITE_IOERR_FSYNC", StoreError, "check the disk"),
        ("SQLITE_IOERR", StoreError, "check the disk"),
        ("SQLITE_CORRUPT", StoreError, "restore` the newest backup"),
        ("SQLITE_CORRUPT_INDEX", StoreError, "restore` the newest backup"),
        ("SQLITE_NOTADB", StoreError, "restore` the newest backup"),
        ("SQLITE_READONLY", StoreError, "check the permissions"),
        ("SQLITE_READONLY_DBMOVED", StoreError, "check the permissions"),
        ("SQLITE_BUSY", StoreError, "another program"),
        ("SQLITE_CANTOPEN", StoreError, "check that its folder"),
        ("SQLITE_ERROR", StoreError, "refused: its own words"),
    ],
)
def test_each_error_says_what_to_do_in_one_line(name: str, kind: type[StoreError], words: str) -> None:
    explained = store_error(raised(1, name), Path("/data/antrean.db"))
    assert type(explained) is kind
    assert words in str(explained)
    assert "/data/antrean.db" in str(explained)
    assert "\n" not in str(explained)


def test_a_file_that_is_no_database_is_refused(factory: Factory, data: Path) -> None:
    data.mkdir()
    (data / DATABASE).write_bytes(random.Random(1).randbytes(9_999))  # noqa: S311  any bytes
    with pytest.raises(StoreError, match=r"antrean\.db is damaged: .* restore` the newest backup"):
        factory()


def test_a_folder_in_its_place_is_refused(factory: Factory, data: Path) -> None:
    (data / DATABASE).mkdir(parents=True)
    with pytest.raises(StoreError, match="cannot be opened"):
        factory()
    (fault,) = verify(data, None) or []
    assert "cannot be opened" in fault
    assert content(data, None) == "empty"


def test_a_refused_start_lets_go_of_the_folder(factory: Factory, data: Path) -> None:
    (data / DATABASE).mkdir(parents=True)
    with pytest.raises(StoreError):
        factory()
    (data / DATABASE).rmdir()
    factory()


def test_a_damaged_page_is_found_and_said(factory: Factory, data: Path) -> None:
    store = factory()
    store.write(open_day)
    for _ in range(50):
        store.write(issue())
    store.close()
    file = data / DATABASE
    content = bytearray(file.read_bytes())
    with sqlite3.connect(file) as reader:
        (root,) = reader.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'ticket'").fetchone()
    reader.close()
    content[(root - 1) * 4096 : root * 4096] = b"\xff" * 4096
    file.write_bytes(content)
    store = factory()
    assert "damaged" in store.verify()[0]
    with pytest.raises(StoreError, match="damaged"):
        store.write(issue())
    with pytest.raises(StoreError, match="damaged"), store.read() as tx:
        tx.in_state(POINT, DAY, [State.FINISHED])


def test_a_program_that_holds_the_database_is_waited_for_then_named_and_then_forgotten(
    factory: Factory, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_S", 0.05)
    store = factory()
    store.write(open_day)
    browser = sqlite3.connect(data / DATABASE, isolation_level=None)
    browser.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="held by another program"):
        store.write(issue())
    browser.execute("ROLLBACK")
    browser.close()
    assert store.write(issue()).number == "A-001"


def test_what_is_not_sound_sql_never_leaves_the_room(factory: Factory) -> None:
    """Names come from configuration and visitors; they are data, whatever they spell."""
    store = factory()
    evil = "x'; DROP TABLE ticket; --"
    store.write(lambda tx: tx.open_day(evil, DAY, NINE))
    new = store.write(issue(point=evil, service=evil, language=evil))
    with store.read() as tx:
        assert tx.ticket(new.id) == new
        assert tx.heads(evil, DAY, [evil], evil) == [new]
        assert tx.tally(evil, DAY)[evil].waiting == 1
    assert store.verify() == []
