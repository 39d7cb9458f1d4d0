"""Withdrawn is for good: out of every output in one run, and no rebuild, restored backup or import brings it back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from werkzeug.test import Client

from archive import create_app, fixity, index, jobs, opening, publication, transcripts
from archive.access import NOTHING, shown
from archive.errors import BadRecord, Refused
from archive.files import Files, claim_file, open_files, withdrawal_file
from archive.jobs.house import start_afresh
from archive.records import Cue, Track
from archive.settings import Settings
from tests.conftest import take_in
from tests.sound import tone

WORDS = "They read the list in the canteen."
AGREED = {"en": "The narrator asked us to take this interview back.", "zh-Hans": "应讲述人要求，此访谈已撤回。"}
ADDRESSES = (
    "/interviews/{}",
    "/interviews/{}.json",
    "/interviews/{}.vtt?recording=recording-1&language=en",
    "/interviews/{}.bib",
    "/interviews/{}/cite",
    "/embed/{}",
    "/media/{}/recording-1.access.m4a",
)


@pytest.fixture
def held(files: Files, settings: Settings, tmp_path: Path) -> str:
    """A public interview."""
    interview = take_in(files, tone(tmp_path / "tape.wav"))
    track = Track(language="en", cues=(Cue(0, 900, WORDS),), origin="person")
    transcripts.keep_text(files, interview.id, "recording-1", track, agent="M. Lin", detail="")
    opening.publish(files, settings, [interview.id], by="M. Lin", on="2026-05-03", because="read on paper")
    opening.follow(files, settings, interview.id)
    return interview.id


def withdraw(files: Files, settings: Settings, held: str, tombstone: dict[str, str] | None = None) -> None:
    publication.withdraw(files, held, by="M. Lin", on="2026-05-04", reason="she asked", tombstone=tombstone)
    opening.follow(files, settings, held)


def reader(settings: Settings) -> Client:
    return create_app(settings).test_client()


def public_bytes(settings: Settings) -> bytes:
    edition = index.current_edition(settings.instance / "edition")
    assert edition is not None
    return edition.read_bytes()


def test_without_a_tombstone_every_address_answers_as_if_it_had_never_been(
    files: Files, settings: Settings, held: str
) -> None:
    withdraw(files, settings, held)
    for address in ADDRESSES:
        gone, never = (reader(settings).get(address.format(each)) for each in (held, "1999-999"))
        assert gone.status_code == never.status_code == 404
        assert gone.data.replace(held.encode(), b"ID") == never.data.replace(b"1999-999", b"ID")
    assert held.encode() not in public_bytes(settings)


def test_a_tombstone_says_what_was_agreed_in_the_readers_language_and_nothing_else(
    files: Files, settings: Settings, held: str
) -> None:
    withdraw(files, settings, held, AGREED)
    for address in ADDRESSES:
        answer = reader(settings).get(address.format(held))
        assert answer.status_code == 410
        assert AGREED["en"] in answer.text or address.endswith(".json")
        assert WORDS not in answer.text and "A winter underground" not in answer.text and "she asked" not in answer.text
    chinese = reader(settings).get(f"/interviews/{held}", headers={"Accept-Language": "zh"})
    assert AGREED["zh-Hans"] in chinese.text
    assert reader(settings).get(f"/interviews/{held}.json").json["error"]["says"] == AGREED
    held_bytes = public_bytes(settings)
    assert AGREED["en"].encode() in held_bytes
    assert WORDS.encode() not in held_bytes and b"she asked" not in held_bytes
    assert held not in reader(settings).get("/sitemap.xml").text + reader(settings).get("/interviews").text


def test_a_tombstone_names_nobody_who_has_a_pseudonym(files: Files, settings: Settings, held: str) -> None:
    publication.give_pseudonym(files, held, "Lin Guihua", "Sister Zhao", by="M. Lin")
    withdraw(files, settings, held, {"en": "Lin Guihua asked for it."})
    assert "Sister Zhao asked for it." in reader(settings).get(f"/interviews/{held}").text


def test_a_rebuild_does_not_bring_it_back(files: Files, settings: Settings, held: str) -> None:
    withdraw(files, settings, held)
    shutil.rmtree(settings.instance / "edition")
    start_afresh(settings)
    jobs.keep_house(files, settings)
    assert reader(settings).get(f"/interviews/{held}").status_code == 404


def test_an_edition_restored_from_before_is_made_anew(
    files: Files, settings: Settings, held: str, tmp_path: Path
) -> None:
    """A backup of `instance/edition/` alone: what it was made from is remembered beside it, and says nothing of it."""
    shutil.copytree(settings.instance / "edition", tmp_path / "backup")
    withdraw(files, settings, held)
    shutil.rmtree(settings.instance / "edition")
    shutil.copytree(tmp_path / "backup", settings.instance / "edition")
    assert WORDS.encode() in public_bytes(settings)
    assert not opening.outlook(files, settings, held).is_followed
    jobs.keep_house(files, settings)
    assert WORDS.encode() not in public_bytes(settings)
    assert all(reader(settings).get(each.format(held)).status_code == 404 for each in ADDRESSES)


@pytest.mark.parametrize("lost", ["nothing", "the note in the store", "the note on this machine"])
def test_a_record_restored_from_before_does_not_bring_it_back(
    files: Files, settings: Settings, held: str, tmp_path: Path, lost: str
) -> None:
    backup = tmp_path / "backup"
    shutil.copytree(settings.home / "transcripts", backup)
    withdraw(files, settings, held, AGREED)
    shutil.rmtree(settings.home / "transcripts" / held)
    shutil.copytree(backup / held, settings.home / "transcripts" / held)
    if lost == "the note in the store":
        files.store.remove(withdrawal_file(held))
    elif lost == "the note on this machine":
        shutil.rmtree(settings.instance / "withdrawn")
    again = open_files(settings)
    assert shown(again.read_interview(held)) == NOTHING
    start_afresh(settings)
    jobs.keep_house(again, settings)
    assert reader(settings).get(f"/interviews/{held}").status_code == 410
    assert again.store.exists(withdrawal_file(held))
    with pytest.raises(Refused, match="withdrawn"):
        publication.publish(again, held, by="M. Lin", on="2026-05-05")


def test_a_note_that_cannot_be_read_keeps_it_back(files: Files, settings: Settings, held: str) -> None:
    record = files.store.read(f"transcripts/{held}/interview.json")
    withdraw(files, settings, held)
    files.store.write(f"transcripts/{held}/interview.json", record)
    files.store.write(withdrawal_file(held), b"{")
    with pytest.raises(BadRecord):
        files.read_interview(held)
    jobs.keep_house(files, settings)
    assert reader(settings).get(f"/interviews/{held}").status_code == 404


def test_the_note_of_another_archive_says_nothing_of_this_one(files: Files, settings: Settings, held: str) -> None:
    record = files.store.read(f"transcripts/{held}/interview.json")
    withdraw(files, settings, held)
    files.store.write(f"transcripts/{held}/interview.json", record)
    files.store.remove(withdrawal_file(held))
    files.store.write(claim_file(held), b"claimed by another accession")
    assert files.read_interview(held).withdrawn is None


def test_its_recording_does_not_come_in_again_under_another_number(
    files: Files, settings: Settings, held: str, tmp_path: Path
) -> None:
    withdraw(files, settings, held)
    with pytest.raises(Refused, match="was withdrawn"):
        take_in(files, tmp_path / "tape.wav")
    assert files.claimed_ids() == [held]


def test_its_files_are_still_what_they_were(files: Files, settings: Settings, held: str) -> None:
    withdraw(files, settings, held, AGREED)
    jobs.keep_house(files, settings)
    with files.lock(held):
        assert [each for each in fixity.verify(files, held, agent="test") if each.is_damage] == []
    assert fixity.strays(files) == []


def test_withdrawing_again_changes_nothing(files: Files, settings: Settings, held: str) -> None:
    withdraw(files, settings, held, AGREED)
    before = files.read_interview(held)
    withdraw(files, settings, held, {"en": "Something else."})
    assert files.read_interview(held) == before
