"""What the floor was promised, against what every machine heard and what the log says."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, Final

from tests.flow.audit import wrongs
from tests.flow.floor.run import Broken, Result
from tests.flow.ledger import Ledger, read

NOTICED_S: Final = 3.0
CONVERGED_S: Final = 5.0
GROWTH_MB: Final = 4.0


@dataclass
class Verdict:
    faults: list[str] = field(default_factory=list[str])
    noticed: list[float] = field(default_factory=list[float])
    """Seconds from a fault until its machine knew that it was offline."""
    converged: list[float] = field(default_factory=list[float])
    """Seconds from healing until the whole state was there again."""
    latency: list[float] = field(default_factory=list[float])
    told: int = 0
    """Calls and recalls that boards heard."""
    late: int = 0
    """Of those, told as missed on a new connection."""
    ledger: Ledger | None = None


def judge(folder: Path, result: Result) -> Verdict:
    verdict = Verdict(ledger=read(folder / "data"))
    ledger, day = verdict.ledger, result.day
    assert ledger is not None
    verdict.faults += [*day.faults, *(f"stderr: {line}" for line in result.complaints)]
    verdict.faults += wrongs(ledger, day.tickets.values(), folder / "office")
    verdict.faults += _acknowledged(ledger, result)
    verdict.faults += _everybody_went_home(ledger)
    for heard in result.heard:
        verdict.faults += _heard(ledger, heard, verdict)
        verdict.faults += _links(heard, result, verdict)
        verdict.faults += _final(heard, result)
    verdict.faults += _window(result)
    if not result.heard or sum(heard["name"].startswith("board") for heard in result.heard) != result.boards:
        verdict.faults.append("a board is missing")
    return verdict


def _acknowledged(ledger: Ledger, result: Result) -> Iterator[str]:
    """Each acknowledged move is in the log, and no ticket was acknowledged to two counters for one call."""
    logged = Counter((str(event.ticket), str(event.kind)) for event in ledger.events)
    for (ticket, kind), times in result.day.moves.items():
        if logged[ticket, kind] < times:
            yield f"{times} x {kind} of {ticket} was acknowledged, the log has {logged[ticket, kind]}"
    calls = Counter((event.ticket, event.counter) for event in ledger.events if event.kind == "call")
    for call, times in Counter(result.day.calls).items():
        if calls[call] < times:
            yield f"{call[0]} was acknowledged to counter {call[1]} {times} times, the log has {calls[call]}"
    for ticket, times in Counter(result.day.tickets.values()).items():
        if times > 1:
            yield f"{ticket} was given to {times} visitors"


def _everybody_went_home(ledger: Ledger) -> Iterator[str]:
    for ticket in ledger.tickets:
        if ticket.state not in {"finished", "void", "not_served", "no_show"}:
            yield f"{ticket.id} is still {ticket.state.value} after the day"


def _heard(ledger: Ledger, heard: Any, verdict: Verdict) -> Iterator[str]:
    """Each call and recall once, in order; one that was void before the machine was back need not be told."""
    made = {e.sequence: e for e in ledger.events if e.kind in {"call", "recall"} and e.counter is not None}
    void = {e.data["call"] for e in ledger.events if e.kind == "undo" and e.data["call"] is not None}
    ids = [call[1] for call in heard["calls"]]
    name = heard["name"]
    if ids != sorted(ids):
        yield f"{name} heard calls out of order"
    for twice in (identity for identity, times in Counter(ids).items() if times > 1):
        yield f"{name} was told of call {twice} again"
    if heard["announced"] != list(dict.fromkeys(ids)):
        yield f"{name} did not announce each call once"
    if unknown := set(ids) - made.keys():
        yield f"{name} heard calls that the log has not: {sorted(unknown)[:5]}"
    if lost := made.keys() - set(ids) - void:
        yield f"{name} never heard {len(lost)} calls, such as {min(lost)}"
    if unsaid := (void & set(ids)) - set(heard["undone"]):
        yield f"{name} was not told that calls are void: {sorted(unsaid)[:5]}"
    if name.startswith("board"):
        verdict.told += len(ids)
        offline = list(_offline(heard))
        verdict.late += sum(any(gone <= at < back + 0.5 for gone, back in offline) for at, *_ in heard["calls"])


def _offline(heard: Any) -> Iterator[tuple[float, float]]:
    """From when until when it knew that it was offline."""
    gone = 0.0
    for at, online in heard["turns"]:
        if not online:
            gone = at
        elif gone:
            yield gone, at


def _links(heard: Any, result: Result, verdict: Verdict) -> Iterator[str]:
    """Offline within 3 s, back within 5 s, wherever nothing else went wrong in between."""
    mine = [each for each in result.broken if each.wire in {"", heard["name"]}]
    turns = [(at, online) for at, online in heard["turns"]]
    slack = result.worst_lag
    for each in mine:
        if not _online_at(turns, each.began - 0.001):
            continue
        gone = next((at for at, online in turns if at >= each.began - slack and not online), None)
        must = each.kind != "stall" or each.healed - each.began >= NOTICED_S
        if gone is None or gone > each.began + NOTICED_S + slack:
            if must:
                yield f"{heard['name']} did not notice a {each.kind} within {NOTICED_S:.0f} s"
            continue
        verdict.noticed.append(max(0.0, gone - each.began))
    for each in mine:
        if _disturbed(each, mine):
            continue
        back = 0.0 if _stayed(turns, each.healed) else _back_after(turns, each.healed)
        if back is None or back > CONVERGED_S + slack:
            yield f"{heard['name']} was not back {CONVERGED_S:.0f} s after a {each.kind}"
        elif back:
            verdict.converged.append(back)


def _online_at(turns: Sequence[tuple[float, bool]], when: float) -> bool:
    return next((online for at, online in reversed(turns) if at <= when), False)


def _stayed(turns: Sequence[tuple[float, bool]], healed: float) -> bool:
    """Online at that time and ever after, for as long as matters."""
    return _online_at(turns, healed) and not any(healed <= at <= healed + 3.5 and not on for at, on in turns)


def _back_after(turns: Sequence[tuple[float, bool]], healed: float) -> float | None:
    at = next((at for at, online in turns if at >= healed and online), None)
    return None if at is None else at - healed


def _disturbed(fault: Broken, others: Sequence[Broken]) -> bool:
    """Something else went wrong before it had the time to come back."""
    return any(o is not fault and o.began < fault.healed + CONVERGED_S + 3 and o.healed > fault.healed for o in others)


def _final(heard: Any, result: Result) -> Iterator[str]:
    """What stands on its screen at the end is what the server says."""
    name = heard["name"]
    if not heard["turns"] or not heard["turns"][-1][1]:
        yield f"{name} is offline at the end"
    if heard["refusals"]:
        yield f"{name} was refused: {Counter(heard['refusals'])}"
    if heard["board"] != result.final["board"]:
        yield f"{name} shows another board than the server"
    if [s["waiting"] for s in heard["point"]["services"]] != [s["waiting"] for s in result.final["point"]["services"]]:
        yield f"{name} counts other people than the server"
    if heard["queue"] is not None and heard["queue"]["tickets"] != result.final["queue"]["tickets"]:
        yield f"{name} shows another queue than the server"


def _window(result: Result) -> Iterator[str]:
    """Still there, and as light as it was."""
    if any(math.isnan(each) for each in result.window_mb):
        yield "the board window ended by itself"
    elif len(result.window_mb) >= 60 and (grown := growth_mb(result.window_mb)) > GROWTH_MB:
        yield f"the board window grew by {grown:.1f} MB"


def growth_mb(samples: Sequence[float]) -> float:
    """From the second fifth of the day to the last."""
    fifth = len(samples) // 5
    return median(samples[-fifth:]) - median(samples[fifth : 2 * fifth])


def table(result: Result, verdict: Verdict) -> str:
    """The figures of one run, and every fault."""
    ledger, day = verdict.ledger, result.day
    assert ledger is not None
    kinds = Counter(each.kind for each in result.broken)
    moves = Counter(str(event.kind) for event in ledger.events if event.ticket is not None)
    ends = Counter(str(ticket.state.value) for ticket in ledger.tickets)
    rows = [
        ("run", f"{result.seconds:.0f} s, 8 counters, 3 kiosks, {result.boards} boards"),
        ("tickets on disk", f"{len(ledger.tickets)}; acknowledged {len(day.tickets)}; found again {day.again}"),
        ("events", f"{len(ledger.events)}, {moves.total() / max(1, len(ledger.tickets)):.1f} a ticket"),
        ("moves", _counts(moves)),
        ("ended as", _counts(ends)),
        (
            "beside",
            _counts(
                Counter({k: n for k, n in day.done.items() if k in {"pause", "sign-out", "emergency", "late return"}})
            ),
        ),
        ("refusals that belong", _counts(day.refused)),
        ("faults", f"{_counts(kinds)}; lost answers {day.lost}"),
        ("offline noticed", _spread(verdict.noticed, NOTICED_S)),
        ("converged after healing", _spread(verdict.converged, CONVERGED_S)),
        ("calls heard by boards", f"{verdict.told}, of those {verdict.late} as missed on a new connection"),
        ("board window", _window_said(result.window_mb)),
        ("these processes were late", f"at most {result.worst_lag * 1000:.0f} ms"),
        ("broken promises", str(len(verdict.faults))),
    ]
    wide = max(len(name) for name, _ in rows)
    lines = [f"{name:<{wide}}  {what}" for name, what in rows]
    return "\n".join([*lines, *(f"FAULT {fault}" for fault in verdict.faults[:30])])


def _window_said(samples: Sequence[float]) -> str:
    if len(samples) < 10:
        return "none"
    grown = growth_mb(samples)
    return f"{samples[-1]:.0f} MB of its own at the end, {grown:+.1f} since its second fifth (limit {GROWTH_MB:.0f})"


def _counts(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.most_common()) or "none"


def _spread(seconds: Sequence[float], limit: float) -> str:
    if not seconds:
        return "nothing to measure"
    found = sorted(seconds)
    p99 = found[min(len(found) - 1, int(len(found) * 0.99))]
    median = found[len(found) // 2]
    return f"{len(found)} times: median {median:.2f} s, p99 {p99:.2f} s, worst {found[-1]:.2f} s (limit {limit:.0f} s)"
