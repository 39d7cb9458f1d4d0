"""What is cut: text and sound go by the same words, whole, whichever text says when they are spoken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import jobs, proofs, publication, transcripts
from archive.access import GUARD_MS, gaps, muted, removed
from archive.files import Files
from archive.jobs.steps import muted_copy, owed_to
from archive.records import Cue, Muted, NameSpoken, Person, Recording, Redaction, Track, Word
from archive.release import Holdings, release
from archive.settings import Settings
from tests.conftest import PUBLISHED, described, take_in_described

TAPE = "recording-1"
CUT = Redaction(recording=TAPE, start_ms=1_000, end_ms=1_500)


def text(*words: tuple[int, int, str], **told: object) -> Track:
    said = tuple(Word(*each) for each in words)
    cue = Cue(said[0].start_ms, said[-1].end_ms, "".join(each.text for each in said), words=said)
    return Track(**({"language": "en", "origin": "person", "cues": (cue,)} | told))  # type: ignore[arg-type]


def held(*said: Track, redactions: Sequence[Redaction] = (CUT,), **told: object) -> Holdings:
    recordings = (Recording(name=TAPE, duration_ms=60_000),)
    interview = described(published=PUBLISHED, recordings=recordings, redactions=tuple(redactions), **told)
    return Holdings(interview=interview, tracks={TAPE: said}, said={TAPE: said})


def spans(holdings: Holdings) -> list[tuple[int, int]]:
    return [(each.start_ms, each.end_ms) for each in muted(holdings.interview, TAPE, holdings.said[TAPE])]


SPOKEN = text(
    (200, 740, "My "), (760, 1_240, "sister "), (1_240, 1_740, "Hale "), (1_740, 2_100, "left "), (2_100, 2_101, ".")
)


@pytest.mark.parametrize(
    ("marked", "unheard"),
    [
        ((1_000, 1_500), (510, 2_350)),
        ((1_300, 1_310), (510, 1_990)),
        ((5_000, 6_000), (4_750, 6_250)),
        ((0, 100), (0, 990)),
        ((0, 60_000), (0, 60_250)),
    ],
    ids=["cuts two words", "within a word", "silence", "the beginning", "a whole tape"],
)
def test_nothing_is_heard_from_before_the_first_word_to_after_the_last(
    marked: tuple[int, int], unheard: tuple[int, int]
) -> None:
    cut = replace(CUT, start_ms=marked[0], end_ms=marked[1])
    assert spans(held(SPOKEN, redactions=[cut])) == [unheard]


def test_every_text_of_what_is_said_tells_which_words_go() -> None:
    machine = text((700, 1_600, "history "), (1_600, 2_400, "lost."), origin="machine")
    assert spans(held(SPOKEN, machine)) == [(450, 2_650)]
    read = release(held(SPOKEN, machine))
    assert read is not None and [each.cues[0].text if each.cues else "" for each in read.tracks] == ["My […]", ""]


def test_a_translation_and_an_edited_text_do_not_say_when_a_word_is_spoken() -> None:
    french = text((0, 3_000, "Ma soeur Hale"), language="fr", translated_from="en")
    edited = text((0, 3_000, "Hale, my sister"), form="edited")
    assert spans(held(SPOKEN, french, edited)) == spans(held(SPOKEN))


def test_what_lies_among_words_that_go_is_not_read_either() -> None:
    long = text((900, 3_000, "incomprehensibilities "), (3_000, 3_400, "so."))
    cut = text((900, 1_700, "incompre"), (1_800, 2_400, "hensi"), (2_400, 3_000, "bilities "), (3_000, 3_400, "so."))
    words = removed(held(long).interview, TAPE, [long, cut])
    assert [[each.text for each in some] for some in words] == [
        ["incomprehensibilities "],
        ["incompre", "hensi", "bilities "],
    ]


def test_a_name_is_muted_whole_where_another_text_has_it_longer() -> None:
    name = NameSpoken(recording=TAPE, start_ms=1_240, end_ms=1_600, name="Margaret Hale", said="Hale")
    people = (Person(name="Margaret Hale", pseudonym="Anne Grey"),)
    assert spans(held(SPOKEN, redactions=[], names_spoken=(name,), narrators=people)) == [(990, 1_990)]


@st.composite
def texts(draw: st.DrawFn) -> Track:
    """Words of any length with any pauses between them."""
    moment, words = draw(st.integers(0, 2_000)), []
    for number in range(draw(st.integers(1, 12))):
        length, pause = draw(st.integers(1, 1_500)), draw(st.sampled_from((0, 0, 10, 240, 260, 900)))
        words.append((moment, moment + length, f"w{number} "))
        moment += length + pause
    return text(*words)


marks = st.builds(
    lambda start, length: Redaction(recording=TAPE, start_ms=start, end_ms=start + length),
    st.integers(0, 12_000),
    st.integers(1, 3_000),
)


@given(st.lists(texts(), min_size=1, max_size=3), st.lists(marks, min_size=1, max_size=4))
def test_every_word_that_is_not_read_is_silent_whole_with_its_guard(
    said: list[Track], redactions: list[Redaction]
) -> None:
    holdings = held(*said, redactions=redactions)
    released = release(holdings)
    assert released is not None
    stretches = muted(holdings.interview, TAPE, said)
    for track, public in zip(said, released.tracks, strict=True):
        read = {each.start_ms for cue in public.cues for each in cue.words}
        for word in (each for cue in track.cues for each in cue.words):
            is_silent = any(
                each.start_ms <= max(0, word.start_ms - GUARD_MS) and word.end_ms + GUARD_MS <= each.end_ms
                for each in stretches
            )
            assert is_silent or word.start_ms in read
    for cut in gaps(holdings.interview, TAPE, said):
        assert cut.muted.start_ms <= max(0, cut.redaction.start_ms - GUARD_MS)
        assert cut.muted.end_ms >= cut.redaction.end_ms + GUARD_MS


def test_the_copy_and_its_proof_are_owed_again_when_a_text_says_that_a_word_lasts_longer(files: Files) -> None:
    recordings = (Recording(name=TAPE, duration_ms=60_000),)
    interview = take_in_described(files, described(published=PUBLISHED, recordings=recordings))
    transcripts.keep_text(files, interview.id, TAPE, SPOKEN, agent="M. Lin", detail="")
    interview = publication.redact(files, interview.id, CUT, by="M. Lin")
    (recording,) = interview.recordings
    before = muted_copy(files, interview, recording)
    assert proofs.stretches(files, interview, TAPE) == (Muted(start_ms=510, end_ms=2_350),)
    anew = text((200, 740, "My "), (760, 1_240, "sister "), (1_240, 2_000, "Hale "), (2_000, 2_100, "left."))
    transcripts.keep_text(files, interview.id, TAPE, anew, agent="M. Lin", detail="")
    assert proofs.stretches(files, interview, TAPE) == (Muted(start_ms=510, end_ms=2_250),)
    assert muted_copy(files, interview, recording) != before
    assert interview.redactions == (CUT,), "they are times, and stay as they were marked"


def test_no_copy_is_made_before_it_is_known_when_the_words_are_said(files: Files, settings: Settings) -> None:
    recordings = (Recording(name=TAPE, file="recording-1.wav", duration_ms=60_000),)
    interview = take_in_described(files, described(published=PUBLISHED, recordings=recordings, redactions=(CUT,)))
    assert "muted copy" not in [each.name for each in jobs.owed(files, settings)]
    unheard = replace(interview, consent=replace(interview.consent, uses=("text", "sound")))  # type: ignore[type-var]
    assert "muted copy" in [each.name for each in owed_to(files, settings, unheard)]
