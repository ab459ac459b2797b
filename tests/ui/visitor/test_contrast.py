"""Contrast is computed from the theme's own colours: AA for text, AAA for the number and in high contrast."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QColor
from PySide6.QtQml import QQmlComponent, QQmlEngine

from ui.theme import setup

AA, AA_LARGE, AAA = 4.5, 3.0, 7.0
TEXT = [
    ("ink", "page"),
    ("ink", "surface"),
    ("ink", "sunken"),
    ("soft", "page"),
    ("soft", "surface"),
    ("soft", "sunken"),
    ("accent", "surface"),
    ("accent", "page"),
    ("accent", "accentTint"),
    ("accent", "accentTintPressed"),
    ("accentText", "accent"),
    ("accentText", "accentPressed"),
    ("bandText", "band"),
    ("bandSoft", "band"),
    ("bandText", "bandTile"),
    ("good", "goodTint"),
    ("good", "surface"),
    ("ink", "goodTint"),
    ("warn", "warnTint"),
    ("warn", "surface"),
    ("warn", "page"),
    ("bad", "badTint"),
    ("bad", "surface"),
]
SHAPES = [("focus", "page"), ("focus", "surface"), ("strongEdge", "surface")]
NUMBER = [("accent", "surface"), ("ink", "surface")]


def luminance(colour: QColor) -> float:
    """Relative luminance, WCAG 2.2."""

    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_formula() -> None:
    assert contrast(QColor("#000000"), QColor("#ffffff")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("#ffffff")) == pytest.approx(4.48, abs=0.01)


@pytest.fixture
def theme(qapp: object) -> QObject:
    engine = QQmlEngine()
    setup.prepare(engine)
    component = QQmlComponent(engine)
    component.setData(b"import QtQuick\nimport ui.theme\nQtObject { property var theme: Theme }", "")
    holder = component.create()
    theme = holder.property("theme")
    theme.setProperty("keep", (engine, component, holder))
    return theme


@pytest.mark.parametrize("high", [False, True])
@pytest.mark.parametrize("brand", ["#0b3d91", "#7a1022", "#14532d", "#3b0764"])
def test_every_pair_that_meets(theme: QObject, high: bool, brand: str) -> None:
    theme.setProperty("brand", QColor(brand))
    theme.setProperty("highContrast", high)
    least = AAA if high else AA

    def ratio(pair: tuple[str, str]) -> float:
        return contrast(theme.property(pair[0]), theme.property(pair[1]))

    assert {pair: ratio(pair) for pair in TEXT if ratio(pair) < least} == {}
    assert {pair: ratio(pair) for pair in NUMBER if ratio(pair) < AAA} == {}
    assert {pair: ratio(pair) for pair in SHAPES if ratio(pair) < AA_LARGE} == {}


def test_the_badge_of_the_simulated_clock() -> None:
    assert contrast(QColor("#3d2a00"), QColor("#ffd166")) >= AA
