"""A disk that fills up while people work at the desk: they are told so, nothing is half made, and it goes on."""

from __future__ import annotations

import io
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive import correcting, fixity, transcripts
from archive.files import TrackName
from archive.records import Cue, Hearing, Track
from archive.settings import Settings
from tests.conftest import take_in
from tests.desk.conftest import PASSWORD, Desk, Staff, desk_of
from tests.sound import tone

TEXT = "/desk/interviews/2026-001/texts/recording-1.en"
TUS = {"Tus-Resumable": "1.0.0"}
WHOLE = 3_000_000
SPARE = 200_000


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of eight megabytes."""
    disk = tmp_path / "small"
    disk.mkdir()
    mount = shutil.which("mount")
    made = mount and subprocess.run([mount, "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk], capture_output=True)
    if not made or made.returncode:
        pytest.skip("this account may not mount a disk")
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


@pytest.fixture
def desk(small: Path, tmp_path: Path) -> Desk:
    """The desk of an archive on it, with one interview and its machine's transcript."""
    desk = desk_of(Settings(home=small, spare_bytes=0))
    interview = take_in(desk.files, tone(tmp_path / "tape.wav", seconds=1))
    heard = Cue(0, 900, "passage 0", hearing=Hearing(no_speech=0, logprob=-0.5, compression=1))
    transcripts.keep_machine_text(
        desk.files, interview.id, "recording-1", Track(language="en", cues=(heard,), made_by="whisper base")
    )
    return desk


def filled(disk: Path, *, but: int = 0) -> Path:
    full = disk / "something else"
    with full.open("wb") as stream:
        stream.write(b"x" * (shutil.disk_usage(disk).free - but))
    return full


def held_open(disk: Path) -> list[str]:
    """The files on a disk that this process holds although nobody finds them any more: room that nobody can make."""
    links = [each.readlink() for each in Path("/proc/self/fd").iterdir() if each.is_symlink()]
    return [str(each) for each in links if each.is_relative_to(disk) and str(each).endswith("(deleted)")]


def types(person: Staff, text: str) -> int:
    cue = {"start_ms": 0, "end_ms": 900, "speaker": "", "text": "passage 0"}
    wish = {"act": "text", "cues": [cue], "text": text, "id": str(uuid.uuid4())}
    answer = person.post(f"{TEXT}/wishes.json", json=wish)
    assert answer.status_code == 200 or "disk is full" in answer.get_json()["error"]["says"]
    return answer.status_code


def test_an_upload_that_fills_the_disk_goes_on_when_there_is_room(desk: Desk, small: Path) -> None:
    archivist = desk.sign_in("archivist")
    where = archivist.post("/desk/uploads/", headers=TUS | {"Upload-Length": str(WHOLE)}).headers["Location"]
    full = filled(small, but=SPARE)
    sending = TUS | {"Content-Type": "application/offset+octet-stream"}
    told = archivist.patch(where, headers=sending | {"Upload-Offset": "0"}, data=b"y" * WHOLE)
    assert told.status_code == 507 and "The disk is full" in told.text
    full.unlink()
    here = int(archivist.head(where, headers=TUS).headers["Upload-Offset"])
    assert here <= SPARE
    told = archivist.patch(where, headers=sending | {"Upload-Offset": str(here)}, data=b"y" * (WHOLE - here))
    assert (told.status_code, told.headers["Upload-Offset"]) == (204, str(WHOLE))


def test_who_is_at_the_desk_when_the_disk_is_full_can_look_and_make_room(desk: Desk, small: Path) -> None:
    archivist = desk.sign_in("archivist")
    where = archivist.post("/desk/uploads/", headers=TUS | {"Upload-Length": str(WHOLE)}).headers["Location"]
    filled(small)
    for page in ("/desk/", "/desk/intake", "/desk/queue", "/desk/interviews/2026-001/record", TEXT):
        assert archivist.get(page).status_code == 200, page
    assert archivist.post(f"/desk/intake/{where.rsplit('/', 1)[1]}/discard").status_code == 303


def test_a_desk_that_is_opened_on_a_full_disk_says_what_is_wrong(desk: Desk, small: Path) -> None:
    archivist = desk.sign_in("archivist")
    filled(small)
    told = archivist.get("/desk/")
    assert told.status_code == 503 and "disk is full" in told.text and "Make room" in told.text


def test_whatever_cannot_be_kept_is_said_to_be_so_and_can_be_done_later(desk: Desk, small: Path) -> None:
    archivist, anybody = desk.sign_in("archivist"), desk.anybody()
    assert archivist.token() and anybody.token()
    full = filled(small)
    asked: dict[str, dict[str, Any]] = {
        "/desk/intake/files": {"file": (io.BytesIO(b"x" * 900_000), "tape.wav")},
        f"{TEXT}/approve": {},
        f"{TEXT}/versions": {},
        "/desk/collections": {"title": "Coal", "slug": "coal"},
        "/desk/interviews/2026-001/pictures": {"picture": (io.BytesIO(b"x" * 900_000), "a.png")},
    }
    for address, data in asked.items():
        told = archivist.post(address, data=data)
        assert held_open(small) == [], address
        assert (told.status_code, "disk is full" in told.text) == (507, True), address
    assert anybody.post("/desk/sign-in", data={"name": "The archivist", "password": PASSWORD}).status_code == 507
    assert types(archivist, "mended") == 507
    full.unlink()
    assert types(archivist, "mended") == 200
    text = correcting.read_text(desk.files, "2026-001", TrackName("recording-1", "en"))
    assert [each.text for each in text.cues] == ["mended"]
    with desk.files.lock("2026-001"):
        assert [each for each in fixity.verify(desk.files, "2026-001", agent="test") if each.is_damage] == []
