"""What we write as WebVTT we read as the same: tracks, cues, words, figures and index points, whatever they hold."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import BadInput, BadRecord
from archive.records import LATEST_MS, Cue, Hearing, IndexPoint, Track, Word
from archive.webvtt import (
    parse,
    plain_text,
    read_index_points,
    read_track,
    tidy_words,
    write_index_points,
    write_track,
)
from archive.webvtt.voices import cues_of

AWKWARD = [
    "&", "<", ">", "--", "-->", "\n", "\n\n", "\r\n", " ", "  ", "\t", "\0", "\x0b", "\x1f", "\x85", "\u2028", "\u2029",
    "\ufeff", "\ud800", "\udfff", "\U0001f600", "&amp;", "&#0;", "</v>", "<c.word>", "<00:00:01.000>", "NOTE", "STYLE",
    "WEBVTT", "heard:", "language:", ":", "\\", "\\n", "\\u0041", '"', "'", ",", "下岗", "鹤岗", "说：“走了”。", "é",
]  # fmt: skip
awkward_text = st.lists(st.one_of(st.sampled_from(AWKWARD), st.text(max_size=6)), max_size=6).map("".join)
texts = st.one_of(awkward_text, st.text(st.characters(codec=None), max_size=30))
moments = st.one_of(st.integers(0, 20), st.integers(0, 20_000), st.integers(0, LATEST_MS))
figures = st.one_of(st.floats(-10, 10), st.floats(allow_nan=False, allow_infinity=False))
hearings = st.builds(
    Hearing,
    no_speech=figures,
    logprob=figures,
    compression=figures,
    words=st.lists(st.integers(0, 100), max_size=4).map(tuple),
    flags=st.lists(texts.filter(bool), max_size=3).map(tuple),
)
languages = st.sampled_from(["en", "zh-Hans", "zh", ""])


@st.composite
def cues(draw: st.DrawFn) -> Cue:
    start_ms, end_ms = sorted((draw(moments), draw(moments)))
    said = [(draw(moments), draw(moments), text) for text in draw(st.lists(texts.filter(bool), max_size=5))]
    words = tidy_words(said, start_ms, end_ms)
    return Cue(
        start_ms=start_ms,
        end_ms=end_ms,
        text="".join(word.text for word in words) if words else draw(texts),
        speaker=draw(texts),
        words=words,
        hearing=draw(st.none() | hearings),
        id=draw(texts).replace("-->", "→"),
        settings=draw(st.one_of(texts, st.sampled_from(["", "align:start line:10%"]))),
    )


tracks = st.builds(
    Track,
    language=st.one_of(languages, texts),
    cues=st.lists(cues(), max_size=4).map(tuple),
    origin=st.sampled_from(["machine", "person"]),
    made_by=texts,
    made_at=texts,
    translated_from=st.one_of(languages, texts),
    approved_by=texts,
    approved_on=texts,
    notes=st.dictionaries(texts, texts, max_size=3),
)


@given(tracks)
@settings(max_examples=400)
def test_every_track_is_read_as_it_was_written(track: Track) -> None:
    assert read_track(write_track(track)) == track


@given(tracks)
@settings(max_examples=100)
def test_every_track_survives_the_disk_and_is_all_webvtt(track: Track) -> None:
    on_disk = write_track(track).encode()
    assert read_track(on_disk) == track
    parsed = parse(on_disk)
    assert not parsed.strays
    assert len(parsed.cues) == len(track.cues)
    assert b"\r" not in on_disk and b"\0" not in on_disk


# --- tracks ----------------------------------------------------------------------------------------------------------


@given(cues())
@settings(max_examples=200)
def test_the_quick_reading_of_a_cue_is_the_reading_of_its_tree(cue: Cue) -> None:
    for timed in parse(write_track(Track(language="en", cues=(cue,)))).cues:
        in_bold = replace(timed, text=f"<b>{timed.text}")  # the tree has to be read, and bold says nothing
        assert cues_of(in_bold, None) == cues_of(timed, None) == (replace(cue, hearing=None),)


def test_a_transcript_reads_as_the_documentation_shows_it() -> None:
    english, chinese, points = examples()
    first, second = read_track(english).cues
    assert (first.speaker, first.text) == ("Mary Kowalski", "They closed Number Four.")
    assert [(word.start_ms, word.end_ms) for word in first.words[1:3]] == [(72_300, 72_700), (73_100, 73_600)]
    assert first.hearing == Hearing(0.0213, -0.31, 1.52, (98, 91, 77, 99))
    assert second.words == (Word(76_000, 77_000, "Thanks."),)
    assert second.hearing is not None and second.hearing.flags == ("silence", "known phrase")
    assert read_track(english).notes == {"beam": "1"}
    corrected = read_track(chinese)
    assert (corrected.language, corrected.origin, corrected.approved_by) == ("zh-Hans", "person", "王芳")
    assert [cue.speaker for cue in corrected.cues] == ["赵桂兰", "采访者"]
    (point,) = read_index_points(points)
    assert point.title == {"zh-Hans": "下岗那一年", "en": "The year of the layoffs"}


def test_the_documentation_shows_transcripts_as_they_are_written() -> None:
    english, chinese, points = examples()
    assert write_track(read_track(english)) == english
    assert write_track(read_track(chinese)) == chinese
    assert write_index_points(read_index_points(points)) == points


def examples() -> list[str]:
    text = (Path(__file__).parent.parent / "docs" / "record-format-webvtt.md").read_text("utf-8")
    return [block.removeprefix("\n") for block in text.split("```")[1::2]]


def test_values_that_look_like_the_format_do_no_harm() -> None:
    track = Track(
        language="zh-Hans",
        made_by="x\n\nNOTE y\n\n00:00:01.000 --> 00:00:02.000\ninvented",
        notes={"language": "fr", "a: b": "c", "--> ": " \\n "},
        cues=(Cue(0, 9, "WEBVTT\n\nNOTE heard: no speech 1", speaker="Li --", id="NOTE heard: x"), Cue(9, 9, "\n")),
    )
    assert read_track(write_track(track)) == track
    assert len(parse(write_track(track)).cues) == 2


def test_the_language_of_the_name_counts_only_where_the_file_has_none() -> None:
    assert read_track("WEBVTT\n", language_hint="zh").language == "zh"
    assert read_track(write_track(Track(language="en")), language_hint="zh").language == "en"


def test_a_file_signed_by_nobody_is_taken_for_the_machine_s() -> None:
    assert read_track("WEBVTT\n\n00:01.000 --> 00:02.000\nHi").is_machine_made
    assert read_track("WEBVTT\n\nNOTE About this transcript\nlanguage: en\norigin: a friend\n").is_machine_made


def test_what_people_write_into_the_file_by_hand_keeps_its_words() -> None:
    said = (
        "WEBVTT\n\nNOTE About this transcript\nlanguage: en\nChecked twice by Li\n\nNOTE ask Wang about this\n\n"
        "00:01.000 --> 00:05.000\n<v Li>Were you <i>afraid</i>?</v>\n<v Wang>Of <00:09.000>what?"
    )
    track = read_track(said)
    assert [(cue.speaker, cue.text, cue.words) for cue in track.cues] == [
        ("Li", "Were you afraid?", ()),
        ("Wang", "Of what?", ()),
    ]
    assert track.notes == {"Checked twice by Li": ""}


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("no signature", "not a WebVTT file"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\na\n\n00:03,000 --> 00:04,000\nb", "Line 6 is neither a cue nor a note"),
        ("WEBVTT\n\n00:02.000 --> 00:01.000\na", "Line 3: A cue cannot run from 2000 ms to 1000 ms"),
        ("WEBVTT\n\nNOTE heard: not well\n\n00:01.000 --> 00:02.000\na", "Line 3: 'heard: not well' does not say"),
        (
            "WEBVTT\n\nNOTE heard: no speech x, logprob 1, compression 1\n\n00:01.000 --> 00:02.000\na",
            "Line 3: 'heard:",
        ),
    ],
)
def test_a_damaged_file_of_the_record_is_refused_by_line(said: str, fault: str) -> None:
    with pytest.raises(BadRecord, match=fault) as refusal:
        read_track(said)
    assert refusal.value.next_step


# --- index points ----------------------------------------------------------------------------------------------------

points = st.builds(
    lambda times, **rest: IndexPoint(start_ms=min(times), end_ms=max(times), **rest),
    st.tuples(moments, moments),
    title=st.dictionaries(st.one_of(languages, texts), texts, max_size=3),
    synopsis=st.dictionaries(st.one_of(languages, texts), texts, max_size=3),
    keywords=st.lists(texts, max_size=3).map(tuple),
    subjects=st.lists(texts, max_size=3).map(tuple),
    place=texts,
)


@given(st.lists(points, max_size=4).map(tuple))
@settings(max_examples=200)
def test_every_index_point_is_read_as_it_was_written(written: tuple[IndexPoint, ...]) -> None:
    on_disk = write_index_points(written).encode()
    assert read_index_points(on_disk) == written
    assert len(parse(on_disk).cues) == len(written)


def test_a_plain_player_shows_the_title_of_an_index_point() -> None:
    point = IndexPoint(start_ms=0, end_ms=60_000, title={"en": "R&D <early>", "zh": "早年"}, synopsis={"en": "a\nb"})
    (cue,) = parse(write_index_points([point])).cues
    assert plain_text(cue.nodes) == "R&D <early>"


def test_the_chapters_of_other_people_are_index_points(shared: Path) -> None:
    chapters = shared / "vtt" / "aapb" / "text" / "chapters" / "cpb-aacip-114-90dv49m9.vtt"
    found = read_index_points(chapters.read_bytes(), language_hint="en")
    assert [point.title["en"] for point in found][:2] == ["Opening", "Rose-Ann's Bakery"]
    assert (found[1].start_ms, found[1].end_ms) == (101_000, 486_000)


def test_an_index_point_that_runs_backwards_is_refused_by_line() -> None:
    with pytest.raises(BadRecord, match="Line 3: An index point cannot run from 2000 ms to 1000 ms"):
        read_index_points("WEBVTT\n\n00:02.000 --> 00:01.000\na")


# --- words that hold together ----------------------------------------------------------------------------------------

spoken = st.lists(st.tuples(st.integers(-50, 200), st.integers(-50, 200), st.sampled_from(["下岗", " mine", "."])))


@given(spoken, st.integers(0, 100), st.integers(0, 100))
def test_tidy_words_are_as_many_as_were_said_and_fit_their_cue(
    said: list[tuple[int, int, str]], start_ms: int, length_ms: int
) -> None:
    words = tidy_words(said, start_ms, start_ms + length_ms)
    assert len(words) == (len(said) if length_ms >= len(said) else 0)
    text = "".join(word.text for word in words)
    cue = Cue(start_ms, start_ms + length_ms, text, words=words)
    assert (
        tidy_words([(word.start_ms, word.end_ms, word.text) for word in cue.words], cue.start_ms, cue.end_ms) == words
    )


def test_tidy_words_moves_times_no_further_than_it_must() -> None:
    said = [(900, 1200, "a"), (1200, 1200, "b"), (1200, 1500, "c"), (1400, 2100, "d")]
    assert tidy_words(said, 1000, 2000) == (
        Word(1000, 1200, "a"),
        Word(1200, 1201, "b"),
        Word(1201, 1400, "c"),
        Word(1400, 2000, "d"),
    )


def test_words_without_text_or_without_time_are_no_words() -> None:
    assert tidy_words([(0, 5, "a"), (5, 9, "")], 0, 9) == ()
    assert tidy_words([(0, 0, "a"), (0, 0, "b")], 0, 1) == ()


@pytest.mark.parametrize(
    "words", [(Word(0, 6, "a"), Word(5, 9, "b")), (Word(5, 9, "a"), Word(0, 5, "b")), (Word(0, 10, "ab"),)]
)
def test_words_that_overlap_or_leave_their_cue_are_refused(words: tuple[Word, ...]) -> None:
    with pytest.raises(BadInput, match="overlap, or lie outside"):
        Cue(0, 9, "ab", words=words)


@pytest.mark.parametrize("figure", [float("nan"), float("inf")])
def test_a_hearing_without_finite_figures_is_refused(figure: float) -> None:
    with pytest.raises(BadInput, match="finite"):
        Hearing(0.1, figure, 1.0)


def test_three_hours_of_talk_are_written_and_read_whole() -> None:
    cues = tuple(thirteen_words(start_ms) for start_ms in range(0, 2000 * 5400, 5400))
    assert read_track(write_track(Track(language="zh", cues=cues))).cues == cues


def thirteen_words(start_ms: int) -> Cue:
    words = tuple(Word(at, at + 350, f" 矿{at}") for at in range(start_ms, start_ms + 5200, 400))
    text = "".join(word.text for word in words)
    return Cue(
        start_ms, start_ms + 5200, text, speaker="Wang", words=words, hearing=Hearing(0.1, -0.2, 1.5, (90,) * 13)
    )
