"""The server's side of the feed: what every page shows now, and what of it changed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

from msgspec import structs

from kiosk.operations.service_point import ServicePoint, read_context
from kiosk.operations.views.visitor import visitor_status
from kiosk.operations.visitors import survey
from kiosk.queue.ticket import State, Ticket
from kiosk.rules import Rules
from kiosk.server.phone.messages import PublishedPage, StatusFeed
from kiosk.store.interface import Transaction

_NEVER: Final = datetime.min.replace(tzinfo=UTC)
_Basis = tuple[int, Rules, date, bool]
"""Version of the ticket, rules, business date, and whether its visitor has answered the survey."""
_SETTLED: Final = (State.FINISHED, State.VOID, State.NOT_SERVED)


class Publisher:
    """Makes the feed for one process, which has received everything that was made before."""

    def __init__(self, point: ServicePoint) -> None:
        self._point = point
        self._sent: dict[str, PublishedPage] = {}
        self._settled: dict[str, tuple[_Basis, PublishedPage]] = {}
        """Pages of tickets that have ended, with what they were made of."""

    def next(self, tx: Transaction) -> StatusFeed:
        """The difference to the feed before. Reads the database: not on the event loop."""
        point = self._point
        context = read_context(point, tx)
        shown: dict[str, PublishedPage] = {}
        settled: dict[str, tuple[_Basis, PublishedPage]] = {}
        answered = survey.answered(context)
        for token_hash, ticket in tx.tickets_by_token(point.id, context.clock_time).items():
            basis = (ticket.version, context.rules, context.business_date, ticket.id in answered)
            kept = self._settled.get(token_hash)
            if kept is None or kept[0] != basis:
                status = structs.replace(visitor_status(context, ticket), now=_NEVER)
                kept = (basis, PublishedPage(status, ticket.language))
            shown[token_hash] = kept[1]
            if _is_settled(ticket):
                settled[token_hash] = kept
        self._settled = settled
        before, self._sent = self._sent, shown
        configuration = context.rules.configuration
        return StatusFeed(
            now=context.clock_time.astimezone(configuration.office.timezone),
            complete=True,
            languages=configuration.office.languages,
            simulated=point.clock.simulated,
            changed={key: one for key, one in shown.items() if before.get(key) != one},
            gone=[key for key in before if key not in shown],
        )

    def unchanged(self, *, complete: bool) -> StatusFeed:
        """A feed that carries the time alone."""
        configuration = self._point.configuration
        now = self._point.clock.now().astimezone(configuration.office.timezone)
        return StatusFeed(now, complete, configuration.office.languages, self._point.clock.simulated, {}, [])


def _is_settled(ticket: Ticket) -> bool:
    """Nothing that happens to others changes its page."""
    return ticket.state in _SETTLED
