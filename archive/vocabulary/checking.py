"""What is wrong with a vocabulary: what keeps it from being imported, and what somebody should look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from rdflib import DCTERMS, SKOS, Graph, Literal, URIRef

from archive.errors import BadInput
from archive.intake.details import edtf_date
from archive.language import is_han, terms
from archive.records import LANGUAGE_TAG
from archive.sentences import Sentence, sentence
from archive.vocabulary.skos import TERMS, concepts_in, vocabulary_in
from archive.vocabulary.values import Concept, Vocabulary

DEEPEST = 40
"""Levels of a hierarchy: the deepest that are in use have some fifteen, and a page must be able to show them all."""

_SHOWN = 20
_LABELS = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, TERMS.exception)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it should be; ``forbids`` says that a vocabulary with it is not taken in."""

    told: Sentence
    forbids: bool = False

    def __str__(self) -> str:
        return str(self.told)


def faults(graph: Graph) -> list[Fault]:
    """What is wrong with a graph, the worst first."""
    vocabulary = vocabulary_in(graph, "")
    wrong = [Fault(each, forbids=True) for each in (*_malformed(graph), *_hierarchy_wrong(vocabulary))]
    return [*wrong, *(Fault(each) for each in (*_dangling(vocabulary), *_loose(vocabulary), *_shared(vocabulary)))]


def refuse_faulty(graph: Graph) -> None:
    """Raise :class:`BadInput` with the first fault that forbids taking a graph in."""
    for each in faults(graph):
        if each.forbids:
            raise BadInput(
                "The vocabulary is not taken in: %(why)s", next_step="Mend it and import it again.", why=each.told
            )


def _malformed(graph: Graph) -> Iterator[Sentence]:
    concepts = concepts_in(graph)
    if not concepts:
        yield sentence("It has no concepts (skos:Concept).")
    for node in concepts:
        yield from _labels_wrong(graph, node)
        yield from _values_wrong(graph, node)


def _labels_wrong(graph: Graph, node: URIRef) -> Iterator[Sentence]:
    labels = (each for each in graph.objects(node, SKOS.prefLabel) if isinstance(each, Literal))
    preferred = sorted(labels, key=lambda each: (each.language or "", str(each)))
    for one, other in pairwise(preferred):
        if one.language == other.language:
            # SKOS S14
            yield sentence(
                "%(uri)s has two preferred labels in one language: “%(one)s” and “%(other)s”.",
                uri=node,
                one=str(one),
                other=str(other),
            )
    if not preferred:
        yield sentence("%(uri)s has no preferred label.", uri=node)
    for each in (each for property_ in _LABELS for each in graph.objects(node, property_)):
        if not isinstance(each, Literal):
            yield sentence("%(uri)s has a label that is no text: %(label)s.", uri=node, label=str(each))
        elif not terms(each):
            yield sentence("%(uri)s has a label without a letter: %(label)r.", uri=node, label=str(each))
        elif each.language and not LANGUAGE_TAG.fullmatch(each.language):
            yield sentence("%(uri)s has a label in %(tag)r, which is no language.", uri=node, tag=each.language)


def _values_wrong(graph: Graph, node: URIRef) -> Iterator[Sentence]:
    for each in graph.objects(node, DCTERMS.temporal):
        try:
            is_date = isinstance(each, Literal) and bool(edtf_date(str(each)))
        except BadInput:
            is_date = False
        if not is_date:
            yield sentence("%(uri)s names the time %(told)r, which is no date (EDTF).", uri=node, told=str(each))
    for each in graph.objects(node, TERMS.sensitive):
        if str(each).lower() not in ("true", "false", "0", "1"):
            yield sentence("%(uri)s is sensitive: %(told)r, which is neither true nor false.", uri=node, told=str(each))


def _hierarchy_wrong(vocabulary: Vocabulary) -> Iterator[Sentence]:
    """What nobody could walk down: layer by layer from the tops, what is never reached stands in or below a ring."""
    above = {uri: set(each.broader) & vocabulary.concepts.keys() for uri, each in vocabulary.concepts.items()}
    layer, depth = [uri for uri, each in above.items() if not each], 0
    while layer:
        depth += 1
        if depth > DEEPEST:
            yield sentence("%(uri)s stands more than %(most)s levels down.", uri=layer[0], most=DEEPEST)
            return
        reached = dict.fromkeys(below for uri in layer for below in _loosened(vocabulary, above, uri))
        layer = list(reached)
    # SKOS does not forbid a ring, but nobody can walk down such a hierarchy.
    rest = {uri: each for uri, each in above.items() if each}
    if rest:
        yield from (sentence("%(uri)s is broader than itself.", uri=uri) for uri in _ring(rest)[:_SHOWN])


def _loosened(vocabulary: Vocabulary, above: dict[str, set[str]], uri: str) -> Iterator[str]:
    """Take a concept away from above those below it; those that have nothing above them any more."""
    for each in vocabulary.narrower.get(uri, ()):
        if uri in above[each]:
            above[each].remove(uri)
            if not above[each]:
                yield each


def _ring(above: dict[str, set[str]]) -> list[str]:
    """One ring among concepts each of which has another of them above it."""
    walked: dict[str, None] = {}
    uri = min(above)
    while uri not in walked:
        walked[uri] = None
        uri = min(above[uri])
    path = list(walked)
    return path[path.index(uri) :]


def _dangling(vocabulary: Vocabulary) -> Iterator[Sentence]:
    for concept in vocabulary.concepts.values():
        for each in (*concept.broader, *concept.related):
            if each not in vocabulary.concepts:
                yield sentence("%(label)s points to %(uri)s, which is not here.", label=named(concept), uri=each)


def _loose(vocabulary: Vocabulary) -> Iterator[Sentence]:
    """Labels that will be found where nobody means them, or not at all."""
    languages = {tag.split("-")[0].lower() for each in vocabulary.concepts.values() for tag in each.labels} - {""}
    for concept in vocabulary.concepts.values():
        for missing in sorted(languages - {tag.split("-")[0].lower() for tag in concept.labels}):
            yield sentence("%(label)s has no label in %(tag)s.", label=named(concept), tag=missing)
        for _, phrase in concept.phrases():
            if len(found := terms(phrase)) == 1 and is_han(found[0]):
                yield sentence(
                    "%(label)s is found wherever the one character “%(phrase)s” stands.",
                    label=named(concept),
                    phrase=phrase,
                )


def _shared(vocabulary: Vocabulary) -> Iterator[Sentence]:
    """Phrases by which two concepts are found: each will be suggested, and a person must choose."""
    found: dict[tuple[str, ...], dict[str, str]] = {}
    for concept in vocabulary.concepts.values():
        for _, phrase in concept.phrases():
            found.setdefault(tuple(terms(phrase)), {})[concept.uri] = phrase
    for by_concept in found.values():
        if len(by_concept) > 1:
            one, other, *_ = (named(vocabulary.concepts[each]) for each in by_concept)
            phrase = next(iter(by_concept.values()))
            yield sentence("“%(phrase)s” leads to %(one)s and to %(other)s.", phrase=phrase, one=one, other=other)


def named(concept: Concept) -> str:
    """What a concept is called: in English, in another language, or by its address."""
    return concept.labels.get("en") or next(iter(concept.labels.values()), concept.uri)
