"""``/t/{token}``: the visitor's own page. It shows one ticket, and nothing else can be reached from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import msgspec
from starlette.datastructures import Headers, QueryParams
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from assets import folder
from kiosk.contract.reasons import Reason
from kiosk.contract.tickets import VisitorStatus
from kiosk.operations.people.tokens import hashed, normal_status_token
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import read_context
from kiosk.operations.views.visitor import visitor_status
from kiosk.queue.ticket import Ticket
from kiosk.server.http import language
from kiosk.server.http.endpoint import Response, problem_response, send_response
from kiosk.server.http.throttle import Throttle
from kiosk.server.page import markup
from kiosk.store.interface import Transaction

if TYPE_CHECKING:
    from kiosk.server.app_state import AppState

HEADERS: Final = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "x-robots-tag": "noindex",
}
_HTML: Final = "text/html; charset=utf-8"
_FILES: Final = {"page.css": "text/css; charset=utf-8", "page.js": "text/javascript; charset=utf-8"}


@cache
def _file(name: str) -> bytes:
    return folder(f"page/{name}").read_bytes()


@dataclass(frozen=True, slots=True)
class File:
    """One of the page's own files."""

    name: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del receive
        headers = HEADERS | {"cache-control": "public, max-age=600"}
        await send_response(
            Response(_file(self.name), media_type=_FILES[self.name], headers=headers),
            send,
            head=scope["method"] == "HEAD",
        )


class Page:
    """HTML for a browser; the ``VisitorStatus`` as JSON for whoever asks for JSON alone."""

    def __init__(self, app: AppState) -> None:
        self._app = app
        self._throttle = Throttle()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del receive
        if scope["method"] not in ("GET", "HEAD"):
            refusal = Refusal(Reason.METHOD_NOT_ALLOWED, {"method": scope["method"], "allow": "GET, HEAD"})
            spoken = language.preferred_language(Headers(scope=scope).get("accept-language"), self._app.languages)
            await send_response(problem_response(self._app, refusal, spoken, None), send)
            return
        reply = await self._answer(scope)
        await send_response(reply, send, head=scope["method"] == "HEAD")

    async def _answer(self, scope: Scope) -> Response:
        headers = Headers(scope=scope)
        wants_json = headers.get("accept", "").startswith("application/json")
        client = scope.get("client")
        address = client[0] if client else ""
        token = normal_status_token(scope["path_params"]["token"])
        try:
            found = await self._app.read(lambda tx: self._find(tx, token))
        except Refusal as refusal:
            return Response(b"", refusal.status, _HTML, HEADERS | {"retry-after": "2"})
        if found is None:
            if self._throttle.is_blocked(address):
                return _refused(self._app.languages, Reason.PAGE_TOO_MANY, wants_json=wants_json)
            self._throttle.record_failure(address)
            return _refused(self._app.languages, Reason.PAGE_UNKNOWN, wants_json=wants_json)
        ticket, status = found
        if wants_json:
            return Response(status, headers=HEADERS)
        asked = QueryParams(scope["query_string"]).get("l")
        spoken = asked if asked in self._app.languages else ticket.language
        html = markup.ticket_page(
            self._app.point.configuration, status, spoken, simulated=self._app.point.clock.simulated
        )
        return Response(html, 200, _HTML, HEADERS | {"content-language": spoken})

    def _find(self, tx: Transaction, token: str | None) -> tuple[Ticket, VisitorStatus] | None:
        """The same work for a token that cannot be one, so that nothing can be told from the time it takes."""
        ticket = tx.ticket_by_token(hashed(token or "none"), self._app.point.clock.now())
        if ticket is None or ticket.point != self._app.point.id:
            return None
        return ticket, visitor_status(read_context(self._app.point, tx), ticket)


def _refused(languages: tuple[str, ...], why: Reason, *, wants_json: bool) -> Response:
    """One answer, whatever is wrong with the token."""
    if wants_json:
        problem = {
            "type": f"urn:antrean:problem:{why}",
            "title": why,
            "status": why.status,
            "reason": why,
            "detail": why,
        }
        return Response(msgspec.json.encode(problem), why.status, "application/problem+json", HEADERS)
    return Response(markup.refusal_page(languages, why), why.status, _HTML, HEADERS)


def routes(app: AppState) -> list[BaseRoute]:
    """In both cases: QR codes are shorter in capitals."""
    page = Page(app)
    files = [Route(f"/{root}/{name}", File(name), methods=["GET"]) for root in ("t", "T") for name in _FILES]
    return [*files, *(Route(f"/{root}/{{token}}", page) for root in ("t", "T"))]
