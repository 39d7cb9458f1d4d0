"""The query language means what the help page says it means, and whatever does not fit it is words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.index import Index, build, open_index
from archive.records import OPEN, Cue, IndexPoint
from archive.release import Released, ReleasedCollection, ReleasedRecording, ReleasedTrack
from archive.search import highlight, search
from archive.search.grammar import Misread
from archive.search.reading import read


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
        ("郭连英", "把我们叫到食堂念名单，我就是这么知道自己下岗了。"),
        ("郭连英", "我从鹤岗坐火车到佳木斯。"),
        is_machine_made=False,
        approved_by="M. Lin",
    ),
    spoken(
        "en",
        ("Interviewer", "How were you told about the layoff that day?"),
        ("Guo Lianying", "They read the list in the canteen; I was laid off."),
        ("Guo Lianying", "I took the train from Hegang to Jiamusi."),
        translated_from="zh-Hans",
    ),
    narrators=("Guo Lianying 郭连英",),
    interviewers=("M. Lin",),
    place="Hegang 鹤岗",
    date="1998-03",
    collection="after-the-mine",
    language="zh-Hans",
    recordings=(
        ReleasedRecording(
            name="recording-1",
            kind="audio",
            duration_ms=600_000,
            index_points=(
                IndexPoint(start_ms=0, end_ms=5_000, title={"en": "The list"}, keywords=("lay-offs", "失业")),
            ),
        ),
    ),
)
LAMP = told(
    "2026-002",
    spoken("en", ("Wang Tie", "The coal was wet and the lamp went out."), ("M. Lin", "And the strike?")),
    spoken("en", ("Wang Tie", "The strike began with the lamp room."), recording="recording-2"),
    narrators=("Wang Tie",),
    interviewers=("M. Lin",),
    place="Jixi 鸡西",
    date="197X",
    collection="night-shift",
)
UNHEARD = told(
    "2026-003",
    spoken("zh-Hant", ("王鐵", "煤礦的絞車壞了，我們在礦井裡等。"), ("王鐵", "後來罷工了。"), is_machine_made=False),
    narrators=("王鐵",),
    place="",
    date="2004/2006",
    collection="after-the-mine",
)
COLLECTIONS = [
    ReleasedCollection(slug="after-the-mine", title={"en": "When the coal was gone", "zh-Hans": "煤尽之后"}),
    ReleasedCollection(slug="night-shift", title={"en": "Night shift"}),
]
ALL = {"2026-001", "2026-002", "2026-003"}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    path = tmp_path_factory.mktemp("language") / "index.sqlite"
    build(path, [WINCH, LAMP, UNHEARD], COLLECTIONS)
    with open_index(path) as opened:
        yield opened


def found(index: Index, query: str) -> set[str]:
    return {each.id[-1] for each in search(index, query, other_words=False).results}


def passages(index: Index, query: str) -> list[str]:
    hits = search(index, query, passages=20, other_words=False).results
    return [highlight(each.text, each.marks) for hit in hits for each in hit.passages]


# --- what every construct means --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "interviews"),
    [
        ("coal lamp", "2"),
        ("coal AND lamp", "2"),
        ("coal canteen", ""),
        ("coal OR canteen", "12"),
        ("coal OR 食堂 OR 礦井", "123"),
        ("(coal OR canteen) strike", "2"),
        ("coal OR (canteen train)", "12"),
        ("coal OR (canteen strike)", "2"),
        ("strike -coal", ""),
        ("strike NOT winch", "2"),
        ("strike -“lamp room”", ""),
        ("-(lamp coal) collection:night", ""),
        ("-(lamp canteen) collection:night", "2"),
        ("-coal", "13"),
        ("-coal -罢工", "1"),
        ("lay*", "1"),
        ("-lay*", "23"),
        ("NEAR(coal wet)", "2"),
        ("NEAR(wet coal, 1)", "2"),
        ("NEAR(coal lamp, 3)", ""),
        ("NEAR(coal lamp, 4)", "2"),
        ("NEAR(coal AND lamp, 0004)", "2"),
        (f"NEAR(coal lamp, {'9' * 5000})", "2"),
        ("NEAR(coal lamp, 4) -NEAR(strike room, 5)", ""),
        ("NEAR(coal lamp, 4) -NEAR(strike room, 1)", "2"),
        ("NEAR（“lamp room” strike，9）", "2"),
        ("NEAR(out strike, 2)", "2"),
        ("NEAR(食堂 名单, 1)", "1"),
        ("NEAR(食堂 下岗, 3)", ""),
        ("NEAR(strike strike)", ""),  # there are two, on two tapes
        ("NEAR(the the, 6)", "12"),
        ("NEAR(the the, 1)", ""),
    ],
)
def test_words_and_what_joins_them(index: Index, query: str, interviews: str) -> None:
    assert found(index, query) == set(interviews)


@pytest.mark.parametrize(
    ("query", "interviews"),
    [
        ("person:Guo", "1"),
        ("person:郭", "1"),
        ("person:guolianying", "1"),
        ('person:"M. Lin"', "12"),
        ('-person:"M. Lin"', "3"),
        ("place:Hegang", "1"),
        ("place:鶴崗", "1"),
        ('place:"ji xi"', "2"),
        ("地点：鹤岗", "1"),
        ("place:Hegang OR place:Jixi", "12"),
        ("place:Hegang OR 絞車", "13"),
        ("topic:lay-offs", "1"),
        ("topic:失業", "1"),
        ("year:1998", "1"),
        ("year:1990..1999", "1"),
        ("year:1975", "2"),
        ("year:1970s", "2"),
        ("year:..1998", "12"),
        ("year:1999..", "3"),
        ("year:2005", "3"),
        ("年份：2000年代", "3"),
        ("-year:1990s", "23"),
        ("collection:night", "2"),
        ("collection:after-the-mine", "13"),
        ("collection:“coal was gone”", "13"),
        ("collection:煤盡之後 绞车", "3"),
        ("-collection:煤尽", "2"),
        ("language:zh", "13"),
        ("language:Chinese", "13"),
        ("语言：英语", "12"),
        ("language:zh-Hant", "3"),
        ("status:checked", "13"),
        ("status:machine", "12"),
        ("status:translation", "1"),
        ("role:narrator strike", "2"),
        ("strike role:interviewer", "2"),
        ("lamp role:interviewer", ""),
        ("speaker:Wang", "23"),  # 王 sounds wáng
        ("speaker:wangtie", "3"),
        ("speaker:Wang strike", "2"),
        ('speaker:"M. Lin" strike', "2"),
        ('speaker:"M. Lin" coal', ""),
        ('strike -speaker:"M. Lin"', "2"),
        ("coal -speaker:Wang", ""),
        ("-speaker:Wang", "1"),
        ("speaker:Guo OR speaker:Wang OR speaker:王铁", "123"),
        ("speaker:Nobody", ""),
        ("下岗 status:checked", "1"),
        ("canteen status:checked", ""),
        ("canteen status:machine", "1"),
        ("canteen -status:original", "1"),
    ],
)
def test_fields(index: Index, query: str, interviews: str) -> None:
    assert found(index, query) == set(interviews)


def test_only_what_somebody_says_is_shown_and_counted(index: Index) -> None:
    assert passages(index, "下岗 role:interviewer") == ["那天是怎么通知<mark>下岗</mark>的？"]
    assert passages(index, "下岗 -role:interviewer") == [
        "把我们叫到食堂念名单，我就是这么知道自己<mark>下岗</mark>了。"
    ]
    assert [each.matches for each in search(index, "strike", other_words=False).results] == [2]
    assert [each.matches for each in search(index, "strike speaker:wang", other_words=False).results] == [1]
    assert [len(each.moments) for each in search(index, "strike speaker:wang", other_words=False).results] == [1]


def test_words_near_each_other_are_marked_each_for_itself_and_from_cue_to_cue(index: Index) -> None:
    assert passages(index, "NEAR(lamp wet, 5)") == ["The coal was <mark>wet</mark> and the <mark>lamp</mark> went out."]
    assert passages(index, "NEAR(out strike, 2)") == [
        "The coal was wet and the lamp went <mark>out</mark>. And the <mark>strike</mark>?"
    ]


def test_facets_count_what_the_whole_query_finds(index: Index) -> None:
    facets = search(index, "-coal", other_words=False).facets
    assert [(each.value, each.count) for each in facets["collection"]] == [("after-the-mine", 2)]
    assert {each.value for each in facets["person"]} == {"Guo Lianying 郭连英", "M. Lin", "王鐵"}
    assert [(each.value, each.count) for each in facets["topic"]] == [("lay-offs", 1), ("失业", 1)]
    assert facets["decade"][0].value == "1990"


# --- what does not fit -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "misread", "interviews"),
    [
        ('"the lamp', Misread("quote", '"'), "2"),
        ("coal OR", Misread("or", "OR"), "2"),
        ("OR coal", Misread("or", "OR"), "2"),
        ("coal NOT", Misread("not", "NOT"), "2"),
        ("(coal OR canteen", Misread("bracket", "("), "12"),
        ("NEAR(coal lamp", Misread("near", "NEAR("), "2"),
        ("NEAR(coal)", Misread("near", "NEAR("), "2"),
        ("NEAR(strike person:wang)", Misread("near field", "NEAR("), "2"),
        ("NEAR(coal OR lamp, 3)", Misread("near field", "NEAR("), "2"),
        ("NEAR(OR coal lamp, 4)", Misread("or", "OR"), "2"),
        ("NEAR(coal -canteen)", Misread("near field", "NEAR("), "2"),
        ("NEAR(coal lamp, -1)", Misread("near field", "NEAR("), "2"),
        ("coal OR -lamp", Misread("beside or", "lamp"), "2"),
        ("year:lamp", Misread("year", "lamp"), "2"),
        ("year:1999..1990", Misread("year", "1999..1990"), ""),
        ("role:lamp", Misread("role", "lamp"), "2"),
        ("status:lamp", Misread("status", "lamp"), "2"),
        ("wet:lamp", Misread("field", "wet"), "2"),
    ],
)
def test_what_is_no_query_is_words_and_is_told(index: Index, query: str, misread: Misread, interviews: str) -> None:
    answer = search(index, query, other_words=False)
    assert answer.misread == (misread,)
    assert {each.id[-1] for each in answer.results} == set(interviews)


@pytest.mark.parametrize(
    "query", ["coal, lamp", "他说：绞车", "http://coal.example/lamp", "12:30", "(lamp)", "lamp)", "-", "lamp:"]
)
def test_ordinary_writing_is_no_mistake(index: Index, query: str) -> None:
    assert search(index, query).misread == ()


def test_brackets_and_negations_may_stand_as_deep_as_anyone_can_type(index: Index) -> None:
    deep = ("(" * 5000, "NOT " * 2500, "-(" * 3000, "(a OR b) " * 900, "a OR " * 2000)
    for query in (*deep, "NEAR(" * 1900, "NEAR((" * 1600, "-NEAR(coal " * 900):
        assert search(index, f"{query}coal").page == 1
    assert (
        search(index, " ".join(f"NEAR(the {word}, 900)" for word in ["and", "was", "out", "lamp", "room"])).total == 1
    )


def test_signs_in_any_order_are_read_to_the_end() -> None:
    for signs in product(("NEAR(", "(", ")", ",", "OR", "AND", "NOT", "-", '"', "role:", "coal"), repeat=4):
        assert read(" ".join((*signs, "lamp"))).parts, signs


# --- against reading every interview ---------------------------------------------------------------------------------

WORDS = ("coal", "lamp", "wet")
CUES = st.lists(st.lists(st.sampled_from(WORDS), max_size=4), min_size=1, max_size=3)
INTERVIEWS = st.lists(st.tuples(CUES, CUES), min_size=1, max_size=4)


def _word(word: str) -> tuple[str, object]:
    return word, lambda text: word in text


def _near(one: str, other: str, within: int) -> tuple[str, object]:
    def holds(text: list[str]) -> bool:
        places = [(a, b) for a, x in enumerate(text) for b, y in enumerate(text) if a != b and (x, y) == (one, other)]
        return any(abs(a - b) - 1 <= within for a, b in places)

    return f"NEAR({one} {other}, {within})", holds


def _phrase(*words: str) -> tuple[str, object]:
    def holds(text: list[str]) -> bool:
        return any(tuple(text[at : at + len(words)]) == words for at in range(len(text)))

    return f'"{" ".join(words)}"', holds


ANY_WORD = st.sampled_from(WORDS)
LEAVES = (
    st.builds(_word, ANY_WORD)
    | st.builds(_near, ANY_WORD, ANY_WORD, st.integers(0, 4))
    | st.builds(_phrase, ANY_WORD, ANY_WORD)
)


def _all(parts: list) -> tuple[str, object]:  # type: ignore[type-arg]
    return f"({' '.join(text for text, _ in parts)})", lambda text: all(holds(text) for _, holds in parts)


def _any(parts: list) -> tuple[str, object]:  # type: ignore[type-arg]
    return f"({' OR '.join(text for text, _ in parts)})", lambda text: any(holds(text) for _, holds in parts)


TREES = st.recursive(
    LEAVES,
    lambda inner: (
        st.builds(_all, st.lists(inner, min_size=1, max_size=2))
        | st.builds(_any, st.lists(inner, min_size=1, max_size=2))
    ),
    max_leaves=5,
)


@given(INTERVIEWS, st.lists(TREES, max_size=2), st.lists(TREES, max_size=2))
@settings(max_examples=200)
def test_search_agrees_with_reading_every_interview(
    tmp_path_factory: pytest.TempPathFactory,
    interviews: list,
    wanted: list,
    unwanted: list,  # type: ignore[type-arg]
) -> None:
    query = " ".join([*(text for text, _ in wanted), *(f"-{text}" for text, _ in unwanted)])
    path = tmp_path_factory.mktemp("oracle") / "index.sqlite"
    released, expected = [], set()
    for number, tapes in enumerate(interviews, start=1):
        tracks = [
            spoken(language, *(("", " ".join(cue)) for cue in cues))
            for language, cues in zip(("en", "de"), tapes, strict=True)
        ]
        released.append(told(f"2026-{number:03d}", *tracks))
        texts = [[word for cue in cues for word in cue] for cues in tapes]
        is_found = any(all(holds(text) for _, holds in wanted) for text in texts)
        is_unwanted = any(holds(text) for text in texts for _, holds in unwanted)
        if query and is_found and not is_unwanted:
            expected.add(f"2026-{number:03d}")
    build(path, released, [])
    with open_index(path) as index:
        answer = search(index, query, other_words=False, per_page=100)
    assert {each.id for each in answer.results} == expected, query
    assert answer.misread == ()


@given(st.text(st.sampled_from('ab岗"“”()（）-:：OR*,，.NEAR1990..year:speaker: 　'), max_size=40))
@settings(max_examples=300)
def test_nothing_typed_is_an_error(index: Index, query: str) -> None:
    answer = search(index, query)
    assert {each.id for each in answer.results} <= ALL
