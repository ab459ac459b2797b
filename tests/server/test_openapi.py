"""The document of the interface says what the routes do."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from kiosk.server.api.routes import EVENTS, route_table
from tests.server.office import Office


@pytest.fixture(scope="module")
def document(shared: Office) -> Any:
    return shared.person(None)("GET", "/api/v1/openapi.json").body


def test_every_route_and_no_other(document: Any, shared: Office) -> None:
    table = [*route_table(None), EVENTS]
    said = {(method.upper(), path) for path, item in document["paths"].items() for method in item}
    assert said == {(call.method, call.path) for call in table}
    routed = {route.path for route in shared.server.config.app.routes if route.path.startswith(("/api", "/h", "/m"))}
    assert routed == set(document["paths"])


def test_references_resolve_and_ids_are_unique(document: Any) -> None:
    text = json.dumps(document)
    for name in set(re.findall(r'"#/components/schemas/([^"]+)"', text)):
        assert name in document["components"]["schemas"]
    ids = [operation["operationId"] for item in document["paths"].values() for operation in item.values()]
    assert len(ids) == len(set(ids))


def test_parameters_bodies_answers_and_security(document: Any) -> None:
    assert document["openapi"] == "3.1.0"
    take = document["paths"]["/api/v1/tickets"]["post"]
    assert take["requestBody"]["required"] is True
    assert {"201", "200", "400", "401", "403", "409", "413", "415", "500", "503"} <= set(take["responses"])
    assert [parameter["name"] for parameter in take["parameters"]] == ["Idempotency-Key"]
    assert take["security"] == [{"device": []}]
    assert document["paths"]["/healthz"]["get"]["security"] == []
    for path, item in document["paths"].items():
        for operation in item.values():
            named = [p["name"] for p in operation.get("parameters", ()) if p["in"] == "path"]
            assert named == re.findall(r"{(\w+)}", path)


def test_every_parameter_is_bounded_and_the_bounds_hold(document: Any, shared: Office) -> None:
    local = shared.person()
    for path, item in document["paths"].items():
        for method, operation in item.items():
            parameters = {one["name"]: one for one in operation.get("parameters", ())}
            schemas = [one["schema"] for one in parameters.values()]
            assert all(schema["maxLength"] == 200 and schema["pattern"] for schema in schemas), path
            for name, one in parameters.items():
                for bad in ("x" * 201, "a%0Ab", "a%00b"):
                    filled = re.sub(r"{(\w+)}", lambda found: bad if found[1] == name else "x", path)  # noqa: B023  used at once
                    query = f"?{name}={bad}" if one["in"] == "query" else ""
                    if one["in"] == "header":
                        continue
                    answer = local(method.upper(), filled.removeprefix("/api/v1") + query)
                    assert (answer.status, answer.reason) == (400, "malformed_request"), (path, name, bad)


def test_health_and_figures(shared: Office) -> None:
    anyone = shared.person(None)
    assert anyone("GET", "/healthz").body["status"] == "ok"
    text = anyone("GET", "/metrics").body.decode()
    assert "antrean_http_requests_total" in text
    assert "antrean_listeners" in text
