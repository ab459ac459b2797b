"""The parts of the counter window that only show something, as QML sees them."""

from __future__ import annotations

from PySide6.QtQml import QmlElement, QmlUncreatable

from ui.counter.desk import DeskProps
from ui.counter.frame import FrameProps
from ui.counter.sheets.day import ReportProps
from ui.counter.sheets.log import LogProps
from ui.viewmodel.properties import PropertyObject

QML_IMPORT_NAME = "ui.counter.models"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
@QmlUncreatable("made by CounterModel")  # pyright: ignore[reportCallIssue, reportUntypedClassDecorator]  its stub
class CounterFrame(PropertyObject[FrameProps]):
    """What stands around the pages."""


@QmlElement
@QmlUncreatable("made by CounterModel")  # pyright: ignore[reportCallIssue, reportUntypedClassDecorator]  its stub
class CounterDesk(PropertyObject[DeskProps]):
    """The ticket at this counter and its buttons."""


@QmlElement
@QmlUncreatable("made by CounterModel")  # pyright: ignore[reportCallIssue, reportUntypedClassDecorator]  its stub
class CounterReport(PropertyObject[ReportProps]):
    """The day in figures."""


@QmlElement
@QmlUncreatable("made by CounterModel")  # pyright: ignore[reportCallIssue, reportUntypedClassDecorator]  its stub
class CounterLog(PropertyObject[LogProps]):
    """Who did what today."""
