"""Fixity: one flipped byte is named, with the day it was last known good."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from archive import accession, fixity, provenance, publication, transcripts
from archive.files import Files
from archive.records import Cue, Track
from tests.conftest import take_in

ORIGINAL = "media/2026-001/recording-1.wav"


@pytest.fixture
def held(files: Files, tmp_path: Path) -> Files:
    """An archive that holds one interview of one tape, published."""
    tape = tmp_path / "Lin Guihua side A.wav"
    tape.write_bytes(bytes(range(256)) * 40)
    take_in(files, tape)
    publication.publish(files, "2026-001", by="M. Lin", on="2026-05-03")
    return files


def _on_disk(files: Files, key: str) -> Path:
    return files.instance.parent / key


def test_what_was_left_alone_is_as_it_was(held: Files) -> None:
    assert fixity.verify(held, "2026-001", agent="M. Lin") == []


def test_one_flipped_byte_is_named_with_the_day_it_was_last_known_good(held: Files) -> None:
    fixity.verify(held, "2026-001", agent="M. Lin")
    path = _on_disk(held, ORIGINAL)
    content = bytearray(path.read_bytes())
    content[5000] ^= 1
    path.write_bytes(content)

    (finding,) = fixity.verify(held, "2026-001", agent="M. Lin")

    assert (finding.fault, finding.key) == ("changed", ORIGINAL)
    assert finding.expected != finding.found
    assert f"last known good on {finding.known_good[:10]}" in str(finding)
    again = fixity.verify(held, "2026-001", agent="M. Lin")
    assert again[0].known_good == finding.known_good, "a check that failed does not make the file good"


def test_a_missing_file_and_one_that_does_not_belong_are_named(held: Files) -> None:
    _on_disk(held, ORIGINAL).unlink()
    _on_disk(held, "transcripts/2026-001/notes.txt").write_text("whose?")
    findings = {each.key: each.fault for each in fixity.verify(held, "2026-001", agent="M. Lin")}
    assert findings == {ORIGINAL: "missing", "transcripts/2026-001/notes.txt": "extra"}


@pytest.mark.parametrize("part", ["interview.json", "events"])
def test_the_record_itself_is_watched(held: Files, part: str) -> None:
    key = next(key for key in held.store.walk("transcripts/2026-001") if f"/{part}" in key)
    path = _on_disk(held, key)
    path.write_bytes(path.read_bytes().replace(b"M. Lin", b"N. Lin").replace(b"an archivist", b"AN archivist"))
    assert [(each.fault, each.key) for each in fixity.verify(held, "2026-001", agent="x")] == [("changed", key)]


def test_a_deleted_event_is_missed(held: Files) -> None:
    key = next(key for key in held.store.walk("transcripts/2026-001") if "/events/" in key)
    _on_disk(held, key).unlink()
    assert ("missing", key) in [(each.fault, each.key) for each in fixity.verify(held, "2026-001", agent="x")]


@pytest.mark.parametrize("part", ["interview.json", "/events/", "manifest-sha256.txt", "recording-1.wav"])
@pytest.mark.parametrize("place", [0.01, 0.2, 0.5, 0.8, 0.99])
def test_a_flipped_bit_anywhere_in_any_file_is_blamed_on_that_file(held: Files, part: str, place: float) -> None:
    keys = [*held.store.walk("transcripts/2026-001"), *held.store.walk("media/2026-001")]
    key = next(key for key in keys if part in key)
    content = bytearray(held.store.read(key))
    content[int(len(content) * place)] ^= 0x10
    held.store.write(key, bytes(content))
    (finding,) = fixity.verify(held, "2026-001", agent="x")
    # A manifest is the only witness of an event's content: where the two disagree, either may have changed.
    assert finding.key == key or ("manifest" in key and "/events/" in finding.key)


def test_a_deleted_receipt_and_a_machines_text_set_aside_are_no_damage(held: Files) -> None:
    heard = Track(language="en", cues=(Cue(0, 900, "The list."),), made_by="whisper")
    written = transcripts.keep_machine_text(held, "2026-001", "recording-1", heard)
    receipt = provenance.receipt_key("2026-001", "recording-1", "transcribe", "0" * 16)
    event = provenance.new_event("2026-001", "transcription", "whisper")
    provenance.sign_off(held, receipt, replace(event, files=written))
    assert fixity.verify(held, "2026-001", agent="x") == []
    held.store.remove(receipt)
    transcripts.ask_again(held, "2026-001", agent="M. Lin")
    assert fixity.verify(held, "2026-001", agent="x") == []
    assert not held.track_names("2026-001")
    assert [key for key in held.store.walk("transcripts/2026-001/versions") if key.endswith("en.machine.vtt")]


def _heard(files: Files, made_by: str = "whisper small") -> dict[str, str]:
    heard = Track(language="en", cues=(Cue(0, 900, f"The list, {made_by}."),), made_by=made_by)
    return dict(transcripts.keep_machine_text(files, "2026-001", "recording-1", heard))


RECEIPT = provenance.receipt_key("2026-001", "recording-1", "transcribe", "0" * 16)


def _signed(files: Files, written: dict[str, str]) -> None:
    event = provenance.new_event("2026-001", "transcription", "whisper")
    provenance.sign_off(files, RECEIPT, replace(event, files=written))


def test_a_lost_copy_made_again_is_no_damage_afterwards(held: Files) -> None:
    copy = "media/2026-001/recording-1.peaks.json"
    receipt = provenance.receipt_key("2026-001", "recording-1", "peaks", "0" * 16)
    for content in (b"{}", b"{ }"):
        held.store.remove(receipt)
        held.store.write(copy, content)
        event = provenance.new_event("2026-001", "peaks", "a worker")
        provenance.sign_off(held, receipt, replace(event, files={copy: fixity.sha256_of(held, copy)}))
        assert fixity.verify(held, "2026-001", agent="x") == []
    held.store.remove(copy)
    assert [each.fault for each in fixity.verify(held, "2026-001", agent="x")] == ["lost"]


def test_a_changed_receipt_is_named(held: Files) -> None:
    _signed(held, _heard(held))
    fixity.verify(held, "2026-001", agent="x")
    held.store.write(RECEIPT, held.store.read(RECEIPT).replace(b"whisper", b"a person"))
    assert [(each.fault, each.key) for each in fixity.verify(held, "2026-001", agent="x")] == [("changed", RECEIPT)]


def test_what_a_worker_has_not_signed_off_yet_is_no_damage(held: Files) -> None:
    held.store.write("media/2026-001/recording-1.access.m4a", b"sound")
    _heard(held)
    findings = fixity.verify(held, "2026-001", agent="x")
    assert {each.fault for each in findings} == {"unsigned"} and len(findings) == 2
    assert not any(each.is_damage for each in findings)
    assert "is not signed off yet" in str(findings[0])


@pytest.mark.parametrize("lost", ["interview.json", "events", ""])
def test_an_interview_that_was_taken_in_is_missed_whatever_is_lost_of_it(held: Files, lost: str) -> None:
    publication.withdraw(held, "2026-001", by="M. Lin", on="2026-05-04", reason="asked")
    for key in held.store.walk("transcripts/2026-001"):
        if lost in key:
            held.store.remove(key)

    assert accession.finish_accessions(held) == [], "a claim is carried out once: not again without the withdrawal"

    assert "2026-001" in fixity.verifiable(held)
    for _ in range(2):
        missing = [each.key for each in fixity.verify(held, "2026-001", agent="x") if each.fault == "missing"]
        assert [key for key in missing if (lost or "interview.json") in key]


@pytest.mark.parametrize("folder", ["media/2026-001", "transcripts/2026-001"])
def test_a_missing_manifest_is_named_even_after_the_next_act(held: Files, folder: str) -> None:
    key = f"{folder}/manifest-sha256.txt"
    held.store.remove(key)
    publication.restrict(held, "2026-001", {"sound": "closed"}, by="M. Lin", on="2026-05-03")
    assert [(each.fault, each.key) for each in fixity.verify(held, "2026-001", agent="x")] == [("missing", key)]
    assert fixity.verify(held, "2026-001", agent="x") == [], "it was named, and written anew"


def test_a_claim_that_was_changed_or_lost_is_named(held: Files) -> None:
    held.store.write("transcripts/ids/2026-001", b"{}")
    assert [each.fault for each in fixity.verify(held, "2026-001", agent="x")] == ["changed"]
    held.store.remove("transcripts/ids/2026-001")
    assert [each.fault for each in fixity.verify(held, "2026-001", agent="x")] == ["missing"]


@pytest.mark.parametrize(
    "key",
    [
        "media/2026-001/stretches/x.bin",
        "media/2026-001/sub/manifest-sha256.txt",
        "transcripts/2026-001/derived-sha256.txt",
        "transcripts/2026-001/versions/stretches/x.bin",
        "transcripts/2026-001/steps/junk.json",
        "transcripts/junk.txt",
        "transcripts/ids/2026-001.bak",
        "media/2030-001/foreign.wav",
        "media/elsewhere/foreign.wav",
    ],
)
def test_a_file_that_nobody_wrote_is_named_wherever_it_lies(held: Files, key: str) -> None:
    held.store.write(key, b"x")
    findings = [each for folder in fixity.verifiable(held) for each in fixity.verify(held, folder, agent="x")]
    assert [(each.fault, each.key) for each in [*findings, *fixity.strays(held)]] == [("extra", key)]


def test_a_check_is_no_news(held: Files) -> None:
    before = provenance.state(held, "2026-001")
    fixity.verify(held, "2026-001", agent="x")
    assert provenance.state(held, "2026-001") == before
    assert [each.type for each in provenance.events(held, "2026-001")][-1] == "fixity check"


def test_a_clock_that_steps_back_damages_nothing(held: Files) -> None:
    publication.restrict(held, "2026-001", {"sound": "closed"}, by="M. Lin", on="2026-05-03")
    ahead = replace(
        provenance.new_event("2026-001", "note", "a clock set wrong"), at="2031-01-01T00:00:00.000000+00:00"
    )
    provenance.record(held, ahead)
    publication.restrict(held, "2026-001", {"metadata": "hidden"}, by="M. Lin", on="2026-05-03")
    _signed(held, _heard(held))
    assert fixity.verify(held, "2026-001", agent="x") == []
    kinds = [each.type for each in provenance.events(held, "2026-001")]
    assert kinds == ["accession", "publication", "access set", "note", "access set", "transcription", "fixity check"]


@pytest.mark.parametrize("is_signed", [True, False])
def test_a_hearing_asked_for_again_is_never_passed_off_as_the_one_before(held: Files, is_signed: bool) -> None:
    earlier = _heard(held, "whisper small")
    assert _heard(held, "whisper small") == earlier, "what a killed worker left is adopted"
    if is_signed:
        _signed(held, earlier)
        held.store.remove(RECEIPT)
    _signed(held, _heard(held, "whisper large"))
    (track,) = transcripts.current(held, "2026-001")["recording-1"]
    assert track.made_by == "whisper large"
    assert fixity.verify(held, "2026-001", agent="x") == []
    kept = [key for key in held.store.walk("transcripts/2026-001/versions") if key.endswith("en.machine.vtt")]
    assert len(kept) == is_signed


@pytest.mark.parametrize("folder", ["media/2026-001", "transcripts/2026-001"])
def test_the_manifests_can_be_checked_by_hand(held: Files, folder: str) -> None:
    checked = subprocess.run(
        ["sha256sum", "--strict", "-c", "manifest-sha256.txt"],
        cwd=_on_disk(held, folder),
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stdout
    assert ("recording-1.wav: OK" if folder.startswith("media") else "interview.json: OK") in checked.stdout
