"""Describing: what people write is kept as events, and two who write at once both keep their words."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from archive import provenance, publication
from archive.describing import (
    COLLECTION,
    DESCRIPTION,
    Differing,
    create_collection,
    keep_collection,
    keep_record,
    version_of,
)
from archive.errors import AlreadyExists, Refused
from archive.files import Files
from archive.records import CLOSED, Access, Collection, Consent, Decision, Interview, Person
from tests.conftest import described, take_in


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
    decided |= {"withdrawn", "redactions", "accession"}
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
    assert told.value.fields == ("place",)
    now = files.read_interview(before.id)
    assert (now.place, now.date) == ("Hegang", "")
    kept = keep_record(files, replace(now, place="Jixi"), started_from=version_of(now), agent="Zhao")
    assert kept.place == "Jixi"


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


def test_consent_that_was_taken_back_is_widened_by_whatever_is_given_anew() -> None:
    given = described().consent
    assert given is not None
    assert publication.widened(given, replace(given, uses=("text",))) == ()
    assert publication.widened(replace(given, uses=("text",)), given) == ("sound", "translation")
    assert publication.widened(replace(given, withdrawn_on="2026-05-03"), given) == ("text", "sound", "translation")
    assert publication.widened(None, Consent(statement="yes", uses=("text",))) == ("text",)
