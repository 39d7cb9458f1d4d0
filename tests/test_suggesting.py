"""Suggestions come by themselves, once, after whatever they depend on has changed; no edition is made for them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive import fixity, jobs, provenance, tags, vocabulary
from archive.errors import Refused
from archive.files import Files, interview_file, tags_file, to_json
from archive.jobs.remembering import interview_state
from archive.records import USUAL_USES, Consent, Person
from archive.settings import Settings
from archive.vocabulary import STARTER
from tests.test_tags import cues_of, interview, keep

SAID = "they laid off my father in ninety-eight and nobody knew what to say about it"


def suggested(files: Files, held: str) -> list[tuple[str, str]]:
    return [(each.text, each.status) for each in tags.read_tags(files, held, "recording-1")]


def events(files: Files, held: str) -> list[str]:
    told = [each.type for each in provenance.events(files, held)]
    return [each for each in told if "tag" in each]


@pytest.fixture
def held(files: Files) -> str:
    return interview(files, *cues_of(SAID))


def test_they_come_once_and_again_when_the_words_change(files: Files, settings: Settings, held: str) -> None:
    assert jobs.bring_suggestions(files, settings)
    assert suggested(files, held) == [("laid off", "suggested"), ("ninety-eight", "suggested")]
    assert jobs.bring_suggestions(files, settings)
    (settings.instance / "suggested.json").write_text("{")  # what is remembered may be lost
    assert jobs.bring_suggestions(files, settings)
    assert events(files, held) == ["tags suggested"]
    keep(files, held, cues_of(SAID.replace("ninety-eight", "ninety-nine")))
    assert jobs.bring_suggestions(files, settings)
    assert suggested(files, held) == [("laid off", "suggested"), ("ninety-nine", "suggested")]


def test_they_come_again_when_the_vocabulary_changes(files: Files, settings: Settings, held: str) -> None:
    jobs.bring_suggestions(files, settings)
    first = tags.read_tags(files, held, "recording-1")[0]
    vocabulary.add(files, STARTER, first.refers_to.id, "nobody knew", "en", as_="synonym", agent="Lin")
    jobs.bring_suggestions(files, settings)
    assert ("nobody knew", "suggested") in suggested(files, held)


def test_a_spelling_that_was_rejected_is_not_suggested_elsewhere(files: Files, settings: Settings) -> None:
    one, other = (interview(files, *cues_of(SAID), collection="mine") for _ in range(2))
    jobs.bring_suggestions(files, settings, patience_s=60, first=[other])
    tags.rule(files, one, tags.read_tags(files, one, "recording-1")[0], "rejected", agent="Lin")
    third = interview(files, *cues_of(SAID), collection="mine")
    jobs.bring_suggestions(files, settings)
    assert ("laid off", "rejected") in suggested(files, other)
    assert [text for text, _ in suggested(files, third)] == ["ninety-eight"]


def test_without_patience_nothing_is_forgotten(files: Files, settings: Settings, held: str) -> None:
    assert not jobs.bring_suggestions(files, settings, patience_s=-1)
    assert jobs.bring_suggestions(files, settings)
    assert suggested(files, held)


def test_damage_in_one_interview_keeps_no_other_waiting(files: Files, settings: Settings, held: str) -> None:
    other = interview(files, *cues_of(SAID))
    files.store.write(tags_file(held, "recording-1"), b"{")
    assert jobs.bring_suggestions(files, settings)
    assert suggested(files, other)


def test_only_what_the_public_may_meet_is_news(files: Files, settings: Settings, held: str) -> None:
    jobs.bring_suggestions(files, settings)
    first, date = tags.read_tags(files, held, "recording-1")
    quiet = interview_state(files, held)
    tags.reject(files, held, "recording-1", [first.id], agent="Lin")
    tags.undo(files, held, "recording-1", [first.id], agent="Lin")
    tags.rule(files, held, first, "rejected", agent="Lin")
    assert interview_state(files, held) == quiet
    told = ["tags suggested", "tag rejected", "tag rejection undone", "tags rejected by their spelling"]
    assert events(files, held) == told
    tags.accept(files, held, "recording-1", [date.id], agent="Lin")
    assert (news := interview_state(files, held)) != quiet
    tags.reject(files, held, "recording-1", [date.id], agent="Lin")
    assert interview_state(files, held) not in (quiet, news) and events(files, held)[-1] == "tag taken back"
    with files.lock(held):
        assert fixity.verify(files, held, agent="Lin") == []


@pytest.mark.parametrize("state", ["names no machine", "taken back"])
def test_no_machine_suggests_where_consent_says_no(files: Files, settings: Settings, held: str, state: str) -> None:
    consent = Consent(statement="Read it, print it.", uses=("text", "sound"))
    if state == "taken back":
        consent = replace(consent, uses=USUAL_USES, withdrawn_on="2026-05-01")
    record = replace(files.read_interview(held), consent=consent)
    files.store.write(interview_file(held), to_json(record))
    assert jobs.bring_suggestions(files, settings) and suggested(files, held) == []
    with pytest.raises(Refused, match="consent"):
        tags.suggest(files, held, tags.usual_in(files, held))
    files.store.write(
        interview_file(held), to_json(replace(record, consent=replace(consent, uses=USUAL_USES, withdrawn_on="")))
    )
    jobs.bring_suggestions(files, settings)
    assert suggested(files, held)


def test_an_age_is_reckoned_from_the_narrators_birth_and_stays_a_proposal(files: Files, settings: Settings) -> None:
    told = "I went down the pit when I was nineteen and stayed"
    alone = interview(files, *cues_of(told), narrators=(Person(name="Lin", born="1961"),))
    two = interview(files, *cues_of(told), narrators=(Person(name="Lin", born="1961"), Person(name="Wang")))
    jobs.bring_suggestions(files, settings)
    (age,) = [each for each in tags.read_tags(files, alone, "recording-1") if each.kind == "date"]
    assert (age.text, age.refers_to.id, age.is_proposal) == ("when I was nineteen", "1980/1981", True)
    assert "1961" in str(age.reason)
    assert [each for each in tags.read_tags(files, two, "recording-1") if each.kind == "date"] == []
