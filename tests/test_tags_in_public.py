"""Accepted tags reach the public on words that it may read; rejected and merely suggested ones are in no byte."""

from __future__ import annotations

from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from archive import contents, create_app, jobs, publication, tags, transcripts, vocabulary
from archive.files import Files, to_json
from archive.index import interview as public_interview
from archive.index import open_current
from archive.index.naming import slug
from archive.publication import deciding
from archive.records import (
    CLOSED,
    OPEN,
    Access,
    Collection,
    Cue,
    IndexPoint,
    Interview,
    Person,
    Recording,
    Redaction,
    Referent,
    Tag,
    Track,
    Word,
    in_one,
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
    say(files, taken.id, *SAID)
    tags.suggest(files, taken.id, [lambda _interview, _speech: found])
    publication.publish(files, taken.id, by="M. Lin", on="2026-05-03")
    return taken.id


def say(files: Files, interview_id: str, *sentences: str) -> None:
    cues = tuple(
        Cue(n * 5000, n * 5000 + 4000, text, words=(Word(n * 5000, n * 5000 + 4000, text),))
        for n, text in enumerate(sentences)
    )
    track = Track(language="en", cues=cues, origin="person", made_by="Lin")
    transcripts.keep_text(files, interview_id, "recording-1", track, agent="Lin", detail="")


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
    one = held(files, settings, concept("Layoffs", 0), concept("Layoffs", 10_000, text="closed"))
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


@pytest.mark.parametrize("uses", [("text", "sound", "processing"), ("text", "sound")])
def test_none_on_words_that_are_said_no_more_though_nobody_has_looked_since(
    files: Files, settings: Settings, uses: tuple[str, ...]
) -> None:
    one = held(files, settings, concept(ACCEPTED, 0), concept("Pit", 10_000, text="the pit"))
    decide(files, one, "accept", ACCEPTED)
    decide(files, one, "accept", "Pit")
    record = files.read_interview(one)
    assert record.consent is not None
    keep(files, replace(record, consent=replace(record.consent, uses=uses)))
    assert len(public(files, settings, one)) == 2
    say(files, one, "they sent us home that winter", *SAID[1:])
    assert not any(each.is_unsaid for each in tags.read_tags(files, one, "recording-1"))
    jobs.bring_edition(files, settings, unknown=set())
    found = public_interview(open_current(settings.instance / "edition"), one)
    assert found and [each.name for each in found.recordings[0].tags] == ["Pit 词Pit"]
    assert ACCEPTED.encode() not in edition_bytes(settings)


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
    deciding.decide(files, record.id, "consent recorded", "Lin", lambda _: record)


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


# --- every kind ------------------------------------------------------------------------------------------------------

KINDS = ("concept", "era", "date", "person", "place", "organisation")
HEGANG = Referent(id="geonames:2036986", label={"en": "Hegang", "zh-Hans": "鹤岗"})


def tag_of(kind: str, start_ms: int, name: str, *, referent: Referent | None = None, made_by: str = "spacy 0") -> Tag:
    """A suggestion of a kind; a name is what a recogniser makes of words of which nobody has found out more."""
    means = referent or Referent()
    if kind in ("concept", "era") and referent is None:
        means = Referent(id=f"urn:{name}", label={"en": name})
    if kind == "date" and referent is None:
        means = Referent(id=name)
    return Tag(
        kind=kind,  # type: ignore[arg-type]
        text=name,
        language="en",
        start_ms=start_ms,
        end_ms=start_ms + 300,
        refers_to=means,
        made_by=made_by,
        evidence=SAID[0],
    )


def by_hand(*found: Tag) -> list[Tag]:
    """Tags that a person made: these need not be in the words."""
    return [replace(each, made_by="") for each in found]


def decide_all(files: Files, interview_id: str, status: str, text: str = "") -> None:
    kept = tags.read_tags(files, interview_id, "recording-1")
    ids = [each.id for each in kept if text in each.text]
    {"accepted": tags.accept, "rejected": tags.reject}[status](files, interview_id, "recording-1", ids, agent="Lin")


def test_every_kind_that_somebody_accepted_has_a_page_that_plays_it(files: Files, settings: Settings) -> None:
    found = (
        tag_of("person", 0, "Foreman Guo"),
        tag_of("place", 400, "Hegan", referent=HEGANG),
        tag_of("organisation", 800, "Graphite Works"),
        tag_of("era", 1200, "The Layoffs"),
        tag_of("date", 1600, "1998-12/1999-02"),
        tag_of("place", 5000, "South Shaft"),
    )
    one = held(files, settings, *by_hand(*found), place="Hegang, Heilongjiang")
    decide_all(files, one, "accepted")
    told = {(each.kind, each.concept, each.name) for each in public(files, settings, one)}
    assert told == {
        ("person", "", "Foreman Guo"),
        ("place", "geonames:2036986", "Hegang 鹤岗"),
        ("place", "", "South Shaft"),
        ("organisation", "", "Graphite Works"),
        ("era", "urn:The Layoffs", "The Layoffs"),
        ("date", "1998-12/1999-02", "1998-12/1999-02"),
    }
    reader = create_app(settings).test_client()
    page = reader.get(f"/interviews/{one}").text
    pages = {
        "person": "/people/foreman-guo",
        "place": "/places/hegang",
        "organisation": "/organisations/graphite-works",
        "era": "/eras/the-layoffs",
    }
    for field, address in (*pages.items(), ("era", "/eras/1998-12--1999-02"), ("place", "/places/south-shaft")):
        assert f'href="{address}"' in page, address
        spoken = reader.get(address).text
        assert spoken.count('class="passage"') == 1 and f"/interviews/{one}?t=" in spoken, address
        assert f"/search?q={field}%3A" in spoken, address
    assert "1 passage<" in reader.get("/places/hegang").text and "Recorded here" in reader.get("/places/hegang").text
    (recording,) = reader.get(f"/interviews/{one}.json").json["recordings"]
    assert {each["url"] for each in recording["tags"]} == {
        *pages.values(),
        "/eras/1998-12--1999-02",
        "/places/south-shaft",
    }
    assert "GeoNames" in page and "Names of places" in page
    for query in ("person:guo", "place:鹤岗", "organisation:graphite", "era:layoffs", "era:1998-12"):
        assert reader.get("/search.json", query_string={"q": query}).json["total"] == 1, query


@pytest.mark.parametrize("unreviewed", [False, True])
def test_no_tag_that_nobody_accepted_or_somebody_rejected_is_in_any_byte(
    files: Files, settings: Settings, unreviewed: bool
) -> None:
    record = Collection(slug="mine", shows_unreviewed_tags=unreviewed)
    files.store.write("transcripts/collections/mine.json", to_json(record))
    names = {kind: {state: f"{state}canary{kind}" for state in ("waiting", "rejected", "undone")} for kind in KINDS}
    found = [
        tag_of(kind, 400 * n, name, referent=Referent(id=f"urn:{name}", label={"en": name, "zh-Hans": f"词{name}"}))
        for kind, states in names.items()
        for n, name in enumerate(states.values())
    ]
    one = held(files, settings, *found, collection="mine")
    decide_all(files, one, "rejected", "rejectedcanary")
    decide_all(files, one, "accepted", "undonecanary")
    kept = tags.read_tags(files, one, "recording-1")
    undone = [each.id for each in kept if "undonecanary" in each.text]
    tags.undo(files, one, "recording-1", undone, agent="Lin")
    allowed = {"concept", "era"} if unreviewed else set()
    assert {each.kind for each in public(files, settings, one)} == allowed
    told = edition_bytes(settings).decode("utf-8", "replace")
    leaking = {
        name
        for kind, states in names.items()
        for state, name in states.items()
        if name in told and not (state == "waiting" and kind in allowed)
    }
    assert leaking == set()


@pytest.mark.parametrize("state", ["closed words", "closed", "redacted", "withdrawn", "hidden by a machine's doubt"])
def test_no_tag_of_any_kind_is_met_on_words_that_are_shut(files: Files, settings: Settings, state: str) -> None:
    found = [
        tag_of(kind, 0, f"{kind}canary", referent=Referent(id=f"{kind}canary", label={"en": f"{kind}canary"}))
        for kind in KINDS
    ]
    one = held(files, settings, *by_hand(*found))
    decide_all(files, one, "accepted")
    assert {each.kind for each in public(files, settings, one)} == set(KINDS)
    shut(files, one, state)
    assert public(files, settings, one) == ()
    told = edition_bytes(settings).decode("utf-8", "replace")
    assert [kind for kind in KINDS if f"{kind}canary" in told] == []


@pytest.mark.parametrize("said", ["Zhao Meilan", "Meilan Zhao", "Meilan", "赵美兰", "ZHAO, Mei-lan"])
def test_a_person_who_has_a_pseudonym_is_tagged_by_it_and_by_nothing_else(
    files: Files, settings: Settings, said: str
) -> None:
    hidden = (Person(name="Zhao Meilan" if said.isascii() else "赵美兰", pseudonym="Auntie L."),)
    own = Referent(id=said, label={"en": said})
    found = by_hand(tag_of("person", 0, said), tag_of("person", 5000, said, referent=own))
    one = held(files, settings, *found, narrators=hidden)
    decide_all(files, one, "accepted")
    assert {each.name for each in public(files, settings, one)} == {"Auntie L."}
    told = edition_bytes(settings).decode("utf-8", "replace").casefold()
    assert not [each for each in ("meilan", "mei-lan", "美兰") if each in told]
    reader = create_app(settings).test_client()
    assert reader.get("/people/auntie-l").status_code == 200
    assert "eilan" not in reader.get("/people").text + reader.get(f"/interviews/{one}").text


def test_the_real_name_behind_a_pseudonym_is_no_tag_in_any_other_interview(files: Files, settings: Settings) -> None:
    held(files, settings, narrators=(Person(name="赵美兰", pseudonym="Auntie L."),))
    found = by_hand(tag_of("person", 0, "Zhao Meilan"), tag_of("person", 5000, "Foreman Guo"))
    other = held(files, settings, *found)
    decide_all(files, other, "accepted")
    assert [each.name for each in public(files, settings, other)] == ["Foreman Guo"]
    assert b"Meilan" not in edition_bytes(settings)


def test_what_is_narrower_counts_for_what_is_broader_as_the_vocabulary_has_it(files: Files, settings: Settings) -> None:
    starter = vocabulary.in_use(files)[0]
    below = next(each for each in starter.concepts.values() if len(starter.above(each.uri)) > 1 and not each.era)
    every = [starter.concepts[uri] for uri in starter.above(below.uri)]
    above = [each for each in every if not each.era]
    assert above and len(above) < len(every), "an era between is passed over: it has a page of its own kind"
    old = Referent(id=below.uri, label={"en": "As it was called once"})
    one = held(files, settings, tag_of("concept", 0, "laid off", referent=old))
    decide_all(files, one, "accepted")
    (tag,) = public(files, settings, one)
    assert tag.label == below.labels
    reader = create_app(settings).test_client()
    topics = unescape(reader.get("/topics").text)
    assert topics.index(above[-1].labels["en"]) < topics.index(below.labels["en"])
    facet = {each["value"]: each["count"] for each in reader.get("/search.json?q=winter").json["facets"]["topic"]}
    assert set(facet.values()) == {1} and len(facet) == 1 + len(above)
    page = reader.get("/search?q=winter").text
    assert (
        above[0].labels["zh-Hans"] in page and f'<span class="other" lang="zh-Hans">{below.labels["zh-Hans"]}' in page
    )


def with_heading(files: Files, interview_id: str, *keywords: str, subjects: tuple[str, ...] = ()) -> None:
    """A heading over the second sentence with these words beside it."""
    point = IndexPoint(start_ms=5000, end_ms=9000, title={"en": "Dumplings"}, keywords=keywords, subjects=subjects)
    contents.add(files, interview_id, "recording-1", (point,), agent="Lin")


def test_a_keyword_that_is_a_concepts_label_is_that_topic(files: Files, settings: Settings) -> None:
    starter = vocabulary.in_use(files)[0]
    layoffs = starter.concepts["urn:earwitness:starter:layoffs"]
    names = [in_one(starter.concepts[each].labels) for each in (layoffs.uri, starter.above(layoffs.uri)[-1])]
    one = held(files, settings, tag_of("concept", 0, "laid off", referent=Referent(id=layoffs.uri)))
    decide_all(files, one, "accepted")
    with_heading(files, one, "layoffs", "dumplings", subjects=(names[0],))
    public(files, settings, one)
    reader = create_app(settings).test_client()
    topics = unescape(reader.get("/topics").text)
    assert '/topics/layoffs"' not in topics and "/topics/dumplings" in topics
    facet = {each["value"]: each["count"] for each in reader.get("/search.json?q=dumplings").json["facets"]["topic"]}
    assert {*names, "dumplings"} <= facet.keys() and "layoffs" not in facet
    for each in names:
        page = unescape(reader.get(f"/topics/{slug(each)}").text)
        assert page.count('<div class="passage">') == 2, "the passage that is tagged, and the one under the heading"


def keep_words(files: Files, turtle: str) -> None:
    head = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> ."
    vocabulary.keep(files, "mine", vocabulary.read_graph(f"{head} {turtle}".encode(), "turtle"), agent="Lin")


def test_a_keyword_that_two_concepts_have_is_left_as_it_is(files: Files, settings: Settings) -> None:
    keep_words(files, "<urn:x:a> skos:prefLabel 'Pit'@en, 'A'@zh . <urn:x:b> skos:prefLabel 'Pit'@en, 'B'@zh .")
    one = held(files, settings)
    with_heading(files, one, "Pit")
    public(files, settings, one)
    assert ">Pit<" in create_app(settings).test_client().get("/topics").text


def test_a_real_name_in_the_address_of_a_concept_is_met_by_nobody(files: Files, settings: Settings) -> None:
    shop = "<urn:x:lin-guihua-s-shop>"
    label = 'skos:prefLabel "Lin Guihua\'s shop"@en'
    keep_words(files, f"<urn:x:food> skos:prefLabel 'Food'@en ; skos:broader {shop} . {shop} {label} .")
    found = [
        tag_of("concept", at, text, referent=Referent(id=each, label={"en": "As it was"}))
        for at, text, each in ((0, "laid off", "urn:x:food"), (5000, "dumplings", "urn:x:lin-guihua-s-shop"))
    ]
    one = held(files, settings, *found, narrators=(Person(name="Lin Guihua", pseudonym="Aunt Zhao"),))
    decide_all(files, one, "accepted")
    assert [each.label["en"] for each in public(files, settings, one)] == ["Food", "Aunt Zhao's shop"]
    assert b"guihua" not in edition_bytes(settings).lower()
    page = unescape(create_app(settings).test_client().get("/topics/aunt-zhao-s-shop").text)
    assert page.count('<div class="passage">') == 2
