"""Comparing what is heard in a copy with what must be gone: nothing removed passes, and nothing kept is blamed."""

from __future__ import annotations

import numpy as np
import pytest

from archive.proofs import proven
from archive.records import Muted, Proven, Word

RATE = 16_000
CUT = Muted(start_ms=1_750, end_ms=3_250)
"""What stands at 2.0 and 2.5 s is removed, with its guard."""
SILENT = np.zeros(10 * RATE, np.float32)


def row(said: str, start_ms: int = 0) -> list[Word]:
    """Words of half a second each, one after the other."""
    return [Word(start_ms + n * 500, start_ms + n * 500 + 500, f"{each} ") for n, each in enumerate(said.split())]


TEXT = row("we all met Margaret Hale in there and left")
GONE = set(TEXT[4:6])


def compared(
    after: list[Word], *, before: list[Word] = TEXT, text: list[Word] = TEXT, sound: np.ndarray = SILENT
) -> Proven:
    removed = GONE if text else set()
    return proven(CUT, [CUT], said=[text], removed=removed, before=before, after=after, sound=sound)


def test_a_copy_in_which_only_the_rest_is_heard_passes() -> None:
    found = compared([*TEXT[:4], *TEXT[6:]])
    assert found.still == () and found.removed == "Hale in"
    assert found.heard == "we all met Margaret there and left"


@pytest.mark.parametrize("place", [4, 5])
def test_each_removed_word_is_asked_for_be_it_the_smallest(place: int) -> None:
    assert compared([*TEXT[:4], TEXT[place], *TEXT[6:]]).still == (TEXT[place].text.strip().lower(),)


def test_a_removed_word_is_found_beside_its_stretch_too() -> None:
    assert compared([*TEXT[:4], Word(3_300, 3_600, "Hale "), *TEXT[6:]]).still == ("hale",)


def test_a_small_word_heard_in_place_of_one_that_was_kept_is_that_one_misheard() -> None:
    assert compared([*TEXT[:4], Word(3_300, 3_500, "in "), *TEXT[7:]]).still == ()
    assert compared([*TEXT[:4], Word(3_300, 3_500, "Hale "), *TEXT[7:]]).still == ("hale",), (
        "a long one is known by itself"
    )


def test_a_word_that_was_kept_elsewhere_explains_one_and_no_second() -> None:
    text = row("in all met Margaret Hale in there and left")
    assert compared([*text[:4], *text[6:]], before=text, text=text).still == ()


def test_a_removed_word_explains_nothing_wherever_the_machine_puts_it() -> None:
    """It was heard outside the stretch before: by its own times it was kept, by the text it was not."""
    before = [*TEXT[:4], Word(3_260, 3_400, "Hale "), *TEXT[6:]]
    assert compared(before, before=before).still == ("hale",)


def test_what_the_machine_hears_in_place_of_the_words_of_a_text_must_be_gone_as_well() -> None:
    before = [*TEXT[:4], Word(2_000, 2_500, "hail "), *TEXT[6:]]
    found = compared([*TEXT[:4], Word(2_000, 2_500, "hail "), *TEXT[6:]], before=before)
    assert found.still == ("hail",) and found.removed == "Hale in / hail"


def test_without_a_text_what_was_heard_there_must_be_gone() -> None:
    assert compared(TEXT, text=[]).still == ("hale", "in")


def test_a_stretch_that_sounds_of_anything_but_its_tone_is_not_proven() -> None:
    moments = np.arange(10 * RATE) / RATE
    hum = (0.05 * np.sin(2 * np.pi * 1_000 * moments)).astype(np.float32)
    assert compared(TEXT[:4], sound=hum).still == ()
    voice = (0.05 * np.sin(2 * np.pi * 210 * moments)).astype(np.float32)
    assert compared(TEXT[:4], sound=voice).still == ("hale", "in")
