"""``kill -9`` at random moments of an interview's way to the public: what is left is finished, once, and is clean."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path

import pytest

from archive import provenance
from archive.files import Files, open_files
from archive.jobs import owed
from archive.settings import Settings
from tests.commands import EARWITNESS, environment, result

KILLS = int(os.environ.get("EARWITNESS_TEST_KILLS", "2"))
WHOLE_WAY_S = 14.0
"""About how long adding, processing and publishing three seconds of speech takes on two cores."""


@pytest.mark.slow
def test_killed_at_any_moment_the_next_worker_finishes_and_nothing_is_lost_or_doubled(
    shared: Path, tmp_path: Path
) -> None:
    home = tmp_path / "archive"
    env = environment(home)
    tape = shared / "speech/formats/audio-mono-24-bit-44100Hz.wav"
    chance = random.Random(20260503)
    moments = []
    for _ in range(KILLS):
        moment = chance.uniform(0.3, WHOLE_WAY_S)
        moments.append(round(moment, 1))
        _kill_midway(tape, env, moment)
        files = open_files(Settings(home=home))
        _nothing_half_made_is_visible(files)
        result("work", "--until-done", env=env)
        result("verify", env=env)
        assert not list(owed(files, Settings(home=home)))
        _no_output_and_no_event_twice(files)
    print(f"killed after {moments} s")


def _kill_midway(tape: Path, env: dict[str, str], moment: float) -> None:
    """Start the whole way of one interview in a process group of its own, and kill the group after a while."""
    way = (
        f'id=$("{EARWITNESS}" add "{tape}" --language en --consent yes) && '
        f'"{EARWITNESS}" process $id && "{EARWITNESS}" publish $id --because "read on paper"'
    )
    group = subprocess.Popen(
        ["bash", "-c", way], env=env, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(moment)
    os.killpg(group.pid, signal.SIGKILL)
    group.wait()


def _nothing_half_made_is_visible(files: Files) -> None:
    for interview_id in files.interview_ids():
        files.read_interview(interview_id)
        list(provenance.events(files, interview_id))
        for name in files.track_names(interview_id):
            files.read_track(interview_id, name)


def _no_output_and_no_event_twice(files: Files) -> None:
    for interview_id in files.interview_ids():
        kinds = Counter(each.type for each in provenance.events(files, interview_id))
        once = {"accession", "migration", "peaks", "transcription", "publication"}
        assert {kind: kinds[kind] for kind in once if kinds[kind] > 1} == {}
        assert kinds["transcription"] == kinds["migration"] == kinds["peaks"] == 1
        assert len([each for each in files.track_names(interview_id) if each.machine]) == 1
