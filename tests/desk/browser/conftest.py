"""A real browser at the desk of a real server: what every test of a page of the desk may use."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from archive import accounts, jobs, transcripts
from archive.accounts import Role
from archive.files import Files, TrackName, open_files
from archive.jobs import find_step
from archive.jobs.steps import ACCESS_COPY
from archive.records import Cue, Hearing, Track, Word
from archive.settings import Settings
from archive.site.desk.doors import SESSION
from tests.browser.conftest import Watch
from tests.commands import EARWITNESS, environment
from tests.conftest import take_in
from tests.desk.conftest import make_account
from tests.serving import served
from tests.sound import tone

ENGLISH = TrackName("recording-1", "en")
TEXT = "/desk/interviews/2026-001/texts/recording-1.en"
LOOKED_INTO_MS = 30_000
HEARD_MS = 240_000
"""A minute of talk is heard in seconds, but the weights are loaded first, and a busy machine takes its time."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs Chromium."""
    for item in items:
        if "tests/desk/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class Room:
    """The served desk of one archive, and who works at it."""

    settings: Settings
    address: str

    @property
    def files(self) -> Files:
        """The record behind it."""
        return open_files(self.settings)

    def sign_in(self, context: BrowserContext, role: Role, name: str = "") -> None:
        """Let whoever looks out of this browser be of that role, as after signing in; named like it unless named."""
        name = name or f"The {role}"
        make_account(self.settings, name, role)
        token = accounts.begin_session(self.settings, name)
        host = urlsplit(self.address).hostname or ""
        context.add_cookies([{"name": SESSION, "value": token, "domain": host, "path": "/desk"}])


@pytest.fixture
def room(settings: Settings) -> Iterator[Room]:
    """The desk of an empty archive of its own, served."""
    with served(settings.home, "create_app_with_desk") as address:
        yield Room(settings, address)


@pytest.fixture
def watch(room: Room) -> Iterator[Watch]:
    """After each test: nothing was asked of another host, and the console is quiet."""
    watching = Watch(urlsplit(room.address).netloc)
    yield watching
    assert watching.strangers == []
    # A form that comes back with what stands in its way is no fault of the page, though the browser notes its status.
    returned = ("status of 422", "status of 409")
    assert [each for each in watching.complaints if not any(status in each for status in returned)] == []


@pytest.fixture
def context(chromium: Browser, room: Room, watch: Watch) -> Iterator[BrowserContext]:
    """An archivist at the desk."""
    context = chromium.new_context(base_url=room.address, viewport={"width": 1280, "height": 800})
    watch.over(context)
    room.sign_in(context, "archivist")
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """The archivist's page."""
    return context.new_page()


@pytest.fixture
def plain(chromium: Browser, room: Room, watch: Watch) -> Iterator[Page]:
    """An archivist whose browser runs no scripts."""
    context = chromium.new_context(base_url=room.address, java_script_enabled=False)
    watch.over(context)
    room.sign_in(context, "archivist")
    yield context.new_page()
    context.close()


def passage(n: int) -> Cue:
    said = ("they", " closed", " pit", f" {n}")
    words = tuple(Word(n * 1000 + k * 200, n * 1000 + k * 200 + 200, text) for k, text in enumerate(said))
    figures = Hearing(no_speech=0, logprob=-0.5, compression=1, words=(90, 20 if n == 2 else 80, 90, 90))
    speaker = "Tom" if n == 0 else "Mary"
    return Cue(n * 1000, n * 1000 + 900, "".join(said), speaker=speaker, words=words, hearing=figures)


@pytest.fixture
def text(room: Room, tmp_path: Path) -> Files:
    """An interview with a machine's transcript and a sound to hear."""
    interview = take_in(room.files, tone(tmp_path / "tape.wav", seconds=8))
    track = Track(language="en", cues=tuple(map(passage, range(6))), made_by="whisper base")
    transcripts.keep_machine_text(room.files, interview.id, "recording-1", track)
    jobs.open_queue(room.files, room.settings).do(
        find_step(room.files, room.settings, interview.id, "recording-1", ACCESS_COPY)
    )
    return room.files


@pytest.fixture
def worker(room: Room) -> Iterator[None]:
    """Somebody at work: ``earwitness work``, as the archive's host runs it."""
    process = subprocess.Popen(
        [EARWITNESS, "work"], env=environment(room.settings.home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    yield
    process.send_signal(signal.SIGTERM)
    process.wait(60)


@pytest.fixture
def visitor(chromium: Browser, room: Room) -> Iterator[Page]:
    """A browser in which nobody has signed in yet."""
    context = chromium.new_context(base_url=room.address, viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()
