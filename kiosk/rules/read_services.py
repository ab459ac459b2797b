"""``[[service]]``, ``[[stage]]``, ``[[staff_flag]]`` and ``[[checklist]]``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kiosk.rules import times
from kiosk.rules.model import Checklist, RequiredDocument, Service, Stage
from kiosk.rules.read import Table, unique
from kiosk.wording.localized import LocalizedText

_PREFIX = re.compile(r"[A-Z]{1,2}")


def read_stages(tables: Iterable[Table], languages: tuple[str, ...]) -> dict[str, Stage]:
    found: list[tuple[Table, Stage]] = []
    for table in tables:
        found.append((table, Stage(table.identifier(), table.words("name", languages))))
        table.close()
    unique([(table, stage.id) for table, stage in found], "stages")
    return {stage.id: stage for _, stage in found}


def read_staff_flags(tables: Iterable[Table], languages: tuple[str, ...]) -> dict[str, LocalizedText]:
    """The words for each flag."""
    found: list[tuple[Table, str, LocalizedText]] = []
    for table in tables:
        found.append((table, table.identifier(), table.words("name", languages)))
        table.close()
    unique([(table, flag) for table, flag, _ in found], "staff flags")
    return {flag: name for _, flag, name in found}


def read_services(
    tables: Iterable[Table], languages: tuple[str, ...], stages: Iterable[str], checklists: Iterable[str]
) -> dict[str, Service]:
    stage_ids, checklist_ids = tuple(stages), tuple(checklists)
    found: list[tuple[Table, Service]] = []
    for table in tables:
        service = Service(
            id=table.identifier(),
            prefix=table.parsed("prefix", _prefix) or "",
            name=table.words("name", languages),
            hint=table.words("hint", languages, required=False),
            service_min=table.whole("service_min", least=1, most=24 * 60),
            sla_wait_min=table.whole("sla_wait_min", least=1, most=24 * 60),
            priority=table.flag("priority", default=False),
            fallback=table.flag("fallback", default=False),
            issue_until=table.parsed("issue_until", times.minute) if table.has("issue_until") else None,
            stages=table.references("stages", stage_ids, "stage", default=()),
            checklists=table.references("checklists", checklist_ids, "checklist", default=()),
            appointments=table.flag("appointments", default=False),
        )
        table.know("issue_until")
        table.close()
        found.append((table, service))
    unique([(table, service.id) for table, service in found], "services")
    unique([(table, service.prefix) for table, service in found], "services with the letter", "prefix")
    return {service.id: service for _, service in found}


def _prefix(text: str) -> str:
    if not _PREFIX.fullmatch(text):
        raise ValueError(f'"{text}" is not a letter; write one capital letter A to Z, or two where 26 are not enough')
    return text


@dataclass(frozen=True, slots=True)
class _Draft:
    """A checklist before what it extends is added."""

    table: Table
    own: Checklist
    extends: str


def read_checklists(
    tables: Iterable[Table], languages: tuple[str, ...], flags: Collection[str] = ()
) -> dict[str, Checklist]:
    """``flags``: those that have words; where there are any, no other may be used."""
    drafts = [_draft(table, languages, flags) for table in tables]
    unique([(draft.table, draft.own.id) for draft in drafts], "checklists")
    known = {draft.own.id: draft for draft in drafts}
    for draft in drafts:
        if draft.extends:
            draft.table.reference("extends", known, "checklist")
    return {name: _resolve(draft, known) for name, draft in known.items()}


def _draft(table: Table, languages: tuple[str, ...], flags: Collection[str]) -> _Draft:
    own = Checklist(
        id=table.identifier(),
        title=table.words("title", languages),
        required=_documents(table, "required", languages),
        conditional=_documents(table, "conditional", languages),
        staff_flag=_flag(table, flags) if table.has("staff_flag") else None,
    )
    table.know("staff_flag")
    extends = table.text("extends", "")
    table.close()
    return _Draft(table, own, extends)


def _flag(table: Table, flags: Collection[str]) -> str | None:
    return (table.reference("staff_flag", flags, "[[staff_flag]]") if flags else table.text("staff_flag")) or None


def _documents(table: Table, key: str, languages: tuple[str, ...]) -> tuple[RequiredDocument, ...]:
    found: list[tuple[Table, RequiredDocument]] = []
    for entry in table.tables(key):
        found.append((entry, RequiredDocument(entry.identifier(), entry.words("text", languages))))
        entry.close()
    return tuple(document for _, document in found)


def _resolve(draft: _Draft, known: dict[str, _Draft]) -> Checklist:
    chain = [draft]
    while (above := known.get(chain[-1].extends)) is not None:
        if above in chain:
            draft.table.wrong("extends", f'goes round in a circle through "{above.own.id}"; leave one extends away')
            return draft.own
        chain.append(above)
    required = tuple(document for link in reversed(chain) for document in link.own.required)
    conditional = tuple(document for link in reversed(chain) for document in link.own.conditional)
    seen: set[str] = set()
    for document in (*required, *conditional):
        if document.id in seen:
            draft.table.wrong("required", f'the document "{document.id}" is listed twice; change one id')
        seen.add(document.id)
    flag = next((link.own.staff_flag for link in chain if link.own.staff_flag), None)
    return Checklist(draft.own.id, draft.own.title, required, conditional, flag)
