"""``[[service]]``, ``[[stage]]``, ``[[staff_flag]]`` and ``[[checklist]]``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kiosk.rules import times
from kiosk.rules.model import Checklist, IssueEnd, RequiredDocument, Service, Stage, Weekday
from kiosk.rules.pictograms import PICTOGRAMS
from kiosk.rules.problems import SlipError
from kiosk.rules.read import Table, not_days, unique
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
    unique([(table, flag) for table, flag, _ in found], "staff_flags")
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
            issue_until=read_issue_end(table),
            issue_stop_min=read_stop(table),
            stages=table.references("stages", stage_ids, "a_stage", default=()),
            checklists=table.references("checklists", checklist_ids, "a_checklist", default=()),
            appointments=table.flag("appointments", default=False),
            icon=_icon(table),
        )
        table.close()
        found.append((table, service))
    unique([(table, service.id) for table, service in found], "services")
    unique([(table, service.prefix) for table, service in found], "services_with_letter", "prefix")
    return {service.id: service for _, service in found}


def _icon(table: Table) -> str:
    table.know("icon")
    return table.choice("icon", PICTOGRAMS, "") if table.has("icon") else ""


def read_issue_end(table: Table) -> IssueEnd | None:
    """``issue_until``: a time of day, or a table of them by day."""
    table.know("issue_until")
    value = table.values.get("issue_until")
    if value is None:
        return None
    if not isinstance(value, dict):
        minute = table.minute("issue_until")
        return None if minute is None else IssueEnd(minute)
    table.since_schema_2("issue_until")
    by_day = table.table("issue_until")
    found: dict[Weekday, int] = {}
    for key in by_day.values:
        try:
            named = times.days(key)
        except SlipError as error:
            by_day.say(key, error.said)
            continue
        if named is None:
            by_day.say(key, not_days(key))
            continue
        twice = [day for day in named if day in found]
        if twice:
            by_day.wrong(key, "days_twice", days=", ".join(twice))
        minute = by_day.minute(key)
        if minute is not None:
            found |= dict.fromkeys(named, minute)
    if not by_day.values:
        table.wrong("issue_until", "empty_table")
    return IssueEnd(None, found)


def read_stop(table: Table) -> int | None:
    """``issue_stop_min``: minutes before each closing."""
    table.know("issue_stop_min")
    table.since_schema_2("issue_stop_min")
    return table.whole("issue_stop_min", least=0, most=24 * 60) if table.has("issue_stop_min") else None


def _prefix(text: str) -> str:
    if not _PREFIX.fullmatch(text):
        raise SlipError("not_letter", text=text)
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
            draft.table.reference("extends", known, "a_checklist")
    return {name: _resolve(draft, known) for name, draft in known.items()}


def _draft(table: Table, languages: tuple[str, ...], flags: Collection[str]) -> _Draft:
    own = Checklist(
        id=table.identifier(),
        title=table.words("title", languages),
        required=_documents(table, "required", languages),
        conditional=_documents(table, "conditional", languages),
        staff_flag=_flag(table, flags) if table.has("staff_flag") else None,
        icon=_icon(table),
    )
    table.know("staff_flag")
    extends = table.text("extends", "")
    table.close()
    return _Draft(table, own, extends)


def _flag(table: Table, flags: Collection[str]) -> str | None:
    return (table.reference("staff_flag", flags, "a_staff_flag") if flags else table.text("staff_flag")) or None


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
            draft.table.wrong("extends", "circle", name=above.own.id)
            return draft.own
        chain.append(above)
    required = tuple(document for link in reversed(chain) for document in link.own.required)
    conditional = tuple(document for link in reversed(chain) for document in link.own.conditional)
    seen: set[str] = set()
    for document in (*required, *conditional):
        if document.id in seen:
            draft.table.wrong("required", "document_twice", name=document.id)
        seen.add(document.id)
    flag = next((link.own.staff_flag for link in chain if link.own.staff_flag), None)
    return Checklist(draft.own.id, draft.own.title, required, conditional, flag, draft.own.icon)
