"""WebVTT files are read as the standard says, and their cue text as the tree it stands for."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.errors import BadInput
from archive.webvtt import (
    Moment,
    Node,
    Note,
    Span,
    Stray,
    Style,
    TimedText,
    cues_from,
    parse,
    parse_cue_text,
    parse_timestamp,
    plain_text,
    read_foreign,
    read_index_points,
    read_track,
    timestamp,
)

# --- files -----------------------------------------------------------------------------------------------------------


def test_a_file_is_read_in_its_order_with_notes_styles_and_what_nobody_understands() -> None:
    found = parse(
        "WEBVTT - After the Mine\nKind: captions\nLanguage: en\n\nSTYLE\n::cue { color: red }\n\n"
        "NOTE checked by Li\nand by Wang\n\n"
        "clip 1\n00:01.000 --> 00:02.500 align:start line:10%\nThe mine\nwas closed.\n\n"
        "00:00:03,000 --> 00:00:04,000\nwith commas\n\nSTYLE\ntoo late\n"
    )
    assert found.header == "- After the Mine\nKind: captions\nLanguage: en"
    assert found.headers == {"Kind": "captions", "Language": "en"}
    style, note, cue, commas, late = found.blocks
    assert style == Style(line=5, css="::cue { color: red }")
    assert note == Note(line=8, text="checked by Li\nand by Wang")
    assert isinstance(cue, TimedText)
    assert (cue.line, cue.id, cue.start_ms, cue.end_ms) == (11, "clip 1", 1000, 2500)
    assert (cue.settings, cue.text) == ("align:start line:10%", "The mine\nwas closed.")
    assert (cue.layout.align, cue.layout.line, cue.layout.snap_to_lines) == ("start", 10, False)
    assert commas == Stray(line=16, text="00:00:03,000 --> 00:00:04,000\nwith commas")
    assert late == Stray(line=19, text="STYLE\ntoo late")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_byte_order_marks_and_line_ends_do_not_matter(end: str, mark: bytes) -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n下岗\n二\n\n00:02.000 --> 00:03.000\n走了".replace("\n", end)
    assert [cue.text for cue in parse(mark + text.encode()).cues] == ["下岗\n二", "走了"]


def test_bytes_that_are_not_utf8_and_nul_become_replacement_characters() -> None:
    found = parse(b"WEBVTT\n\n00:01.000 --> 00:02.000\ncaf\xe9 \x00!")
    assert found.cues[0].text == "caf\ufffd \ufffd!"


@pytest.mark.parametrize("text", ["", "\ufeff", "webvtt\n", "WEBVTTX\n", " WEBVTT\n", "1\n00:01.000 --> 00:02.000\nHi"])
def test_a_file_without_the_signature_is_refused_with_a_next_step(text: str) -> None:
    with pytest.raises(BadInput) as refusal:
        parse(text)
    assert "not a WebVTT file" in str(refusal.value.fault)
    assert "first line must be WEBVTT" in str(refusal.value.next_step)


@pytest.mark.parametrize("text", ["WEBVTT", "WEBVTT\n", "WEBVTT FILE", "WEBVTT\n\n\n", "WEBVTT\nheader only"])
def test_a_signed_file_may_be_empty(text: str) -> None:
    assert parse(text).blocks == ()


WORDS_OF_THE_FORMAT = [
    "WEBVTT", "\n", "\n\n", "\r", "-->", " --> ", "00:00:01.000", "00:02.000", "9" * 5000 + ":00:00.000",
    "NOTE", "STYLE", "REGION", "id:a", "region:a", "line:" + "9" * 400, "lines:" + "9" * 5000, "position:5%,center",
    "size:50%", "vertical:rl", "<", ">", "<v Li>", "</v>", "<c.word>", "<b>", "</b>", "<ruby>", "<rt>", "</ruby>",
    "<lang zh>", "</lang>", "&", "&lt;", "&ampamp;", "&#0;", "&#" + "9" * 5000 + ";", "&#x80;", "&#xd800;", "<br>",
    "heard: no speech 1, logprob 1, compression x", "About this transcript", "language: zh", "index point",
    "title (en): x", "走", " ", "\t", "\x1f", "\0", "\ud800", "\ufeff",
]  # fmt: skip
files_of_sorts = st.lists(st.one_of(st.sampled_from(WORDS_OF_THE_FORMAT), st.text(max_size=4)), max_size=25).map(
    "".join
)
openings = st.sampled_from(["", "WEBVTT\n\n", "WEBVTT\n\n00:01.000 --> 00:05.000\n", "WEBVTT\n\nREGION\nid:a lines:"])


@given(opening=openings, rest=st.one_of(files_of_sorts, st.text(st.characters(codec=None))))
@example(opening="", rest="")
@settings(max_examples=500)
def test_no_text_at_all_breaks_a_reader(opening: str, rest: str) -> None:
    for read in (lambda text: [cue.nodes for cue in parse(text).cues], read_track, read_index_points, foreign):
        try:
            read(opening + rest)
        except BadInput as refusal:
            assert refusal.next_step


@given(st.one_of(st.binary(), st.binary().map(lambda data: b"WEBVTT\n\n00:01.000 --> 00:05.000\n" + data)))
@settings(max_examples=200)
def test_no_bytes_at_all_break_a_reader(data: bytes) -> None:
    for read in (parse, read_track, read_index_points, foreign):
        try:
            read(data)
        except BadInput as refusal:
            assert refusal.next_step


def foreign(text: str | bytes) -> object:
    return cues_from(read_foreign(text))


# --- times -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "ms"),
    [("00:01.500", 1500), ("01:02:03.004", 3_723_004), ("0:00:00.001", 1), ("100:00:00.000", 360_000_000)],
)
def test_times_are_read_with_and_without_hours(text: str, ms: int) -> None:
    assert parse_timestamp(text) == ms


@pytest.mark.parametrize(
    "text", ["1:00.000", "00:60.000", "60:00.000", "00:00.00", "00:00,000", "٠٠:٠٠.٠٠٠", " 00:00.000"]
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert parse_timestamp(text) is None


@given(st.integers(0, 3_600_000_000))
def test_every_moment_is_read_as_written(ms: int) -> None:
    assert parse_timestamp(timestamp(ms)) == ms


# --- cue text --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "nodes"),
    [
        ("Hi", ("Hi",)),
        ("<v.loud  Wang&nbsp;Fang >Hi</v>!", (Span("v", ("Hi",), ("loud",), "Wang\xa0Fang"), "!")),
        ("<00:01.000>one<00:00:02.000>two", (Moment(1000), "one", Moment(2000), "two")),
        ("<00:01.000 >no<1:2>moment", ("no", "moment")),
        ("<i><b>x</i>y</b>z", (Span("i", (Span("b", ("x", "y")), "z")),)),
        ("<ruby>矿<rt>kuàng</ruby>工", (Span("ruby", ("矿", Span("rt", ("kuàng",)))), "工")),
        ("<lang zh>走<i>了</lang>", (Span("lang", ("走", Span("i", ("了",), language="zh")), (), "zh", "zh"),)),
        ("a<br>b<>c<font color=red>d</font>", ("a", "b", "c", "d")),
        ("R&D &amp;amp; &lt &notit; &#65;&#x4e0b;&#128;&#0;&#13;", ("R&D &amp; < ¬it; A下€\ufffd\r",)),
        ("2 < 3 > 1", ("2 ", " 1")),
        ("<", ()),
    ],
)
def test_cue_text_becomes_the_tree_it_stands_for(text: str, nodes: tuple[Node, ...]) -> None:
    assert parse_cue_text(text) == nodes


def test_the_words_of_a_tree_are_read_without_markup_and_ruby_readings() -> None:
    assert plain_text(parse_cue_text("<v Li>鹤<b>岗<00:01.000></b><ruby>矿<rt>kuàng</rt></ruby>")) == "鹤岗矿"


def test_a_tree_as_deep_as_the_file_is_long_can_be_walked() -> None:
    cue = "<b><lang zh>" * 50_000 + "矿"
    (read,) = cues_from(parse(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{cue}"))
    assert read.text == "矿"


# --- other people's files --------------------------------------------------------------------------------------------


def test_several_voices_in_a_cue_become_several_cues_that_share_its_time() -> None:
    said = (
        "WEBVTT\n\n1\n00:01.000 --> 00:05.000\n<v Li>Were you afraid?</v>\n<v Wang>Of <i>what</i>?</v>\n<i>(laughs)</i>"
    )
    cues = cues_from(parse(said))
    assert [(cue.speaker, cue.text) for cue in cues] == [
        ("Li", "Were you afraid?"),
        ("Wang", "Of what?"),
        ("", "(laughs)"),
    ]
    assert {(cue.start_ms, cue.end_ms) for cue in cues} == {(1000, 5000)}
    assert [cue.id for cue in cues] == ["1", "", ""]


def test_inline_times_split_voices_and_time_words() -> None:
    said = "WEBVTT\n\n00:01.000 --> 00:05.000\n<v Li>Were <00:02.000>you</v> <00:03.000><v Wang>Yes <00:04.000>I was"
    li, wang = cues_from(parse(said))
    assert (li.start_ms, li.end_ms, wang.start_ms, wang.end_ms) == (1000, 3000, 3000, 5000)
    assert [(word.start_ms, word.text) for word in li.words] == [(1000, "Were "), (2000, "you")]
    assert [(word.start_ms, word.text) for word in wang.words] == [(3000, "Yes "), (4000, "I was")]


def test_inline_times_that_make_no_sense_are_dropped_and_the_words_kept() -> None:
    (cue,) = cues_from(parse("WEBVTT\n\n00:01.000 --> 00:05.000\nWe <00:04.000>went <00:02.000>down <00:09.000>early"))
    assert (cue.text, cue.words) == ("We went down early", ())


def test_line_breaks_and_spaces_of_other_programs_are_tidied() -> None:
    said = "WEBVTT\n\n00:01.000 --> 00:05.000\n  one  <br>two<BR /><br/>three \n\n00:05.000 --> 00:06.000\n <c> </c>\n"
    (cue,) = cues_from(parse(said))
    assert cue.text == "one\ntwo\nthree"


def test_ruby_readings_are_kept_in_brackets() -> None:
    (cue,) = cues_from(parse("WEBVTT\n\n00:01.000 --> 00:05.000\n<ruby>鹤岗<rt>Hegang</rt></ruby>的煤矿"))
    assert cue.text == "鹤岗（Hegang）的煤矿"


def test_a_cue_that_ends_before_it_starts_lasts_until_the_next() -> None:
    said = "WEBVTT\n\n00:01.000 --> 00:00.000\na\n\n00:04.000 --> 00:04.000\nb\n\n00:09.000 --> 00:00:00.000\nc"
    assert [(cue.start_ms, cue.end_ms) for cue in cues_from(parse(said))] == [(1000, 4000), (4000, 4000), (9000, 9000)]


def test_cues_come_in_order_of_time_and_leave_regions_behind() -> None:
    said = "WEBVTT\n\n00:05.000 --> 00:06.000 region:a align:start\nlater\n\n00:01.000 --> 00:02.000\nfirst"
    first, later = cues_from(parse(said))
    assert (first.text, later.text, later.settings) == ("first", "later", "align:start")


def test_a_file_without_signature_is_read_if_it_has_cues() -> None:
    (cue,) = cues_from(read_foreign("\n1\n00:01.000 --> 00:02.000\nHi"))
    assert (cue.id, cue.text) == ("1", "Hi")
    with pytest.raises(BadInput, match="nor a single cue"):
        read_foreign("dear diary")


@pytest.mark.parametrize(
    ("name", "count", "first", "last"),
    [
        ("webvtt-py/captions_with_bom.vtt", 4, "Caption text #1", "Caption text #4"),
        ("webvtt-py/comments.vtt", 3, "- Ta en kopp varmt te.\n- Det är inte varmt.", "- Ta en kopp"),
        ("webvtt-py/cue_tags.vtt", 3, "When the moon hits your eye", "That's amore"),
        ("webvtt-py/invalid.vtt", 7, "Caption text #1", "Caption text #7"),
        ("webvtt-py/invalid_timeframe.vtt", 6, "Caption text #1", "Caption text #7"),
        ("webvtt-py/invalid_timeframe_in_cue_text.vtt", 3, "Caption text #1", "Caption text #3"),
        ("webvtt-py/metadata_headers_multiline.vtt", 2, "Caption text #1", "Caption text #2"),
        ("webvtt-py/missing_caption_text.vtt", 4, "Caption text #1", "Caption text #5"),
        ("webvtt-py/missing_timeframe.vtt", 6, "Caption text #1", "Caption text #7"),
        ("webvtt-py/no_captions.vtt", 0, "", ""),
        ("webvtt-py/one_caption.vtt", 1, "Caption text #1", "Caption text #1"),
        ("webvtt-py/sample.vtt", 16, "Caption text #1", "Caption text #16"),
        ("webvtt-py/styles.vtt", 1, "- Hello world.", "- Hello world."),
        ("webvtt-py/using_identifiers.vtt", 6, "Caption text #1", "Caption text #6"),
        ("webvtt-py/youtube_dl.vtt", 4, "yeah", "this will happen is I'm telling"),
        ("aapb/web_vtt/vtt_example.vtt", 10, "male narrator:\nIN THE SUMMER OF 1957,", "CIRCLING THE SCHOOL"),
        ("avalon/captions.vtt", 1, "Example captions", "Example captions"),
        ("avalon/chunk_test.vtt", 10, "[music]", ""),
        ("avalon/transcript-example.vtt", 21, "Hiring a transcriber saves time and resources.", ""),
    ],
)
def test_real_files_are_read_sensibly(shared: Path, name: str, count: int, first: str, last: str) -> None:
    cues = cues_from(read_foreign((shared / "vtt" / name).read_bytes()))
    assert len(cues) == count
    assert not cues or (cues[0].text == first and cues[-1].text.endswith(last))


def test_words_lost_to_a_broken_timing_line_are_not_lost_unsaid(shared: Path) -> None:
    folder = shared / "vtt" / "webvtt-py"
    (stray,) = parse((folder / "invalid_timeframe.vtt").read_bytes()).strays
    assert (stray.line, stray.text) == (6, "00:00:07.000 --> 00:00:1d.890\nCaption text #2")
    (stray,) = parse((folder / "missing_timeframe.vtt").read_bytes()).strays
    assert stray.text == "Caption text #2"


def test_word_times_of_other_programs_are_kept(shared: Path) -> None:
    third = cues_from(parse((shared / "vtt" / "webvtt-py" / "youtube_dl.vtt").read_bytes()))[2]
    assert [word.text for word in third.words] == ["this", " will", " happen", " is", " I'm", " telling"]
    assert [word.start_ms for word in third.words[:3]] == [304_080, 304_199, 304_379]
