"""A visitor's window without a server: its clock stands and its link says what it is told. For pictures and tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, cast

import shiboken6
from msgspec import structs
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk.contract.point import PointView
from kiosk.contract.problem import Problem
from kiosk.contract.tickets import Issued
from tests.scenes import visitor_samples
from ui.link.server_link import Answer, Link
from ui.theme import setup
from ui.visitor.model import VisitorModel
from ui.visitor.state import PaperState

SIZES: Final = {
    "portrait": (1080, 1920, 23.8),
    "landscape": (1920, 1080, 23.8),
    "small": (1024, 768, 15.0),
    "laptop": (1366, 768, 15.6),
    "tablet": (768, 1366, 15.6),
}
"""Width and height in pixels, diagonal in inches."""
MORE_SIZES: Final = {
    "ten": (1280, 800, 10.1),
    "short": (1024, 600, 10.1),
    "wall": (2160, 3840, 32.0),
    "giant": (2160, 3840, 55.0),
}
"""The smallest and the largest screens."""


@dataclass
class Clock:
    """Monotonic seconds that pass only when told."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


class Rehearsal:
    """The window, its model, its link and its clock."""

    def __init__(
        self,
        size: str = "portrait",
        *,
        paper: PaperState = "printing",
        guarded: bool = False,
        reads: bool = True,
    ) -> None:
        width, height, diagonal = (SIZES | MORE_SIZES)[size]
        self.per_mm = (width**2 + height**2) ** 0.5 / (diagonal * 25.4)
        self.link = visitor_samples.QuietLink()
        self.clock = Clock()
        self.vm = VisitorModel(cast("Link", self.link), paper=paper, guarded=guarded, now=self.clock)
        if reads:
            self.vm.offerSpeech()
        self.engine = QQmlApplicationEngine()
        setup.prepare(self.engine)
        self.engine.setInitialProperties(
            {"vm": self.vm, "width": width, "height": height, "pixelsPerMm": self.per_mm, "moving": False}
        )
        self.engine.loadFromModule("ui.visitor", "VisitorWindow")
        self.window = cast("QQuickWindow", self.engine.rootObjects()[0])

    def close(self) -> None:
        shiboken6.delete(self.engine)
        shiboken6.delete(self.vm)

    def settle(self) -> None:
        """Let layouts come to rest."""
        for _ in range(3):
            QCoreApplication.processEvents()
            polish(self.window.contentItem())
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.processEvents()

    def wait(self, seconds: float) -> None:
        """Let so much time pass."""
        self.clock.seconds += seconds
        self.vm.refresh()
        self.settle()

    def open(self, point: PointView | None = None) -> None:
        """The server is there, and says this of the point."""
        self.link.connect_to(point or visitor_samples.point())
        self.wait(1)

    def answer(self, issued: Issued | None = None, problem: Problem | None = None) -> None:
        """Answer the request that waits longest."""
        asked = self.link.asked.pop(0)
        status = problem.status if problem else 201
        asked.done(Answer(status, None if problem else issued or visitor_samples.issued(), problem))
        self.settle()

    def play(self, scene: str) -> None:
        """From nobody there to this screen."""
        self.vm.finish()
        self.vm.setPrinter("")
        self.link.asked.clear()
        self.wait(1000)
        SCENES[scene](self)

    def step(self, act: Callable[..., None], *arguments: str) -> None:
        """One touch, and the time for the next."""
        act(*arguments)
        self.wait(1)


def polish(root: QQuickItem) -> None:
    """Have rows and columns place their children now, as the next frame would."""
    waiting, positioners = [root], list[QQuickItem]()
    while waiting:
        item = waiting.pop()
        waiting.extend(i for i in item.childItems() if i.isVisible())
        if item.inherits("QQuickBasePositioner"):
            positioners.append(item)
    for positioner in positioners:
        positioner.ensurePolished()


Scene = Callable[[Rehearsal], Any]


def papers(stage: Rehearsal, kind_of: str = "Penggantian", point: PointView | None = None) -> None:
    stage.open(point)
    stage.step(stage.vm.pick, "paspor")
    stage.step(stage.vm.choose, "dewasa-ganti" if kind_of == "Penggantian" else "anak")


def number(stage: Rehearsal, paper: str = "printed", cause: str = "") -> None:
    papers(stage)
    stage.vm.take()
    stage.answer()
    stage.vm.setPaper(visitor_samples.issued().id, paper, cause)
    stage.wait(1)


def refused(stage: Rehearsal) -> None:
    stage.open()
    stage.step(stage.vm.pick, "pengambilan")


def kinds(stage: Rehearsal) -> None:
    stage.open()
    stage.step(stage.vm.pick, "paspor")


def ticked(stage: Rehearsal, point: PointView | None = None) -> None:
    papers(stage, "child", point)
    stage.step(stage.vm.tick, "ktp-ortu")


def missing(stage: Rehearsal) -> None:
    """On a day when the information queue is open for those who lack papers."""
    ticked(stage, visitor_samples.weekday_point())
    stage.step(stage.vm.lack)


def alone(stage: Rehearsal) -> None:
    """On a Saturday, when it is not."""
    ticked(stage)
    stage.step(stage.vm.lack)


def failed(stage: Rehearsal) -> None:
    number(stage, "held")


def torn(stage: Rehearsal) -> None:
    """The paper ended in the ticket, and new paper is in."""
    number(stage, "unconfirmed", "paper_out")


def paused(stage: Rehearsal) -> None:
    stage.open(structs.replace(visitor_samples.point(), on_paper_trouble="pause"))
    stage.vm.setPrinter("paper_out")
    stage.wait(1)


def unsure(stage: Rehearsal) -> None:
    number(stage, "unconfirmed")


def retry(stage: Rehearsal) -> None:
    papers(stage)
    stage.vm.take()
    stage.answer(problem=Problem(type="about:blank", title="", status=0, reason="server_away", detail=""))


def away(stage: Rehearsal) -> None:
    stage.open()
    stage.link.lose()
    stage.wait(1)


def help_called(stage: Rehearsal) -> None:
    stage.open()
    stage.step(stage.vm.callHelp)


def still(stage: Rehearsal) -> None:
    kinds(stage)
    stage.wait(65)


def many(count: int) -> Scene:
    """A point with so many services, with long names."""
    views = [
        visitor_samples.service(
            f"s{n}",
            chr(65 + n % 26),
            {
                "id": f"Layanan keimigrasian nomor {n} dengan nama panjang",
                "en": f"Immigration service number {n}",
            },
            {"id": "Petunjuk singkat tentang layanan ini", "en": "A short hint about this service"},
            n,
            (5, 10),
        )
        for n in range(count)
    ]
    return lambda stage: stage.open(visitor_samples.point(views))


SCENES: Final[dict[str, Scene]] = {
    "home": lambda stage: stage.open(),
    "one": many(1),
    "eight": many(8),
    "forty": many(40),
    "simulated": lambda stage: stage.open(visitor_samples.point(simulated=True)),
    "kinds": kinds,
    "papers": papers,
    "ticked": ticked,
    "missing": missing,
    "alone": alone,
    "number": number,
    "unsure": unsure,
    "failed": failed,
    "torn": torn,
    "paused": paused,
    "refused": refused,
    "closed": lambda stage: stage.open(visitor_samples.closed_point()),
    "holiday": lambda stage: stage.open(visitor_samples.holiday_point()),
    "evening": lambda stage: stage.open(visitor_samples.evening_point()),
    "early": lambda stage: stage.open(visitor_samples.early_point()),
    "emergency": lambda stage: stage.open(visitor_samples.stopped_point()),
    "away": away,
    "retry": retry,
    "help": help_called,
    "still": still,
}
