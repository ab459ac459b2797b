from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.queue.number import TicketKey, format_number, parse_number, parse_ticket_id, ticket_id

DAY = date(2026, 9, 12)
prefixes = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=2)
sequences = st.integers(1, 999_999)


@pytest.mark.parametrize(
    ("sequence", "digits", "shown"),
    [(1, 3, "A-001"), (12, 3, "A-012"), (999, 3, "A-999"), (1000, 3, "A-1000"), (7, 2, "A-07")],
)
def test_a_number_is_shown_with_its_digits_and_never_cut(sequence: int, digits: int, shown: str) -> None:
    assert format_number("A", sequence, digits) == shown


@given(prefixes, sequences, st.integers(1, 6))
def test_what_is_shown_can_be_typed_back(prefix: str, sequence: int, digits: int) -> None:
    shown = format_number(prefix, sequence, digits)
    assert parse_number(shown) == (prefix, sequence)
    assert parse_number(f" {shown.lower().replace('-', ' ')} ") == (prefix, sequence)
    assert parse_number(shown.replace("-", "")) == (prefix, sequence)


@pytest.mark.parametrize("typed", ["", "A", "12", "A-", "-12", "A-1x", "A--", "A-1234567890", "Ä-1", "A-¹"])
def test_what_is_no_number_is_none(typed: str) -> None:
    assert parse_number(typed) is None


def test_an_id_is_what_the_contract_says() -> None:
    assert ticket_id("ulp", DAY, "A", 1) == "ulp-20260912-A-001"


@given(st.text("abcxyz-0123456789", min_size=1), st.dates(), prefixes, sequences)
def test_an_id_gives_its_parts_back(point: str, day: date, prefix: str, sequence: int) -> None:
    key = TicketKey(point, day, prefix, sequence)
    assert parse_ticket_id(ticket_id(*key)) == key


@pytest.mark.parametrize(
    "text",
    ["", "ulp", "ulp-20260912-A", "ulp-20261312-A-001", "ulp-20260912-A-1", "ulp-20260912-A-0001", "-20260912-A-001x"],
)
def test_what_is_no_id_is_none(text: str) -> None:
    assert parse_ticket_id(text) is None


@given(st.text())
def test_any_text_is_an_id_or_is_none(text: str) -> None:
    key = parse_ticket_id(text)
    assert key is None or ticket_id(*key) == text
