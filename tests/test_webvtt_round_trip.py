"""What we write as WebVTT we read as the same: tracks, cues, words, figures and index points, whatever they hold."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.records import LATEST_MS, Cue, Hearing, IndexPoint, Track, Word
from archive.webvtt import parse, read_index_points, read_track, tidy_words, write_index_points, write_track

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
        id=draw(texts).replace("-->", "→").replace("-->", "→"),
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
@settings(max_examples=400, deadline=None)
def test_every_track_is_read_as_it_was_written(track: Track) -> None:
    assert read_track(write_track(track)) == track


@given(tracks)
@settings(max_examples=100, deadline=None)
def test_every_track_survives_the_disk_and_is_all_webvtt(track: Track) -> None:
    on_disk = write_track(track).encode()
    assert read_track(on_disk) == track
    parsed = parse(on_disk)
    assert not parsed.strays
    assert len(parsed.cues) == len(track.cues)
    assert b"\r" not in on_disk and b"\0" not in on_disk
