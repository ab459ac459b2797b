"""A supervisor lets a window on another machine in: which kind, what it is called, and the code to tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, cast

from kiosk.contract.pairing import NewPairing, PairingCode
from ui.counter.inputs import Asking, CounterInputs
from ui.counter.requests import CounterRequest
from ui.counter.sheets.sheet import AskProps, Reason, Sheet, SheetStep, may, numbered

if TYPE_CHECKING:
    from kiosk.contract.devices import DeviceRole

_ROLES: Final = ("counter", "board", "kiosk")


def _kinds(i: CounterInputs) -> AskProps:
    return AskProps(question="pair", title=i.say("ask_pair"), hint=i.say("ask_pair_hint"), listed=True, quick=True)


def _kind_rows(i: CounterInputs) -> Sequence[Reason]:
    return numbered([(role, i.say(f"pair_{role}")) for role in _ROLES])


def _kind_chosen(i: CounterInputs, choice: str) -> SheetStep:
    return SheetStep(replace(i.asking, question="pair_name", role=choice, words="", note=""))


def _name(i: CounterInputs) -> AskProps:
    return AskProps(
        question="pair_name",
        title=i.say("ask_pair_name"),
        hint=i.say("ask_pair_name_hint"),
        note=i.asking.note,
        field=i.say(f"pair_{i.asking.role}"),
        fieldFirst=True,
        confirmLabel=i.say("do_pair"),
        mayConfirm=may(i) and bool(i.asking.words.strip()),
    )


def _invite(i: CounterInputs) -> SheetStep:
    body = NewPairing(name=i.asking.words.strip(), role=cast("DeviceRole", i.asking.role))
    return SheetStep(i.asking, action="pair", call=CounterRequest("POST", "/pairing-codes", PairingCode, body))


def _invited(_i: CounterInputs, value: object) -> SheetStep:
    return SheetStep(Asking(question="pair_code", invited=cast("PairingCode", value)))


def _code(i: CounterInputs) -> AskProps:
    made = i.asking.invited
    if made is None:
        return AskProps(question="pair_code")
    return AskProps(
        question="pair_code",
        title=i.say("ask_pair_code", name=made.name),
        hint=i.say("pair_code_hint", minutes=made.expires_in_s // 60),
        note="" if made.scanned else i.say("pair_no_door"),
        number=f"{made.code[:3]} {made.code[3:6]} {made.code[6:]}",
        code=made.scanned or "",
        confirmLabel=i.say("do_pair_code"),
        mayConfirm=True,
    )


KIND = Sheet(_kinds, lambda i: SheetStep(i.asking), _kind_rows, _kind_chosen)
NAME = Sheet(_name, _invite, came=_invited, back=lambda _i: Asking(question="pair"))
CODE = Sheet(_code, lambda _i: SheetStep())
