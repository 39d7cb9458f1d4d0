"""Whole questions and half-remembered sentences: which of their words tell anything. Pure.

Who types *What did people say about the winch at night?* does not want an interview that holds *what* and *did*. The
words that tell something are looked for, all of them if they can be had, and otherwise as many as there are.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.language import is_unspaced, terms
from archive.search.ways import Typed, Way

_SHORTEST = 4
"""Words of a question; whoever types fewer means each of them."""

_OF_EVERY_SENTENCE = """
    a about after all also and any are as at back be been before being but by can could did do does doing down even for
    from get give had has have he her here him his how i if in into is it its just like made make many may me more most
    much must my no not now of off on one only or our out over own say said same she should so some such take tell than
    that the their them then there these they this those though through to too under until up upon us very was way we
    well went were what when where which who whom why will with would yes you your
    whats hows whos dont didnt doesnt
    discuss discussed discussing mention mentioned mentioning summarize talk talked talking think thinking thought
"""
EVERYDAY = frozenset(_OF_EVERY_SENTENCE.split())
"""Words that every testimony is full of, and those that only ask."""


def telling_words(found: Sequence[Typed]) -> list[Typed] | None:
    """The words of a question that tell something; None where it is none, and each word is meant."""
    if len(found) < _SHORTEST or not all(_is_plain(each) for each in found):
        return None
    telling = [each for each in found if "".join(terms(each[0])) not in EVERYDAY]
    return telling if 1 < len(telling) < len(found) else None


def _is_plain(found: Typed) -> bool:
    typed, clause = found
    way = clause[0]
    if not isinstance(way, Way) or way.column == "facts" or way.is_prefix or typed.startswith('"'):
        return False
    return " OR " not in typed and not any(map(is_unspaced, way.terms))
