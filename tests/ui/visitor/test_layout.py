"""Every screen, size, mode and language: nothing cut, nothing over something else, everything large enough to touch."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest
from PySide6.QtCore import QRectF

from tests.scenes import visitor_samples
from tests.scenes.visitor import MORE_SIZES, SCENES, SIZES
from tests.ui.visitor.stage import Stage, ink, rectangle

MODES = {"plain": (), "large": ("toggleLarge",), "low": ("toggleLow",), "contrast": ("toggleContrast",)}
WITHOUT_CHANGE = {"contrast": ("home", "papers", "number"), "low": ("home", "papers", "number", "missing", "closed")}
"""High contrast moves nothing and low reach only shortens the page: a few screens stand for all."""
TARGET_MM = 20.0
CAPITAL_MM = 4.8
CAPITAL_SHARE = {"Plus Jakarta Sans": 0.745, "Antrean Numerals": 0.668}
"""Height of H over the font's size, measured in the font files."""


@pytest.fixture(scope="module", params=SIZES)
def stage(request: pytest.FixtureRequest, qapp: object) -> Iterator[Stage]:
    stage = Stage(request.param)
    yield stage
    stage.close()


def faults(stage: Stage) -> list[str]:
    """What a visitor would see wrong on the present screen."""
    overlay = next((i for i in stage.items() if i.metaObject().className().startswith("StillThere")), None)
    texts = stage.texts()
    if overlay is not None:
        texts = [t for t in texts if overlay.isAncestorOf(t)]
    window = QRectF(0, 0, stage.window.width(), stage.window.height())
    boxes = [(str(t.property("text")), ink(t)) for t in texts]
    found = [f"cut: {t.property('text')!r}" for t in texts if t.property("truncated")]
    found += [f"outside: {word!r} {box}" for word, box in boxes if not window.contains(box.adjusted(1, 1, -1, -1))]
    found += [f"over each other: {a!r} {p}, {b!r} {q}" for (a, p), (b, q) in combinations(boxes, 2) if overlap(p, q)]
    presses = [
        (str(i.property("label")), rectangle(i))
        for i in stage.touchables()
        if overlay is None or overlay.isAncestorOf(i)
    ]
    least = TARGET_MM * stage.per_mm
    found += [f"too small: {n!r} {r}" for n, r in presses if r.width() < least - 0.01 or r.height() < least - 0.01]
    found += [f"buttons touch: {a!r} {p}, {b!r} {q}" for (a, p), (b, q) in combinations(presses, 2) if overlap(p, q, 0)]
    found += [f"outside: {n!r} {r}" for n, r in presses if not window.contains(r)]
    found += [
        f"beyond its button: {word!r}"
        for word, box in boxes
        for _, r in presses
        if r.intersects(box) and not r.adjusted(-1, -1, 1, 1).contains(box.adjusted(2, 4, -2, -4))
    ]
    small = {t.property("text") for t in texts if capital(t) < CAPITAL_MM * stage.per_mm - 0.6}
    return found + [f"small print: {word!r}" for word in small]


def capital(text: object) -> float:
    font = text.property("fontInfo")
    size = text.property("font").pixelSize()
    if font is not None and hasattr(font, "pixelSize"):
        size = font.pixelSize
    return size * CAPITAL_SHARE[text.property("font").family()]


def overlap(a: QRectF, b: QRectF, slack: float = 3.0) -> bool:
    inner = a.intersected(b)
    return inner.width() > slack and inner.height() > slack


@pytest.mark.parametrize("size", MORE_SIZES)
def test_the_way_to_a_number_on_the_smallest_and_the_largest_screens(qapp: object, size: str) -> None:
    stage = Stage(size)
    try:
        wrong: list[str] = []
        for scene in ("home", "papers", "ticked", "number", "missing"):
            for mode in ("plain", "large"):
                stage.play(scene)
                for toggle in MODES[mode]:
                    stage.wait(0.5)
                    getattr(stage.vm, toggle)()
                for language in ("id", "en"):
                    stage.wait(0.5)
                    stage.vm.setLanguage(language)
                    stage.wait(0)
                    wrong += [f"{scene} {mode} {language}: {fault}" for fault in faults(stage)]
        assert wrong == []
    finally:
        stage.close()


@pytest.mark.parametrize("size", [*SIZES, *MORE_SIZES])
def test_five_services_and_all_documents_of_a_childs_passport_stand_there_at_once(qapp: object, size: str) -> None:
    stage = Stage(size)
    try:
        stage.play("ticked")
        needed = [d for c in visitor_samples.point().checklists if c.id == "anak" for d in c.required]
        said = stage.words()
        assert [d.id for d in needed if d.text["id"] not in said] == []
        assert len(stage.of_type("KindCard")) == 4
        stage.play("home")
        assert len(stage.of_type("ServiceCard", "ClosedCard")) == 5
    finally:
        stage.close()


CASES = [(m, s) for m in MODES for s in SCENES if s in WITHOUT_CHANGE.get(m, SCENES)]


@pytest.mark.parametrize(("mode", "scene"), CASES, ids=[f"{m}-{s}" for m, s in CASES])
def test_every_screen_is_whole(stage: Stage, mode: str, scene: str) -> None:
    stage.play(scene)
    for toggle in MODES[mode]:
        stage.wait(0.5)
        getattr(stage.vm, toggle)()
    for language in ("id", "en"):
        stage.wait(0.5)
        stage.vm.setLanguage(language)
        stage.wait(70 if scene == "still" else 0)
        found = faults(stage)
        assert found == [], f"{language}: " + "\n".join(found)
        stage.vm.touch()
