"""Whatever dies, whenever: the record ends up whole, every event once, nothing half made."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from archive import fixity, provenance, publication, transcripts
from archive.errors import ArchiveError
from archive.files import Files, FolderStore, from_json, words_folder
from archive.jobs import finish_begun
from archive.records import Cue, Event, Track
from archive.settings import Settings
from tests.conftest import take_in


class Died(BaseException):
    """The process is killed here: nothing after this line runs, no handler either."""


class DyingStore(FolderStore):
    """A real folder whose process dies at the n-th change, either just before it or just after."""

    def __init__(self, root: Path, *, after: int, too_late: bool) -> None:
        super().__init__(root)
        self._left = after
        self._too_late = too_late

    def _changing(self, change: Callable[[], None]) -> None:
        self._left -= 1
        if self._left == 0 and not self._too_late:
            raise Died
        if self._left >= 0:
            change()
        if self._left <= 0:
            raise Died

    def create(self, key: str, data: bytes) -> None:
        self._changing(lambda: FolderStore.create(self, key, data))

    def write(self, key: str, data: bytes) -> None:
        self._changing(lambda: FolderStore.write(self, key, data))

    def create_from(self, path: Path, key: str) -> None:
        self._changing(lambda: FolderStore.create_from(self, path, key))

    def remove(self, key: str) -> None:
        self._changing(lambda: FolderStore.remove(self, key))


SPOKEN = Track(language="en", cues=(Cue(0, 1500, "They read out the list."),), origin="person", made_by="M. Lin")


def _accession(files: Files, tape: Path) -> None:
    take_in(files, tape)


def _publication(files: Files, tape: Path) -> None:
    publication.publish(files, "2026-001", by="M. Lin", on="2026-05-03")


def _withdrawal(files: Files, tape: Path) -> None:
    publication.withdraw(files, "2026-001", by="M. Lin", on="2026-05-04", reason="asked for")


def _correction(files: Files, tape: Path) -> None:
    transcripts.keep_text(files, "2026-001", "recording-1", SPOKEN, agent="M. Lin", detail="by hand")


def _asking_again(files: Files, tape: Path) -> None:
    transcripts.ask_again(files, "2026-001", agent="M. Lin")


def _machine_step(files: Files, tape: Path) -> None:
    event = provenance.new_event("2026-001", "transcription", "whisper")
    receipt = provenance.receipt_key("2026-001", "recording-1", "transcribe", "0123456789abcdef")
    provenance.sign_off(files, receipt, event)


@pytest.mark.parametrize("too_late", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("after", range(1, 13))
@pytest.mark.parametrize(
    "act", [_accession, _publication, _withdrawal, _correction, _asking_again, _machine_step], ids=lambda f: f.__name__
)
def test_an_act_cut_short_at_any_change_is_finished_or_never_happened(
    settings: Settings, tmp_path: Path, act: Callable[[Files, Path], None], after: int, too_late: bool
) -> None:
    tape = tmp_path / "tape.wav"
    tape.write_bytes(b"RIFF and so on")
    files = Files(FolderStore(settings.home), settings.instance)
    if act is not _accession:
        take_in(files, tape)
        transcripts.keep_text(files, "2026-001", "recording-1", SPOKEN, agent="M. Lin", detail="first")
    before = _picture(files)
    dying = Files(DyingStore(settings.home, after=after, too_late=too_late), settings.instance)
    try:
        act(dying, tape)
        survived = True
    except Died:
        survived = False

    finish_begun(files)
    finish_begun(files)

    assert _no_event_twice(files)
    assert not [key for key in files.store.walk("transcripts") if "/pending/" in key]
    for interview_id in files.interview_ids():
        assert fixity.verify(files, interview_id, agent="a test") == []
        assert _receipts(files, interview_id) <= {each.id for each in provenance.events(files, interview_id)}
    assert all((each / ".promised").exists() for each in (settings.instance / "scratch").glob("*"))
    if survived:
        assert _picture(files) != before


@pytest.mark.parametrize("after", range(1, 9))
@pytest.mark.parametrize("act", [_accession, _withdrawal, _correction], ids=lambda f: f.__name__)
def test_a_recovery_that_dies_itself_is_gone_on_with_by_the_next(
    settings: Settings, tmp_path: Path, act: Callable[[Files, Path], None], after: int
) -> None:
    tape = tmp_path / "tape.wav"
    tape.write_bytes(b"RIFF and so on")
    files = Files(FolderStore(settings.home), settings.instance)
    if act is not _accession:
        take_in(files, tape)
    with pytest.raises(Died):
        act(Files(DyingStore(settings.home, after=2, too_late=False), settings.instance), tape)
    with suppress(Died):
        finish_begun(Files(DyingStore(settings.home, after=after, too_late=True), settings.instance))

    finish_begun(files)

    assert files.interview_ids() == ["2026-001"]
    assert _no_event_twice(files)
    assert not [key for key in files.store.walk("transcripts") if "/pending/" in key]
    assert fixity.verify(files, "2026-001", agent="a test") == []


@pytest.mark.parametrize(
    "damaged", ["ids/2026-007", "2026-001/pending/note.json", "2026-001/steps/recording-1.peaks.0.json"]
)
def test_a_damaged_neighbour_keeps_nobody_waiting(settings: Settings, tmp_path: Path, damaged: str) -> None:
    tape = tmp_path / "tape.wav"
    tape.write_bytes(b"RIFF and so on")
    files = Files(FolderStore(settings.home), settings.instance)
    take_in(files, tape)
    take_in(files, tape, id="2026-002")
    files.store.write(f"transcripts/{damaged}", b'{"event"')
    with pytest.raises(Died):
        dying = Files(DyingStore(settings.home, after=2, too_late=False), settings.instance)
        publication.withdraw(dying, "2026-002", by="M. Lin", on="2026-05-04", reason="asked for")

    finish_begun(files)
    publication.withdraw(files, "2026-001", by="M. Lin", on="2026-05-04", reason="asked for")

    assert all(files.read_interview(each).withdrawn for each in files.interview_ids())
    assert fixity.verify(files, "2026-002", agent="a test") == []
    assert f"transcripts/{damaged}" in [
        each.key for folder in fixity.verifiable(files) for each in fixity.verify(files, folder, agent="x")
    ]


def _picture(files: Files) -> dict[str, bytes]:
    return {key: files.store.read(key) for key in files.store.walk("transcripts") if "fixity" not in key}


def _receipts(files: Files, interview_id: str) -> set[str]:
    folder = f"{words_folder(interview_id)}/steps"
    return {from_json(files.store.read(f"{folder}/{each}"), Event, key=each).id for each in files.store.names(folder)}


def _no_event_twice(files: Files) -> bool:
    for interview_id in files.interview_ids():
        ids = Counter(each.id for each in provenance.events(files, interview_id))
        kinds = Counter(each.type for each in provenance.events(files, interview_id) if each.type != "fixity check")
        if max(ids.values(), default=0) > 1 or max(kinds.values(), default=0) > 2:
            return False
    return True


def test_an_accession_whose_scratch_files_are_lost_is_given_up_and_its_id_retired(
    settings: Settings, tmp_path: Path
) -> None:
    tape = tmp_path / "tape.wav"
    tape.write_bytes(b"RIFF and so on")
    dying = Files(DyingStore(settings.home, after=1, too_late=True), settings.instance)
    with pytest.raises(Died):
        take_in(dying, tape)
    files = Files(FolderStore(settings.home), settings.instance)
    shutil.rmtree(settings.instance / "scratch")

    finish_begun(files)

    assert files.interview_ids() == []
    assert [each.outcome for each in provenance.events(files, "2026-001")] == ["failure"]
    assert take_in(files, tape).id == "2026-002"


def test_an_accession_that_cannot_read_its_file_leaves_nothing(settings: Settings, tmp_path: Path) -> None:
    files = Files(FolderStore(settings.home), settings.instance)
    with pytest.raises(ArchiveError, match=r"no-such-tape\.wav"):
        take_in(files, tmp_path / "no-such-tape.wav")
    assert files.store.walk("media") == [] and files.store.walk("transcripts") == []


def test_two_workers_that_did_the_same_step_leave_one_event(files: Files, tmp_path: Path) -> None:
    tape = tmp_path / "tape.wav"
    tape.write_bytes(b"RIFF and so on")
    interview = take_in(files, tape)
    receipt = provenance.receipt_key(interview.id, "recording-1", "peaks", "0123456789abcdef")
    first = provenance.sign_off(files, receipt, provenance.new_event(interview.id, "peaks", "one worker"))
    second = provenance.sign_off(files, receipt, provenance.new_event(interview.id, "peaks", "another"))
    assert first == second
    assert [each.type for each in provenance.events(files, interview.id)].count("peaks") == 1
    assert len(files.store.names(f"{words_folder(interview.id)}/events")) == 2
