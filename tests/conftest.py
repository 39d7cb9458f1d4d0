"""What every test may use: an empty archive of its own, and the shared fixtures where they are present."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings as tried
from playwright.sync_api import Browser, expect, sync_playwright

from archive import accession
from archive.accession import Facts
from archive.files import Files, open_files
from archive.records import OPEN, USUAL_USES, Access, Consent, Decision, Interview, Person
from archive.settings import Settings
from tests.serving import TEMPLATES, compile_addresses_once, compile_templates_once

pytest_plugins = ["tests.heard"]

# No test is timed: how long an example takes says only what else the machine is doing. What was green is green again,
# so examples are the same in every run; `pytest --hypothesis-profile exploring` takes others each time.
tried.register_profile("repeatable", deadline=None, derandomize=True)
tried.register_profile("exploring", deadline=None)
tried.load_profile("repeatable")
expect.set_options(timeout=30_000)

PROJECT = Path(__file__).resolve().parent.parent
FIXTURES = Path(os.environ.get("EARWITNESS_FIXTURES") or PROJECT.parent / "shared" / "fixtures")
TODAY = date(2026, 5, 3)

CHROMIUM = "/usr/bin/chromium-headless-shell"
LAUNCH = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--mute-audio",
]


MEMORY = Path("/dev/shm")
ROOM = 10 * 1024**3
"""What the archives of one run may take at once, an upload of 2 GB and what becomes of it included, and to spare."""


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Let all processes of the run share the templates that one of them has compiled, and make archives in memory.

    An archive flushes all it writes to the disk, which on a disk is a good part of the time of most tests.
    """
    if not hasattr(config, "workerinput"):
        folder = tempfile.TemporaryDirectory(prefix="earwitness-templates-")
        config.add_cleanup(folder.cleanup)
        os.environ[TEMPLATES] = folder.name
        if config.option.basetemp is None and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
            archives = tempfile.TemporaryDirectory(prefix="earwitness-tests-", dir=MEMORY, ignore_cleanup_errors=True)
            config.add_cleanup(archives.cleanup)
            config.option.basetemp = archives.name
    compile_templates_once()
    compile_addresses_once()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take longest go first: begun last, one of them would keep a core busy alone at the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    in_a_browser = {item.path for item in items if item.get_closest_marker("browser")}
    items.sort(key=lambda item: (item.path not in slow, item.path not in in_a_browser))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real recordings and format suites beside the project; tests that need it skip without it."""
    if not FIXTURES.is_dir():
        pytest.skip("the shared fixtures folder is not beside the project")
    return FIXTURES


@pytest.fixture(scope="session", autouse=True)
def no_setting_of_this_machine() -> Iterator[None]:
    """What this machine says to an Earwitness is nothing to the tests; what it says to them was read before."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [each for each in os.environ if each.startswith("EARWITNESS_")]:
            patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def of_the_run(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that the processes of one test run share, for what is made once; gone when the next runs are."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium without windows: one for all tests, since playwright runs once in a process."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=LAUNCH)
        yield browser
        browser.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The settings of an archive of its own."""
    return Settings(home=tmp_path / "archive")


@pytest.fixture
def files(settings: Settings) -> Files:
    """An empty archive."""
    return open_files(settings)


def described(**fields: object) -> Interview:
    """An interview that may be public as far as its record goes, but that nobody has published yet."""
    open_to_all = Interview(
        id="",
        title={"en": "A winter underground", "zh-Hans": "井下的冬天"},
        narrators=(Person(name="Lin Guihua"),),
        language="en",
        access=Access(metadata=OPEN, transcript=OPEN, sound=OPEN),
        consent=Consent(statement="Signed in Hegang", uses=USUAL_USES, given_on="2016-03-14"),
    )
    return replace(open_to_all, **fields)  # type: ignore[arg-type]


PUBLISHED = Decision(by="M. Lin", on="2026-05-03")


def take_in(files: Files, *sources: Path, **fields: object) -> Interview:
    """Take files in without looking into them, for tests that are not about sound."""
    return take_in_described(files, described(**fields), *sources)


def take_in_described(files: Files, interview: Interview, *sources: Path) -> Interview:
    """Take files in as an interview described beforehand, without looking into them."""
    return accession.accession(
        files,
        interview,
        sources,
        examine=lambda *_: Facts(kind="audio", duration_ms=2_000),
        agent="an archivist",
        today=TODAY,
    )
