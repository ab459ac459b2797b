"""``/t/{token}``: the visitor's own page. It shows one ticket, and nothing else can be reached from it.

The page knows no database: a ``StatusSource`` finds the ticket, in the server itself or in what it published to the
process that serves phones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final, Protocol

import msgspec
from starlette.datastructures import Headers, QueryParams
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from assets import folder
from kiosk.contract.reasons import Reason
from kiosk.contract.status_token import hashed, normal_status_token
from kiosk.contract.tickets import VisitorStatus
from kiosk.server.http.client_address import client_address, network_of
from kiosk.server.http.response import Response, send_response
from kiosk.server.http.throttle import Throttle
from kiosk.server.page import markup

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


class StatusesAwayError(Exception):
    """The tickets cannot be read now; they may be in a moment."""


class StatusSource(Protocol):
    """Where the page finds the one ticket that it may show."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The office's languages, the first one first."""
        ...

    @property
    def simulated(self) -> bool:
        """The office's clock is simulated."""
        ...

    async def find(self, token_hash: str) -> tuple[VisitorStatus, str] | None:
        """A ticket's status and its visitor's language; None for an unknown token. Raises ``StatusesAwayError``."""
        ...

    async def find_newest(self, token_hash: str) -> tuple[VisitorStatus, str] | None:
        """The same, once all is known that was committed before the call; for a token that ``find`` does not know."""
        ...


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

    def __init__(self, source: StatusSource, is_proxy: Callable[[str], bool]) -> None:
        """``is_proxy``: whether an address may say on whose behalf it asks."""
        self._source, self._is_proxy = source, is_proxy
        self._misses = Throttle()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del receive
        if scope["method"] in ("GET", "HEAD"):
            reply = await self._answer(scope)
        else:
            reply = _refused(self._source.languages, Reason.METHOD_NOT_ALLOWED, wants_json=True, allow="GET, HEAD")
        await send_response(reply, send, head=scope["method"] == "HEAD")

    async def _answer(self, scope: Scope) -> Response:
        """A right token is never slowed, whoever else guesses from the same address."""
        headers = Headers(scope=scope)
        languages = self._source.languages
        wants_json = headers.get("accept", "").startswith("application/json")
        # The same work for a token that cannot be one, so that nothing can be told from the time it takes.
        token = normal_status_token(scope["path_params"]["token"]) or "none"
        try:
            found = await self._source.find(hashed(token))
            if found is None:
                found = await self._look_again(hashed(token), self._address(scope, headers))
        except StatusesAwayError:
            return Response(b"", 503, _HTML, HEADERS | {"retry-after": "2"})
        if isinstance(found, Reason):
            return _refused(languages, found, wants_json=wants_json)
        status, language = found
        if wants_json:
            return Response(status, headers=HEADERS)
        asked = QueryParams(scope["query_string"]).get("l")
        spoken = asked if asked in languages else language
        html = markup.ticket_page(languages, status, spoken, simulated=self._source.simulated)
        return Response(html, 200, _HTML, HEADERS | {"content-language": spoken})

    async def _look_again(self, token_hash: str, address: str) -> tuple[VisitorStatus, str] | Reason:
        """What is answered to a token that is not known yet. It counts as wrong until it is found: many guesses at once
        are not more than one after the other.
        """
        if self._misses.is_blocked(address):
            return Reason.PAGE_TOO_MANY
        self._misses.record_failure(address)
        found = await self._source.find_newest(token_hash)
        if found is None:
            return Reason.PAGE_UNKNOWN
        self._misses.withdraw_failure(address)
        return found

    def _address(self, scope: Scope, headers: Headers) -> str:
        peer = scope["client"][0] if scope.get("client") else ""
        return network_of(client_address(peer, headers.get("x-forwarded-for", ""), self._is_proxy))


def _refused(languages: tuple[str, ...], why: Reason, *, wants_json: bool, allow: str | None = None) -> Response:
    """One answer, whatever is wrong with the token."""
    if wants_json:
        problem = {
            "type": f"urn:antrean:problem:{why}",
            "title": why,
            "status": why.status,
            "reason": why,
            "detail": why,
        }
        headers = HEADERS | ({"allow": allow} if allow else {})
        return Response(msgspec.json.encode(problem), why.status, "application/problem+json", headers)
    return Response(markup.refusal_page(languages, why), why.status, _HTML, HEADERS)


def routes(source: StatusSource, is_proxy: Callable[[str], bool]) -> list[BaseRoute]:
    """In both cases: QR codes are shorter in capitals."""
    page = Page(source, is_proxy)
    files = [Route(f"/{root}/{name}", File(name), methods=["GET"]) for root in ("t", "T") for name in _FILES]
    return [*files, *(Route(f"/{root}/{{token}}", page) for root in ("t", "T"))]


class NothingElse:
    """What is at every other address of a door for phones."""

    def __init__(self, source: StatusSource) -> None:
        self._source = source

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del receive
        reply = _refused(self._source.languages, Reason.NOT_FOUND, wants_json=True)
        await send_response(reply, send, head=scope["method"] == "HEAD")
