from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from kiosk.queue.ticket import Move, State
from kiosk.store.interface import Store, StoreError, Tally, Transaction
from tests.fixtures import DAY, NINE, POINT, hashed, issue, move, ticket

TOMORROW = NINE + timedelta(days=1)


def test_every_field_comes_back(store: Store) -> None:
    full = ticket(
        7,
        priority=True,
        state=State.HELD,
        queue_position=-3,
        stage="photo",
        counter="2",
        calls=2,
        called_at=NINE + timedelta(microseconds=1),
        served_at=NINE + timedelta(minutes=2),
        ended_at=NINE + timedelta(minutes=3),
        reason="fotokopi — 5 menit",
        reentry_after=9,
        held_until=NINE + timedelta(minutes=20),
        staff_flag="migrant",
        version=4,
    )
    store.write(lambda tx: tx.add_ticket(full, token_hash=hashed("t"), token_expires=TOMORROW))
    with store.read() as tx:
        assert tx.ticket(full.id) == full
        assert tx.ticket(full.id).issued_at.tzinfo is UTC


def test_a_time_with_another_offset_is_the_same_instant(store: Store) -> None:
    jakarta = datetime(2026, 9, 12, 9, 30, tzinfo=timezone(timedelta(hours=7)))
    new = store.write(issue(at=jakarta))
    with store.read() as tx:
        assert tx.ticket(new.id) == new


@pytest.mark.parametrize("name", ["", "nonsense", "ulp-20260912-A-001", "ulp-20260912-A-1", "x-20260912-A-001"])
def test_an_unknown_id_is_none(store: Store, name: str) -> None:
    with store.read() as tx:
        assert tx.ticket(name) is None


def test_numbers_count_per_point_letter_and_day(store: Store) -> None:
    tomorrow = DAY + timedelta(days=1)
    store.write(lambda tx: tx.open_day("gmm", DAY, NINE))
    made = [store.write(issue(letter)) for letter in "AABA"]
    made.append(store.write(issue("A", point="gmm")))
    store.write(lambda tx: tx.open_day(POINT, tomorrow, TOMORROW))
    made.append(store.write(issue("A", business_date=tomorrow, at=TOMORROW)))
    assert [each.number for each in made] == ["A-001", "A-002", "B-001", "A-003", "A-001", "A-001"]
    assert len({each.id for each in made}) == len(made)


def test_a_number_is_never_taken_twice_even_after_void(store: Store) -> None:
    first = store.write(issue())
    store.write(move(first.id, Move.VOID, reason="slip"))
    with pytest.raises(StoreError, match="issued before"):
        store.write(lambda tx: tx.add_ticket(first, token_hash=hashed("new"), token_expires=TOMORROW))
    assert store.write(issue()).number == "A-002"


def test_a_token_belongs_to_one_ticket(store: Store) -> None:
    store.write(lambda tx: tx.add_ticket(ticket(1), token_hash=hashed("same"), token_expires=TOMORROW))
    with pytest.raises(StoreError):
        store.write(lambda tx: tx.add_ticket(ticket(2), token_hash=hashed("same"), token_expires=TOMORROW))
    with store.read() as tx:
        assert tx.ticket(ticket(2).id) is None


def test_a_token_opens_its_ticket_until_it_expires(store: Store) -> None:
    new = store.write(issue())
    with store.read() as tx:
        assert tx.ticket_by_token(hashed(new.id), TOMORROW - timedelta(seconds=1)) == new
        assert tx.ticket_by_token(hashed(new.id), TOMORROW) is None
        assert tx.ticket_by_token(hashed("guess"), NINE) is None


def test_no_ticket_before_its_day_is_open(store: Store) -> None:
    with pytest.raises(StoreError, match="not opened"):
        store.write(issue(business_date=date(2026, 9, 13)))


def test_an_id_that_is_not_its_numbers_is_refused(store: Store) -> None:
    wrong = replace(ticket(1), id="ulp-20260912-A-002")
    with pytest.raises(StoreError, match="id"):
        store.write(lambda tx: tx.add_ticket(wrong, token_hash=hashed("t"), token_expires=TOMORROW))


def test_a_stale_move_is_refused_and_changes_nothing(store: Store) -> None:
    new = store.write(issue())
    called = store.write(move(new.id, Move.CALL, counter="1"))
    for stale in (replace(new, version=1, counter="2"), replace(new, version=3), replace(new, version=0)):
        with pytest.raises(StoreError, match="changed meanwhile"):
            store.write(lambda tx, stale=stale: tx.save_ticket(stale))
    with store.read() as tx:
        assert tx.ticket(new.id) == called


def test_the_head_is_who_came_first_whatever_the_number(store: Store) -> None:
    store.write(issue(at=NINE))
    first = store.write(issue(at=NINE - timedelta(minutes=1)))
    store.write(issue("R", service="lost", at=NINE - timedelta(hours=1)))
    with store.read() as tx:
        assert tx.heads(POINT, DAY, ["passport"]) == [first]
        assert tx.heads(POINT, DAY, ["photo"]) == []
        assert tx.heads(POINT, DAY + timedelta(days=1), ["passport"]) == []


def test_one_place_shared_goes_by_number(store: Store) -> None:
    numbers = [store.write(issue(queue_position=5)).number for _ in range(11)]
    with store.read() as tx:
        assert [each.number for each in tx.in_state(POINT, DAY, [State.WAITING])] == numbers
        (line,) = tx.waiting_lines(POINT, DAY, tx.ticket(ticket(11).id), due_until=None, overdue_before=NINE)
        assert (line.before, line.after) == (10, 0)


def test_heads_are_the_first_of_each_service_served(store: Store) -> None:
    passport = [store.write(issue()) for _ in range(2)]
    lost = [store.write(issue("R", service="lost")) for _ in range(2)]
    store.write(issue("K", service="elderly"))
    with store.read() as tx:
        assert sorted(each.id for each in tx.heads(POINT, DAY, ["passport", "lost", "photo"])) == sorted(
            [passport[0].id, lost[0].id]
        )
        assert tx.heads(POINT, DAY, []) == []
        assert tx.heads(POINT, DAY, ["photo"]) == []
        many = ["passport", *(f"s{n}" for n in range(60))]
        assert tx.heads(POINT, DAY, many) == [passport[0]]


def test_each_class_of_a_service_has_a_line_of_its_own(store: Store) -> None:
    regular, priority = store.write(issue()), store.write(issue(priority=True))
    early, late = (store.write(issue(appointment=NINE + timedelta(minutes=n))) for n in (1, 9))
    booked = store.write(issue(appointment=NINE))
    with store.read() as tx:
        assert tx.heads(POINT, DAY, ["passport"]) == [regular, priority]
        assert tx.heads(POINT, DAY, ["passport"], until=NINE) == [regular, priority, booked]
    for called in (regular, booked):
        store.write(move(called.id, Move.CALL, counter="1"))
    with store.read() as tx:
        assert tx.heads(POINT, DAY, ["passport"], until=NINE + timedelta(minutes=5)) == [late, priority, early]
        assert tx.heads(POINT, DAY, ["passport"]) == [early, priority]
        assert tx.ticket(late.id) == late


def test_a_late_visitor_is_no_head_before_so_many_calls(store: Store) -> None:
    late = store.write(issue(reentry_after=2))
    others = [store.write(issue()) for _ in range(3)]
    for other in others[:2]:
        with store.read() as tx:
            assert tx.heads(POINT, DAY, ["passport"]) == [other]
        store.write(move(other.id, Move.CALL, counter="1"))
    with store.read() as tx:
        assert tx.calls_made(POINT, DAY) == 2
        assert tx.heads(POINT, DAY, ["passport"]) == [late]


def test_a_late_visitor_alone_is_not_left_waiting(store: Store) -> None:
    late = store.write(issue(reentry_after=50))
    with store.read() as tx:
        assert tx.heads(POINT, DAY, ["passport", "lost"]) == [late]


def test_a_ticket_kept_for_a_counter_is_seen_there_alone(store: Store) -> None:
    kept = store.write(issue(counter="3"))
    other = store.write(issue())
    with store.read() as tx:
        assert tx.heads(POINT, DAY, ["passport"], "3") == [kept]
        for counter in ("1", None):
            assert tx.heads(POINT, DAY, ["passport"], counter) == [other]


def test_in_state_mixes_services_in_order_of_place(store: Store) -> None:
    tickets = [
        store.write(issue(letter, service=service, at=NINE - timedelta(minutes=minute)))
        for letter, service, minute in (
            ("A", "passport", 1),
            ("R", "lost", 3),
            ("A", "passport", 2),
            ("K", "elderly", 0),
        )
    ]
    store.write(move(tickets[2].id, Move.CALL, counter="1"))
    store.write(move(tickets[3].id, Move.VOID, reason="slip"))

    def numbers(*states: State, limit: int | None = None) -> list[str]:
        with store.read() as tx:
            return [each.number for each in tx.in_state(POINT, DAY, states, limit=limit)]

    assert numbers(State.WAITING) == ["R-001", "A-001"]
    assert numbers(State.CALLED, State.WAITING) == ["R-001", "A-002", "A-001"]
    assert numbers(*State) == ["R-001", "A-002", "A-001", "K-001"]
    assert numbers(State.VOID) == ["K-001"]
    assert numbers(State.CALLED, State.WAITING, limit=2) == ["R-001", "A-002"]
    assert numbers(State.FINISHED) == []
    assert numbers() == []


def test_who_is_at_a_counter(store: Store) -> None:
    first, second, third = (store.write(issue()) for _ in range(3))
    store.write(move(first.id, Move.CALL, counter="1"))
    store.write(move(second.id, Move.CALL, counter="2"))
    serving = store.write(move(second.id, Move.SERVE))
    store.write(move(third.id, Move.CALL, counter="3"))
    store.write(move(third.id, Move.NO_SHOW))
    with store.read() as tx:
        assert tx.at_counter(POINT, DAY, "1") == tx.ticket(first.id)
        assert tx.at_counter(POINT, DAY, "2") == serving
        assert tx.at_counter(POINT, DAY, "3") is None


def test_recent_calls_are_newest_first(store: Store) -> None:
    names = [store.write(issue()).id for _ in range(5)]
    for minute, name in enumerate(reversed(names)):
        store.write(move(name, Move.CALL, at=NINE + timedelta(minutes=minute), counter="1"))
    with store.read() as tx:
        assert [each.id for each in tx.recent_calls(POINT, DAY, 3)] == names[:3]
        assert tx.recent_calls(POINT, DAY, 0) == []


def test_service_minutes_are_those_of_finished_visits_newest_first(store: Store) -> None:
    for minutes in (4, 6.5):
        name = store.write(issue()).id
        for what, minute in ((Move.CALL, 0), (Move.SERVE, 1), (Move.FINISH, 1 + minutes)):
            store.write(move(name, what, at=NINE + timedelta(minutes=minute), counter="1"))
    served = store.write(issue()).id
    store.write(move(served, Move.CALL, counter="1"))
    store.write(move(served, Move.SERVE))
    with store.read() as tx:
        assert tx.service_minutes(POINT, DAY, "passport", 20) == [6.5, 4]
        assert tx.service_minutes(POINT, DAY, "passport", 1) == [6.5]
        assert tx.service_minutes(POINT, DAY, "lost", 20) == []


def test_a_session_counts_what_it_issued_and_what_of_it_is_void(store: Store) -> None:
    names = [store.write(issue(at=NINE + timedelta(minutes=minute))).id for minute in range(4)]
    store.write(issue("R", service="lost", at=NINE + timedelta(minutes=9)))
    store.write(move(names[0], Move.VOID, reason="slip"))
    store.write(move(names[3], Move.VOID, reason="slip"))
    store.write(move(names[2], Move.TRANSFER, service="lost"))
    with store.read() as tx:
        assert tx.issued_since(POINT, DAY, "passport", NINE) == (4, 2)
        assert tx.issued_since(POINT, DAY, "passport", NINE + timedelta(minutes=1)) == (3, 1)
        assert tx.issued_since(POINT, DAY, "photo", NINE) == (0, 0)


def test_the_tally_follows_every_move(store: Store) -> None:
    names = [store.write(issue()).id for _ in range(8)]
    story = [
        (names[0], Move.CALL),
        (names[1], Move.CALL),
        (names[1], Move.SERVE),
        (names[2], Move.HOLD),
        (names[3], Move.CALL),
        (names[3], Move.NO_SHOW),
        (names[4], Move.CALL),
        (names[4], Move.SERVE),
        (names[4], Move.FINISH),
        (names[5], Move.VOID),
        (names[6], Move.EXPIRE),
    ]
    for name, what in story:
        store.write(move(name, what, counter="1"))
    with store.read() as tx:
        assert tx.tally(POINT, DAY) == {"passport": Tally(1, 1, 1, 1, 1, 1, 1, 1, issued=8, last_sequence=8)}
        assert tx.tally("gmm", DAY) == {}


def test_a_transfer_counts_where_it_waits_and_where_it_was_issued(store: Store) -> None:
    name = store.write(issue()).id
    store.write(move(name, Move.CALL, counter="1"))
    store.write(move(name, Move.TRANSFER, service="photo"))
    with store.read() as tx:
        assert tx.tally(POINT, DAY) == {
            "passport": Tally(issued=1, last_sequence=1),
            "photo": Tally(waiting=1),
        }
        assert tx.heads(POINT, DAY, ["photo"]) == [tx.ticket(name)]


def test_undo_takes_the_tally_back_too(store: Store) -> None:
    before = store.write(issue())
    after = store.write(move(before.id, Move.VOID, reason="slip"))
    store.write(lambda tx: tx.save_ticket(replace(before, version=after.version + 1)))
    with store.read() as tx:
        assert tx.tally(POINT, DAY)["passport"] == Tally(waiting=1, issued=1, last_sequence=1)
    assert store.verify() == []


def test_a_write_sees_what_it_wrote(store: Store) -> None:
    def both(tx: Transaction) -> None:
        new = issue()(tx)
        assert [tx.ticket(new.id)] == tx.heads(POINT, DAY, ["passport"]) == [new]
        assert tx.tally(POINT, DAY)["passport"].waiting == 1
        assert tx.last_event(POINT) == tx.events_after(0)[-1]

    store.write(both)
