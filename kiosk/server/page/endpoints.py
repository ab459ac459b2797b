"""``/t/{token}``: the visitor's own page. It shows one ticket, and nothing else can be reached from it.

The page knows no database: a ``StatusSource`` finds the ticket, in the server itself or in what it published to the
process that serves phones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final, Protocol
from urllib.parse import parse_qsl

import msgspec
from starlette.datastructures import Headers, QueryParams
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from assets import folder
from kiosk.contract.reasons import Reason
from kiosk.contract.status_token import hashed, normal_status_token
from kiosk.contract.tickets import VisitorAct, VisitorStatus
from kiosk.server.http.client_address import client_address, network_of
from kiosk.server.http.response import Response, send_response
from kiosk.server.http.throttle import Throttle
from kiosk.server.page import markup

HEADERS: Final = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
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

    async def act(self, token_hash: str, wish: VisitorAct) -> Reason | None:
        """Do what the visitor asks for; why not, where it may not be. Raises ``StatusesAwayError``."""
        ...

    async def find_newest(self, token_hash: str) -> tuple[VisitorStatus, str] | None:
        """The same, once all is known that was committed before the call; for a token that ``find`` does not know."""
        ...


_ACTS: Final = ("late", "cancel", "answer")
BODY_MAX: Final = 1024
"""Bytes of what a visitor sends."""
ACTS_BURST: Final = 8
ACTS_PER_SECOND: Final = 0.1
"""For one ticket."""


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
        try:
            found = await self.find(scope, headers)
        except StatusesAwayError:
            return Response(b"", 503, _HTML, HEADERS | {"retry-after": "2"})
        if isinstance(found, Reason):
            return _refused(languages, found, wants_json=wants_json)
        status, language = found
        if wants_json:
            return Response(status, headers=HEADERS)
        asked = QueryParams(scope["query_string"]).get("l")
        spoken = asked if asked in languages else language
        html = markup.ticket_page(
            languages,
            status,
            spoken,
            address=f"/t/{scope['path_params']['token']}",
            simulated=self._source.simulated,
        )
        return Response(html, 200, _HTML, HEADERS | {"content-language": spoken})

    async def find(self, scope: Scope, headers: Headers) -> tuple[VisitorStatus, str] | Reason:
        """The ticket of the address, or one answer for all that are none. Raises ``StatusesAwayError``."""
        # The same work for a token that cannot be one, so that nothing can be told from the time it takes.
        token_hash = hashed(normal_status_token(scope["path_params"]["token"]) or "none")
        found = await self._source.find(token_hash)
        if found is None:
            return await self._look_again(token_hash, address_of(scope, headers, self._is_proxy))
        return found

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


class Act:
    """``POST /t/{token}/late``, ``/cancel`` and ``/answer``, as a form or as JSON.

    A browser is sent back to the page, which says what is so now; a program gets the ``VisitorStatus``, or why not.
    """

    def __init__(self, page: Page, source: StatusSource, is_proxy: Callable[[str], bool]) -> None:
        self._page, self._source, self._is_proxy = page, source, is_proxy
        self._by_ticket = Throttle(burst=ACTS_BURST, per_second=ACTS_PER_SECOND)
        self._by_network = Throttle()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path_params"]["act"] not in _ACTS:
            reply = _refused(self._source.languages, Reason.NOT_FOUND, wants_json=True)
        elif scope["method"] != "POST":
            reply = _refused(self._source.languages, Reason.METHOD_NOT_ALLOWED, wants_json=True, allow="POST")
        else:
            reply = await self._answer(scope, await _body(receive))
        await send_response(reply, send)

    async def _answer(self, scope: Scope, raw: bytes | None) -> Response:
        headers, languages = Headers(scope=scope), self._source.languages
        wants_json = headers.get("accept", "").startswith("application/json")
        try:
            found = await self._page.find(scope, headers)
            wish = found if isinstance(found, Reason) else _wish(scope, headers, raw)
            if not isinstance(wish, Reason):
                wish = await self._act(scope, headers, wish)
        except StatusesAwayError:
            return Response(b"", 503, _HTML, HEADERS | {"retry-after": "2"})
        if isinstance(wish, Reason) and (wants_json or wish in (Reason.PAGE_UNKNOWN, Reason.PAGE_TOO_MANY)):
            return _refused(languages, wish, wants_json=wants_json)
        if wants_json:
            return Response(wish, headers=HEADERS)
        asked = QueryParams(scope["query_string"]).get("l")
        back = f"/t/{scope['path_params']['token']}" + (f"?l={asked}" if asked in languages else "")
        return Response(b"", 303, _HTML, HEADERS | {"location": back})

    async def _act(self, scope: Scope, headers: Headers, wish: VisitorAct) -> VisitorStatus | Reason:
        token_hash = hashed(normal_status_token(scope["path_params"]["token"]) or "none")
        address = address_of(scope, headers, self._is_proxy)
        for throttle, key in ((self._by_ticket, token_hash), (self._by_network, address)):
            if throttle.is_blocked(key):
                return Reason.PAGE_TOO_MANY
            throttle.record_failure(key)
        refused = await self._source.act(token_hash, wish)
        if refused is not None:
            return refused
        found = await self._source.find_newest(token_hash) or await self._source.find(token_hash)
        return found[0] if found is not None else Reason.PAGE_UNKNOWN


def _wish(scope: Scope, headers: Headers, raw: bytes | None) -> VisitorAct | Reason:
    """From the end of the address and the body; ``invalid_body`` for one that says something else."""
    if raw is None:
        return Reason.TOO_LARGE
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if kind == "application/json":
            given: object = msgspec.json.decode(raw or b"{}")
        elif kind in ("application/x-www-form-urlencoded", ""):
            pairs = dict(parse_qsl(raw.decode("ascii"), strict_parsing=bool(raw), max_num_fields=20))
            elements = {name: int(text) for name, text in pairs.items() if name != "score"}
            given = ({"score": int(pairs["score"])} if "score" in pairs else {}) | (
                {"elements": elements} if elements else {}
            )
        else:
            return Reason.UNSUPPORTED_MEDIA_TYPE
        if not isinstance(given, dict) or "act" in given:
            return Reason.INVALID_BODY
        return msgspec.convert({**given, "act": scope["path_params"]["act"]}, VisitorAct)
    except (ValueError, msgspec.MsgspecError):
        return Reason.INVALID_BODY


async def _body(receive: Receive) -> bytes | None:
    """None for one that no visitor sends."""
    body, more = b"", True
    while more and len(body) <= BODY_MAX:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body if len(body) <= BODY_MAX else None


def address_of(scope: Scope, headers: Headers, is_proxy: Callable[[str], bool]) -> str:
    """The network from which the request came."""
    peer = scope["client"][0] if scope.get("client") else ""
    return network_of(client_address(peer, headers.get("x-forwarded-for", ""), is_proxy))


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
    act = Act(page, source, is_proxy)
    pages = [Route(f"/{root}/{{token}}", page) for root in ("t", "T")]
    return [*files, *pages, *(Route(f"/{root}/{{token}}/{{act}}", act) for root in ("t", "T"))]


class NothingElse:
    """What is at every other address of a door for phones."""

    def __init__(self, source: StatusSource) -> None:
        self._source = source

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del receive
        reply = _refused(self._source.languages, Reason.NOT_FOUND, wants_json=True)
        await send_response(reply, send, head=scope["method"] == "HEAD")
