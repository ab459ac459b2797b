"""The visitor's page on the doors of the whole server: straight from the database."""

from __future__ import annotations

from kiosk.contract.reasons import Reason
from kiosk.contract.tickets import VisitorAct, VisitorStatus
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import read_context
from kiosk.operations.views.visitor import visitor_status
from kiosk.operations.visitors import acts
from kiosk.server.app_state import AppState
from kiosk.server.page.endpoints import StatusesAwayError
from kiosk.store.interface import Transaction


class DatabaseStatuses:
    """A ``StatusSource``."""

    def __init__(self, app: AppState) -> None:
        self._app = app

    @property
    def languages(self) -> tuple[str, ...]:
        return self._app.languages

    @property
    def simulated(self) -> bool:
        return self._app.point.clock.simulated

    async def act(self, token_hash: str, wish: VisitorAct) -> Reason | None:
        point = self._app.point
        try:
            await self._app.write(lambda tx: acts.act(point, tx, token_hash, wish))
        except Refusal as refusal:
            if refusal.status == 503:
                raise StatusesAwayError from None
            return refusal.reason
        return None

    async def find(self, token_hash: str) -> tuple[VisitorStatus, str] | None:
        point = self._app.point

        def read(tx: Transaction) -> tuple[VisitorStatus, str] | None:
            ticket = tx.ticket_by_token(token_hash, point.clock.now())
            if ticket is None or ticket.point != point.id:
                return None
            return visitor_status(read_context(point, tx), ticket), ticket.language

        try:
            return await self._app.read(read)
        except Refusal:
            raise StatusesAwayError from None

    async def find_newest(self, token_hash: str) -> tuple[VisitorStatus, str] | None:
        """``find`` knows all."""
        del token_hash
        return None
