"""A real name that is said: found in every form, decided by a person, read as the pseudonym and not heard."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.access import muted
from archive.privacy import where_named
from archive.records import Cue, NameSpoken, Person, Recording, Tag, Track, Verdict, Word
from archive.release import Holdings, release
from archive.speech import running
from tests.conftest import PUBLISHED, described


def found(text: str, name: str, tag: str = "zh") -> list[tuple[str, str]]:
    return [(each.spoken.text, each.how) for each in where_named(running([Cue(0, 5_000, text)], tag), [name])]


@pytest.mark.parametrize(
    ("text", "said", "how"),
    [
        ("后来王秀英来了", "王秀英", "name"),
        ("后来秀英来了", "秀英", "part"),
        ("后来王秀音来了", "王秀音", "sound"),
        ("后来汪秀英来了", "汪秀英", "sound"),
        ("老王说不行", "老王", "address"),
        ("王师傅说不行", "王师傅", "address"),
        ("王姐说不行", "王姐", "address"),
        ("她叫小英", "小英", "part"),
        ("Then Wang Xiuying came", "Wang Xiuying", "sound"),
        ("Then Xiuying came", "Xiuying", "sound"),
        ("Old Wang said no", "Old Wang", "address"),
        ("And Wang said no", "Wang", "part"),
    ],
)
def test_a_chinese_name_is_found_in_every_form(text: str, said: str, how: str) -> None:
    assert found(text, "王秀英") == [(said, how)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Then Guihua came", "Guihua"),
        ("Then Lin Guihua came", "Lin Guihua"),
        ("Mr Lin said no", "Mr Lin"),
        ("后来林桂花来了", "林桂花"),
        ("老林说不行", "老林"),
    ],
)
def test_a_name_on_record_in_latin_letters_is_found_in_both_scripts(text: str, said: str) -> None:
    assert [each for each, _ in found(text, "Lin Guihua")] == [said]


def test_a_name_that_was_misheard_a_little_is_found() -> None:
    assert found("I met Margret there", "Margaret Hale", "en") == [("Margret", "sound")]
    assert found("I met Mr Hale there", "Margaret Hale", "en") == [("Mr Hale", "address")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Then L. G. H. came", "L. G. H"),
        ("Then G. H. Lin came", "G. H. Lin"),
        ("Then Lin G. came", "Lin G"),
        ("Then LGH came", "LGH"),
        ("Then Miss L. came", "Miss L"),
        ("Then L-i-n came", "L-i-n"),
        ("Then Guihua L. came", "Guihua L"),
        ("Then Lіn Guіhua came", "Lіn Guіhua"),
        ("Then Ｌｉｎ　Ｇｕｉｈｕａ came", "Ｌｉｎ　Ｇｕｉｈｕａ"),
        ("后来林 桂，花来了", "林 桂，花"),
        ("后来林××来了", "林"),
        ("后来林某来了", "林某"),
        ("后来小L来了", "小L"),
        ("后来L某来了", "L某"),
    ],
)
@pytest.mark.parametrize("name", ["Lin Guihua", "林桂花"])
def test_a_name_that_somebody_disguised_is_offered(text: str, said: str, name: str) -> None:
    assert [each for each, _ in found(text, name)] == [said]


def test_an_english_name_is_offered_by_its_initials_too() -> None:
    said = ["M. Hale", "Margaret H", "M. H", "Mrs. H", "Наlе"]
    for each in said:
        assert [one for one, _ in found(f"Then {each}. came", "Margaret Hale", "en")] == [each]


APART = st.sampled_from([" ", "-", ".", " · ", "\u200b", "，"])
SYLLABLES = st.sampled_from(["Lin", "Wang", "Zhang", "Chen", "Guihua", "Xiuying", "Jianguo", "Hale", "Margaret"])


@given(st.lists(SYLLABLES, min_size=2, max_size=2, unique=True), APART, st.sampled_from(["Then ", "“", "后来，"]))
def test_letters_apart_are_offered_whatever_stands_between_them(parts: list[str], apart: str, before: str) -> None:
    text = f"{before}{apart.join(''.join(parts))} came"
    (only,) = found(text, " ".join(parts), "en")
    assert only[0].endswith(parts[1][-1]) and text.index(only[0]) == len(before)


LOOK_ALIKE = {"a": "а", "e": "е", "o": "о", "c": "с", "i": "і", "h": "һ", "H": "Н", "M": "М", "C": "С", "X": "Х"}


@given(st.sampled_from(["Lin Guihua", "Wang Xiuying", "Margaret Hale", "Chen Jianguo"]), st.data())
def test_letters_of_another_alphabet_hide_no_name(name: str, data: st.DataObject) -> None:
    swapped = "".join(LOOK_ALIKE.get(each, each) if data.draw(st.booleans()) else each for each in name)
    assert "".join(each for each, _ in found(f"Then {swapped} came", name, "en")).replace(" ", "") == swapped.replace(
        " ", ""
    )


@given(st.text(alphabet="LGHlgh. -林桂花×某小\u200b", max_size=40))
def test_whatever_is_written_every_place_offered_is_in_the_text_and_none_overlap(text: str) -> None:
    places = where_named(running([Cue(0, 5_000, text)], "zh"), ["林桂花", "Lin Guihua"])
    spans = [(each.spoken.start, each.spoken.end) for each in places]
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert all(running([Cue(0, 5_000, text)], "zh").text[start:end] for start, end in spans)


@pytest.mark.parametrize(
    "text",
    [
        "I was in the U.S. and on the L. A. train",
        "Plan A. was to go in. I. did",
        "L and G are letters. H is one too",
        "他小了一点，某天林子里下雪",
        "I had it in mind",
    ],
)
def test_what_is_no_disguise_is_not_offered(text: str) -> None:
    assert [each for each in found(text, "Lin Guihua") if each[1] in ("initials", "spelt")] == []


def test_other_people_are_not_offered() -> None:
    assert found("张师傅和李明都来了", "王秀英") == []
    assert found("the margin was thin and the hail came down", "Margaret Hale", "en") == []


# --- what the public reads --------------------------------------------------------------------------------------------


def word(start_ms: int, end_ms: int, text: str) -> Word:
    return Word(start_ms, end_ms, text)


SPOKEN = Cue(
    0,
    2_000,
    "后来老王说不行",
    words=(word(0, 400, "后来"), word(400, 900, "老王"), word(900, 1_200, "说"), word(1_200, 2_000, "不行")),
)
ACCEPTED = Verdict(status="accepted", by="Lin", at="2026-05-03T10:00:00Z")
SAID = NameSpoken(recording="recording-1", start_ms=400, end_ms=900, name="王秀英", said="老王")


def held(*names: NameSpoken, cue: Cue = SPOKEN, english: str = "Then Old Wang said no.") -> Holdings:
    interview = described(
        id="2026-001",
        language="zh",
        published=PUBLISHED,
        narrators=(Person(name="王秀英", pseudonym="李梅"),),
        recordings=(Recording(name="recording-1", duration_ms=60_000),),
        names_spoken=names,
    )
    tracks = [
        Track(language="zh", cues=(cue,), origin="person"),
        Track(language="en", cues=(Cue(0, 2_000, english),), origin="person", translated_from="zh"),
    ]
    return Holdings(interview=interview, tracks={"recording-1": tracks})


def texts(holdings: Holdings) -> list[str]:
    released = release(holdings)
    assert released is not None
    return [" ".join(cue.text for cue in track.cues) for track in released.tracks]


def test_the_public_reads_the_pseudonym_where_a_form_of_the_name_was_confirmed() -> None:
    english = replace(SAID, said="Old Wang", start_ms=0, end_ms=2_000, is_heard=False)
    assert texts(held(SAID, english)) == ["后来李梅说不行", "Then 李梅 said no."]


def test_a_text_made_anew_that_mishears_the_name_gives_it_away_no_more() -> None:
    misheard = replace(
        SPOKEN, text="后来老汪说不行", words=(SPOKEN.words[0], word(420, 880, "老汪"), *SPOKEN.words[2:])
    )
    assert texts(held(SAID, cue=misheard))[0] == "后来李梅说不行"


def read_of(*cues: Cue, names: tuple[NameSpoken, ...] = (SAID,)) -> str:
    holdings = held(*names)
    track = Track(language="zh", cues=cues, origin="person")
    return texts(replace(holdings, tracks={"recording-1": [track]}))[0]


def test_words_of_somebody_else_at_that_moment_let_no_name_stand_in_a_text_without_moments() -> None:
    other_side = Cue(0, 1_000, "嗯对", words=(word(0, 390, "嗯"), word(400, 900, "对")))
    assert "老王" not in read_of(Cue(0, 2_000, "后来老王说不行"), other_side)
    assert "老汪" not in read_of(Cue(0, 2_000, "后来老汪说不行"), other_side), "nor one that is misheard"


def test_words_of_somebody_else_at_that_moment_let_no_name_stand_whose_moment_is_another() -> None:
    other_side = Cue(0, 1_000, "嗯对", words=(word(0, 390, "嗯"), word(400, 900, "对")))
    later = (word(0, 860, "后来"), word(870, 1_300, "老王"), word(1_300, 2_000, "说"))
    assert "老王" not in read_of(Cue(0, 2_000, "后来老王说", words=later), other_side)


def test_a_text_made_anew_with_other_moments_does_not_lose_the_word_before_and_keep_the_name() -> None:
    later = (word(0, 860, "后来"), word(870, 1_300, "老王"), word(1_300, 2_000, "说"))
    assert read_of(Cue(0, 2_000, "后来老王说", words=later)) == "李梅说"
    halves = (word(0, 380, "老"), word(380, 900, "王"), word(900, 2_000, "说"))
    assert read_of(Cue(0, 2_000, "老王说", words=halves)) == "李梅说"


def called(text: str, start_ms: int = 400, end_ms: int = 900) -> list[str]:
    """What the tag of a person is called that somebody accepted at a moment at which a name is said."""
    tag = Tag(kind="person", text=text, language="zh", start_ms=start_ms, end_ms=end_ms, verdicts=(ACCEPTED,))
    released = release(replace(held(SAID), tags={"recording-1": [tag]}))
    assert released is not None
    return [each.name for each in released.tags]


def test_the_tag_of_a_name_that_is_said_tells_no_more_than_the_words_do() -> None:
    assert called("老王") == ["李梅"], "a form that nobody could know for one of this name"
    assert called("老汪") == [], "nor may one that is misheard be met"
    assert called("张师傅", 1_200, 2_000) == ["张师傅"]


def test_a_name_said_twice_is_read_twice() -> None:
    again = replace(SAID, start_ms=900, end_ms=1_400)
    twice = (word(0, 400, "后来"), word(400, 900, "老王"), word(900, 1_400, "老王"), word(1_400, 2_000, "说"))
    assert read_of(Cue(0, 2_000, "后来老王老王说", words=twice), names=(SAID, again)) == "后来李梅李梅说"


def test_a_name_in_the_passage_before_excuses_no_passage_in_which_it_is_misheard() -> None:
    first = replace(SAID, said="Old Wang", start_ms=0, end_ms=1_000, is_heard=True)
    second = replace(SAID, said="老王", start_ms=2_100, end_ms=2_500)
    holdings = held(first, second)
    english = Track(
        language="en",
        cues=(Cue(0, 2_000, "Old Wang came."), Cue(2_000, 4_000, "Old Wong spoke.")),
        origin="person",
        translated_from="zh",
    )
    (read,) = texts(replace(holdings, tracks={"recording-1": [english]}))
    assert "Wong" not in read and "Wang" not in read


def test_where_nobody_can_tell_how_the_name_is_written_the_passage_is_left_out() -> None:
    assert texts(held(SAID, english="Then the old man said no.")) == ["后来李梅说不行", ""]


def test_what_was_found_not_to_be_the_name_stays() -> None:
    assert texts(held(replace(SAID, is_it=False)))[0] == "后来老王说不行"


def test_the_moment_of_a_name_cannot_be_heard_as_long_as_there_is_a_pseudonym() -> None:
    interview = held(SAID).interview
    assert [(each.start_ms, each.end_ms) for each in muted(interview, "recording-1", ())] == [(150, 1_150)]
    by_name = replace(interview, narrators=(Person(name="王秀英"),))
    assert muted(by_name, "recording-1", ()) == ()
    renamed = replace(interview, narrators=(Person(name="王秀瑛"),))
    assert muted(renamed, "recording-1", ()), "of somebody whom the record no longer names nobody can tell"
