"""How many people wait."""

from __future__ import annotations

import pytest

from kiosk.wording import counts


@pytest.mark.parametrize(
    ("count", "language", "waiting", "ahead", "people"),
    [
        (0, "id", "Tidak ada yang menunggu", "Tidak ada yang di depan Anda", "Tidak ada"),
        (1, "id", "1 orang menunggu", "1 orang di depan Anda", "1 orang"),
        (25, "id", "25 orang menunggu", "25 orang di depan Anda", "25 orang"),
        (0, "en", "Nobody is waiting", "Nobody ahead of you", "Nobody"),
        (1, "en", "1 person waiting", "1 person ahead of you", "1 person"),
        (25, "en", "25 people waiting", "25 people ahead of you", "25 people"),
        (1, "ar", "1 person waiting", "1 person ahead of you", "1 person"),
    ],
)
def test_counts(count: int, language: str, waiting: str, ahead: str, people: str) -> None:
    assert counts.waiting(count, language) == waiting
    assert counts.ahead(count, language) == ahead
    assert counts.people(count, language) == people


def test_the_label_of_a_table() -> None:
    assert [counts.ahead_label(language) for language in ("id", "en", "ar")] == [
        "Di depan Anda",
        "Ahead",
        "Ahead",
    ]
