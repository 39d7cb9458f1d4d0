"""Originals: one that is handed in twice is recognised, whoever was first and however far they have come."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path

import pytest

from archive import accession, originals
from archive.accession import Facts, Tape, newcomers_only
from archive.files import Files, open_files
from archive.fixity import sha256_of
from archive.originals import Duplicate
from archive.settings import Settings
from tests.conftest import TODAY, described, take_in


@pytest.fixture
def tape(tmp_path: Path) -> Path:
    path = tmp_path / "side A.wav"
    path.write_bytes(b"RIFF" + os.urandom(5_000))
    return path


def take_in_once(files: Files, *sources: accession.Source) -> str:
    return accession.accession(
        files,
        described(),
        sources,
        examine=lambda *_: Facts(kind="audio", duration_ms=1),
        agent="M. Lin",
        today=TODAY,
        admit=newcomers_only,
    ).id


def test_a_recording_that_is_here_is_refused_with_the_name_of_its_interview(files: Files, tape: Path) -> None:
    first = take_in_once(files, tape)
    with pytest.raises(Duplicate, match=rf"side A\.wav is here already: it is a recording of {first}"):
        take_in_once(files, tape)
    assert files.interview_ids() == [first]


def test_it_is_recognised_after_the_memory_was_deleted_and_when_it_came_as_a_further_tape(
    files: Files, tape: Path, tmp_path: Path
) -> None:
    other = tmp_path / "side B.wav"
    other.write_bytes(b"another side")
    interview = take_in(files, other)
    assert originals.known(files, interview.recordings[0].sha256) == interview.id
    grown = accession.add_recordings(
        files, interview.id, [tape], examine=lambda *_: Facts(kind="audio", duration_ms=1), agent="M. Lin"
    )
    digests = [each.sha256 for each in grown.recordings]
    assert [originals.known(files, each) for each in digests] == [interview.id] * 2
    (files.instance / "originals.txt").unlink()
    assert [originals.known(files, each) for each in digests] == [interview.id] * 2
    with pytest.raises(Duplicate):
        take_in_once(files, tape)


def test_what_the_memory_says_is_believed_only_if_the_files_agree(files: Files, tape: Path) -> None:
    interview = take_in(files)
    digest = sha256_of(files, f"transcripts/{interview.id}/interview.json")
    originals.remember(files, interview.id, [digest])
    assert originals.known(files, digest) == ""
    with (files.instance / "originals.txt").open("a") as stream:
        stream.write(f"{digest}  2026-99\nnonsense\n{digest[:30]}")
    assert take_in_once(files, tape)
    assert originals.known(files, digest) == ""


def test_the_same_file_twice_in_one_accession_is_one_too_many(files: Files, tape: Path) -> None:
    with pytest.raises(Duplicate, match="the same file as"):
        take_in_once(files, tape, tape)
    assert files.interview_ids() == [] == files.store.walk("media")


def test_whoever_wants_a_copy_says_nothing_and_gets_one(files: Files, tape: Path) -> None:
    assert take_in(files, tape).id != take_in(files, tape).id


def test_a_file_of_ours_becomes_the_original_without_being_copied(files: Files, tape: Path) -> None:
    files.instance.mkdir(parents=True)
    inode = tape.stat().st_ino
    interview = files.read_interview(take_in_once(files, Tape(path=tape, name="磁带.WAV")))
    recording = interview.recordings[0]
    assert (recording.original_name, recording.file) == ("磁带.WAV", "recording-1.wav")
    with files.store.local(f"media/{interview.id}/recording-1.wav") as original:
        assert original.stat().st_ino == inode
    tape.unlink()
    assert sha256_of(files, f"media/{interview.id}/recording-1.wav") == recording.sha256


def _race(home: Path, tape: Path, outcomes: multiprocessing.Queue[str]) -> None:
    try:
        outcomes.put(take_in_once(open_files(Settings(home=home)), tape))
    except Duplicate as duplicate:
        outcomes.put(f"duplicate of {duplicate.interview}")


def test_of_many_who_take_in_the_same_file_at_once_one_does(files: Files, settings: Settings, tape: Path) -> None:
    context = multiprocessing.get_context("fork")
    outcomes = context.Queue()
    racers = [context.Process(target=_race, args=(settings.home, tape, outcomes)) for _ in range(6)]
    for each in racers:
        each.start()
    told = sorted(outcomes.get(timeout=30) for _ in racers)
    for each in racers:
        each.join()
    (taken_in,) = files.interview_ids()
    assert told == [taken_in, *[f"duplicate of {taken_in}"] * 5]
