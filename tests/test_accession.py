"""Accession: byte for byte as received, under an id that nobody else has."""

from __future__ import annotations

import hashlib
import multiprocessing
import shutil
from itertools import chain
from pathlib import Path

import pytest

from archive import accession, fixity, provenance
from archive.accession import Facts, taking
from archive.errors import AlreadyExists, MediaFault, Refused
from archive.files import Files, open_files
from archive.provenance import Act, acts
from archive.publication import restrict, withdraw
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


def _examine(path: Path, shown_as: str) -> Facts:
    return Facts(kind="audio", duration_ms=1)


def test_an_ending_that_is_no_format_is_not_kept_in_a_public_name(files: Files, tape: Path) -> None:
    named = tape.with_name("tape.linguihu")
    named.write_bytes(tape.read_bytes())
    assert [each.file for each in take_in(files, named, tape).recordings] == ["recording-1.bin", "recording-2.wav"]


def test_an_id_chosen_far_ahead_does_not_end_the_year(files: Files, tape: Path) -> None:
    take_in(files, tape, id="2026-999999")
    assert [take_in(files, tape).id for _ in range(2)] == ["2026-001", "2026-002"]


@pytest.mark.parametrize("chosen", ["", "2026-001"])
def test_an_interview_whose_claim_was_lost_is_never_overwritten(files: Files, tape: Path, chosen: str) -> None:
    interview = take_in(files, tape)
    for key in files.store.walk("transcripts/ids"):
        files.store.remove(key)
    if chosen:
        with pytest.raises(AlreadyExists, match="2026-001"):
            take_in(files, tape, id=chosen, title={"en": "Another"})
    else:
        assert take_in(files, tape, title={"en": "Another"}).id == "2026-002"
    assert files.read_interview("2026-001") == interview
    findings = fixity.verify(files, "2026-001", agent="x")
    assert [(each.fault, each.key) for each in findings] == [("missing", "transcripts/ids/2026-001")]


def test_staff_can_decide_while_further_tapes_are_copied(files: Files, tape: Path) -> None:
    interview = take_in(files, tape)

    def examine(path: Path, shown_as: str) -> Facts:
        restrict(files, interview.id, {"metadata": "hidden"}, by="M. Lin", on="2026-05-03")
        return _examine(path, shown_as)

    grown = accession.add_recordings(files, interview.id, [tape], examine=examine, agent="x")
    assert [each.name for each in grown.recordings] == ["recording-1", "recording-2"]
    assert files.read_interview(interview.id).access.metadata == "hidden"


def _claimed(files: Files, tape: Path, monkeypatch: pytest.MonkeyPatch) -> Act:
    """A claim whose process stops right after making it."""
    acts: list[Act] = []
    with monkeypatch.context() as stopped, pytest.raises(KeyboardInterrupt):
        stopped.setattr(taking, "_finish", lambda _, act: (acts.append(act), _stop()))
        take_in(files, tape)
    return acts[0]


def _stop() -> None:
    raise KeyboardInterrupt


def test_a_slow_accession_finished_by_another_takes_no_decision_back(
    files: Files, tape: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = _claimed(files, tape, monkeypatch)
    assert accession.finish_accessions(files) == ["2026-001"]
    restrict(files, "2026-001", {"metadata": "hidden"}, by="M. Lin", on="2026-05-03")
    with files.lock("2026-001"):
        provenance.perform(files, act)
    assert files.read_interview("2026-001").access.metadata == "hidden"
    assert fixity.verify(files, "2026-001", agent="x") == []


def test_only_the_machine_that_began_gives_its_accession_up(
    files: Files, tape: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _claimed(files, tape, monkeypatch)
    elsewhere = Files(files.store, tmp_path / "another machine")
    with monkeypatch.context() as there:
        there.setattr("platform.node", lambda: "another machine")
        assert accession.finish_accessions(elsewhere) == []
    assert accession.finish_accessions(files) == ["2026-001"]
    assert files.interview_ids() == ["2026-001"]


def test_a_claim_that_cannot_be_read_keeps_no_other_waiting(
    files: Files, tape: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.store.write("transcripts/ids/2026-001", b'{"event"')
    _claimed(files, tape, monkeypatch)
    assert accession.finish_accessions(files) == ["2026-002"]
    assert [each.fault for each in fixity.verify(files, "2026-001", agent="x")] == ["changed"]


def test_further_tapes_whose_scratch_is_lost_are_given_up_and_their_numbers_retired(
    files: Files, tape: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interview = take_in(files, tape)
    with monkeypatch.context() as dying, pytest.raises(KeyboardInterrupt):
        take = acts._take
        dying.setattr(acts, "_take", lambda *the: _stop() if the[2].endswith("3.wav") else take(*the))
        accession.add_recordings(files, interview.id, [tape, tape], examine=_examine, agent="x")
    shutil.rmtree(files.instance / "scratch")

    with files.lock(interview.id):
        provenance.finish_pending(files, interview.id)

    assert [each.outcome for each in provenance.events(files, interview.id)] == ["success", "failure"]
    assert not provenance.pending(files, interview.id)
    assert files.read_interview(interview.id) == interview
    grown = accession.add_recordings(files, interview.id, [tape], examine=_examine, agent="x")
    assert [each.name for each in grown.recordings] == ["recording-1", "recording-3"]
    assert fixity.verify(files, interview.id, agent="x") == []


def _take_in_five(home: Path, tape: Path) -> list[str]:
    files = open_files(Settings(home=home))
    return [take_in(files, tape).id for _ in range(5)]


def test_several_processes_adding_at_once_never_share_an_id(settings: Settings, tape: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        ids = sorted(chain.from_iterable(pool.starmap(_take_in_five, [(settings.home, tape)] * 4)))
    assert ids == [f"2026-{number:03d}" for number in range(1, 21)]
    assert open_files(settings).interview_ids() == ids
