"""Programs suggest with evidence, people decide; a decision stands on its speech whatever becomes of the text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive import fixity, provenance, tags, transcripts
from archive.access import public_tags
from archive.errors import BadInput, NotFound, Refused
from archive.files import Files, open_files, rulings_file, tags_file
from archive.records import Collection, Cue, Interview, Person, Recording, Referent, Tag, Track, Verdict, Word
from archive.settings import Settings
from archive.speech import running
from archive.vocabulary import Concept, Vocabulary
from tests.conftest import take_in_described

LAYOFFS = Concept(uri="urn:layoffs", labels={"en": "Layoffs"}, synonyms={"en": ("laid off",)})
MINE = Concept(uri="urn:mine", labels={"en": "the mine"})
WORDS = [Vocabulary("test", concepts={each.uri: each for each in (LAYOFFS, MINE)})]
SAID = "they laid off my father in ninety-eight when the mine closed and laid off my mother"


def cues_of(said: str, *, every: int = 5, step_ms: int = 400, shift_ms: int = 0) -> tuple[Cue, ...]:
    """What was said, a word each 0.4 seconds, in cues of so many words."""
    words = said.split()
    cues = []
    for first in range(0, len(words), every):
        timed = [
            Word(n * step_ms + shift_ms, n * step_ms + shift_ms + 300, words[n] + " ")
            for n in range(first, min(first + every, len(words)))
        ]
        cues.append(Cue(timed[0].start_ms, timed[-1].end_ms, "".join(each.text for each in timed), words=tuple(timed)))
    return tuple(cues)


def interview(files: Files, *cues: Cue, collection: str = "", narrators: tuple[Person, ...] = ()) -> str:
    described = Interview(id="", title={"en": "A winter"}, language="en", date="2016", collection=collection)
    described = replace(described, narrators=narrators)
    recording = Recording(name="recording-1", kind="none", duration_ms=60_000)
    held = take_in_described(files, replace(described, recordings=(recording,)))
    keep(files, held.id, cues)
    return held.id


def keep(files: Files, interview_id: str, cues: tuple[Cue, ...]) -> None:
    track = Track(language="en", cues=cues, origin="person", made_by="Lin")
    transcripts.keep_text(files, interview_id, "recording-1", track, agent="Lin", detail="")


def suggest(files: Files, interview_id: str, **told: object) -> tuple[Tag, ...]:
    tags.suggest(files, interview_id, tags.usual(WORDS, **told))  # type: ignore[arg-type]
    return tags.read_tags(files, interview_id, "recording-1")


def shown(found: tuple[Tag, ...]) -> list[tuple[str, str, str]]:
    return [(each.text, each.means.id, each.status) for each in found]


@pytest.fixture
def held(files: Files) -> str:
    return interview(files, *cues_of(SAID))


def test_a_suggestion_says_what_when_why_and_by_whom(files: Files, held: str) -> None:
    found = suggest(files, held)
    assert shown(found) == [
        ("laid off", "urn:layoffs", "suggested"),
        ("ninety-eight", "1998", "suggested"),
        ("the mine", "urn:mine", "suggested"),
        ("laid off", "urn:layoffs", "suggested"),
    ]
    first = found[0]
    assert (first.start_ms, first.end_ms, first.kind) == (400, 1100, "concept")
    assert first.refers_to == Referent(id="urn:layoffs", label={"en": "Layoffs"})
    assert str(first.reason) == "found by “laid off”"
    assert first.evidence.startswith("they laid off my father")
    assert first.made_by.startswith("earwitness ")
    assert len({each.id for each in found}) == 4


def test_suggesting_again_changes_nothing(files: Files, held: str) -> None:
    found = suggest(files, held)
    assert suggest(files, held) == found
    assert [each.type for each in provenance.events(files, held)].count("tags suggested") == 1


def test_people_accept_reject_change_and_undo(files: Files, held: str) -> None:
    first, date, mine, second = suggest(files, held)
    tags.accept(files, held, "recording-1", [first.id, date.id], agent="Lin")
    tags.reject(files, held, "recording-1", [second.id], agent="Wang")
    tags.change(files, held, "recording-1", [mine.id], Referent(id="urn:south-mine"), agent="Lin")
    assert [status for *_, status in shown(suggest(files, held))] == ["accepted", "accepted", "accepted", "rejected"]
    assert suggest(files, held)[2].means.id == "urn:south-mine"
    (again,) = tags.undo(files, held, "recording-1", [mine.id], agent="Lin")
    assert (again.status, again.means.id, len(again.verdicts)) == ("suggested", "urn:mine", 2)
    assert tags.read_tags(files, held, "recording-1")[3].decided_by == "Wang"
    told = [each.type for each in provenance.events(files, held)]
    assert told[-5:] == ["tags suggested", "tag accepted", "tag rejected", "tag changed", "tag decision undone"]
    with files.lock(held):
        assert fixity.verify(files, held, agent="Lin") == []


def test_undo_goes_back_one_decision_at_a_time(files: Files, held: str) -> None:
    one = suggest(files, held)[0].id
    tags.accept(files, held, "recording-1", [one], agent="Lin")
    tags.change(files, held, "recording-1", [one], Referent(id="urn:other"), agent="Lin")
    tags.reject(files, held, "recording-1", [one], agent="Lin")
    seen = []
    for _ in range(3):
        (tag,) = tags.undo(files, held, "recording-1", [one], agent="Wang")
        seen.append((tag.status, tag.means.id))
    assert seen == [("accepted", "urn:other"), ("accepted", "urn:layoffs"), ("suggested", "urn:layoffs")]
    with pytest.raises(Refused):
        tags.undo(files, held, "recording-1", [one], agent="Lin")


def test_a_tag_of_a_persons_own_stays(files: Files, held: str) -> None:
    own = Tag(
        kind="person", text="my father", language="en", start_ms=1200, end_ms=1900, refers_to=Referent(id="Lin Dehai")
    )
    made = tags.add(files, held, "recording-1", own, agent="Lin")
    assert made in suggest(files, held) and (made.status, made.decided_by) == ("accepted", "Lin")
    with pytest.raises(NotFound):
        tags.add(files, held, "recording-9", own, agent="Lin")


def test_who_decides_about_a_tag_that_is_gone_is_told_so(files: Files, held: str) -> None:
    with pytest.raises(NotFound):
        tags.accept(files, held, "recording-1", ["gone"], agent="Lin")


def test_a_tag_lies_in_time() -> None:
    with pytest.raises(BadInput):
        Tag(kind="date", text="x", language="en", start_ms=5, end_ms=4)


# --- the text changes ------------------------------------------------------------------------------------------------


def test_a_decision_outlives_correction_joining_and_another_hearing(files: Files, held: str) -> None:
    first, _, _, second = suggest(files, held)
    tags.accept(files, held, "recording-1", [first.id], agent="Lin")
    tags.reject(files, held, "recording-1", [second.id], agent="Lin")
    keep(files, held, cues_of(SAID.replace("father", "dad").replace("laid off my mother", "laid my mother off")))
    kept = {each.id: each for each in suggest(files, held)}
    assert kept[first.id].status == "accepted"
    assert (kept[second.id].status, kept[second.id].text) == ("rejected", "laid off"), "nobody says so now; it was said"
    keep(files, held, cues_of(SAID, every=16, shift_ms=250))
    again = {each.id: each for each in suggest(files, held)}
    assert len(again) == 4
    assert (again[first.id].start_ms, again[second.id].status) == (650, "rejected")
    keep(files, held, cues_of(SAID, every=2, shift_ms=250))
    split = {each.id: each.status for each in suggest(files, held)}
    assert (split[first.id], split[second.id]) == ("accepted", "rejected")
    untimed = tuple(replace(each, words=()) for each in cues_of(SAID, every=16))
    keep(files, held, untimed)
    assert [each.status for each in suggest(files, held) if each.text == "laid off"] == ["accepted", "rejected"]


def test_what_was_accepted_for_words_that_are_corrected_away_waits_again(files: Files, held: str) -> None:
    first, _, mine, second = suggest(files, held)
    tags.accept(files, held, "recording-1", [first.id, mine.id], agent="Lin")
    own = Tag(
        kind="concept", text="hard times", language="en", start_ms=0, end_ms=900, refers_to=Referent(id="urn:own")
    )
    own = tags.add(files, held, "recording-1", own, agent="Lin")

    def after(said: str) -> dict[str, Tag]:
        keep(files, held, cues_of(said))
        return {each.id: each for each in suggest(files, held)}

    fired = SAID.replace("laid off my father", "sacked my father")
    now = after(fired)
    assert [now[each.id].is_unsaid for each in (first, mine, own)] == [True, False, False]
    assert now[first.id].status == "accepted" and now[first.id].waits and "sacked my father" in now[first.id].evidence
    assert public_tags(now.values(), unreviewed=True)[0].id == own.id  # nor is the other met, of which they share times
    assert after(SAID)[first.id].is_unsaid is False  # it was a slip: all is as it was
    assert after(fired)[first.id].is_unsaid
    tags.accept(files, held, "recording-1", [first.id], agent="Wu")
    assert not after(fired)[first.id].waits
    tags.undo(files, held, "recording-1", [first.id], agent="Wu")
    assert after(fired)[first.id].is_unsaid
    tags.reject(files, held, "recording-1", [first.id], agent="Wu")
    assert not after(fired)[first.id].waits and list(after(fired)) == list(after(fired))
    tags.accept(files, held, "recording-1", [second.id], agent="Wu")
    assert after("nobody said anything")[second.id].evidence == ""


def test_what_is_called_now_by_a_name_of_what_was_accepted_stands(files: Files, held: str) -> None:
    hagan = Tag(kind="place", text="Hagan", language="en", start_ms=400, end_ms=900, made_by="spacy 0")
    hegang = Referent(id="geonames:2036986", label={"en": "Hegang", "zh-Hans": "鹤岗"})
    keep(files, held, cues_of("to Hagan by train"))
    tags.suggest(files, held, [lambda _interview, _speech: [hagan]])
    (found,) = tags.read_tags(files, held, "recording-1")
    tags.change(files, held, "recording-1", [found.id], hegang, agent="Wu")
    for said, waits in (("to Hegang by train", False), ("to Jixi by train", True), ("to 鶴崗 by train", False)):
        keep(files, held, cues_of(said))
        tags.suggest(files, held, [])  # whoever found it is not on this machine any more
        (now,) = tags.read_tags(files, held, "recording-1")
        assert (now.status, now.waits) == ("accepted", waits)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[str], list[tuple[int, int, str]]]:
    """Words in which concepts are said, and some ways in which they are cut and timed."""
    words = draw(st.lists(st.sampled_from(["and", "laid off", "the mine", "father", "then"]), min_size=1, max_size=25))
    cuts = st.tuples(st.integers(1, 9), st.integers(-200, 200), st.sampled_from(["and", "but", "father", "mother"]))
    return words, draw(st.lists(cuts, min_size=1, max_size=4))


@given(histories(), st.randoms(use_true_random=False))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_whatever_becomes_of_the_cues_each_decision_stays_on_its_words(
    history: tuple[list[str], list[tuple[int, int, str]]], chance: Random
) -> None:
    words, cuts = history
    nobody = Interview(id="2026-001", date="2016")
    recognisers = tags.usual(WORDS)

    def suggested(every: int, shift_ms: int, other: str) -> list[Tag]:
        said = " ".join(other if each in ("and", "father") else each for each in words)
        speech = running(cues_of(said, every=every, shift_ms=300 + shift_ms), "en")
        return [tag for each in recognisers for tag in each(nobody, speech)]

    kept = tags.merged((), suggested(5, 0, "and"))
    assert len(kept) == sum(each in ("laid off", "the mine") for each in words)
    decided = tuple(
        tags.decided(each, chance.choice(["accepted", "rejected"]), by="Lin", at="now")
        if chance.random() < 0.6
        else each
        for each in kept
    )
    now = decided
    for cut in cuts:
        now = tags.merged(now, suggested(*cut))
        assert now == tags.merged(now, suggested(*cut)), "suggesting again changes nothing"
    assert [(each.id, each.verdicts, each.refers_to) for each in now] == [
        (each.id, each.verdicts, each.refers_to) for each in decided
    ]


@given(
    st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 900), st.sampled_from("abc"), st.booleans()), max_size=12),
    st.integers(0, 12),
)
def test_no_decision_is_ever_lost_and_no_id_stands_twice(told: list[tuple[int, int, str, bool]], cut: int) -> None:
    def tag(start: int, length: int, about: str) -> Tag:
        return Tag(
            kind="concept",
            text=about,
            language="en",
            start_ms=start,
            end_ms=start + length,
            refers_to=Referent(id=about),
        )

    verdict = Verdict(status="accepted", by="Lin", at="now")
    kept = tags.merged((), [tag(*each[:3]) for each in told[:cut]])
    kept = tuple(replace(each, verdicts=(verdict,)) if n % 2 else each for n, each in enumerate(kept))
    now = tags.merged(kept, [tag(*each[:3]) for each in told[cut:]])
    assert {each.id for each in kept if each.verdicts} == {each.id for each in now if each.verdicts}
    assert len({each.id for each in now}) == len(now)
    assert tags.merged(now, [tag(*each[:3]) for each in told[cut:]]) == now


def test_another_referent_for_what_was_accepted_is_no_news_but_for_what_was_rejected_it_is() -> None:
    place = Tag(kind="place", text="Hegang", language="en", start_ms=0, end_ms=900, refers_to=Referent(id="geonames:1"))
    other = replace(place, refers_to=Referent(id="geonames:2"))
    accepted = tags.decided(replace(place, id="a"), "accepted", by="Lin", at="now")
    rejected = tags.decided(replace(place, id="a"), "rejected", by="Lin", at="now")
    assert shown(tags.merged((accepted,), [other])) == [("Hegang", "geonames:1", "accepted")]
    assert len(tags.merged((rejected,), [other])) == 2
    changed = tags.decided(replace(place, id="a"), "accepted", by="Lin", at="now", refers_to=other.refers_to)
    assert (
        len(
            tags.merged(
                (changed,),
                [
                    place,
                ],
            )
        )
        == 1
    )


# --- one decision for a spelling -------------------------------------------------------------------------------------


def test_one_decision_settles_a_spelling_in_its_collection_now_and_later(files: Files) -> None:
    from archive import describing

    describing.create_collection(files, Collection(slug="mines"), agent="Lin")
    one, other = (interview(files, *cues_of(SAID), collection="mines") for _ in range(2))
    apart = interview(files, *cues_of(SAID))
    own = suggest(files, other)[0]
    tags.accept(files, other, "recording-1", [own.id], agent="Wang")
    first = suggest(files, one)[0]
    suggest(files, apart)
    settled = tags.rule(files, one, first, "rejected", agent="Lin")
    assert settled.tags == {one: 2, other: 1}
    assert [status for *_, status in shown(suggest(files, other))] == ["accepted", "suggested", "suggested", "rejected"]
    assert "rejected" not in {each.status for each in suggest(files, apart)}
    assert tags.rejections(tags.read_rulings(files, files.read_interview(one))) == {("urn:layoffs", "laid off")}
    later = interview(files, *cues_of("and then laid off again"), collection="mines")
    assert [status for *_, status in shown(suggest(files, later))] == ["rejected"]
    back = tags.rule(files, one, first, "suggested", agent="Lin")
    assert back.tags == {one: 2, other: 1, later: 1}
    assert [status for *_, status in shown(suggest(files, later))] == ["suggested"]
    assert suggest(files, other)[0].status == "accepted"
    assert files.store.exists(rulings_file("mines")) and files.collection_slugs() == ["mines"]
    for folder in ("collections", one, other):
        with files.lock(folder):
            assert fixity.verify(files, folder, agent="Lin") == []


def test_an_interview_in_no_collection_settles_its_own_spellings(files: Files, held: str) -> None:
    first = suggest(files, held)[0]
    tags.rule(files, held, first, "accepted", agent="Lin", refers_to=Referent(id="urn:other"))
    assert [(each.means.id, each.status) for each in suggest(files, held) if each.text == "laid off"] == [
        ("urn:other", "accepted"),
        ("urn:other", "accepted"),
    ]
    (tag,) = tags.undo(files, held, "recording-1", [first.id], agent="Lin")
    assert tag.status == "suggested" == suggest(files, held)[0].status, "here somebody decided otherwise"
    with pytest.raises(BadInput):
        tags.rule(files, held, suggest(files, held)[1], "accepted", agent="Lin")


def test_what_was_rejected_for_a_phrase_is_not_suggested_elsewhere(files: Files, held: str) -> None:
    rejected = frozenset({("urn:layoffs", "laid off")})
    assert [each.text for each in suggest(files, held, rejected=rejected)] == ["ninety-eight", "the mine"]


def test_the_words_of_the_archive_suggest_but_what_its_people_rejected(files: Files, held: str) -> None:
    tags.suggest(files, held, tags.usual_in(files, held))
    found = tags.read_tags(files, held, "recording-1")
    assert ("laid off", "urn:earwitness:starter:layoffs") in [(each.text, each.means.id) for each in found]
    rejected = next(each for each in found if each.text == "laid off")
    tags.rule(files, held, rejected, "rejected", agent="Lin")
    keep(files, held, cues_of(f"{SAID} and then they laid off us"))
    tags.suggest(files, held, tags.usual_in(files, held))
    again = tags.read_tags(files, held, "recording-1")
    assert [each.status for each in again if each.text == "laid off"] == ["rejected", "rejected"]


def test_tags_are_kept_as_a_stranger_can_read_them(files: Files, held: str, settings: Settings) -> None:
    suggest(files, held)
    text = (settings.home / tags_file(held, "recording-1")).read_text("utf-8")
    assert '"template": ""' not in text
    assert '"refers_to": {\n      "id": "urn:layoffs"' in text
    assert tags.read_tags(open_files(settings), held, "recording-1") == suggest(files, held)
    assert Path(settings.home / f"transcripts/{held}/versions").exists() is False
