"""Redacted sound: what is taken out is not heard in the public copy, nothing else changes, and a proof says so."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from archive import jobs, language, media, publication, transcripts
from archive.access import GUARD_MS, gaps
from archive.files import Files, open_files
from archive.holdings import holdings
from archive.proofs import newest_proof
from archive.records import Interview, Proof, Redaction, Track, Word
from archive.release import Released, release
from archive.settings import Settings
from tests.conftest import PUBLISHED, take_in

pytestmark = pytest.mark.slow
RATE = media.SAMPLE_RATE
CLEAR_MS = 200
"""How far beyond a removed word nothing is heard: its guard, but for what an encoder smears into it."""
REACH_MS = 8_000
FIXTURES = {"en": ("en_fixture_interview2", 7), "zh": ("zh_fixture", 3)}
"""The recording of each language, and how many of the ten ranges are taken out of it."""


def process(files: Files, settings: Settings, *, but: str = "") -> None:
    """Do all that is owed, but for steps of one name."""
    while steps := [each for each in jobs.owed(files, settings) if each.name != but]:
        for step in steps:
            jobs.do(files, settings, step, beat=lambda *_: None)
    jobs.finish_begun(files)


def ranges(length_ms: int, count: int, seed: int) -> Iterator[tuple[int, int]]:
    """Random stretches of 0.4 to 2.5 seconds, one in each of as many equal parts."""
    chance = random.Random(seed)
    part = length_ms // count
    for number in range(count):
        long_ms = chance.randint(400, min(2_500, part // 3))
        start_ms = number * part + chance.randint(0, part - long_ms - 2 * GUARD_MS)
        yield start_ms, start_ms + long_ms


@dataclass(frozen=True)
class Redacted:
    """A recording of which some is taken out: what the public meets, the proof, and its samples before and after."""

    settings: Settings
    interview: Interview
    spoken: Track
    released: Released
    proof: Proof
    whole: media.Decoded
    public: media.Decoded

    @property
    def removed(self) -> list[Word]:
        """The words that somebody spoke and the public does not read."""
        read = {word.start_ms for track in self.released.tracks for cue in track.cues for word in cue.words}
        return [word for cue in self.spoken.cues for word in cue.words if word.start_ms not in read]


@pytest.fixture(scope="module", params=FIXTURES)
def redacted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Redacted:
    name, count = FIXTURES[request.param]
    settings = Settings(home=tmp_path_factory.mktemp(request.param))
    files = open_files(settings)
    source = shared / f"speech/longform/{name}.flac"
    interview = take_in(files, source, language=request.param, published=PUBLISHED)
    process(files, settings)
    length_ms = media.probe(source).duration_ms
    for start, end in ranges(length_ms, count, seed=6):
        redaction = Redaction(recording="recording-1", start_ms=start, end_ms=end, reason="names somebody")
        publication.redact(files, interview.id, redaction, by="an archivist")
    process(files, settings)
    released = release(holdings(files, interview.id))
    assert released is not None
    proof = newest_proof(files, files.read_interview(interview.id), "recording-1")
    assert proof is not None and proof.passed, [each for each in proof.places if each.still] if proof else None
    copy = next(each for each in released.recordings[0].media if each.role == "access copy")
    assert ".muted-" in copy.key and copy.name == "recording-1.access.m4a"
    spoken = transcripts.spoken(files, interview.id, "recording-1")
    assert spoken is not None
    return Redacted(
        settings,
        files.read_interview(interview.id),
        spoken,
        released,
        proof,
        media.decode(settings.home / f"media/{interview.id}/recording-1.access.m4a"),
        media.decode(settings.home / copy.key),
    )


def test_every_word_that_is_not_read_is_silent_whole(redacted: Redacted) -> None:
    assert len(redacted.removed) >= len(redacted.interview.redactions), "each range took words"
    for word in redacted.removed:
        around = slice(max(0, word.start_ms - CLEAR_MS) * RATE // 1000, (word.end_ms + CLEAR_MS) * RATE // 1000)
        assert float(np.abs(redacted.public.samples[around]).max()) < 0.01, word


def test_whisper_hears_none_of_the_removed_words_in_the_public_copy(redacted: Redacted) -> None:
    """Its own comparison found none; nor does counting find a word that tells more often than the public reads it."""
    assert {each.still for each in redacted.proof.places} == {()}
    read = [word for track in redacted.released.tracks for cue in track.cues for word in cue.words]
    for place in redacted.proof.places:
        here = [each for each in redacted.removed if place.start_ms <= each.start_ms and each.end_ms <= place.end_ms]
        near = [
            each for each in read if place.start_ms - REACH_MS < each.end_ms and each.start_ms < place.end_ms + REACH_MS
        ]
        heard, may_be = Counter(language.terms(place.heard)), Counter(_terms(near))
        telling = {each for each in _terms(here) if len(each) >= 4 or language.is_han(each)}
        assert not {each for each in telling if heard[each] > may_be[each]}, f"{place}"
        assert set(_terms(here)) <= set(language.terms(place.removed)), "the desk shows every word that was removed"


def test_outside_the_guard_nothing_changes_but_for_the_noise_of_the_encoder(redacted: Redacted) -> None:
    whole, public = redacted.whole.samples, redacted.public.samples
    (original,) = (redacted.settings.home / f"media/{redacted.interview.id}").glob("recording-1.flac")
    source = media.decode(original).samples
    outside = np.ones(whole.size, bool)
    edge = RATE // 20  # an encoder looks this far ahead and back
    for each in redacted.proof.muted:
        inside = slice(max(0, each.start_ms * RATE // 1000 - edge), each.end_ms * RATE // 1000 + edge)
        outside[inside] = False
        assert (
            float(np.abs(public[each.start_ms * RATE // 1000 + edge : each.end_ms * RATE // 1000 - edge]).max()) < 0.01
        )
    length = min(source.size, whole.size, public.size)
    outside = outside[:length]

    def difference(one: np.ndarray, other: np.ndarray) -> float:
        return float(np.sqrt(np.mean((one[:length][outside] - other[:length][outside]) ** 2)))

    assert difference(whole, public) <= difference(whole, source)


def test_the_public_copy_is_as_long_as_the_access_copy(redacted: Redacted) -> None:
    assert abs(redacted.whole.samples.size - redacted.public.samples.size) <= RATE * 20 // 1000


def test_what_is_read_and_what_is_heard_have_the_same_gaps(redacted: Redacted) -> None:
    gone = {each.muted for each in gaps(redacted.interview, "recording-1", [redacted.spoken])}
    told = redacted.released.recordings[0].withheld
    assert [(start, end) for start, end, _ in told] == [(each.start_ms, each.end_ms) for each in redacted.proof.muted]
    assert gone == set(redacted.proof.muted)


def _terms(words: Iterable[Word]) -> list[str]:
    return [term for each in words for term in language.terms(each.text)]
