"""Files: whole or not at all, created once, confined to the archive."""

from __future__ import annotations

import multiprocessing
import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import AlreadyExists, BadInput, BadRecord, NotFound
from archive.files import Files, FolderStore, TrackName, from_json, interview_file, open_files, to_json
from archive.records import Access, Consent, Decision, Interview, Person, Recording, Redaction
from archive.settings import Settings

KEY = "transcripts/2026-001/interview.json"


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path)


def test_what_is_created_is_never_replaced(store: FolderStore) -> None:
    store.create(KEY, b"first")
    with pytest.raises(AlreadyExists):
        store.create(KEY, b"second")
    assert store.read(KEY) == b"first"


def test_what_is_written_replaces_what_was_there(store: FolderStore) -> None:
    store.write(KEY, b"old")
    store.write(KEY, b"new")
    assert store.read(KEY) == b"new"


def test_a_missing_file_is_named(store: FolderStore) -> None:
    with pytest.raises(NotFound, match=r"2026-001/interview\.json"):
        store.read(KEY)


def test_no_key_leaves_the_archive(store: FolderStore) -> None:
    for key in ("../secret", "media/../../secret", "/etc/passwd", "media//x", "media/.hidden", "", "a\0b", "a\nb"):
        with pytest.raises(BadInput):
            store.read(key)


def test_a_half_written_file_is_never_listed_and_is_swept_once_its_writer_is_dead(
    store: FolderStore, tmp_path: Path
) -> None:
    store.write(KEY, b"{}")
    left = tmp_path / "transcripts/2026-001/.interview.json.0123.part"
    left.write_bytes(b"{")
    assert store.walk("transcripts") == [KEY]
    store.sweep()
    assert left.exists(), "it may have been made this very moment, by somebody about to lock it"
    an_hour_ago = time.time() - 3600
    os.utime(left, (an_hour_ago, an_hour_ago))
    store.sweep()
    assert not left.exists()


def test_a_sweep_spares_what_a_living_writer_is_writing(store: FolderStore, tmp_path: Path) -> None:
    with store._beside(KEY) as (temporary, stream):
        stream.write(b"half")
        FolderStore(tmp_path).sweep()
        assert temporary.exists()


def _try_to_create(root: Path, mine: int) -> bool:
    try:
        FolderStore(root).create("transcripts/ids/2026-001", str(mine).encode())
        return True
    except AlreadyExists:
        return False


def test_of_many_processes_exactly_one_creates_a_file(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        created = pool.starmap(_try_to_create, [(tmp_path, each) for each in range(16)])
    assert sum(created) == 1


def test_an_interview_that_says_it_is_another_is_not_believed(files: Files) -> None:
    files.store.write(interview_file("2026-001"), to_json(Interview(id="2026-002")))
    with pytest.raises(BadRecord, match="2026-002"):
        files.read_interview("2026-001")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{", "not JSON"),
        ("{}", "id"),
        ('{"id": "2026-001", "acess": {}}', "acess"),
        ('{"id": "2026-001", "access": {"metadata": "opne"}}', "access"),
        ('{"id": "2026-001", "published": true}', "published"),
        ('{"id": 2026}', "expected str"),
        ('{"id": "2026-001\\n"}', "not an interview's id"),
        ('{"id": "2026-001", "redactions": {}}', "redactions"),
        ('{"id": "2026-001", "redactions": ""}', "redactions"),
        ('{"id": "2026-001", "consent": {"statement": "yes", "uses": "text"}}', "uses"),
        ('{"id": "2026-001", "title": []}', "title"),
        ('{"id": "2026-001", "language": "en", "language": "zh"}', "'language' stands twice"),
        ('{"id": "2026-001", "access": {"sound": "hidden", "sound": "open"}}', "'sound' stands twice"),
        (
            '{"id": "2026-001", "redactions": [{"recording": "1", "start_ms": 1, "end_ms": 2}]}',
            "recordings are called recording-1",
        ),
    ],
)
def test_a_record_that_cannot_be_read_for_certain_says_what_is_wrong(text: str, fault: str) -> None:
    with pytest.raises(BadRecord, match=fault):
        from_json(text.encode(), Interview, key=KEY)


TEXTS = st.dictionaries(st.sampled_from(["en", "zh-Hans", "und"]), st.text(), max_size=2)
DECISIONS = st.none() | st.builds(Decision, by=st.text(), on=st.text(), reason=st.text())
INTERVIEWS = st.builds(
    Interview,
    id=st.just("2026-001"),
    title=TEXTS,
    narrators=st.lists(st.builds(Person, name=st.text(), pseudonym=st.text()), max_size=2).map(tuple),
    recordings=st.lists(st.builds(Recording, name=st.text(), bytes=st.integers(0)), max_size=2).map(tuple),
    access=st.builds(Access),
    consent=st.none() | st.builds(Consent, statement=st.text(), uses=st.lists(st.text(), max_size=2).map(tuple)),
    published=DECISIONS,
    withdrawn=DECISIONS,
    redactions=st.lists(
        st.builds(
            Redaction,
            recording=st.just("recording-1"),
            start_ms=st.integers(0, 999),
            end_ms=st.integers(1000, 9999),
            reason=st.text(),
        ),
        max_size=2,
    ).map(tuple),
)


@given(INTERVIEWS)
def test_a_record_written_and_read_is_the_same_record(interview: Interview) -> None:
    assert from_json(to_json(interview), Interview, key=KEY) == interview


def test_scratch_is_removed_but_kept_where_an_act_waits_for_it(settings: Settings) -> None:
    files = open_files(settings)
    with files.scratch() as folder:
        (folder / "tape.wav").write_bytes(b"sound")
    assert not folder.exists()
    with pytest.raises(RuntimeError), files.scratch() as promised:
        files.promise(promised)
        raise RuntimeError("killed")
    files.sweep()
    assert promised.exists() and files.promises() == [promised.name]
    files.break_promise(promised.name)
    assert not promised.exists()


@pytest.mark.parametrize("name", ["../../uv", "2026-001/../../x", "", "elsewhere"])
def test_no_lock_leaves_the_archive_or_empties_a_file(files: Files, tmp_path: Path, name: str) -> None:
    outside = tmp_path / "uv.lock"
    outside.write_text("kept")
    with pytest.raises(BadInput), files.lock(name):
        pytest.fail("locked")
    assert outside.read_text() == "kept"


@pytest.mark.parametrize("language", ["en.machine", "index", "a/b", "", "x y", "en\n"])
def test_no_language_names_a_file_that_is_not_its_own(language: str) -> None:
    with pytest.raises(BadInput, match="not a language tag"):
        TrackName("recording-1", language)
    with pytest.raises(BadInput, match="not a recording's name"):
        TrackName(language, "en")
