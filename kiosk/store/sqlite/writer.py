"""The one thread that writes. Writes that wait together share a commit; none is acknowledged before it."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Literal, NamedTuple, TypeVar

from kiosk.store.interface import Event, Obstacle, StoreError, StoreUnsafe, Transaction
from kiosk.store.sqlite.connection import BUSY_S
from kiosk.store.sqlite.errors import store_error, unsafe
from kiosk.store.sqlite.transaction import SqliteTransaction

T = TypeVar("T")
CommitListener = Callable[[Sequence[Event]], None]

_BATCH_MAX = 128
"""Writes in one commit: bounds how long the first of them waits for the last."""

_log = logging.getLogger(__name__)


class _PendingWrite(NamedTuple):
    write: Callable[[Transaction], Any]
    future: Future[Any]


class _Scrub(NamedTuple):
    future: Future[bool]


class Writer:
    """Owns the writing connection from ``start`` until ``stop``."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        epoch: int,
        path: Path,
        obstacle: Callable[[], Obstacle | None],
        committed: Callable[[], object],
    ) -> None:
        """``obstacle``: why nothing may be written; asked before each commit and after it. ``committed``: after one."""
        self._obstacle = obstacle
        self._committed = committed
        self._connection = connection
        self._transaction = SqliteTransaction(connection, epoch)
        self._path = path
        self._jobs: SimpleQueue[_PendingWrite | _Scrub | None] = SimpleQueue()
        self._listeners: list[CommitListener] = []
        self._lock = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run_until_stopped, name="store-writer", daemon=True)
        self._thread.start()

    def submit(self, write: Callable[[Transaction], T]) -> Future[T]:
        future: Future[T] = Future()
        with self._lock:  # nothing comes behind the end mark
            if self._closed:
                raise StoreError("the store is closed")
            self._jobs.put(_PendingWrite(write, future))
        return future

    def write(self, write: Callable[[Transaction], T]) -> T:
        """Submit and wait; refused on the writer's own thread, which would wait for itself for ever."""
        if threading.current_thread() is self._thread:
            raise StoreError("a write or a listener must not wait for another write")
        return self.submit(write).result()

    def scrub(self) -> Future[bool]:
        """Empty the write-ahead log between two commits; False while a reader or a program outside is in the way."""
        future: Future[bool] = Future()
        with self._lock:
            if self._closed:
                raise StoreError("the store is closed")
            self._jobs.put(_Scrub(future))
        return future

    def on_commit(self, listener: CommitListener) -> None:
        self._listeners.append(listener)

    def stop(self) -> None:
        """Finish what waits, then end the thread."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
        self._thread.join()

    def _run_until_stopped(self) -> None:
        then: _Scrub | Literal["go on", "stop"] = "go on"
        while then != "stop":
            batch, then = self._next_batch()
            if batch:
                self._commit(batch)
            if isinstance(then, _Scrub):
                self._scrub(then.future)

    def _next_batch(self) -> tuple[list[_PendingWrite], _Scrub | Literal["go on", "stop"]]:
        """Wait for a write and take all that wait with it, and say what comes after them."""
        job = self._jobs.get()
        batch: list[_PendingWrite] = []
        while job is not None:
            if isinstance(job, _Scrub):
                return batch, job
            if job.future.set_running_or_notify_cancel():
                batch.append(job)
            if len(batch) == _BATCH_MAX:
                return batch, "go on"
            try:
                job = self._jobs.get_nowait()
            except Empty:
                return batch, "go on"
        return batch, "stop"

    def _scrub(self, future: Future[bool]) -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            self._check_safe()
            self._connection.execute("PRAGMA busy_timeout=0").close()  # a reader must not hold up those who write
            busy: int = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            self._committed()
        except (sqlite3.Error, StoreError) as error:
            self._note_failed_write(error)
            future.set_exception(self._store_error(error))
        else:
            future.set_result(not busy)
        finally:
            self._connection.execute(f"PRAGMA busy_timeout={int(BUSY_S * 1000)}").close()

    def _commit(self, batch: list[_PendingWrite]) -> None:
        try:
            outcomes = self._run_batch(batch)
        except BaseException as error:  # noqa: BLE001  every waiting future must get the error
            self._roll_back()
            self._note_failed_write(error)
            for job in batch:
                job.future.set_exception(self._store_error(error))
            return
        # The feed goes first: an event must not arrive after the answer to the request that caused it.
        self._notify_listeners(self._transaction.appended)
        for job, (result, error) in zip(batch, outcomes, strict=True):
            if error is None:
                job.future.set_result(result)
            else:
                job.future.set_exception(error)

    def _run_batch(self, batch: list[_PendingWrite]) -> list[tuple[Any, BaseException | None]]:
        """All writes in one transaction, on the disk when this returns. Raises when none of them is."""
        self._check_safe()
        self._transaction.appended = []
        self._connection.execute("BEGIN IMMEDIATE")
        if len(batch) == 1:
            self._transaction.signature = None
            outcomes: list[tuple[Any, BaseException | None]] = [(batch[0].write(self._transaction), None)]
        else:
            outcomes = [self._run_in_savepoint(job) for job in batch]
        self._transaction.record_chain_end()
        self._connection.execute("COMMIT")
        self._committed()
        self._check_safe()  # what was committed into a file that is gone is on no disk
        return outcomes

    def _check_safe(self) -> None:
        found = self._obstacle()
        if found is not None:
            raise unsafe(found, self._path)

    def _note_failed_write(self, error: BaseException) -> None:
        """What a commit or checkpoint wrote before it failed, as on a full disk, is nobody else's change."""
        if not isinstance(error, StoreUnsafe):
            self._committed()

    def _run_in_savepoint(self, job: _PendingWrite) -> tuple[Any, BaseException | None]:
        """Run one write of several and roll back only this one if it fails. Raises when all were rolled back."""
        mark, self._transaction.signature = self._transaction.savepoint(), None
        self._connection.execute("SAVEPOINT write")
        try:
            result = job.write(self._transaction)
        except BaseException as error:  # it belongs to whoever waits for the future
            explained = self._store_error(error)
            if not self._connection.in_transaction:
                rolled_back = StoreError("the database took back what was being written; try again")
                raise explained if isinstance(explained, StoreError) else rolled_back from error
            self._connection.execute("ROLLBACK TO write")
            self._connection.execute("RELEASE write")
            self._transaction.roll_back_to(mark)
            return None, explained
        self._connection.execute("RELEASE write")
        return result, None

    def _roll_back(self) -> None:
        self._transaction.forget_cached()
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def _store_error(self, error: BaseException) -> BaseException:
        return store_error(error, self._path) if isinstance(error, sqlite3.Error) else error

    def _notify_listeners(self, events: list[Event]) -> None:
        if not events:
            return
        for listener in self._listeners:
            try:
                listener(events)
            except Exception:  # noqa: BLE001  a listener's fault must not stop the writer
                _log.exception("a listener of the change feed failed")
