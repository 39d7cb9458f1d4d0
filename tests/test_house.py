"""Keeping house: the edition follows the decisions, whatever else is damaged."""

from __future__ import annotations

from pathlib import Path

from archive import jobs, publication
from archive.files import Files
from archive.jobs import keep_house, owed
from archive.jobs.steps import ACCESS_COPY, TRANSCRIBE, TRANSLATE
from archive.settings import Settings
from tests.conftest import take_in
from tests.sound import tone


def _made(files: Files, settings: Settings) -> None:
    queue = jobs.open_queue(files, settings)
    for step in list(owed(files, settings)):
        if step.name not in {TRANSCRIBE, TRANSLATE}:
            queue.do(step)


def _media(settings: Settings) -> list[str]:
    return sorted(each.suffix for each in (settings.instance / "edition/media").iterdir())


def test_a_withdrawal_goes_through_though_anothers_access_copy_is_damaged(
    files: Files, settings: Settings, tmp_path: Path
) -> None:
    for number in (1, 2):
        take_in(files, tone(tmp_path / f"{number}.wav", hertz=200.0 * number))
        publication.publish(files, f"2026-00{number}", by="M. Lin", on="2026-05-03")
    _made(files, settings)
    copy = settings.home / "media/2026-001/recording-1.access.m4a"
    copy.write_bytes(copy.read_bytes()[:-5] + b"spoil")
    publication.withdraw(files, "2026-002", by="M. Lin", on="2026-05-04", reason="asked for")
    keep_house(files, settings)
    assert _media(settings) == [".json"]


def test_an_access_copy_that_is_lost_is_owed_and_made_again(files: Files, settings: Settings, tmp_path: Path) -> None:
    take_in(files, tone(tmp_path / "tape.wav"))
    _made(files, settings)
    copy = settings.home / "media/2026-001/recording-1.access.m4a"
    before = copy.read_bytes()
    copy.unlink()
    assert ACCESS_COPY in {each.name for each in owed(files, settings)}
    _made(files, settings)
    assert copy.read_bytes() == before


def test_nothing_is_made_from_an_original_that_is_damaged(files: Files, settings: Settings, tmp_path: Path) -> None:
    take_in(files, tone(tmp_path / "tape.wav"))
    original = settings.home / "media/2026-001/recording-1.wav"
    original.write_bytes(original.read_bytes()[:-1] + b"x")
    queue = jobs.open_queue(files, settings)
    step = next(iter(owed(files, settings)))
    event = queue.do(step)
    assert event.outcome == "failure" and "recording-1.wav is not as it was received" in event.detail
    assert step not in list(owed(files, settings)), "a failure waits for a person"


def test_what_is_done_again_is_done_once(files: Files, settings: Settings, tmp_path: Path) -> None:
    take_in(files, tone(tmp_path / "tape.wav"))
    queue = jobs.open_queue(files, settings)
    step = next(iter(owed(files, settings)))
    assert queue.do(step) == queue.do(step)


def test_house_kept_twice_changes_nothing(files: Files, settings: Settings, tmp_path: Path) -> None:
    take_in(files, tone(tmp_path / "tape.wav"))
    _made(files, settings)
    publication.publish(files, "2026-001", by="M. Lin", on="2026-05-03")
    keep_house(files, settings)
    watched = [*(settings.instance / "edition").rglob("*"), settings.instance / "desk.sqlite"]
    before = {each: each.stat().st_mtime_ns for each in watched if each.is_file() and each.name != "lock"}
    keep_house(files, settings)
    assert {each: each.stat().st_mtime_ns for each in before} == before
