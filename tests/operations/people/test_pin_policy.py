"""PINs that anybody tries first are refused, others are not."""

from __future__ import annotations

import pytest

from kiosk.operations.people import pin_policy
from kiosk.operations.refusal import Refusal

COMMON = [
    "1234",
    "4321",
    "0123",
    "1111",
    "0000",
    "1212",
    "1122",
    "2580",
    "1990",
    "2004",
    "7777",
    "0007",
    "2468",
    "1357",
    "123456",
    "654321",
    "012345",
    "345678",
    "987654",
    "111111",
    "000000",
    "121212",
    "123123",
    "112233",
    "101010",
    "102030",
    "696969",
    "159753",
    "147258",
    "789456",
    "135790",
    "246810",
    "123321",
    "112211",
    "111222",
    "200000",
    "007007",
    "170845",
    "010190",
    "311299",
    "290204",
    "991231",
    "850612",
    "17081945",
    "19900101",
    "12345678",
    "87654321",
    "11223344",
    "12341234",
]
GOOD = ["4711", "8263", "7294", "739105", "805317", "471193", "729416", "608349", "503718", "90416273", "38105572"]


@pytest.mark.parametrize("pin", COMMON)
def test_common_ones_are_refused(pin: str) -> None:
    assert pin_policy.is_common(pin)
    with pytest.raises(Refusal) as refused:
        pin_policy.check(pin, 4)
    assert refused.value.reason == "pin_common"


@pytest.mark.parametrize("pin", GOOD)
def test_others_are_not(pin: str) -> None:
    pin_policy.check(pin, 4)


def test_the_office_says_how_long_a_pin_is() -> None:
    with pytest.raises(Refusal) as refused:
        pin_policy.check("47119", 6)
    assert (refused.value.reason, refused.value.values) == ("pin_short", {"digits": 6})


def test_at_most_a_twentieth_of_all_six_digits_is_refused() -> None:
    """Nearly all of them are dates of birth."""
    refused = sum(pin_policy.is_common(f"{number:06d}") for number in range(0, 1_000_000, 7))
    assert refused * 7 < 90_000
