"""The event log: append-only, chained, and readable by others."""

import json
from datetime import timedelta
from hashlib import sha256

from kiosk.queue.ticket import Move
from kiosk.store.interface import Event, Store
from tests.fixtures import DAY, NINE, POINT, issue, micros, move

TOMORROW = DAY + timedelta(days=1)


def test_an_event_comes_back_as_it_was_appended(store: Store) -> None:
    data = {"why": "menunggu > 45 menit — “lama”", "n": 3, "at": 1.5, "list": [1, None, True], "b": {"z": 1, "a": 2}}
    event = store.write(lambda tx: tx.append(Move.CALL, NINE, POINT, ticket="t", counter="1", staff="Sari", data=data))
    with store.read() as tx:
        assert tx.last_event() == tx.last_event(POINT) == event
        assert tx.events_after(0) == [event]
    assert (event.kind, event.data, event.day, event.epoch) == ("call", data, DAY, store.epoch)


def test_sequences_have_no_gap_and_hashes_chain(store: Store) -> None:
    store.write(lambda tx: [tx.append("pause", NINE, POINT) for _ in range(3)])
    store.write(lambda tx: tx.append("resume", NINE, POINT))
    with store.read() as tx:
        events = tx.events_after(0)
    assert [event.sequence for event in events] == [1, 2, 3, 4]
    assert [event.previous for event in events] == ["0" * 64, *(event.hash for event in events[:-1])]


def test_anyone_can_check_the_chain_with_json_and_sha256(store: Store) -> None:
    store.write(issue())
    store.write(lambda tx: tx.append("sign_in", NINE, POINT, counter="1", staff="Ñandú", data={"é": "ö", "a": [1]}))

    def recomputed(event: Event) -> str:
        fields = {
            "at": micros(event.at),
            "counter": event.counter,
            "data": event.data,
            "day": int(f"{event.day:%Y%m%d}") if event.day else None,
            "epoch": event.epoch,
            "kind": event.kind,
            "point": event.point,
            "previous": event.previous,
            "sequence": event.sequence,
            "staff": event.staff,
            "ticket": event.ticket,
        }
        text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return sha256(text.encode()).hexdigest()

    with store.read() as tx:
        for event in tx.events_after(0):
            assert recomputed(event) == event.hash


def test_an_event_belongs_to_the_day_that_was_open(store: Store) -> None:
    early = store.write(lambda tx: tx.append("device", NINE, "gmm"))
    name = store.write(issue()).id
    store.write(lambda tx: tx.open_day(POINT, TOMORROW, NINE))
    late = store.write(move(name, Move.EXPIRE))
    with store.read() as tx:
        assert [event.kind for event in tx.events_of_day(POINT, DAY)] == ["issue"]
        assert [event.ticket for event in tx.events_of_day(POINT, TOMORROW)] == [late.id]
        assert tx.last_event(POINT) == next(tx.events_of_day(POINT, TOMORROW))
        assert tx.last_event("gmm") == early
        assert tx.last_event("mpp") is None
    assert early.day is None


def test_a_long_day_is_read_whole(store: Store) -> None:
    store.write(lambda tx: [tx.append("pause", NINE, POINT, data={"n": n}) for n in range(1234)])
    with store.read() as tx:
        assert [event.data["n"] for event in tx.events_of_day(POINT, DAY)] == list(range(1234))
        assert len(tx.events_after(0)) == 1000
        assert [event.sequence for event in tx.events_after(1200, 3)] == [1201, 1202, 1203]
        assert tx.events_after(1234) == []


def test_the_newest_events_of_some_kinds(store: Store) -> None:
    names = [store.write(issue()).id for _ in range(3)]
    for name in names:
        store.write(move(name, Move.CALL, counter="1"))
    store.write(move(names[0], Move.RECALL))
    with store.read() as tx:
        newest = tx.newest_events(POINT, DAY, [Move.CALL, Move.RECALL], 3)
        assert [(event.kind, event.ticket) for event in newest] == [
            ("recall", names[0]),
            ("call", names[2]),
            ("call", names[1]),
        ]
        assert tx.newest_events(POINT, TOMORROW, [Move.CALL], 3) == []
        assert tx.newest_events(POINT, DAY, [], 3) == []
