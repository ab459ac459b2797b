"""Nothing is dead: every key and every choice of every sheet, to its end at a real server, in both languages.

The choices are read from the sheets themselves, so a new one is pressed as soon as it exists. By keys in Indonesian, by
touch in English. What the server holds afterwards is compared with what was chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.counter.conftest import Officer
from tests.ui.office import House, staying
from ui.counter import model, session, sheet_panel
from ui.counter.keys import TABLE
from ui.shell.application import open_window
from ui.shell.window_factory import WindowOptions

PIN, OTHER_PIN = "471193", "739105"
COUNTER = "2"
ENOUGH = 60
"""Presses to the end of any sheet."""


@dataclass
class Way:
    """One way through the sheets of a key: the questions with what was chosen in each."""

    key: str
    answers: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Question and the id of the choice, or the text written."""
    offered: list[tuple[str, list[str]]] = field(default_factory=list[tuple[str, list[str]]])
    """The choices that there were at each question that had some."""
    note: str = ""
    """What the last sheet said, where it stayed open."""
    left_open: str = ""

    def chosen(self, question: str) -> str:
        return next((choice for asked, choice in self.answers if asked == question), "")


@dataclass
class Desk:
    """An officer with a window, and the server behind it."""

    house: House
    hands: Officer
    by_touch: bool

    @property
    def vm(self) -> Any:
        return self.hands.opened.vm

    @property
    def sheet(self) -> Any:
        return self.vm.sheet.props

    def until(self, true: Callable[[], object]) -> None:
        self.hands.qtbot.waitUntil(lambda: bool(true()), timeout=15_000)

    def until_row(self, ticket: str, true: Callable[[Any], object]) -> None:
        """Until it holds for what the queue says of the ticket; None where it says nothing."""
        self.until(lambda: true(row_of(self.house, ticket)))

    def rest(self) -> None:
        """Every answer is there."""
        self.until(lambda: not self.vm.frame.props.busy)

    def strike(self, key: str) -> None:
        """A key of the table, or the button that it names where the hands touch."""
        self.hands.activate()
        combination = QKeySequence(key)[0]
        QTest.keyClick(self.hands.window, combination.key(), combination.keyboardModifiers())

    def press(self, name: str) -> None:
        self.strike(next(one.key for one in TABLE if one.name == name))

    def point(self) -> Any:
        return self.house.ask("GET", "/point")

    def seat(self) -> Any:
        return next(one for one in self.point()["counters"] if one["id"] == COUNTER)

    def day(self) -> str:
        return str(self.point()["business_date"])

    def events(self) -> list[dict[str, Any]]:
        return self.house.ask("GET", f"/days/{self.day()}/log")

    def ticket(self) -> Any:
        queue = self.house.queue()
        return next((one for one in queue["serving"] if one["counter"] == COUNTER), None)

    # ---- before a path

    def clear(self) -> None:
        """Signed in at an open counter, nothing in hand, no sheet over the desk."""
        self.rest()
        self.vm.sheet.cancel()
        for _ in range(6):
            if self.vm.sheet.props.question:
                self.vm.sheet.cancel()
        assert not self.sheet.question
        if self.point()["emergency"]:
            self.house.ask("DELETE", "/point/emergency")
        if self.seat()["staff"] is None:
            self.sign_in()
        if self.seat()["paused"] is not None:
            self.house.ask("POST", f"/counters/{COUNTER}/resume")
        found = self.ticket()
        if found:
            self.house.ask(
                "POST",
                f"/tickets/{found['id']}/{'finish' if found['state'] == 'serving' else 'void'}",
                {"why": "test"} if found["state"] == "called" else None,
            )
        self.until(lambda: not self.vm._session.inputs.ticket and not self.vm._session.inputs.stopped)
        self.until(lambda: self.vm._session.inputs.paused is None and self.vm.frame.props.page == "desk")

    def sign_in(self) -> None:
        self.until(lambda: self.vm.frame.props.page == "entry")
        self.vm.signIn.choose(COUNTER)
        self.until(lambda: self.vm.signIn.props.choices)
        self.vm.signIn.choose("Sari")
        for digit in PIN:
            self.vm.signIn.digit(digit)
        self.vm.signIn.submit()
        self.until(lambda: self.vm.frame.props.page == "desk")

    def serve_one(self, state: str) -> str:
        """A passport applicant in hand, ``called`` or ``serving``; the ticket's id."""
        number = self.house.issue()
        waiting = next(row for row in self.house.queue()["tickets"] if row["number"] == number)
        for other in self.house.queue()["tickets"]:
            if other["id"] != waiting["id"]:
                self.house.ask("POST", f"/tickets/{other['id']}/void", {"why": "test"})
        self.house.ask("POST", f"/counters/{COUNTER}/next", {})
        if state == "serving":
            self.house.ask("POST", f"/tickets/{waiting['id']}/serve")
        self.until(lambda: self.vm._session.inputs.ticket and self.vm._session.inputs.ticket.state == state)
        return str(waiting["id"])

    # ---- through the sheets

    def touch(self, words: str) -> None:
        """The uppermost that bears these words: a sheet's button, not the one behind it."""
        self.hands.window.grabWindow()
        item = [one for one in self.hands.texts() if one.property("text") == words][-1]
        middle = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
        QTest.mouseClick(self.hands.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)

    def choose(self, row: Any) -> None:
        before = self.sheet
        if self.by_touch:
            self.touch(row.label)
        elif row.key:
            self.strike(row.key)
        else:
            self.vm.sheet.pick(row.reason)
        # A key waits until it is known to be no scanner's.
        self.until(lambda: self.sheet != before)

    def answer(self, path: Way, wanted: list[int]) -> None:
        """Answer one question: the next of the wanted choices, else the first."""
        sheet = self.sheet
        question = sheet.question
        rows = list(sheet.reasons)
        options: list[Any] = [*rows, *(["words"] if sheet.field and rows else [])]
        if sheet.typing:
            path.answers.append((question, OTHER_PIN if question != "pin_old" else PIN))
            self.hands.type(path.answers[-1][1])
            self.until(lambda: self.sheet.digits == len(path.answers[-1][1]))
        elif options:
            place = wanted[len(path.offered)] if len(path.offered) < len(wanted) else 0
            path.offered.append((question, ["Own words" if one == "words" else one.reason for one in options]))
            option = options[place]
            if option == "words":
                path.answers.append((question, "Own words"))
                self.vm.sheet.write("Own words")
            else:
                path.answers.append((question, option.reason))
                self.choose(option)
        elif sheet.field and sheet.confirmLabel:
            text = self.text_for(question)
            path.answers.append((question, text))
            self.hands.type(text)
            self.until(lambda: self.sheet.mayConfirm)
        self.rest()
        if self.sheet.question == question and self.sheet.confirmLabel and not (sheet.quick and rows):
            self.confirm()

    def confirm(self) -> None:
        if not self.sheet.mayConfirm:
            return
        before = self.sheet
        if self.by_touch:
            self.touch(self.sheet.confirmLabel)
        else:
            self.strike("Return")
        self.until(lambda: self.sheet != before or self.vm.frame.props.busy or self.vm.frame.props.problem)
        self.rest()

    def text_for(self, question: str) -> str:
        if question == "late":
            return next(one["number"] for one in self.house.queue()["missed"])
        return {"account_name": "Joko", "pair_name": "Ruang tunggu"}.get(question, "x")

    def walk(self, key: str, wanted: list[int]) -> Way:
        path, stuck = Way(key), 0
        self.press(key)
        self.rest()
        for _ in range(ENOUGH):
            before = (self.sheet.question, len(path.answers), self.sheet.note)
            if not self.sheet.question or (self.sheet.question in ENDS and path.answers):
                break
            self.answer(path, wanted)
            stuck = stuck + 1 if before == (self.sheet.question, len(path.answers), self.sheet.note) else 0
            if stuck or (path.answers and self.sheet.note and self.sheet.question == before[0] and not self.sheet.good):
                break
        path.note, path.left_open = self.sheet.note, self.sheet.question
        return path


ENDS = ("accounts", "help", "log", "report")
"""Sheets that show something and stay."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with staying(tmp_path_factory.mktemp("every"), at="2026-09-10T09:00:00+07:00") as running:
        running.ask("POST", "/staff", {"name": "Sari", "pin": PIN, "role": "supervisor"})
        running.ask("POST", "/staff", {"name": "Budi", "pin": PIN, "role": "counter"})
        running.ask("POST", "/counters/1/sign-in", {"staff": "Budi", "pin": PIN})
        yield running


@pytest.fixture(params=["id", pytest.param("en", marks=pytest.mark.long)])
def desk(house: House, qtbot: QtBot, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    for module in (session, model, sheet_panel):
        monkeypatch.setattr(module, "SETTLE_S", 0.0)
    language = str(request.param)
    opened = open_window("counter", house.url, house.token, WindowOptions(size=(1280, 1600), language=language))
    desk = Desk(house, Officer(qtbot, opened), by_touch=language == "en")
    try:
        desk.until(lambda: desk.vm.frame.props.page == "entry")
        desk.clear()
        yield desk
        desk.clear()
        house.ask("POST", f"/counters/{COUNTER}/sign-out")
    finally:
        opened.close()


def every_path(desk: Desk, key: str, prepare: Callable[[], Any]) -> Iterator[tuple[Way, Any]]:
    """Ways through the sheets of a key until each choice of each question was taken, each way from a fresh start.

    With what ``prepare`` returned.
    """
    wanted: list[int] = []
    seen: set[tuple[str, str]] = set()
    for _ in range(200):
        desk.clear()
        prepared = prepare()
        path = desk.walk(key, wanted)
        yield path, prepared
        seen |= {(question, choice) for question, choice in path.answers}
        taken = [*wanted, *([0] * (len(path.offered) - len(wanted)))][: len(path.offered)]
        fresh = next(
            (
                [*taken[:level], place]
                for level in reversed(range(len(taken)))
                for question, choices in [path.offered[level]]
                for place, choice in enumerate(choices)
                if (question, choice) not in seen
            ),
            None,
        )
        if fresh is None:
            return
        wanted = fresh
    raise AssertionError(f"{key}: no end of choices")


def row_of(house: House, ticket: str) -> Any:
    queue = house.queue()
    return next((one for kind in queue.values() for one in kind if one.get("id") == ticket), None)


def numbers(desk: Desk) -> set[str]:
    return {one["number"] for one in desk.house.ask("GET", f"/days/{desk.day()}/numbers")}


def changed_pin(desk: Desk) -> str:
    """Whose PIN was changed last."""
    names = [one["name"] for one in desk.house.ask("GET", "/staff")]
    newest = next(row["text"]["en"] for row in reversed(desk.events()) if row["text"]["en"].startswith("New PIN"))
    return next(name for name in names if name in newest)


def words(desk: Desk, choice: str) -> str:
    return choice if choice == "Own words" else str(desk.vm._session.inputs.translate(choice))


def test_every_reason_to_cancel_a_number(desk: Desk) -> None:
    seen = 0
    for path, ticket in every_path(desk, "void", lambda: desk.serve_one("called")):
        desk.until_row(ticket, lambda row: row is None)
        newest = next(row for row in reversed(desk.events()) if row["kind"] == "void")
        assert words(desk, path.chosen("void")) in str(newest), path
        assert not path.left_open
        seen += 1
    assert seen >= 5


def test_every_pause_and_its_end(desk: Desk) -> None:
    for path, _ in every_path(desk, "pause", lambda: None):
        assert desk.seat()["paused"] == words(desk, path.chosen("pause")), path
        desk.press("pause")
        desk.until(lambda: desk.seat()["paused"] is None)


def test_every_stop_and_its_end(desk: Desk) -> None:
    for path, _ in every_path(desk, "emergency", lambda: None):
        assert desk.point()["emergency"]["reason"] == words(desk, path.chosen("emergency")), path
        desk.until(lambda: desk.vm._session.inputs.stopped)
        opened = desk.walk("emergency", [])
        assert not opened.left_open
        desk.until(lambda: desk.point()["emergency"] is None)


def test_every_time_on_hold(desk: Desk) -> None:
    for path, ticket in every_path(desk, "hold", lambda: desk.serve_one("serving")):
        desk.until_row(ticket, lambda row: row["state"] == "held")
        until, minutes = row_of(desk.house, ticket)["held_until"], path.chosen("hold").rpartition("_")[2]
        if not minutes.isdecimal():
            assert until is None
            continue
        left = (datetime.fromisoformat(until) - datetime.fromisoformat(desk.point()["now"])).total_seconds()
        assert int(minutes) * 60 - 30 <= left <= int(minutes) * 60 + 1


def test_every_place_to_transfer_to(desk: Desk) -> None:
    kinds: set[str] = set()
    for state in ("called", "serving"):
        for path, ticket in every_path(desk, "transfer", lambda state=state: desk.serve_one(state)):
            desk.until_row(ticket, lambda row: row and "state" not in row)
            row, choice = row_of(desk.house, ticket), path.chosen("transfer")
            kind, _, target = choice.partition(":")
            kinds.add(kind)
            if kind == "service":
                assert (row["service"], row["counter"]) == (target, None), path
            elif kind == "counter":
                assert row["counter"] == target, path
            assert not path.left_open
    assert kinds == {"front", "end", "counter", "service"}


def test_the_front_and_the_end_of_the_queue_are_where_they_say(desk: Desk) -> None:
    for place, choice in enumerate(("front", "end")):
        desk.clear()
        ticket = desk.serve_one("serving")
        others = [desk.house.issue() for _ in range(2)]
        path = desk.walk("transfer", [place])
        assert path.chosen("transfer") == choice
        desk.until_row(ticket, lambda row: row and "state" not in row)
        order = [row["id"] for row in desk.house.queue()["tickets"]]
        assert order.index(ticket) == (0 if choice == "front" else len(others))


def test_every_missing_document_and_every_way_on(desk: Desk) -> None:
    ways: set[str] = set()
    for path, ticket in every_path(desk, "papers", lambda: desk.serve_one("serving")):
        (documents, way) = (path.chosen("papers"), path.chosen("papers_next"))
        counted = next(row for row in reversed(desk.events()) if row["kind"] == "documents")
        assert counted, path
        assert documents
        assert way
        ways.add(way.partition(":")[0])
        row = row_of(desk.house, ticket)
        if way == "stay":
            assert row["state"] == "serving"
        elif way == "finish":
            assert row is None
        else:
            assert row["service"] == way.partition(":")[2]
    assert ways >= {"stay", "finish", "service"}


def test_a_number_of_every_service_and_kind(desk: Desk) -> None:
    services: set[str] = set()
    for path, before in every_path(desk, "issue", lambda: numbers(desk)):
        new = numbers(desk) - before
        service = path.chosen("issue")
        if path.left_open:
            assert path.left_open == "issue_refused" and path.note, path  # noqa: PT018  one thing
            assert not new
            continue
        (number,) = new
        prefix = next(one["prefix"] for one in desk.point()["services"] if one["id"] == service)
        assert number.startswith(prefix), path
        services.add(service)
        if path.chosen("issue_refused"):
            override = next(row for row in reversed(desk.events()) if row["kind"] == "override")
            assert words(desk, path.chosen("issue_refused")) in str(override), path
    assert services == {one["id"] for one in desk.point()["services"] if one["open"]}


def test_a_missed_number_by_typing_it(desk: Desk) -> None:
    def miss() -> str:
        ticket = desk.serve_one("called")
        for _ in range(2):
            desk.house.ask("POST", f"/tickets/{ticket}/recall")
        desk.house.ask("POST", f"/tickets/{ticket}/no-show")
        desk.until(lambda: desk.vm._session.inputs.ticket is None)
        return ticket

    for path, ticket in every_path(desk, "late", miss):
        assert not path.left_open, path
        desk.until_row(ticket, lambda row: row and "state" not in row)


def test_own_pin(desk: Desk) -> None:
    for path, _ in every_path(desk, "pin", lambda: None):
        assert not path.left_open, path
        assert changed_pin(desk) == "Sari"
        desk.house.ask("POST", "/staff/Sari/pin", {"pin": OTHER_PIN, "new_pin": PIN})


def test_every_account_and_what_can_be_done_with_it(desk: Desk) -> None:
    done: set[str] = set()

    def accounts() -> None:
        names = {one["name"] for one in desk.house.ask("GET", "/staff")}
        if "Joko" in names:
            desk.house.ask("DELETE", "/staff/Joko")
        if "Budi" not in names:
            desk.house.ask("POST", "/staff", {"name": "Budi", "pin": PIN, "role": "counter"})
        desk.house.ask("POST", "/staff/Sari/pin", {"pin": None, "new_pin": PIN})

    for path, _ in every_path(desk, "accounts", accounts):
        names = {one["name"]: one["role"] for one in desk.house.ask("GET", "/staff")}
        act = path.chosen("account") or path.chosen("account_role")
        done.add(act)
        if act == "remove":
            assert path.chosen("accounts") not in names
        elif act in ("counter", "supervisor"):
            assert names["Joko"] == act
        else:
            assert changed_pin(desk) == path.chosen("accounts")
    assert done == {"pin", "remove", "counter", "supervisor"}
    accounts()
    desk.house.ask("POST", "/counters/1/sign-in", {"staff": "Budi", "pin": PIN})


def test_a_code_for_every_kind_of_device(desk: Desk) -> None:
    desk.clear()
    for place in range(3):
        path = desk.walk("pair", [place])
        assert not path.left_open
        assert path.chosen("pair") == ("counter", "board", "kiosk")[place]
        assert path.chosen("pair_name") == "Ruang tunggu"


def test_what_only_shows_something(desk: Desk) -> None:
    desk.clear()
    for key in ENDS:
        desk.press(key)
        desk.rest()
        assert desk.sheet.question == key
        desk.strike("Escape")
        assert not desk.sheet.question


def test_the_day_is_closed_or_the_server_says_why_not(desk: Desk) -> None:
    desk.clear()
    desk.press("report")
    desk.rest()
    desk.strike("Return")
    assert desk.sheet.question == "close_day"
    desk.strike("Return")
    desk.rest()
    assert desk.sheet.note


MOVES = {
    "recall": ("called", "recall", lambda row: row["calls"] == 2),
    "main": ("called", "serve", lambda row: row["state"] == "serving"),
    "finish": ("serving", "finish", lambda row: row is None),
    "step": ("serving", "transfer", lambda row: row["stage"] == "biometrik"),
}


@pytest.mark.parametrize("key", MOVES)
def test_every_plain_move(desk: Desk, key: str) -> None:
    state, kind, holds = MOVES[key]
    desk.clear()
    ticket = desk.serve_one(state)
    desk.press(key)
    desk.until(lambda: holds(row_of(desk.house, ticket)))
    assert next(row for row in reversed(desk.events()) if row["kind"] == kind)
    desk.press("undo")
    desk.until(lambda: any(row["kind"] == "undo" for row in desk.events()[-3:]) or key == "recall")


def test_no_show_after_three_calls(desk: Desk) -> None:
    desk.clear()
    ticket = desk.serve_one("called")
    for _ in range(2):
        desk.house.ask("POST", f"/tickets/{ticket}/recall")
    desk.until(lambda: "no-show" in desk.vm._session.inputs.ticket.moves)
    desk.press("no-show")
    desk.until(lambda: row_of(desk.house, ticket)["state"] == "no_show")


def test_signing_out_and_in_at_every_counter(desk: Desk) -> None:
    desk.clear()
    path = desk.walk("sign_out", [])
    assert not path.left_open
    desk.until(lambda: desk.seat()["staff"] is None)
    for place, counter in enumerate(one["id"] for one in desk.point()["counters"]):
        if any(one["staff"] for one in desk.point()["counters"] if one["id"] == counter):
            continue
        desk.until(lambda: desk.vm.frame.props.page == "entry")
        desk.vm.signIn.chooseNth(place)
        desk.until(lambda: any(one.choice == "Sari" for one in desk.vm.signIn.props.choices))
        desk.vm.signIn.choose("Sari")
        desk.hands.type(PIN)
        desk.strike("Return")
        desk.until(lambda: desk.vm.frame.props.page == "desk")
        assert next(one for one in desk.point()["counters"] if one["id"] == counter)["staff"] == "Sari"
        desk.walk("sign_out", [])
    desk.sign_in()


def test_help_that_was_asked_for(desk: Desk) -> None:
    desk.clear()
    desk.house.ask("POST", "/point/help")
    desk.until(lambda: desk.vm.frame.props.helpCall)
    desk.press("help_coming")
    desk.until(lambda: desk.point()["help_since"] is None)
