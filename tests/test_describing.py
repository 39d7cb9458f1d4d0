"""Describing: what people write is kept as events, and two who write at once both keep their words."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from archive import provenance, publication
from archive.describing import (
    COLLECTION,
    DESCRIPTION,
    Differing,
    create_collection,
    faults,
    keep_collection,
    keep_record,
    version_of,
    with_parts,
    wrong,
)
from archive.errors import AlreadyExists, BadInput, Refused
from archive.files import Files
from archive.records import CLOSED, Access, Collection, Decision, Interview, Person
from tests.conftest import take_in
from tests.sound import tone


def test_describing_changes_no_decision_whatever_it_is_told(files: Files) -> None:
    before = take_in(files)
    told = replace(
        before,
        place="Hegang",
        access=Access(metadata=CLOSED),
        consent=None,
        published=Decision(by="me", on="2026-05-03"),
        embargo_until="2050-01-01",
        recordings=(),
    )
    kept = keep_record(files, told, started_from=version_of(before), agent="Lin")
    assert kept == replace(before, place="Hegang")
    last = list(provenance.events(files, before.id))[-1]
    assert (last.type, last.agent) == ("description kept", "Lin")


def test_every_field_of_an_interview_is_either_described_or_left_alone_on_purpose() -> None:
    decided = {"id", "recordings", "gallery", "access", "consent", "embargo_until", "embargo_lifted", "published"}
    decided |= {"withdrawn", "tombstone", "redactions", "names_spoken", "accession", "narrator_reviewed_on"}
    assert {each.name for each in fields(Interview)} == decided | set(DESCRIPTION)
    assert {each.name for each in fields(Collection)} == {"slug", *COLLECTION}


def test_two_who_describe_different_things_at_once_both_keep_theirs(files: Files) -> None:
    before = take_in(files)
    begun = version_of(before)
    keep_record(files, replace(before, place="Hegang"), started_from=begun, agent="Lin")
    kept = keep_record(files, replace(before, date="1998~"), started_from=begun, agent="Zhao")
    assert (kept.place, kept.date) == ("Hegang", "1998~")


def test_two_who_describe_the_same_thing_are_told_what_differs(files: Files) -> None:
    before = take_in(files)
    begun = version_of(before)
    keep_record(files, replace(before, place="Hegang"), started_from=begun, agent="Lin")
    with pytest.raises(Differing) as told:
        keep_record(files, replace(before, place="Jixi", date="1998"), started_from=begun, agent="Zhao")
    assert told.value.parts == ("place",)
    now = files.read_interview(before.id)
    assert (now.place, now.date) == ("Hegang", "")
    assert told.value.mine == replace(now, place="Jixi", date="1998"), "what they insist on, and the rest as it is"
    kept = keep_record(files, replace(now, place="Jixi"), started_from=version_of(now), agent="Zhao")
    assert kept.place == "Jixi"


def test_a_title_is_written_by_two_in_two_languages_at_once(files: Files) -> None:
    before = take_in(files, title={"en": "A winter", "fr": "Un hiver"})
    begun = version_of(before)
    keep_record(files, with_parts(before, {"title.zh-Hans": "井下的冬天"}), started_from=begun, agent="Lin")
    keep_record(files, with_parts(before, {"title.fr": ""}), started_from=begun, agent="Zhao")
    kept = keep_record(files, with_parts(before, {"title.en": "Underground"}), started_from=begun, agent="Zhao")
    assert kept.title == {"en": "Underground", "zh-Hans": "井下的冬天"}
    with pytest.raises(Differing) as told:
        keep_record(files, with_parts(before, {"title.zh-Hans": "冬天"}), started_from=begun, agent="Zhao")
    assert told.value.parts == ("title.zh-Hans",)


def test_what_stands_on_a_tape_is_written_and_nothing_else_of_the_recording(files: Files, tmp_path: Path) -> None:
    before = take_in(files, tone(tmp_path / "a.wav"), tone(tmp_path / "b.wav", hertz=300.0))
    begun = version_of(before)
    keep_record(files, with_parts(before, {"recording-2.label": "side B"}), started_from=begun, agent="Lin")
    told = with_parts(before, {"recording-2.carrier": "C60 cassette"})
    told = replace(told, recordings=tuple(replace(each, hearings=9, sha256="0") for each in told.recordings))
    kept = keep_record(files, told, started_from=begun, agent="Zhao")
    first, second = kept.recordings
    assert first == before.recordings[0]
    assert second == replace(before.recordings[1], label="side B", carrier="C60 cassette")
    with pytest.raises(BadInput):
        with_parts(before, {"consent": None})


def test_the_event_says_which_parts_are_new(files: Files) -> None:
    before = take_in(files)
    told = with_parts(before, {"title.en": "Other", "date": "1998"})
    keep_record(files, told, started_from=version_of(before), agent="Lin")
    assert list(provenance.events(files, before.id))[-1].detail == "title.en, date"


@pytest.mark.parametrize(
    ("name", "said", "why"),
    [
        ("date", "then", "date"),
        ("date", "2016-02-30", "date"),
        ("date", "197X", None),
        ("language", "Chinese!", "language"),
        ("language", "zh-Hans", None),
        ("collection", "After the Mine", "slug"),
        ("country", "cn", "country"),
        ("country", "CN", None),
        ("script", "Latn", "script"),
        ("title.en", "x" * 1_001, "long"),
        ("summary.en", "x" * 1_001, None),
        ("narrators", (Person(name=""),), "nameless"),
        ("narrators", (Person(name="Lin"), Person(name="Lin")), "twice"),
        ("narrators", (Person(name="Lin", note="x" * 1_001),), "long"),
        ("glossary", ("x",) * 3_000, "long"),
        ("synthetic", True, None),
    ],
)
def test_what_cannot_be_kept_has_a_reason(name: str, said: object, why: str | None) -> None:
    assert wrong(name, said) == why
    assert faults({name: said, "place": "鹤岗"}) == ({name: why} if why else {})


def test_a_name_with_a_pseudonym_is_not_forgotten_and_keeps_it(files: Files) -> None:
    take_in(files)
    before = publication.give_pseudonym(files, "2026-001", "Lin Guihua", "Miner A", by="Lin")
    begun = version_of(before)
    with pytest.raises(Refused, match="pseudonym"):
        keep_record(files, replace(before, narrators=(Person(name="Lin G."),)), started_from=begun, agent="Lin")
    noted = replace(before, narrators=(Person(name="Lin Guihua", note="widow"),))
    assert keep_record(files, noted, started_from=begun, agent="Lin").narrators == (
        Person(name="Lin Guihua", pseudonym="Miner A", note="widow"),
    )


def test_a_collection_is_begun_once_and_kept_by_two_at_once(files: Files) -> None:
    before = Collection(slug="pits", title={"en": "Pits"})
    create_collection(files, before, agent="Lin")
    with pytest.raises(AlreadyExists):
        create_collection(files, before, agent="Lin")
    begun = version_of(before)
    keep_collection(files, replace(before, glossary=("Hegang",)), agent="Lin", started_from=begun)
    keep_collection(files, replace(before, demands_review=True), agent="Zhao", started_from=begun)
    assert files.read_collection("pits") == replace(before, glossary=("Hegang",), demands_review=True)
    with pytest.raises(Differing):
        keep_collection(files, replace(before, glossary=("Jixi",)), agent="Zhao", started_from=begun)
