"""Redacted sound: what is taken out is not heard in the public copy, nothing else changes, and a proof says so."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
import pytest

from archive import jobs, language, media, publication, transcribe, transcripts
from archive.access import GUARD_MS, muted
from archive.files import Files, open_files
from archive.holdings import holdings
from archive.proofs import newest_proof
from archive.records import Interview, Redaction, Track, Word
from archive.release import release
from archive.settings import Settings
from tests.conftest import PUBLISHED, take_in

pytestmark = pytest.mark.slow
RATE = media.SAMPLE_RATE
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
    """An archive with one recording of which some is taken out, and its samples before and after."""

    files: Files
    settings: Settings
    interview: Interview
    spoken: Track
    whole: media.Decoded
    public: media.Decoded


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
        files,
        settings,
        files.read_interview(interview.id),
        spoken,
        media.decode(settings.home / f"media/{interview.id}/recording-1.access.m4a"),
        media.decode(settings.home / copy.key),
    )


def test_whisper_hears_none_of_the_removed_words_in_the_public_copy(redacted: Redacted) -> None:
    kept, removed = _parted(redacted)
    assert all(removed), "each range took words"
    heard = _words(_heard(redacted.public.samples, redacted.spoken.language, redacted.settings))
    matcher = SequenceMatcher(None, _terms(kept), _terms(heard), autojunk=False)
    explained = {place + step for _, place, size in matcher.get_matching_blocks() for step in range(size)}
    moments = [each for each in heard for _ in language.terms(each.text)]
    for stretch, words in zip(muted(redacted.interview, "recording-1"), removed, strict=True):
        left = [
            term
            for place, (term, word) in enumerate(zip(_terms(heard), moments, strict=True))
            if place not in explained and word.end_ms > stretch.start_ms and word.start_ms < stretch.end_ms
        ]
        assert not set(left) & set(_terms(words)), f"{stretch}: {left} of {_terms(words)}"


def test_outside_the_guard_nothing_changes_but_for_the_noise_of_the_encoder(redacted: Redacted) -> None:
    whole, public = redacted.whole.samples, redacted.public.samples
    (original,) = (redacted.settings.home / f"media/{redacted.interview.id}").glob("recording-1.flac")
    source = media.decode(original).samples
    outside = np.ones(whole.size, bool)
    edge = RATE // 20  # an encoder looks this far ahead and back
    for each in muted(redacted.interview, "recording-1"):
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


def test_what_can_be_read_has_none_of_the_removed_words_either(redacted: Redacted) -> None:
    released = release(holdings(redacted.files, redacted.interview.id))
    assert released is not None and released.tracks
    for stretch in muted(redacted.interview, "recording-1"):
        for track in released.tracks:
            words = [word for cue in track.cues for word in cue.words]
            assert not [each for each in words if each.start_ms < stretch.end_ms and each.end_ms > stretch.start_ms]


def _parted(redacted: Redacted) -> tuple[list[Word], list[list[Word]]]:
    """The words of the text that nobody marked, and those that each redaction marked, by half of them at least."""
    words = _words(redacted.spoken)
    marked = [[each for each in words if _is_marked(each, one)] for one in redacted.interview.redactions]
    return [each for each in words if not any(each in some for some in marked)], marked


def _is_marked(word: Word, redaction: Redaction) -> bool:
    shared = min(word.end_ms, redaction.end_ms) - max(word.start_ms, redaction.start_ms)
    return 2 * shared >= word.end_ms - word.start_ms


def _heard(samples: np.ndarray, tag: str, settings: Settings) -> Track:
    return transcribe.transcribe(
        samples,
        transcribe.Wanted(language=tag),
        settings=replace(settings),
        saved=_Forgetful(),
        progress=lambda *_: None,
    )


class _Forgetful:
    """Saves nothing."""

    def get(self, _key: str) -> None:
        return None

    def put(self, _key: str, _data: bytes) -> None:
        return None


def _words(track: Track) -> list[Word]:
    return [word for cue in track.cues for word in cue.words]


def _terms(words: list[Word]) -> list[str]:
    return [term for each in words for term in language.terms(each.text)]
