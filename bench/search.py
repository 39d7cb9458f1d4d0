"""How fast the index is made and asked: ``python -m bench.search [HOURS]``, 500 unless told, about three minutes.

1,100 simulated interviews of an hour make a million cues.

Everything is measured in one run beside what it is compared with, because machines differ and are seldom idle; the
ratios are what counts. Answers are asked for by a process of its own, so that its memory is that of a web process.
"""

from __future__ import annotations

import json
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import perf_counter, process_time

from archive.index import current_edition, interview, make_edition, open_edition
from archive.index import interviews as listed_interviews
from archive.release import Released
from archive.search import search
from bench.bare import TwoLevel, build_plain, build_two_level
from bench.simulate import CUES_AN_HOUR, chinese, english, interviews

INTERVIEWS = 500
QUERIES = 200
COUNTING = ("/concordance", "/trends")
_REPEATS = 3


@dataclass(slots=True)
class Stopwatch:
    """Interviews that keep account of how long they took to imagine, which is nobody's work but the simulation's."""

    imagining_s: float = 0.0

    def simulated(self, count: int) -> Iterator[Released]:
        """So many interviews of an hour, and one of three."""
        for hours, first, number in ((1, 1, count), (3, count + 1, 1)):
            upcoming = interviews(number, hours=hours, first=first)
            while True:
                began = process_time()
                each = next(upcoming, None)
                self.imagining_s += process_time() - began
                if each is None:
                    break
                yield each

    def cues_a_second(self, count: int, make: Callable[[Iterator[Released]], object]) -> float:
        """How many cues are made into something in a second of processor time, whoever else is using the machine."""
        self.imagining_s = 0.0
        began = process_time()
        make(self.simulated(count))
        return 2 * CUES_AN_HOUR * (count + 3) / (process_time() - began - self.imagining_s)


@dataclass(slots=True)
class Answers:
    """Milliseconds, a list a way of asking; and the memory of the process that asked, in MB."""

    times: dict[str, list[float]] = field(default_factory=dict)
    megabytes: float = 0.0


def queries(count: int = QUERIES) -> list[str]:
    """From very common to rare, in both languages: words, two words at once, and one to three characters."""
    english_words, chinese_words = english().words, chinese().words
    each = count // 4
    ranks = [int(20_000 ** (place / (each - 1))) - 1 for place in range(each)]
    return [
        *(english_words[rank] for rank in ranks),
        *(f"{english_words[rank]} {english_words[rank // 2 + 3]}" for rank in ranks),
        *(chinese_words[min(rank, 149)] for rank in ranks),
        *(chinese_words[min(150 + rank, len(chinese_words) - 1)] for rank in ranks),
    ]


def measured(count: int = INTERVIEWS) -> str:
    """Everything, as Markdown."""
    with tempfile.TemporaryDirectory(prefix="earwitness-bench-") as folder:
        return _measured(Path(folder), count)


def _measured(folder: Path, count: int) -> str:
    clock = Stopwatch()
    edition = folder / "instance" / "edition"
    speeds = {
        "our edition": clock.cues_a_second(count, lambda these: make_edition(edition, these, [], _no_media)),
        "sqlite-utils with FTS": clock.cues_a_second(count, lambda these: build_plain(folder / "plain.sqlite", these)),
        "two levels in SQL": clock.cues_a_second(count, lambda these: build_two_level(folder / "two.sqlite", these)),
    }
    current = current_edition(edition)
    assert current is not None
    sizes = {
        "our edition": current.stat().st_size,
        "sqlite-utils with FTS": (folder / "plain.sqlite").stat().st_size,
        "two levels in SQL": (folder / "two.sqlite").stat().st_size,
    }
    return "\n".join((*_built_table(speeds, sizes, count), "", *_asked_table(_asked_elsewhere(folder))))


def _no_media(_: object) -> object:  # type: ignore[misc]
    raise AssertionError("simulated interviews have no media")


# --- asking ----------------------------------------------------------------------------------------------------------


def _asked_elsewhere(folder: Path) -> Answers:
    asked = subprocess.run(
        [sys.executable, "-m", "bench.search", str(folder)], check=True, stdout=subprocess.PIPE, text=True
    )
    return Answers(**json.loads(asked.stdout))


def ask(folder: Path) -> Answers:
    """Ask every query each way in turn, and keep the median of three; then the pages of the longest interview."""
    path = current_edition(folder / "instance" / "edition")
    assert path is not None
    index = open_edition(path)
    client = _client(folder)
    bare = TwoLevel(sqlite3.connect(f"file:{folder / 'two.sqlite'}?mode=ro&immutable=1", uri=True))
    ways: dict[str, Callable[[str], object]] = {
        "bare two-level SQL": bare.ask,
        "bare, passages ranked": bare.ask_for_the_best,
        "search()": lambda query: search(index, query),
        "/search.json": lambda query: client("/search.json", query),
    }
    answers = Answers({way: [] for way in ways})
    for query in queries():
        for way, answer in ways.items():
            answers.times[way].append(_median_ms(lambda answer=answer, query=query: answer(query)))
    for page in COUNTING:
        # What was counted is remembered, so each is asked once.
        answers.times[page] = [_ms(lambda page=page, query=query: client(page, query)) for query in queries()]
    answers.megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    longest = listed_interviews(index)[-1].id
    answers.times["interview(), 3 hours"] = [_median_ms(lambda: interview(index, longest)) for _ in range(5)]
    answers.times["its page"] = [_median_ms(lambda: client(f"/interviews/{longest}", "")) for _ in range(3)]
    bare.connection.close()
    return answers


def _client(folder: Path) -> Callable[[str, str], object]:
    from archive import create_app
    from archive.settings import Settings
    from archive.site.serve import leave_alone

    client = create_app(Settings(home=folder)).test_client()
    leave_alone()

    def get(address: str, query: str) -> object:
        response = client.get(address, query_string={"q": query} if query else {})
        assert response.status_code == 200, (address, query, response.status)
        return response.data

    return get


def _median_ms(answer: Callable[[], object]) -> float:
    return statistics.median(_ms(answer) for _ in range(_REPEATS))


def _ms(answer: Callable[[], object]) -> float:
    began = perf_counter()
    answer()
    return (perf_counter() - began) * 1000


# --- telling ---------------------------------------------------------------------------------------------------------


def _built_table(speeds: dict[str, float], sizes: dict[str, int], count: int) -> Iterator[str]:
    cues = 2 * CUES_AN_HOUR * (count + 3)
    plain = speeds["sqlite-utils with FTS"]
    yield f"| {cues:,} cues made into | cues a second of processor | to sqlite-utils with FTS | MB |"
    yield "|-|-|-|-|"
    for name, speed in speeds.items():
        yield f"| {name} | {speed:,.0f} | {speed / plain:.2f} | {sizes[name] / 1e6:,.0f} |"


def _asked_table(answers: Answers) -> Iterator[str]:
    bare = _percentile(answers.times["bare two-level SQL"], 95)
    yield f"| {len(answers.times['search()'])} queries, rare to very common | p50 ms | p95 ms | p95 to bare SQL |"
    yield "|-|-|-|-|"
    for name in ("bare two-level SQL", "bare, passages ranked", "search()", "/search.json", *COUNTING):
        p95 = _percentile(answers.times[name], 95)
        yield f"| {name} | {_percentile(answers.times[name], 50):.1f} | {p95:.1f} | {p95 / bare:.2f} |"
    yield ""
    allowed = 4 * bare + 5
    kept = "kept" if _percentile(answers.times["/search.json"], 95) < allowed else "NOT kept"
    yield f"Allowed for `/search.json` at p95, four times the bare SQL and 5 ms: {allowed:.1f} ms; {kept}."
    for name in ("interview(), 3 hours", "its page"):
        yield f"{name}: {statistics.median(answers.times[name]):.0f} ms."
    yield f"Most memory the asking process held: {answers.megabytes:.0f} MB."


def _percentile(times: list[float], per_cent: int) -> float:
    return statistics.quantiles(times, n=100, method="inclusive")[per_cent - 1]


if __name__ == "__main__":
    told = sys.argv[1] if len(sys.argv) > 1 else str(INTERVIEWS)
    print(measured(int(told)) if told.isdecimal() else json.dumps(asdict(ask(Path(told)))))
