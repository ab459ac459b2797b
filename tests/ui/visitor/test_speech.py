"""A visitor who sees nothing: only what is said and a few keys, to a number and away from every page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.scenes.visitor import SCENES
from tests.ui.visitor.stage import Stage, rectangle
from ui.visitor import state
from ui.visitor.speech_keys import JACK_IN, JACK_OUT, LONG_PRESS_MS, SpeechKeys


class Blind:
    """Hears the window and presses keys."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.heard: list[str] = []
        self.silenced = 0
        self.keys = SpeechKeys(stage.window, stage.vm)
        self.sound: list[tuple[int, int]] = []
        """Volume and speed of each text."""
        stage.vm.spoken.connect(self._hear)
        stage.vm.silenced.connect(self._silence)

    def _hear(self, text: str, _language: str, volume: int, speed: int) -> None:
        self.heard.append(text)
        self.sound.append((volume, speed))

    def _silence(self) -> None:
        self.silenced += 1

    def press(self, key: Qt.Key) -> str:
        QTest.keyClick(self.stage.window, key)
        self.stage.wait(1)
        return self.heard[-1] if self.heard else ""

    def find(self, words: str, most: int = 30) -> None:
        for _ in range(most):
            if words in self.press(Qt.Key.Key_Right):
                return
        raise AssertionError(f"{words!r} was not said: {self.heard[-most:]}")


@pytest.fixture
def blind(stage: Stage) -> Blind:
    stage.play("home")
    return Blind(stage)


@pytest.mark.parametrize("language", ["id", "en"])
def test_two_choices_give_a_number_that_is_read(blind: Blind, language: str) -> None:
    blind.stage.vm.setLanguage(language)
    blind.stage.wait(1)
    greeting = blind.press(Qt.Key.Key_Down)
    assert {"id": "Permohonan Paspor", "en": "Passport Application"}[language] in greeting
    papers = blind.press(Qt.Key.Key_Return)
    assert {"id": "Kartu Keluarga", "en": "Family Card"}[language] in papers
    blind.press(Qt.Key.Key_Return)
    assert [asked.body.service for asked in blind.stage.link.asked] == ["paspor"]
    blind.stage.answer()
    said = blind.heard[-1]
    assert "A-042" in said
    assert {"id": "11.14–11.39", "en": "11:14–11:39"}[language] in said


def test_news_of_the_paper_waits_for_the_sentence_to_end(blind: Blind) -> None:
    for _ in range(3):
        blind.press(Qt.Key.Key_Return if blind.heard else Qt.Key.Key_Right)
    blind.stage.answer()
    blind.stage.vm.setReading(True)
    before = len(blind.heard)
    issued = blind.stage.vm.props.number
    blind.stage.vm.setPaper("01J7Z", "printed")
    blind.stage.wait(4)
    assert issued == "A-042"
    assert len(blind.heard) == before
    blind.stage.vm.setReading(False)
    assert len(blind.heard) == before + 1
    assert blind.stage.vm.props.paperText in blind.heard[-1]


@pytest.mark.parametrize("scene", SCENES)
def test_every_page_is_read_and_every_stop_comes_round(stage: Stage, scene: str) -> None:
    stage.play(scene)
    if scene == "still":
        stage.wait(state.IDLE_S + 2)
    blind = Blind(stage)
    first = blind.press(Qt.Key.Key_Right)
    assert len(first) > 20
    said = [blind.press(Qt.Key.Key_Right) for _ in range(60)]
    assert len(set(said)) >= (2 if scene == "still" else 4)
    assert "" not in said
    assert not any("None" in one or "{" in one for one in said)


def test_ticks_are_told(blind: Blind) -> None:
    blind.press(Qt.Key.Key_Right)
    blind.press(Qt.Key.Key_Return)
    blind.find("e-KTP asli. belum dicentang")
    assert "e-KTP asli. dicentang" in blind.press(Qt.Key.Key_Space)
    blind.find("Centang")


def test_the_language_changes_by_ear(blind: Blind) -> None:
    blind.press(Qt.Key.Key_Right)
    blind.find("English")
    assert "Which service do you need?" in blind.press(Qt.Key.Key_Return)


def test_a_long_press_of_a_volume_key_starts_and_a_short_one_does_not(blind: Blind) -> None:
    QTest.keyClick(blind.stage.window, Qt.Key.Key_VolumeUp)
    QTest.qWait(LONG_PRESS_MS + 200)
    assert not blind.stage.vm.props.speech
    QTest.keyPress(blind.stage.window, Qt.Key.Key_VolumeUp)
    QTest.qWait(LONG_PRESS_MS + 200)
    QTest.keyRelease(blind.stage.window, Qt.Key.Key_VolumeUp)
    assert blind.stage.vm.props.speech
    assert blind.heard


def test_headphones_start_it_and_pulling_them_out_silences_at_once(blind: Blind) -> None:
    blind.press(Qt.Key(JACK_IN))
    assert blind.stage.vm.props.speech
    blind.press(Qt.Key(JACK_OUT))
    assert not blind.stage.vm.props.speech
    assert blind.silenced == 1


def test_volume_and_speed_come_by_turns_and_begin_anew(blind: Blind) -> None:
    sound = blind.sound
    blind.press(Qt.Key.Key_Right)
    blind.press(Qt.Key.Key_VolumeUp)
    blind.stage.vm.faster()
    assert sound[-1][0] > sound[0][0]
    assert sound[-1][1] > sound[0][1]
    blind.stage.vm.endSpeech()
    blind.press(Qt.Key.Key_Right)
    assert sound[-1] == sound[0]


def test_fields_in_the_lower_half_do_the_same_without_keys(blind: Blind) -> None:
    window = blind.stage.window

    def touch(share: float) -> str:
        at = QPoint(round(window.width() * share), round(window.height() * 0.9))
        QTest.mouseClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        blind.stage.wait(1)
        return blind.heard[-1]

    button = blind.stage.named("Dengarkan")
    QTest.mouseClick(
        window,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        rectangle(button).center().toPoint(),
    )
    blind.stage.wait(1)
    assert "Pilih layanan" in blind.heard[-1]
    assert "Paspor Prioritas" in touch(0.95)
    assert "Permohonan Paspor" in touch(0.05)
    assert "Kartu Keluarga" in touch(0.5)


def test_reading_counts_as_presence_and_silence_does_not(blind: Blind) -> None:
    blind.press(Qt.Key.Key_Right)
    blind.stage.vm.setReading(True)
    blind.stage.wait(state.IDLE_S + state.STILL_THERE_S + 5)
    assert blind.stage.vm.props.speech
    blind.stage.vm.setReading(False)
    blind.stage.wait(state.IDLE_S + 1)
    assert "Anda masih di sini?" in blind.heard[-1]
    blind.stage.wait(state.STILL_THERE_S)
    assert not blind.stage.vm.props.speech


def test_without_a_synthesizer_nothing_is_promised(qapp: object) -> None:
    stage = Stage("portrait", reads=False)
    try:
        stage.play("home")
        blind = Blind(stage)
        assert "Dengarkan" not in stage.words()
        blind.press(Qt.Key.Key_Right)
        assert blind.heard == []
    finally:
        stage.close()
