"""The visitor's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import BaseRoute

if TYPE_CHECKING:
    from kiosk.server.house import House


def routes(_house: House) -> list[BaseRoute]:
    return []
