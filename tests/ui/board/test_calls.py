"""Which call the board shows: none left out, none twice, each long enough."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from tests.scenes import samples
from ui.board.announcing import CROWD, HURRY_S, KEPT, SHOW_S, STALE_S, Announcing, heard, passed, recalled, undone

steps = st.lists(st.one_of(st.just("call"), st.floats(0.1, 9.0)), max_size=60)


@given(steps)
def test_each_call_is_shown_once_in_order_and_long_enough(story: list[str | float]) -> None:
    a, now, made = Announcing(), 100.0, 0
    shown: list[tuple[int, float, int]] = []

    def look() -> None:
        if a.call is not None and (not shown or shown[-1][0] != a.call.id):
            shown.append((a.call.id, now, len(a.coming)))

    for step in [*story, *[HURRY_S] * 3 * len(story)]:
        if step == "call":
            made += 1
            a = passed(heard(a, samples.call(made, f"A-{made:03}", "1", 0)), now)
        else:
            now += float(step)
            a = passed(a, now)
        look()
    assert [identity for identity, _, _ in shown] == list(range(1, made + 1))
    assert a.turn == made
    for (_, since, _), (_, until, left) in itertools.pairwise(shown):
        assert until - since >= (HURRY_S if left + 1 >= CROWD else SHOW_S) - 1e-9


def test_a_recall_flashes_again() -> None:
    once = passed(heard(Announcing(), samples.call(1, "A-001", "1", 0)), 0)
    again = passed(heard(once, samples.call(2, "A-001", "1", 0, calls=2)), 60)
    assert (once.turn, again.turn) == (1, 2)


def test_a_new_connection_shows_the_newest_without_a_flash() -> None:
    a = recalled(Announcing(), samples.call(5, "A-005", "1", 0))
    assert a.call is not None
    assert (a.call.number, a.turn) == ("A-005", 0)


told = st.lists(
    st.one_of(
        st.just(("call", 0.0)),
        st.tuples(st.just("again"), st.integers(0, 30)),
        st.tuples(st.just("undo"), st.integers(0, 4)),
        st.just(("late", 0.0)),
        st.tuples(st.just("time"), st.floats(0.1, 9.0)),
        st.just(("silence", 0.0)),
    ),
    max_size=60,
)


@given(told)
def test_the_voice_says_each_call_once_in_order_to_its_end_and_none_that_was_undone(
    story: list[tuple[str, float]],
) -> None:
    a, now, speaking = Announcing(), 100.0, False
    made, said, void, late = 0, list[int](), set[int](), set[int]()

    def go_on() -> None:
        nonlocal a, speaking
        before, a = a, passed(a, now, speaking=speaking)
        if a.turn != before.turn:
            assert not speaking, "one announcement at a time, and none cut off"
            assert a.call is not None
            said.append(a.call.id)
            speaking = True

    for step, amount in [*story, *[("silence", 0.0), ("time", SHOW_S)] * (len(story) + 1)]:
        if step in ("call", "late"):
            made += 1
            late |= {made} if step == "late" else set()
            a = heard(a, samples.call(made, f"A-{made:03}", "1", 0), STALE_S + 1 if step == "late" else 3.0)
        elif step == "again" and amount < made:
            a = heard(a, samples.call(made - int(amount), f"A-{made - int(amount):03}", "1", 0))
        elif step == "undo" and amount < made:
            gone = made - int(amount)
            void |= {gone} - set(said)
            a = undone(a, gone, [])
            assert a.call is None or a.call.id != gone
        elif step == "silence":
            speaking = False
        elif step == "time":
            now += amount
        go_on()
    assert said == [identity for identity in range(1, made + 1) if identity not in void | late]
    assert a.turn == len(said)


def test_an_undone_call_gives_its_place_back_to_the_one_before() -> None:
    before, taken_back = samples.call(4, "A-004", "1", 1), samples.call(5, "A-005", "2", 0)
    a = passed(heard(Announcing(call=before), taken_back), 50)
    assert undone(a, 5, [taken_back, before]).call == before
    assert undone(a, 4, [taken_back, before]) == a


def test_what_is_known_does_not_grow_without_end() -> None:
    a = Announcing()
    for identity in range(KEPT + 50):
        a = passed(heard(a, samples.call(identity, "A-001", "1", 0)), identity * SHOW_S)
    assert (len(a.known), a.coming) == (KEPT, ())
