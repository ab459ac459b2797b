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

    def _grounds(self, language: str) -> Iterator[str]:
        if self.plan is None or self.figures is None:
            return
        ruling = self.plan.ruling
        if self.plan.hours:
            yield translate("rules.explain.hours", language, hours=say.hours(self.plan.hours, language))
        else:
            yield translate("rules.explain.closed_all_day", language)
        yield translate("rules.explain.because", language, layer=say.layer(ruling, self.plan.day.year, language))
        basis = ruling.basis or localized(ruling.note, language)
        if basis:
            yield translate("rules.explain.basis", language, basis=basis)
        if self.plan.hours:
            yield self._numbers(self.figures, language)

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
