"""One request and one answer: who asks, what the body says, and every refusal as a problem. Nothing gets past as a 500
with a traceback.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol
from urllib.parse import parse_qsl

import msgspec
from starlette.types import Receive, Scope, Send

from kiosk.contract import bounds
from kiosk.contract.reasons import Reason
from kiosk.operations.people.authority import Access
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import ServicePoint
from kiosk.server.http import language, problem
from kiosk.server.http.auth import ANY, Authenticator, Caller, Role
from kiosk.server.http.limits import BODY_LIMIT, PLACE
from kiosk.server.http.metrics import Metrics
from kiosk.server.http.response import Response, send_response
from kiosk.server.http.throttle import Throttle

Headers = Mapping[str, str]

_PRINTABLE: Final = re.compile(bounds.QUERY_PATTERN)
_log = logging.getLogger("antrean.server")


class EndpointHost(Protocol):
    """What an endpoint needs of the server. ``kiosk.server.app_state.AppState`` provides it."""

    point: ServicePoint
    authenticator: Authenticator
    metrics: Metrics
    wrong_tokens: Throttle

    @property
    def languages(self) -> tuple[str, ...]:
        """The office's languages, the first one first."""
        ...


@dataclass(frozen=True, slots=True)
class Request:
    """A request as its handler receives it: authenticated, with the body decoded."""

    caller: Caller
    params: Mapping[str, str]
    headers: Headers
    """Names in lower case; of a name given twice, the first."""
    language: str
    body: Any
    address: str
    """Of whoever asks; empty where there is none."""
    secure: bool
    """It came over TLS."""
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    access: Access = Access.DEVICE
    """What the call needs of the person at the device; ``AppState.act`` checks it."""
    grave: bool = False


Handler = Callable[[Any, Request], Awaitable[Response]]
"""Called with the server's ``AppState`` and the request."""


@dataclass(frozen=True)
class Route:
    """One call of the contract; the router, the role check, the decoder and the OpenAPI document are made from it."""

    method: str
    path: str
    handler: Handler
    summary: str
    roles: frozenset[Role] | None = ANY
    """None: no token is asked for."""
    body: type[Any] | None = None
    body_optional: bool = False
    answer: Any = None
    """The type of a successful answer; None for none."""
    statuses: tuple[int, ...] = (200,)
    """Of success."""
    reasons: tuple[Reason, ...] = ()
    """Of refusals, beyond those that every call can give."""
    media_type: str = "application/json"
    headers: tuple[str, ...] = ()
    """Request headers that it requires."""
    query: tuple[str, ...] = ()
    """What may stand behind the question mark."""
    access: Access = Access.DEVICE
    """Of counters' and supervisors' devices; a kiosk has nobody who could sign in."""
    grave: bool = False
    """The PIN must have been given a short time ago."""

    def __post_init__(self) -> None:
        decoder = msgspec.json.Decoder(self.body) if self.body is not None else None
        object.__setattr__(self, "_decoder", decoder)

    def decode(self, raw: bytes, content_type: str) -> Any:
        decoder: msgspec.json.Decoder[Any] | None = self.__dict__["_decoder"]
        if decoder is None:
            return None
        if not raw and self.body_optional:
            raw = b"{}"
        elif content_type.partition(";")[0].strip().lower() != "application/json":
            raise Refusal(Reason.UNSUPPORTED_MEDIA_TYPE)
        try:
            return decoder.decode(raw)
        except msgspec.ValidationError as error:
            raise Refusal(Reason.INVALID_BODY, {"error": str(error)}) from None
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Refusal(Reason.MALFORMED_JSON, {"error": str(error)}) from None


class CallerGoneError(Exception):
    """The connection ended before the whole body had come: nothing is done, and nobody waits for an answer."""


class Endpoint:
    """An ASGI application: all calls of one path, by method."""

    def __init__(self, app: EndpointHost, calls: list[Route]) -> None:
        self._app = app
        self._calls = {call.method: call for call in calls}
        self._allow = ", ".join(sorted(self._calls))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = headers_of(scope)
        spoken = language.preferred_language(headers.get("accept-language"), self._app.languages)
        began = time.perf_counter()
        call = self._calls.get("GET" if scope["method"] == "HEAD" else scope["method"])
        try:
            reply = await self._answer(call, scope, receive, headers, spoken)
        except Refusal as refusal:
            reply = problem_response(self._app, refusal, spoken, scope["path"])
        except CallerGoneError:
            return
        except Exception:  # noqa: BLE001  the edge: nobody behind it would answer
            _log.exception("%s %s failed", scope["method"], call.path if call else "?")
            reply = problem_response(self._app, Refusal(Reason.INTERNAL), spoken, scope["path"])
        await send_response(reply, send, head=scope["method"] == "HEAD")
        if call is not None:
            self._app.metrics.count(call.method, call.path, reply.status, time.perf_counter() - began)

    async def _answer(
        self, call: Route | None, scope: Scope, receive: Receive, headers: Headers, spoken: str
    ) -> Response:
        if call is None:
            raise Refusal(Reason.METHOD_NOT_ALLOWED, {"method": scope["method"], "allow": self._allow})
        caller = authorize(self._app, call, headers, scope)
        _check_bounds(scope["path_params"].values(), bounds.PATH_PARAMETER_LENGTH)
        raw = await _read(receive, headers) if call.method != "GET" else b""
        body = call.decode(raw, headers.get("content-type", ""))
        client = scope.get("client")
        address, secure = client[0] if client else "", scope["scheme"] == "https"
        query = _query(scope, call.query) if call.query else {}
        return await call.handler(
            self._app,
            Request(
                caller,
                scope["path_params"],
                headers,
                spoken,
                body,
                address,
                secure,
                query,
                Access.DEVICE if caller.role is Role.KIOSK else call.access,
                call.grave,
            ),
        )


def headers_of(scope: Scope) -> Headers:
    """ASGI gives the names in lower case. One pass: looking each up in the raw list costs five."""
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in reversed(scope["headers"])}


def _query(scope: Scope, known: Collection[str]) -> dict[str, str]:
    """What the call knows of the part behind the question mark. Raises ``Refusal``."""
    given = parse_qsl(scope["query_string"].decode("latin-1"))
    found = {name: value for name, value in given if name in known}
    _check_bounds(found.values(), bounds.QUERY_LENGTH)
    return found


def _check_bounds(values: Iterable[str], longest: int) -> None:
    if any(len(value) > longest or not _PRINTABLE.fullmatch(value) for value in values):
        raise Refusal(Reason.MALFORMED_REQUEST)


_ANYONE = Caller(Role.BOARD, name="anyone")


def authorize(app: EndpointHost, call: Route, headers: Headers, scope: Scope) -> Caller:
    """The caller; refused where the role may not make the call."""
    if call.roles is None:
        return _ANYONE
    client = scope.get("client")
    address = client[0] if client else None
    try:
        caller = app.authenticator.authenticate(headers.get("authorization"), address)
    except Refusal as refusal:
        if refusal.reason is Reason.UNAUTHORIZED and "authorization" in headers:
            _slow_down(app.wrong_tokens, address or "")
        raise
    if caller.role is not Role.LOCAL and caller.role not in call.roles:
        raise Refusal(Reason.FORBIDDEN)
    if caller.device is not None and "extensions" in scope:
        scope["extensions"][PLACE].recognize()
    return caller.with_sign_in(headers.get("antrean-counter"), headers.get("antrean-session"))


def _slow_down(misses: Throttle, address: str) -> None:
    """Count a wrong token. Raises ``Refusal`` where too many came from the address; a right one is never slowed."""
    if misses.is_blocked(address):
        raise Refusal(Reason.TOO_MANY_REQUESTS, retry_after_s=5)
    misses.record_failure(address)


async def _read(receive: Receive, headers: Headers) -> bytes:
    declared = headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared[:20]) > BODY_LIMIT:
        raise Refusal(Reason.TOO_LARGE, {"limit": BODY_LIMIT})
    body, more = b"", True
    while more and len(body) <= BODY_LIMIT:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise CallerGoneError
        body += message.get("body", b"")
        more = message.get("more_body", False)
    if len(body) > BODY_LIMIT:
        raise Refusal(Reason.TOO_LARGE, {"limit": BODY_LIMIT})
    return body


def problem_response(app: EndpointHost, refusal: Refusal, spoken: str, path: str | None) -> Response:
    found = problem.problem(app.point, refusal, spoken, path)
    headers: dict[str, str] = {"content-language": spoken}
    if refusal.retry_after_s is not None:
        headers["retry-after"] = str(refusal.retry_after_s)
    if refusal.status == 401:
        headers["www-authenticate"] = 'Bearer realm="antrean"'
    if refusal.status == 405:
        headers["allow"] = str(refusal.values["allow"])
    if refusal.status == 413:
        headers["connection"] = "close"
    return Response(problem.encoded(found), refusal.status, "application/problem+json", headers)
