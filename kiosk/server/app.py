"""The ASGI application: the routes over one house, and what runs beside them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from starlette.datastructures import Headers
from starlette.routing import BaseRoute, Route, Router
from starlette.types import Receive, Scope, Send

from kiosk.operations.refusal import Refusal
from kiosk.server import language, page
from kiosk.server.exchange import Call, Endpoint, refused, write
from kiosk.server.house import House
from kiosk.server.live import Live
from kiosk.server.routes import EVENTS, calls
from kiosk.server.stream import Stream

Worker = Callable[[House, Live], Awaitable[None]]


class NotFound:
    """What is at every other address."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del receive
        spoken = language.choose(Headers(scope=scope).get("accept-language"), self._house.languages)
        reply = refused(self._house, Refusal("not_found", 404), spoken, scope["path"])
        await write(reply, send, head=scope["method"] == "HEAD")


def application(house: House, live: Live) -> Router:
    """Routes in the order of how often they are asked for."""
    by_path: dict[str, list[Call]] = {}
    for call in calls(live):
        by_path.setdefault(call.path, []).append(call)
    paths = sorted(by_path, key=lambda path: (not path.endswith(("/tickets", "/next")), "{" in path))
    routes: list[BaseRoute] = [Route(path, Endpoint(house, by_path[path])) for path in paths]
    routes.append(Route(EVENTS.path, Stream(house, live, EVENTS)))
    return _app(house, [*routes, *page.routes(house)])


def pages_alone(house: House) -> Router:
    """For phones, which do not trust the office's own certificate: the visitor's page in the clear, and no more."""
    return _app(house, page.routes(house))


def _app(house: House, routes: Sequence[BaseRoute]) -> Router:
    """A router alone: every endpoint answers its own faults, and Starlette's two layers around it cost each request."""
    return Router(routes, redirect_slashes=False, default=NotFound(house))
