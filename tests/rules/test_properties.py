from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs
from opening_hours import OpeningHours

from kiosk.rules import Configuration, Decision, LiveState, Rules
from kiosk.rules.model import WEEKDAYS, Hours
from kiosk.rules.osm import opening_hours
from tests.examples import examples
from tests.rules.strategies import configurations, days, instants, modern_configurations, moments, quiet

offices = st.one_of(configurations(), modern_configurations())
"""Of schema 1 and of schema 2."""

LAYER_REASONS = {
    "before_open",
    "after_close",
    "break",
    "no_hours_today",
    "holiday",
    "collective_leave",
    "special_closure",
    "service_cutoff",
}


def _decide(rules: Rules, at: datetime, live: LiveState) -> Decision:
    return rules.decide("p", "v", at, live)


def _edges(rules: Rules, first: date, last: date) -> list[int]:
    """Every instant at which the layers change between two dates, and the seconds beside it."""
    found: list[int] = []
    for ahead in range((last - first).days + 1):
        plan = rules.plan("p", "v", first + timedelta(days=ahead))
        found += [
            edge + beside
            for span in (*plan.spans, *plan.windows, *plan.takes)
            for edge in span
            for beside in (-1, 0, 1)
        ]
    return sorted(found)


@given(configuration=offices, moment=moments())
def test_a_number_is_given_if_and_only_if_the_reason_is_ok(
    configuration: Configuration, moment: tuple[datetime, LiveState]
) -> None:
    at, live = moment
    decision = _decide(Rules(configuration), at, live)
    assert (
        decision.issue
        == (decision.reason == "ok")
        == (decision.sequence is not None)
        == (decision.closes_at is not None)
    )
    if decision.issue:
        assert decision.next_opening is None
        assert decision.closes_at is not None
        assert decision.closes_at > at
    elif decision.next_opening is not None:
        assert decision.next_opening > at


@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.too_slow])
@given(configuration=offices, at=instants)
def test_the_next_opening_is_the_first_instant_at_which_a_number_is_given(
    configuration: Configuration, at: datetime
) -> None:
    rules = Rules(configuration)
    live = quiet(LiveState())
    decision = _decide(rules, at, live)
    if decision.issue:
        return
    assert decision.reason in {*LAYER_REASONS, "quota_full", "quota_session_full"}  # a quota of zero
    start, limit = at.timestamp(), (at + timedelta(days=30)).timestamp()
    following = decision.next_opening.timestamp() if decision.next_opening else limit
    first = rules.local(at).date()
    for edge in _edges(rules, first, first + timedelta(days=31)):
        if start <= edge < min(following, limit):
            assert not _decide(rules, datetime.fromtimestamp(edge, UTC), live).issue
    if decision.next_opening is not None:
        assert _decide(rules, decision.next_opening.astimezone(UTC), live).issue
        assert rules.next_opening("p", "v", at) == decision.next_opening


@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.too_slow])
@given(configuration=offices, moment=moments())
def test_after_an_emergency_the_first_instant_that_the_layers_allow(
    configuration: Configuration, moment: tuple[datetime, LiveState]
) -> None:
    at, live = moment
    rules = Rules(configuration)
    live = structs.replace(live, last_event_at=None)
    decision = _decide(rules, at, live)
    holding = [e for e in live.emergencies if e.point == "p" and e.start <= at and (e.until is None or at < e.until)]
    if not holding:
        assert not decision.reason.startswith("emergency")
        return
    assert (decision.issue, decision.call) == (False, False)
    ends = [stop.until for stop in holding]
    if None in ends:
        assert (decision.reason, decision.next_opening) == ("emergency_unknown", None)
    else:
        assert decision.reason == "emergency"
        latest = max(end for end in ends if end is not None)
        assert decision.next_opening == rules.next_opening("p", "v", latest)


@given(configuration=offices, day=days)
def test_hours_are_half_open_to_the_second(configuration: Configuration, day: date) -> None:
    rules = Rules(configuration)
    plan = rules.plan("p", "v", day)
    for start, end in plan.spans:
        assert start < end
        calls = [
            _decide(rules, datetime.fromtimestamp(at, UTC), LiveState()).call for at in (start, end - 1, end - 0.001)
        ]
        assert calls == [True, True, True]
        touching = any(end == other for other, _ in plan.spans) or any(
            end == other for other, _ in rules.plan("p", "v", day + timedelta(days=1)).spans
        )
        assert _decide(rules, datetime.fromtimestamp(end, UTC), LiveState()).call == touching
    for (_, end), (start, _) in zip(plan.spans, plan.spans[1:], strict=False):
        assert end <= start


def _expected_hours(configuration: Configuration, day: date) -> tuple[str, tuple[Hours, ...]]:
    """The layers once more, as the table of the rules has them: the first that speaks wins."""
    weekday = WEEKDAYS[day.weekday()]
    special = {day: each.hours for each in configuration.specials for day in each.dates}
    closed = {
        each for each, (kind, _) in configuration.calendar.days.items() if kind in configuration.calendar.closed_on
    }
    seasons = [each for each in configuration.seasons if each.first <= day <= each.last]
    versions = [each for each in configuration.schedules["a"].versions if each.effective_from <= day]
    speaks = [
        ("special", special[day]) if day in special else None,
        ("holiday", ()) if day in closed else None,
        ("season", seasons[0].week.days.get(weekday, ())) if seasons else None,
        ("week", max(versions, key=lambda each: each.effective_from).week.days.get(weekday, ())) if versions else None,
        ("none", ()),
    ]
    return next(spoken for spoken in speaks if spoken is not None)


@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.too_slow])
@given(configuration=configurations(zones=("Asia/Jakarta",)), day=days)
def test_exactly_one_layer_speaks_for_a_date(configuration: Configuration, day: date) -> None:
    plan = Rules(configuration).plan("p", "v", day)
    assert (plan.layer, plan.hours) == _expected_hours(configuration, day)


@settings(max_examples=examples(100), suppress_health_check=[HealthCheck.too_slow])
@given(
    configuration=st.one_of(configurations(zones=("Asia/Jakarta",)), modern_configurations(zones=("Asia/Jakarta",))),
    when=st.lists(instants, min_size=10, max_size=10),
)
def test_any_office_is_read_alike_by_opening_hours_py(configuration: Configuration, when: list[datetime]) -> None:
    rules = Rules(configuration)
    oracle = OpeningHours(opening_hours(configuration, "p", "v"))
    for at in when:
        wall = rules.local(at).replace(tzinfo=None)
        assert _decide(rules, at, LiveState()).call == oracle.is_open(wall)


@given(configuration=offices, moment=moments())
def test_more_numbers_or_more_people_ahead_never_open_what_is_closed(
    configuration: Configuration, moment: tuple[datetime, LiveState]
) -> None:
    at, live = moment
    rules = Rules(configuration)
    if _decide(rules, at, live).issue:
        return
    ahead = live.waiting + live.serving if live.ahead is None else live.ahead
    for more in (
        structs.replace(live, issued=live.issued + 1),
        structs.replace(live, issued_in_session=live.issued_in_session + 1),
        structs.replace(live, ahead=ahead + 1),
    ):
        assert not _decide(rules, at, more).issue
    void = structs.replace(live, issued=live.issued + 1, voided=live.voided + 1)
    assert _decide(rules, at, void) == _decide(rules, at, live)


@given(configuration=configurations(), moment=moments())
def test_the_accepted_instant_never_runs_backwards(
    configuration: Configuration, moment: tuple[datetime, LiveState]
) -> None:
    at, live = moment
    rules = Rules(configuration)
    decision = _decide(rules, at, live)
    accepted = at if live.last_event_at is None else max(at, live.last_event_at)
    assert decision.recorded_at == accepted
    assert decision.business_date == rules.business_date(at, live.last_event_at) == rules.local(accepted).date()
    back = (accepted - at).total_seconds()
    assert (decision.reason == "clock_suspect") == (back > configuration.settings.clock_back_tolerance_s)
    if decision.reason == "clock_suspect":
        assert decision.next_opening is None
        own = live.ticket_day in (None, decision.business_date)
        assert decision.call == (live.waiting > 0 and own)


@given(configuration=configurations(), moment=moments())
def test_a_ticket_of_another_date_is_never_called(
    configuration: Configuration, moment: tuple[datetime, LiveState]
) -> None:
    at, live = moment
    decision = _decide(Rules(configuration), at, live)
    if live.ticket_day not in (None, decision.business_date):
        assert not decision.call


@given(configuration=offices, at=instants)
def test_nothing_of_the_layers_changes_before_the_next_change(configuration: Configuration, at: datetime) -> None:
    rules = Rules(configuration)
    following = rules.next_change("p", at)
    assert following > at
    live = structs.replace(quiet(LiveState()), waiting=1)
    before = _decide(rules, at, live)
    last = following - timedelta(seconds=1)
    if last > at:
        after = _decide(rules, last.astimezone(UTC), live)
        assert (after.issue, after.call, after.reason) == (before.issue, before.call, before.reason)


@given(configuration=offices, at=instants)
def test_an_instant_is_decided_alike_in_every_zone_it_is_written_in(configuration: Configuration, at: datetime) -> None:
    rules = Rules(configuration)
    there, here = _decide(rules, at, LiveState()), _decide(rules, rules.local(at), LiveState())
    assert (there.issue, there.call, there.reason, there.business_date) == (
        here.issue,
        here.call,
        here.reason,
        here.business_date,
    )
