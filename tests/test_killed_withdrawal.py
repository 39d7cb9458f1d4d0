"""``kill -9`` at any moment of a withdrawal: the interview is out of the edition, or the old edition is whole and the
withdrawal, once it was decided, is what the next start finishes first.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import random
import shutil
import signal
import sys
from pathlib import Path

import pytest

from archive import fixity, index, jobs, opening, provenance, publication, transcripts
from archive.files import Files, open_files
from archive.jobs import find_step
from archive.jobs.steps import ACCESS_COPY
from archive.records import Cue, Track
from archive.settings import Settings
from tests.conftest import take_in
from tests.sound import tone

KILLS = int(os.environ.get("EARWITNESS_TEST_KILLS", "12"))
HELD, OTHER = "2026-001", "2026-002"
WORDS = "They read the list in the canteen."
PATIENCE_S = 60

# What a process does to its files is told by these (PEP 578): between two of them nothing on the disk changes.
MOMENTS = frozenset({"open", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "sqlite3.connect"})

_COPIES = multiprocessing.get_context("forkserver")
_COPIES.set_forkserver_preload(["archive.opening", "tests.test_killed_withdrawal"])


def withdraw(home: Path, dies_at: int, told: Path) -> None:
    """Withdraw the interview in this process, which is killed at the n-th thing it does to a file; tell how many."""
    settings = Settings(home=home)
    files, done = open_files(settings), 0

    def count(event: str, _arguments: object) -> None:
        nonlocal done
        if event in MOMENTS:
            done += 1
            if done == dies_at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    publication.withdraw(files, HELD, by="M. Lin", on="2026-05-04", reason="she asked")
    opening.follow(files, settings, HELD)
    told.write_text(str(done))


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive in which two interviews with sound are public."""
    home = tmp_path_factory.mktemp("public") / "archive"
    settings = Settings(home=home)
    files = open_files(settings)
    for n, held in enumerate((HELD, OTHER), 1):
        take_in(files, tone(home.with_name(f"{held}.wav"), hertz=200.0 * n))
        jobs.open_queue(files, settings).do(find_step(files, settings, held, "recording-1", ACCESS_COPY))
        track = Track(language="en", cues=(Cue(0, 900, WORDS if held == HELD else "Another."),), origin="person")
        transcripts.keep_text(files, held, "recording-1", track, agent="M. Lin", detail="")
    opening.publish(files, settings, [HELD, OTHER], by="M. Lin", on="2026-05-03", because="read on paper")
    opening.follow(files, settings, HELD, OTHER)
    return home


def run(home: Path, dies_at: int) -> int:
    """Withdraw in a process of its own; how many things it did to files, or 0 where it was killed."""
    told = home.with_name("done.txt")
    told.unlink(missing_ok=True)
    process = _COPIES.Process(target=withdraw, args=(home, dies_at, told))
    process.start()
    process.join(PATIENCE_S)
    assert process.exitcode == (-signal.SIGKILL if dies_at else 0)
    return 0 if dies_at else int(told.read_text())


def edition(settings: Settings) -> bytes:
    """What the public reads, which is whole."""
    made = index.current_edition(settings.instance / "edition")
    assert made is not None
    content = made.read_bytes()
    assert hashlib.sha256(content).hexdigest() == made.stem
    return content


def chosen(moments: int) -> list[int]:
    """The first moment and the last, and one of each stretch between them, another in every run."""
    step = max(1, (moments - 2) // max(1, KILLS - 2))
    between = (random.randrange(start, min(start + step, moments)) for start in range(2, moments, step))
    return sorted({1, moments, *between})


def is_decided(files: Files) -> bool:
    """Whether the withdrawal is on record, or written down to be."""
    return files.read_interview(HELD).withdrawn is not None or bool(provenance.pending(files, HELD))


def test_killed_at_any_moment_a_withdrawal_is_done_or_owed_and_the_edition_is_whole(
    public: Path, tmp_path: Path
) -> None:
    shutil.copytree(public, tmp_path / "whole")
    moments = run(tmp_path / "whole", 0)
    assert moments > 40
    before = edition(Settings(home=public))
    met = {"undecided": 0, "owed": 0, "out": 0}
    for dies_at in chosen(moments):
        home = tmp_path / f"killed-{dies_at}" / "archive"
        shutil.copytree(public, home)
        run(home, dies_at)
        settings = Settings(home=home)
        files = open_files(settings)
        left = edition(settings)
        decided = is_decided(files)
        is_out = not jobs.is_public(settings, HELD)
        met["out" if is_out else "owed" if decided else "undecided"] += 1
        assert is_out or left == before, dies_at
        assert decided or not is_out, dies_at
        assert (WORDS.encode() in left) is not is_out, dies_at
        jobs.keep_house(files, settings)  # as every process of the archive's host does when it starts
        assert jobs.is_public(settings, HELD) is not decided, dies_at
        if not decided:
            publication.withdraw(files, HELD, by="M. Lin", on="2026-05-05", reason="asked again")
            opening.follow(files, settings, HELD)
        _gone_for_good(files, settings)
    assert min(met.values()) > 0, met


def _gone_for_good(files: Files, settings: Settings) -> None:
    assert WORDS.encode() not in edition(settings) and jobs.is_public(settings, OTHER)
    heard = {each.stem for each in (settings.instance / "edition" / "media").iterdir()}
    assert heard == {provenance.digests(files, OTHER)[f"media/{OTHER}/recording-1.access.m4a"]}
    assert [each.type for each in provenance.events(files, HELD)].count("withdrawal") == 1
    assert not provenance.pending(files, HELD) and files.store.exists(f"transcripts/ids/{HELD}.withdrawn")
    with files.lock(HELD):
        assert [each for each in fixity.verify(files, HELD, agent="test") if each.is_damage] == []
    publication.withdraw(files, HELD, by="M. Lin", on="2026-05-06", reason="again")  # changes nothing


def test_what_is_owed_to_a_withdrawal_comes_before_everything_else_at_the_next_start(
    public: Path, tmp_path: Path
) -> None:
    home = tmp_path / "archive"
    shutil.copytree(public, home)
    settings = Settings(home=home)
    files = open_files(settings)
    publication.withdraw(files, HELD, by="M. Lin", on="2026-05-04", reason="she asked")  # and the process dies
    assert WORDS.encode() in edition(settings)
    (settings.instance / "desk.sqlite").unlink(missing_ok=True)
    (settings.instance / "desk.sqlite").mkdir()  # nothing that comes after can be done
    jobs.keep_house(files, settings)
    assert WORDS.encode() not in edition(settings)
