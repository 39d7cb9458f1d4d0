"""Whatever anyone types: ``python -m bench.anything [COUNT]``, 100,000 queries unless told, some ten minutes.

Naughty strings, the syntax of our queries, of SQL and of FTS5, NUL, halves of surrogate pairs, and up to 10,000
characters, each asked of ``/search.json`` or ``/search`` in one language of the interface or the other. It ends with
the slowest, and is a failure where any is answered by a fault or takes over two seconds.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from flask.testing import FlaskClient

from archive import create_app
from archive.index import make_edition
from archive.settings import Settings
from bench.simulate import chinese, english, interviews

FIXTURES = Path(os.environ.get("EARWITNESS_FIXTURES") or Path(__file__).resolve().parents[2] / "shared" / "fixtures")
_LONGEST_S = 2.0
_ASKED = 100_000
_LONGEST = 10_000

_TYPED = """
    " “ ” „ « » 「 」 ' ( ) （ ） OR AND NOT - － * : ： , ， NEAR( NEAR(( {words}: {facts about_words} ^ + \\ / | ; --
    speaker: role:narrator role: place: person:"a year:1990..1999 year:..9 year:9999.. year: collection: language:zh
    status:checked status: topic: -speaker: 说话人： 年份：1990年代 角色：采访人 ..
    '; drop table documents; -- ' or 1=1 -- match rank bm25( documents_fts MATCH 'x' %00 %s {{7*7}} <script> ../../
"""
_SYNTAX = _TYPED.split()
_ODD = [
    "\0",
    "\ud800",
    "\u202e",
    "\u200b",
    "\ue000",
    "\ue001",
    "\U0001f525",
    "ﷺ",
    "İ",
    "ß",
    "ǅ",
    "\n",
    "\t",
    "　",
    "́" * 40,
]


class Typist:
    """Somebody who types anything, and the same again when asked again."""

    def __init__(self, seed: int, naughty: list[str]) -> None:
        self._chance = random.Random(seed)
        self._naughty = naughty
        self._words = [*english().words[:300], *chinese().words[:300], "hegang", "xia", "gang", "mine", "coal", "煤矿"]

    def query(self) -> str:
        """The next thing typed."""
        if self._chance.random() < 0.02:
            return (self._piece() + self._chance.choice(["", " ", " OR ", " -", "("])) * (_LONGEST // 4)
        joints = self._chance.choice(["", " "])
        return joints.join(self._piece() for _ in range(self._chance.choice((1, 2, 3, 5, 8, 13, 40))))

    def _piece(self) -> str:
        kind = self._chance.random()
        if kind < 0.45:
            return self._chance.choice(self._words)
        if kind < 0.8:
            return self._chance.choice(_SYNTAX)
        if kind < 0.88:
            return self._chance.choice(_ODD)
        if kind < 0.94:
            return self._chance.choice(self._naughty)
        return "".join(chr(self._chance.randrange(0x20, 0x3000)) for _ in range(self._chance.randrange(1, 9)))


def slowest(client: FlaskClient, typist: Typist, count: int) -> list[tuple[float, str]]:
    """The ten that took longest, in seconds; raises AssertionError at the first that is answered by a fault."""
    times: list[tuple[float, str]] = []
    for number in range(count):
        query = typist.query()[:_LONGEST].encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        address = "/search" if number % 4 == 0 else "/search.json"
        language = "zh-CN" if number % 2 else "en"
        began = perf_counter()
        answer = client.get(address, query_string={"q": query}, headers={"Accept-Language": language})
        times.append((perf_counter() - began, query))
        assert answer.status_code in (200, 302), (answer.status, query)
        answer.close()
        if len(times) > 1000:
            times = sorted(times, reverse=True)[:10]
    return sorted(times, reverse=True)[:10]


def naughty_strings(fixtures: Path) -> list[str]:
    """The Big List of Naughty Strings, where the fixtures are; else a few."""
    path = fixtures / "misc" / "blns" / "blns.json"
    return json.loads(path.read_text("utf-8")) if path.is_file() else ["undefined", "NULL", "1/0", "''", "<b>"]


def reader(folder: Path, hours: int) -> FlaskClient:
    """A reader of an edition of so many simulated hours."""
    make_edition(folder / "instance" / "edition", interviews(hours), [], _no_media)
    return create_app(Settings(home=folder)).test_client()


def _no_media(_: object) -> object:  # type: ignore[misc]
    raise AssertionError("simulated interviews have no media")


if __name__ == "__main__":
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else _ASKED
    with tempfile.TemporaryDirectory(prefix="earwitness-anything-") as home:
        found = slowest(reader(Path(home), 12), Typist(asked, naughty_strings(FIXTURES)), asked)
    print(f"{asked:,} queries: no fault; the slowest took {found[0][0]:.2f} s.")
    for seconds, words in found[:3]:
        print(f"  {seconds:.2f} s, {len(words)} characters: {words[:70]!r}")
    sys.exit(found[0][0] > _LONGEST_S)
