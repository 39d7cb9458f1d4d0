"""Fixity: one flipped byte is named, with the day it was last known good."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from archive import fixity, provenance, publication, transcripts
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
