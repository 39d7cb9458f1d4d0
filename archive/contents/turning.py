"""Where the talk turns: the breaks that let each stretch use its own words most; pure.

A stretch is worth what its words are worth to somebody who knows how often each is said in the whole talk, and learns
as the stretch goes on: a word that comes again costs less than one that is new (a Dirichlet prior; Pólya's urn). Of all
ways to cut the talk into so many stretches the cheapest is taken (Utiyama and Isahara 2001, with another prior).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, inf, log

_BLOCK_WORDS = 60
_MOST_BLOCKS = 200
_PRIOR = 300.0
"""How many words the whole talk counts for in a stretch: measured, see docs/measurements-tagging.md."""
_SHORTEST, _LONGEST = 0.35, 4.0
"""How short and how long a stretch may be, beside one of as many of equal length."""


@dataclass(frozen=True, slots=True)
class _Block:
    """Cues so few that nobody would break within, and their words."""

    first: int
    words: Counter[str]


def turns(words: Sequence[Counter[str]], count: int) -> tuple[int, ...]:
    """The numbers of the cues at which a talk of so many stretches turns; fewer where it is too short for them."""
    blocks = _blocks(words)
    count = min(count, len(blocks))
    if count < 2:
        return ()
    return tuple(blocks[each].first for each in _cheapest(_costs(blocks, count), len(blocks), count))


def _blocks(words: Sequence[Counter[str]]) -> list[_Block]:
    size = max(_BLOCK_WORDS, ceil(sum(each.total() for each in words) / _MOST_BLOCKS))
    blocks: list[_Block] = []
    for number, each in enumerate(words):
        if not blocks or blocks[-1].words.total() >= size:
            blocks.append(_Block(number, Counter()))
        blocks[-1].words.update(each)
    return blocks


def _costs(blocks: Sequence[_Block], count: int) -> list[dict[int, float]]:
    """What each stretch costs that may be one, by its first block and the one after its last."""
    prior = _prior(blocks)
    even = len(blocks) / count
    shortest, longest = max(1, round(_SHORTEST * even)), ceil(_LONGEST * even)
    costs: list[dict[int, float]] = []
    for first in range(len(blocks)):
        seen: Counter[str] = Counter()
        heard, cost = 0, 0.0
        costs.append({})
        for after, block in enumerate(blocks[first : first + longest], first + 1):
            for word, times in block.words.items():
                if word not in prior:
                    continue
                for again in range(seen[word], seen[word] + times):
                    cost -= log((prior[word] + again) / (_PRIOR + heard))
                    heard += 1
                seen[word] += times
            if after - first >= shortest:
                costs[first][after] = cost
    return costs


def _prior(blocks: Sequence[_Block]) -> dict[str, float]:
    """What each word counts for before anybody speaks; what a single block says joins nothing, and is left out."""
    every = sum((each.words for each in blocks), Counter[str]())
    within = Counter(word for each in blocks for word in each.words)
    joining = {word: times for word, times in every.items() if within[word] > 1}
    total = sum(joining.values())
    return {word: _PRIOR * times / total for word, times in joining.items()}


def _cheapest(costs: Sequence[dict[int, float]], length: int, count: int) -> list[int]:
    """The blocks at which the cheapest way begins anew."""
    reached = {0: 0.0}
    came_from: list[dict[int, int]] = []
    for _ in range(count):
        further: dict[int, float] = {}
        by: dict[int, int] = {}
        for first, before in reached.items():
            for after, cost in costs[first].items() if first < length else ():
                if before + cost < further.get(after, inf):
                    further[after], by[after] = before + cost, first
        reached = further
        came_from.append(by)
    if length not in reached:
        return []
    found, place = [], length
    for by in reversed(came_from):
        place = by[place]
        found.append(place)
    return sorted(found)[1:]
