"""A concordance has every place where the words are said and no other, and trends count exactly those places."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.counting import Concordance, Line, Sort, concordance, in_archive_order, in_order, lines, trend
from archive.counting.concordance import MOST_SORTED
from archive.counting.cutting import beginning, ending
from archive.index import Index, build, open_index, reindex
from archive.index.build import COMMON
from archive.records import OPEN, Cue, Word
from archive.release import Released, ReleasedCollection, ReleasedRecording, ReleasedTrack


def spoken(language: str, *said: tuple[str, str], recording: str = "recording-1", **made: object) -> ReleasedTrack:
    cues = tuple(Cue(10_000 * n, 10_000 * n + 9_000, text, speaker) for n, (speaker, text) in enumerate(said))
    return replace(ReleasedTrack(recording=recording, language=language, cues=cues), **made)  # type: ignore[arg-type]


def told(interview_id: str, *tracks: ReleasedTrack, **fields: object) -> Released:
    names = sorted({each.recording for each in tracks} or {"recording-1"})
    recordings = tuple(ReleasedRecording(name=name, kind="audio", duration_ms=600_000) for name in names)
    released = Released(id=interview_id, title={}, transcript=OPEN, sound=OPEN, recordings=recordings, tracks=tracks)
    return replace(released, **fields)  # type: ignore[arg-type]


WINCH = told(
    "2026-001",
    spoken(
        "zh-Hans",
        ("采访人", "那天是怎么通知下岗的？"),
        ("郭连英", "把我们叫到食堂念名单，我就是这么知道自己下"),
        ("郭连英", "崗了。看看看，下岗的人都走了。"),
        ("郭连英", "我从鹤岗坐火车到佳木斯。"),
    ),
    spoken(
        "en",
        ("Interviewer", "How were you told about the layoff that day?"),
        ("Guo Lianying", "They read the list, the long list, in the canteen; I was laid"),
        ("Guo Lianying", "off. The men were laid off too, and the the mines closed."),
        ("Guo Lianying", "I took the train from Hegang to Jiamusi."),
        translated_from="zh-Hans",
    ),
    narrators=("Guo Lianying 郭连英",),
    interviewers=("M. Lin",),
    place="Hegang 鹤岗",
    date="1998-03",
    collection="after-the-mine",
)
LAMP = told(
    "2026-002",
    spoken("en", ("Wang Tie", "The coal was wet and the lamp went out."), ("M. Lin", "And the strike?")),
    spoken("en", ("Wang Tie", "The strike began with the lamp room; mining stopped."), recording="recording-2"),
    narrators=("Wang Tie",),
    interviewers=("M. Lin",),
    place="Jixi 鸡西",
    date="197X",
    collection="night-shift",
)
DESK = told(
    "2026-003",
    spoken("en", ("Lin", "The lamp, you know, the lamp was the mine’s."), ("Lin", "Well. A miner owned nothing.")),
    spoken("en", ("Lin", "The lamp was the mine’s; a miner owned nothing."), form="edited", is_machine_made=False),
    narrators=("Lin",),
    date="2004/2006",
    collection="after-the-mine",
)
ALL = [WINCH, LAMP, DESK]
COLLECTIONS = [ReleasedCollection(slug="after-the-mine", title={"en": "When the coal was gone"})]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    path = tmp_path_factory.mktemp("counting") / "index.sqlite"
    build(path, ALL, COLLECTIONS)
    with open_index(path) as opened:
        yield opened


def found(index: Index, query: str, **filters: str) -> Concordance:
    return concordance(index, query, filters=filters)


def listed(index: Index, query: str, sort: Sort = "archive", **filters: str) -> list[Line]:
    these = found(index, query, **filters)
    if sort in ("archive", "year"):
        return lines(index, in_archive_order(index, these, 0, these.total, by_year=sort == "year"))
    return lines(index, in_order(index, these, sort))


def kwic(several: Sequence[Line]) -> list[str]:
    return [f"{each.left}[{each.hit}]{each.right}" for each in several]


# --- every place, and no other ---------------------------------------------------------------------------------------


def test_a_line_has_the_words_as_they_were_said_between_what_stands_around_them(index: Index) -> None:
    assert kwic(listed(index, "lamp", collection="night-shift")) == [
        "The coal was wet and the[lamp]went out. / And the strike?",
        "The strike began with the[lamp]room; mining stopped.",
    ]


def test_a_phrase_that_runs_over_two_cues_is_one_line_and_begins_in_the_first(index: Index) -> None:
    one, other = kwic(listed(index, '"laid off"'))
    assert one.startswith("They read the list, the long list, in the canteen; I was[laid off]. The men were")
    assert other.startswith("long list, in the canteen; I was laid off. The men were[laid off]too, and the")


def test_chinese_is_found_in_either_script_over_the_edges_of_cues_and_cut_by_characters(index: Index) -> None:
    lines_of = listed(index, "下岗")
    assert [each.hit for each in lines_of] == ["下岗", "下崗", "下岗"]
    assert lines_of[1].left == "通知下岗的？ / 把我们叫到食堂念名单，我就是这么知道自己"
    assert lines_of[1].right == "了。看看看，下岗的人都走了。我从鹤岗坐火车到佳木斯。"
    assert [each.speaker for each in lines_of] == ["采访人", "郭连英", "郭连英"]
    assert [each.start_ms for each in lines_of] == [0, 10_000, 20_000]


def test_what_overlaps_and_what_is_said_twice_in_a_row_is_counted_each_time(index: Index) -> None:
    assert found(index, "看看").total == 2
    assert found(index, '"the"', collection="after-the-mine", language="en").total == 11


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("lamp", 4),
        ("mine", 3),
        ('"mine"', 1),
        ("min*", 4),
        ("coal OR lamp", 5),
        ("coal lamp", 3),
        ('coal OR "coal was"', 1),
        ("lamp -coal", 2),
        ("NEAR(coal lamp, 8)", 1),
        ("NEAR(coal lamp, 2)", 0),
        ("Hegang", 2),
        ("strike role:interviewer", 1),
        ("strike speaker:wang", 1),
        ("lamp status:edited", 1),
        ("lamp status:checked", 1),
        ("lamp place:Jixi", 2),
        ("lamp year:1970..1979", 2),
        ("place:Jixi", 0),
        ("-coal", 0),
        ("", 0),
        ('"', 0),
        ("zzzz", 0),
        ("lamp collection:night-shift", 2),
        ('lamp collection:"when the coal was gone"', 2),
    ],
)
def test_the_query_language_means_what_it_means_in_search(index: Index, query: str, total: int) -> None:
    here = found(index, query)
    assert here.total == total
    assert len(listed(index, query)) == total


def test_what_an_edited_text_says_again_does_not_count_twice_unless_it_is_asked_for(index: Index) -> None:
    assert {each.form for each in listed(index, "lamp")} == {"verbatim"}
    assert {each.form for each in listed(index, "lamp", status="edited")} == {"edited"}


def test_facets_count_the_places_they_leave(index: Index) -> None:
    here = found(index, "lamp")
    assert {each.value: each.count for each in here.facets["collection"]} == {"night-shift": 2, "after-the-mine": 2}
    for facet, values in here.facets.items():
        for each in values:
            assert found(index, "lamp", **{facet: each.value}).total == each.count, (facet, each.value)


def test_a_word_is_played_from_the_moment_it_is_said(tmp_path: Path) -> None:
    words = (Word(0, 400, "The"), Word(500, 900, " winch"), Word(1_000, 1_400, " stopped"))
    track = ReleasedTrack(recording="recording-1", language="en", cues=(Cue(0, 1_500, "The winch stopped", "", words),))
    build(tmp_path / "index.sqlite", [told("2026-009", track)], [])
    with open_index(tmp_path / "index.sqlite") as index:
        assert [(each.start_ms, each.end_ms) for each in listed(index, "stopped")] == [(1_000, 1_500)]


# --- order -----------------------------------------------------------------------------------------------------------


def test_lines_are_sorted_by_the_words_before_or_after(index: Index) -> None:
    def beside(sort: Sort) -> list[tuple[list[str], list[str]]]:
        return [(each.left.split()[-2:], each.right.split()[:2]) for each in listed(index, "lamp", sort)]

    assert [right for _, right in beside("right")] == [
        ["room;", "mining"],
        ["was", "the"],
        ["went", "out."],
        [",", "you"],
    ]
    assert [right for _, right in beside("right2")] == [
        [",", "you"],
        ["room;", "mining"],
        ["went", "out."],
        ["was", "the"],
    ]
    assert [left for left, _ in beside("left2")] == [
        ["The"],
        ["and", "the"],
        ["know,", "the"],
        ["with", "the"],
    ]


def test_chinese_neighbours_are_sorted_by_their_sound(index: Index) -> None:
    assert [each.right[0] for each in listed(index, "下岗", "right")] == ["的", "的", "了"]
    assert [each.left[-1] for each in listed(index, "下岗", "left")] == ["己", "，", "知"]


def test_no_neighbour_is_of_another_recording(index: Index) -> None:
    first, *_ = listed(index, "strike", "right")
    assert (first.left[-7:], first.right) == ("And the", "?")


def test_lines_are_sorted_by_speaker_and_by_year_and_what_has_neither_comes_last(index: Index) -> None:
    assert [each.speaker for each in listed(index, "strike", "speaker")] == ["M. Lin", "Wang Tie"]
    years = [each.interview for each in listed(index, "lamp", "year")]
    assert years == ["2026-003", "2026-003", "2026-002", "2026-002"]


def test_pages_of_the_archives_order_are_parts_of_the_whole(index: Index) -> None:
    here = found(index, "the")
    whole = in_archive_order(index, here, 0, here.total)
    assert len(whole) == here.total
    pages = [each for first in range(0, here.total, 4) for each in in_archive_order(index, here, first, first + 4)]
    assert pages == list(whole)
    assert in_archive_order(index, here, here.total, here.total + 4) == []


def test_too_many_lines_to_sort_stay_in_the_archives_order(tmp_path: Path) -> None:
    cues = [("Lin", " ".join(["coal"] * 500))] * (MOST_SORTED // 500)
    build(tmp_path / "index.sqlite", [told("2026-009", spoken("en", *cues, ("Lin", "coal lamp")))], [])
    with open_index(tmp_path / "index.sqlite") as index:
        here = found(index, "coal")
        assert (here.total, here.is_sortable) == (MOST_SORTED + 1, False)
        assert in_order(index, here, "left") == ()
        assert len(in_archive_order(index, here, MOST_SORTED - 50, MOST_SORTED + 50)) == 51
        assert found(index, "lamp").is_sortable


# --- the same as counting by hand ------------------------------------------------------------------------------------

VOICES = ("Narrator", "Interviewer", "")
WORDS = ("a", "coal", "lamp", "the")
HAN = ("煤", "灯", "矿", "了")


def _track(language: str, alphabet: Sequence[str], between: str) -> st.SearchStrategy[ReleasedTrack]:
    cue = st.tuples(st.sampled_from(VOICES), st.lists(st.sampled_from(alphabet), max_size=5).map(between.join))
    return st.lists(cue, max_size=5).map(lambda said: spoken(language, *said))


def _texts(language: str) -> st.SearchStrategy[ReleasedTrack]:
    return _track("en", WORDS, " ") if language == "en" else _track("zh", HAN, "")


ARCHIVES = st.lists(st.tuples(_texts("en"), _texts("zh"), st.sampled_from(("1998", "2004-05", ""))), max_size=4)
PHRASES = st.one_of(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), st.lists(st.sampled_from(HAN), min_size=1, max_size=3)
)


def _naive(tracks: Sequence[ReleasedTrack], phrase: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Who says the phrase and when it begins, found by walking through the words one by one."""
    for track in tracks:
        said = [(word, cue) for cue in track.cues for word in re.findall("[a-z]+|[\u4e00-\u9fff]", cue.text)]
        for at in range(len(said) - len(phrase) + 1):
            if [word for word, _ in said[at : at + len(phrase)]] == list(phrase):
                yield said[at][1].speaker, said[at][1].start_ms


@given(ARCHIVES, PHRASES)
@settings(max_examples=60)
def test_the_lines_are_those_that_one_finds_by_reading_every_word(
    tmp_path_factory: pytest.TempPathFactory,
    archive: list[tuple[ReleasedTrack, ReleasedTrack, str]],
    phrase: list[str],
) -> None:
    path = tmp_path_factory.mktemp("naive") / "index.sqlite"
    interviews = [
        told(f"2026-{number:03}", english, chinese, date=date)
        for number, (english, chinese, date) in enumerate(archive, start=1)
    ]
    build(path, interviews, [])
    query = '"' + ("" if phrase[0] in HAN else " ").join(phrase) + '"'
    expected = [(each.id, *place) for each in interviews for place in _naive(each.tracks, phrase)]
    with open_index(path) as index:
        here = listed(index, query)
        assert [(each.interview, each.speaker, each.start_ms) for each in here] == expected
        assert found(index, query).total == len(expected)
        for sort in ("left", "left3", "right2", "speaker", "year"):
            assert Counter(listed(index, query, sort)) == Counter(here)  # type: ignore[arg-type]
        _check_trend(index, query, interviews, phrase)


def _check_trend(index: Index, query: str, interviews: Sequence[Released], phrase: Sequence[str]) -> None:
    language = "zh" if phrase[0] in HAN else "en"
    term = trend(index, query, filters={})
    for year in {each.date[:4] for each in interviews}:
        tracks = [each for told in interviews if told.date[:4] == year for each in told.tracks]
        cell = term.by["year"][year]
        cues = (cue for each in tracks if each.language == language for cue in each.cues)
        words = sum(len(re.findall("[a-z]+|[\u4e00-\u9fff]", cue.text)) for cue in cues)
        assert (cell.count, cell.words) == (len(list(_naive(tracks, phrase))), words)
    assert sum(each.count for each in term.by["role"].values()) == term.total.count == len(listed(index, query))
    assert sum(each.words for each in term.by["role"].values()) == term.total.words


# --- how often -------------------------------------------------------------------------------------------------------


def test_a_rate_is_what_is_said_among_all_that_could_have_been(index: Index) -> None:
    term = trend(index, "lamp", filters={})
    assert (term.language, term.total.count) == ("en", 4)
    assert term.by["year"]["2004"].count == 2
    assert term.by["year"]["2004"].words == 15
    assert term.by["year"]["2004"].rate == pytest.approx(10_000 * 2 / 15)
    assert term.by["year"]["1998"].count == 0
    assert term.by["year"]["1998"].words == 42
    assert list(term.by["year"]) == ["1998", "2004", ""]
    assert {value: each.count for value, each in term.by["collection"].items()} == {
        "after-the-mine": 2,
        "night-shift": 2,
    }
    assert {value: each.count for value, each in term.by["role"].items()} == {"narrator": 4, "interviewer": 0, "": 0}


def test_an_interview_without_a_year_is_named_and_counted_apart(index: Index) -> None:
    term = trend(index, "lamp", filters={})
    assert term.undated == ("2026-002",)
    assert term.by["year"][""].count == 2
    assert sum(each.count for each in term.by["year"].values()) == term.total.count


def test_a_term_is_counted_in_one_language_and_what_it_has_elsewhere_is_said(index: Index) -> None:
    term = trend(index, "Hegang", filters={})
    assert (term.language, term.total.count, term.elsewhere) == ("en", 1, {"zh": 1})
    term = trend(index, "Hegang", filters={"language": "zh"})
    assert (term.language, term.total.count, term.elsewhere) == ("zh", 1, {})
    assert term.total.words == 53
    assert trend(index, "炭", filters={}).language == "zh"
    assert trend(index, "zzzz", filters={}).language == "en"


def test_conditions_narrow_what_a_rate_is_measured_by(index: Index) -> None:
    assert trend(index, "strike role:interviewer", filters={}).total.words == 3 + 9
    assert trend(index, "lamp place:Jixi", filters={}).total.words == 9 + 3 + 9
    assert trend(index, "lamp", filters={"collection": "night-shift"}).total.words == 9 + 3 + 9
    assert trend(index, "lamp status:edited", filters={}).total.words == 10
    assert not trend(index, "place:Jixi", filters={}).has_words


def test_small_numbers_are_known_to_be_small(index: Index) -> None:
    assert trend(index, "lamp", filters={}).total.is_small


# --- context ---------------------------------------------------------------------------------------------------------


def test_a_word_that_is_said_very_often_is_counted_as_exactly_and_after_one_interview_came_anew(tmp_path: Path) -> None:
    path, often = tmp_path / "index.sqlite", " ".join(["lamp"] * COMMON)
    many = told("2026-001", spoken("en", ("Wang Tie", f"the {often}")))
    build(path, [many, LAMP], [])
    with open_index(path) as index:
        assert index.rows("select count(*) from common_terms") == [(2,)]
        assert found(index, "lamp").total == COMMON + 2
        assert found(index, "lamp OR the").total == COMMON + 2 + 6
    reindex(path, "2026-002", told("2026-002", spoken("en", ("Wang Tie", "A lamp."))), [])
    with open_index(path) as index:
        assert found(index, "lamp").total == COMMON + 1


def test_context_ends_with_whole_words(index: Index) -> None:
    text = "one two three four five six seven eight nine ten eleven twelve, thirteen"
    assert beginning(text) == "one two three four five six seven eight nine ten eleven twelve,"
    assert ending(text) == "two three four five six seven eight nine ten eleven twelve, thirteen"
    assert ending("一。" + "二" * 24) == "二" * 24
    assert beginning("") == ending("") == ""
