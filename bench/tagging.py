"""Tagging, measured: ``python -m bench.tagging``, about a minute. Needs the fixtures beside the project.

How long it takes until a new synonym is found everywhere, what one decision costs however many were made before, and
how many alarms the privacy flags raise on text that nobody here wrote.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import perf_counter, process_time

from archive import tags, transcripts, vocabulary
from archive.files import Files, open_files
from archive.privacy import flags
from archive.records import Cue, Interview, Recording, Track
from archive.settings import Settings
from archive.site.serve import leave_alone
from archive.speech import running, spoken_dates
from archive.vocabulary import Vocabulary, matcher
from bench.known import FIXTURES, meetings, speeches
from tests.conftest import take_in_described
from tests.desk.conftest import Desk, Staff, desk_of

CUES = 10_000
_LONGEST = 120
_DECISIONS = 300


def measured() -> str:
    """All figures as Markdown."""
    texts = {"en": _cut(each for one in meetings(FIXTURES)[0] for _, each in one)}
    texts["zh-Hant"] = _cut(each for one in speeches(FIXTURES) for _, each in one)
    with tempfile.TemporaryDirectory() as folder:
        files = open_files(Settings(home=Path(folder)))
        rows = [row for language, each in texts.items() for row in _rows(files, language, each)]
    with tempfile.TemporaryDirectory() as folder:
        rows += _deciding(desk_of(Settings(home=Path(folder))))
    return "\n".join(["| what | | |", "|-|-|-|", *rows])


def _cut(texts: Iterator[str]) -> list[Cue]:
    """Text as cues of the length that a recogniser makes, three seconds each."""
    pieces = (text[at : at + _LONGEST] for text in texts for at in range(0, len(text), _LONGEST))
    return [Cue(n * 3000, n * 3000 + 3000, text) for n, text in enumerate(pieces)]


def _rows(files: Files, language: str, cues: Sequence[Cue]) -> Iterator[str]:
    some = cues[:CUES]
    uri = "urn:earwitness:starter:layoffs"

    def retagged(synonym: str) -> int:
        words = vocabulary.add(files, "starter", uri, synonym, language, as_="synonym", agent="bench")
        return len(_matches(words, some, language))

    began = process_time()
    times = [_timed(partial(retagged, f"word {n}")) for n in range(5)]
    spent = (process_time() - began) * 1000 / len(times)
    bare = _timed(lambda: len([term for cue in some for term in running([cue]).terms[0]]))
    beside = f"{spent:.0f} ms of processor time; {min(times) / bare:.1f} times cutting them into words"
    yield _row(f"{language}: a new synonym kept, {CUES:,} cues tagged anew", times, beside)
    words = vocabulary.in_use(files)[0]
    matches = _matches(words, cues, language)
    yield f"| {language}: concepts found in {len(cues):,} cues | {len(matches):,} | {_per(matches, cues)} |"
    dates = spoken_dates(running(cues, language), eras=vocabulary.eras([words]), recorded="2023", born="1960")
    proposed = sum(each.is_proposal for each in dates)
    yield f"| {language}: dates and eras | {len(dates):,}, of them {proposed} proposed | {_per(dates, cues)} |"
    found = Counter(each.kind for each in flags(running(cues, language), vocabularies=[words]))
    sensitive = found.pop("sensitive", 0)
    told = ", ".join(f"{kind} {count}" for kind, count in sorted(found.items())) or "none"
    rate = 1000 * found.total() / len(cues)
    yield f"| {language}: numbers, addresses and mail flagged | {told} | {rate:.2f} in 1,000 cues |"
    yield f"| {language}: sensitive concepts flagged | {sensitive} | {1000 * sensitive / len(cues):.2f} in 1,000 cues |"


def _matches(words: Vocabulary, cues: Sequence[Cue], language: str) -> list[vocabulary.Match]:
    return matcher([words], language).matches(running(cues, language))


def _deciding(desk: Desk) -> Iterator[str]:
    """One interview with as many suggestions as the queue must bear, decided one by one as a browser asks for it."""
    files = desk.files
    cues = [Cue(n * 3000, n * 3000 + 3000, "then he was laid off") for n in range(_DECISIONS)]
    described = Interview(id="", title={"en": "Three hundred"}, language="en")
    recording = Recording(name="recording-1", kind="none", duration_ms=_DECISIONS * 3000)
    held = take_in_described(files, replace(described, recordings=(recording,))).id
    track = Track(language="en", cues=tuple(cues), origin="person", made_by="bench")
    transcripts.keep_text(files, held, "recording-1", track, agent="bench", detail="")
    words = vocabulary.in_use(files)
    yield _row("300 suggestions made and kept", [_timed(lambda: tags.suggest(files, held, tags.usual(words)))], "")
    ids = [each.id for each in tags.read_tags(files, held, "recording-1")]
    person = desk.sign_in("archivist")
    person.get("/desk/review")
    leave_alone()  # as the server does
    addresses = [f"/desk/review/{held}/recording-1/{each}" for each in ids]
    times, busy = zip(*(_timed_and_busy(partial(_accept, person, each)) for each in addresses), strict=True)
    for what, some in (
        ("the first ten", slice(10)),
        ("the last ten of 300", slice(-10, None)),
        ("all 300", slice(None)),
    ):
        told = f"{statistics.median(busy[some]):.0f} ms of processor time, at worst {max(busy[some]):.0f}"
        yield _row(f"a decision, {what}", times[some], told)
    yield _row("300 undone at once", [_timed(lambda: tags.undo(files, held, "recording-1", ids, agent="bench"))], "")


def _accept(person: Staff, address: str) -> None:
    answer = person.post(address, data={"act": "accept"}, headers={"Accept": "application/json"})
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status}.")


def _timed_and_busy(does: Callable[[], object]) -> tuple[float, float]:
    began = process_time()
    return _timed(does), (process_time() - began) * 1000


def _timed(does: Callable[[], object]) -> float:
    began = perf_counter()
    does()
    return (perf_counter() - began) * 1000


def _row(what: str, times: Sequence[float], more: str) -> str:
    worst = f", at worst {max(times):.0f}" if len(times) > 1 else ""
    return f"| {what} | {statistics.median(times):.0f} ms{worst} | {more} |"


def _per(found: Sequence[object], cues: Sequence[Cue]) -> str:
    return f"{1000 * len(found) / len(cues):.1f} in 1,000 cues"


if __name__ == "__main__":
    sys.stdout.write(measured() + "\n")
