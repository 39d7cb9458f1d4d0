"""Known things, looked for: ``python -m bench.known``, about a minute. Needs the fixtures beside the project.

Questions about real meetings (QMSum, val): how many of the stretches that answer them are among the first ten passages,
beside a plain full text of FTS5 with the ``porter`` stemmer over the same rows. And answers to questions about real
Chinese texts (CMRC 2018, trial), and pieces of speeches in traditional characters: every passage that holds the piece
must be found, and no other, whichever script is typed.
"""

from __future__ import annotations

import csv
import json
import os
import random
import re
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from opencc import OpenCC

from archive.index import Index, build, open_index
from archive.records import OPEN, Cue
from archive.release import Released, ReleasedRecording, ReleasedTrack
from archive.search import search

FIXTURES = Path(os.environ.get("EARWITNESS_FIXTURES") or Path(__file__).resolve().parents[2] / "shared" / "fixtures")
_FIRST = 10
_TURN_MS = 10_000
_HAN = re.compile("[\u3400-\u9fff]")
_STOPS = re.compile("(?<=[，。；！？])")

Texts = Sequence[Sequence[tuple[str, str]]]
"""Interviews, and of each who says what, turn by turn."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question about one of several meetings, and the turns in which it is answered."""

    text: str
    meeting: int
    spans: tuple[range, ...]


def meetings(fixtures: Path) -> tuple[Texts, list[Question]]:
    """The meetings of QMSum (val), turn by turn, and the questions that people asked about them."""
    lines = (fixtures / "misc" / "search" / "qmsum" / "val.jsonl").read_text("utf-8").splitlines()
    told = [json.loads(line) for line in lines]
    texts = [[(turn["speaker"], turn["content"]) for turn in each["meeting_transcripts"]] for each in told]
    questions = [
        Question(asked["query"], number, tuple(range(int(a), int(b) + 1) for a, b in asked["relevant_text_span"]))
        for number, each in enumerate(told)
        for asked in each["specific_query_list"]
    ]
    return texts, questions


def speeches(fixtures: Path) -> Texts:
    """Speeches and debates as they were said in Taiwan, in traditional characters."""
    folder = fixtures / "misc" / "search" / "zh_hant_talks"
    rows = (csv.DictReader(path.read_text("utf-8-sig").splitlines()) for path in sorted(folder.glob("*.csv")))
    return [[("", row["text"]) for row in each if row["text"]] for each in rows]


def encyclopaedia(fixtures: Path) -> tuple[Texts, list[str]]:
    """The paragraphs of CMRC 2018 (trial), cut as a speaker would pause, and the answers that stand in them."""
    (path,) = (fixtures / "misc" / "search" / "cmrc2018").glob("*.json")
    told = [each["paragraphs"][0] for each in json.loads(path.read_text("utf-8"))["data"]]
    answers = [answer["text"] for each in told for asked in each["qas"] for answer in asked["answers"]]
    return [[("", text) for text in _STOPS.split(each["context"])] for each in told], list(dict.fromkeys(answers))


def imported(texts: Texts, language: str) -> Iterator[Released]:
    """The texts as interviews, ten seconds a turn."""
    for number, turns in enumerate(texts):
        yield Released(
            id=f"2001-{number:03d}",
            title={},
            language=language,
            transcript=OPEN,
            sound=OPEN,
            recordings=(ReleasedRecording(name="recording-1", kind="audio", duration_ms=_TURN_MS * len(turns)),),
            tracks=(
                ReleasedTrack(
                    recording="recording-1",
                    language=language,
                    is_machine_made=False,
                    cues=tuple(
                        Cue(_TURN_MS * turn, _TURN_MS * (turn + 1), text, speaker)
                        for turn, (speaker, text) in enumerate(turns)
                    ),
                ),
            ),
        )


# --- questions -------------------------------------------------------------------------------------------------------

Found = Callable[[str], list[tuple[int, int]]]
"""The first passages for a question: which meeting, which turn."""


def recall(find: Found, questions: Iterable[Question]) -> float:
    """Of all stretches that answer a question, how many are met by one of the first ten passages."""
    met = [
        any(meeting == asked.meeting and turn in span for meeting, turn in found)
        for asked in questions
        for found in [find(asked.text)[:_FIRST]]
        for span in asked.spans
    ]
    return sum(met) / len(met)


def by_search(index: Index) -> Found:
    """Our own search, asked as a person would: the passages in the order in which the page shows them."""

    def find(question: str) -> list[tuple[int, int]]:
        hits = search(index, question).results
        return [(int(hit.id[-3:]), each.start_ms // _TURN_MS) for hit in hits for each in hit.passages]

    return find


def by_plain_full_text(texts: Texts, joint: str) -> Found:
    """FTS5 with ``porter`` over the same turns, ranked by it, the words of a question joined by AND or OR."""
    plain = sqlite3.connect(":memory:")
    plain.execute("create virtual table turns using fts5(meeting unindexed, turn unindexed, text, tokenize='porter')")
    rows = ((number, turn, text) for number, turns in enumerate(texts) for turn, (_, text) in enumerate(turns))
    plain.executemany("insert into turns values (?, ?, ?)", rows)

    def find(question: str) -> list[tuple[int, int]]:
        match = joint.join(f'"{word}"' for word in re.findall(r"\w+", question))
        sql = f"select meeting, turn from turns where turns match ? order by rank limit {_FIRST}"
        return plain.execute(sql, (match,)).fetchall()

    return find


# --- pieces of text --------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Exactness:
    """How many passages should have been found, were, and were found that should not have been."""

    queries: int = 0
    wanted: int = 0
    found: int = 0
    wrong: int = 0


def exactness(index: Index, texts: Texts, pieces: Iterable[str], typed: Callable[[str], str]) -> Exactness:
    """Ask for pieces of text and look at every passage that holds them, by the eye of a plain program."""
    simplify = OpenCC("t2s")
    folded = ["".join(map(simplify.convert, "\0".join(text for _, text in turns))) for turns in texts]
    begins = [_begins(turns) for turns in texts]
    told = Exactness()
    for piece in pieces:
        query = typed(piece).replace('"', " ")
        wanted = set(_everywhere("".join(map(simplify.convert, piece)), folded, begins))
        found = set(_found(index, f'"{query}"'))
        told.queries += 1
        told.wanted += len(wanted)
        told.found += len(wanted & found)
        told.wrong += len(found - wanted)
    return told


def pieces_of(texts: Texts, length: int, count: int) -> list[str]:
    """Pieces of so many Chinese characters from all over the texts."""
    chance = random.Random(length)
    runs = [run for turns in texts for _, text in turns for run in re.findall(f"[\u3400-\u9fff]{{{length},}}", text)]
    chosen = [chance.choice(runs) for _ in range(count)]
    return [run[(at := chance.randrange(len(run) - length + 1)) : at + length] for run in chosen]


def _begins(turns: Sequence[tuple[str, str]]) -> list[int]:
    begins, upto = [], 0
    for _, text in turns:
        begins.append(upto)
        upto += len(text) + 1
    return begins


def _everywhere(piece: str, folded: Sequence[str], begins: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Every turn in which the piece begins; where one turn ends and the next begins is no obstacle, nor are marks."""
    words = re.findall(r"[A-Za-z0-9]+|\w", piece)
    pattern = re.compile("[^\\w]*".join(map(re.escape, words)))
    for number, text in enumerate(folded):
        place = 0
        for match in pattern.finditer(text):
            while place + 1 < len(begins[number]) and begins[number][place + 1] <= match.start():
                place += 1
            yield number, place


def _found(index: Index, query: str) -> Iterator[tuple[int, int]]:
    page = 1
    while page:
        answer = search(index, query, per_page=100, page=page, passages=10_000)
        yield from ((int(hit.id[-3:]), each.start_ms // _TURN_MS) for hit in answer.results for each in hit.passages)
        page = answer.next_page or 0


# --- telling ---------------------------------------------------------------------------------------------------------


def measured(fixtures: Path) -> str:
    """Everything, as Markdown."""
    return "\n".join((*_recall_table(fixtures), "", *_exactness_table(fixtures)))


def _recall_table(fixtures: Path) -> Iterator[str]:
    texts, questions = meetings(fixtures)
    windows = sum(len(each.spans) for each in questions)
    yield f"| {len(questions)} questions about {len(texts)} meetings, {windows} stretches of turns | recall@10 |"
    yield "|-|-|"
    with indexed(imported(texts, "en")) as index:
        yield f"| search, the question as it stands | {recall(by_search(index), questions):.3f} |"
    for joint in (" OR ", " "):
        found = recall(by_plain_full_text(texts, joint), questions)
        yield f"| plain FTS5 `porter` over turns, {'any' if joint.strip() else 'every'} word | {found:.3f} |"


def _exactness_table(fixtures: Path) -> Iterator[str]:
    yield "| pieces of text, in quotes | queries | passages that hold them | found | wrongly found |"
    yield "|-|-|-|-|-|"
    paragraphs, answers = encyclopaedia(fixtures)
    talks = speeches(fixtures)
    simplified, traditional = OpenCC("t2s").convert, OpenCC("s2t").convert
    for name, texts, sets in (
        ("CMRC 2018, simplified", paragraphs, {"answers": answers[:300]} | _lengths(paragraphs)),
        ("speeches, traditional", talks, _lengths(talks)),
    ):
        with indexed(imported(texts, "zh")) as index:
            for what, pieces in sets.items():
                for script, typed in (("as written", str), ("simplified", simplified), ("traditional", traditional)):
                    told = exactness(index, texts, pieces, typed)
                    counts = f"{told.queries} | {told.wanted} | {told.found} | {told.wrong}"
                    yield f"| {name}: {what}, typed {script} | {counts} |"


def _lengths(texts: Texts) -> dict[str, list[str]]:
    return {
        f"{length} characters" if length > 1 else "1 character": pieces_of(texts, length, 100)
        for length in (1, 2, 3, 6)
    }


@contextmanager
def indexed(released: Iterable[Released]) -> Iterator[Index]:
    """An index of these interviews for as long as it is asked."""
    with tempfile.TemporaryDirectory(prefix="earwitness-known-") as folder:
        path = Path(folder) / "index.sqlite"
        build(path, released, [])
        with open_index(path) as index:
            yield index


if __name__ == "__main__":
    if not (FIXTURES / "misc" / "search").is_dir():
        sys.exit(f"The fixtures are not at {FIXTURES}: set EARWITNESS_FIXTURES.")
    print(measured(FIXTURES))
