"""Where the talk turns, measured: ``python -m bench.contents``, about a minute. Needs the fixtures beside the project.

Stretches of the meetings of QMSum (val) that people marked as one topic each, joined with stretches of other meetings;
the same meetings as they were held; and pieces of Chinese speeches joined. How often a probe of half a stretch's length
is wrong about whether the talk turns within it (Pk), or about how often (WindowDiff), beside breaks at even distances.
Whatever was chosen was chosen on the first half of the meetings and speeches; the figures of the other half are told.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from statistics import mean
from time import process_time
from typing import Any

from archive import vocabulary
from archive.contents import turns
from archive.contents.wording import wording
from archive.files import open_files
from archive.records import Cue
from archive.settings import Settings
from archive.speech import running
from archive.vocabulary import matcher
from bench.known import FIXTURES, speeches

_LONGEST = 120
_CUE_MS = 3000
_SHORTEST_TOPIC, _LONGEST_TOPIC = 40, 600
_SHORTEST_PIECE, _LONGEST_PIECE = 150, 500
_LEAST_JOINED, _MOST_JOINED = 5, 9
_TALKS = 20

Said = tuple[str, str]
"""Who says what: a cue without its times."""


@dataclass(frozen=True, slots=True)
class Talk:
    """Cues, and the numbers of those at which a topic begins, but for the first."""

    cues: Sequence[Said]
    breaks: frozenset[int]


def measured() -> str:
    """All figures as Markdown."""
    rows = ["| what | talks | Pk | WindowDiff | Pk, even | WindowDiff, even |", "|-|-|-|-|-|-|"]
    with tempfile.TemporaryDirectory() as folder:
        words = vocabulary.in_use(open_files(Settings(home=Path(folder))))
    for half, told in enumerate(("first half", "second half")):
        held = _meetings()[half::2]
        topics = [(number, each) for number, (_, of) in enumerate(held) for each in of]
        rows += _rows(f"en: topics of meetings joined, {told}", _joined(topics, 2 * half), "en", words)
        rows += _rows(f"en: meetings as they were held, {told}", [each for each, _ in held if each.breaks], "en", words)
        talks = [_cut(each) for each in speeches(FIXTURES)][half::2]
        rows += _rows(f"zh-Hant: speeches joined, {told}", _joined(_pieces(talks, 2 * half), 2 * half + 1), "zh", words)
    return "\n".join(rows)


def _rows(what: str, talks: Sequence[Talk], language: str, words: Sequence[vocabulary.Vocabulary]) -> Iterator[str]:
    began = process_time()
    looks_for = matcher(words, language)
    found = []
    for talk in talks:
        cues = [Cue(n * _CUE_MS, (n + 1) * _CUE_MS, text, who) for n, (who, text) in enumerate(talk.cues)]
        said = wording(running(cues, language), looks_for)
        found.append(frozenset(turns(said.everything, len(talk.breaks) + 1)))
    spent = (process_time() - began) / len(talks)
    sys.stderr.write(f"{what}: {spent:.2f} s a talk\n")
    ours = [_errors(talk, each) for talk, each in zip(talks, found, strict=True)]
    even = [_errors(talk, _evenly(talk)) for talk in talks]
    figures = " | ".join(f"{mean(each[of] for each in told):.3f}" for told in (ours, even) for of in (0, 1))
    yield f"| {what} | {len(talks)} | {figures} |"


# --- the talks -------------------------------------------------------------------------------------------------------


def _meetings() -> list[tuple[Talk, list[list[Said]]]]:
    """Each meeting with the breaks that people marked, and the stretches that they gave to one topic."""
    lines = (FIXTURES / "misc" / "search" / "qmsum" / "val.jsonl").read_text("utf-8").splitlines()
    return [_meeting(json.loads(line)) for line in lines]


def _meeting(told: Any) -> tuple[Talk, list[list[Said]]]:
    turns_ = [(each["speaker"], each["content"]) for each in told["meeting_transcripts"]]
    spans = [(int(a), int(b)) for each in told["topic_list"] for a, b in each["relevant_text_span"]]
    starts = {min(each) for each in spans}
    cues: list[Said] = []
    breaks = set()
    for number, turn in enumerate(turns_):
        if number in starts and cues:
            breaks.add(len(cues))
        cues += _cut([turn])
    topics = (_cut(turns_[first : last + 1]) for first, last in spans)
    fit = [each for each in topics if _SHORTEST_TOPIC <= len(each) <= _LONGEST_TOPIC]
    return Talk(cues, frozenset(breaks)), fit


def _cut(said: Iterable[Said]) -> list[Said]:
    """The same as cues of the length that a recogniser makes."""
    return [(who, text[at : at + _LONGEST]) for who, text in said for at in range(0, len(text), _LONGEST)]


def _pieces(talks: Sequence[Sequence[Said]], seed: int) -> list[tuple[int, Sequence[Said]]]:
    """Pieces of talks, several of each, with the number of their talk."""
    some = random.Random(seed)
    pieces = []
    for number, talk in enumerate(talks):
        for _ in range(_MOST_JOINED):
            length = some.randint(_SHORTEST_PIECE, _LONGEST_PIECE)
            at = some.randrange(max(1, len(talk) - length))
            pieces.append((number, talk[at : at + length]))
    return pieces


def _joined(pieces: Sequence[tuple[int, Sequence[Said]]], seed: int) -> list[Talk]:
    """Talks of five to nine pieces, no two of one talk."""
    some = random.Random(seed)
    return [
        _one_joined(some.sample(pieces, len(pieces)), some.randint(_LEAST_JOINED, _MOST_JOINED)) for _ in range(_TALKS)
    ]


def _one_joined(pieces: Iterable[tuple[int, Sequence[Said]]], count: int) -> Talk:
    cues: list[Said] = []
    breaks, taken = set[int](), set[int]()
    for number, piece in pieces:
        if number in taken or len(taken) == count:
            continue
        taken.add(number)
        breaks |= {len(cues)} - {0}
        cues += piece
    return Talk(cues, frozenset(breaks))


# --- how wrong -------------------------------------------------------------------------------------------------------


def _evenly(talk: Talk) -> frozenset[int]:
    stretches = len(talk.breaks) + 1
    return frozenset(round(len(talk.cues) * each / stretches) for each in range(1, stretches))


def _errors(talk: Talk, found: Collection[int]) -> tuple[float, float]:
    """Pk (Beeferman and others 1999) and WindowDiff (Pevzner and Hearst 2002), by cues."""
    length = len(talk.cues)
    probe = max(2, round(length / (len(talk.breaks) + 1) / 2))
    marked, ours = _counted(talk.breaks, length), _counted(found, length)
    pairs = [(marked[at + probe] - marked[at], ours[at + probe] - ours[at]) for at in range(length - probe)]
    return mean((a > 0) != (b > 0) for a, b in pairs), mean(a != b for a, b in pairs)


def _counted(breaks: Collection[int], length: int) -> list[int]:
    return list(accumulate((each in breaks for each in range(1, length + 1)), initial=0))


if __name__ == "__main__":
    sys.stdout.write(measured() + "\n")
