"""By what the places of a concordance are sorted: who speaks, or what stands before or after. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

from archive.counting.occurrences import Occurrence
from archive.counting.reading import Spoken
from archive.index.streams import BREAK, Stream
from archive.language import is_han, pinyin, terms

FURTHEST = 3
"""Words on either side by which places are sorted."""

_BESIDE = ("",) * FURTHEST


def keys(spoken: Spoken, places: Sequence[Occurrence], sort: str) -> list[object]:
    """For each place what it is sorted by: ``speaker``, or the neighbours from the one that ``left2`` names outward."""
    if sort == "speaker":
        return [speaker_key(spoken.voice(each.piece)[0]) for each in places]
    side, nearest = sort.rstrip("23"), int(sort[-1]) if sort[-1].isdecimal() else 1
    said, begins = _terms(spoken.text.said["words"])
    if side == "left":
        return [_outward(said, begins[each.piece] + each.first - 1, nearest, -1) for each in places]
    return [_outward(said, begins[each.piece] + each.over, nearest, 1) for each in places]


def speaker_key(speaker: str) -> tuple[bool, tuple[str, ...]]:
    """Names as a reader looks for them, those without one last."""
    return not speaker, tuple(map(sounded, terms(speaker)))


@lru_cache(maxsize=100_000)
def sounded(term: str) -> str:
    """A term as it is sorted: Chinese by its sound, as in a dictionary, after all that is written in letters."""
    return f"\U0010ffff{pinyin(term)[0]} {term}" if is_han(term) else term


def _terms(words: Stream) -> tuple[list[str], list[int]]:
    """The terms of a text, and for each cue how many stand before it."""
    text, starts = words.text, words.starts
    between = (text.count(b" ", one, other) for one, other in pairwise(starts))
    return text.decode().split(" ")[1:-1], list(accumulate(between, initial=0))


def _outward(said: Sequence[str], at: int, nearest: int, step: int) -> tuple[str, ...]:
    """The words from the nearest that counts to the furthest; none from beyond the end of a recording."""
    found = []
    for place in range(at, at + step * FURTHEST, step):
        if not 0 <= place < len(said) or said[place] == BREAK:
            break
        found.append(sounded(said[place]))
    return (*found, *_BESIDE)[nearest - 1 : FURTHEST]
