"""schemathesis against the OpenAPI document with each role's token: no 500, nothing that the role may not do, and every
answer as the document says.

``python -m tests.server.fuzz --examples 300`` is the long form; the suite runs a short one.
"""

from __future__ import annotations

import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import click
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi import checks as openapi

from tests.server.office import ROLES, Office, running

CALLERS: Final = (None, *ROLES, "local")
MODES: Final = (GenerationMode.POSITIVE, GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
CHECKS: Final = (
    not_a_server_error,
    openapi.status_code_conformance,
    openapi.content_type_conformance,
    openapi.response_headers_conformance,
    openapi.response_schema_conformance,
)
ENDLESS: Final = "/api/v1/events"
ANYWHERE: Final = "/api/v1/backup"
"""It writes where the caller says; this machine's own user may, and a made-up path is written, too."""

SENSIBLE: Final = {
    "service": "umum",
    "checklist": None,
    "appointment": None,
    "staff": "Ani",
    "pin": "7294",
    "counter": "2",
    "stage": None,
    "code": "A-003",
    "until": "2026-09-12T11:00:00+07:00",
}
"""Values by which more than refusals is seen."""


@dataclass
class Findings:
    asked: int = 0
    statuses: Counter[int] = field(default_factory=Counter[int])
    faults: list[str] = field(default_factory=list[str])
    unheard: set[str] = field(default_factory=set[str])
    """Calls that never gave this role a success."""


def fuzz(office: Office, examples: int, chance: int) -> Findings:
    """``examples`` of each call, each as one of the roles. Staff sit at two counters, tickets stand in every state."""
    found, people = Findings(), {role: Caller(office, role) for role in CALLERS}
    schema = schemathesis.openapi.from_url(f"http://127.0.0.1:{office.port}/api/v1/openapi.json")
    for result in schema.get_all_operations():
        operation = result.ok()
        if operation.path != ENDLESS:
            found.unheard.add(operation.label)
            again(office)
            _ask(operation, people, _names(office, operation.path), found, (examples, chance))
    return found


class Caller(requests.auth.AuthBase):
    """One role on a connection of its own."""

    def __init__(self, office: Office, role: str | None) -> None:
        self.role, self._token, self.session = role, office.person(role).token, requests.Session()

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Last of all: schemathesis takes the token away where it asks wrongly."""
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def _ask(
    operation: Any,
    people: Mapping[str | None, Caller],
    names: Sequence[str],
    found: Findings,
    many: tuple[int, int],
) -> None:
    allowed = set(operation.definition.raw.get("x-roles", CALLERS))
    roles = [role for role in CALLERS if not (operation.path == ANYWHERE and role == "local")]
    may = [role for role in roles if role in allowed] or roles
    cases = st.one_of([_cases(operation, mode) for mode in MODES])

    @seed(many[1])
    @settings(
        max_examples=many[0],
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        case=cases,
        role=st.sampled_from(may) | st.sampled_from(roles),
        name=st.none() | st.sampled_from(names),
        sensible=st.booleans(),
    )
    def one(case: Any, role: str | None, name: str | None, *, sensible: bool) -> None:
        if name is not None and case.path_parameters:
            case.path_parameters = dict.fromkeys(case.path_parameters, name)
        if sensible and isinstance(case.body, dict):
            case.body |= {key: SENSIBLE[key] for key in case.body.keys() & SENSIBLE.keys()}
        caller = people[role]
        response = case.call(session=caller.session, auth=caller, timeout=20)
        found.asked += 1
        found.statuses[response.status_code] += 1
        if response.status_code < 400:
            found.unheard.discard(operation.label)
        found.faults += _wrong(operation.label, response, allowed, role)
        try:
            case.validate_response(response, checks=list(CHECKS))
        except FailureGroup as group:
            found.faults += [f"{role}: {operation.label}: {_line(failure)}" for failure in group.exceptions]

    one()


def _cases(operation: Any, mode: GenerationMode) -> st.SearchStrategy[Any]:
    """What the document allows, or what it does not; a call that takes nothing cannot be asked wrongly."""
    takes = operation.body or operation.path_parameters or operation.headers
    return operation.as_strategy(generation_mode=mode if takes else GenerationMode.POSITIVE)


def _line(failure: BaseException) -> str:
    return " ".join(str(failure).split())[:300]


def _wrong(label: str, response: Any, allowed: set[str | None], role: str | None) -> list[str]:
    """Whoever may not ask is refused before anything else is looked at; whoever may is not."""
    refused = {"unauthorized": 401, "forbidden": 403}
    wanted = None if role in allowed else "unauthorized" if role is None else "forbidden"
    kind = "".join(response.headers.get("content-type", ()))
    reason = response.json().get("reason") if "problem" in kind else None
    if wanted is not None and (response.status_code, reason) != (refused[wanted], wanted):
        return [f"{role}: {label}: {response.status_code} {reason} instead of {wanted}"]
    if wanted is None and reason == "unauthorized":
        return [f"{role}: {label}: was told that it is nobody"]
    return []


def _names(office: Office, path: str) -> Sequence[str]:
    """Things that are there, so that more than 404 is seen."""
    if "{day}" in path:
        return ["2026-09-12", "2026-09-11"]
    if "/counters/" in path:
        return ["1", "2"]
    if "/tickets/" in path:
        local = office.person()
        queue = local("GET", "/queue").body
        local.close()
        weights = {"serving": 3, "missed": 1, "held": 1, "tickets": 1}
        return [row["id"] for rows, times in weights.items() for row in queue[rows][:2] * times] or ["none"]
    return ["Ani", "nobody"]


def people(office: Office) -> None:
    """Somebody at counter 1 of every device that may sit there, and tickets in every state."""
    office.enrol()
    office.sign_in("1", office.person("counter"), "Budi")
    office.sign_in("2")
    local = office.person()
    for _ in range(12):
        local.take("umum")
        local.take("utama")
    for move in ("hold", "no-show", "void", "finish", "serve"):
        ticket = local("POST", "/counters/2/next").body["id"]
        for what in ("recall", "recall", move) if move == "no-show" else (move,):
            answer = local("POST", f"/tickets/{ticket}/{what}", {"why": "x"} if move == "void" else None)
            assert answer.status == 200, answer


def again(office: Office) -> None:
    """What one call's examples did must not keep the next call from ever succeeding."""
    local = office.person()
    local("DELETE", "/point/emergency")
    for role, counter, staff in (("counter", "1", "Budi"), ("local", "2", "Ani")):
        local("DELETE", f"/staff/{staff}")  # it may be locked, or have another PIN
        office.sign_in(counter, office.person(role), staff)
        local("POST", f"/counters/{counter}/resume")
        local.take("umum")
        local("POST", f"/counters/{counter}/next")
    missed = local("POST", "/counters/2/next")
    if missed.status == 200:
        for what in ("recall", "recall", "no-show"):
            local("POST", f"/tickets/{missed.body['id']}/{what}")
        local("POST", "/counters/2/next")
    for person in office.people:
        person.close()
    office.people.clear()


def run(folder: Path, examples: int, chance: int) -> Findings:
    """On a server of its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # schemathesis warns of its own dependencies
        with running(folder) as office:
            people(office)
            return fuzz(office, examples, chance)


@click.command()
@click.option("--examples", default=500, show_default=True, help="Of each call.")
@click.option("--seed", "chance", default=1, show_default=True)
def main(examples: int, chance: int) -> None:
    """Every role against every call; exit 1 when anything was found."""
    with tempfile.TemporaryDirectory(prefix="antrean-fuzz-") as folder:
        found = run(Path(folder) / "data", examples, chance)
    statuses = ", ".join(f"{status} x {times}" for status, times in sorted(found.statuses.items()))
    click.echo(f"{found.asked} questions as {len(CALLERS)} roles: {statuses}")
    click.echo(f"never a success: {', '.join(sorted(found.unheard)) or 'none'}")
    for fault, times in Counter(found.faults).most_common(40):
        click.echo(f"FAULT {times} x {fault}")
    click.echo(f"{len(found.faults)} faults")
    sys.exit(1 if found.faults else 0)


if __name__ == "__main__":
    main()
