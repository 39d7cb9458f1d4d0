"""Accession: byte for byte as received, under an id that nobody else has."""

from __future__ import annotations

import hashlib
import multiprocessing
from itertools import chain
from pathlib import Path

import pytest

from archive import accession, provenance
from archive.accession import Facts
from archive.errors import AlreadyExists, MediaFault, Refused
from archive.files import Files, open_files
from archive.publication import withdraw
from archive.settings import Settings
from tests.conftest import TODAY, described, take_in


@pytest.fixture
def tape(tmp_path: Path) -> Path:
    path = tmp_path / "Lin Guihua, side A.WAV"
    path.write_bytes(b"RIFF" + bytes(range(256)) * 9)
    return path


def test_the_original_is_kept_byte_for_byte(files: Files, tape: Path) -> None:
    interview = take_in(files, tape)
    recording = interview.recordings[0]
    assert files.store.read(f"media/{interview.id}/{recording.file}") == tape.read_bytes()
    assert recording.sha256 == hashlib.sha256(tape.read_bytes()).hexdigest()
    assert recording.original_name == "Lin Guihua, side A.WAV"


def test_the_narrators_name_is_in_no_file_name(files: Files, tape: Path) -> None:
    take_in(files, tape)
    assert not [key for key in [*files.store.walk("media"), *files.store.walk("transcripts")] if "Lin" in key]


def test_several_files_are_the_tapes_of_one_interview_and_more_can_follow(files: Files, tape: Path) -> None:
    interview = take_in(files, tape, tape)
    grown = accession.add_recordings(
        files, interview.id, [tape], examine=lambda *_: Facts(kind="audio", duration_ms=1), agent="M. Lin"
    )
    assert [each.name for each in grown.recordings] == ["recording-1", "recording-2", "recording-3"]
    assert files.read_interview(interview.id) == grown
    assert [each.type for each in provenance.events(files, interview.id)] == ["accession", "accession"]


def test_an_id_is_given_out_once(files: Files, tape: Path) -> None:
    take_in(files, tape, id="2026-007")
    with pytest.raises(AlreadyExists, match="2026-007"):
        take_in(files, tape, id="2026-007")
    assert take_in(files, tape).id == "2026-008"


def test_a_file_that_cannot_be_used_leaves_nothing_behind(files: Files, tape: Path) -> None:
    def examine(path: Path, shown_as: str) -> Facts:
        raise MediaFault(f"{shown_as} holds no sound.", next_step="Check the file.")

    with pytest.raises(MediaFault, match=r"Lin Guihua, side A\.WAV"):
        accession.accession(files, described(), [tape], examine=examine, agent="M. Lin", today=TODAY)
    assert files.store.walk("media") == [] and files.store.walk("transcripts") == []
    assert not list((files.instance / "scratch").glob("*"))


def test_nothing_is_added_to_a_withdrawn_interview(files: Files, tape: Path) -> None:
    interview = take_in(files, tape)
    withdraw(files, interview.id, by="M. Lin", on="2026-05-04", reason="asked")
    with pytest.raises(Refused, match="withdrawn"):
        accession.add_recordings(
            files, interview.id, [tape], examine=lambda *_: Facts(kind="audio", duration_ms=1), agent="x"
        )


def _take_in_five(home: Path, tape: Path) -> list[str]:
    files = open_files(Settings(home=home))
    return [take_in(files, tape).id for _ in range(5)]


def test_several_processes_adding_at_once_never_share_an_id(settings: Settings, tape: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        ids = sorted(chain.from_iterable(pool.starmap(_take_in_five, [(settings.home, tape)] * 4)))
    assert ids == [f"2026-{number:03d}" for number in range(1, 21)]
    assert open_files(settings).interview_ids() == ids
