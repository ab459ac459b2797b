"""A registry of conditions: what is wrong now, how grave it is, and since when."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from types import MappingProxyType

from kiosk.contract.reasons import Reason
from kiosk.wording.translate import catalogue, translate


class Severity(IntEnum):
    NOTICE = 1
    """Staff should know: it becomes worse if nobody acts."""
    URGENT = 2
    """A part is down or will be soon; numbers can still be given."""
    STOPPED = 3
    """Nothing can be written: the server is not ready."""


@dataclass(frozen=True, slots=True)
class HealthCondition:
    code: str
    """Stable. ``server.health.{code}`` in ``assets/translations`` is its sentence."""
    severity: Severity
    since: datetime
    """UTC, by the machine's own clock, when it was first reported."""
    values: Mapping[str, object]
    """What fills the places of its sentence."""
    reason: Reason
    """The ``reason`` of ``GET /healthz`` while it stops the server."""

    def sentence(self, language: str) -> str:
        """In words; the bare code where it has none."""
        key = f"server.health.{self.code}"
        return translate(key, language, **self.values) if key in catalogue(language) else self.code


class Conditions:
    """Safe on any thread. Whoever reports a condition also clears it; a second report keeps its ``since``."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._conditions: Mapping[str, HealthCondition] = {}

    def report(self, code: str, severity: Severity, *, reason: Reason = Reason.STORE_BUSY, **values: object) -> None:
        """``code`` holds from now on, until it is cleared."""
        with self._lock:
            before = self._conditions.get(code)
            since = before.since if before is not None else self._now()
            after = HealthCondition(code, severity, since, MappingProxyType(values), reason)
            self._conditions = {**self._conditions, code: after}

    def clear(self, *codes: str) -> None:
        """None of ``codes`` holds any more."""
        with self._lock:
            self._conditions = {code: found for code, found in self._conditions.items() if code not in codes}

    def current(self) -> list[HealthCondition]:
        """The gravest first, then the oldest."""
        return sorted(self._conditions.values(), key=lambda one: (-one.severity, one.since))

    @property
    def stopping(self) -> HealthCondition | None:
        """The oldest condition in which nothing can be written; None while the server is ready."""
        first = next(iter(self.current()), None)
        return first if first is not None and first.severity is Severity.STOPPED else None
