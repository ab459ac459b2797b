"""Which call the board shows: none left out, none twice, each long enough."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from ui import samples
from ui.viewmodels.board_calls import CROWD, HURRY_S, SHOW_S, Announcing, heard, passed, recalled

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
