"""The officer's own PIN; and for a supervisor who has an account, who sits where, new accounts and removals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, cast
from urllib.parse import quote

from kiosk.contract.people import NewPin, NewStaff, StaffView
from kiosk.contract.problem import Problem
from ui import times
from ui.viewmodels.counter_calls import Call
from ui.viewmodels.counter_entry import PIN_LENGTH
from ui.viewmodels.counter_inputs import Asking, Inputs
from ui.viewmodels.counter_sheet import AskProps, Reason, Sheet, Step, may, numbered

_NEW: Final = "\n"
"""No account's name."""


# ---- a PIN, old and new


def _pin(i: Inputs) -> AskProps:
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


def _pin_typed(i: Inputs) -> Step:
    asking = replace(i.asking, pin="", note="")
    if asking.question == "pin_old":
        return Step(replace(asking, question="pin_new", old_pin=i.asking.pin))
    if asking.question == "pin_new":
        return Step(replace(asking, question="pin_again", first_pin=i.asking.pin))
    if i.asking.pin != asking.first_pin:
        return Step(replace(asking, question="pin_new", first_pin="", note=i.say("pins_differ")))
    return Step(i.asking, action="pin", call=_put(i))


def _put(i: Inputs) -> Call:
    asking = i.asking
    if asking.purpose == "new":
        body = NewStaff(
            name=asking.name, pin=asking.pin, role="supervisor" if asking.role == "supervisor" else "counter"
        )
        return Call("POST", "/staff", StaffView, body)
    own = asking.purpose == "own"
    name = i.staff if own else asking.name
    new = NewPin(pin=asking.old_pin if own else None, new_pin=asking.pin)
    return Call("POST", f"/staff/{quote(name, safe='')}/pin", StaffView, new)


def _pin_put(i: Inputs, _value: object) -> Step:
    if i.asking.purpose == "own":
        return Step(told=i.say("pin_changed"))
    done = "account_added" if i.asking.purpose == "new" else "account_pin_changed"
    return _reload(i.say(done, name=i.asking.name))


def _pin_refused(i: Inputs, _action: str, problem: Problem) -> Asking:
    first = "pin_old" if i.asking.purpose == "own" else "pin_new"
    note = problem.detail or problem.title
    return replace(i.asking, question=first, pin="", old_pin="", first_pin="", note=note)


def _pin_back(i: Inputs) -> Asking:
    return Asking() if i.asking.purpose == "own" else Asking(question="accounts", accounts=i.asking.accounts)


# ---- accounts


def opened(_i: Inputs) -> Step:
    return _reload("")


def _reload(note: str) -> Step:
    asking = Asking(question="accounts", note=note, good=True)
    return Step(asking, action="accounts", call=Call("GET", "/staff", list[StaffView]))


def _accounts(i: Inputs) -> AskProps:
    return AskProps(
        question="accounts",
        title=i.say("ask_accounts"),
        hint=i.say("ask_accounts_hint"),
        note=i.asking.note,
        good=i.asking.good,
        listed=True,
        quick=True,
    )


def _account_rows(i: Inputs) -> Sequence[Reason]:
    if i.asking.accounts is None:
        return ()
    new = Reason(_NEW, i.say("account_new"), "0")
    return [*numbered([(one.name, one.name, _about(i, one)) for one in i.asking.accounts]), new]


def _about(i: Inputs, account: StaffView) -> str:
    counters = i.point.counters if i.point else []
    sits = [i.counter_name(counter) for counter in counters if counter.staff == account.name]
    until = account.locked_until
    locked = (
        [i.say("account_locked", time=times.clock(until.astimezone(i.now.tzinfo), i.language))]
        if until and i.now
        else []
    )
    return " · ".join([i.say(f"role_{account.role}"), *(sits or [i.say("account_away")]), *locked])


def _account_chosen(i: Inputs, choice: str) -> Step:
    if choice == _NEW:
        return Step(replace(i.asking, question="account_name", words="", note=""))
    return Step(replace(i.asking, question="account", name=choice, note=""))


def _listed(i: Inputs, value: object) -> Step:
    accounts = tuple(cast("list[StaffView]", value))
    return Step(replace(i.asking, accounts=accounts))


def _account(i: Inputs) -> AskProps:
    account = next((one for one in i.asking.accounts or () if one.name == i.asking.name), None)
    about = _about(i, account) if account else ""
    return AskProps(question="account", title=i.asking.name, hint=about, note=i.asking.note, listed=True, quick=True)


def _deeds(i: Inputs) -> Sequence[Reason]:
    removable = [] if i.asking.name == i.staff else [("remove", i.say("account_remove"))]
    return numbered([("pin", i.say("account_pin")), *removable])


def _deed_chosen(i: Inputs, choice: str) -> Step:
    if choice == "remove":
        return Step(replace(i.asking, question="account_remove"))
    return Step(replace(i.asking, question="pin_new", purpose="reset", pin=""))


def _removal(i: Inputs) -> AskProps:
    return AskProps(
        question="account_remove",
        title=i.say("ask_account_remove", name=i.asking.name),
        hint=i.say("ask_account_remove_hint"),
        note=i.asking.note,
        confirmLabel=i.say("do_account_remove", name=i.asking.name),
        mayConfirm=may(i),
        danger=True,
    )


def _remove(i: Inputs) -> Step:
    path = f"/staff/{quote(i.asking.name, safe='')}"
    return Step(i.asking, action="account_remove", call=Call("DELETE", path))


def _removed(i: Inputs, _value: object) -> Step:
    return _reload(i.say("account_removed", name=i.asking.name))


def _name(i: Inputs) -> AskProps:
    return AskProps(
        question="account_name",
        title=i.say("ask_account_name"),
        hint=i.say("ask_account_name_hint"),
        field=i.say("label.name_hint"),
        fieldFirst=True,
        confirmLabel=i.say("go_on"),
        mayConfirm=bool(i.asking.words.strip()),
    )


def _named(i: Inputs) -> Step:
    return Step(replace(i.asking, question="account_role", name=i.asking.words.strip()))


def _role(i: Inputs) -> AskProps:
    title = i.say("ask_account_role", name=i.asking.name)
    return AskProps(question="account_role", title=title, listed=True, quick=True)


def _roles(i: Inputs) -> Sequence[Reason]:
    return numbered([(role, i.say(f"role_{role}"), i.say(f"role_{role}_hint")) for role in ("counter", "supervisor")])


def _role_chosen(i: Inputs, choice: str) -> Step:
    return Step(replace(i.asking, question="pin_new", purpose="new", role=choice, pin=""))


def _back(i: Inputs) -> Asking:
    return Asking(question="accounts", accounts=i.asking.accounts)


PIN = Sheet(_pin, _pin_typed, came=_pin_put, refused=_pin_refused, back=_pin_back)
ACCOUNTS = Sheet(_accounts, lambda i: Step(i.asking), _account_rows, _account_chosen, _listed)
ACCOUNT = Sheet(_account, lambda i: Step(i.asking), _deeds, _deed_chosen, back=_back)
REMOVE = Sheet(_removal, _remove, came=_removed, back=_back)
NAME = Sheet(_name, _named, back=_back)
ROLE = Sheet(_role, lambda i: Step(i.asking), _roles, _role_chosen, back=_back)
