"""Names that a record gives in two scripts (``Hegang 鹤岗``; a heading in both languages): each leads to the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import permutations

from archive.language import is_han, terms
from archive.records import Texts
from archive.release import Released

_RUNS = re.compile(r"[\u3400-\u9fff·]+|[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ' ’-]*")
_MOST_HAN, _MOST_WORDS = 6, 3


def names(released: Released) -> list[tuple[str, str]]:
    """What stands for what: folded words, and the name in the other script as it is written."""
    points = [point for recording in released.recordings for point in recording.index_points]
    in_one = (released.place, *(word for each in points for word in (*each.keywords, *each.subjects, each.place)))
    pairs = [*(pair for written in in_one for pair in _in_two_scripts(written))]
    tags = [tag for recording in released.recordings for tag in recording.tags]
    named = (*(each.title for each in points), *(each.label for each in tags))
    pairs += [pair for each in named for pair in _in_two_languages(each)]
    every = ((key, other) for pair in pairs for one, other in permutations(pair) for key in [_key(one)])
    return sorted(set(every))


def _in_two_scripts(written: str) -> Iterator[tuple[str, str]]:
    runs = [each.strip() for each in _RUNS.findall(written)]
    if len(runs) == 2 and is_han(runs[0][0]) != is_han(runs[1][0]):
        yield from _pair(*runs)


def _in_two_languages(title: Texts) -> Iterator[tuple[str, str]]:
    by_script = {bool(re.search("[\u3400-\u9fff]", text)): text for text in title.values()}
    if len(title) == len(by_script) == 2:
        yield from _pair(by_script[False], by_script[True])


def _pair(one: str, other: str) -> Iterator[tuple[str, str]]:
    """Names, and not sentences that happen to say the same."""
    latin, han = sorted((one, other), key=lambda each: any(map(is_han, terms(each))))
    if 0 < len(terms(latin)) <= _MOST_WORDS and all(map(is_han, terms(han))) and 1 < len(terms(han)) <= _MOST_HAN:
        yield latin, han


def _key(name: str) -> str:
    folded = terms(name)
    return ("" if any(map(is_han, folded)) else " ").join(folded)
