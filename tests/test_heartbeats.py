"""Heartbeats: who is at work is known, and the dead do not hold the living up."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest
from huey import SqliteHuey

from archive.jobs import heartbeat
from archive.jobs.heartbeat import AtWork, Heartbeats

STEP = "2026-001 recording-1: transcribe"


@pytest.fixture
def store(tmp_path: Path) -> SqliteHuey:
    return SqliteHuey("earwitness-media", filename=str(tmp_path / "queue.sqlite"))


def test_one_works_and_the_other_is_told_so(store: SqliteHuey) -> None:
    with Heartbeats(store).held(STEP) as holder:
        holder.tell(30_000, 60_000)
        with pytest.raises(AtWork, match="recording-1"), Heartbeats(store).held(STEP):
            pytest.fail("two at once")
    with Heartbeats(store).held(STEP):
        pass
    assert Heartbeats(store).read(STEP) is None


def _hold_for_ever(path: str) -> None:
    with Heartbeats(SqliteHuey("earwitness-media", filename=path)).held(STEP):
        time.sleep(600)


def test_a_killed_worker_on_this_machine_is_noticed_at_once(store: SqliteHuey, tmp_path: Path) -> None:
    process = multiprocessing.get_context("spawn").Process(
        target=_hold_for_ever, args=(str(tmp_path / "queue.sqlite"),)
    )
    process.start()
    watching = Heartbeats(store)
    deadline = time.monotonic() + 30
    while watching.read(STEP) is None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert watching.is_alive(STEP)
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()
    assert not watching.is_alive(STEP)
    with watching.held(STEP):
        pass


def test_a_worker_elsewhere_is_dead_when_its_counter_has_not_moved_for_a_minute_by_our_clock(
    store: SqliteHuey, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put(STEP, json.dumps(["another-boot/pid:[1]/77/123", 5, 0, 0]))
    now = 1000.0
    monkeypatch.setattr(heartbeat.time, "monotonic", lambda: now)
    watching = Heartbeats(store)
    assert watching.is_alive(STEP)
    now += 59
    assert watching.is_alive(STEP)
    store.put(STEP, json.dumps(["another-boot/pid:[1]/77/123", 6, 0, 0]))
    now += 2
    assert watching.is_alive(STEP), "the counter moved"
    now += 61
    assert not watching.is_alive(STEP)
    assert watching.read(STEP) is None


def test_a_worker_thought_dead_does_not_remove_the_heartbeat_of_who_took_over(store: SqliteHuey) -> None:
    other = json.dumps(["another-boot/pid:[1]/77/123", 5, 0, 0])
    with Heartbeats(store).held(STEP):
        store.put(STEP, other)
    assert store.get(STEP, peek=True) == other


class _Faltering(SqliteHuey):
    """A queue whose store fails on one write, as Redis does while it starts anew."""

    failures = 0

    def put(self, key: str, data: object) -> object:
        if self.failures:
            self.failures -= 1
            raise ConnectionError("Connection refused")
        return super().put(key, data)


def test_a_heart_goes_on_beating_after_a_beat_that_was_not_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heartbeat, "_BEAT_S", 0.02)
    store = _Faltering("earwitness-media", filename=str(tmp_path / "queue.sqlite"))
    watching = Heartbeats(store)
    with watching.held(STEP):
        store.failures = 1
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and ((beat := watching.read(STEP)) is None or beat.counter < 3):
            time.sleep(0.02)
        assert beat is not None and beat.counter >= 3
    assert store.failures == 0
