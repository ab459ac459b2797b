"""A visitor's window on an offscreen platform, with a link without a server and a clock that stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import shiboken6
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest

from kiosk.messages import Issued, PointView, Problem
from ui import look, samples_visitor
from ui.link import Answer
from ui.viewmodels.visitor import VisitorModel

SIZES = {
    "portrait": (1080, 1920, 23.8),
    "landscape": (1920, 1080, 23.8),
    "small": (1024, 768, 15.0),
    "laptop": (1366, 768, 15.6),
    "tablet": (768, 1366, 15.6),
}


@dataclass
class Clock:
    """Monotonic seconds that pass only when told."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Stage:
    """The window, its model, and hands to touch it with."""

    size: str = "portrait"
    prints: bool = True
    link: samples_visitor.QuietLink = field(default_factory=samples_visitor.QuietLink)
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        width, height, diagonal = SIZES[self.size]
        self.vm = VisitorModel(self.link, prints=self.prints, now=self.clock)  # type: ignore[arg-type]
        self.engine = QQmlApplicationEngine()
        look.prepare(self.engine)
        self.per_mm = (width**2 + height**2) ** 0.5 / (diagonal * 25.4)
        self.engine.setInitialProperties(
            {"vm": self.vm, "width": width, "height": height, "pixelsPerMm": self.per_mm, "moving": False}
        )
        self.engine.loadFromModule("Antrean.Visitor", "VisitorWindow")
        window = self.engine.rootObjects()[0]
        assert isinstance(window, QQuickWindow)
        self.window = window

    def close(self) -> None:
        shiboken6.delete(self.engine)
        shiboken6.delete(self.vm)

    # ------------------------------------------------------------ time and world

    def settle(self) -> None:
        """Let layouts come to rest."""
        for _ in range(4):
            QCoreApplication.processEvents()
            for positioner in [i for i in self.items() if i.inherits("QQuickBasePositioner")]:
                positioner.ensurePolished()
        QCoreApplication.processEvents()

    def wait(self, seconds: float) -> None:
        self.clock.seconds += seconds
        self.vm.refresh()
        self.settle()

    def open(self, point: PointView | None = None) -> None:
        self.link.connect_to(point or samples_visitor.point())
        self.wait(1)

    def answer(self, issued: Issued | None = None, problem: Problem | None = None) -> None:
        """Answer the request that waits longest."""
        asked = self.link.asked.pop(0)
        status = problem.status if problem else 201
        asked.done(Answer(status, None if problem else issued or samples_visitor.issued(), problem))
        self.settle()

    # ------------------------------------------------------------ eyes

    def items(self) -> Iterator[QQuickItem]:
        """Every item that can be seen, parents first."""
        waiting = [self.window.contentItem()]
        while waiting:
            item = waiting.pop()
            if item.isVisible() and item.opacity() > 0:
                yield item
                waiting.extend(reversed(item.childItems()))

    def of_type(self, *names: str) -> list[QQuickItem]:
        return [i for i in self.items() if any(kind(i).startswith(n) for n in names)]

    def texts(self) -> list[QQuickItem]:
        return [i for i in self.items() if i.inherits("QQuickText") and i.property("text")]

    def words(self) -> str:
        return "\n".join(str(t.property("text")) for t in self.texts())

    def touchables(self) -> list[QQuickItem]:
        """What can be pressed, by its accessible label."""
        return [i for i in self.items() if i.metaObject().indexOfProperty("label") >= 0 and i.isEnabled()]

    def named(self, label: str) -> QQuickItem:
        found = [i for i in self.touchables() if str(i.property("label")).startswith(label)]
        assert found, f"{label!r} is not among {[i.property('label') for i in self.touchables()]}"
        return found[0]

    # ------------------------------------------------------------ hands

    def tap(self, target: str | QPointF, *, pause: float = 1.0) -> None:
        """A finger on a label, or on a place; then ``pause`` seconds pass."""
        place = target if isinstance(target, QPointF) else rectangle(self.named(target)).center()
        QTest.mouseClick(self.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place.toPoint())
        self.wait(pause)

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.window, key)
        self.wait(1)


def kind(item: QQuickItem) -> str:
    """The QML type's name."""
    return item.metaObject().className().split("_QML")[0]


def rectangle(item: QQuickItem) -> QRectF:
    """Where an item is in the window."""
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def ink(text: QQuickItem) -> QRectF:
    """Where the letters of a text are in the window."""
    return text.mapRectToScene(text.boundingRect())


Scene = Callable[[Stage], Any]


def papers(stage: Stage, kind_of: str = "Penggantian") -> None:
    stage.open()
    stage.vm.pick("paspor")
    stage.wait(1)
    stage.vm.choose("dewasa-ganti" if kind_of == "Penggantian" else "anak")
    stage.wait(1)


def number(stage: Stage, paper: str = "printed") -> None:
    papers(stage)
    stage.vm.take()
    stage.answer()
    stage.vm.setPaper(samples_visitor.issued().id, paper)
    stage.wait(1)


def refused(stage: Stage) -> None:
    stage.open()
    stage.vm.pick("pengambilan")
    stage.wait(1)


def kinds(stage: Stage) -> None:
    stage.open()
    stage.vm.pick("paspor")
    stage.wait(1)


def ticked(stage: Stage) -> None:
    papers(stage, "child")
    stage.vm.tick("ktp-ortu")
    stage.wait(1)


def missing(stage: Stage) -> None:
    ticked(stage)
    stage.vm.lack()
    stage.wait(1)


def failed(stage: Stage) -> None:
    number(stage, "held")


def unsure(stage: Stage) -> None:
    number(stage, "unconfirmed")


def retry(stage: Stage) -> None:
    papers(stage)
    stage.vm.take()
    stage.answer(problem=Problem(type="about:blank", title="", status=0, reason="server_away", detail=""))


def away(stage: Stage) -> None:
    stage.open()
    stage.link.lose()
    stage.wait(1)


def help_called(stage: Stage) -> None:
    stage.open()
    stage.vm.callHelp()
    stage.wait(1)


def still(stage: Stage) -> None:
    kinds(stage)
    stage.wait(65)


def many(count: int) -> Scene:
    """A point with so many services, with long names."""
    views = [
        samples_visitor.service(
            f"s{n}",
            chr(65 + n % 26),
            {
                "id": f"Layanan keimigrasian nomor {n} dengan nama panjang",
                "en": f"Immigration service number {n}, long name",
            },
            {"id": "Petunjuk singkat tentang layanan ini", "en": "A short hint about this service"},
            n,
            (5, 10),
        )
        for n in range(count)
    ]
    return lambda stage: stage.open(samples_visitor.point(views))


SCENES: dict[str, Scene] = {
    "home": lambda stage: stage.open(),
    "one": many(1),
    "eight": many(8),
    "forty": many(40),
    "simulated": lambda stage: stage.open(samples_visitor.point(simulated=True)),
    "kinds": kinds,
    "papers": papers,
    "ticked": ticked,
    "missing": missing,
    "number": number,
    "unsure": unsure,
    "failed": failed,
    "refused": refused,
    "closed": lambda stage: stage.open(samples_visitor.closed_point()),
    "early": lambda stage: stage.open(samples_visitor.early_point()),
    "emergency": lambda stage: stage.open(samples_visitor.stopped_point()),
    "away": away,
    "retry": retry,
    "help": help_called,
    "still": still,
}
