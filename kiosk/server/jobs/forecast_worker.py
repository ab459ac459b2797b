"""The process beside the server that makes forecast tables: ``python -m kiosk.server.jobs.forecast_worker``.

A table takes tens of milliseconds of Python. In a thread of the server it would hold the interpreter's lock while
numbers are issued; here it takes another core, at a lower priority. A message is four bytes of length, most significant
first, and that many bytes of MessagePack. It ends when its standard input does, and so with the server.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import BinaryIO, Final

import msgspec
from msgspec import Struct

from kiosk.forecast.correction import Outcome
from kiosk.forecast.forecast import Experience, learn
from kiosk.forecast.past import PastDay, PresenceSpan, TakenTicket
from kiosk.forecast.state import EndedVisit, PointState, ServiceFacts, Stretch
from kiosk.forecast.table import ForecastTable, make_table

LENGTH_BYTES: Final = 4


class PastDayMessage(Struct, frozen=True):
    hours: Mapping[str, Sequence[Stretch]]
    visits: Sequence[EndedVisit]
    taken: Sequence[TakenTicket]
    presence: Sequence[PresenceSpan]


class TableRequest(Struct, frozen=True):
    """``learn``: the earlier days to learn from, oldest first; None keeps what was learnt."""

    day: str
    state: PointState
    outcomes: list[Outcome]
    learn: list[PastDayMessage] | None
    services: dict[str, ServiceFacts]
    counters: dict[str, list[str]]


def main() -> None:
    """Answer requests until standard input ends."""
    if hasattr(os, "nice"):
        os.nice(5)
    source, target = sys.stdin.buffer, sys.stdout.buffer
    decoder, encoder = msgspec.msgpack.Decoder(TableRequest), msgspec.msgpack.Encoder()
    experience: Experience | None = None
    while message := _read(source):
        request = decoder.decode(message)
        if request.learn is not None or experience is None:
            days = [PastDay(each.hours, each.visits, each.taken, each.presence) for each in request.learn or ()]
            experience = learn(request.services, request.counters, days)
        answer = encoder.encode(make_table(request.day, request.state, experience, request.outcomes))
        try:
            target.write(len(answer).to_bytes(LENGTH_BYTES) + answer)
            target.flush()
        except BrokenPipeError:
            os._exit(0)  # the server was killed; an ordinary end would try to flush once more


def _read(source: BinaryIO) -> bytes:
    length = source.read(LENGTH_BYTES)
    return source.read(int.from_bytes(length)) if len(length) == LENGTH_BYTES else b""


ANSWER: Final = msgspec.msgpack.Decoder(ForecastTable)

if __name__ == "__main__":
    main()
