"""A worker: takes up what is added without being told, and stops when asked, leaving what it was at still owed."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path

import pytest

from archive.files import open_files
from archive.jobs import owed
from archive.settings import Settings
from tests.commands import EARWITNESS, earwitness, environment, result
from tests.sound import cut

pytestmark = pytest.mark.slow


def _working(home: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([str(EARWITNESS), "work"], env=environment(home), stderr=subprocess.DEVNULL)


def _wait_until_transcribed(home: Path, interview_id: str, worker: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 180
    while not list((home / "transcripts" / interview_id / "steps").glob("*.transcribe.*.json")):
        assert worker.poll() is None and time.monotonic() < deadline
        time.sleep(0.2)


def test_an_upload_ends_in_a_draft_transcript_with_no_further_step(shared: Path, tmp_path: Path) -> None:
    home = tmp_path / "archive"
    worker = _working(home)
    interview_id = result("add", shared / "speech/formats/p001.flac", "--language", "en", env=environment(home))
    _wait_until_transcribed(home, interview_id, worker)
    worker.terminate()
    assert worker.wait(timeout=60) == 0
    assert "creatures" in result("search", "creatures", env=environment(home))
    result("verify", env=environment(home))


def test_a_worker_told_to_stop_in_the_middle_stops_and_the_step_stays_owed(shared: Path, tmp_path: Path) -> None:
    home = tmp_path / "archive"
    settings = Settings(home=home)
    minute = cut(shared / "speech/longform/en_fixture_interview2.flac", tmp_path / "minute.wav", seconds=60)
    result("add", minute, "--language", "en", env=environment(home))
    worker = _working(home)
    stretches = home / "transcripts/2026-001/stretches"
    deadline = time.monotonic() + 120
    while not list(stretches.rglob("*")) and time.monotonic() < deadline:
        time.sleep(0.1)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=60) == 0
    assert [each.name for each in owed(open_files(settings), settings)] == ["transcribe"]
    heard_before = sum(1 for each in stretches.rglob("*") if each.is_file())
    assert heard_before >= 1
    result("work", "--until-done", env=environment(home))
    result("verify", env=environment(home))
    assert not list(stretches.rglob("*.json"))


def test_a_language_the_model_was_not_taught_is_said_once_and_keeps_no_other_recording_waiting(
    shared: Path, tmp_path: Path
) -> None:
    env = environment(tmp_path / "archive")
    manchu = result("add", shared / "speech/formats/audio-mono-24-bit-44100Hz.wav", "--language", "mnc", env=env)
    result("add", shared / "speech/formats/p001.flac", "--language", "en", env=env)
    done = earwitness("work", "--until-done", env=env)
    assert done.returncode == 0 and "was not taught the language 'mnc'" in done.stderr
    assert "creatures" in result("search", "creatures", env=env)
    again = earwitness("process", manchu, env=env)
    assert again.returncode == 5 and "Import a person's transcript" in again.stderr and "Traceback" not in again.stderr
    result("verify", env=env)
