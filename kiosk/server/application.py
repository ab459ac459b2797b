"""The ASGI application: the routes over one server's state, and what runs beside them."""

from __future__ import annotations

from collections.abc import Sequence

from starlette import routing
from starlette.datastructures import Headers
from starlette.routing import BaseRoute, Router
from starlette.types import Receive, Scope, Send

from kiosk.contract.reasons import Reason
from kiosk.operations.refusal import Refusal
from kiosk.server.api.routes import EVENTS, route_table
from kiosk.server.api.visitor_page import DatabaseStatuses
from kiosk.server.app_state import AppState
from kiosk.server.http import language
from kiosk.server.http.client_address import proxy_test
from kiosk.server.http.endpoint import Endpoint, Route, problem_response
from kiosk.server.http.response import send_response
from kiosk.server.live.stream import EventStreamEndpoint
from kiosk.server.live.views import LiveViews
from kiosk.server.page import endpoints


class NotFound:
    """What is at every other address."""

    def __init__(self, app: AppState) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        del receive
        spoken = language.preferred_language(Headers(scope=scope).get("accept-language"), self._app.languages)
        response = problem_response(self._app, Refusal(Reason.NOT_FOUND), spoken, scope["path"])
        await send_response(response, send, head=scope["method"] == "HEAD")


def build_application(app: AppState, live: LiveViews) -> Router:
    """Routes in the order of how often they are asked for."""
    by_path: dict[str, list[Route]] = {}
    for route in route_table(live):
        by_path.setdefault(route.path, []).append(route)
    paths = sorted(by_path, key=lambda path: (not path.endswith(("/tickets", "/next")), "{" in path))
    routes: list[BaseRoute] = [routing.Route(path, Endpoint(app, by_path[path])) for path in paths]
    routes.append(routing.Route(EVENTS.path, EventStreamEndpoint(app, live, EVENTS)))
    return _router(app, [*routes, *endpoints.routes(DatabaseStatuses(app), proxy_test(()))])


def _router(app: AppState, routes: Sequence[BaseRoute]) -> Router:
    """A router alone: every endpoint answers its own faults, and Starlette's two layers around it cost each request."""
    return Router(routes, redirect_slashes=False, default=NotFound(app))
