"""The public reads an edition, whole, old or new; what was taken back is in no byte of it or beside it."""

from __future__ import annotations

import hashlib
import io
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import pytest

from archive.errors import BadRecord, FixityFault, Unavailable
from archive.index import current_edition, interview, interviews, make_edition, media_file, media_path, open_current
from archive.records import OPEN, Cue
from archive.release import MediaFile, Released, ReleasedCollection, ReleasedRecording, ReleasedTrack
from archive.search import search

STORE = {
    "media/2026-001/recording-1.access.m4a": b"sound of the mine",
    "media/2026-002/recording-1.access.m4a": b"lamp",
}


def from_store(file: MediaFile) -> AbstractContextManager[BinaryIO]:
    return io.BytesIO(STORE[file.key])


def told(interview_id: str, text: str) -> Released:
    key = f"media/{interview_id}/recording-1.access.m4a"
    held = STORE[key]
    copy = MediaFile(
        name="recording-1.access.m4a",
        key=key,
        sha256=hashlib.sha256(held).hexdigest(),
        bytes=len(held),
        role="access copy",
    )
    return Released(
        id=interview_id,
        title={"en": f"Interview {interview_id}"},
        transcript=OPEN,
        sound=OPEN,
        recordings=(ReleasedRecording(name="recording-1", kind="audio", duration_ms=1000, media=(copy,)),),
        tracks=(ReleasedTrack(recording="recording-1", language="en", cues=(Cue(0, 1000, text),)),),
    )


MINE = told("2026-001", "they closed the mine")
LAMP = told("2026-002", "Zimtzicke held the lamp")
COLLECTION = ReleasedCollection(slug="mine", title={"en": "Mine"}, interviews=("2026-001",))


def everything(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): each.read_bytes() for each in sorted(folder.rglob("*")) if each.is_file()}


def test_an_edition_holds_what_is_released_and_its_media(tmp_path: Path) -> None:
    name = make_edition(tmp_path, [MINE, LAMP], [COLLECTION], from_store)
    assert current_edition(tmp_path) == tmp_path / f"{name}.sqlite"
    assert hashlib.sha256((tmp_path / f"{name}.sqlite").read_bytes()).hexdigest() == name
    index = open_current(tmp_path)
    assert search(index, "mine").total == 1
    stored = media_file(index, "2026-001", "recording-1.access.m4a")
    assert stored is not None
    assert media_path(tmp_path, stored).read_bytes() == b"sound of the mine"
    with closing(sqlite3.connect(tmp_path / f"{name}.sqlite")) as db:
        assert db.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert db.execute("pragma journal_mode").fetchall() == [("delete",)]


def test_the_store_is_not_named_in_an_edition(tmp_path: Path) -> None:
    make_edition(tmp_path, [MINE], [], from_store)
    assert not any(b"media/2026-001" in held for held in everything(tmp_path).values())


def test_what_is_taken_back_is_gone_from_every_byte(tmp_path: Path) -> None:
    make_edition(tmp_path, [MINE, LAMP], [], from_store)
    assert any(b"Zimtzicke" in held for held in everything(tmp_path).values())
    make_edition(tmp_path, [MINE], [], from_store)
    left = everything(tmp_path)
    for canary in (b"imtzicke", b"2026-002", b"lamp"):
        assert not any(canary in held for held in left.values()), canary
    assert len([each for each in left if each.endswith(".sqlite")]) == 1
    assert len([each for each in left if each.startswith("media/")]) == 1


def test_the_same_content_is_not_written_again(tmp_path: Path) -> None:
    first = make_edition(tmp_path, [MINE, LAMP], [COLLECTION], from_store)
    before = {
        each: (each.stat().st_ino, each.stat().st_mtime_ns) for each in tmp_path.rglob("*") if each.name != "lock"
    }
    assert make_edition(tmp_path, iter([MINE, LAMP]), iter([COLLECTION]), from_store) == first
    after = {each: (each.stat().st_ino, each.stat().st_mtime_ns) for each in tmp_path.rglob("*") if each.name != "lock"}
    assert {each: after[each] for each in before if each.is_file()} == {e: before[e] for e in before if e.is_file()}


def test_a_reader_reads_the_edition_it_began_with_to_the_end(tmp_path: Path) -> None:
    make_edition(tmp_path, [MINE, LAMP], [], from_store)
    began_with = open_current(tmp_path)
    make_edition(tmp_path, [MINE], [], from_store)
    assert search(began_with, "lamp").total == 1 and interview(began_with, "2026-002") is not None
    assert search(open_current(tmp_path), "lamp").total == 0


def test_a_thread_opens_an_edition_once(tmp_path: Path) -> None:
    make_edition(tmp_path, [MINE], [], from_store)
    assert open_current(tmp_path) is open_current(tmp_path)


def test_before_the_first_edition_there_is_nothing_public(tmp_path: Path) -> None:
    assert current_edition(tmp_path / "edition") is None
    with pytest.raises(Unavailable, match="Nothing is published"):
        open_current(tmp_path)
    (tmp_path / "current").write_text("../../../etc/passwd\n")
    assert current_edition(tmp_path) is None
    (tmp_path / "current").write_bytes(b"\xff\xfe")
    assert current_edition(tmp_path) is None
    (tmp_path / "current").write_text("0" * 64)
    assert current_edition(tmp_path) is None


def test_an_edition_of_nothing_is_an_edition(tmp_path: Path) -> None:
    make_edition(tmp_path, [], [], from_store)
    assert interviews(open_current(tmp_path)) == ()


def test_media_that_is_not_what_was_made_is_not_published(tmp_path: Path) -> None:
    make_edition(tmp_path, [MINE], [], from_store)
    before = everything(tmp_path)
    with pytest.raises(FixityFault, match=r"recording-1\.access\.m4a is not the file that was made"):
        make_edition(tmp_path, [MINE, LAMP], [], lambda _: io.BytesIO(b"not the lamp"))
    assert everything(tmp_path) == before


def test_media_without_a_proper_name_is_not_published(tmp_path: Path) -> None:
    (recording,) = MINE.recordings
    (copy,) = recording.media
    for wrong in (
        replace(copy, sha256="../../x"),
        replace(copy, name="x./../../y"),
        replace(copy, name="no extension!"),
    ):
        public = replace(MINE, recordings=(replace(recording, media=(wrong,)),))
        with pytest.raises(BadRecord):
            make_edition(tmp_path, [public], [], from_store)
    assert current_edition(tmp_path) is None


def test_half_copied_media_is_copied_again(tmp_path: Path) -> None:
    make_edition(tmp_path, [MINE], [], from_store)
    (path,) = (tmp_path / "media").iterdir()
    path.write_bytes(b"sound of")
    make_edition(tmp_path, [MINE], [], from_store)
    assert path.read_bytes() == b"sound of the mine"


def test_readers_and_makers_never_meet_a_half_edition(tmp_path: Path) -> None:
    """Editions with and without one interview come and go while others read: each reader sees one or the other."""
    make_edition(tmp_path, [MINE], [], from_store)
    faults: list[object] = []
    over = threading.Event()

    def read() -> None:
        while not over.is_set():
            try:
                index = open_current(tmp_path)
                listed = {each.id for each in interviews(index)}
                if search(index, "lamp").total != len(listed - {"2026-001"}) or search(index, "mine").total != 1:
                    faults.append(listed)
            except Exception as error:
                faults.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for turn in range(30):
        make_edition(tmp_path, [MINE, LAMP][: 1 + turn % 2], [], from_store)
    over.set()
    for reader in readers:
        reader.join()
    assert faults == []


# --- killed at any moment --------------------------------------------------------------------------------------------

KILLED = """
import os, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_edition import LAMP, MINE, from_store
from archive.index import make_edition

left = int(sys.argv[2])

def count(event, _):
    global left
    if event in ("open", "os.rename", "os.remove", "sqlite3.connect"):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), 9)

sys.addaudithook(count)
make_edition(Path(sys.argv[1]), [LAMP], [], from_store)
print(left)
"""


def make_and_be_killed(folder: Path, moment: int) -> subprocess.CompletedProcess[str]:
    """Publish LAMP instead of MINE in a process that dies just before its n-th touch of the disk."""
    script = KILLED.format(tests=str(Path(__file__).parent))
    return subprocess.run(
        [sys.executable, "-c", script, str(folder), str(moment)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)},
    )


def test_killed_at_any_moment_the_old_or_the_new_edition_is_whole(tmp_path: Path) -> None:
    untouched = make_and_be_killed(tmp_path / "whole", 1_000_000)
    touches = 1_000_000 - int(untouched.stdout)
    assert 8 < touches < 250
    for moment in sorted({1 + touches * step // 16 for step in range(16)}):
        folder = tmp_path / str(moment)
        old = make_edition(folder, [MINE], [], from_store)
        died = make_and_be_killed(folder, moment)
        assert died.returncode == -signal.SIGKILL, died.stderr
        path = current_edition(folder)
        assert path is not None
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.stem, "what is public is whole"
        for each in (folder / "media").iterdir():
            assert each.suffix == ".copying" or hashlib.sha256(each.read_bytes()).hexdigest() == each.stem
        new = make_edition(folder, [LAMP], [], from_store)
        assert path.stem in (old, new)
        assert sorted(everything(folder)) == sorted(everything(tmp_path / "whole")), "and nothing is left behind"
