"""What people ask of the machine's steps: each is done at once, settles what it should, and is on record."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive import jobs, provenance
from archive.errors import BadInput, NotFound, Refused
from archive.files import Files
from archive.jobs import CANCELLED, Stopped, find_step, owed
from archive.jobs import queue as queues
from archive.jobs.steps import ACCESS_COPY, TRANSCRIBE
from archive.media import limits
from archive.records import Wish
from archive.settings import Settings
from tests.conftest import take_in
from tests.sound import tone


def _owed(files: Files, settings: Settings) -> set[str]:
    return {each.name for each in owed(files, settings)}


def test_a_running_step_that_is_cancelled_stops_and_leaves_nothing(
    files: Files, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues, "_LOOK_S", 0.0)
    monkeypatch.setattr(limits, "_TICK_S", 0.01)
    take_in(files, tone(tmp_path / "tape.wav"))
    queue = jobs.open_queue(files, settings)
    step = find_step(files, settings, "2026-001", "recording-1", ACCESS_COPY)
    asked: list[object] = []

    def cancel_it(_done_ms: int, _total_ms: int) -> None:
        if not asked:
            asked.append(jobs.cancel(files, step, agent="Lin Guihua"))

    with pytest.raises(Stopped):
        queue.do(step, tell=cancel_it)
    assert not (settings.home / "media/2026-001/recording-1.access.m4a").exists()
    assert ACCESS_COPY not in _owed(files, settings)
    assert not queue.heartbeats.is_alive(str(step))
    [event] = [each for each in provenance.events(files, "2026-001") if each.type == CANCELLED]
    assert (event.agent, event.detail) == ("Lin Guihua", ACCESS_COPY)


def test_what_was_cancelled_before_it_began_is_not_begun_and_may_be_asked_for_again(
    files: Files, settings: Settings, tmp_path: Path
) -> None:
    take_in(files, tone(tmp_path / "tape.wav"))
    queue = jobs.open_queue(files, settings)
    step = find_step(files, settings, "2026-001", "recording-1", ACCESS_COPY)
    jobs.cancel(files, step, agent="Lin Guihua")
    assert queue.do(step).type == CANCELLED
    jobs.retry(files, step, agent="Wang Fang")
    assert ACCESS_COPY in _owed(files, settings)
    assert queue.do(step).outcome == "success"
    told = [(each.type, each.agent) for each in provenance.events(files, "2026-001")]
    assert ("asked for again", "Wang Fang") in told


def test_what_is_done_can_neither_be_cancelled_nor_retried(files: Files, settings: Settings, tmp_path: Path) -> None:
    take_in(files, tone(tmp_path / "tape.wav"))
    step = find_step(files, settings, "2026-001", "recording-1", ACCESS_COPY)
    with pytest.raises(Refused):
        jobs.retry(files, step, agent="Lin")
    jobs.open_queue(files, settings).do(step)
    for ask in (jobs.cancel, jobs.retry):
        with pytest.raises(Refused):
            ask(files, step, agent="Lin")
    assert (settings.home / "media/2026-001/recording-1.access.m4a").exists()


def test_a_step_that_a_recording_does_not_call_for_is_not_there(
    files: Files, settings: Settings, tmp_path: Path
) -> None:
    take_in(files, tone(tmp_path / "tape.wav"))
    for recording, name in (("recording-1", "poster"), ("recording-2", ACCESS_COPY), ("recording-1", "../x")):
        with pytest.raises(NotFound):
            find_step(files, settings, "2026-001", recording, name)


def test_hearing_again_as_wished_makes_another_transcription_owed(
    files: Files, settings: Settings, tmp_path: Path
) -> None:
    take_in(files, tone(tmp_path / "tape.wav"))
    before = find_step(files, settings, "2026-001", "recording-1", TRANSCRIBE)
    jobs.cancel(files, before, agent="Lin")
    wish = Wish(model="small", language="zh", glossary=("鹤岗",))
    jobs.hear_again(files, "2026-001", wish, agent="Lin Guihua")
    assert files.read_interview("2026-001").recordings[0].wish == wish
    [after] = [each for each in owed(files, settings) if each.name == TRANSCRIBE]
    assert after.fingerprint != before.fingerprint


@pytest.mark.parametrize("wish", [Wish(model="/etc/passwd"), Wish(model="huge"), Wish(language="chinese!")])
def test_what_no_engine_knows_is_refused_before_anything_is_changed(files: Files, tmp_path: Path, wish: Wish) -> None:
    before = take_in(files, tone(tmp_path / "tape.wav"))
    with pytest.raises(BadInput):
        jobs.hear_again(files, "2026-001", wish, agent="Lin")
    assert files.read_interview("2026-001") == before


def test_a_step_that_could_not_be_done_says_why_until_it_is(files: Files, settings: Settings, tmp_path: Path) -> None:
    take_in(files, tone(tmp_path / "tape.wav"))
    queue = jobs.open_queue(files, settings)
    assert not queue.anybody_here()
    without_weights = jobs.open_queue(files, Settings(home=settings.home, whisper_model=str(tmp_path / "none.pt")))
    step = find_step(files, settings, "2026-001", "recording-1", TRANSCRIBE)
    without_weights._do_step(step.interview, step.recording, step.name, step.fingerprint)
    assert "none.pt" in str(queue.hindrance(step))
    without_weights._keep_house()
    assert queue.anybody_here()
