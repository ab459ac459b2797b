from pathlib import Path

import pytest

from kiosk.clock import SystemClock
from kiosk.store import open_store
from kiosk.store.interface import StoreBusy, StoreError
from tests.store.conftest import Factory
from tests.store.crash import start


def test_a_second_process_is_refused_and_told_who_has_it(factory: Factory, data: Path) -> None:
    with start(data, "hold") as child:
        try:
            for _ in range(2):
                with pytest.raises(StoreBusy, match=f"process {child.pid}:"):
                    factory()
        finally:
            child.kill()
    factory()


def test_the_same_process_is_refused_too(factory: Factory) -> None:
    store = factory()
    with pytest.raises(StoreBusy):
        factory()
    store.close()
    factory()


@pytest.mark.parametrize("url", ["postgresql://host/db", "postgres://host/db"])
def test_postgresql_is_refused_in_plain_words(data: Path, url: str) -> None:
    with pytest.raises(StoreError, match="PostgreSQL is not in this version"):
        open_store(data, url, SystemClock())
    assert not data.exists()


def test_an_unknown_database_is_refused(data: Path) -> None:
    with pytest.raises(StoreError, match="'mysql' is not known"):
        open_store(data, "mysql://secret@host/db", SystemClock())


def test_a_data_folder_that_cannot_be_is_refused_in_plain_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "data", Path("/proc/antrean")):
        with pytest.raises(StoreError, match=r"data folder .* cannot be used"):
            open_store(folder, None, SystemClock())
