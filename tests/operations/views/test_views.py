"""What windows and people are shown, from one consistent read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.operations.counters import help_requests, sessions
from kiosk.operations.days import emergency
from kiosk.operations.people import accounts
from kiosk.operations.tickets.transfer import TransferTarget, transfer
from kiosk.operations.tickets.undoing import UNDO_WITHIN, undo
from kiosk.operations.views import board
from kiosk.operations.views.board import board_view, call_view, undo_view
from kiosk.operations.views.point import alternatives, point_view
from kiosk.operations.views.queue import queue_view, ticket_view
from kiosk.operations.views.visitor import visitor_status
from kiosk.queue.ticket import Move
from tests.operations.office import HERE, TABLET, TUESDAY, Office


class TestBoard:
    def test_what_is_called_now_with_the_newest_call_first(self, office: Office) -> None:
        for _ in range(2):
            office.issue()
        for counter, staff in (("1", "Ani"), ("2", "Budi")):
            office.sign_in(counter, staff)
            office.pass_time(minutes=1)
            office.call(counter)
        view = office.view(board_view)
        assert [(call.number, call.counter, call.calls) for call in view.current] == [
            ("A-002", "2", 1),
            ("A-001", "1", 1),
        ]
        assert view.current[0].id == office.last("call").sequence
        assert view.recent == view.current
        assert {row.service: row.waiting for row in view.waiting}["paspor"] == 0
        assert [row.prefix for row in view.waiting] == ["A", "R", "K", "J", "U"]

    def test_a_recall_is_a_call_of_its_own_and_shown_once(self, office: Office) -> None:
        ticket = office.issue()
        office.sign_in()
        office.call()
        office.move(ticket, Move.RECALL)
        view = office.view(board_view)
        assert [(call.id, call.calls) for call in view.recent] == [(office.last("recall").sequence, 2)]

    def test_an_undone_call_is_gone(self, office: Office) -> None:
        ticket = office.issue()
        office.sign_in()
        office.call()
        office.run(undo, HERE, ticket.id)
        view = office.view(board_view)
        assert (view.current, view.recent) == ([], [])
        event = office.last("undo")
        found = undo_view(event)
        assert found is not None
        assert (found.id, found.call, found.number) == (event.sequence, office.last("call").sequence, "A-001")

    def test_an_undone_recall_leaves_the_call(self, office: Office) -> None:
        ticket = office.issue()
        office.sign_in()
        office.call()
        office.move(ticket, Move.RECALL)
        office.run(undo, HERE, ticket.id)
        assert [call.id for call in office.view(board_view).current] == [office.last("call").sequence]

    def test_a_call_from_long_ago_is_still_shown_at_its_counter(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(board, "LOOK_BACK", -4)
        office.issue()
        office.sign_in()
        office.call()
        (call,) = office.view(board_view).current
        assert (call.id, call.number, call.counter, call.at) == (0, "A-001", "1", TUESDAY)

    def test_missed_numbers_until_they_may_not_come_back(self, office: Office) -> None:
        ticket = office.issue()
        office.sign_in()
        office.call()
        office.miss(ticket)
        (missed,) = office.view(board_view).missed
        assert (missed.number, missed.until) == ("A-001", TUESDAY.replace(hour=16))
        office.pass_time(hours=7)
        assert office.view(board_view).missed == []

    def test_no_other_event_is_a_call_or_an_undo(self, office: Office) -> None:
        ticket = office.issue()
        office.sign_in()
        office.move(ticket, Move.HOLD)
        office.run(undo, HERE, ticket.id)
        found = [(call_view(office.point.configuration, event), undo_view(event)) for event in office.events()]
        assert found == [(None, None)] * 4


class TestQueue:
    def test_the_order_is_the_one_in_which_they_will_be_called(self, office: Office) -> None:
        for service in ("paspor", "prioritas", "paspor", "prioritas", "prioritas", "percepatan"):
            office.issue(service)
        shown = [row.number for row in office.view(queue_view).tickets]
        office.sign_in("2")
        assert shown == office.order("2")

    def test_a_row(self, office: Office) -> None:
        ticket = office.issue(checklist="cpmi", have=["ktp", "kk", "akta"])
        office.pass_time(minutes=60)
        (row,) = office.view(queue_view).tickets
        assert (row.id, row.waited_s, row.late) == (ticket.id, 3600, False)
        assert (row.staff_flag, row.staff_flag_name["en"]) == ("wawancara-mendalam", "In-depth interview")
        office.pass_time(seconds=1)
        assert office.view(queue_view).tickets[0].late

    def test_where_each_ticket_is(self, office: Office) -> None:
        for _ in range(4):
            office.issue()
        office.sign_in()
        missed = office.call()
        office.miss(missed)
        office.move(office.call(), Move.HOLD)
        called = office.call()
        view = office.view(queue_view)
        assert [[t.number for t in group] for group in (view.missed, view.held, view.serving)] == [
            ["A-001"],
            ["A-002"],
            ["A-003"],
        ]
        assert view.serving[0].id == called.id
        assert [row.number for row in view.tickets] == ["A-004"]

    def test_whom_each_counter_would_call(self, office: Office) -> None:
        office.issue("prioritas")
        office.issue("informasi")
        for counter, staff in (("1", "Ani"), ("2", "Budi"), ("3", "Cici")):
            office.sign_in(counter, staff)
        office.run(sessions.pause, HERE, "2", "")
        found = {each.counter: (each.number, each.why.code) for each in office.view(queue_view).next}
        assert found == {"1": ("R-001", "only"), "3": ("U-001", "only")}

    def test_how_many_calls_come_before_a_late_visitor(self, office: Office) -> None:
        ticket = office.issue()
        office.sign_in()
        office.call()
        office.miss(ticket)
        office.move(ticket, Move.RETURN)
        assert [row.after_calls for row in office.view(queue_view).tickets] == [3]

    def test_what_may_be_done_with_a_ticket(self, office: Office) -> None:
        ticket = office.issue()
        office.sign_in()

        def moves() -> list[str]:
            found = office.ticket(ticket)
            return ticket_view(office.point.rules, found, office.clock.now()).moves

        assert moves() == ["hold", "transfer", "void"]
        office.call()
        assert moves() == ["recall", "serve", "finish", "hold", "transfer", "void"]
        office.move(ticket, Move.RECALL)
        office.move(ticket, Move.RECALL)
        assert "no-show" in moves()
        office.move(ticket, Move.NO_SHOW)
        assert moves() == ["return", "void"]
        office.pass_time(hours=7)
        assert moves() == ["void"]

    def test_until_when_a_move_may_be_undone(self, office: Office) -> None:
        ticket = office.issue()
        office.move(ticket, Move.HOLD, until=TUESDAY + timedelta(hours=1), why="fotokopi")
        (held,) = office.view(queue_view).held
        assert held.undo_until == TUESDAY + UNDO_WITHIN
        assert (held.moves[-1], held.held_until, held.reason) == ("undo", TUESDAY + timedelta(hours=1), "fotokopi")
        office.pass_time(seconds=16)
        (held,) = office.view(queue_view).held
        assert (held.undo_until, "undo" in held.moves) == (None, False)

    def test_the_next_stage_where_it_can_be_sent_on(self, office: Office) -> None:
        ticket = office.issue()
        now = office.clock.now()
        assert ticket_view(office.point.rules, ticket, now).next_stage == "biometrik"
        assert ticket_view(office.point.rules, office.move(ticket, Move.VOID, why="x"), now).next_stage is None


class TestVisitor:
    def test_who_waits_sees_how_many_are_ahead(self, office: Office) -> None:
        office.issue()
        ticket = office.issue()
        status = office.view(lambda context: visitor_status(context, ticket))
        assert (status.number, status.state, status.ahead, status.open) == ("A-002", "waiting", 1, True)
        assert status.estimate is not None
        assert (status.counter, status.note) == (None, {})

    def test_who_is_called_sees_where_to_go(self, office: Office) -> None:
        ticket = office.issue()
        office.sign_in()
        called = office.call()
        status = office.view(lambda context: visitor_status(context, called))
        assert (status.state, status.counter, status.ahead, status.estimate) == ("called", "1", 0, None)
        assert ticket.counter is None

    def test_a_counter_that_waits_for_the_visitor_is_not_shown(self, office: Office) -> None:
        ticket = office.issue()
        office.sign_in()
        sent = office.run(transfer, HERE, ticket.id, TransferTarget(counter="1"))
        assert office.view(lambda context: visitor_status(context, sent)).counter is None

    def test_while_nobody_may_be_called_there_is_a_note_and_no_estimate(self, office: Office) -> None:
        ticket = office.issue()
        office.run(emergency.start, HERE, until=None, reason="")
        status = office.view(lambda context: visitor_status(context, ticket))
        assert (status.open, status.estimate, status.ahead) == (False, None, 0)
        assert set(status.note) == {"id", "en"}

    def test_yesterdays_ticket_waits_for_nothing(self, office: Office) -> None:
        ticket = office.issue()
        office.pass_time(days=1)
        office.issue()
        status = office.view(lambda context: visitor_status(context, ticket))
        assert (status.ahead, status.estimate) == (0, None)

    def test_nothing_of_staff_or_others_is_in_it(self, office: Office) -> None:
        ticket = office.issue(checklist="cpmi", have=["ktp", "kk", "akta"])
        office.sign_in(staff="Ani")
        office.call()
        shown = repr(office.view(lambda context: visitor_status(context, office.ticket(ticket))))
        assert "Ani" not in shown
        assert "wawancara" not in shown


class TestPoint:
    def test_an_open_point(self, office: Office) -> None:
        view = office.view(lambda context: point_view(context, [], speed=1))
        assert (view.point.id, view.office.id, view.open) == ("ulp", "kanim-bekasi", True)
        assert [service.id for service in view.services] == [
            "paspor",
            "prioritas",
            "percepatan",
            "pengambilan",
            "informasi",
        ]
        passport = view.services[0]
        assert (passport.open, passport.reason, passport.detail, passport.waiting) == (True, "ok", {}, 0)
        assert [(hours.start, hours.end) for hours in passport.hours] == [("08:00", "16:00")]
        assert passport.closes_at == TUESDAY.replace(hour=16) or passport.closes_at is not None
        assert [stage.id for stage in passport.stages] == ["berkas", "biometrik"]
        assert (view.business_date, view.simulated, view.emergency, view.help_since) == (
            TUESDAY.date(),
            False,
            None,
            None,
        )
        assert view.call_limit == 3

    def test_a_closed_service_says_why_and_when_next(self, office: Office) -> None:
        office.pass_time(hours=2)
        view = office.view(lambda context: point_view(context, [], speed=1))
        fast = next(service for service in view.services if service.id == "percepatan")
        assert (fast.open, fast.reason) == (False, "service_cutoff")
        assert fast.next_opening == TUESDAY.replace(day=16, hour=8)
        assert set(fast.detail) == {"id", "en"}
        assert all(fast.detail.values())
        assert fast.estimate is None

    def test_a_stop_a_call_for_help_and_the_first_account_are_shown(self, office: Office) -> None:
        office.run(emergency.start, HERE, until=TUESDAY + timedelta(hours=1), reason="listrik")
        office.run(help_requests.ask, HERE)
        view = office.view(lambda context: point_view(context, [], speed=1))
        assert view.emergency is not None
        assert (view.emergency.since, view.emergency.until, view.emergency.reason) == (
            TUESDAY,
            TUESDAY + timedelta(hours=1),
            "listrik",
        )
        assert (view.help_since, view.staff_exists, view.open) == (TUESDAY, False, False)
        office.run(accounts.add, "Ani", "counter", "hash", first_only=False, by=None)
        assert office.view(lambda context: point_view(context, [], speed=1)).staff_exists

    def test_who_sits_at_which_counter_with_which_number(self, office: Office) -> None:
        office.run(accounts.add, "Ani", "supervisor", "hash", first_only=False, by=None)
        office.issue()
        office.sign_in("1", "Ani", TABLET)
        office.call(actor=TABLET)
        office.run(sessions.pause, TABLET, "1", "rapat")
        one, two, _ = office.view(lambda context: point_view(context, [], speed=1)).counters
        assert (one.id, one.staff, one.paused, one.ticket, one.role) == ("1", "Ani", "rapat", "A-001", "supervisor")
        assert (two.staff, two.paused, two.ticket, two.role) == (None, None, None, None)
        assert one.serves == ["paspor", "prioritas"]

    def test_checklists_of_the_offered_services_alone(self, office: Office) -> None:
        def one_offer(found):  # noqa: ANN001, ANN202  a change of the configuration
            point = found.points["ulp"]
            return replace(found, points=found.points | {"ulp": replace(point, offers=point.offers[3:4])})

        office.configure(one_offer)
        view = office.view(lambda context: point_view(context, [], speed=1))
        assert [checklist.id for checklist in view.checklists] == ["pengambilan"]
        assert [document.id for document in view.checklists[0].required] == ["bukti"]

    def test_other_points_have_their_names(self, office: Office) -> None:
        (found,) = alternatives(office.point.configuration, [("gmm", "paspor", TUESDAY)])
        assert found.point_name["en"] == "Immigration Lounge, Grand Metropolitan Mall"
        assert (found.service_name["id"], found.until) == ("Permohonan Paspor", TUESDAY)
