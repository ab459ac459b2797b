"""A process that issues and calls as fast as it can and says on standard output what was acknowledged, to be killed.

``python -m tests.store.child FOLDER MODE``: ``issue`` issues with 4 threads and calls with 2; ``hold`` only opens.
"""

from __future__ import annotations

import os
import sys
import threading
import uuid
from datetime import UTC, datetime
from pathlib import Path

from kiosk.clock import SystemClock
from kiosk.queue import dispatch
from kiosk.queue.ticket import Move
from kiosk.rules.model import Settings
from kiosk.store import open_store
from kiosk.store.interface import IdempotencyRecord, Store, Transaction
from tests.fixtures import DAY, POINT, hashed, issue, move


def say(line: str) -> None:
    """One whole line at once: a line that was read was acknowledged."""
    os.write(1, f"{line}\n".encode())


def issue_for_ever(store: Store) -> None:
    while True:
        key = uuid.uuid4().hex

        def take(tx: Transaction, key: str = key) -> str:
            new = issue(at=datetime.now(UTC))(tx)
            tx.add_idempotency_record(IdempotencyRecord(hashed(key), hashed("body"), new.id, new.issued_at))
            return new.id

        say(f"issued {store.write(take)} {hashed(key)}")


def call_for_ever(store: Store, counter: str) -> None:
    def take(tx: Transaction) -> str | None:
        heads = tx.heads(POINT, DAY, ["passport"], counter)
        choice = dispatch.choose(heads, now=datetime.now(UTC), runs=dispatch.CallRuns(), settings=Settings())
        return move(choice.ticket.id, Move.CALL, counter=counter)(tx).id if choice else None

    while True:
        if called := store.write(take):
            say(f"called {called} {counter}")


def main() -> None:
    store = open_store(Path(sys.argv[1]), None, SystemClock())
    store.write(lambda tx: tx.open_day(POINT, DAY, datetime.now(UTC)))
    say("ready")
    if sys.argv[2] == "hold":
        threading.Event().wait()
    for _ in range(4):
        threading.Thread(target=issue_for_ever, args=[store], daemon=True).start()
    for counter in "12":
        threading.Thread(target=call_for_ever, args=[store, counter], daemon=True).start()
    threading.Event().wait()


if __name__ == "__main__":
    main()
