"""Which documents visitors lack, logged without ticket, counter, staff or device, so that nobody can be identified."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.contract.reasons import Reason
from kiosk.operations.refusal import Refusal
from kiosk.operations.service_point import ServicePoint, read_context
from kiosk.store.interface import Transaction


def record_missing(point: ServicePoint, tx: Transaction, checklist: str, missing: Sequence[str]) -> None:
    """Log the missing documents of a checklist, each once. Refused with ``unknown_papers`` (400)."""
    known = point.configuration.checklists.get(checklist)
    if known is None:
        raise Refusal(Reason.UNKNOWN_PAPERS, {"papers": checklist})
    papers = {document.id for document in (*known.required, *known.conditional)}
    wanted = list(dict.fromkeys(missing))
    if strange := [paper for paper in wanted if paper not in papers]:
        raise Refusal(Reason.UNKNOWN_PAPERS, {"papers": ", ".join(strange)})
    context = read_context(point, tx)
    data = {"checklist": checklist, "missing": wanted}
    tx.append("documents", context.recorded_at, point.id, data=data, anonymous=True)
