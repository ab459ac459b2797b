"""Makes a virtual printer behave as a kind that offices buy: what it ignores, and what it prints as words."""

from __future__ import annotations

from printers.profile import Profile
from printers.simulator.faults import CUTS, TEAR_BAR_DOTS, Behaviour

_CUT_COMMANDS = {"gsv": frozenset({"GS V"}), "esci": frozenset({"ESC i", "ESC m"}), "none": frozenset[str]()}


def behave_as(behaviour: Behaviour, profile: Profile) -> None:
    """Take over the abilities of a profile. One that knows no QR command knows no other of ``GS (`` either."""
    behaviour.ignores = CUTS - _CUT_COMMANDS[profile.cut]
    behaviour.tears_at = None if profile.cutter else TEAR_BAR_DOTS
    if profile.native_qr is False:
        behaviour.prints_as_words = frozenset({"GS (", "GS 8 L"})
        behaviour.confirms = behaviour.stores_logos = False
        behaviour.names = ("", "", "")
