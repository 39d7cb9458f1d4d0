"""Whether two English words are forms of one: *laid* and *lay*, *mines* and *mine*, but not *organ* and *organisation*.

A stem joins too many words to tag by. So the stem proposes, and two words it joins count as one only where nothing
but the ending of a plural, a past or an *-ing* parts them.
"""

from __future__ import annotations

from functools import lru_cache

from archive.language import stem

_IRREGULAR = """
    be am is are was were been being; become became; begin began begun; bite bit bitten; blow blew blown; break
    broke broken; bring brought; build built; burn burnt; buy bought; catch caught; choose chose chosen; come
    came; dig dug; do did done does; draw drew drawn; drink drank drunk; drive drove driven; eat ate eaten; fall
    fell fallen; feed fed; feel felt; fight fought; find found; flee fled; fly flew flown; forget forgot
    forgotten; freeze froze frozen; get got gotten; give gave given; go went gone goes; grow grew grown; hang
    hung; have had has; hear heard; hide hid hidden; hold held; keep kept; know knew known; lay laid; lead led;
    leave left; lend lent; lose lost; make made; marry married; meet met; pay paid; ride rode ridden; ring rang
    rung; rise rose risen; run ran; say said; see saw seen; sell sold; send sent; shake shook shaken; shoot
    shot; sing sang sung; sink sank sunk; sit sat; sleep slept; speak spoke spoken; spend spent; stand stood;
    steal stole stolen; strike struck stricken; swear swore sworn; take took taken; teach taught; tear tore
    torn; tell told; think thought; throw threw thrown; understand understood; wear wore worn; win won; write
    wrote written; die died dying; lie lain; man men; woman women; child children; wife wives; foot feet; tooth
    teeth; life lives; knife knives; person people; goose geese; workman workmen; foreman foremen; craftsman
    craftsmen; half halves; shelf shelves
"""
_BASES = {form: words[0] for words in map(str.split, " ".join(_IRREGULAR.split()).split(";")) for form in words[1:]}


@lru_cache(maxsize=100_000)
def key(word: str) -> str:
    """What all forms of a folded word have in common, and now and then another word too: :func:`are_forms` decides."""
    return stem(_BASES.get(word, word))


@lru_cache(maxsize=100_000)
def are_forms(one: str, other: str) -> bool:
    """Whether two folded words are forms of the same."""
    one, other = _BASES.get(one, one), _BASES.get(other, other)
    return one == other or (stem(one) == stem(other) and not _without_ending(one).isdisjoint(_without_ending(other)))


@lru_cache(maxsize=100_000)
def _without_ending(word: str) -> frozenset[str]:
    """What a word may be a form of: itself, and what is left without an ending."""
    bases = {word}
    for ending in ("s", "es", "d", "ed", "ing"):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            base = word.removesuffix(ending)
            bases |= {base, base + "e"} if ending in ("ing", "ed") else {base}
            if base[-1:] == base[-2:-1]:  # digging
                bases.add(base[:-1])
            if base.endswith("i"):  # families, carried
                bases.add(base[:-1] + "y")
    return frozenset(bases)
