"""Who speaks when: turns from voices, names from people, cues split between words; and nothing of a voice is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import correcting, fixity, jobs, media, provenance, speakers, transcribe, transcripts
from archive.correcting import Wish
from archive.diagnosis import diagnose
from archive.errors import BadInput, NotFound, Refused, Unavailable
from archive.files import Files, TrackName, open_files, voices_file
from archive.jobs import Queue, Step
from archive.records import Consent, Cue, Hearing, Interview, Person, Recording, Track, Turn, Voices, Word
from archive.sentences import sentence
from archive.settings import Settings
from archive.speakers import alike, turns
from archive.speakers.drafting import Listened, draft_of, taken
from archive.speakers.vectors import Encoder, mel_filters
from bench.diarization import Errors, errors, read_rttm
from bench.voices import SIDES, labelled, who_speaks_in, words_right
from tests.conftest import described, take_in, take_in_described

ENGLISH = TrackName("recording-1", "en")
NAMES = {"A": "Lin Guihua", "B": "Chen Yu"}


class Kept(dict[str, bytes]):
    """Finished stretches, kept in memory."""

    def put(self, key: str, data: bytes) -> None:
        self[key] = data


def cue(said: str, *, start_ms: int = 0, step_ms: int = 500, speaker: str = "") -> Cue:
    """What was said, a word each half second without a pause between them."""
    words = [
        Word(start_ms + n * step_ms, start_ms + (n + 1) * step_ms, f" {word}" if n else word)
        for n, word in enumerate(said.split())
    ]
    return Cue(start_ms, words[-1].end_ms, "".join(each.text for each in words), speaker=speaker, words=tuple(words))


def who_says(cues: tuple[Cue, ...]) -> list[tuple[str, str]]:
    return [(each.speaker, each.text) for each in cues]


# --- turns -----------------------------------------------------------------------------------------------------------


def heard(*pieces: tuple[int, int, int]) -> tuple[Turn, ...]:
    """The turns of spans of speech, each by one voice."""
    spans = [(start, end) for start, end, _ in pieces]
    marks = [[((start + end) // 2, voice)] for start, end, voice in pieces]
    return turns.turns(spans, marks, length_ms=60_000)


def test_a_turn_goes_on_through_pauses_and_the_longest_voice_comes_first() -> None:
    found = heard((1_000, 4_000, 7), (5_000, 9_000, 7), (10_000, 12_000, 3))
    assert found == (Turn(800, 9_200, "A"), Turn(9_800, 12_200, "B"))


def test_who_says_mm_does_not_take_the_floor() -> None:
    assert heard((1_000, 4_000, 0), (4_100, 4_500, 1), (4_600, 9_000, 0)) == (Turn(800, 9_200, "A"),)
    assert {each.voice for each in heard((1_000, 4_000, 0), (4_100, 4_800, 1), (4_900, 9_000, 0))} == {"A", "B"}


def test_a_short_beginning_is_of_whoever_goes_on_and_a_lonely_sound_stays_as_it_is() -> None:
    assert heard((1_000, 1_400, 1), (1_500, 5_000, 0)) == (Turn(800, 5_200, "A"),)
    assert len(heard((1_000, 1_400, 1), (9_000, 12_000, 0))) == 2


def test_turns_that_follow_at_once_do_not_overlap() -> None:
    one, other = heard((1_000, 4_000, 0), (4_050, 9_000, 1))
    assert one.end_ms <= other.start_ms and 4_000 <= one.end_ms <= 4_050


def test_nobody_speaks_and_there_are_no_turns() -> None:
    assert turns.turns([], [], length_ms=0) == ()


spoken = st.lists(st.tuples(st.integers(1, 3_000), st.integers(1, 5_000), st.integers(0, 3)), max_size=12)


@given(spoken)
def test_turns_are_in_order_and_apart_whatever_is_heard(steps: list[tuple[int, int, int]]) -> None:
    at, pieces = 0, []
    for pause, length, voice in steps:
        pieces.append((at + pause, at + pause + length, voice))
        at += pause + length
    spans = [(start, end) for start, end, _ in pieces]
    marks = [
        [(moment, voice) for moment in each]
        for each, (_, _, voice) in zip(turns.moments(spans, every_ms=200), pieces, strict=True)
    ]
    found = turns.turns(spans, marks, length_ms=at)
    edges = [edge for each in found for edge in (each.start_ms, each.end_ms)]
    assert edges == sorted(edges) and all(0 <= each <= at for each in edges)
    if pieces:
        assert found[0].voice in "ABCD" and max(edges) >= pieces[-1][1]


def test_vectors_that_are_alike_are_a_voice_even_where_only_some_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(1)
    ends = np.eye(256, dtype=np.float32)[:2]
    vectors = np.concatenate(
        [ends[[0]] + chance.normal(0, 0.02, (900, 256)), ends[[1]] + chance.normal(0, 0.02, (100, 256))]
    )
    for compared in (6_000, 50):
        monkeypatch.setattr(alike, "_COMPARED", compared)
        found = alike.voices(vectors.astype(np.float32), 2)
        assert len(set(found[:900])) == len(set(found[900:])) == 1 and found[0] != found[-1]
    silent = np.zeros((20, 256), np.float32)
    assert set(alike.voices(np.concatenate([silent, vectors[:20].astype(np.float32)]), 2).tolist()) == {0, 1}
    assert alike.voices(vectors[:0].astype(np.float32), 2).tolist() == []
    assert alike.voices(vectors[:2].astype(np.float32), 5).tolist() == [0, 1]


def test_each_filter_rises_and_falls_once_and_all_have_the_same_area() -> None:
    filters = mel_filters()
    assert filters.shape == (40, 201) and np.all(filters >= 0)
    assert np.allclose(filters.sum(axis=1)[10:], filters.sum(axis=1)[-1], rtol=0.12)


# --- names -----------------------------------------------------------------------------------------------------------


def test_a_cue_with_two_voices_is_split_between_its_words_whose_times_stay() -> None:
    asked = cue("Were you there? Yes I was")
    found = speakers.told_apart([asked], [Turn(0, 1_500, "B"), Turn(1_500, 9_000, "A")], NAMES, also_named=False)
    assert who_says(found) == [("Chen Yu", "Were you there?"), ("Lin Guihua", "Yes I was")]
    assert [(each.start_ms, each.end_ms) for one in found for each in one.words] == [
        (each.start_ms, each.end_ms) for each in asked.words
    ]


def test_what_somebody_named_before_stays_unless_it_is_to_be_named_anew() -> None:
    named = cue("It was winter", speaker="Lao Wang")
    floor = [Turn(0, 9_000, "A")]
    assert speakers.told_apart([named], floor, NAMES, also_named=False) == (named,)
    assert speakers.told_apart([named], floor, NAMES, also_named=True)[0].speaker == "Lin Guihua"
    assert speakers.told_apart([named], floor, {}, also_named=True) == (named,)


def test_words_in_a_pause_are_of_the_nearest_turn_and_a_cue_without_words_of_whoever_has_most_of_it() -> None:
    floor = [Turn(0, 1_000, "B"), Turn(5_000, 9_000, "A")]
    assert speakers.told_apart([cue("then", start_ms=4_200)], floor, NAMES, also_named=False)[0].speaker == "Lin Guihua"
    assert (
        speakers.told_apart([Cue(500, 8_000, "all of it")], floor, NAMES, also_named=False)[0].speaker == "Lin Guihua"
    )
    assert speakers.told_apart([cue("nobody")], [], NAMES, also_named=False)[0].speaker == ""


def test_a_range_is_given_to_somebody_and_nothing_around_it() -> None:
    said = (cue("one two three four", speaker="A"), cue("five six", start_ms=2_000, speaker="A"))
    found = speakers.spoken_from_to(said, 1_000, 2_500, "B")
    assert who_says(found) == [("A", "one two"), ("B", "three four"), ("B", "five"), ("A", "six")]
    assert speakers.spoken_from_to(said, 8_000, 9_000, "B") == said


@given(
    st.lists(st.integers(0, 3), min_size=1, max_size=12),
    st.lists(st.sampled_from(["我", " was", " ", "下岗", "there.", "\n", " —"]), min_size=12, max_size=12),
)
def test_whoever_speaks_no_word_and_no_moment_is_lost(voices: list[int], texts: list[str]) -> None:
    words = tuple(Word(n * 100, n * 100 + 100, texts[n]) for n in range(len(voices)))
    whole = Cue(0, len(voices) * 100, "".join(each.text for each in words), words=words)
    floor = [Turn(n * 100, n * 100 + 100, "ABCD"[voice]) for n, voice in enumerate(voices)]
    found = speakers.told_apart([whole], floor, dict(zip("ABCD", "wxyz", strict=True)), also_named=False)
    assert "".join("".join(each.text.split()) for each in found) == "".join(whole.text.split())
    moments = {(each.start_ms, each.text.strip()) for one in found for each in one.words if each.text.strip()}
    assert moments == {(each.start_ms, each.text.strip()) for each in words if each.text.strip()}


def test_the_longest_voice_is_suggested_as_the_narrator_and_the_one_left_as_the_one_who_asks() -> None:
    people = Interview(id="", narrators=(Person(name="Lin"),), interviewers=(Person(name="Chen"),))
    floor = (Turn(0, 3_000, "B"), Turn(3_000, 30_000, "A"), Turn(30_000, 32_000, "B"), Turn(32_000, 50_000, "A"))
    one, other = speakers.voices_heard(people, Voices(count=2, turns=floor))
    assert (one.voice, one.suggested, one.spoken_ms) == ("A", "Lin", 45_000)
    assert (other.voice, other.suggested) == ("B", "Chen")
    assert one.clips == ((3_400, 11_400), (32_400, 40_400)) and len(other.clips) == 2
    crossed = (Turn(0, 9_000, "A", "left"), Turn(3_000, 9_500, "B", "right"), Turn(20_000, 21_500, "B", "right"))
    alone = speakers.voices_heard(people, Voices(count=2, turns=crossed))
    assert [each.clips for each in alone] == [((400, 3_000),), ((20_000, 21_500),)]
    three = replace(people, interviewers=(Person(name="Chen"), Person(name="Wu")))
    assert [each.suggested for each in speakers.voices_heard(three, Voices(count=2, turns=floor))] == ["Lin", ""]
    tape = Recording(name="recording-1")
    assert speakers.how_many(three, tape) == 3 and speakers.how_many(Interview(id=""), tape) == 2
    assert speakers.how_many(three, replace(tape, voices=5)) == 5


def test_words_heard_on_one_side_are_of_a_voice_on_that_side() -> None:
    floor = [Turn(0, 9_000, "A", "left"), Turn(400, 1_600, "B", "right")]
    sure = Hearing(0, 0, 1)
    told = replace(cue("It was cold"), hearing=replace(sure, side="left"))
    asked = replace(cue("Was it?", start_ms=500), hearing=replace(sure, side="right"))
    found = speakers.told_apart([told, asked], floor, NAMES, also_named=False)
    assert who_says(found) == [("Lin Guihua", "It was cold"), ("Chen Yu", "Was it?")]
    edited = replace(asked, hearing=None)  # nobody knows any more on which side: who has most of the time
    assert who_says(speakers.told_apart([edited], floor, NAMES, also_named=False)) == [("Lin Guihua", "Was it?")]


def test_two_sides_are_two_voices_and_more_people_are_found_within_a_side() -> None:
    chance = np.random.default_rng(1)
    ends = np.eye(256, dtype=np.float32)
    alike = {n: (ends[[n]] + chance.normal(0, 0.02, (20, 256))).astype(np.float32) for n in (0, 1, 2)}

    def on_a_side(*whose: int) -> Listened:
        speech = [(n * 10_000, n * 10_000 + 4_000) for n in range(len(whose))]
        at = turns.moments(speech, every_ms=200)
        return Listened(60_000, speech, at, np.concatenate([alike[each] for each in whose]))

    one, other = on_a_side(0, 0, 0), on_a_side(0, 1)  # a voice that sounds like the one on the other side is another
    assert {(each.voice, each.side) for each in taken([one, other], 2)} == {("A", "left"), ("B", "right")}
    three = taken([one, on_a_side(1, 2)], 3)
    assert {(each.voice, each.side) for each in three} == {("A", "left"), ("B", "right"), ("C", "right")}
    assert [each.start_ms for each in three] == sorted(each.start_ms for each in three)


# --- the record ------------------------------------------------------------------------------------------------------

FLOOR = (Turn(0, 1_500, "B"), Turn(1_500, 9_000, "A"))
SAID = (cue("Were you there? Yes I was"), cue("It was cold", start_ms=3_000))


@pytest.fixture
def held(files: Files) -> str:
    """An interview with a text by people and a draft of voices."""
    interview = take_in_described(files, described(recordings=(Recording(name="recording-1", duration_ms=9_000),)))
    keep(files, interview.id, SAID)
    speakers.keep_draft(files, interview.id, "recording-1", Voices(count=2, turns=FLOOR, made_by="a program"))
    return interview.id


def keep(files: Files, interview_id: str, cues: tuple[Cue, ...]) -> None:
    track = Track(language="en", cues=cues, origin="person", made_by="Lin")
    transcripts.keep_text(files, interview_id, "recording-1", track, agent="Lin", detail="")


def text_of(files: Files, interview_id: str) -> list[tuple[str, str]]:
    return who_says(correcting.read_text(files, interview_id, ENGLISH).cues)


def test_names_become_a_version_of_every_text_as_one_act(files: Files, held: str) -> None:
    translated = Track(language="zh-Hans", cues=(Cue(0, 3_000, "在吗？在。"),), origin="person", translated_from="en")
    transcripts.keep_text(files, held, "recording-1", translated, agent="Lin", detail="")
    assert speakers.assign(files, held, "recording-1", NAMES, also_named=False, by="Wu") == 4
    assert text_of(files, held) == [
        ("Chen Yu", "Were you there?"),
        ("Lin Guihua", "Yes I was"),
        ("Lin Guihua", "It was cold"),
    ]
    event = list(provenance.events(files, held))[-1]
    assert (event.type, event.agent, event.detail) == (
        "voices named",
        "Wu",
        "recording-1: A = Lin Guihua, B = Chen Yu",
    )
    assert len([each for each in event.files if each.endswith(".vtt")]) == 4  # two texts, and as they were before
    assert (
        correcting.read_version(files, held, ENGLISH, correcting.versions(files, held, ENGLISH)[1].stamp).cues == SAID
    )
    assert speakers.assign(files, held, "recording-1", NAMES, also_named=False, by="Wu") == 0
    assert list(provenance.events(files, held))[-1].id == event.id  # nothing was done, and nothing is said to be
    fixity.settle(files, held)


def test_what_somebody_types_meanwhile_is_in_it_and_what_comes_after_it_too(files: Files, held: str) -> None:
    typed = Wish(act="text", cues=(SAID[1],), text="It was bitterly cold")
    correcting.correct(files, held, ENGLISH, typed, by="Zhao")
    speakers.assign(files, held, "recording-1", NAMES, also_named=False, by="Wu")
    assert ("Lin Guihua", "It was bitterly cold") in text_of(files, held)
    late = Wish(act="text", cues=(SAID[0],), text="Were you there? Yes, I was.")  # of a page opened before
    outcome = correcting.correct(files, held, ENGLISH, late, by="Zhao")
    assert outcome.disputed and outcome.text.disputes[0].after[0].text == "Were you there? Yes, I was."
    also = Wish(act="text", cues=(correcting.read_text(files, held, ENGLISH).cues[2],), text="It was cold then")
    assert not correcting.correct(files, held, ENGLISH, also, by="Zhao").disputed


def test_a_range_is_reassigned_and_what_cannot_be_is_refused(files: Files, held: str) -> None:
    told = {"start_ms": 3_000, "end_ms": 4_000, "by": "Wu"}
    assert speakers.reassign(files, held, "recording-1", "Chen Yu", **told) == 2  # type: ignore[arg-type]
    assert text_of(files, held)[1:] == [("Chen Yu", "It was"), ("", "cold")]
    assert list(provenance.events(files, held))[-1].detail == sentence(
        "%(recording)s, %(start)s to %(end)s ms: %(name)s",
        recording="recording-1",
        start=3_000,
        end=4_000,
        name="Chen Yu",
    )
    with pytest.raises(BadInput):
        speakers.reassign(files, held, "recording-1", "", start_ms=0, end_ms=1_000, by="Wu")
    with pytest.raises(BadInput):
        speakers.reassign(files, held, "recording-1", "Chen", start_ms=2, end_ms=1, by="Wu")
    for unknown in ("recording-2",):
        with pytest.raises(NotFound):
            speakers.assign(files, held, unknown, NAMES, also_named=False, by="Wu")
        with pytest.raises(NotFound):
            speakers.reassign(files, held, unknown, "Chen", start_ms=0, end_ms=1, by="Wu")


def test_a_draft_that_a_killed_worker_left_is_adopted_and_any_other_makes_room(files: Files, held: str) -> None:
    key = voices_file(held, "recording-1")
    left = files.store.read(key)
    speakers.keep_draft(files, held, "recording-1", Voices(count=2, turns=FLOOR, made_by="a program", made_at="later"))
    assert files.store.read(key) == left
    speakers.keep_draft(files, held, "recording-1", Voices(count=1, turns=FLOOR[1:], made_by="a program"))
    assert speakers.read_voices(files, held, "recording-1") == Voices(count=1, turns=FLOOR[1:], made_by="a program")


def asking(files: Files, settings: Settings) -> Callable[..., None]:
    def ask(interview_id: str, count: int) -> None:
        speakers.ask(files, interview_id, "recording-1", count, settings=settings, agent="Wu")

    return ask


def owed(files: Files, settings: Settings, interview_id: str) -> list[Step]:
    steps = jobs.owed_to(files, settings, files.read_interview(interview_id))
    return [each for each in steps if each.name == "speakers"]


def test_nothing_is_drafted_unasked_nor_against_consent(files: Files, settings: Settings, weights: Path) -> None:
    interview = take_in_described(files, described(recordings=(Recording(name="recording-1", duration_ms=9_000),)))
    assert owed(files, settings, interview.id) == []
    ask = asking(files, settings)
    ask(interview.id, 2)
    (step,) = owed(files, settings, interview.id)
    ask(interview.id, 3)
    assert owed(files, settings, interview.id) != [step]
    with pytest.raises(BadInput):
        ask(interview.id, 11)
    shut = Consent(statement="Not to be worked on by machines", uses=("text",), given_on="2016-03-14")
    closed = take_in_described(files, described(recordings=(Recording(name="recording-1"),), consent=shut))
    with pytest.raises(Refused, match="does not name processing"):
        ask(closed.id, 2)
    already = described(recordings=(Recording(name="recording-1", voices=2),), consent=shut)
    assert owed(files, settings, take_in_described(files, already).id) == []


def test_without_the_weights_nobody_can_ask_and_is_told_what_is_missing(
    files: Files, tmp_path: Path, held: str
) -> None:
    bare = Settings(home=files.instance.parent, models=str(tmp_path / "none"))
    assert "earwitness model fetch voices" in str(speakers.what_is_missing(bare))
    with pytest.raises(Unavailable, match="earwitness model fetch voices"):
        asking(files, bare)(held, 2)
    assert speakers.assign(files, held, "recording-1", NAMES, also_named=False, by="Wu")  # what is there can be named


def test_doctor_says_what_is_missing_and_calls_nobody_ill_for_it(tmp_path: Path) -> None:
    told = {each.part: each for each in diagnose(Settings(home=tmp_path, models=str(tmp_path / "none")))}
    assert told["voices"].well and "earwitness model fetch voices" in told["voices"].says


# --- real voices -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def weights() -> Path:
    """The weights that voices are told apart with, which `make test` fetches."""
    try:
        return speakers.find_weights(Settings())
    except Unavailable as missing:
        pytest.skip(str(missing))


LOADING = pytest.mark.filterwarnings("ignore:.torch.jit.load. is deprecated:DeprecationWarning")
"""What silero-vad tells its developers; a worker's process says it to nobody."""


@LOADING
@pytest.mark.slow
def test_two_voices_of_a_long_recording_are_told_apart(shared: Path, weights: Path) -> None:
    path = shared / "speech/longform/en_fixture_interview2.flac"
    samples = media.decode(path).samples
    found = draft_of(samples, 2, encoder=Encoder(weights))
    wrong = errors(read_rttm(path.with_suffix(".rttm")), found, length_ms=len(samples) // 16)
    assert wrong.rate <= 0.05 and wrong.confused == 0
    assert draft_of(samples[:160_000], 1, encoder=Encoder(weights))[0].voice == "A"
    with pytest.raises(BadInput):
        draft_of(samples, 0, encoder=Encoder(weights))


@LOADING
@pytest.mark.slow
def test_of_two_readers_at_once_nineteen_words_of_twenty_have_the_right_speaker(shared: Path, weights: Path) -> None:
    stereo = shared / "speech/en/fasterwhisper/stereo_diarization.wav"
    said = [line.partition(": ")[::2] for line in stereo.with_suffix(".txt").read_text("utf-8").splitlines()]
    samples = media.decode_to_hear(stereo).samples
    saved = Kept()
    cues = labelled(samples, Encoder(weights), who_speaks_in(SIDES), saved=saved)
    words = words_right(cues, said)
    assert words.said == 22 and words.right >= 0.95 * words.said
    sides = {each.speaker: each.hearing.side for each in cues if each.hearing}
    assert sides == {"LEFT": "left", "RIGHT": "right"}
    before = dict(saved)  # all that a run needs which goes on after it was killed
    wanted = transcribe.Wanted(language="en")
    again = transcribe.transcribe(samples, wanted, settings=Settings(), saved=saved, progress=lambda *_: None)
    assert [each.text for each in again.cues] == [each.text for each in cues] and saved == before


@LOADING
@pytest.mark.slow
def test_where_nobody_speaks_there_are_no_turns(weights: Path) -> None:
    assert draft_of(np.zeros(160_000, np.float32), 2, encoder=Encoder(weights)) == ()
    assert draft_of(np.zeros(0, np.float32), 2, encoder=Encoder(weights)) == ()


@pytest.mark.slow
def test_the_worker_drafts_and_keeps_turns_alone(shared: Path, settings: Settings, weights: Path) -> None:
    files = open_files(settings)
    interview = take_in(files, shared / "speech/diar/picovoice/falcon_test.wav")
    queue = jobs.open_queue(files, settings)
    for count in (3, 2):
        asking(files, settings)(interview.id, count)
        (step,) = owed(files, settings, interview.id)
        event = queue.do(step)
        assert event.type == "voices told apart" and "Resemblyzer 0.1.4" in event.agent
        assert owed(files, settings, interview.id) == []
    _only_turns(files, queue, interview.id)


def _only_turns(files: Files, queue: Queue, interview_id: str) -> None:
    voices = speakers.read_voices(files, interview_id, "recording-1")
    assert voices is not None and voices.count == 2 and {each.voice for each in voices.turns} == {"A", "B"}
    kept = files.store.names(f"transcripts/{interview_id}/versions")
    assert [each for each in kept if each.endswith("recording-1.voices.json")]  # the draft of three
    # A vector of 256 numbers would be no less than a kilobyte: there is no room for one.
    assert all(files.store.size(key) < 3_000 for key in files.store.walk("transcripts") if "voices" in key)
    assert fixity.verify(files, interview_id, agent="a test") == []


# --- the measure -----------------------------------------------------------------------------------------------------


def test_the_error_rate_counts_missed_found_and_confused_time_outside_the_collar() -> None:
    truth = (Turn(0, 4_000, "x"), Turn(4_000, 8_000, "y"))
    assert errors(truth, (Turn(0, 4_000, "B"), Turn(4_000, 8_000, "A")), length_ms=10_000) == Errors(0, 0, 0)
    assert errors(truth, (Turn(0, 4_200, "B"), Turn(4_200, 8_100, "A")), length_ms=10_000) == Errors(0, 0, 0)
    half = errors(truth, (Turn(0, 8_000, "A"),), length_ms=10_000, collar_ms=0)
    assert half == Errors(0, 0, 0.5) and half.rate == 0.5
    missed = errors(truth, (Turn(0, 4_000, "A"), Turn(8_000, 10_000, "B")), length_ms=10_000, collar_ms=0)
    assert missed == Errors(0.5, 0.25, 0)
    both = (*truth, Turn(0, 2_000, "y"))
    assert errors(both, truth, length_ms=10_000, collar_ms=0).missed == 0.2
