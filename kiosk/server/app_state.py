"""The state of one running server, which all its requests and jobs share."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol, TypeVar

from kiosk.contract.pending import Touched
from kiosk.contract.point import Warning as StaffWarning
from kiosk.contract.printing import PrinterReport
from kiosk.contract.reasons import Reason
from kiosk.operations.people import authority
from kiosk.operations.people.devices import of_point
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import ServicePoint
from kiosk.rules import ConfigurationError, Rules
from kiosk.server.health.conditions import Conditions
from kiosk.server.health.store_probe import StoreProbe
from kiosk.server.http.auth import Authenticator
from kiosk.server.http.endpoint import Request
from kiosk.server.http.metrics import Metrics
from kiosk.server.http.throttle import Throttle
from kiosk.server.live.hub import Hub
from kiosk.server.live.loop_bridge import LoopBridge
from kiosk.server.network.advertise import TlsEndpoint
from kiosk.server.network.first_account import FirstAccount
from kiosk.server.network.pairing import OpenPairingCodes
from kiosk.store.interface import StoreError, StoreFull, StoreUnsafe, Transaction

T = TypeVar("T")


PRINTER_REPORT_LIFE_S: Final = 180.0
"""A kiosk reports its printer every minute. After so long without a report, the last one is dropped."""


@dataclass(frozen=True)
class HeldConfiguration:
    """A changed configuration that touches tickets or counters in use, until a supervisor has decided about it."""

    digest: str
    """Of its files."""
    rules: Rules
    touched: tuple[Touched, ...]
    since: datetime

    @property
    def id(self) -> str:
        return self.digest[:12]


class ConfigurationDecisions(Protocol):
    """What a supervisor decides about a held configuration. Both may raise ``Refusal`` and ``OSError``."""

    async def accept(self, held: HeldConfiguration, request: Request) -> None: ...

    async def decline(self, held: HeldConfiguration) -> None: ...


@dataclass
class AppState:
    point: ServicePoint
    authenticator: Authenticator
    public_url: str
    """Without a slash at the end; what the visitor's phone opens."""
    database: str
    tls: TlsEndpoint | None = None
    """None while this machine alone is served, or in the clear."""
    hub: Hub = field(default_factory=Hub)
    metrics: Metrics = field(default_factory=Metrics)
    warnings: list[StaffWarning] = field(default_factory=list[StaffWarning])
    printer_reports: dict[str | None, tuple[PrinterReport, float]] = field(
        default_factory=dict[str | None, tuple[PrinterReport, float]]
    )
    """By device: what a kiosk last said of its printer, and when (monotonic); None is this machine's own."""
    held_configuration: HeldConfiguration | None = None
    configuration_refused: ConfigurationError | str | None = None
    """Why the configuration that is in the folder now cannot be used."""
    configuration_decisions: ConfigurationDecisions | None = None
    generation: int = 0
    """Grows with every commit that this process knows of; a view of an older generation is stale."""
    started: float = field(default_factory=time.monotonic)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    loop_bridge: LoopBridge = field(default_factory=LoopBridge)
    first_account: FirstAccount = field(default_factory=FirstAccount)
    pairing_codes: OpenPairingCodes = field(default_factory=OpenPairingCodes)
    wrong_tokens: Throttle = field(default_factory=Throttle)
    conditions: Conditions = field(default_factory=Conditions)

    def __post_init__(self) -> None:
        self.store_probe = StoreProbe(self.point.store, self.conditions)

    @property
    def languages(self) -> tuple[str, ...]:
        return self.point.configuration.office.languages

    def mark_changed(self) -> None:
        """Mark every view as out of date. Call it on the event loop."""
        self.generation += 1
        self.changed.set()

    async def write(self, write: Callable[[Transaction], T]) -> T:
        """Run a use case in the store's writer and return its result once it is on disk. Raises ``Refusal``."""
        try:
            result = await self.loop_bridge.wrap(self.point.store.submit(write))
        except StoreFull:
            self.store_probe.report_full()
            raise Refusal(Reason.STORE_FULL, retry_after_s=5) from None
        except StoreUnsafe:
            raise Refusal(Reason.STORE_UNSAFE) from None
        except StoreError:
            self.store_probe.doubt()
            raise Refusal(Reason.STORE_BUSY, retry_after_s=1) from None
        self.mark_changed()
        return result

    async def act(self, request: Request, write: Callable[[Transaction], T]) -> T:
        """As ``write``, for whoever sent the request: who may not is refused, and the events name device and person."""

        def signed(tx: Transaction) -> T:
            authority.sign(self.point, tx, request.caller.actor, request.access, grave=request.grave)
            return write(tx)

        return await self.write(signed)

    async def look(self, request: Request, read: Callable[[Transaction], T]) -> T:
        """As ``read``, for whoever sent the request. Raises ``Refusal`` for who may not."""

        def checked(tx: Transaction) -> T:
            authority.check(self.point, tx, request.caller.actor, request.access, grave=request.grave)
            return read(tx)

        return await self.read(checked)

    async def read(self, read: Callable[[Transaction], T]) -> T:
        """Run a read transaction on another thread. Raises ``Refusal``."""
        try:
            return await asyncio.to_thread(self.read_blocking, read)
        except StoreError:
            raise Refusal(Reason.STORE_BUSY, retry_after_s=1) from None

    def read_blocking(self, read: Callable[[Transaction], T]) -> T:
        with self.point.store.read() as tx:
            return read(tx)

    def current_printer_reports(self) -> list[tuple[str, PrinterReport]]:
        """With the name of their kiosk, this machine's own without one; not those of kiosks that are gone."""
        since = time.monotonic() - PRINTER_REPORT_LIFE_S
        found: list[tuple[str, PrinterReport]] = []
        for device, (report, at) in list(self.printer_reports.items()):
            names = {known.id: known.name for known in self.authenticator.devices.values() if known.revoked_at is None}
            if at < since or (device is not None and device not in names):
                del self.printer_reports[device]
            else:
                found.append(("" if device is None else names[device], report))
        return found

    async def reload_devices(self) -> None:
        """After a device was added or revoked."""
        devices = await self.read(lambda tx: of_point(self.point, tx))
        self.authenticator.devices = {device.token_hash: device for device in devices}
        revoked = {device.id for device in devices if device.revoked_at is not None}
        self.hub.end_streams_of(revoked)
        self.pairing_codes.void_codes_of(revoked)
