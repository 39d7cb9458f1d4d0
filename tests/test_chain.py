"""The chain of events: whatever is done to a log behind the program's back shows in `verify`, by the file's name."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as some

from archive import fixity, jobs, provenance, publication
from archive.files import Files, open_files, to_json
from archive.provenance import chain
from archive.records import Event
from archive.settings import Settings
from tests.conftest import take_in

HELD = "2026-001"
LOG = f"transcripts/{HELD}"


def note(files: Files, *, by: str = "M. Lin", ago: timedelta = timedelta()) -> str:
    """Put an event into the log as the program does, or as if it had been done so long ago; returns its key."""
    event = provenance.new_event(HELD, "access set", by)
    event = replace(event, at=(datetime.now(UTC) - ago).isoformat(timespec="microseconds"))
    provenance.record(files, event)
    return provenance.event_key(event)


def altered(files: Files, key: str) -> None:
    """Let an event say that somebody else did it."""
    event = json.loads(files.store.read(key))
    files.store.write(key, json.dumps(event | {"agent": "Nobody"}).encode())


def found(files: Files) -> dict[str, str]:
    """What the chain says is wrong, by file."""
    return {each.key: each.fault for each in provenance.breaches(files, HELD)}


@contextmanager
def archive_of_its_own() -> Iterator[Files]:
    """An empty archive, for one example of a property."""
    with tempfile.TemporaryDirectory() as home:
        yield open_files(Settings(home=Path(home)))


def test_a_log_that_was_left_alone_is_whole(files: Files) -> None:
    for _ in range(3):
        note(files)
        assert provenance.extend(files, HELD) == 1
    assert provenance.extend(files, HELD) == 0
    assert found(files) == {}


@pytest.mark.parametrize("forgets", [False, True])
def test_what_was_done_to_a_log_is_told_by_name_by_the_archives_host_and_by_any_other(
    files: Files, tmp_path: Path, forgets: bool
) -> None:
    keys = []
    for _ in range(4):
        keys.append(note(files))
        provenance.extend(files, HELD)
    files.store.remove(keys[1])
    altered(files, keys[2])
    inserted = note(files, ago=timedelta(days=3), by="Somebody else")
    looking = Files(files.store, tmp_path / "another host") if forgets else files
    told = {keys[1]: "missing", keys[2]: "changed", inserted: "inserted"}
    assert found(looking) == told
    provenance.extend(files, HELD)
    assert found(looking) == told, "that it was chained since makes nothing right"


def test_an_event_that_says_another_time_or_another_interview_than_it_lies_under_is_told(files: Files) -> None:
    note(files)
    provenance.extend(files, HELD)
    moved = replace(provenance.new_event(HELD, "access set", "M. Lin"), interview="2026-002")
    key = provenance.event_key(replace(moved, interview=HELD))
    files.store.create(key, to_json(moved))
    later = provenance.new_event(HELD, "access set", "M. Lin")
    other = provenance.event_key(later)
    files.store.create(other, to_json(replace(later, at="2020-01-01T00:00:00.000000+00:00")))
    assert found(files) == {key: "inserted", other: "inserted"}


def test_a_chain_that_was_taken_away_or_made_anew_by_somebody_shows_on_the_archives_host(files: Files) -> None:
    keys = [note(files), note(files)]
    provenance.extend(files, HELD)
    note(files)
    provenance.extend(files, HELD)
    links = files.store.walk(f"{LOG}/chain")
    files.store.remove(keys[0])
    for link in links:
        files.store.remove(link)
    elsewhere = Files(files.store, files.instance / "forger")
    provenance.extend(elsewhere, HELD)
    assert found(elsewhere) == {}, "it holds together by itself"
    assert found(files) == {keys[0]: "missing", links[0]: "changed", links[1]: "missing"}


def test_a_backup_of_older_files_put_back_shows_and_what_it_lost_is_named(files: Files, tmp_path: Path) -> None:
    note(files)
    provenance.extend(files, HELD)
    backup = tmp_path / "backup"
    shutil.copytree(files.instance.parent / LOG, backup)
    lost = [note(files), note(files)]
    provenance.extend(files, HELD)
    shutil.rmtree(files.instance.parent / LOG)
    shutil.copytree(backup, files.instance.parent / LOG)
    told = dict.fromkeys(lost, "missing") | {f"{LOG}/chain/000002.json": "missing"}
    assert found(files) == told
    after = note(files)
    assert provenance.extend(files, HELD) == 1, "work goes on"
    assert found(files) == told and files.store.exists(after)
    assert files.store.exists(f"{LOG}/chain/000003.json")


def test_an_interview_that_is_gone_as_a_whole_shows_in_verify(files: Files, settings: Settings) -> None:
    take_in(files)
    jobs.keep_house(files, settings)
    for folder in (LOG, f"media/{HELD}"):
        shutil.rmtree(files.instance.parent / folder, ignore_errors=True)
    for claim in files.store.walk("transcripts/ids"):
        files.store.remove(claim)
    assert HELD in fixity.verifiable(files)
    told = {each.fault for each in fixity.verify(files, HELD, agent="M. Lin") if "/events/" in each.key}
    assert told == {"missing"}


def test_keeping_house_chains_whatever_came_checks_too(files: Files, settings: Settings) -> None:
    take_in(files)
    publication.publish(files, HELD, by="M. Lin", on="2026-05-03")
    fixity.verify(files, HELD, agent="M. Lin")
    jobs.keep_house(files, settings)
    fixity.verify(files, HELD, agent="M. Lin")
    jobs.keep_house(files, settings)
    in_links = {
        name for key in files.store.walk(f"{LOG}/chain") for name in json.loads(files.store.read(key))["events"]
    }
    assert {f"{LOG}/{name}" for name in in_links} == set(provenance.log(files, HELD))
    assert fixity.verify(files, HELD, agent="M. Lin") == []


def test_verify_tells_what_no_manifest_can(files: Files, settings: Settings) -> None:
    take_in(files)
    publication.publish(files, HELD, by="M. Lin", on="2026-05-03")
    publication.unpublish(files, HELD, by="M. Lin", reason="her daughter asked")
    jobs.keep_house(files, settings)
    gone = provenance.log(files, HELD)[-1]
    files.store.remove(gone)
    files.store.remove(f"{LOG}/manifest-sha256.txt")  # whoever covers a trace covers that one too
    fixity.settle(files, HELD)
    faults = {each.key: each.fault for each in fixity.verify(files, HELD, agent="M. Lin")}
    assert faults[gone] == "missing"


def test_a_step_that_took_long_is_not_taken_for_one_put_in_later(files: Files) -> None:
    take_in(files)
    began = provenance.new_event(HELD, "transcription", "earwitness, base")
    began = replace(began, at=(datetime.now(UTC) - timedelta(hours=5)).isoformat(timespec="microseconds"))
    files.store.create(provenance.receipt_key(HELD, "recording-1", "transcribe", "f" * 64), to_json(began))
    note(files)
    provenance.extend(files, HELD)
    provenance.record(files, began)
    assert found(files) == {}


def test_of_events_that_two_hosts_write_and_chain_at_once_none_is_lost_or_suspected(
    files: Files, tmp_path: Path
) -> None:
    """Each host is a process of its own, with an instance of its own, on one store."""
    hosts = [
        subprocess.Popen([sys.executable, "-c", BUSY, str(files.instance.parent), str(tmp_path / name), "15"])
        for name in "ab"
    ]
    assert [host.wait(120) for host in hosts] == [0, 0]
    provenance.extend(files, HELD)
    assert len(provenance.log(files, HELD)) == 30
    assert found(files) == {}
    numbers = [Path(key).stem for key in files.store.walk(f"{LOG}/chain")]
    assert numbers == [f"{number:06}" for number in range(1, len(numbers) + 1)]


BUSY = """
import sys
from pathlib import Path
from archive import provenance
from archive.files import Files, FolderStore
files = Files(FolderStore(Path(sys.argv[1])), Path(sys.argv[2]))
for number in range(int(sys.argv[3])):
    provenance.record(files, provenance.new_event("2026-001", "access set", sys.argv[2]))
    provenance.extend(files, "2026-001")
"""


@pytest.mark.parametrize("moment", [0.0, 0.002, 0.005, 0.01, 0.03, 0.06])
def test_a_chain_whose_maker_was_killed_goes_on_and_has_lost_nothing(files: Files, moment: float) -> None:
    home = str(files.instance.parent)
    maker = subprocess.Popen([sys.executable, "-c", BUSY, home, str(files.instance), "5000"])
    patience = time.monotonic() + 60
    while not files.store.names(f"{LOG}/chain") and time.monotonic() < patience:
        time.sleep(0.01)
    time.sleep(moment)
    maker.send_signal(signal.SIGKILL)
    maker.wait(30)
    written = provenance.log(files, HELD)
    assert found(files) == {}
    provenance.extend(files, HELD)
    assert found(files) == {} and provenance.log(files, HELD) == written
    in_links = [
        name for key in files.store.walk(f"{LOG}/chain") for name in json.loads(files.store.read(key))["events"]
    ]
    assert sorted(f"{LOG}/{name}" for name in in_links) == sorted(written), "each once"


# --- any history, and anything done to it ----------------------------------------------------------------------------

HISTORY = some.lists(some.sampled_from(["act", "act", "chain", "chain elsewhere"]), min_size=2, max_size=14)
DONE_TO_IT = some.lists(
    some.tuples(some.sampled_from(["removed", "altered", "inserted"]), some.integers(0, 30)), max_size=4
)


@tried(max_examples=60)
@given(history=HISTORY, done_to_it=DONE_TO_IT)
def test_whatever_was_done_to_a_chained_log_is_told_and_nothing_else(
    history: list[str], done_to_it: list[tuple[str, int]]
) -> None:
    with archive_of_its_own() as files:
        elsewhere = Files(files.store, files.instance / "elsewhere")
        for each in history:
            if each == "act":
                note(files)
            else:
                provenance.extend(files if each == "chain" else elsewhere, HELD)
        note(files)
        provenance.extend(files, HELD)
        assert found(files) == found(elsewhere) == {}
        told = dict(_done_to(files, done_to_it))
        assert found(files) == told
        provenance.extend(files, HELD)
        assert found(files) == found(elsewhere) == told


def _done_to(files: Files, done_to_it: list[tuple[str, int]]) -> Iterator[tuple[str, str]]:
    keys = provenance.log(files, HELD)
    for what, number in done_to_it:
        if what == "inserted":
            yield note(files, ago=timedelta(hours=1 + number)), "inserted"
        elif keys:
            key = keys.pop(number % len(keys))
            if what == "removed":
                files.store.remove(key)
            else:
                altered(files, key)
            yield key, {"removed": "missing", "altered": "changed"}[what]


@tried(max_examples=30)
@given(count=some.integers(2, 6), at=some.integers(0, 5), what=some.sampled_from(["removed", "altered"]))
def test_a_link_that_was_removed_or_altered_is_told_by_whoever_remembers_the_chain(
    count: int, at: int, what: str
) -> None:
    with archive_of_its_own() as files:
        for _ in range(count):
            note(files)
            provenance.extend(files, HELD)
        key = f"{LOG}/chain/{at % count + 1:06}.json"
        if what == "removed":
            files.store.remove(key)
        else:
            link = json.loads(files.store.read(key))
            files.store.write(key, json.dumps(link | {"events": {}}).encode())
        assert found(files) == {key: "missing" if what == "removed" else "changed"}


def test_links_are_small_and_name_the_one_before(files: Files) -> None:
    for _ in range(2):
        note(files)
        provenance.extend(files, HELD)
    first, second = (f"{LOG}/chain/{number:06}.json" for number in (1, 2))
    assert json.loads(files.store.read(second))["before"] == fixity.sha256_of(files, first)
    assert timedelta(minutes=1) < chain.GRACE < timedelta(hours=1)
    assert isinstance(next(provenance.events(files, HELD)), Event)
