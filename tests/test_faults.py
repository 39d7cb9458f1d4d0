"""Faults of the machine, the disk and the services: one plain line at the terminal, and the other interviews go on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive import jobs, publication
from archive.errors import Unavailable
from archive.files import Files, ObjectStore, open_files
from archive.settings import Settings
from tests.commands import earwitness, environment, result
from tests.conftest import take_in
from tests.sound import tone


def test_a_home_that_is_a_file_is_said_in_one_line(tmp_path: Path) -> None:
    home = tmp_path / "archive"
    home.write_text("a letter")
    done = earwitness("add", tone(tmp_path / "tape.wav"), env=environment(home))
    assert done.returncode == 7 and done.stderr.count("\n") == 1
    assert "What should be a folder is a file" in done.stderr


def test_a_queue_whose_port_is_no_number_is_said_in_one_line(tmp_path: Path) -> None:
    done = earwitness("process", "--all", env=environment(tmp_path, EARWITNESS_QUEUE="redis://127.0.0.1:port/0"))
    assert done.returncode == 7 and done.stderr == (
        "earwitness: The queue does not answer. Start Redis, or mend EARWITNESS_QUEUE.\n"
    )


def test_doctor_makes_nothing(tmp_path: Path) -> None:
    home = tmp_path / "not/yet/there"
    done = earwitness("doctor", env=environment(home))
    assert "to be made with the first interview" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_file_name_of_another_character_set_is_kept_percent_encoded(tmp_path: Path) -> None:
    named = tone(tmp_path / "tape.wav").rename(tmp_path / os.fsdecode("井下.wav".encode("gbk")))
    env = environment(tmp_path / "archive")
    interview_id = result("add", named, env=env)
    files = open_files(Settings(home=tmp_path / "archive"))
    assert files.read_interview(interview_id).recordings[0].original_name == "%BE%AE%CF%C2.wav"
    missing = earwitness("add", str(named) + "x", env=env)
    assert missing.returncode == 2 and "Traceback" not in missing.stderr


def test_one_lost_original_and_one_broken_record_keep_no_other_interview_waiting(
    files: Files, settings: Settings, tmp_path: Path
) -> None:
    for number in (1, 2, 3):
        take_in(files, tone(tmp_path / f"{number}.wav", hertz=200.0 * number))
    publication.withdraw(files, "2026-003", by="M. Lin", on="2026-05-03", reason="not to be heard here")
    (settings.home / "media/2026-001/recording-1.wav").unlink()
    (settings.home / "transcripts/2026-002/interview.json").write_text("{")
    done = earwitness("process", "2026-002", "2026-001", "2026-003", env=environment(settings.home))
    assert done.returncode == 5
    assert "media/2026-001/recording-1.wav is not there" in done.stderr
    assert "transcripts/2026-002/interview.json" in done.stderr
    assert "2026-003: nothing is owed" in done.stderr


def test_a_withdrawal_that_the_edition_cannot_follow_says_that_it_is_still_public(
    files: Files, settings: Settings, tmp_path: Path
) -> None:
    take_in(files, tone(tmp_path / "tape.wav"))
    publication.publish(files, "2026-001", by="M. Lin", on="2026-05-03")
    jobs.keep_house(files, settings)
    (settings.instance / "edition/edition.building").mkdir()
    done = earwitness("withdraw", "2026-001", "--reason", "asked for", env=environment(settings.home))
    assert done.returncode == 7 and "STILL PUBLIC: 2026-001" in done.stderr
    (settings.instance / "edition/edition.building").rmdir()
    result("withdraw", "2026-001", "--reason", "asked for", env=environment(settings.home))
    assert not jobs.is_public(settings, "2026-001")


def test_a_store_that_does_not_answer_never_says_that_a_file_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    store = ObjectStore("s3://archive", endpoint="http://127.0.0.1:9")
    with pytest.raises(Unavailable, match="transcripts/x"):
        store.exists("transcripts/x")


HOLDS_ON = """
import os, signal, threading, time
from archive import jobs
from archive.files import open_files
from archive.jobs import worker
from archive.settings import read_settings

worker._PATIENCE_S = 0.5
threading.Thread(target=time.sleep, args=[600]).start()
threading.Timer(1.0, os.kill, [os.getpid(), signal.SIGTERM]).start()
settings = read_settings()
jobs.work_for_media(jobs.open_queue(open_files(settings), settings))
"""
"""A worker that is told to stop while something in it waits for what never comes."""


def test_a_worker_told_to_stop_ends_though_something_in_it_never_answers(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", HOLDS_ON], env=environment(tmp_path), timeout=60)
    assert done.returncode == 7


def test_doctor_shows_no_password(tmp_path: Path) -> None:
    env = environment(tmp_path, EARWITNESS_QUEUE="redis://u:canary@127.0.0.1:9/0?password=canary")
    done = earwitness("doctor", env=env)
    assert "queue" in done.stderr and "canary" not in done.stdout + done.stderr
