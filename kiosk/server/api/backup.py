"""A copy of the database while the service runs. The server makes it: no second process may open the file."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.contract.reasons import Reason
from kiosk.contract.system import BackupView, StartBackup
from kiosk.operations.refusal import Refusal
from kiosk.server.http.endpoint import Handler, Request
from kiosk.server.http.response import Response
from kiosk.store.interface import StoreError

if TYPE_CHECKING:
    from kiosk.server.app_state import AppState


def handlers() -> tuple[Handler, Handler]:
    """``POST /backup`` starts one, ``GET /backup`` says how far it is."""
    newest: list[BackupView] = []
    under_way: set[asyncio.Task[None]] = set()

    async def start(app: AppState, request: Request) -> Response:
        body: StartBackup = request.body
        target = Path(body.target)
        if not target.is_absolute():
            raise Refusal(Reason.INVALID_BODY, {"error": "`target` must be an absolute path"})
        if under_way:
            raise Refusal(Reason.BACKUP_RUNNING)
        newest[:] = [BackupView(target=body.target, progress=0.0)]
        task = asyncio.ensure_future(_copy(app, target, newest, force=body.force))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
        return Response(newest[0], 202)

    async def progress(_app: AppState, _request: Request) -> Response:
        if not newest:
            raise Refusal(Reason.NOT_FOUND)
        return Response(newest[0])

    return start, progress


async def _copy(app: AppState, target: Path, newest: list[BackupView], *, force: bool) -> None:
    def tell(progress: float) -> None:
        newest[:] = [BackupView(target=str(target), progress=progress)]

    try:
        await asyncio.to_thread(app.point.store.backup, target, tell, force=force)
    except (StoreError, OSError) as error:
        newest[:] = [BackupView(target=str(target), progress=newest[0].progress, done=True, problem=str(error))]
    else:
        newest[:] = [BackupView(target=str(target), progress=1.0, done=True)]
