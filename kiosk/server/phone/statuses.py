"""The process's side of the feed: the pages as the server published them last."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from typing import Final

from msgspec import structs

from kiosk.contract.reasons import Reason
from kiosk.contract.tickets import VisitorAct, VisitorStatus
from kiosk.server.page.endpoints import StatusesAwayError
from kiosk.server.phone.messages import ActDone, ActWish, PublishedPage, StatusFeed

STALE_S: Final = 15.0
"""A feed that is older shows what may not be so any more."""

MOST_WISHES: Final = 64
ACT_S: Final = 8.0
"""Whoever asked for something waits at most so long for the server's word."""
NEWEST_S: Final = 3.0
"""Whoever asks for an unknown ticket waits at most so long for a feed that may know it."""


class PublishedStatuses:
    """A ``StatusSource``."""

    def __init__(
        self, monotonic: Callable[[], float] = time.monotonic, send: Callable[[ActWish], None] | None = None
    ) -> None:
        """``send`` hands a visitor's wish to the server; None: nothing can be asked for here."""
        self._monotonic, self._send = monotonic, send
        self._wishes: dict[int, asyncio.Future[Reason | None]] = {}
        self._wish_ids = count()
        self._shown: dict[str, PublishedPage] = {}
        self._feed: StatusFeed | None = None
        self._fed_at = 0.0
        self._complete = 0
        """Feeds so far that held all that was committed."""
        self._waiting: list[asyncio.Future[None]] = []

    @property
    def languages(self) -> tuple[str, ...]:
        return self._feed.languages if self._feed else ("id", "en")

    @property
    def simulated(self) -> bool:
        return self._feed is not None and self._feed.simulated

    def apply(self, feed: StatusFeed) -> None:
        self._feed, self._fed_at = feed, self._monotonic()
        self._shown.update(feed.changed)
        for one in feed.gone:
            self._shown.pop(one, None)
        if feed.complete:
            self._complete += 1
            waiting, self._waiting = self._waiting, []
            for one in waiting:
                if not one.done():
                    one.set_result(None)

    async def act(self, token_hash: str, wish: VisitorAct) -> Reason | None:
        """Ask the server. No more than ``MOST_WISHES`` visitors wait for it at one time."""
        if self._send is None or len(self._wishes) >= MOST_WISHES:
            return Reason.PAGE_TOO_MANY
        number, waiting = next(self._wish_ids), asyncio.get_running_loop().create_future()
        self._wishes[number] = waiting
        try:
            self._send(ActWish(number, token_hash, wish))
            async with asyncio.timeout(ACT_S):
                return await waiting
        except (TimeoutError, OSError):
            raise StatusesAwayError from None
        finally:
            del self._wishes[number]

    def acted(self, done: ActDone) -> None:
        waiting = self._wishes.get(done.id)
        if waiting is not None and not waiting.done():
            waiting.set_result(done.refused)

    async def find(self, token_hash: str) -> tuple[VisitorStatus, str] | None:
        if self._feed is None or self._monotonic() - self._fed_at > STALE_S:
            raise StatusesAwayError
        found = self._shown.get(token_hash)
        return None if found is None else (structs.replace(found.status, now=self._feed.now), found.language)

    async def find_newest(self, token_hash: str) -> tuple[VisitorStatus, str] | None:
        """A visitor may be here before the feed. The feed that is under way may have been made before the ticket, so it
        is the second one that decides.
        """
        enough = self._complete + 2
        with suppress(TimeoutError):
            async with asyncio.timeout(NEWEST_S):
                while self._complete < enough:
                    waiting = asyncio.get_running_loop().create_future()
                    self._waiting.append(waiting)
                    await waiting
        return await self.find(token_hash)
