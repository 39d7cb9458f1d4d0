"""A big recording through the real server: lines cut, the server started anew, and every byte as it was sent.

Sixty-four megabytes, or as many as EARWITNESS_TEST_UPLOAD_MB says; 2048 is what the archive promises.
"""

from __future__ import annotations

import hashlib
import http.client
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import wave
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from urllib.parse import urlencode

import pytest

from archive import accounts
from archive.files import open_files
from archive.fixity import sha256_of
from archive.settings import Settings
from archive.site.desk.doors import SESSION
from tests.serving import PATIENCE_S, free_port

MEGABYTES = int(os.environ.get("EARWITNESS_TEST_UPLOAD_MB", "64"))
PART = 8 * 1024 * 1024
MOST_MB = 300
SERVER = """
import sys
from pathlib import Path
from archive import create_app_with_desk
from archive.settings import Settings
from archive.site.serve import serve
serve(Settings(home=Path(sys.argv[1])), "127.0.0.1", int(sys.argv[2]), make_app=create_app_with_desk)
"""

pytestmark = pytest.mark.slow


class Served:
    """The desk's real server, which can be ended at any moment; its memory is watched all the while."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self.most_kb = self.most_kb_in_all = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._watching = True
        self._watch = threading.Thread(target=self._look)
        self._watch.start()
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._process = subprocess.Popen(
            [sys.executable, "-c", SERVER, str(self.home), str(self.port)], stderr=subprocess.DEVNULL
        )
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except ConnectionRefusedError:
                time.sleep(0.05)
        raise AssertionError("the server does not answer")

    def end(self, how: signal.Signals) -> None:
        """End it with all its processes; killed, it has no time to tidy up."""
        assert self._process is not None
        ours = [self._process.pid, *_children(self._process.pid)]
        for pid in ours if how == signal.SIGKILL else ours[:1]:
            os.kill(pid, how)
        self._process.wait(PATIENCE_S)
        for pid in ours:
            while Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text().split()[2]:
                time.sleep(0.02)

    def close(self) -> None:
        """End it for good."""
        self.end(signal.SIGTERM)
        self._watching = False
        self._watch.join()

    def _look(self) -> None:
        while self._watching:
            if self._process is not None:
                ours = (self._process.pid, *_children(self._process.pid))
                self.most_kb = max(self.most_kb, *(_memory_kb(pid, "status", "VmRSS") for pid in ours))
                self.most_kb_in_all = max(
                    self.most_kb_in_all, sum(_memory_kb(pid, "smaps_rollup", "Pss") for pid in ours)
                )
            time.sleep(0.02)


def _children(pid: int) -> list[int]:
    """The server's own processes; the short-lived ones that look into media have limits of their own."""
    try:
        told = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [int(each) for each in told if b"media.child" not in Path(f"/proc/{each}/cmdline").read_bytes()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def _memory_kb(pid: int, file: str, name: str) -> int:
    """What a process holds: all of it (VmRSS), or what it shares with others counted in part (Pss)."""
    try:
        found = re.search(rf"^{name}:\s+(\d+)", Path(f"/proc/{pid}/{file}").read_text(), re.MULTILINE)
        return int(found[1]) if found else 0
    except (FileNotFoundError, ProcessLookupError):
        return 0


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: Message
    text: str


@dataclass
class Sender:
    """An archivist's browser, as far as the server knows it."""

    served: Served
    cookie: str
    token: str = ""

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """The answer to a request, tried again for as long as nobody answers."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            line = http.client.HTTPConnection("127.0.0.1", self.served.port, timeout=120)
            try:
                line.request(method, path, body, self.headers(**headers))
                answer = line.getresponse()
                if set_cookie := answer.headers.get("Set-Cookie"):
                    self.cookie += "; " + set_cookie.split(";")[0]
                return Answer(answer.status, answer.headers, answer.read().decode(errors="replace"))
            except (ConnectionError, http.client.HTTPException):
                time.sleep(0.05)
            finally:
                line.close()
        raise AssertionError(f"{method} {path} is not answered")

    def headers(self, **more: str) -> dict[str, str]:
        """What every request of this browser carries."""
        told = {"Cookie": self.cookie, "X-CSRFToken": self.token, "Tus-Resumable": "1.0.0"}
        return told | {name.replace("_", "-"): value for name, value in more.items()}

    def open_page(self) -> None:
        """Load the page anew: a new token, and nothing remembered."""
        self.cookie = self.cookie.split("; ")[0]
        page = self.ask("GET", "/desk/intake").text
        found = re.search(r'name="csrf-token" content="([^"]+)"', page)
        assert found, page
        self.token = found[1]

    def begin(self, path: Path) -> str:
        """The address of a new upload."""
        answer = self.ask("POST", "/desk/uploads/", Upload_Length=str(path.stat().st_size))
        assert answer.status == 201, answer.text
        return answer.headers["Location"]

    def offset(self, url: str) -> int:
        """How far the upload has come."""
        return int(self.ask("HEAD", url).headers["Upload-Offset"])

    def send(self, url: str, path: Path, *, until: int = 0) -> None:
        """Send the rest in parts, as a browser does."""
        size = until or path.stat().st_size
        with path.open("rb") as stream:
            while (offset := self.offset(url)) < size:
                stream.seek(offset)
                part = stream.read(min(PART, size - offset))
                answer = self.ask("PATCH", url, part, **_part(offset))
                assert answer.status in {204, 409}, answer.text

    def send_and_break_off(self, url: str, path: Path, cut: object) -> None:
        """Begin to send all that is left in one go, and be cut off in the middle of it."""
        offset, size = self.offset(url), path.stat().st_size
        line = socket.create_connection(("127.0.0.1", self.served.port))
        told = self.headers(**_part(offset), Host="localhost", Content_Length=str(size - offset))
        head = f"PATCH {url} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in told.items()) + "\r\n"
        line.sendall(head.encode())
        with path.open("rb") as stream:
            stream.seek(offset)
            for _ in range(max(1, size // 12 // 65_536)):
                line.sendall(stream.read(65_536))
        if callable(cut):
            cut()
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.close()


def _part(offset: int) -> dict[str, str]:
    return {"Upload_Offset": str(offset), "Content_Type": "application/offset+octet-stream"}


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    accounts.add(Settings(home=tmp_path / "archive"), "M. Lin", "archivist", "four words never together")
    server = Served(tmp_path / "archive")
    yield server
    server.close()


@pytest.fixture
def sender(served: Served) -> Sender:
    session = accounts.begin_session(Settings(home=served.home), "M. Lin")
    sender = Sender(served, f"{SESSION}={session}")
    sender.open_page()
    return sender


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """A real recording of that size; for the most part silent, with something else in every part of it."""
    path, size = tmp_path / "tape.wav", MEGABYTES * 1024 * 1024
    write_wav(path, size)
    with path.open("r+b") as stream:
        for at in range(65_536, size - 65_536, 1024 * 1024):
            stream.seek(at)
            stream.write(os.urandom(4_096))
    return path


def write_wav(path: Path, size: int) -> None:
    """A recording of so many bytes, which need no room on the disk until somebody writes them."""
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(2)
        sound.setsampwidth(2)
        sound.setframerate(48_000)
        sound.writeframes(b"")
    with path.open("r+b") as stream:
        stream.truncate(size)
        for at, said in ((4, size - 8), (40, size - 44)):
            stream.seek(at)
            stream.write(said.to_bytes(4, "little"))


def taken_in(sender: Sender, *ids: str) -> Answer:
    form = urlencode([("tape", each) for each in ids])
    return sender.ask("POST", "/desk/intake", form.encode(), Content_Type="application/x-www-form-urlencoded")


def test_a_big_recording_survives_cut_lines_and_restarts_byte_for_byte(
    served: Served, sender: Sender, recording: Path
) -> None:
    url = sender.begin(recording)
    for cut in (None, lambda: served.end(signal.SIGKILL), None, lambda: served.end(signal.SIGTERM), None):
        before = sender.offset(url)
        sender.send_and_break_off(url, recording, cut)
        if cut:
            served.start()
        deadline = time.monotonic() + PATIENCE_S
        while sender.offset(url) == before and time.monotonic() < deadline:
            time.sleep(0.05)
        assert sender.offset(url) > before, "what had arrived is gone"
    assert sender.offset(url) < recording.stat().st_size
    sender.open_page()
    sender.send(url, recording)
    done = taken_in(sender, url.rsplit("/", 1)[1])
    assert done.status == 303, done.text

    files = open_files(Settings(home=served.home))
    (interview_id,) = files.interview_ids()
    (original,) = files.read_interview(interview_id).recordings
    with recording.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    assert original.sha256 == digest == sha256_of(files, f"media/{interview_id}/{original.file}")
    most, in_all = served.most_kb // 1024, served.most_kb_in_all // 1024
    print(f"{MEGABYTES} MB sent; at most {most} MB in a process of the server, {in_all} MB in all of them together")
    assert 0 < served.most_kb < MOST_MB * 1024


def test_the_same_file_sent_by_many_at_once_is_one_original_and_one_clear_message_each(
    served: Served, sender: Sender, tmp_path: Path
) -> None:
    tape = tmp_path / "same.wav"
    write_wav(tape, 3 * 1024 * 1024)
    urls = [sender.begin(tape) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda url: sender.send(url, tape), urls))
        told = list(pool.map(lambda url: taken_in(sender, url.rsplit("/", 1)[1]), urls))
    files = open_files(Settings(home=served.home))
    (interview_id,) = files.interview_ids()
    assert sorted(each.status for each in told) == [303, 409, 409, 409]
    for each in told:
        if each.status == 409:
            assert f"is here already: it is a recording of {interview_id}." in each.text
    assert len(files.store.walk(f"media/{interview_id}")) == 3, "the original and two manifests"
