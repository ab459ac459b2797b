from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from printers.simulator.control_port import LONGEST, ControlPort, obey
from printers.simulator.faults import Fault
from printers.simulator.machine import Machine
from printers.simulator.orders import NAMES, NOISE, Order, OrderError, parse


@pytest.mark.parametrize(
    ("line", "order"),
    [
        ("paper-out", Order("paper-out")),
        ("Paper_Out on", Order("paper-out")),
        ("cover-open off", Order("cover-open", on=False)),
        ("paper-out@row=300", Order("paper-out", unit="row", at=300)),
        ("cut@byte=1200", Order("cut", unit="byte", at=1200)),
        ("silence@s=1.5", Order("silence", unit="s", at=1.5)),
        ("slow=960@page=2", Order("slow", value=960, unit="page", at=2)),
        ("slow off", Order("slow", on=False)),
        ("garbage=ff12", Order("garbage", data=b"\xff\x12")),
        ("garbage", Order("garbage", data=NOISE)),
    ],
)
def test_an_order(line: str, order: Order) -> None:
    assert parse(line) == order


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "is no order"),
        ("paper", "millimetres"),
        ("speed=0", "millimetres a second"),
        ("slow=1.2.3", "not a number"),
        ("papre-out", "there are paper-out"),
        ("cut@rows=3", "@row=N"),
        ("cut@row=", "is no order"),
        ("garbage=f", "hexadecimal"),
        ("paper-out=3", "takes no value"),
        ("paper-out@row=1.5", "whole number"),
    ],
)
def test_what_is_no_order_is_refused_in_words(line: str, said: str) -> None:
    with pytest.raises(OrderError, match=said) as caught:
        parse(line)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_obeyed(name: str) -> None:
    machine = Machine(384)
    value = "=5" if name in ("paper", "speed", "slow", "late") else ""
    assert obey(machine, f"{name}{value}").startswith("ok ")
    assert obey(machine, f"{name}{value}@s=60").startswith("ok ")


def test_orders_come_due() -> None:
    machine = Machine(384)
    machine.order("near-end@page=1")
    machine.order("cover-open@row=40")
    machine.take(b"a\n\x1dVB\x00")
    machine.work()
    assert machine.behaviour.faults == {Fault.NEAR_END}
    machine.take(b"b\nccc\n")
    machine.work()
    assert machine.behaviour.faults == {Fault.NEAR_END, Fault.COVER_OPEN}
    assert machine.glance().rows == 40 - 34
    machine.order("offline@byte=12")
    assert machine.room == 12
    machine.take(b"d" * 12)
    machine.work()
    assert Fault.OFFLINE in machine.behaviour.faults
    machine.order("mend")
    assert machine.behaviour.faults == set()


def test_a_roll_ends_in_the_middle_and_a_new_one_goes_on() -> None:
    machine = Machine(384)
    machine.order("paper=5")
    machine.take(b"a\nb\n\x1dVB\x00")
    machine.work()
    assert machine.behaviour.faults == {Fault.PAPER_OUT}
    machine.order("paper-out off")
    machine.work()
    assert [page.height for page in machine.pages] == [40, 28]


def test_a_printer_that_runs_for_days_keeps_little() -> None:
    machine = Machine(384, keep=3)
    for _ in range(10):
        machine.take(b"a\n\x00\x00\x1dVB\x00")
        machine.work()
    assert (len(machine.pages), machine.glance().pages, len(machine.received)) == (3, 10, 0)
    assert not machine._interpreter.unknown
    assert not machine._interpreter.commands


@pytest.fixture
def commanded() -> Iterator[tuple[Machine, ControlPort]]:
    machine = Machine(384)
    port = ControlPort(machine)
    yield machine, port
    port.close()


def test_a_port_takes_orders_and_answers_each_with_a_line(commanded: tuple[Machine, ControlPort]) -> None:
    machine, port = commanded
    with socket.create_connection(("127.0.0.1", port.port), 5) as line, line.makefile("rw", encoding="utf-8") as text:
        for order, answer in [
            ("paper-out", "ok faults=paper-out waiting=0 received=0 rows=0 pages=0"),
            ("near-end", "ok faults=near-end,paper-out waiting=0 received=0 rows=0 pages=0"),
            ("nonsense", "error: there is no 'nonsense'"),
            ("x" * LONGEST + "mend", "error: "),
            ("state", "ok faults=near-end,paper-out"),
            ("mend", "ok faults=none"),
        ]:
            text.write(f"{order}\n")
            text.flush()
            assert text.readline().startswith(answer)
    assert machine.behaviour.faults == set()
