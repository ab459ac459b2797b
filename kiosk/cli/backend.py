"""A command's way to the queue: through the server that runs on the data folder, else the store itself."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from kiosk.cli.common import CommonOptions, refuse
from kiosk.client.http_client import Client, ClientError, RefusedError
from kiosk.operations.people.tokens import database_secret
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import ServicePoint
from kiosk.rules import Configuration, Rules
from kiosk.server import server_file
from kiosk.server.http.problem import problem
from kiosk.server.preflight import CannotStartError, check_clock, prepare
from kiosk.store import open_store
from kiosk.store.interface import StoreBusy, StoreError
from kiosk.wording.localized import localized


def running(given: CommonOptions, language: str) -> Client | None:
    """The server of this data folder, if one runs; refused when it serves another point than ``--point``."""
    found = server_file.get(given.data)
    if found is None:
        return None
    if given.point is not None and given.point != found.point:
        refuse(
            f"--point {given.point}: the server that runs on {given.data} serves {found.point}; choose another --data"
        )
    return Client(found.url, found.token, language=language)


@contextmanager
def alone(given: CommonOptions, configuration: Configuration) -> Generator[ServicePoint]:
    """The service point without a server."""
    store = None
    try:
        check_clock(given.clock)
        prepare(given.data)
        store = open_store(given.data, given.database, given.clock)
        rules = Rules(configuration)
        yield ServicePoint(store, given.clock, rules, given.point_id(configuration), database_secret(store))
    except StoreBusy as error:
        refuse(str(error))
    except (CannotStartError, StoreError) as error:
        refuse(str(error))
    finally:
        if store is not None:
            store.close()


@contextmanager
def refusals(point: ServicePoint | None, language: str) -> Generator[None]:
    """Every no as one line, whoever said it."""
    try:
        yield
    except Refusal as refusal:
        if point is None:
            raise
        said = problem(point, refusal, language, None)
        refuse(_line(said.detail, [place.point_name for place in said.alternatives], language))
    except RefusedError as error:
        places = [place.point_name for place in error.problem.alternatives]
        refuse(_line(error.problem.detail, places, language))
    except ClientError as error:
        refuse(str(error))


def _line(detail: str, places: list[dict[str, str]], language: str) -> str:
    names = [localized(names, language) for names in places]
    return f"{detail} ({', '.join(names)})" if names else detail
