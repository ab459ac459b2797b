"""For a supervisor: who has an account, who sits where, new accounts and removals."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias, cast
from urllib.parse import quote

from kiosk.contract.people import NewPin, NewStaff, StaffView
from kiosk.contract.problem import Problem
from kiosk.wording import dates
from ui.counter.inputs import CounterInputs
from ui.counter.requests import CounterRequest
from ui.counter.sheets.pin import NewPinSheet, PinChange, pin_request
from ui.counter.sheets.sheet import ReasonChoice, Sheet, SheetProps, SheetStep, may, numbered

AccountRole = Literal["counter", "supervisor"]
Accounts: TypeAlias = tuple[StaffView, ...]

_NEW: Final = "\n"
"""No account's name."""
_ROLES: Final[tuple[AccountRole, ...]] = ("counter", "supervisor")


def reloaded(note: str = "") -> SheetStep:
    """The list, asked for anew."""
    request = CounterRequest("GET", "/staff", list[StaffView])
    return SheetStep(AccountsSheet(note=note), action="accounts", request=request)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountsSheet(Sheet):
    accounts: Accounts | None = None
    """None until the server has answered."""
    refused: bool = False

    def props(self, i: CounterInputs) -> SheetProps:
        rows = numbered([(one.name, one.name, _about(i, one)) for one in self.accounts or ()])
        new = [ReasonChoice(_NEW, i.translate("account_new"), "0")] if self.accounts is not None else []
        return SheetProps(
            question="accounts",
            title=i.translate("ask_accounts"),
            hint=i.translate("ask_accounts_hint"),
            note=self.note,
            good=not self.refused,
            listed=True,
            quick=True,
            reasons=(*rows, *new),
        )

    def on_chosen(self, i: CounterInputs, choice: str) -> SheetStep:
        accounts = self.accounts or ()
        account = next((one for one in accounts if one.name == choice), None)
        return SheetStep(
            AccountSheet(accounts=accounts, account=account) if account else AccountNameSheet(accounts=accounts)
        )

    def on_result(self, i: CounterInputs, value: object) -> SheetStep:
        return SheetStep(replace(self, accounts=tuple(cast("list[StaffView]", value))))

    def on_refused(self, i: CounterInputs, action: str, problem: Problem) -> AccountsSheet:
        return replace(self, note=problem.detail or problem.title, refused=True)


def _about(i: CounterInputs, account: StaffView) -> str:
    counters = i.point.counters if i.point else []
    sits = [i.counter_name(counter) for counter in counters if counter.staff == account.name]
    until = account.locked_until
    locked = (
        [i.translate("account_locked", time=dates.clock_time(until.astimezone(i.now.tzinfo), i.language))]
        if until and i.now
        else []
    )
    return " · ".join([i.translate(f"role_{account.role}"), *(sits or [i.translate("account_away")]), *locked])


@dataclass(frozen=True, slots=True, kw_only=True)
class _FromList(Sheet):
    """A sheet that leads back to the list of accounts."""

    accounts: Accounts

    def on_back(self, i: CounterInputs) -> Sheet:
        return AccountsSheet(accounts=self.accounts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _FromAccounts(PinChange):
    """A supervisor sets the PIN of somebody on the list."""

    name: str
    accounts: Accounts

    def whose(self, i: CounterInputs) -> str:
        return self.name

    def again(self, note: str) -> Sheet:
        return NewPinSheet(change=self, note=note)

    def back(self) -> Sheet:
        return AccountsSheet(accounts=self.accounts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetPin(_FromAccounts):
    def request(self, i: CounterInputs, pin: str) -> CounterRequest:
        return pin_request(self.name, NewPin(pin=None, new_pin=pin))

    def done(self, i: CounterInputs) -> SheetStep:
        return reloaded(i.translate("account_pin_changed", name=self.name))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount(_FromAccounts):
    role: AccountRole

    def request(self, i: CounterInputs, pin: str) -> CounterRequest:
        return CounterRequest("POST", "/staff", StaffView, NewStaff(name=self.name, pin=pin, role=self.role))

    def done(self, i: CounterInputs) -> SheetStep:
        return reloaded(i.translate("account_added", name=self.name))


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSheet(_FromList):
    """What can be done with one account."""

    account: StaffView

    def props(self, i: CounterInputs) -> SheetProps:
        own = self.account.name == i.staff
        removable = [] if own else [("remove", i.translate("account_remove"))]
        return SheetProps(
            question="account",
            title=self.account.name,
            hint=_about(i, self.account),
            note=self.note,
            listed=True,
            quick=True,
            reasons=numbered([("pin", i.translate("account_pin")), *removable]),
        )

    def on_chosen(self, i: CounterInputs, choice: str) -> SheetStep:
        if choice == "remove":
            return SheetStep(AccountRemoveSheet(accounts=self.accounts, name=self.account.name))
        return SheetStep(NewPinSheet(change=ResetPin(name=self.account.name, accounts=self.accounts)))


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRemoveSheet(_FromList):
    name: str

    def props(self, i: CounterInputs) -> SheetProps:
        return SheetProps(
            question="account_remove",
            title=i.translate("ask_account_remove", name=self.name),
            hint=i.translate("ask_account_remove_hint"),
            note=self.note,
            confirmLabel=i.translate("do_account_remove", name=self.name),
            mayConfirm=may(i),
            danger=True,
        )

    def on_confirmed(self, i: CounterInputs) -> SheetStep:
        request = CounterRequest("DELETE", f"/staff/{quote(self.name, safe='')}")
        return SheetStep(self, action="account_remove", request=request)

    def on_result(self, i: CounterInputs, value: object) -> SheetStep:
        return reloaded(i.translate("account_removed", name=self.name))


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountNameSheet(_FromList):
    """Of a new account."""

    name: str = ""

    def props(self, i: CounterInputs) -> SheetProps:
        return SheetProps(
            question="account_name",
            title=i.translate("ask_account_name"),
            hint=i.translate("ask_account_name_hint"),
            field=i.translate("label.name_hint"),
            fieldFirst=True,
            confirmLabel=i.translate("go_on"),
            mayConfirm=bool(self.name.strip()),
        )

    def on_written(self, text: str) -> AccountNameSheet:
        return replace(self, name=text)

    def on_confirmed(self, i: CounterInputs) -> SheetStep:
        return SheetStep(AccountRoleSheet(accounts=self.accounts, name=self.name.strip()))


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRoleSheet(_FromList):
    """Of a new account."""

    name: str

    def props(self, i: CounterInputs) -> SheetProps:
        rows = [(role, i.translate(f"role_{role}"), i.translate(f"role_{role}_hint")) for role in _ROLES]
        return SheetProps(
            question="account_role",
            title=i.translate("ask_account_role", name=self.name),
            listed=True,
            quick=True,
            reasons=numbered(rows),
        )

    def on_chosen(self, i: CounterInputs, choice: str) -> SheetStep:
        role: AccountRole = "supervisor" if choice == "supervisor" else "counter"
        return SheetStep(NewPinSheet(change=NewAccount(name=self.name, role=role, accounts=self.accounts)))
