"""A supervisor lets a window on another machine in: which kind, what it is called, and its code."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final, Literal, cast

from kiosk.contract.pairing import NewPairing, PairingCode
from ui.counter.inputs import CounterInputs
from ui.counter.requests import CounterRequest
from ui.counter.sheets.sheet import Sheet, SheetProps, SheetStep, may, numbered

PairedRole = Literal["counter", "board", "kiosk"]
_ROLES: Final[tuple[PairedRole, ...]] = ("counter", "board", "kiosk")


@dataclass(frozen=True, slots=True, kw_only=True)
class PairKindSheet(Sheet):
    def props(self, i: CounterInputs) -> SheetProps:
        return SheetProps(
            question="pair",
            title=i.translate("ask_pair"),
            hint=i.translate("ask_pair_hint"),
            listed=True,
            quick=True,
            reasons=numbered([(role, i.translate(f"pair_{role}")) for role in _ROLES]),
        )

    def on_chosen(self, i: CounterInputs, choice: str) -> SheetStep:
        return SheetStep(PairNameSheet(role=cast("PairedRole", choice)))


@dataclass(frozen=True, slots=True, kw_only=True)
class PairNameSheet(Sheet):
    role: PairedRole
    name: str = ""

    def props(self, i: CounterInputs) -> SheetProps:
        return SheetProps(
            question="pair_name",
            title=i.translate("ask_pair_name"),
            hint=i.translate("ask_pair_name_hint"),
            note=self.note,
            field=i.translate(f"pair_{self.role}"),
            fieldFirst=True,
            confirmLabel=i.translate("do_pair"),
            mayConfirm=may(i) and bool(self.name.strip()),
        )

    def on_written(self, text: str) -> PairNameSheet:
        return replace(self, name=text)

    def on_confirmed(self, i: CounterInputs) -> SheetStep:
        body = NewPairing(name=self.name.strip(), role=self.role)
        return SheetStep(self, action="pair", request=CounterRequest("POST", "/pairing-codes", PairingCode, body))

    def on_result(self, i: CounterInputs, value: object) -> SheetStep:
        return SheetStep(PairCodeSheet(code=cast("PairingCode", value)))

    def on_back(self, i: CounterInputs) -> PairKindSheet:
        return PairKindSheet()


@dataclass(frozen=True, slots=True, kw_only=True)
class PairCodeSheet(Sheet):
    code: PairingCode = field(repr=False)

    def props(self, i: CounterInputs) -> SheetProps:
        digits = self.code.code
        return SheetProps(
            question="pair_code",
            title=i.translate("ask_pair_code", name=self.code.name),
            hint=i.translate("pair_code_hint", minutes=self.code.expires_in_s // 60),
            note="" if self.code.scanned else i.translate("pair_no_door"),
            number=f"{digits[:3]} {digits[3:6]} {digits[6:]}",
            code=self.code.scanned or "",
            confirmLabel=i.translate("do_pair_code"),
            mayConfirm=True,
        )

    def on_confirmed(self, i: CounterInputs) -> SheetStep:
        return SheetStep()
