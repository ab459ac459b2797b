"""One decision with its grounds: as lines for a clerk, as values for a program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.rules import say, times
from kiosk.rules.decide import Rules
from kiosk.rules.demand import DemandFigures
from kiosk.rules.live import Decision, LiveState, OpenElsewhere
from kiosk.rules.plan import DayPlan
from kiosk.wording import dates
from kiosk.wording.localized import localized
from kiosk.wording.translate import catalogue, translate


@dataclass(frozen=True, slots=True)
class Explanation:
    point: str
    service: str
    at: datetime
    rules: Rules
    decision: Decision
    plan: DayPlan | None
    """``None`` where the point does not offer the service."""
    figures: DemandFigures | None
    elsewhere: tuple[OpenElsewhere, ...]

    def values(self) -> dict[str, Any]:
        decision, ruling = self.decision, self.plan.ruling if self.plan else None
        return {
            "point": self.point,
            "service": self.service,
            "at": self.at.isoformat(),
            "issue": decision.issue,
            "call": decision.call,
            "reason": decision.reason,
            "next_opening": _iso(decision.next_opening),
            "closes_at": _iso(decision.closes_at),
            "business_date": decision.business_date.isoformat(),
            "hours": [times.show(hours) for hours in self.plan.hours] if self.plan else [],
            "layer": ruling.layer if ruling else None,
            "source": ruling.source if ruling else None,
            "layers": [
                {"layer": voice.layer, "source": voice.source, "hours": [times.show(each) for each in voice.hours]}
                for voice in (self.rules.voices(self.point, self.service, self.plan.day) if self.plan else ())
            ],
            "basis": ruling.basis if ruling else None,
            "elsewhere": [
                {"point": p.point, "service": p.service, "until": p.until.isoformat()} for p in self.elsewhere
            ],
            "alternatives": list(decision.alternatives),
            "missing": list(decision.missing),
            "warnings": list(decision.warnings),
            "numbers": None
            if self.figures is None
            else {
                "ahead": self.figures.ahead,
                "counters": self.figures.counters,
                "minutes_each": self.figures.minutes,
                "minutes_left": round(self.figures.left_min, 2),
                "quota": self.figures.quota,
                "used": self.figures.used,
            },
        }

    def case(self, live: LiveState, name: str) -> dict[str, Any]:
        """The decision as a case of ``rules test``."""
        context: dict[str, Any] = {
            "waiting": live.waiting or None,
            "ahead": live.ahead,
            "active_counters": live.active_counters,
            "avg_min": live.avg_min,
            "issued": live.issued or None,
            "issued_in_session": live.issued_in_session or None,
            "checklist": live.checklist,
            "have": sorted(live.have - {""}) or None,
            "emergency": [
                {"point": stop.point, "from": stop.start.isoformat(), "until": _iso(stop.until)}
                for stop in live.emergencies
            ]
            or None,
        }
        decision = self.decision
        return {
            "id": name,
            "point": self.point,
            "service": self.service,
            "at": self.at.isoformat(),
            "context": {key: value for key, value in context.items() if value is not None},
            "expect": {
                "issue": decision.issue,
                "call": decision.call,
                "reason": decision.reason,
                "next_opening": _iso(decision.next_opening),
                "business_date": decision.business_date.isoformat(),
            },
            "why": "",
        }

    def lines(self, language: str) -> Iterator[str]:
        configuration, decision = self.rules.configuration, self.decision
        yield translate(
            "rules.explain.title",
            language,
            service=localized(configuration.services[self.service].name, language),
            point=localized(configuration.points[self.point].name, language),
            day=dates.long_date(self.at.date(), language),
            time=dates.clock_time(self.at, language),
            zone=self.at.tzname(),
        )
        yield "  " + self._issue(language)
        yield "  " + translate(f"rules.call.{'yes' if decision.call else 'no'}", language)
        yield from (f"  {line}" for line in self._when_and_where(language))
        yield from (f"  {line}" for line in self._grounds(language))
        for code in decision.warnings:
            kind, _, year = code.rpartition("_")
            known = f"rules.warning.{kind}" in catalogue(language)
            text = translate(f"rules.warning.{kind if known else code}", language, year=year)
            yield "  " + translate("rules.explain.warning", language, text=text)

    def _issue(self, language: str) -> str:
        decision = self.decision
        if decision.closes_at:
            return translate("rules.issue.yes", language, until=dates.clock_time(decision.closes_at, language))
        ends = datetime.fromtimestamp(self.plan.issue_ends, self.at.tzinfo) if self.plan else None
        until = dates.clock_time(ends, language) if ends else ""
        why = say.reason(decision, self.plan, self.rules.configuration, language, until)
        return f"{translate('rules.issue.no', language)} {why}"

    def _when_and_where(self, language: str) -> Iterator[str]:
        decision, configuration = self.decision, self.rules.configuration
        if decision.issue:
            return
        for service in decision.alternatives:
            named = localized(configuration.services[service].name, language)
            yield translate("rules.explain.fallback", language, service=named)
        if decision.reason == "docs_incomplete":
            return
        if decision.next_opening:
            day, time = (
                dates.long_date(decision.next_opening.date(), language),
                dates.clock_time(decision.next_opening, language),
            )
            yield translate("rules.explain.next", language, day=day, time=time)
        elif decision.reason != "service_unavailable":
            yield translate("rules.explain.next_unknown", language)
        for place in self.elsewhere:
            named = localized(configuration.points[place.point].name, language)
            yield translate(
                "rules.explain.elsewhere", language, point=named, until=dates.clock_time(place.until, language)
            )
        if not self.elsewhere:
            yield translate("rules.explain.nowhere", language)

    def _layers(self, plan: DayPlan, language: str) -> Iterator[str]:
        """What decided, and what it beat."""
        voices = list(self.rules.voices(self.point, self.service, plan.day))
        said = [say.layer(ruling, plan.day.year, language) for ruling in voices]
        if self.decision.reason.startswith("emergency"):
            said.insert(0, translate("rules.layer.emergency", language))
        yield translate("rules.explain.because", language, layer=said[0])
        if len(said) > 1:
            yield translate("rules.explain.beats", language, layer="; ".join(said[1:]))

    def _sums(self, language: str) -> Iterator[str]:
        """The last-ticket sum written out, and the quota's."""
        figures, plan, settings = self.figures, self.plan, self.rules.configuration.settings
        if figures is None or plan is None or self.decision.reason not in ("ok", "cutoff_queue", "quota_full"):
            return
        if settings.cutoff == "estimate" and figures.ahead > 0:
            if plan.endless:
                yield translate("rules.explain.endless", language)
                return
            rounds = figures.ahead // figures.counters
            needed = rounds * figures.minutes
            late = needed >= figures.left_min
            yield translate(
                f"rules.explain.sum_{'late' if late else 'in_time'}",
                language,
                ahead=figures.ahead,
                counters=figures.counters,
                rounds=rounds,
                minutes=f"{figures.minutes:g}",
                needed=f"{needed:g}",
                left=f"{figures.left_min:g}"
                if figures.left_min == int(figures.left_min)
                else f"{figures.left_min:.1f}",
            )

    def _quota_sum(self, language: str) -> Iterator[str]:
        """Given less void, against the quota of the day or the session that is on."""
        figures, reason = self.figures, self.decision.reason
        if figures is None or figures.quota is None or reason not in ("ok", "quota_full", "quota_session_full"):
            return
        left = max(0, figures.quota - figures.used)
        values = {"quota": figures.quota, "used": figures.used, "left": left}
        yield translate(f"rules.explain.quota_{'left' if left else 'none_left'}", language, **values)

    def _grounds(self, language: str) -> Iterator[str]:
        if self.plan is None or self.figures is None:
            return
        ruling = self.plan.ruling
        if self.plan.hours:
            yield translate("rules.explain.hours", language, hours=say.hours(self.plan.hours, language))
        else:
            yield translate("rules.explain.closed_all_day", language)
        yield from self._layers(self.plan, language)
        basis = ruling.basis or localized(ruling.note, language)
        if basis:
            yield translate("rules.explain.basis", language, basis=basis)
        if self.plan.hours:
            yield self._numbers(self.figures, language)
            yield from self._sums(language)
            yield from self._quota_sum(language)

    def _numbers(self, figures: DemandFigures, language: str) -> str:
        quota = translate("rules.explain.no_quota", language)
        if figures.quota is not None:
            quota = translate("rules.explain.quota_used", language, used=figures.used, quota=figures.quota)
        return translate(
            "rules.explain.numbers",
            language,
            ahead=figures.ahead,
            counters=figures.counters,
            minutes=f"{figures.minutes:g}",
            left=int(figures.left_min),
            quota=quota,
        )


def explain(rules: Rules, point: str, service: str, at: datetime, live: LiveState) -> Explanation:
    figures = rules.figures(point, service, at, live)
    decision = rules.decide(point, service, at, live)
    return Explanation(
        point,
        service,
        rules.local(at),
        rules,
        decision,
        rules.plan(point, service, decision.business_date) if figures else None,
        figures,
        () if decision.issue else rules.alternatives(service, at, point, live.emergencies),
    )


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
