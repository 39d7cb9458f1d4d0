"""Accepted tags reach the public on words that it may read; rejected and merely suggested ones are in no byte."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archive import create_app, jobs, publication, tags, transcripts
from archive.files import Files, interview_file, to_json
from archive.index import interview as public_interview
from archive.index import open_current
from archive.records import (
    CLOSED,
    OPEN,
    Access,
    Collection,
    Cue,
    Interview,
    Person,
    Recording,
    Redaction,
    Referent,
    Tag,
    Track,
    Word,
)
from archive.release import ReleasedTag
from archive.settings import Settings
from tests.conftest import described, take_in_described

ACCEPTED, REJECTED, SUGGESTED = "accepted-canary", "rejected-canary", "suggested-canary"
SAID = ("we were laid off that winter", "my mother sold dumplings", "and the pit was closed for good")


def concept(name: str, start_ms: int, *, text: str = "laid off") -> Tag:
    label = {"en": name, "zh-Hans": f"词{name}"}
    return Tag(
        kind="concept",
        text=text,
        language="en",
        start_ms=start_ms,
        end_ms=start_ms + 800,
        refers_to=Referent(id=f"urn:{name}", label=label),
        made_by="earwitness 0 vocabulary",
        evidence=SAID[0],
    )


def held(files: Files, settings: Settings, *found: Tag, **told: object) -> str:
    """A published interview of three sentences, with these suggestions."""
    recording = Recording(name="recording-1", kind="none", duration_ms=60_000)
    fields = {"recordings": (recording,), "language": "en"} | told
    taken = take_in_described(files, replace(described(), **fields))  # type: ignore[arg-type]
    cues = tuple(
        Cue(n * 5000, n * 5000 + 4000, text, words=(Word(n * 5000, n * 5000 + 4000, text),))
        for n, text in enumerate(SAID)
    )
    track = Track(language="en", cues=cues, origin="person", made_by="Lin")
    transcripts.keep_text(files, taken.id, "recording-1", track, agent="Lin", detail="")
    tags.suggest(files, taken.id, [lambda _interview, _speech: found])
    publication.publish(files, taken.id, by="M. Lin", on="2026-05-03")
    return taken.id


def decide(files: Files, interview_id: str, act: str, name: str) -> None:
    kept = tags.read_tags(files, interview_id, "recording-1")
    ids = [each.id for each in kept if each.refers_to.id == f"urn:{name}"]
    {"accept": tags.accept, "reject": tags.reject}[act](files, interview_id, "recording-1", ids, agent="Lin")


def public(files: Files, settings: Settings, interview_id: str) -> tuple[ReleasedTag, ...]:
    jobs.keep_house(files, settings)
    found = public_interview(open_current(settings.instance / "edition"), interview_id)
    return found.recordings[0].tags if found and found.recordings else ()


def edition_bytes(settings: Settings) -> bytes:
    return b"".join(each.read_bytes() for each in (settings.instance / "edition").rglob("*") if each.is_file())


def test_only_accepted_tags_are_in_the_edition(files: Files, settings: Settings) -> None:
    names = (ACCEPTED, REJECTED, SUGGESTED)
    one = held(files, settings, *(concept(each, n * 1000) for n, each in enumerate(names)))
    decide(files, one, "accept", ACCEPTED)
    decide(files, one, "reject", REJECTED)
    (tag,) = public(files, settings, one)
    assert (tag.concept, tag.said, tag.is_reviewed) == (f"urn:{ACCEPTED}", SAID[0], True)
    told = edition_bytes(settings)
    assert ACCEPTED.encode() in told and f"词{ACCEPTED}".encode() in told
    assert REJECTED.encode() not in told and SUGGESTED.encode() not in told
    decide(files, one, "reject", ACCEPTED)
    assert public(files, settings, one) == () and ACCEPTED.encode() not in edition_bytes(settings)


def test_pages_facets_fields_and_json_agree(files: Files, settings: Settings) -> None:
    one = held(files, settings, concept("Layoffs", 0), concept("Layoffs", 10_000))
    decide(files, one, "accept", "Layoffs")
    assert len(public(files, settings, one)) == 2
    reader = create_app(settings).test_client()
    assert "2 passages" in reader.get("/topics").text
    topic = reader.get("/topics/layoffs-词layoffs").text
    assert topic.count('<div class="passage">') == 2 and SAID[2] in topic
    found = reader.get("/search.json?q=topic:layoffs").json
    assert [each["id"] for each in found["interviews"]] == [one] if "interviews" in found else str(found).count(one)
    assert str(reader.get("/search.json?q=topic:词layoffs").json).count(one)
    assert "Layoffs 词Layoffs" in str(reader.get("/search.json?q=winter").json)
    page = reader.get(f"/interviews/{one}").text
    assert page.count('<div class="tags">') == 2 and "/topics/layoffs" in page
    (recording,) = reader.get(f"/interviews/{one}.json").json["recordings"]
    assert [each["start_ms"] for each in recording["tags"]] == [0, 10_000]


@pytest.mark.parametrize("state", ["closed words", "closed", "redacted", "withdrawn", "hidden by a machine's doubt"])
def test_none_on_words_that_are_shut(files: Files, settings: Settings, state: str) -> None:
    one = held(files, settings, concept(ACCEPTED, 0))
    decide(files, one, "accept", ACCEPTED)
    assert public(files, settings, one)
    shut(files, one, state)
    assert public(files, settings, one) == () and ACCEPTED.encode() not in edition_bytes(settings)


def shut(files: Files, one: str, state: str) -> None:
    record = files.read_interview(one)
    if state == "withdrawn":
        publication.withdraw(files, one, by="Lin", on="2026-06-01", reason="asked for")
    elif state == "redacted":
        keep(files, replace(record, redactions=(Redaction(recording="recording-1", start_ms=500, end_ms=600),)))
    elif state.startswith("closed"):
        sound = OPEN if state == "closed words" else CLOSED
        keep(files, replace(record, access=Access(metadata=OPEN, transcript=CLOSED, sound=sound)))
    else:
        track = Track(language="en", cues=(Cue(20_000, 21_000, "elsewhere"),), origin="person", made_by="Lin")
        transcripts.keep_text(files, one, "recording-1", track, agent="Lin", detail="")


def keep(files: Files, record: Interview) -> None:
    files.store.write(interview_file(record.id), to_json(record))


def test_a_pseudonym_holds_in_tags_too(files: Files, settings: Settings) -> None:
    hidden = (Person(name="Zhao Meilan", pseudonym="Auntie L."),)
    one = held(files, settings, concept("Story of Zhao Meilan", 0), narrators=hidden)
    decide(files, one, "accept", "Story of Zhao Meilan")
    (tag,) = public(files, settings, one)
    assert tag.label["en"] == "Story of Auntie L."


def test_a_collection_may_show_what_nobody_reviewed_labelled_as_such(files: Files, settings: Settings) -> None:
    files.store.write("transcripts/collections/mine.json", to_json(Collection(slug="mine", shows_unreviewed_tags=True)))
    proposal = replace(concept(SUGGESTED, 5000), is_proposal=True)
    one = held(files, settings, concept("Layoffs", 0), proposal, concept(REJECTED, 10_000), collection="mine")
    decide(files, one, "reject", REJECTED)
    (tag,) = public(files, settings, one)
    assert (tag.label["en"], tag.is_reviewed) == ("Layoffs", False)
    reader = create_app(settings).test_client()
    assert "reviewed by nobody" in reader.get(f"/interviews/{one}").text
    assert "reviewed by nobody" in reader.get("/topics/layoffs-词layoffs").text
    told = edition_bytes(settings)
    assert REJECTED.encode() not in told and SUGGESTED.encode() not in told
    decide(files, one, "reject", "Layoffs")
    assert public(files, settings, one) == ()


def test_its_edition_is_the_same_when_made_again(files: Files, settings: Settings, tmp_path: Path) -> None:
    one = held(files, settings, concept(ACCEPTED, 0))
    decide(files, one, "accept", ACCEPTED)
    public(files, settings, one)
    first = (settings.instance / "edition/current").read_text()
    jobs.start_afresh(settings)
    jobs.keep_house(files, settings)
    assert (settings.instance / "edition/current").read_text() == first
