"""Search finds all that was said and nothing that was not, in any script, and starts where the first word is said."""

from __future__ import annotations

import json
import string
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.index import Index, build, open_index
from archive.records import OPEN, Cue, IndexPoint, TagKind, Texts, Word
from archive.release import Released, ReleasedCollection, ReleasedRecording, ReleasedTag, ReleasedTrack
from archive.search import Hit, Passage, highlight, marker, search


def said(text: str, start_ms: int, speaker: str = "Lin Guihua") -> Cue:
    """A cue with the time of each of its words, half a second apart."""
    texts = [("" if place == 0 else " ") + word for place, word in enumerate(text.split())]
    words = tuple(Word(start_ms + 500 * n, start_ms + 500 * n + 400, word) for n, word in enumerate(texts))
    return Cue(start_ms, start_ms + 500 * max(len(words), 1), text, speaker, words)


def track(language: str, *texts: str, recording: str = "recording-1", translated_from: str = "") -> ReleasedTrack:
    return ReleasedTrack(
        recording=recording,
        language=language,
        translated_from=translated_from,
        cues=tuple(said(text, 10_000 * place) for place, text in enumerate(texts)),
    )


def told(interview_id: str, *tracks: ReleasedTrack, **fields: object) -> Released:
    names = sorted({each.recording for each in tracks} or {"recording-1"})
    recordings = tuple(ReleasedRecording(name=name, kind="audio", duration_ms=600_000) for name in names)
    released = Released(id=interview_id, title={}, transcript=OPEN, sound=OPEN, recordings=recordings, tracks=tracks)
    return replace(released, **fields)  # type: ignore[arg-type]


MINER = told(
    "2026-001",
    track(
        "zh-Hans",
        "把我们叫到食堂念名单，我就是这么知道自己下",
        "崗了。回家的路上谁也没说话。",
        "我从鶴崗坐火车到佳木斯",
        "在银行工作的女人",
    ),
    track(
        "en",
        "They read out the list, and that is how I learned I was laid",
        "off. Nobody spoke on the way home. The mine was closed",
        "I went from Hegang by train; don't ask",
        "The women worked at the bank, and miners mined the mines",
        translated_from="zh-Hans",
    ),
    title={"en": "The winch operator", "zh-Hans": "绞车司机"},
    summary={"en": "Thirty years below ground, told in one afternoon."},
    narrators=("Guo Lianying",),
    place="Nanshan",
    collection="after-the-mine",
    date="2016-03",
    language="zh-Hans",
)
TAPES = told(
    "2026-002",
    track("en", "the coal was wet", "and the lamp"),
    track("en", "went out below", "the coal seam", recording="recording-2"),
    collection="night-shift",
    date="1974?",
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    path = tmp_path_factory.mktemp("search") / "index.sqlite"
    build(path, [MINER, TAPES], [])
    with open_index(path) as opened:
        yield opened


def passages(index: Index, query: str) -> list[str]:
    """What is shown of the first interview found."""
    found = search(index, query, passages=100)
    return [marked(each) for each in found.results[0].passages] if found.total else []


def marked(passage: Passage) -> str:
    return highlight(passage.text, passage.marks).replace("&#x27;", "'")


# --- words -----------------------------------------------------------------------------------------------------------


def test_a_word_is_found_in_all_its_forms(index: Index) -> None:
    assert passages(index, "Mining") == [
        "off. Nobody spoke on the way home. The <mark>mine</mark> was closed",
        "The women worked at the bank, and miners <mark>mined</mark> the <mark>mines</mark>",
    ]


def test_words_in_quotes_are_found_exactly(index: Index) -> None:
    assert passages(index, '"mine was closed"') == [
        "off. Nobody spoke on the way home. The <mark>mine was closed</mark>"
    ]
    assert search(index, '"mines was close"').total == 0
    assert search(index, "“mine”").results[0].matches == 1
    assert search(index, '"closed mine"').total == 0


def test_the_beginning_of_a_word_finds_it(index: Index) -> None:
    (passage,) = passages(index, "min* bank")
    assert passage == (
        "The women worked at the <mark>bank</mark>, and <mark>miners</mark> <mark>mined</mark> the <mark>mines</mark>"
    )
    assert search(index, "b*").total == 2 and search(index, '"the b*"').results[0].matches == 1


def test_full_width_letters_go_on_in_the_next_cue_as_other_letters_do(tmp_path: Path) -> None:
    texts = ("那是 in 19", "７９ 年，ＡＢＣ", "ＤＥＦ 〆", "切り", "Ａ")
    build(tmp_path / "index.sqlite", [told("2026-001", track("zh", *texts))], [])
    with open_index(tmp_path / "index.sqlite") as index:
        assert passages(index, '"in 19 79"') == ["那是 <mark>in 19 ７９</mark> 年，ＡＢＣ"]
        assert passages(index, '"abc def"') == ["７９ 年，<mark>ＡＢＣ ＤＥＦ</mark> 〆"]
        assert passages(index, '"〆 切"') == ["ＤＥＦ <mark>〆切</mark>り"]
        assert passages(index, '"り a"') == ["切<mark>りＡ</mark>"]


def test_a_phrase_across_two_cues_is_found_once(index: Index) -> None:
    (hit,) = search(index, '"laid off"').results
    (passage,) = hit.passages
    assert hit.matches == 1
    assert "how I learned I was <mark>laid off</mark>. Nobody" in highlight(passage.text, passage.marks)
    assert passage.start_ms == 500 * 13, "it starts with the first word of the phrase"
    assert passage.end_ms == 10_000 + 500 * 11, "and ends with the cue of the last"


def test_a_phrase_does_not_run_from_one_tape_into_the_next(index: Index) -> None:
    assert search(index, '"lamp went"').total == 0
    assert search(index, '"wet and the lamp"').total == 1


def test_a_phrase_does_not_run_over_what_is_withheld(tmp_path: Path) -> None:
    """What was said before it and after it nobody said in a row, and it would be shown as one sentence."""
    gap = ReleasedRecording(name="recording-1", kind="audio", duration_ms=9_000, withheld=((1_500, 3_500, "asked"),))
    cues = tuple(said(text, start_ms) for text, start_ms in (("We walked", 0), ("homeward", 4_000), ("again", 4_500)))
    spoken = replace(track("en"), cues=cues)
    path = tmp_path / "index.sqlite"
    build(path, [replace(told("2026-009", spoken), recordings=(gap,))], [])
    with open_index(path) as opened:
        assert search(opened, '"walked homeward"').total == search(opened, "walked NEAR homeward").total == 0
        assert search(opened, "walked homeward").total == search(opened, '"homeward again"').total == 1


def test_every_word_must_occur_but_not_side_by_side(index: Index) -> None:
    assert [each.id for each in search(index, "coal lamp").results] == ["2026-002"]
    assert search(index, "coal Hegang").total == 0


def test_what_the_eye_does_not_tell_apart_is_the_same(index: Index) -> None:
    for query in ("DON’T", "don't", "ＤＯＮ'Ｔ", "do\u00adn't"):
        assert passages(index, query) == ["I went from Hegang by train; <mark>don't</mark> ask"]


# --- Chinese ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["下岗", "下崗", "「下岗」", '"下岗"'])
def test_chinese_is_found_in_either_script_across_cues(index: Index, query: str) -> None:
    assert passages(index, query) == [
        "把我们叫到食堂念名单，我就是这么知道自己<mark>下崗</mark>了。回家的路上谁也没说话。"
    ]


def test_one_character_is_found(index: Index) -> None:
    assert [each[:6] for each in passages(index, "岗")] == ["<mark>", "我从鶴<ma"]


def test_chinese_is_found_by_its_sound(index: Index) -> None:
    found = search(index, "Hegang", passages=10)
    assert found.also_searched == ("he gang",)
    assert [marked(each) for each in found.results[0].passages] == [
        "我从<mark>鶴崗</mark>坐火车到佳木斯",
        "I went from <mark>Hegang</mark> by train; don't ask",
    ]
    assert search(index, "yinhang").total == search(index, "Jiamusi").total == 1


@pytest.mark.parametrize("query", ["he gang", "He Gang", "hé gǎng", "He-gang", "He’gang"])
def test_syllables_typed_one_by_one_are_found_by_their_sound(index: Index, query: str) -> None:
    found = search(index, query, passages=10)
    assert "我从<mark>鶴崗</mark>坐火车到佳木斯" in [marked(each) for each in found.results[0].passages]
    assert found.also_searched == ("he gang",)


def test_syllables_in_quotes_or_apart_are_words(index: Index) -> None:
    assert search(index, '"he gang"').total == search(index, "he closed gang").total == 0


def test_an_english_word_is_not_taken_for_chinese(index: Index) -> None:
    """我们 sounds wǒ men, but who types women means women."""
    assert [each.language for each in search(index, "women").results[0].passages] == ["en"]


def test_other_writings_that_were_searched_are_said(index: Index) -> None:
    assert search(index, "下崗").also_searched == ("下岗",)
    assert search(index, "下岗 list").also_searched == ()


# --- what is shown ---------------------------------------------------------------------------------------------------


def test_a_passage_says_who_speaks_and_whose_words_they_are(index: Index) -> None:
    (hit,) = search(index, "Hegang", passages=10).results
    original, translation = hit.passages
    assert (original.language, original.is_translation) == ("zh-Hans", False)
    assert (translation.language, translation.is_translation) == ("en", True)
    assert translation.speaker == "Lin Guihua" and translation.is_machine_made
    assert translation.start_ms == 20_000 + 500 * 3, "a hit plays from the word"


def test_original_and_translation_are_one_result_with_passages_from_both(index: Index) -> None:
    (hit,) = search(index, "Hegang", passages=2).results
    assert {each.language for each in hit.passages} == {"zh-Hans", "en"}
    assert hit.title == MINER.title and hit.narrators == MINER.narrators


@pytest.fixture
def in_two_forms(tmp_path: Path) -> Iterator[Index]:
    """Two tapes, each with what was said and, after both, the same edited for reading."""
    verbatim = track("en", "I, I went down the, the old pit", "and it was, well, dark", "so dark a man", "saw nothing")
    second = track("en", "The winch stood still", recording="recording-2")
    edited = replace(track("en", "I entered the old pit.", "It was dark, so dark a man saw nothing."), form="edited")
    merged = replace(edited.cues[1], end_ms=40_000)
    edited = replace(edited, cues=(edited.cues[0], merged))
    build(tmp_path / "index.sqlite", [told("2026-001", verbatim, second, edited)], [])
    with open_index(tmp_path / "index.sqlite") as index:
        yield index


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("pit", ["verbatim"]),  # in both: the verbatim text is shown
        ("dark", ["verbatim", "verbatim"]),  # one edited passage, two verbatim ones
        ("entered", ["edited"]),
        ('"the old pit"', ["verbatim"]),
        ('"dark so dark"', ["verbatim"]),  # from one cue into the next
        ('"it was dark"', ["edited"]),  # where the narrator hesitated
        ("went", ["verbatim"]),
        ("entered pit", ["edited"]),  # the verbatim passage holds one of the two
        ("winch", ["verbatim"]),
        ('"still I entered"', []),  # no phrase runs from one text into another
    ],
)
def test_no_passage_is_found_twice_for_being_written_twice(in_two_forms: Index, query: str, found: list[str]) -> None:
    hits = search(in_two_forms, query, passages=10).results
    assert [passage.form for hit in hits for passage in hit.passages] == found
    assert [hit.matches for hit in hits] == ([len(found)] if found else [])
    assert [len(hit.moments) for hit in hits] == ([len(found)] if found else [])


def test_a_title_or_name_is_found_and_shown_where_no_moment_can_be(index: Index) -> None:
    (hit,) = search(index, "winch").results
    assert hit.passages == (
        Passage(
            recording="",
            language="en",
            start_ms=0,
            end_ms=0,
            speaker="",
            text="The winch operator",
            marks=((4, 9),),
            source="description",
        ),
    )
    assert search(index, "Lianying train").results[0].passages[0].source == "transcript"


def test_a_name_is_shown_where_moments_hold_less_of_it(tmp_path: Path) -> None:
    cues = (Cue(0, 900, "I’m not going."), Cue(1000, 1900, "What would I listen to?"))
    track = ReleasedTrack(recording="recording-1", language="en", cues=cues)
    recording = ReleasedRecording(name="recording-1", kind="audio", duration_ms=2000)
    told = Released(
        id="2026-001",
        title={},
        interviewers=("M. Lin",),
        transcript=OPEN,
        sound=OPEN,
        recordings=(recording,),
        tracks=(track,),
    )
    build(tmp_path / "index.sqlite", [told], [])
    (hit,) = search(open_index(tmp_path / "index.sqlite"), "M. Lin").results
    assert (hit.passages[0].source, hit.passages[0].text) == ("description", "M. Lin")
    assert hit.matches == 2


def test_an_index_point_is_a_moment(tmp_path: Path) -> None:
    point = IndexPoint(start_ms=5000, end_ms=9000, title={"en": "The strike"}, keywords=("wages",))
    recording = ReleasedRecording(name="recording-1", kind="audio", duration_ms=10_000, index_points=(point,))
    build(tmp_path / "index.sqlite", [told("2026-001", recordings=(recording,), title={"en": "A strike"})], [])
    with open_index(tmp_path / "index.sqlite") as index:
        (passage,) = search(index, "strike").results[0].passages
        assert (passage.source, passage.start_ms, passage.text) == ("index point", 5000, "The strike")
        assert search(index, "wages").results[0].passages[0].start_ms == 5000


def test_highlighting_writes_marks_and_no_other_markup() -> None:
    text = '<b>"mine" & co</b>'
    assert highlight(text, [(4, 8)]) == "&lt;b&gt;&quot;<mark>mine</mark>&quot; &amp; co&lt;/b&gt;"
    assert highlight(text, []) == "&lt;b&gt;&quot;mine&quot; &amp; co&lt;/b&gt;"


@given(st.text(), st.text())
def test_a_marker_never_raises_and_marks_within_the_text(query: str, text: str) -> None:
    upto = 0
    [found] = marker(query)([text])
    for start, end in found.marks:
        assert upto <= start < end <= len(text)
        upto = end


def test_a_marker_marks_as_search_does(index: Index) -> None:
    for query in ("mining", '"mine was closed"', "Hegang", "岗", "min*", "don't"):
        for passage in search(index, query, passages=100).results[0].passages:
            [found] = marker(query)([passage.text])
            assert (found.marks, found.begins) == (passage.marks, True)


def test_a_phrase_that_runs_from_one_cue_into_the_next_is_marked_in_both() -> None:
    texts = ["They read", "the list.", "The list, 名", "单 again"]
    read, rest, other, *_ = marker('"read the list"')(texts)
    assert (read.marks, read.begins) == (((5, 9),), True)
    assert (rest.marks, rest.begins) == (((0, 8),), False)
    assert other.marks == ()
    assert [each.marks for each in marker("名单")(texts)] == [(), (), ((10, 11),), ((0, 1),)]
    assert [each.begins for each in marker("list")(texts)] == [False, True, True, False]


# --- narrowing, order and pages --------------------------------------------------------------------------------------


def _recording_about(*keywords: str, number: int) -> ReleasedRecording:
    point = IndexPoint(start_ms=0, end_ms=1000, title={"en": "A part"}, keywords=keywords)
    named: list[tuple[TagKind, str, Texts]] = [
        ("organisation", "", {"en": f"Mine {number % 3}"}),
        ("date", f"199{number % 4}", {}),
        ("person", "", {"en": f"Foreman {number % 2}"}),
        ("place", "geonames:2036986", {"en": "Hegang", "zh-Hans": "鹤岗"}),
    ]
    tags = tuple(
        ReleasedTag(kind=kind, concept=concept, label=label, start_ms=0, end_ms=1000, language="en")
        for kind, concept, label in named
    )
    return ReleasedRecording(name="recording-1", kind="audio", duration_ms=600_000, index_points=(point,), tags=tags)


def archive_of_many() -> list[Released]:
    return [
        told(
            f"2026-{number:03d}",
            track("en", *["coal and winch"] * (1 + number % 4)),
            *([track("zh-Hans", "煤矿 coal")] if number % 3 == 0 else []),
            collection=["north", "south"][number % 2],
            narrators=(f"Narrator {number % 5}",),
            interviewers=("M. Lin",),
            place=["Hegang 鹤岗", "Jixi"][number % 2],
            recordings=(_recording_about("wages", *(["strike"] if number % 4 else []), number=number),),
            date=["1974?", "1999-05", "", "199X"][number % 4],
        )
        for number in range(1, 31)
    ]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    path = tmp_path_factory.mktemp("many") / "index.sqlite"
    build(path, archive_of_many(), [])
    with open_index(path) as opened:
        yield opened


def test_every_facet_leaves_as_many_as_it_says(many: Index) -> None:
    whole = search(many, "coal")
    assert whole.total == 30
    for facet, values in whole.facets.items():
        assert values, facet
        for each in values:
            narrowed = search(many, "coal", **{facet: each.value})  # type: ignore[arg-type]
            assert narrowed.total == each.count, (facet, each)
            assert next(value for value in narrowed.facets[facet] if value.value == each.value).is_chosen
            for other, further in narrowed.facets.items():
                for value in further:
                    both = search(many, "coal", **{facet: each.value, other: value.value})  # type: ignore[arg-type]
                    assert both.total == value.count, (facet, each, other, value)


def test_filters_that_fit_nothing_find_nothing(many: Index) -> None:
    assert search(many, "coal", collection="east").total == 0
    assert search(many, "coal", language="en", year="1974", media="video").total == 0
    assert search(many, "coal", interview="2026-003").total == 1
    assert search(many, "coal", interview="no such").total == 0


def test_a_language_is_searched_alone(many: Index) -> None:
    found = search(many, "coal", language="zh", per_page=100)
    assert found.total == 10
    assert {each.language for hit in found.results for each in hit.passages} == {"zh-Hans"}


@pytest.mark.parametrize("sort", ["relevance", "date", "newest", "longest"])
def test_pages_follow_each_other_without_gap_or_repeat(many: Index, sort: str) -> None:
    whole = [each.id for each in search(many, "coal", per_page=100, sort=sort).results]
    page, turned = 1, list[str]()
    while page:
        found = search(many, "coal", per_page=7, page=page, sort=sort)
        turned += [each.id for each in found.results]
        page = found.next_page or 0
    assert turned == whole and len(set(whole)) == 30


def test_after_the_last_page_there_is_the_last_page(many: Index) -> None:
    last = search(many, "coal", page=3, per_page=10)
    beyond = search(many, "coal", page=99, per_page=10)
    assert (beyond.page, beyond.next_page) == (3, None)
    assert [each.id for each in beyond.results] == [each.id for each in last.results] != []


def test_a_date_of_odd_digits_is_put_in_order_too(tmp_path: Path) -> None:
    made = [told(f"2026-00{n}", track("en", "coal"), date=date) for n, date in enumerate(("1974²", "①", "1969"), 1)]
    build(tmp_path / "index.sqlite", made, [])
    with open_index(tmp_path / "index.sqlite") as index:
        assert [each.id for each in search(index, "coal", sort="date").results] == ["2026-003", "2026-001", "2026-002"]


def test_a_hit_tells_how_long_each_recording_is(index: Index) -> None:
    for hit in search(index, "mine").results:
        assert sum(hit.recordings.values()) == hit.duration_ms
        assert {each.recording for each in hit.passages if each.recording} <= set(hit.recordings)


def test_dates_are_put_in_order_and_the_undated_last(many: Index) -> None:
    def dates(sort: str) -> list[str]:
        return list(dict.fromkeys(each.date for each in search(many, "coal", per_page=100, sort=sort).results))

    assert dates("date") == ["1974?", "199X", "1999-05", ""]
    assert dates("newest") == ["1999-05", "199X", "1974?", ""]


def test_an_interview_about_it_stands_before_one_that_mentions_it(tmp_path: Path) -> None:
    talk = ["and then we went home again in the evening"] * 30
    mention = told("2026-001", track("en", *talk, "a strike", *talk))
    about = told("2026-002", track("en", *talk, "a strike", *talk), title={"en": "The strike"})
    others = [told(f"2026-{number:03d}", track("en", *talk)) for number in range(3, 9)]
    build(tmp_path / "index.sqlite", [mention, about, *others], [ReleasedCollection(slug="x", title={})])
    with open_index(tmp_path / "index.sqlite") as index:
        assert [each.id for each in search(index, "strike").results] == ["2026-002", "2026-001"]


# --- whatever is typed -----------------------------------------------------------------------------------------------

SYNTAX = st.sampled_from(
    ['"', "*", " ", "AND", "OR", "NOT", "NEAR(", "^", "{words}:", "(", ")", "-", "\0", "\ud800", "岗", "“", "'", ";--"]
)


@given(st.lists(SYNTAX | st.text(max_size=6), max_size=12).map("".join))
@settings(max_examples=200)
def test_no_query_raises(index: Index, query: str) -> None:
    found = search(index, query)
    assert found.total in (0, 1, 2) and found.query == query


def test_no_naughty_string_raises(index: Index, shared: Path) -> None:
    naughty = json.loads((shared / "misc" / "blns" / "blns.json").read_text("utf-8"))
    for each in naughty:
        for query in (each, f'"{each}"', f"{each}*", f"laid {each}"):
            search(index, query, collection=each if len(each) % 2 else "", interview=each if len(each) % 5 == 0 else "")
            marker(query)(["They read out the list", "and went"])


LETTER_PAIRS = [a + b for a in string.ascii_lowercase for b in string.ascii_lowercase]


@pytest.mark.parametrize(
    "query",
    [
        "岗" * 10_000,
        "coal " * 2_000,
        " ".join(f"w{n}" for n in range(3_000)),
        "a* " * 3_000,
        '"' * 10_000,
        "x" * 1_000_000,
        " ".join(LETTER_PAIRS),
        "xi'an" * 2_000,
        "hegang" * 1_500,
    ],
    ids=lambda query: query[:6],
)
def test_a_query_of_any_length_is_answered(index: Index, query: str) -> None:
    assert search(index, query).page == 1


def test_what_is_left_out_of_an_endless_query_is_said(index: Index) -> None:
    assert search(index, " ".join(f"w{n}" for n in range(100))).left_out == 76
    assert search(index, "laid off").left_out == 0


# --- against a search that looks at every cue ------------------------------------------------------------------------

LETTERS = ["coal", "mine", "lamp", "off"]
HAN = {"岗": "岗", "崗": "岗", "后": "后", "後": "后", "下": "下"}
LINE = st.lists(st.sampled_from(LETTERS) | st.sampled_from(sorted(HAN)), max_size=6)
CORPUS = st.lists(st.tuples(st.lists(LINE, max_size=5), st.lists(LINE, max_size=4)), min_size=1, max_size=3)
ASKED = st.lists(st.sampled_from(LETTERS) | st.text(sorted(HAN), min_size=1, max_size=3), min_size=1, max_size=3)


def written(line: list[str]) -> str:
    return " ".join(line)


def spelt(words: str) -> list[str]:
    spaced = "".join(f" {HAN[char]} " if char in HAN else char for char in words)
    return spaced.split()


def looked_for(lines: list[list[str]], phrase: list[str]) -> set[int]:
    """The cues in which a phrase begins, by trying every one."""
    stream = [(place, term) for place, line in enumerate(lines) for term in spelt(written(line))]
    terms = [term for _, term in stream]
    return {stream[at][0] for at in range(len(terms)) if terms[at : at + len(phrase)] == phrase}


def expected(
    documents: tuple[list[list[str]], ...], phrases: list[list[str]]
) -> tuple[int, set[tuple[int, int]]] | None:
    """How many cues match best in each text that holds every phrase, and which; None where no text holds them all."""
    best: set[tuple[int, int]] = set()
    for number, lines in enumerate(documents):
        cues = [looked_for(lines, phrase) for phrase in phrases]
        if all(cues):
            held = {cue: sum(cue in each for each in cues) for cue in set.union(*cues)}
            best |= {(number, cue) for cue, count in held.items() if count == max(held.values())}
    return (len(best), best) if best else None


@given(CORPUS, ASKED, st.booleans())
@settings(max_examples=150)
def test_search_agrees_with_looking_at_every_cue(
    tmp_path_factory: pytest.TempPathFactory,
    corpus: list[tuple[list[list[str]], list[list[str]]]],
    asked: list[str],
    in_quotes: bool,
) -> None:
    query = '"' + " ".join(asked) + '"' if in_quotes else " ".join(asked)
    phrases = (
        [spelt(" ".join(asked))]
        if in_quotes
        else [list(each) for each in dict.fromkeys(tuple(spelt(a)) for a in asked)]
    )
    path = tmp_path_factory.mktemp("oracle") / "index.sqlite"
    build(path, [_bilingual(number, texts) for number, texts in enumerate(corpus, start=1)], [])
    with open_index(path) as index:
        found = {each.id: each for each in search(index, query, passages=1000).results}
    for number, texts in enumerate(corpus, start=1):
        wanted = expected(texts, phrases)
        hit = found.get(f"2026-{number:03d}")
        assert (hit.matches if hit else 0, _shown(hit)) == (wanted or (0, set()))


def _bilingual(number: int, texts: tuple[list[list[str]], list[list[str]]]) -> Released:
    one, other = ([Cue(1000 * n, 1000 * n + 1000, written(line)) for n, line in enumerate(lines)] for lines in texts)
    return told(
        f"2026-{number:03d}",
        ReleasedTrack(recording="recording-1", language="en", cues=tuple(one)),
        ReleasedTrack(recording="recording-1", language="zh", translated_from="en", cues=tuple(other)),
    )


def _shown(hit: Hit | None) -> set[tuple[int, int]]:
    return {(["en", "zh"].index(each.language), each.start_ms // 1000) for each in hit.passages} if hit else set()
