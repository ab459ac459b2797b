"""The server's application without a server: the same routes over the store that this process holds.

Nothing of a running server is started: no socket, no announcement in the network, no housekeeping.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from kiosk.cli.installation.layout import give_to_owner_of
from kiosk.client.api_client import ApiClient
from kiosk.clock import Clock
from kiosk.operations.days.clock_acceptance import judge_start
from kiosk.operations.people.tokens import database_secret, new_token
from kiosk.operations.service_point import ServicePoint
from kiosk.rules import Rules
from kiosk.server.api.routes import route_table
from kiosk.server.app_state import AppState
from kiosk.server.http.auth import Authenticator
from kiosk.server.http.endpoint import Endpoint, Route
from kiosk.server.jobs.configuration import ConfigurationJob, configuration_at_start
from kiosk.server.live.views import LiveViews
from kiosk.server.network.addresses import PUBLIC_URL_FACT
from kiosk.server.preflight import open_data

_USUAL_URL: Final = "http://127.0.0.1:8080"
"""Where visitors' phones find a server that has never run."""


class InProcessClient(ApiClient):
    """Calls of the HTTP interface, answered by this process, which owns the data folder until ``close``.

    Starlette's router is left out: its import takes a command longer than the whole call (65 of 330 ms).
    """

    def __init__(
        self,
        data: Path,
        database: str | None,
        clock: Clock,
        rules: Rules,
        point: str,
        *,
        language: str,
        public_url: str | None = None,
        folder: Path | None = None,
    ) -> None:
        """Raises ``CannotStartError`` and ``StoreError``, ``StoreBusy`` where another process has the data folder.

        ``public_url``: what visitors' phones open; default: that of the newest server. ``folder``: that of the
        configuration in ``rules``; a change of it that touches tickets waits here, too.
        """
        token = new_token()
        super().__init__(str(data), token, language)
        self._data = data
        self._store = open_data(data, database, clock)
        try:
            loaded = rules.configuration
            if folder is not None:
                rules = Rules(configuration_at_start(data, folder, point, loaded))
            service_point = ServicePoint(self._store, clock, rules, point, database_secret(self._store))
            with self._store.read() as tx:
                judge_start(service_point, tx)
                address = public_url or tx.fact(PUBLIC_URL_FACT) or _USUAL_URL
            self._app = AppState(service_point, Authenticator(point, token), address.rstrip("/"), "sqlite")
            self._loop = asyncio.Runner()
            if folder is not None:
                self._loop.run(ConfigurationJob(self._app, data, folder).start(loaded, take=False))
            self._routes = self._loop.run(self._made_routes())
        except BaseException:
            self._store.close()
            raise

    async def _made_routes(self) -> list[Route]:
        return route_table(LiveViews(self._app, self._app.point.clock.speed))

    def close(self) -> None:
        self._loop.close()
        self._store.close()
        give_to_owner_of(self._data)

    def _exchange(self, method: str, path: str, content: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        return self._loop.run(self._call(method, path, content, headers))

    async def _call(self, method: str, path: str, content: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """One request through the ASGI endpoint of its path."""
        parts = urlsplit(path)
        found, parameters = self._find(parts.path)
        scope: dict[str, Any] = {
            "type": "http",
            "scheme": "http",
            "method": method,
            "path": unquote(parts.path),
            "path_params": parameters,
            "query_string": parts.query.encode(),
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
            "client": ("127.0.0.1", 0),
        }
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": content, "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        await Endpoint(self._app, found)(scope, receive, send)
        return int(sent[0]["status"]), b"".join(message.get("body", b"") for message in sent[1:])

    def _find(self, path: str) -> tuple[list[Route], dict[str, str]]:
        """The routes of the path, one a method, and the values of its parameters."""
        for route in self._routes:
            match = re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", route.path), path)
            if match:
                same = [other for other in self._routes if other.path == route.path]
                return same, {name: unquote(value) for name, value in match.groupdict().items()}
        raise LookupError(path)
