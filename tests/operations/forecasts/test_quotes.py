"""The log that the forecast follows counts quotes as the day's report does."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from kiosk.cli.estimate_chart import chart
from kiosk.operations.days.report import day_report
from kiosk.operations.forecasts.state import log_of_day
from kiosk.operations.tickets import undoing
from kiosk.queue.ticket import Move
from tests.operations.office import HERE, TUESDAY, Office


def test_quotes_are_counted_once_at_the_first_call(office: Office) -> None:
    office.sign_in("1")
    office.sign_in("2", "Budi")
    tickets = [office.issue(service) for service in ("paspor", "prioritas", "paspor", "paspor", "informasi")]
    office.pass_time(minutes=4)
    first = office.call("1")
    office.run(undoing.undo, HERE, first.id)
    office.call("2")
    office.pass_time(minutes=70)
    again = office.call("1")
    office.miss(again)
    office.move(again, Move.RETURN)
    office.call("1")
    assert len(tickets) == 5
    report = office.read(day_report, TUESDAY.date())
    with office.point.store.read() as tx:
        log = log_of_day(tx, office.point.rules, "ulp", TUESDAY.date())
    found = {row.service: (row.quoted, row.held) for row in report.services if row.quoted}
    assert {service: pair for service, pair in log.quotes.items() if pair[0]} == found
    assert sum(quoted for quoted, _ in found.values()) >= 2
    assert any(held < quoted for quoted, held in found.values())


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["paspor", "<b>&"]), st.integers(0, 23)),
        st.integers(1, 400).flatmap(lambda quoted: st.tuples(st.just(quoted), st.integers(0, quoted))),
        min_size=1,
    )
)
def test_the_chart_is_a_picture_whatever_is_in_it(rows: dict[tuple[str, int], tuple[int, int]]) -> None:
    drawn = ET.fromstring(chart("a & b", "<note>", sorted(rows.items()), {}))  # noqa: S314  written by ourselves
    bars = [each for each in drawn if each.tag.endswith("rect")][1:]
    assert len(bars) == 2 * len(rows)
    assert all(float(bar.attrib["height"]) >= 0 for bar in bars)
