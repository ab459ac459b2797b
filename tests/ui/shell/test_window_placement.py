from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect

from ui.shell.window_placement import arrange

kinds = st.lists(st.sampled_from(["visitor", "counter", "board"]), min_size=1, max_size=5)


@given(kinds, st.integers(640, 4000), st.integers(480, 2400), st.integers(0, 200))
def test_every_window_has_a_place_that_can_be_reached(names: list, width: int, height: int, top: int) -> None:
    room = QRect(0, top, width, height)
    places = arrange(names, room)
    assert len(places) == len(names)
    for place in places:
        assert room.contains(place.topLeft())
        assert place.width() >= 200
        assert place.height() >= 100


def test_on_a_common_screen_the_three_stand_side_by_side() -> None:
    room = QRect(0, 0, 1920, 1080)
    places = arrange(["visitor", "counter", "board"], room)
    assert all(room.contains(place) for place in places)
    assert not any(a.intersects(b) for a in places for b in places if a is not b)
