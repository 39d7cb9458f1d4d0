"""The contents of a recording: where the talk turns, what a stretch is called, and headings that people set."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from archive import contents, describing, fixity, provenance, vocabulary
from archive.contents import Gone
from archive.describing import Differing, version_of
from archive.errors import NotFound, Refused
from archive.files import Files
from archive.records import Cue, IndexPoint, Interview, Recording, Track
from tests.conftest import take_in_described

MINUTE = 60_000
PIT = "They laid him off from the shaft, and the winch and the coal and the lamp room stood still."
HOME = "Her mother cooked dumplings in the kitchen while the grandmother sewed cotton shoes and jackets."
PARTS = {"zh": ("绞车都停了，工人都下岗了，名单贴在门口。", "奶奶在厨房里包饺子，妈妈缝棉鞋和棉袄，孩子睡觉。")}


def told(first: str, second: str, language: str, each: int = 60) -> Track:
    """A talk about one thing, then about another, a cue every six seconds."""
    texts = [first] * each + [second] * each
    cues = tuple(Cue(n * 6000, n * 6000 + 6000, text) for n, text in enumerate(texts))
    return Track(language=language, cues=cues)


def english(each: int = 60) -> Track:
    some = random.Random(1)
    shuffled = [" ".join(some.sample(said.split(), 14)) for said in (PIT, HOME) for _ in range(each)]
    return Track(language="en", cues=tuple(Cue(n * 6000, n * 6000 + 6000, text) for n, text in enumerate(shuffled)))


@pytest.fixture
def held(files: Files) -> str:
    described = Interview(
        id="", title={"en": "x"}, recordings=(Recording(name="recording-1", kind="none", duration_ms=30 * MINUTE),)
    )
    return take_in_described(files, described).id


# --- suggested -------------------------------------------------------------------------------------------------------


def test_the_talk_turns_where_its_words_do() -> None:
    first, second = contents.suggested([english()], [])
    assert (first.start_ms, first.end_ms) == (0, second.start_ms)
    assert abs(second.start_ms - 6 * MINUTE) <= 30_000
    assert second.end_ms == 12 * MINUTE


def test_chinese_turns_too_and_is_called_by_its_words() -> None:
    first, second = contents.suggested([told(*PARTS["zh"], "zh-Hans")], [])
    assert abs(second.start_ms - 6 * MINUTE) <= 30_000
    assert set(first.title["zh-Hans"].split("、")) & {"绞车", "名单", "工人"}
    assert set(second.title["zh-Hans"].split("、")) & {"奶奶", "厨房", "饺子", "棉鞋", "棉袄"}


def test_a_stretch_is_called_by_its_concept_in_every_language_and_has_it_as_a_subject(files: Files) -> None:
    words = vocabulary.in_use(files)
    chinese = told(*PARTS["zh"], "zh-Hans")
    translated = replace(english(), translated_from="zh-Hans")
    first, second = contents.suggested([chinese, translated], words)
    assert first.title["zh-Hans"].startswith("下岗：") and first.title["en"].startswith("Layoffs: ")
    assert first.subjects[0] == "Layoffs 下岗"
    assert second.title["en"].startswith("Meals and cooking: cooked, ")


def test_what_nobody_can_tell_from_the_rest_is_called_by_its_first_words() -> None:
    (only,) = contents.suggested([Track(language="en", cues=(Cue(500, 2000, "Yes, well."),))], [])
    assert (only.start_ms, only.end_ms, only.title) == (500, 2000, {"en": "Yes, well."})
    assert contents.suggested([Track(language="en")], []) == ()


def test_shorter_stretches_are_more() -> None:
    talk = english(200)
    counts = [len(contents.suggested([talk], [], every_ms=minutes * MINUTE)) for minutes in (3, 6, 12)]
    assert counts == sorted(counts, reverse=True) and counts[0] > counts[-1]


def test_the_same_texts_give_the_same_suggestions(files: Files) -> None:
    words = vocabulary.in_use(files)
    assert contents.suggested([english()], words) == contents.suggested([english()], words)


def test_a_talk_of_two_hours_has_twenty_headings() -> None:
    some = random.Random(2)
    known = [f"word{some.choice('abcdefgh')}{n}" for n in range(3000)]
    cues = tuple(Cue(n * 4000, n * 4000 + 4000, " ".join(some.choices(known, k=11))) for n in range(1800))
    assert len(contents.suggested([Track(language="en", cues=cues)], [])) == 20


def test_where_a_heading_stands_none_is_suggested() -> None:
    point = IndexPoint(start_ms=MINUTE, end_ms=2 * MINUTE, title={"en": "A"})
    near, far = replace(point, start_ms=MINUTE + 20_000), replace(point, start_ms=2 * MINUTE)
    assert contents.fresh([near, far], [point]) == (far,)


def test_what_was_dismissed_is_not_suggested_again_there_until_somebody_asks(files: Files, held: str) -> None:
    contents.dismiss(files, held, "recording-1", 6 * MINUTE, agent="Lin")
    contents.dismiss(files, held, "recording-1", 6 * MINUTE, agent="Wu")
    (kept,) = contents.read_dismissed(files, held, "recording-1")
    assert (kept.start_ms, kept.by) == (6 * MINUTE, "Lin")
    near = IndexPoint(start_ms=6 * MINUTE - 20_000, end_ms=9 * MINUTE, title={"en": "A"})  # the words were corrected
    far = replace(near, start_ms=7 * MINUTE)
    assert contents.fresh([near, far], [], [kept]) == (far,)
    with pytest.raises(NotFound):
        contents.dismiss(files, held, "recording-2", 0, agent="Lin")
    assert contents.offer_again(files, held, "recording-1", agent="Wu") == 1
    assert contents.offer_again(files, held, "recording-1", agent="Wu") == 0
    assert contents.read_dismissed(files, held, "recording-1") == ()
    told = [(each.type, each.agent) for each in provenance.events(files, held)][-2:]
    assert told == [("heading dismissed", "Lin"), ("dismissed headings offered", "Wu")]
    assert fixity.verify(files, held, agent="a test") == []


# --- made by people --------------------------------------------------------------------------------------------------


def point(at: int, title: str, **more: object) -> IndexPoint:
    return IndexPoint(start_ms=at * MINUTE, end_ms=at * MINUTE, title={"en": title}, **more)  # type: ignore[arg-type]


def standing(files: Files, held: str) -> list[tuple[str, int, int]]:
    points = files.read_index_points(held, "recording-1")
    return [(each.title["en"], each.start_ms // MINUTE, each.end_ms // MINUTE) for each in points]


def add(files: Files, held: str, *points: IndexPoint) -> str:
    return contents.add(files, held, "recording-1", points, agent="Lin")


def test_each_lasts_until_the_next_and_says_who_made_it(files: Files, held: str) -> None:
    add(files, held, point(0, "A"), point(20, "C"))
    add(files, held, point(10, "B"))
    assert standing(files, held) == [("A", 0, 10), ("B", 10, 20), ("C", 20, 30)]
    (first, second) = (each for each in provenance.events(files, held) if each.type == "index points kept")
    assert (first.agent, second.agent) == ("Lin", "Lin") and "“B” at 600000 ms" in str(second.detail)


def test_two_cannot_begin_at_one_moment(files: Files, held: str) -> None:
    add(files, held, point(5, "A"))
    with pytest.raises(Refused):
        add(files, held, point(5, "B"))
    assert standing(files, held) == [("A", 5, 30)]


def test_one_is_moved_past_the_next(files: Files, held: str) -> None:
    add(files, held, point(0, "A"), point(10, "B"), point(20, "C"))
    (_, now, _) = files.read_index_points(held, "recording-1")
    moved = replace(now, start_ms=25 * MINUTE, end_ms=30 * MINUTE)
    started = version_of(now)
    contents.change(files, held, "recording-1", now.start_ms, moved, started_from=started, agent="Lin")
    assert standing(files, held) == [("A", 0, 20), ("C", 20, 25), ("B", 25, 30)]


def test_one_taken_out_is_put_back_whatever_was_done_elsewhere(files: Files, held: str) -> None:
    add(files, held, point(0, "A"), point(10, "B", keywords=("lamp",)), point(20, "C"))
    (_, now, _) = files.read_index_points(held, "recording-1")
    stamp = contents.remove(files, held, "recording-1", now.start_ms, seen=version_of(now), agent="Lin")
    assert standing(files, held) == [("A", 0, 20), ("C", 20, 30)]
    add(files, held, point(25, "D"))
    again = contents.take_back(files, held, "recording-1", stamp, agent="Lin")
    assert standing(files, held) == [("A", 0, 10), ("B", 10, 20), ("C", 20, 25), ("D", 25, 30)]
    assert files.read_index_points(held, "recording-1")[1].keywords == ("lamp",)
    contents.take_back(files, held, "recording-1", again, agent="Lin")
    assert standing(files, held) == [("A", 0, 20), ("C", 20, 25), ("D", 25, 30)]


def test_the_first_of_all_is_taken_back_too(files: Files, held: str) -> None:
    stamp = add(files, held, point(5, "A"))
    contents.take_back(files, held, "recording-1", stamp, agent="Lin")
    assert standing(files, held) == []


def test_two_who_write_in_different_parts_both_keep_theirs(files: Files, held: str) -> None:
    add(files, held, point(5, "A"))
    (seen,) = files.read_index_points(held, "recording-1")
    started = version_of(seen)
    for mine in (replace(seen, synopsis={"en": "What is said."}), replace(seen, place="Hegang 鹤岗")):
        contents.change(files, held, "recording-1", seen.start_ms, mine, started_from=started, agent="Lin")
    (now,) = files.read_index_points(held, "recording-1")
    assert (now.synopsis["en"], now.place) == ("What is said.", "Hegang 鹤岗")


def test_two_who_write_the_same_part_are_told_and_lose_nothing(files: Files, held: str) -> None:
    add(files, held, point(5, "A"))
    (seen,) = files.read_index_points(held, "recording-1")
    started, where = version_of(seen), (files, held, "recording-1", seen.start_ms)
    contents.change(*where, replace(seen, title={"en": "Theirs"}), started_from=started, agent="Lin")
    with pytest.raises(Differing) as fault:
        contents.change(*where, replace(seen, title={"en": "Mine"}), started_from=started, agent="Wang")
    assert fault.value.parts == ("title.en",) and standing(files, held) == [("Theirs", 5, 30)]
    with pytest.raises(Gone):
        contents.remove(*where, seen=started, agent="Wang")
    with pytest.raises(Gone):
        contents.change(files, held, "recording-1", 7, seen, started_from=started, agent="Wang")


def test_what_others_did_to_it_since_is_not_undone_unseen(files: Files, held: str) -> None:
    stamp = add(files, held, point(5, "A"))
    (seen,) = files.read_index_points(held, "recording-1")
    mine = replace(seen, title={"en": "B"})
    contents.change(files, held, "recording-1", seen.start_ms, mine, started_from=version_of(seen), agent="Wang")
    with pytest.raises(Gone):
        contents.take_back(files, held, "recording-1", stamp, agent="Lin")
    assert standing(files, held) == [("B", 5, 30)]


def test_keeping_the_same_again_is_no_act(files: Files, held: str) -> None:
    add(files, held, point(5, "A"))
    before = len(list(provenance.events(files, held)))
    (now,) = files.read_index_points(held, "recording-1")
    stamp = contents.change(files, held, "recording-1", now.start_ms, now, started_from=version_of(now), agent="Lin")
    assert stamp == "" and len(list(provenance.events(files, held))) == before
    describing.keep_index_points(files, held, "recording-1", [now], agent="Lin")
    assert len(list(provenance.events(files, held))) == before
