"""Which PINs are refused: too short ones, and those that anybody tries first.

The list is that of the usual studies of four- and six-digit PINs (Bonneau, Preibusch and Anderson 2012; Markert and
others 2020): repeats, runs, patterns on the keypad, and dates of birth as people write them.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Final

from kiosk.contract.reasons import Reason
from kiosk.operations.refusal import Refusal

_KEYPAD: Final = (
    "147258",
    "147852",
    "258369",
    "159357",
    "159753",
    "357159",
    "753951",
    "951753",
    "369258",
    "741852",
    "852741",
    "963852",
    "789456",
    "456789",
    "321654",
    "123654",
    "654123",
    "123789",
    "147369",
    "159263",
    "142536",
    "102030",
    "123321",
    "456654",
    "789987",
    "112358",
    "314159",
    "271828",
    "520131",
    "696969",
    "808080",
    "101010",
    "123987",
    "246810",
    "135790",
    "135791",
    "1379",
    "2580",
    "0852",
    "1470",
    "2468",
    "1357",
    "5683",
    "0007",
    "4321",
    "1004",
    "2000",
)
_LONGEST_PERIOD: Final = 4


def check(pin: str, digits: int) -> None:
    """Raises ``Refusal`` ``pin_short`` or ``pin_common``. ``digits``: the fewest that the office allows."""
    if len(pin) < digits:
        raise Refusal(Reason.PIN_SHORT, {"digits": digits})
    if is_common(pin):
        raise Refusal(Reason.PIN_COMMON)


def is_common(pin: str) -> bool:
    """Whether it is among the first that anybody would try."""
    return _is_repeated(pin) or _has_even_steps(pin) or (pin.isdecimal() and (_is_keypad(pin) or _is_date(pin)))


def _is_repeated(pin: str) -> bool:
    """The same few characters over and over, doubled digits in order, or the same forwards and backwards."""
    size = len(pin)
    if any(pin == (pin[:period] * size)[:size] for period in range(1, min(_LONGEST_PERIOD, size // 2) + 1)):
        return True
    doubled = size % 2 == 0 and size >= 4 and pin[::2] == pin[1::2] and _has_even_steps(pin[::2])
    halves = size % 2 == 0 and len(set(pin[: size // 2])) == 1 and len(set(pin[size // 2 :])) == 1
    return doubled or halves or len(set(pin)) <= 2 or pin.strip("0") in ("", "1", "7")


def _has_even_steps(pin: str) -> bool:
    """Neighbours differ by the same step: 123456, 987654, 135790, 246802."""
    if len(pin) < 3 or not pin.isdecimal():
        return False
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    return len(steps) == 1


def _is_keypad(pin: str) -> bool:
    return pin in _KEYPAD or (len(pin) > 6 and any(pin.startswith(known) for known in _KEYPAD if len(known) >= 6))


def _is_date(pin: str) -> bool:
    """Of birth, as DDMMYY, YYMMDD, DDMMYYYY or YYYYMMDD; with four digits a year of the last hundred."""
    if len(pin) == 4:
        return 1930 <= int(pin) <= 2039
    if len(pin) == 6:
        return _is_day(pin[4:], pin[2:4], pin[:2]) or _is_day(pin[:2], pin[2:4], pin[4:])
    if len(pin) == 8:
        return _is_day(pin[4:], pin[2:4], pin[:2]) or _is_day(pin[:4], pin[4:6], pin[6:])
    return False


def _is_day(year: str, month: str, day: str) -> bool:
    whole = int(year) if len(year) == 4 else 2000 + int(year)
    if len(year) == 4 and not 1900 <= whole <= 2099:
        return False
    try:
        date(2000 if len(year) == 2 and (month, day) == ("02", "29") else whole, int(month), int(day))
    except ValueError:
        return False
    return True
