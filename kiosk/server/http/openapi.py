"""The OpenAPI 3.1 document, made from the table of calls and the messages' types."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

import msgspec

from kiosk.contract import bounds
from kiosk.contract.live import MESSAGES
from kiosk.contract.problem import Problem
from kiosk.contract.reasons import Reason
from kiosk.operations.people.authority import Access
from kiosk.server.http import version
from kiosk.server.http.endpoint import Route

_PARAMETER = re.compile(r"{(\w+)(?::\w+)?}")
_BOUNDS: Final[dict[str, dict[str, Any]]] = {
    "path": {"maxLength": bounds.PATH_PARAMETER_LENGTH, "pattern": bounds.ID_PATTERN},
    "query": {"maxLength": bounds.QUERY_LENGTH, "pattern": bounds.QUERY_PATTERN},
    "header": {"maxLength": bounds.HEADER_LENGTH, "pattern": bounds.HEADER_PATTERN},
}
_REFERENCE = "#/components/schemas/{name}"


def openapi_document(calls: Sequence[Route]) -> bytes:
    types = [Problem, *MESSAGES.values()]
    types += [wanted for call in calls for wanted in (call.body, call.answer) if wanted not in (None, str, dict)]
    schemas, components = msgspec.json.schema_components(types, ref_template=_REFERENCE)
    by_type = dict(zip(map(repr, types), schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for call in calls:
        path = _PARAMETER.sub(r"{\1}", call.path)
        paths.setdefault(path, {})[call.method.lower()] = _operation(call, by_type)
    return msgspec.json.encode(
        {
            "openapi": "3.1.0",
            "info": {
                "title": "Antrean",
                "version": version.current(),
                "summary": "The queue of one service point.",
                "license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
            },
            "paths": paths,
            "components": {
                "schemas": components,
                "securitySchemes": {
                    "device": {
                        "type": "http",
                        "scheme": "bearer",
                        "description": "A device's token, from `antrean device add`. Its role decides what it may do.",
                    }
                },
            },
        }
    )


def _operation(call: Route, schemas: dict[str, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "summary": call.summary,
        "operationId": _operation_id(call),
        "responses": _responses(call, schemas),
        "security": [] if call.roles is None else [{"device": []}],
    }
    if call.roles is not None:
        operation["x-roles"] = sorted(call.roles)
    parameters = [_parameter(name, "path") for name in _PARAMETER.findall(call.path)]
    parameters += [_parameter(name, "header") for name in call.headers]
    parameters += [_parameter(name, "query") for name in call.query]
    if parameters:
        operation["parameters"] = parameters
    if call.body is not None:
        operation["requestBody"] = {
            "required": not call.body_optional,
            "content": {"application/json": {"schema": schemas[repr(call.body)]}},
        }
    return operation


def _operation_id(call: Route) -> str:
    words = re.findall(r"\w+", call.path.removeprefix("/api/v1"))
    return "_".join((call.method.lower(), *words))


def _parameter(name: str, where: str) -> dict[str, Any]:
    if where == "query":
        return {"name": name, "in": where, "schema": {"type": "string", **_BOUNDS[where]}}
    return {"name": name, "in": where, "required": True, "schema": {"type": "string", "minLength": 1, **_BOUNDS[where]}}


def _responses(call: Route, schemas: dict[str, Any]) -> dict[str, Any]:
    responses: dict[str, Any] = {}
    for status in call.statuses:
        content = {} if status == 204 else {"content": {call.media_type: {"schema": _answer(call, schemas)}}}
        responses[str(status)] = {"description": call.summary, **content}
    for status, reasons in sorted(_problems(call).items()):
        responses[str(status)] = {
            "description": "Reasons: " + ", ".join(f"`{reason}`" for reason in reasons),
            "content": {"application/problem+json": {"schema": schemas[repr(Problem)]}},
        }
    return responses


def _answer(call: Route, schemas: dict[str, Any]) -> dict[str, Any]:
    if call.answer is str:
        return {"type": "string"}
    if call.answer is dict:
        return {"type": "object"}
    return schemas[repr(call.answer)]


def _problems(call: Route) -> dict[int, list[Reason]]:
    """By status, those that every such call can give among them."""
    reasons = [*call.reasons, Reason.INTERNAL]
    if call.roles is not None:
        reasons += [Reason.UNAUTHORIZED, Reason.FORBIDDEN, Reason.OTHER_POINT]
    if call.access is not Access.DEVICE:
        reasons += [Reason.SIGN_IN_NEEDED, *([Reason.PIN_NEEDED] if call.grave else [])]
    if call.body is not None:
        reasons += [Reason.MALFORMED_JSON, Reason.INVALID_BODY, Reason.UNSUPPORTED_MEDIA_TYPE]
    if call.query or _PARAMETER.search(call.path):
        reasons += [Reason.MALFORMED_REQUEST]
    if call.method != "GET":
        reasons += [Reason.TOO_LARGE, Reason.STORE_FULL]
    reasons += [Reason.STORE_BUSY]
    found: dict[int, list[Reason]] = {}
    for reason in dict.fromkeys(reasons):
        found.setdefault(reason.status, []).append(reason)
    return found
