"""A vocabulary as its page shows it: whole where it is small, else a branch at a time, a hundred concepts a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from archive import language, vocabulary
from archive.files import Files
from archive.records import TagStatus
from archive.site.wording import by_language
from archive.tags.waiting import mentions
from archive.vocabulary import Concept, Vocabulary

ON_A_PAGE = 100
WHOLE = 300
"""So many concepts are seen at one glance down a page; of more, branches are opened one by one."""
_OTHER = "…"

Found = Mapping[str, Counter[TagStatus]]
"""How many tags each concept has, by its address and how they stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an address asks for: words that are looked for, the concept below which to look, and the first to show."""

    words: str = ""
    below: str = ""
    first: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A concept in the hierarchy, how often it was found, and what is below: shown, or so many to be opened."""

    concept: Concept
    found: Counter[TagStatus]
    below: Sequence[Node] = ()
    narrower: int = 0

    @property
    def total(self) -> int:
        """How often it was found and not rejected."""
        return self.found["accepted"] + self.found["suggested"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """What is shown of a vocabulary: concepts from the ``first`` on of so many, and those above them, the top first.

    ``letters`` say where in these each first letter begins; none where all are on one page.
    """

    vocabulary: Vocabulary
    nodes: Sequence[Node]
    above: Sequence[Concept] = ()
    first: int = 0
    count: int = 0
    letters: Sequence[tuple[str, int]] = ()

    @property
    def last(self) -> int:
        """The number of the last that is shown, counted from 1."""
        return self.first + len(self.nodes)

    @property
    def before(self) -> int:
        """Where the page before begins."""
        return max(0, self.first - ON_A_PAGE)

    @property
    def has_more(self) -> bool:
        """Whether there are more than are shown."""
        return bool(self.letters)


def tags_found(held: Files) -> Found:
    """How many tags there are of each concept, over all interviews."""
    found: dict[str, Counter[TagStatus]] = {}
    for each in mentions(held):
        if each.tag.kind in ("concept", "era"):
            found.setdefault(each.tag.means.id, Counter())[each.tag.status] += 1
    return found


def branches(known: Sequence[Vocabulary], found: Found, asked: Asked) -> list[Branch]:
    """What is shown of each vocabulary; of the one alone in which a concept is opened, if one is."""
    opened = [each for each in known if asked.below in each.concepts] if not asked.words else []
    return [_branch(each, found, asked) for each in opened or known]


def _branch(words: Vocabulary, found: Found, asked: Asked) -> Branch:
    if asked.words:
        wanted = vocabulary.phrase_key(asked.words)
        return _paged(words, [each for each in words.concepts.values() if _says(each, wanted)], found, asked.first)
    if asked.below in words.concepts:
        return _paged(words, _known(words, words.narrower.get(asked.below, ())), found, asked.first, below=asked.below)
    if len(words.concepts) > WHOLE:
        return _paged(words, _known(words, words.tops), found, asked.first)
    return Branch(vocabulary=words, nodes=_whole(words, words.tops, found, set()), count=len(words.concepts))


def _known(words: Vocabulary, uris: Sequence[str]) -> list[Concept]:
    return [words.concepts[each] for each in uris]


def _says(concept: Concept, wanted: str) -> bool:
    return any(wanted in vocabulary.phrase_key(phrase) for _language, phrase in concept.phrases())


def _paged(words: Vocabulary, concepts: Sequence[Concept], found: Found, first: int, *, below: str = "") -> Branch:
    """A page of concepts in order of their names."""
    ordered = sorted(concepts, key=_place)
    first = first if 0 < first < len(ordered) else 0
    return Branch(
        vocabulary=words,
        nodes=[_node(words, each, found) for each in ordered[first : first + ON_A_PAGE]],
        above=_known(words, _way_down(words, below)) if below else (),
        first=first,
        count=len(ordered),
        letters=list(_letters(ordered)) if len(ordered) > ON_A_PAGE else (),
    )


def _way_down(words: Vocabulary, uri: str) -> list[str]:
    """A way from the top to a concept: where there are several, by the first above each."""
    way = [uri]
    while above := next((each for each in words.concepts[way[0]].broader if each in words.concepts), ""):
        if above in way:
            break
        way.insert(0, above)
    return way


def _letters(ordered: Sequence[Concept]) -> Iterator[tuple[str, int]]:
    """Where each first letter begins: one for all that no alphabet of 26 has."""
    place = 0
    for letter, some in groupby(ordered, key=_letter):
        yield letter, place
        place += sum(1 for _ in some)


def _letter(concept: Concept) -> str:
    first = _place(concept)[:1].upper()
    return first if first.isascii() and first.isalpha() else _OTHER


def _whole(words: Vocabulary, uris: Sequence[str], found: Found, shown: set[str]) -> list[Node]:
    """Each with what is below it, which is shown once: where concepts are below several, ways down double by level."""
    nodes = []
    for concept in sorted(_known(words, uris), key=_place):
        narrower = () if concept.uri in shown else words.narrower.get(concept.uri, ())
        shown.add(concept.uri)
        below = _whole(words, narrower, found, shown)
        nodes.append(Node(concept=concept, found=found.get(concept.uri, Counter()), below=below))
    return nodes


def _node(words: Vocabulary, concept: Concept, found: Found) -> Node:
    narrower = len(words.narrower.get(concept.uri, ()))
    return Node(concept=concept, found=found.get(concept.uri, Counter()), narrower=narrower)


def _place(concept: Concept) -> str:
    """What a concept is put in order by: the name that the reader sees first."""
    return _sounded(next((text for _, text in by_language(concept.labels)), concept.uri))


@lru_cache(maxsize=50_000)
def _sounded(name: str) -> str:
    """A name as it is looked up in a list: Chinese by its sound, which has a first letter."""
    pairs = zip(language.terms(name), language.pinyin(name), strict=True)
    return " ".join(word if sound == language.UNSOUNDED else sound for word, sound in pairs) or name.casefold()
