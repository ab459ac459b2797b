"""Which papers visitors lack: counted without a person, a ticket, a counter or a member of staff."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.contract.reasons import Reason
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import ServicePoint, read_context
from kiosk.store.interface import Transaction


def record_missing(point: ServicePoint, tx: Transaction, checklist: str, missing: Sequence[str]) -> None:
    """Into the log, each paper once."""
    known = point.configuration.checklists.get(checklist)
    if known is None:
        raise Refusal(Reason.UNKNOWN_PAPERS, {"papers": checklist})
    papers = {document.id for document in (*known.required, *known.conditional)}
    wanted = list(dict.fromkeys(missing))
    if strange := [paper for paper in wanted if paper not in papers]:
        raise Refusal(Reason.UNKNOWN_PAPERS, {"papers": ", ".join(strange)})
    context = read_context(point, tx)
    tx.append("documents", context.recorded_at, point.id, data={"checklist": checklist, "missing": wanted})
