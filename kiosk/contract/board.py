"""The board: calls, missed numbers, and how many wait."""

from __future__ import annotations

from datetime import datetime

from kiosk.contract.fields import Message, TextByLanguage


class CallView(Message, frozen=True, kw_only=True):
    """One call of a number. ``id`` grows with every call and recall, so that each is announced exactly once."""

    id: int
    number: str
    service: str
    counter: str
    counter_name: TextByLanguage
    calls: int
    at: datetime


class UndoView(Message, frozen=True, kw_only=True):
    """A call that is void: it is to be silent, and gone from the board."""

    id: int
    """Of the undoing itself, in the log."""
    call: int
    """``CallView.id`` of the call or recall."""
    number: str


class MissedView(Message, frozen=True, kw_only=True):
    number: str
    service: str
    until: datetime | None
    """Until when the visitor may come back."""


class WaitingView(Message, frozen=True, kw_only=True):
    service: str
    prefix: str
    name: TextByLanguage
    waiting: int


class BoardView(Message, frozen=True, kw_only=True):
    current: list[CallView]
    """What each counter has called or serves now, newest call first."""
    recent: list[CallView]
    """The newest call of each number, newest first; none of a number that was missed or cancelled since."""
    missed: list[MissedView]
    waiting: list[WaitingView]
