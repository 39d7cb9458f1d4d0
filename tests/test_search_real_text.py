"""On real speech and writing, every exact piece of a text is found wherever it stands, and nothing else is."""

from __future__ import annotations

import csv
import json
import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest
from opencc import OpenCC

from archive.index import Index, build, open_index
from archive.records import OPEN, Cue
from archive.release import Released, ReleasedRecording, ReleasedTrack
from archive.search import search

Texts = list[list[str]]
"""The cues of one interview after another."""


def _talks(shared: Path) -> Texts:
    """Speeches and debates as they were said in Taiwan, in traditional characters (CC0)."""
    folder = shared / "misc" / "search" / "zh_hant_talks"
    return [
        [row["text"] for row in csv.DictReader(path.read_text("utf-8-sig").splitlines()) if row["text"]]
        for path in sorted(folder.glob("*.csv"))
    ]


def _encyclopaedia(shared: Path) -> Texts:
    """Paragraphs in simplified characters, cut after commas as a speaker would pause (CMRC 2018, CC BY-SA)."""
    (path,) = (shared / "misc" / "search" / "cmrc2018").glob("*.json")
    paragraphs = json.loads(path.read_text("utf-8"))["data"]
    return [re.split("(?<=[，。])", each["paragraphs"][0]["context"]) for each in paragraphs]


def _read_aloud(shared: Path) -> Texts:
    """Sentences of AISHELL-1, by speaker."""
    path = shared / "speech" / "zh" / "aishell1" / "aishell1_test_transcripts.tsv"
    speakers: dict[str, list[str]] = {}
    for line in path.read_text("utf-8").splitlines()[1:]:
        name, *_, text = line.split("\t")
        speakers.setdefault(name[6:11], []).append(text)
    return list(speakers.values())


def _meetings(shared: Path) -> Texts:
    """Turns of real meetings, in English (QMSum)."""
    lines = (shared / "misc" / "search" / "qmsum" / "val.jsonl").read_text("utf-8").splitlines()
    return [[turn["content"] for turn in json.loads(line)["meeting_transcripts"]] for line in lines]


CORPORA: list[Callable[[Path], Texts]] = [_talks, _encyclopaedia, _read_aloud, _meetings]


@pytest.fixture(scope="module", params=CORPORA, ids=lambda corpus: corpus.__name__.strip("_"))
def corpus(request: pytest.FixtureRequest, shared: Path) -> Texts:
    texts: Texts = request.param(shared)
    return texts


@pytest.fixture(scope="module")
def index(corpus: Texts, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    path = tmp_path_factory.mktemp("real") / "index.sqlite"
    build(path, (_interview(number, texts) for number, texts in enumerate(corpus)), [])
    with open_index(path) as opened:
        yield opened


def _interview(number: int, texts: Sequence[str]) -> Released:
    cues = tuple(Cue(1000 * place, 1000 * place + 1000, text) for place, text in enumerate(texts))
    return Released(
        id=f"2000-{number:03d}",
        title={},
        transcript=OPEN,
        sound=OPEN,
        recordings=(ReleasedRecording(name="recording-1", kind="none", duration_ms=0),),
        tracks=(ReleasedTrack(recording="recording-1", language="", cues=cues),),
    )


# --- a search of its own, as plain as can be ------------------------------------------------------------------------


@cache
def _simplified(char: str) -> str:
    return OpenCC("t2s").convert(char)


@cache
def _terms(text: str) -> tuple[str, ...]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return tuple(re.findall(r"[㐀-鿿]|[^\W_㐀-鿿]+", "".join(map(_simplified, plain))))


def _everywhere(corpus: Texts, wanted: tuple[str, ...]) -> set[tuple[str, int]]:
    """The cues in which these terms begin, side by side, by looking at every one.

    A number beside a Chinese character may be a part of a longer one: 5张 stands in 第15张.
    """
    found = set()
    for number, texts in enumerate(corpus):
        stream = [(place, term) for place, text in enumerate(texts) for term in _terms(text)]
        for at in range(len(stream) - len(wanted) + 1):
            if all(_is_part(wanted, n, stream[at + n][1]) for n in range(len(wanted))):
                found.add((f"2000-{number:03d}", stream[at][0] * 1000))
    return found


def _is_part(wanted: tuple[str, ...], place: int, term: str) -> bool:
    beside = wanted[place - 1 : place + 2]
    if len(wanted) == 1 or not wanted[place].isdigit() or not any("㐀" <= each[0] <= "鿿" for each in beside):
        return wanted[place] == term
    if place == 0:
        return term[0].isdigit() and term.endswith(wanted[0])
    return term.startswith(wanted[place]) if place == len(wanted) - 1 else term == wanted[place]


def _pieces(corpus: Texts, length: int, count: int) -> list[str]:
    """Pieces of so many terms, as they are written, from all over the corpus."""
    chance = random.Random(length)
    pieces: list[str] = []
    while len(pieces) < count:
        text = chance.choice(chance.choice(corpus))
        spans = [found.span() for found in re.finditer(r"[㐀-鿿]|[^\W_㐀-鿿]+", text)]
        if len(spans) >= length:
            first = chance.randrange(len(spans) - length + 1)
            pieces.append(text[spans[first][0] : spans[first + length - 1][1]].replace('"', " "))
    return pieces


@pytest.mark.parametrize(("length", "count"), [(1, 10), (2, 30), (3, 30), (6, 15), (15, 10)])
def test_every_piece_of_a_text_is_found_where_it_is_and_nowhere_else(
    corpus: Texts, index: Index, length: int, count: int
) -> None:
    for piece in _pieces(corpus, length, count):
        page, shown, matches = 1, set[tuple[str, int]](), 0
        while page:
            found = search(index, f'"{piece}"', per_page=100, page=page, passages=10_000)
            shown |= {(hit.id, each.start_ms) for hit in found.results for each in hit.passages}
            matches += sum(hit.matches for hit in found.results)
            page = found.next_page or 0
        wanted = _everywhere(corpus, _terms(piece))
        assert shown == wanted, piece
        assert matches == len(wanted), piece
