"""The same question after every test: is what is on the disk a day that could have been?"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tests.flow.child import OFFICE, Server
from tests.flow.ledger import Ledger, read
from tests.flow.model import Office, Replay, disagreements


def wrongs(ledger: Ledger, acknowledged: Iterable[str] = (), office: Path = OFFICE) -> list[str]:
    """Every broken promise in words: the chain, the replay, log against table, tickets that are gone."""
    replay = Replay(Office.read(office)).run(ledger.events)
    gone = sorted(set(acknowledged) - {ticket.id for ticket in ledger.tickets})
    return [
        *ledger.faults,
        *replay.faults,
        *disagreements(replay, ledger.tickets),
        *(f"{ticket} was acknowledged and is gone" for ticket in gone),
    ]


def audit(server: Server, acknowledged: Iterable[str] = ()) -> None:
    """Stop the server; it said nothing like a traceback and left a sound folder."""
    if server.running:
        server.stop()
    assert "Traceback" not in server.stderr, server.stderr
    assert wrongs(read(server.data), acknowledged, server.config) == []
