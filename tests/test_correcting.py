"""Correcting a transcript: words that stayed keep their times, and no word of anybody is lost."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import correcting, fixity, holdings, provenance, release, transcripts
from archive.correcting import Wish, compared, differing, doubts, sureness, unsure_stretches
from archive.correcting.cues import edited, joined, shifted, split
from archive.correcting.journal import corrections
from archive.correcting.merging import Change, merged
from archive.correcting.timing import retimed
from archive.errors import ArchiveError, BadInput, Conflict, NotFound, Refused
from archive.files import Files, TrackName
from archive.records import Cue, Hearing, Track, Word
from tests.conftest import described, take_in_described

CLOSED = (
    Word(1000, 1200, "They"),
    Word(1300, 1700, " closed"),
    Word(1700, 2100, " Number"),
    Word(2100, 2600, " Four."),
)
LAID_OFF = (
    Word(0, 200, "我"),
    Word(200, 400, "是"),
    Word(400, 1100, "九八年"),
    Word(1100, 1600, "下岗"),
    Word(1600, 2000, "的，"),
)


def cue(words: tuple[Word, ...], **told: object) -> Cue:
    text = "".join(word.text for word in words)
    return Cue(words[0].start_ms, words[-1].end_ms, text, words=words, **told)  # type: ignore[arg-type]


def said(words: tuple[Word, ...]) -> list[tuple[str, int, int]]:
    return [(word.text.strip(), word.start_ms, word.end_ms) for word in words]


# --- times -----------------------------------------------------------------------------------------------------------


def test_a_corrected_word_takes_the_time_of_the_one_it_replaces_and_all_others_keep_theirs() -> None:
    changed = edited(cue(CLOSED), "They sealed Number Four.")
    assert said(changed.words) == [
        ("They", 1000, 1200),
        ("sealed", 1300, 1700),
        ("Number", 1700, 2100),
        ("Four.", 2100, 2600),
    ]


def test_a_word_put_into_a_pause_gets_the_pause() -> None:
    assert ("all", 1200, 1300) in said(edited(cue(CLOSED), "They all closed Number Four.").words)


def test_a_word_for_which_there_is_no_time_joins_its_neighbour_whose_times_stay() -> None:
    assert ("closed down", 1300, 1700) in said(edited(cue(CLOSED), "They closed down Number Four.").words)


def test_punctuation_and_case_move_no_time() -> None:
    changed = edited(cue(CLOSED), "“They closed, number four!”")
    assert [each[1:] for each in said(changed.words)] == [(word.start_ms, word.end_ms) for word in CLOSED]


def test_chinese_is_followed_character_by_character() -> None:
    changed = edited(cue(LAID_OFF), "我是九七年下岗的，")
    assert said(changed.words) == [
        ("我", 0, 200),
        ("是", 200, 400),
        ("九七年", 400, 1100),
        ("下岗", 1100, 1600),
        ("的，", 1600, 2000),
    ]


def test_another_script_of_the_same_characters_moves_no_time() -> None:
    changed = edited(cue(LAID_OFF), "我是九八年下崗的，")
    assert [each[1:] for each in said(changed.words)] == [(word.start_ms, word.end_ms) for word in LAID_OFF]


def test_a_word_cut_in_two_by_the_engine_is_still_one_word() -> None:
    words = (Word(0, 100, "20"), Word(100, 300, "16"), Word(300, 600, " was"))
    assert retimed(words, "2016, was", start_ms=0, end_ms=600)[-1] == Word(300, 600, " was")
    assert retimed(words, "2016 was", start_ms=0, end_ms=600) == words


TEXTS = st.lists(
    st.sampled_from([*"矿井下的人，。 ", " the", " mine", " Mine,", "closed", "[?]", " don't", "“", " 1998", "…"]),
    min_size=1,
    max_size=12,
).map("".join)


@st.composite
def timed_cues(draw: st.DrawFn) -> Cue:
    texts = [each for each in draw(st.lists(TEXTS, min_size=1, max_size=8)) if each.strip()] or ["coal"]
    moment, words = draw(st.integers(0, 5000)), []
    for text in texts:
        start = moment + draw(st.integers(0, 3))
        moment = start + draw(st.integers(1, 400))
        words.append(Word(start, moment, text))
    return Cue(words[0].start_ms, moment + draw(st.integers(0, 50)), "".join(texts), words=tuple(words))


@given(timed_cues(), TEXTS.filter(str.strip))
@settings(max_examples=300)
def test_any_text_may_be_put_in_place_of_any_other(before: Cue, text: str) -> None:
    after = edited(before, text)  # a cue whose words do not join, overlap or lie outside it cannot be made
    assert after.text == text.strip()
    assert edited(after, before.text.strip()).text == before.text.strip()


APART = [" the", " mine", " closed", "矿", "井下", " Number", "人", " four", " don't", "，我"]


@given(st.permutations(APART), st.integers(0, 9), st.sampled_from(["", " shaft", "了", " [?]"]), st.integers(0, 2))
@settings(max_examples=300)
def test_every_word_but_those_changed_keeps_its_times_exactly(
    texts: list[str], at: int, put_in: str, taken: int
) -> None:
    words = tuple(Word(n * 100, n * 100 + 100, text) for n, text in enumerate(texts))
    after = edited(cue(words), "".join([*texts[:at], put_in, *texts[at + taken :]]))
    times = {word.text.strip("，[?] "): (word.start_ms, word.end_ms) for word in after.words}
    beside = {at - 1, at + taken} if put_in else set()  # what is put in where there is no time joins its neighbour
    for n, word in enumerate(words):
        if n not in beside and not at <= n < at + taken:
            assert times[word.text.strip("， ")] == (word.start_ms, word.end_ms)


# --- cues ------------------------------------------------------------------------------------------------------------


def test_a_split_between_two_words_leaves_the_pause_to_neither_half() -> None:
    first, second = split(cue(CLOSED, speaker="Mary"), 5)
    assert (first.text, first.start_ms, first.end_ms) == ("They", 1000, 1200)
    assert (second.text, second.start_ms, second.end_ms) == ("closed Number Four.", 1300, 2600)
    assert second.speaker == "Mary" and second.words[1:] == CLOSED[2:]


def test_a_split_inside_a_word_shares_its_time() -> None:
    first, second = split(cue(LAID_OFF), 3)
    assert (first.text, second.text, first.end_ms, second.start_ms) == ("我是九", "八年下岗的，", 633, 633)


@pytest.mark.parametrize("at", [0, -3, 99, len("They closed Number Four.")])
def test_a_passage_is_split_only_between_its_words(at: int) -> None:
    with pytest.raises(BadInput, match="between its words"):
        split(cue(CLOSED), at)


@given(timed_cues(), st.integers(1, 60))
@settings(max_examples=200)
def test_what_is_split_and_joined_again_says_the_same(whole: Cue, at: int) -> None:
    try:
        first, second = split(whole, at)
    except BadInput:
        return
    again = joined(first, second)
    assert "".join(again.text.split()) == "".join(whole.text.split())
    assert (again.start_ms, again.end_ms) == (whole.start_ms, whole.end_ms)


def test_chinese_is_joined_without_a_space_and_english_with_one() -> None:
    assert joined(Cue(0, 500, "我是"), Cue(500, 900, "矿工")).text == "我是矿工"
    assert joined(Cue(0, 500, "I was"), Cue(500, 900, "a miner")).text == "I was a miner"


def test_two_voices_are_not_joined() -> None:
    with pytest.raises(Refused, match="Mary and Tom"):
        joined(Cue(0, 500, "I", speaker="Mary"), Cue(500, 900, "He", speaker="Tom"))


def test_moving_an_edge_moves_only_the_words_it_meets() -> None:
    moved = shifted(cue(CLOSED), start_ms=1100, end_ms=2700)
    assert moved.words == (Word(1100, 1200, "They"), *CLOSED[1:])
    with pytest.raises(BadInput, match="end after it starts"):
        shifted(cue(CLOSED), start_ms=2600, end_ms=2600)


# --- doubts and differences ------------------------------------------------------------------------------------------


def doubtful(start_ms: int, *words: int, flags: tuple[str, ...] = ()) -> Cue:
    hearing = Hearing(no_speech=0, logprob=-0.1, compression=1, words=words, flags=flags)
    return Cue(start_ms, start_ms + 100, "coal", hearing=hearing)


def test_what_is_suspicious_comes_first_then_the_least_certain_and_what_was_heard_never() -> None:
    found = doubts(
        [doubtful(0, 90, 80), doubtful(100, 99, 20), doubtful(200, 99, flags=("silence",)), Cue(300, 400, "x")]
    )
    assert [(each.cue.start_ms, each.sureness) for each in found] == [(200, 99), (100, 20), (0, 80)]
    assert sureness(Cue(0, 1, "x")) == 100


def test_uncertain_words_are_marked_without_the_spaces_around_them() -> None:
    hearing = Hearing(no_speech=0, logprob=0, compression=1, words=(90, 30, 90, 10))
    pieces = list(unsure_stretches(replace(cue(CLOSED), hearing=hearing)))
    assert [text for text, unsure in pieces if unsure] == ["closed", "Four."]
    assert "".join(text for text, _ in pieces) == "They closed Number Four."
    assert list(unsure_stretches(Cue(0, 1, "coal"))) == [("coal", False)]


def test_texts_are_compared_by_word_and_in_chinese_by_character() -> None:
    assert [(part.kind, part.text) for part in compared("I don't know", "I do not know")] == [
        ("same", "I "),
        ("gone", "don't"),
        ("new", "do not"),
        ("same", " know"),
    ]
    assert [(part.kind, part.text) for part in compared("九八年下岗", "九七年下岗")] == [
        ("same", "九"),
        ("gone", "八"),
        ("new", "七"),
        ("same", "年下岗"),
    ]


@given(TEXTS, TEXTS)
@settings(max_examples=200)
def test_a_comparison_holds_both_texts_whole(one: str, other: str) -> None:
    parts = compared(one, other)
    assert "".join(part.text for part in parts if part.kind != "new") == one
    assert "".join(part.text for part in parts if part.kind != "gone") == other


def test_versions_that_are_cut_otherwise_are_compared_stretch_by_stretch() -> None:
    before = [Cue(0, 1000, "one two"), Cue(1000, 2000, "three"), Cue(2000, 3000, "four")]
    after = [Cue(0, 500, "one"), Cue(500, 1000, "two"), Cue(1000, 2000, "three"), Cue(2000, 3000, "for")]
    assert [(pair.start_ms, len(pair.before), len(pair.after)) for pair in differing(before, after)] == [
        (0, 1, 2),
        (2000, 1, 1),
    ]


# --- two people at one text ------------------------------------------------------------------------------------------

CUES = tuple(Cue(n * 1000, n * 1000 + 900, f"passage {n}", speaker="Mary") for n in range(5))


def test_changes_of_neighbouring_passages_are_both_made() -> None:
    mine = merged(CUES, Change((CUES[1],), (edited(CUES[1], "mine"),)))
    assert mine is not None
    both = merged(mine, Change((CUES[2],), split(CUES[2], 8)))
    assert both is not None and [each.text for each in both] == [
        "passage 0",
        "mine",
        "passage",
        "2",
        "passage 3",
        "passage 4",
    ]


def test_a_voice_given_by_one_and_a_text_by_the_other_are_both_kept() -> None:
    theirs = merged(CUES, Change((CUES[1],), (replace(CUES[1], speaker="Tom"),)))
    assert theirs is not None
    both = merged(theirs, Change((CUES[1],), (edited(CUES[1], "mine"),)))
    assert both is not None and (both[1].speaker, both[1].text) == ("Tom", "mine")


@pytest.mark.parametrize(
    "theirs",
    [(edited(CUES[1], "theirs"),), split(CUES[1], 8), ()],
    ids=["another text", "a split", "taken out"],
)
def test_a_text_never_takes_the_place_of_what_somebody_else_did_to_it(theirs: tuple[Cue, ...]) -> None:
    there = merged(CUES, Change((CUES[1],), theirs))
    assert there is not None and merged(there, Change((CUES[1],), (edited(CUES[1], "mine"),))) is None


# --- keeping ---------------------------------------------------------------------------------------------------------

ENGLISH = TrackName("recording-1", "en")


@pytest.fixture
def held(files: Files) -> str:
    """The id of an interview with a machine's transcript of it."""
    interview = take_in_described(files, described(recordings=(correcting_recording(),)))
    hearing = Hearing(no_speech=0, logprob=-0.5, compression=1)
    heard = tuple(replace(each, hearing=hearing) for each in CUES)
    transcripts.keep_machine_text(
        files, interview.id, "recording-1", Track(language="en", cues=heard, made_by="whisper base")
    )
    return interview.id


def correcting_recording() -> object:
    from archive.records import Recording

    return Recording(name="recording-1", kind="none")


def ask(files: Files, held: str, act: str, *cues: Cue, by: str = "Li Min", **told: object) -> correcting.Outcome:
    return correcting.correct(files, held, ENGLISH, Wish(act=act, cues=cues, **told), by=by)  # type: ignore[arg-type]


def machine_text(files: Files, held: str) -> bytes:
    return files.store.read(f"transcripts/{held}/recording-1.en.machine.vtt")


def test_the_first_correction_makes_a_persons_text_and_leaves_the_machines_alone(files: Files, held: str) -> None:
    before = machine_text(files, held)
    text = ask(files, held, "text", CUES[0], text="mended").text
    assert (text.track.origin, text.track.drafted_by, text.track.is_machine_made) == ("person", "whisper base", True)
    assert machine_text(files, held) == before
    assert text.cues[0].hearing is None and text.cues[1].hearing is not None


def test_what_is_typed_is_on_disk_at_once_and_read_by_others_only_once_kept(files: Files, held: str) -> None:
    ask(files, held, "text", CUES[0], text="mended")
    assert correcting.read_text(files, held, ENGLISH).cues[0].text == "mended"
    kept = transcripts.current(files, held)["recording-1"][0]
    assert kept.cues[0].text == "passage 0"
    correcting.keep(files, held, ENGLISH, by="Li Min")
    assert transcripts.current(files, held)["recording-1"][0].cues[0].text == "mended"
    assert corrections(files, held, ENGLISH) == []


def test_asking_twice_because_no_answer_came_does_it_once(files: Files, held: str) -> None:
    told = {"id": str(uuid.uuid4()), "at": 8}
    ask(files, held, "split", CUES[0], **told)
    again = ask(files, held, "split", CUES[0], **told)
    assert len(again.text.cues) == 6 and not again.disputed


def test_two_who_change_one_passage_both_keep_their_text_and_one_is_chosen(files: Files, held: str) -> None:
    ask(files, held, "text", CUES[1], text="theirs")
    mine = ask(files, held, "text", CUES[1], text="mine", by="Wang Fang")
    assert mine.disputed and mine.text.cues[1].text == "theirs"
    kept = correcting.keep(files, held, ENGLISH, by="Li Min")
    assert [each.after[0].text for each in kept.disputes] == ["mine"]  # keeping settles nothing
    with pytest.raises(Refused, match="two readings"):
        correcting.approve(files, held, ENGLISH, by="Wang Fang", on="2026-05-03")
    chosen = ask(files, held, "take", of=mine.correction.id)
    assert chosen.text.cues[1].text == "mine" and chosen.text.disputes == ()


def test_a_reading_that_is_let_go_stays_among_the_corrections_of_its_version(files: Files, held: str) -> None:
    ask(files, held, "text", CUES[1], text="theirs")
    mine = ask(files, held, "text", CUES[1], text="mine", by="Wang Fang")
    assert ask(files, held, "let go", of=mine.correction.id).text.disputes == ()
    correcting.keep(files, held, ENGLISH, by="Li Min")
    assert "mine" in everything_written(files, held)


def everything_written(files: Files, held: str) -> str:
    keys = files.store.walk(f"transcripts/{held}")
    return "\n".join(files.store.read(key).decode() for key in keys)


def test_a_reading_that_was_let_go_by_mistake_is_a_choice_again_once_that_is_undone(files: Files, held: str) -> None:
    ask(files, held, "text", CUES[1], text="theirs")
    mine = ask(files, held, "text", CUES[1], text="mine", by="Wang Fang")
    for act in ("let go", "take"):
        chosen = ask(files, held, act, of=mine.correction.id)
        again = ask(files, held, "undo", of=chosen.correction.id).text
        assert ([each.id for each in again.disputes], again.cues[1].text) == ([mine.correction.id], "theirs")
        assert correcting.read_text(files, held, ENGLISH) == again


def test_who_types_on_in_a_disputed_passage_has_one_reading_the_longest(files: Files, held: str) -> None:
    ask(files, held, "text", CUES[1], text="theirs")
    mine = ask(files, held, "text", CUES[1], text="mine", by="Wang Fang")
    longer = ask(files, held, "text", CUES[1], text="mine, all of it", by="Wang Fang", of=mine.correction.id)
    assert [each.after[0].text for each in longer.text.disputes] == ["mine, all of it"]
    other = ask(files, held, "text", CUES[1], text="a third", by="Li Min", of=longer.correction.id)
    assert len(other.text.disputes) == 2  # nobody's reading but one's own is replaced
    assert '"mine"' in everything_written(files, held)


def test_asking_again_after_the_text_was_kept_does_it_once_all_the_same(files: Files, held: str) -> None:
    told = {"id": str(uuid.uuid4()), "text": "missing", "start_ms": 9000, "end_ms": 9500}
    ask(files, held, "add", **told)
    correcting.keep(files, held, ENGLISH, by="Li Min")
    again = ask(files, held, "add", **told)
    assert [each.text for each in again.text.cues].count("missing") == 1
    assert again.correction.after[0].text == "missing" and not again.disputed


def test_what_somebody_heard_is_confirmed_though_another_named_its_voice_meanwhile(files: Files, held: str) -> None:
    ask(files, held, "speaker", CUES[1], speaker="Tom")
    assert ask(files, held, "heard", CUES[1], by="Wang Fang").text.cues[1].hearing is None
    ask(files, held, "text", CUES[2], text="other words")
    with pytest.raises(Conflict, match="changed this passage"):
        ask(files, held, "heard", CUES[2], by="Wang Fang")


def test_a_correction_can_be_undone_until_the_version_after_its_own(files: Files, held: str) -> None:
    made = ask(files, held, "join", CUES[0], CUES[1])
    undone = ask(files, held, "undo", of=made.correction.id)
    assert [each.text for each in undone.text.cues] == [each.text for each in CUES]
    assert undone.text.cues[0].hearing is not None
    made = ask(files, held, "text", CUES[0], text="typed just before the hundredth")
    correcting.keep(files, held, ENGLISH, by="Li Min")
    assert ask(files, held, "undo", of=made.correction.id).text.cues[0].text == CUES[0].text
    correcting.keep(files, held, ENGLISH, by="Li Min")
    with pytest.raises(NotFound, match="version"):
        ask(files, held, "undo", of=made.correction.id)


def test_approval_by_a_named_person_takes_the_machines_label_away(files: Files, held: str) -> None:
    ask(files, held, "heard", CUES[0])
    assert transcripts.current(files, held)["recording-1"][0].is_machine_made
    text = correcting.approve(files, held, ENGLISH, by="Wang Fang", on="2026-05-03")
    assert not text.track.is_machine_made and text.track.approved_by == "Wang Fang"
    assert provenance.events(files, held) and [*provenance.events(files, held)][-1].type == "transcript approved"


def test_a_draft_that_people_have_begun_to_correct_is_still_the_machines_to_its_readers(
    files: Files, held: str
) -> None:
    ask(files, held, "text", CUES[0], text="mended")
    correcting.keep(files, held, ENGLISH, by="Li Min")
    (draft,) = release.uncut(holdings.holdings(files, held)).tracks
    assert (draft.is_machine_made, draft.made_by) == (True, "whisper base")
    correcting.approve(files, held, ENGLISH, by="Wang Fang", on="2026-05-03")
    (vouched,) = release.uncut(holdings.holdings(files, held)).tracks
    assert (vouched.is_machine_made, vouched.approved_by) == (False, "Wang Fang")
    assert "Li Min" in vouched.made_by


def test_every_version_can_be_restored_and_the_one_it_replaces_stays(files: Files, held: str) -> None:
    ask(files, held, "text", CUES[0], text="second")
    correcting.keep(files, held, ENGLISH, by="Li Min")
    ask(files, held, "text", replace(CUES[0], text="second"), text="third", by="Wang Fang")
    correcting.keep(files, held, ENGLISH, by="Wang Fang")
    third, second, first = correcting.versions(files, held, ENGLISH)
    assert (third.is_current, third.by, second.by, first.act) == (True, "Wang Fang", "Li Min", "transcript begun")
    for version, text in ((first, "passage 0"), (second, "second"), (third, "third")):
        assert correcting.restore(files, held, ENGLISH, version.stamp, by="Li Min").cues[0].text == text
    assert len(correcting.versions(files, held, ENGLISH)) == 6


def test_a_voice_is_renamed_everywhere_in_one_act(files: Files, held: str) -> None:
    translation = Track(language="zh-Hans", cues=CUES[:2], origin="person", translated_from="en")
    transcripts.keep_text(files, held, "recording-1", translation, agent="Li Min", detail="")
    ask(files, held, "text", CUES[0], text="typed just now")
    assert correcting.rename_speaker(files, held, "Mary", "Maria", by="Li Min") == 7
    for name in correcting.worked_on(files, held):
        assert {each.speaker for each in correcting.read_text(files, held, name).cues} == {"Maria"}
    assert correcting.read_text(files, held, ENGLISH).cues[0].text == "typed just now"
    assert [each.type for each in provenance.events(files, held)].count("speaker renamed") == 1


def test_corrections_become_a_version_when_nobody_has_added_to_them_for_a_while(files: Files, held: str) -> None:
    ask(files, held, "text", CUES[0], text="mended")
    now = datetime.now(UTC)
    assert correcting.keep_rested(files, held, now=now + timedelta(minutes=2)) == 0
    assert correcting.keep_rested(files, held, now=now + timedelta(minutes=11)) == 1
    assert transcripts.current(files, held)["recording-1"][0].cues[0].text == "mended"


def test_an_edited_text_begins_from_the_verbatim_one_and_stands_beside_it(files: Files, held: str) -> None:
    ask(files, held, "text", CUES[0], text="um, mended")
    correcting.keep(files, held, ENGLISH, by="Li Min")
    reading = replace(ENGLISH, edited=True)
    wish = Wish(act="text", cues=(replace(CUES[0], text="um, mended"),), text="Mended.")
    correcting.correct(files, held, reading, wish, by="Li Min")
    kept = correcting.keep(files, held, reading, by="Li Min")
    assert (kept.track.form, kept.cues[0].text) == ("edited", "Mended.")
    assert correcting.read_text(files, held, ENGLISH).cues[0].text == "um, mended"
    assert [each.form for each in transcripts.current(files, held)["recording-1"]] == ["verbatim"]


def test_the_record_is_whole_whatever_was_done_to_a_text(files: Files, held: str) -> None:
    ask(files, held, "text", CUES[0], text="mended")
    correcting.approve(files, held, ENGLISH, by="Wang Fang", on="2026-05-03")
    ask(files, held, "text", CUES[1], text="typed and not kept")
    with files.lock(held):
        assert [each for each in fixity.verify(files, held, agent="test") if each.is_damage] == []


# --- 200 random things done by two people who see different states ----------------------------------------------------


class Desk:
    """What one person sees: the text as it was when they last looked."""

    def __init__(self, name: str, cues: tuple[Cue, ...]) -> None:
        self.name, self.seen = name, cues


def wishes(data: st.DataObject, desk: Desk, number: int) -> Wish:
    at = data.draw(st.integers(0, len(desk.seen) - 1))
    cue = desk.seen[at]
    act = data.draw(st.sampled_from(["text", "text", "text", "split", "join", "times", "speaker", "remove", "add"]))
    if act == "text":
        return Wish(act=act, cues=(cue,), text=f"{cue.text} {desk.name}{number}")
    if act == "split":
        return Wish(act=act, cues=(cue,), at=len(cue.text) // 2)
    if act == "join":
        return Wish(act=act, cues=desk.seen[at : at + 2])
    if act == "times":
        return Wish(act=act, cues=(cue,), start_ms=cue.start_ms + 1, end_ms=cue.end_ms + 2)
    if act == "add":
        return Wish(act=act, text=f"new {desk.name}{number}", start_ms=cue.end_ms, end_ms=cue.end_ms + 50)
    return Wish(act=act, cues=(cue,), speaker=f"voice {number}")


@given(st.data())
@settings(max_examples=3)
def test_nothing_typed_is_lost_when_two_work_at_one_text(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    from archive.files import open_files
    from archive.settings import Settings

    files = open_files(Settings(home=tmp_path_factory.mktemp("archive")))
    interview = take_in_described(files, described(recordings=(correcting_recording(),)))
    track = Track(
        language="en", cues=tuple(Cue(n * 1000, n * 1000 + 900, f"passage {n}") for n in range(12)), origin="person"
    )
    transcripts.keep_text(files, interview.id, "recording-1", track, agent="test", detail="")
    desks = [Desk(name, track.cues) for name in ("A", "B")]
    typed = set()
    for number in range(200):
        desk = data.draw(st.sampled_from(desks))
        wish = wishes(data, desk, number)
        before = correcting.read_text(files, interview.id, ENGLISH).cues
        try:
            outcome = correcting.correct(files, interview.id, ENGLISH, wish, by=desk.name)
        except ArchiveError:
            continue
        if wish.text:
            typed.add(f"{desk.name}{number}")
        touched = outcome.correction.before
        untouched = [each for each in before if each not in touched]
        assert all(each in outcome.text.cues for each in untouched)
        if data.draw(st.booleans()):
            desk.seen = outcome.text.cues or desk.seen
    record = everything_written(files, interview.id)
    assert [each for each in typed if each not in record] == []
    assert all(
        one.start_ms <= other.start_ms
        for one, other in pairwise(correcting.read_text(files, interview.id, ENGLISH).cues)
    )
    for version in correcting.versions(files, interview.id, ENGLISH):
        was = correcting.read_version(files, interview.id, ENGLISH, version.stamp)
        assert correcting.restore(files, interview.id, ENGLISH, version.stamp, by="A").cues == was.cues
