"""Readiness: what is wrong is said on /healthz and to staff, for as long as it is so."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.contract.reasons import Reason
from kiosk.server.health import disk_space, store_probe
from kiosk.server.health.conditions import Conditions, Severity
from kiosk.wording.translate import catalogue
from tests.server.office import Office, until


@pytest.fixture(autouse=True)
def _ask_as_often_as_a_test_likes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_probe, "MIN_INTERVAL_S", 0.0)


def warned(office: Office) -> set[str]:
    return {warning["code"] for warning in office.person()("GET", "/point").body["warnings"]}


def test_ready(office: Office) -> None:
    answer = office.person(None)("GET", "/healthz")
    assert (answer.status, answer.body["status"], answer.body["conditions"]) == (200, "ok", [])


@pytest.fixture
def failing(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Commits of the server's store fail with the SQLite error of this name, until it is called with nothing."""
    writer = office.point.store._writer  # type: ignore[attr-defined]  a test breaks the inside
    whole: Any = writer._connection
    broken: list[str] = []

    class Connection:
        def __getattr__(self, name: str) -> Any:
            return getattr(whole, name)

        def execute(self, statement: str, *values: Any) -> Any:
            if broken[-1:] != [""] and broken and statement == "COMMIT":
                whole.execute("ROLLBACK")
                error = sqlite3.OperationalError("disk I/O error")
                error.sqlite_errorname = broken[-1]
                raise error
            return whole.execute(statement, *values)

    monkeypatch.setattr(writer, "_connection", Connection())
    yield broken.append
    monkeypatch.undo()


@pytest.mark.parametrize(
    ("error", "reason", "code"),
    [("SQLITE_IOERR_FSYNC", "store_busy", "store_failing"), ("SQLITE_FULL", "store_full", "store_full")],
)
def test_what_cannot_be_written_is_said_everywhere(
    error: str, reason: str, code: str, office: Office, failing: Callable[[str], None]
) -> None:
    person = office.person()
    failing(error)
    answer = office.person(None, "en")("GET", "/healthz")
    assert (answer.status, answer.body["reason"]) == (503, reason)
    assert "no numbers can be given" in answer.body["detail"]
    assert answer.headers["retry-after"]
    assert person.take().status == 503
    until(lambda: code in warned(office))
    failing("")
    assert office.person(None)("GET", "/healthz").status == 200
    assert person.take().status == 201
    until(lambda: code not in warned(office))


def test_a_failed_write_alone_makes_staff_hear_of_it(office: Office, failing: Callable[[str], None]) -> None:
    failing("SQLITE_IOERR_FSYNC")
    assert office.person().take().status == 503
    until(lambda: "store_failing" in warned(office))


def test_nothing_is_written_under_another_condition_that_stops(office: Office) -> None:
    def wrote() -> str | None:
        with office.point.store.read() as tx:
            return tx.fact(store_probe.PROBE_FACT)

    conditions = office.server.app.conditions
    until(wrote)
    conditions.report("store_failing_elsewhere", Severity.STOPPED)
    before = wrote()
    assert office.person(None)("GET", "/healthz").status == 503
    assert wrote() == before
    conditions.clear("store_failing_elsewhere")
    assert office.person(None)("GET", "/healthz").status == 200


@pytest.mark.parametrize(
    ("free", "code", "severity"),
    [
        (999_999_999, "disk_low", Severity.NOTICE),
        (100_000_000, "disk_low", Severity.NOTICE),
        (99_999_999, "disk_very_low", Severity.URGENT),
        (0, "disk_very_low", Severity.URGENT),
    ],
)
def test_a_disk_that_fills_up(
    free: int, code: str, severity: Severity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    conditions = Conditions()

    def usage(_folder: Path) -> Any:
        return type("Usage", (), {"free": free})

    monkeypatch.setattr(disk_space.shutil, "disk_usage", usage)
    disk_space.check_disk_space(tmp_path, conditions)
    assert [(one.code, one.severity) for one in conditions.current()] == [(code, severity)]
    assert conditions.stopping is None
    free = 1_000_000_000
    disk_space.check_disk_space(tmp_path, conditions)
    assert conditions.current() == []


def test_conditions_keep_when_they_began_and_come_in_order() -> None:
    now = [datetime(2026, 9, 12, tzinfo=UTC)]
    conditions = Conditions(lambda: now[0])
    conditions.report("store_failing", Severity.STOPPED, error="first")
    now[0] += timedelta(minutes=1)
    conditions.report("disk_low", Severity.NOTICE, free=900)
    conditions.report("store_full", Severity.STOPPED, reason=Reason.STORE_FULL)
    conditions.report("store_failing", Severity.STOPPED, error="second")
    assert [one.code for one in conditions.current()] == ["store_failing", "store_full", "disk_low"]
    first = conditions.current()[0]
    assert (first.since.minute, first.values["error"], conditions.stopping) == (0, "second", first)
    conditions.clear("store_failing", "store_full")
    assert conditions.stopping is None


def test_every_condition_that_is_reported_has_words() -> None:
    known = {key for key in catalogue("en") if key.startswith("server.health.")}
    assert {f"server.health.{code}" for code in store_probe.OF_THE_STORE} <= known
