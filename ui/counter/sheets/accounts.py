"""The officer's own PIN; and for a supervisor who has an account, who sits where, new accounts and removals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, cast
from urllib.parse import quote

from kiosk.contract.people import NewPin, NewStaff, StaffView
from kiosk.contract.problem import Problem
from kiosk.wording.dates import clock_time
from ui.counter.inputs import Asking, CounterInputs
from ui.counter.requests import CounterRequest
from ui.counter.sheets.sheet import AskProps, Reason, Sheet, SheetStep, may, numbered
from ui.counter.sign_in_page import PIN_LENGTH

_NEW: Final = "\n"
"""No account's name."""


# ---- a PIN, old and new


def _pin(i: CounterInputs) -> AskProps:
    asking = i.asking
    title = "enter_pin" if asking.question == "pin_old" else "new_pin" if asking.question == "pin_new" else "again_pin"
    return AskProps(
        question=asking.question,
        title=i.say("ask_pin_old" if asking.question == "pin_old" else title),
        hint=asking.name or i.staff,
        note=asking.note,
        typing=True,
        digits=len(asking.pin),
        digitsText=i.say("pin_digits", n=len(asking.pin)),
        confirmLabel=i.say("go_on"),
        mayConfirm=may(i) and len(asking.pin) >= PIN_LENGTH[0],
    )


def _pin_typed(i: CounterInputs) -> SheetStep:
    asking = replace(i.asking, pin="", note="")
    if asking.question == "pin_old":
        return SheetStep(replace(asking, question="pin_new", old_pin=i.asking.pin))
    if asking.question == "pin_new":
        return SheetStep(replace(asking, question="pin_again", first_pin=i.asking.pin))
    if i.asking.pin != asking.first_pin:
        return SheetStep(replace(asking, question="pin_new", first_pin="", note=i.say("pins_differ")))
    return SheetStep(i.asking, action="pin", call=_put(i))


def _put(i: CounterInputs) -> CounterRequest:
    asking = i.asking
    if asking.purpose == "new":
        body = NewStaff(
            name=asking.name, pin=asking.pin, role="supervisor" if asking.role == "supervisor" else "counter"
        )
        return CounterRequest("POST", "/staff", StaffView, body)
    own = asking.purpose == "own"
    name = i.staff if own else asking.name
    new = NewPin(pin=asking.old_pin if own else None, new_pin=asking.pin)
    return CounterRequest("POST", f"/staff/{quote(name, safe='')}/pin", StaffView, new)


def _pin_put(i: CounterInputs, _value: object) -> SheetStep:
    if i.asking.purpose == "own":
        return SheetStep(told=i.say("pin_changed"))
    done = "account_added" if i.asking.purpose == "new" else "account_pin_changed"
    return _reload(i.say(done, name=i.asking.name))


def _pin_refused(i: CounterInputs, _action: str, problem: Problem) -> Asking:
    first = "pin_old" if i.asking.purpose == "own" else "pin_new"
    note = problem.detail or problem.title
    return replace(i.asking, question=first, pin="", old_pin="", first_pin="", note=note)


def _pin_back(i: CounterInputs) -> Asking:
    return Asking() if i.asking.purpose == "own" else Asking(question="accounts", accounts=i.asking.accounts)


# ---- accounts


def opened(_i: CounterInputs) -> SheetStep:
    return _reload("")


def _reload(note: str) -> SheetStep:
    asking = Asking(question="accounts", note=note, good=True)
    return SheetStep(asking, action="accounts", call=CounterRequest("GET", "/staff", list[StaffView]))


def _accounts(i: CounterInputs) -> AskProps:
    return AskProps(
        question="accounts",
        title=i.say("ask_accounts"),
        hint=i.say("ask_accounts_hint"),
        note=i.asking.note,
        good=i.asking.good,
        listed=True,
        quick=True,
    )


def _account_rows(i: CounterInputs) -> Sequence[Reason]:
    if i.asking.accounts is None:
        return ()
    new = Reason(_NEW, i.say("account_new"), "0")
    return [*numbered([(one.name, one.name, _about(i, one)) for one in i.asking.accounts]), new]


def _about(i: CounterInputs, account: StaffView) -> str:
    counters = i.point.counters if i.point else []
    sits = [i.counter_name(counter) for counter in counters if counter.staff == account.name]
    until = account.locked_until
    locked = (
        [i.say("account_locked", time=clock_time(until.astimezone(i.now.tzinfo), i.language))]
        if until and i.now
        else []
    )
    return " · ".join([i.say(f"role_{account.role}"), *(sits or [i.say("account_away")]), *locked])


def _account_chosen(i: CounterInputs, choice: str) -> SheetStep:
    if choice == _NEW:
        return SheetStep(replace(i.asking, question="account_name", words="", note=""))
    return SheetStep(replace(i.asking, question="account", name=choice, note=""))


def _listed(i: CounterInputs, value: object) -> SheetStep:
    accounts = tuple(cast("list[StaffView]", value))
    return SheetStep(replace(i.asking, accounts=accounts))


def _account(i: CounterInputs) -> AskProps:
    account = next((one for one in i.asking.accounts or () if one.name == i.asking.name), None)
    about = _about(i, account) if account else ""
    return AskProps(question="account", title=i.asking.name, hint=about, note=i.asking.note, listed=True, quick=True)


def _deeds(i: CounterInputs) -> Sequence[Reason]:
    removable = [] if i.asking.name == i.staff else [("remove", i.say("account_remove"))]
    return numbered([("pin", i.say("account_pin")), *removable])


def _deed_chosen(i: CounterInputs, choice: str) -> SheetStep:
    if choice == "remove":
        return SheetStep(replace(i.asking, question="account_remove"))
    return SheetStep(replace(i.asking, question="pin_new", purpose="reset", pin=""))


def _removal(i: CounterInputs) -> AskProps:
    return AskProps(
        question="account_remove",
        title=i.say("ask_account_remove", name=i.asking.name),
        hint=i.say("ask_account_remove_hint"),
        note=i.asking.note,
        confirmLabel=i.say("do_account_remove", name=i.asking.name),
        mayConfirm=may(i),
        danger=True,
    )


def _remove(i: CounterInputs) -> SheetStep:
    path = f"/staff/{quote(i.asking.name, safe='')}"
    return SheetStep(i.asking, action="account_remove", call=CounterRequest("DELETE", path))


def _removed(i: CounterInputs, _value: object) -> SheetStep:
    return _reload(i.say("account_removed", name=i.asking.name))


def _name(i: CounterInputs) -> AskProps:
    return AskProps(
        question="account_name",
        title=i.say("ask_account_name"),
        hint=i.say("ask_account_name_hint"),
        field=i.say("label.name_hint"),
        fieldFirst=True,
        confirmLabel=i.say("go_on"),
        mayConfirm=bool(i.asking.words.strip()),
    )


def _named(i: CounterInputs) -> SheetStep:
    return SheetStep(replace(i.asking, question="account_role", name=i.asking.words.strip()))


def _role(i: CounterInputs) -> AskProps:
    title = i.say("ask_account_role", name=i.asking.name)
    return AskProps(question="account_role", title=title, listed=True, quick=True)


def _roles(i: CounterInputs) -> Sequence[Reason]:
    return numbered([(role, i.say(f"role_{role}"), i.say(f"role_{role}_hint")) for role in ("counter", "supervisor")])


def _role_chosen(i: CounterInputs, choice: str) -> SheetStep:
    return SheetStep(replace(i.asking, question="pin_new", purpose="new", role=choice, pin=""))


def _back(i: CounterInputs) -> Asking:
    return Asking(question="accounts", accounts=i.asking.accounts)


PIN = Sheet(_pin, _pin_typed, came=_pin_put, refused=_pin_refused, back=_pin_back)
ACCOUNTS = Sheet(_accounts, lambda i: SheetStep(i.asking), _account_rows, _account_chosen, _listed)
ACCOUNT = Sheet(_account, lambda i: SheetStep(i.asking), _deeds, _deed_chosen, back=_back)
REMOVE = Sheet(_removal, _remove, came=_removed, back=_back)
NAME = Sheet(_name, _named, back=_back)
ROLE = Sheet(_role, lambda i: SheetStep(i.asking), _roles, _role_chosen, back=_back)
