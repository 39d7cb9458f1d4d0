"""Two recordings that are heard once a test run, for all who need words from a machine: hearing takes longest."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from filelock import FileLock

from tests.commands import environment, result

ENGLISH = "speech/longform/en_fixture_interview2"
MANDARIN = "speech/longform/zh_fixture"
IDS = {"en": "2026-001", "zh": "2026-002"}
"""The interview of each language in the archive below."""


@pytest.fixture(scope="session")
def both_heard(of_the_run: Path, shared: Path) -> Path:
    """The home of an archive in which an English and a Mandarin interview went the whole way by the command line; to be
    copied, never changed.
    """
    home = of_the_run / "both-heard"
    with FileLock(f"{home}.lock"):
        if not home.exists():
            _go_the_whole_way(home, shared)
    return home


def _go_the_whole_way(home: Path, shared: Path) -> None:
    making = home.with_name("both-half-heard")
    env = environment(making)
    english = result("add", shared / f"{ENGLISH}.flac", "--title", "Two voices", "--consent", "read aloud", env=env)
    mandarin = result(
        "add", shared / f"{MANDARIN}.flac", "--title", "三个声音", "--language", "zh", "--consent", "读过", env=env
    )
    result("process", english, mandarin, env=env)
    result("publish", english, mandarin, "--because", "read on paper", env=env)
    shutil.move(making, home)
