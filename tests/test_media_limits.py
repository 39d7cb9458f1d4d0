"""A media step can be stopped, says why in words, and takes nothing down with it."""

from __future__ import annotations

import builtins
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from archive import media
from archive.errors import LimitExceeded, MediaFault
from archive.settings import Settings
from tests.making_media import babble, make_container


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


@pytest.fixture
def tape(tmp_path: Path) -> Path:
    return make_container(tmp_path / "a.mp3", babble(4.0), rate=48_000)


def test_a_step_gives_back_what_it_would_have_given_here(tape: Path, settings: Settings) -> None:
    assert media.in_worker(media.probe, tape, settings=settings) == media.probe(tape)
    here, there = media.decode(tape), media.in_worker(media.decode, tape, settings=settings)
    assert there.lost_packets == here.lost_packets
    assert np.array_equal(there.samples, here.samples)


def test_samples_come_back_as_an_array_like_any_other_and_leave_no_file(tape: Path, settings: Settings) -> None:
    samples = media.in_worker(media.decode, tape, settings=settings).samples
    samples[:100] = 0.5  # torch warns about arrays it may not write to
    assert samples.flags.writeable
    assert samples.flags.aligned
    assert list(settings.instance.iterdir()) == []


def test_a_fault_found_there_is_raised_here_with_the_name_it_was_given(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "recording-1.mp3").write_text("not sound")
    with pytest.raises(MediaFault, match=r"^side B\.mp3 is text") as fault:
        media.in_worker(media.probe, tmp_path / "recording-1.mp3", settings=settings, shown_as="side B.mp3")
    assert fault.value.next_step


def test_a_step_that_computes_without_end_is_stopped(settings: Settings) -> None:
    # On a machine with much else to do, the time of waiting may be over first.
    with pytest.raises(LimitExceeded, match=r"1 seconds of processor time|waiting"):
        media.in_worker(sum, range(10**13), settings=replace(settings, decode_seconds=1))


def test_a_step_that_waits_without_end_is_stopped(settings: Settings) -> None:
    with pytest.raises(LimitExceeded, match="waiting"):
        media.in_worker(time.sleep, 3600, settings=replace(settings, decode_seconds=1))


def test_a_step_that_wants_all_memory_is_stopped(settings: Settings) -> None:
    with pytest.raises(LimitExceeded, match="1,000,000,000 bytes of memory"):
        media.in_worker(bytearray, 2 * 10**9, settings=replace(settings, decode_bytes=10**9))


@pytest.mark.parametrize("name", ["a.mp3", "hevc.mp4", "h264.mp4"])
def test_a_step_that_writes_without_end_is_stopped_and_leaves_nothing(
    name: str, settings: Settings, tmp_path: Path
) -> None:
    path = make_container(tmp_path / name, babble(4.0), rate=48_000)
    folder = tmp_path / "made"
    folder.mkdir()
    with pytest.raises(LimitExceeded, match="10,000 bytes that one step may write"):
        media.in_worker(
            media.make_access_copy, path, folder, stem="recording-1", settings=replace(settings, output_bytes=10_000)
        )
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGFPE])
def test_a_decoder_that_crashes_is_a_fault_of_the_file(number: signal.Signals, settings: Settings) -> None:
    with pytest.raises(MediaFault, match="brought the decoder down"):
        media.in_worker(signal.raise_signal, number, settings=settings)


def test_a_step_killed_from_outside_says_so(settings: Settings) -> None:
    with pytest.raises(LimitExceeded, match="killed from outside"):
        media.in_worker(signal.raise_signal, signal.SIGKILL, settings=settings)


def test_a_defect_of_ours_is_not_blamed_on_the_file(settings: Settings) -> None:
    with pytest.raises(RuntimeError, match="invalid literal"):
        media.in_worker(int, "x", settings=settings)


def test_a_step_knows_no_secret(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "canary")
    assert media.in_worker(os.getenv, "AWS_SECRET_ACCESS_KEY", settings=settings) is None


def test_what_a_library_prints_is_no_part_of_the_answer(settings: Settings) -> None:
    assert media.in_worker(builtins.print, "x265 [info]: …", settings=settings) is None


def test_a_step_dies_with_the_process_that_waits_for_it(settings: Settings) -> None:
    waiting = subprocess.Popen(
        [sys.executable, "-c", _WAITING, str(settings.home)], stdout=subprocess.PIPE, env=os.environ | _IMPORTABLE
    )
    with waiting:
        assert waiting.stdout is not None
        waiting.stdout.readline()
        child = _wait_for(lambda: _children(waiting.pid))
        _wait_for(lambda: b"archive.media.child" in Path(f"/proc/{child[0]}/cmdline").read_bytes())
        waiting.kill()
    _wait_for(lambda: not _is_running(child[0]))


_IMPORTABLE = {"PYTHONPATH": str(Path(__file__).resolve().parent.parent)}
_WAITING = """
import sys, time
from pathlib import Path
from archive import media
from archive.settings import Settings
print("ready", flush=True)
media.in_worker(time.sleep, 600, settings=Settings(home=Path(sys.argv[1])))
"""


def _children(process: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def _is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def _wait_for(what):  # type: ignore[no-untyped-def]
    for _ in range(200):
        if found := what():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen within ten seconds")
