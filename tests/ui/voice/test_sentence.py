"""What is said, in words and in clips."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.voice.pack import load, shipped
from ui.voice.sentence import HIGHEST, MARKS, cardinal, required, sentence, written

PACKS = {language: load(language) for language in shipped()}


def said(number: str, counter: str, language: str = "id") -> str:
    pack = PACKS[language]
    return written(sentence(number, counter, language, pack.files), pack.words)


def test_the_sentence_of_the_guide() -> None:
    assert sentence("A-012", "3", "id", ()) == ["ticket", ",", "A", ",", "0", ",", "1", ",", "2", ".", "counter", "3"]
    assert said("A-012", "3") == "Nomor, A, nol, satu, dua. Silakan ke loket tiga."
    assert said("A-012", "3", "en") == "Number, A, zero, one, two. Please go to counter three."


@pytest.mark.parametrize(
    ("number", "indonesian", "english"),
    [
        (0, "nol", "zero"),
        (9, "sembilan", "nine"),
        (10, "sepuluh", "ten"),
        (11, "sebelas", "eleven"),
        (12, "dua belas", "twelve"),
        (19, "sembilan belas", "nineteen"),
        (20, "dua puluh", "twenty"),
        (21, "dua puluh satu", "twenty one"),
        (99, "sembilan puluh sembilan", "ninety nine"),
        (100, "seratus", "one hundred"),
        (101, "seratus satu", "one hundred and one"),
        (110, "seratus sepuluh", "one hundred and ten"),
        (111, "seratus sebelas", "one hundred and eleven"),
        (200, "dua ratus", "two hundred"),
        (215, "dua ratus lima belas", "two hundred and fifteen"),
        (999, "sembilan ratus sembilan puluh sembilan", "nine hundred and ninety nine"),
    ],
)
def test_numbers_as_people_say_them(number: int, indonesian: str, english: str) -> None:
    for language, words in (("id", indonesian), ("en", english)):
        assert " ".join(PACKS[language].words[clip] for clip in cardinal(number, language)) == words


def test_numbers_of_a_language_without_a_rule_are_its_digits_or_its_whole_clips() -> None:
    assert cardinal(12, "jv") == ["1", "2"]
    assert cardinal(12, "jv", {"12"}) == ["12"]
    with pytest.raises(ValueError, match="begin with 0"):
        cardinal(-1, "id")
    assert cardinal(1000, "id") == ["1", "0", "0", "0"]


@pytest.mark.parametrize(
    ("counter", "ending"),
    [
        ("12", "Silakan ke loket dua belas."),
        ("B2", "Silakan ke loket B dua."),
        ("foto", "Silakan lihat layar."),
        ("1000", "Silakan ke loket satu nol nol nol."),
        ("VIP", "Silakan ke loket V I P."),
        ("2B", "Silakan ke loket dua B."),
        ("prioritas", "Silakan lihat layar."),
    ],
)
def test_counters_of_every_kind(counter: str, ending: str) -> None:
    assert said("R-7", counter) == f"Nomor, R, tujuh. {ending}"


def test_a_counter_with_a_clip_of_its_own_is_said_by_its_name() -> None:
    assert sentence("R-7", "foto", "id", {"counter-foto"})[-2:] == [".", "counter-foto"]


@given(st.text(max_size=12), st.text(max_size=12), st.sampled_from(sorted(PACKS)))
def test_whatever_stands_on_a_ticket_is_said_with_clips_that_exist(number: str, counter: str, language: str) -> None:
    assert {*sentence(number, counter, language, PACKS[language].files)} - MARKS <= PACKS[language].files.keys()


@pytest.mark.parametrize("language", sorted(PACKS))
def test_every_shipped_clip_is_needed_and_no_two_numbers_sound_alike(language: str) -> None:
    assert set(required(language)) == set(PACKS[language].files) == set(PACKS[language].words)
    assert len({tuple(cardinal(number, language)) for number in range(HIGHEST + 1)}) == HIGHEST + 1
