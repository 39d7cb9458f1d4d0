"""Uploads: whatever breaks off, what has arrived is kept, and what is taken in is what was sent."""

from __future__ import annotations

import hashlib
import io
import shutil
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import uploads
from archive.errors import Conflict, NotFound
from archive.files import Files, open_files
from archive.settings import Settings
from archive.uploads import Garbled, NoRoom, Upload

SENT = bytes(range(256)) * 4_000


def begun(files: Files, settings: Settings, *, name: str = "tape.wav", length: int = len(SENT)) -> Upload:
    return uploads.begin(files, settings, name=name, length=length, by="M. Lin")


class Cut(io.BytesIO):
    """A connection that breaks off with an error once it has delivered what it has."""

    def read(self, size: int | None = -1, /) -> bytes:
        if not (piece := super().read(size)):
            raise ConnectionResetError
        return piece


def test_what_arrived_before_the_line_broke_is_kept_and_gone_on_from(files: Files, settings: Settings) -> None:
    upload = begun(files, settings)
    for end in (1, 300_000, 300_001, 700_000):
        with pytest.raises(ConnectionResetError):
            uploads.receive(files, upload, Cut(SENT[upload.offset : end]), offset=upload.offset)
        upload = uploads.find(files, upload.id)
        assert upload.offset == end and not upload.is_whole
    upload = uploads.receive(files, upload, io.BytesIO(SENT[upload.offset :]), offset=upload.offset)
    assert upload.is_whole
    assert upload.path.read_bytes() == SENT


def test_nothing_is_written_where_the_file_does_not_end(files: Files, settings: Settings) -> None:
    upload = uploads.receive(files, begun(files, settings), io.BytesIO(SENT[:500]), offset=0)
    for offset in (0, 499, 501):
        with pytest.raises(Conflict, match="500 bytes"):
            uploads.receive(files, upload, io.BytesIO(b"x" * 100), offset=offset)
    assert upload.path.read_bytes() == SENT[:500]


def test_of_two_connections_with_the_same_upload_the_one_behind_is_told(files: Files, settings: Settings) -> None:
    """The first line is dead and does not know it; when it wakes, its bytes are not put behind the other's."""
    upload = begun(files, settings)
    resumed = threading.Event()

    class Asleep(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell():
                resumed.wait(10)
            return super().read(4096)

    told: list[Exception] = []

    def slow() -> None:
        try:
            uploads.receive(files, upload, Asleep(SENT), offset=0)
        except Conflict as conflict:
            told.append(conflict)

    first = threading.Thread(target=slow)
    first.start()
    while (now := uploads.find(files, upload.id)).offset < 4096:
        time.sleep(0.001)
    now = uploads.receive(files, now, io.BytesIO(SENT[4096:]), offset=4096)
    resumed.set()
    first.join()
    assert told and now.path.read_bytes() == SENT


def test_more_than_was_announced_is_not_kept(files: Files, settings: Settings) -> None:
    upload = uploads.receive(files, begun(files, settings, length=10), io.BytesIO(SENT), offset=0)
    assert upload.is_whole and upload.path.read_bytes() == SENT[:10]


@pytest.mark.parametrize("algorithm", uploads.ALGORITHMS)
def test_a_part_that_arrives_damaged_is_not_kept_at_all(files: Files, settings: Settings, algorithm: str) -> None:
    upload = begun(files, settings)
    digest = hashlib.new(algorithm, SENT[:1000]).digest()
    with pytest.raises(Garbled, match=r"tape\.wav"):
        uploads.receive_checked(
            files, upload, io.BytesIO(b"?" + SENT[1:1000]), offset=0, algorithm=algorithm, digest=digest
        )
    assert uploads.find(files, upload.id).offset == 0
    upload = uploads.receive_checked(
        files, upload, io.BytesIO(SENT[:1000]), offset=0, algorithm=algorithm, digest=digest
    )
    assert upload.path.read_bytes() == SENT[:1000]
    assert sorted(each.name for each in upload.path.parent.iterdir()) == ["about.json", "data"]


def test_a_disk_that_is_too_full_says_so_before_anything_is_sent(files: Files, settings: Settings) -> None:
    free = shutil.disk_usage(settings.home.parent).free
    with pytest.raises(NoRoom, match=r"no room for film\.mov"):
        begun(files, settings, name="film.mov", length=free)
    assert uploads.waiting(files, by="M. Lin") == []


def test_what_others_have_announced_counts_as_taken(files: Files, settings: Settings) -> None:
    settings = replace(settings, spare_bytes=1)
    half = shutil.disk_usage(settings.home.parent).free * 6 // 10
    begun(files, settings, length=half)
    with pytest.raises(NoRoom):
        begun(files, settings, length=half)


def test_everybody_sees_their_own_uploads_in_the_order_in_which_they_began_them(
    files: Files, settings: Settings
) -> None:
    mine = [begun(files, settings, name=f"tape {number}.wav") for number in range(3)]
    uploads.begin(files, settings, name="hers.wav", length=1, by="A. Wei")
    assert uploads.waiting(files, by="M. Lin") == mine


def test_an_upload_that_is_discarded_leaves_nothing(files: Files, settings: Settings) -> None:
    upload = begun(files, settings)
    uploads.discard(files, upload)
    with pytest.raises(NotFound):
        uploads.find(files, upload.id)
    with pytest.raises(NotFound):
        uploads.receive(files, upload, io.BytesIO(SENT), offset=0)
    assert not list((settings.instance / "uploads").iterdir())


def test_an_abandoned_upload_is_removed_and_one_that_goes_on_is_not(files: Files, settings: Settings) -> None:
    abandoned = begun(files, settings)
    day = 24 * 3600
    uploads.expire(files, settings, now=time.time() + (settings.upload_days - 1) * day)
    assert uploads.find(files, abandoned.id) == abandoned
    uploads.expire(files, settings, now=time.time() + (settings.upload_days + 1) * day)
    with pytest.raises(NotFound):
        uploads.find(files, abandoned.id)


@pytest.mark.parametrize(
    "told, kept",
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Wei\\磁带 1.WAV", "磁带 1.WAV"),
        ("/", "unnamed"),
        ("..", "unnamed"),
        ("", "unnamed"),
        ("a\0b\nc.wav", "a\ufffdb\ufffdc.wav"),
        ("gpj.\u202egnp.wav", "gpj.\ufffdgnp.wav"),
        ("<script>alert(1)<\\/script>.wav", "script>.wav"),
        ("x" * 5_000 + ".wav", "x" * 196 + ".wav"),
        ("half \ud800.wav", "half ?.wav"),
    ],
)
def test_a_file_is_called_by_its_own_name_wherever_it_says_it_belongs(
    files: Files, settings: Settings, told: str, kept: str
) -> None:
    upload = begun(files, settings, name=told)
    assert upload.name == kept
    assert upload.path.parent.parent == settings.instance / "uploads"


@given(st.text())
def test_no_word_leads_out_of_the_folder(tmp_path_factory: pytest.TempPathFactory, word: str) -> None:
    settings = Settings(home=tmp_path_factory.getbasetemp() / "words")
    files = open_files(settings)
    Path(settings.instance / "uploads").mkdir(parents=True, exist_ok=True)
    with pytest.raises(NotFound):
        uploads.find(files, word)
    upload = begun(files, settings, name=word, length=0)
    assert "/" not in upload.name and upload.name and upload.is_whole
    uploads.discard(files, upload)
