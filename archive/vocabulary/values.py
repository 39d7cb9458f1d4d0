"""Concepts and vocabularies as values; how they are kept is in :mod:`archive.vocabulary.skos`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from archive.records import Texts
from archive.speech import Era

Words = Mapping[str, tuple[str, ...]]
"""Words and phrases by the tag of their language; an empty tag where nobody said which it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """What a stretch of speech may be about, by its URI.

    ``labels`` has the one preferred label of each language, ``synonyms`` what people say for it, ``misheard`` what
    machines write for that, and ``exceptions`` longer phrases in which its words mean something else. ``broader`` and
    ``related`` are URIs. ``era`` is the time it names (EDTF), if it names one. What is ``sensitive`` is flagged before
    it is published.
    """

    uri: str
    labels: Texts = field(default_factory=dict)
    synonyms: Words = field(default_factory=dict)
    misheard: Words = field(default_factory=dict)
    exceptions: Words = field(default_factory=dict)
    definition: Texts = field(default_factory=dict)
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    sensitive: bool = False
    era: str = ""

    def phrases(self) -> Iterator[tuple[str, str]]:
        """Each label, synonym and misheard form, as language and words."""
        yield from self.labels.items()
        for words in (self.synonyms, self.misheard):
            for language, phrases in words.items():
                yield from ((language, phrase) for phrase in phrases)


@dataclass(frozen=True)
class Vocabulary:
    """Concepts that belong together. ``slug`` names the file; ``uri`` the scheme, where it has one."""

    slug: str
    uri: str = ""
    title: Texts = field(default_factory=dict)
    concepts: Mapping[str, Concept] = field(default_factory=dict)

    @cached_property
    def narrower(self) -> Mapping[str, tuple[str, ...]]:
        """The concepts directly below each."""
        below: dict[str, list[str]] = {}
        for concept in self.concepts.values():
            for uri in concept.broader:
                below.setdefault(uri, []).append(concept.uri)
        return {uri: tuple(each) for uri, each in below.items()}

    @property
    def tops(self) -> tuple[str, ...]:
        """The concepts above which there is none here."""
        return tuple(uri for uri, each in self.concepts.items() if not set(each.broader) & self.concepts.keys())

    def above(self, uri: str) -> tuple[str, ...]:
        """Every concept above one, the nearest first, each once."""
        found: dict[str, None] = {}
        waiting = list(self.concepts[uri].broader) if uri in self.concepts else []
        while waiting:
            each = waiting.pop(0)
            if each in self.concepts and each not in found and each != uri:
                found[each] = None
                waiting += self.concepts[each].broader
        return tuple(found)


def eras(vocabularies: Iterable[Vocabulary]) -> list[Era]:
    """What each time that has a concept is called, and when it was."""
    concepts = (concept for each in vocabularies for concept in each.concepts.values() if concept.era)
    return [(phrase, concept.era) for concept in concepts for _, phrase in concept.phrases()]
