"""A copy of the database while the service runs. The server makes it: no second process may open the file."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.messages import BackupView, StartBackup
from kiosk.operations.refusal import Refusal
from kiosk.server.exchange import Handler, Reply, Visit
from kiosk.store.interface import StoreError

if TYPE_CHECKING:
    from kiosk.server.house import House


def handlers() -> tuple[Handler, Handler]:
    """``POST /backup`` starts one, ``GET /backup`` says how far it is."""
    newest: list[BackupView] = []
    under_way: set[asyncio.Task[None]] = set()

    async def start(house: House, visit: Visit) -> Reply:
        body: StartBackup = visit.body
        target = Path(body.target)
        if not target.is_absolute():
            raise Refusal("invalid_body", 400, {"error": "`target` must be an absolute path"})
        if under_way:
            raise Refusal("backup_running")
        newest[:] = [BackupView(target=body.target, progress=0.0)]
        task = asyncio.ensure_future(_copy(house, target, newest))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
        return Reply(newest[0], 202)

    async def progress(_house: House, _visit: Visit) -> Reply:
        if not newest:
            raise Refusal("not_found", 404)
        return Reply(newest[0])

    return start, progress


async def _copy(house: House, target: Path, newest: list[BackupView]) -> None:
    def tell(progress: float) -> None:
        newest[:] = [BackupView(target=str(target), progress=progress)]

    try:
        await asyncio.to_thread(house.point.store.backup, target, tell)
    except (StoreError, OSError) as error:
        newest[:] = [BackupView(target=str(target), progress=newest[0].progress, done=True, problem=str(error))]
    else:
        newest[:] = [BackupView(target=str(target), progress=1.0, done=True)]
