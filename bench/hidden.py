"""Whether time tells what is hidden: ``python -m bench.hidden``, about a minute.

A hidden interview, and two that never were, are asked for in turn, in an order that chance decides. How often the
hidden one is slower than the first that never was is set beside how often the second is: what differs between two that
never were is noise.
"""

from __future__ import annotations

import random
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter_ns

from flask.testing import FlaskClient

from archive import create_app, publication, transcripts
from archive.files import open_files
from archive.jobs import keep_house
from archive.records import CLOSED, HIDDEN, Access, Cue, Recording, Track
from archive.settings import Settings
from tests.conftest import described, take_in_described

ASKED = 600
HIDDEN_ID, NEVER, NOR = "2026-002", "2026-998", "2026-999"
WAYS = {
    "its page": "/interviews/{}",
    "its words": "/interviews/{}.vtt?recording=recording-1&language=en",
    "its data": "/interviews/{}.json",
    "a citation": "/interviews/{}/cite?t=0,2",
    "its sound": "/media/{}/recording-1.access.m4a",
    "a passage to embed": "/embed/{}?t=0,2",
}


def measured() -> str:
    """The table as Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        client = _public(Path(folder))
        rows = [f"| {name} | {_row(client, way)} |" for name, way in WAYS.items()]
    head = "| asked for | hidden, median | never was, median | hidden is slower | noise: never was is slower |"
    return "\n".join([head, "|-|-|-|-|-|", *rows])


def _public(home: Path) -> FlaskClient:
    settings = Settings(home=home)
    files = open_files(settings)
    none = Recording(name="recording-1", kind="none")
    shut = Access(metadata=HIDDEN, transcript=CLOSED, sound=CLOSED)
    for told in ({}, {"access": shut}):
        held = take_in_described(files, described(recordings=(none,), **told)).id
        said = tuple(Cue(number * 2_000, number * 2_000 + 1_900, "It was a long winter.") for number in range(3_000))
        track = Track(language="en", cues=said, origin="person")
        transcripts.keep_text(files, held, "recording-1", track, agent="bench", detail="")
        publication.publish(files, held, by="bench", on="2026-05-03")
    keep_house(files, settings)
    return create_app(settings).test_client()


def _row(client: FlaskClient, way: str) -> str:
    times: dict[str, list[int]] = {HIDDEN_ID: [], NEVER: [], NOR: []}
    for _ in range(ASKED):
        for each in random.sample(list(times), len(times)):
            begun = perf_counter_ns()
            client.get(way.format(each)).close()
            times[each].append(perf_counter_ns() - begun)
    hidden, never = (statistics.median(times[each]) / 1e6 for each in (HIDDEN_ID, NEVER))
    slower = (f"{_slower(times[each], times[NEVER]):.1%}" for each in (HIDDEN_ID, NOR))
    return f"{hidden:.2f} ms | {never:.2f} ms | {' | '.join(slower)}"


def _slower(one: Sequence[int], other: Sequence[int]) -> float:
    """How often a time of one is longer than that of the other in the same turn: a half, where nothing differs."""
    return sum(a > b for a, b in zip(one, other, strict=True)) / len(one)


if __name__ == "__main__":
    print(measured())
