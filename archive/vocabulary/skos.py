"""SKOS graphs ⇄ bytes, and what a graph says as values. The graph is the record: what we do not know in it stays.

Besides SKOS: ``dcterms:temporal`` is the time a concept names, as EDTF, and two properties are our own, under
``urn:earwitness:terms:``: ``sensitive`` and ``exception``.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterable
from typing import Literal as Choice
from xml.sax import SAXParseException

import rdflib
from rdflib import DCTERMS, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.term import Node

from archive.errors import AlreadyExists, BadInput, Conflict, NotFound
from archive.records import LANGUAGE_TAG
from archive.sentences import Foreign
from archive.vocabulary.values import Concept, Vocabulary, Words

TERMS = Namespace("urn:earwitness:terms:")
EDTF = URIRef("http://id.loc.gov/datatypes/edtf")
LARGEST = 32 * 1024 * 1024

Form = Choice["turtle", "xml"]
Wordy = Choice["synonym", "misheard", "exception"]
"""What words can be added to a concept as."""

PROPERTIES: dict[Wordy, URIRef] = {
    "synonym": SKOS.altLabel,
    "misheard": SKOS.hiddenLabel,
    "exception": TERMS.exception,
}

# A literal stays as it is written: 01 is not made 1, and a value that makes no sense is ours to name.
rdflib.NORMALIZE_LITERALS = False
logging.getLogger("rdflib.term").setLevel(logging.ERROR)

# Whatever a file names by a relative address is found under this one: no such address is anybody's.
_RELATIVE = "http://relative.invalid/"
_NO_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
# The short names that RDF/XML gives to addresses; what is longer, elsewhere or made of others could grow without end.
_ENTITY = re.compile(rb"<!ENTITY(?!\s+[\w.-]+\s+(?:\"[^\"&%<]{0,200}\"|'[^'&%<]{0,200}')\s*>)")
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")


def read_graph(data: bytes, form: Form) -> Graph:
    """The graph in Turtle or RDF/XML; raises :class:`BadInput` with the line where it cannot be read."""
    if len(data) > LARGEST:
        raise BadInput("The vocabulary is larger than %(most)s bytes.", most=f"{LARGEST:,}")
    if form == "xml" and (b"\0" in data or _ENTITY.search(data)):
        raise BadInput(
            "The vocabulary has entities that lead elsewhere.", next_step="Save it as Turtle, or as plain RDF/XML."
        )
    graph = new_graph()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about values that make no sense: ours to name, and kept as they are
            graph.parse(data=data.removeprefix(b"\xef\xbb\xbf"), format=form, publicID=_RELATIVE)
    except BadSyntax as error:
        raise _unreadable(error.lines + 1, str(error._why)) from error
    except SAXParseException as error:
        raise _unreadable(error.getLineNumber() or 1, error.getMessage()) from error
    except UnicodeDecodeError as error:
        raise _unreadable(data[: error.start].count(b"\n") + 1, "it is not UTF-8") from error
    except Exception as error:  # rdflib's parsers raise whatever they stumble over: IndexError, AssertionError …
        raise _unreadable(data.count(b"\n") + 1, str(error) or type(error).__name__) from error
    _check_names(graph)
    return graph


def _unreadable(line: int, why: str) -> BadInput:
    return BadInput(
        "The vocabulary cannot be read at line %(line)s: %(why)s.",
        next_step="Mend that line, or export it again.",
        line=line,
        why=Foreign(why),
    )


def _check_names(graph: Graph) -> None:
    for node in sorted({each for triple in graph for each in triple if isinstance(each, URIRef)}):
        if node.startswith(_RELATIVE):
            raise BadInput(
                "The vocabulary names <%(name)s> by a relative address.",
                next_step="Give the file a base: @base in Turtle, xml:base in RDF/XML.",
                name=node.removeprefix(_RELATIVE),
            )
        if _NO_IRI.search(node) or ":" not in node:
            raise BadInput("<%(name)s> is not an address.", next_step="Addresses begin like urn: or https:.", name=node)
    for literal in (each for triple in graph for each in triple if isinstance(each, Literal)):
        if _UNWRITABLE.search(literal):
            raise BadInput("The text %(text)r holds what no file can.", text=str(literal)[:80])


def new_graph() -> Graph:
    """A graph with nothing in it, which knows the short names that our files use."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in (("skos", SKOS), ("dcterms", DCTERMS), ("xsd", XSD), ("ew", TERMS)):
        graph.bind(prefix, namespace)
    return graph


# --- what a graph says -----------------------------------------------------------------------------------------------


def vocabulary_in(graph: Graph, slug: str) -> Vocabulary:
    """The concepts of a graph. What makes no sense in it is left out here and named by :func:`checking.faults`."""
    concepts = {str(each): _concept(graph, each) for each in concepts_in(graph)}
    scheme = min(map(str, graph.subjects(RDF.type, SKOS.ConceptScheme)), default="")
    titles = (DCTERMS.title, SKOS.prefLabel, RDFS.label)
    title = next((found for each in titles if scheme and (found := _texts(graph, URIRef(scheme), each))), {})
    return Vocabulary(slug=slug, uri=scheme, title=title, concepts=concepts)


def concepts_in(graph: Graph) -> list[URIRef]:
    """What a graph says is a concept, or gives a preferred label, in order of address."""
    schemes = set(graph.subjects(RDF.type, SKOS.ConceptScheme))
    named = {*graph.subjects(RDF.type, SKOS.Concept), *graph.subjects(SKOS.prefLabel, None)}
    return sorted(each for each in named - schemes if isinstance(each, URIRef))


def _concept(graph: Graph, node: URIRef) -> Concept:
    narrower = {*graph.objects(node, SKOS.broader), *graph.subjects(SKOS.narrower, node)}
    era = graph.value(node, DCTERMS.temporal)
    return Concept(
        uri=str(node),
        labels=_texts(graph, node, SKOS.prefLabel),
        synonyms=_words(graph, node, SKOS.altLabel),
        misheard=_words(graph, node, SKOS.hiddenLabel),
        exceptions=_words(graph, node, TERMS.exception),
        definition=_texts(graph, node, SKOS.definition),
        broader=_addresses(narrower),
        related=_addresses({*graph.objects(node, SKOS.related), *graph.subjects(SKOS.related, node)}),
        sensitive=str(graph.value(node, TERMS.sensitive) or "").lower() in ("true", "1"),
        era=str(era) if isinstance(era, Literal) else "",
    )


def _addresses(nodes: Iterable[Node]) -> tuple[str, ...]:
    return tuple(sorted(str(each) for each in nodes if isinstance(each, URIRef)))


def _texts(graph: Graph, node: Node, property_: URIRef) -> dict[str, str]:
    return {language: words[0] for language, words in _words(graph, node, property_).items()}


def _words(graph: Graph, node: Node, property_: URIRef) -> Words:
    found: dict[str, list[str]] = {}
    literals = (each for each in graph.objects(node, property_) if isinstance(each, Literal))
    for each in sorted(literals, key=str):
        if str(each).strip():
            found.setdefault(each.language or "", []).append(str(each).strip())
    return {language: tuple(words) for language, words in sorted(found.items())}


# --- what people change ----------------------------------------------------------------------------------------------


def add_words(graph: Graph, uri: str, words: str, language: str, *, as_: Wordy) -> bool:
    """Give a concept of a graph another synonym, misheard form or exception; whether that was news.

    Raises :class:`BadInput` for words that say nothing, no language, or a concept that is not there.
    """
    node, words = URIRef(uri), " ".join(words.split())
    if node not in concepts_in(graph):
        raise BadInput("There is no concept %(uri)s in this vocabulary.", uri=uri)
    if not words or _UNWRITABLE.search(words):
        raise BadInput("A synonym must say something.", next_step="Write the words as they are spoken.")
    if not LANGUAGE_TAG.fullmatch(language):
        raise BadInput("%(tag)r is not a language tag.", next_step="Use BCP 47: zh, zh-Hans, en, fr …", tag=language)
    known = (*PROPERTIES.values(), SKOS.prefLabel)
    triple = (node, PROPERTIES[as_], Literal(words, lang=language))
    if any((node, each, triple[2]) in graph for each in known):
        return False
    graph.add(triple)
    return True


def change_concept(graph: Graph, began: Concept, told: Concept) -> None:
    """Change in a graph what somebody wrote otherwise than it ``began``; what others wrote since stays.

    Raises :class:`Conflict` where a text of which there is one in a language was changed by both, and
    :class:`NotFound` where the concept is gone.
    """
    node = URIRef(told.uri)
    if node not in concepts_in(graph):
        raise NotFound("There is no concept %(uri)s in this vocabulary.", uri=told.uri)
    before, after = _told(began), _told(told)
    for property_, value in before - after:
        graph.remove((node, property_, value))
        if property_ in _INVERSE and isinstance(value, URIRef):
            graph.remove((value, _INVERSE[property_], node))
    for property_, value in after - before:
        graph.add((node, property_, value))
    _check_single(graph, node)


def add_concept(graph: Graph, concept: Concept) -> None:
    """Add a concept to a graph and to its scheme; raises :class:`AlreadyExists`."""
    node = URIRef(concept.uri)
    if (node, None, None) in graph:
        raise AlreadyExists("There is a concept %(uri)s already.", next_step="Give it another name.", uri=concept.uri)
    graph.add((node, RDF.type, SKOS.Concept))
    if scheme := min(map(str, graph.subjects(RDF.type, SKOS.ConceptScheme)), default=""):
        graph.add((node, SKOS.inScheme, URIRef(scheme)))
    for property_, value in _told(concept):
        graph.add((node, property_, value))


_INVERSE = {SKOS.broader: SKOS.narrower, SKOS.related: SKOS.related}
_SINGLE = (SKOS.prefLabel, SKOS.definition, DCTERMS.temporal, TERMS.sensitive)


def _told(concept: Concept) -> set[tuple[URIRef, Node]]:
    """What a concept says, as properties and their values."""
    one = ((SKOS.prefLabel, concept.labels), (SKOS.definition, concept.definition))
    several = zip(PROPERTIES.values(), (concept.synonyms, concept.misheard, concept.exceptions), strict=True)
    told: set[tuple[URIRef, Node]] = {(key, _literal(text, tag)) for key, texts in one for tag, text in texts.items()}
    told |= {(key, _literal(text, tag)) for key, words in several for tag, texts in words.items() for text in texts}
    told |= {(SKOS.broader, URIRef(each)) for each in concept.broader}
    told |= {(SKOS.related, URIRef(each)) for each in concept.related}
    told |= {(DCTERMS.temporal, Literal(concept.era, datatype=EDTF))} if concept.era else set()
    return told | ({(TERMS.sensitive, Literal("true", datatype=XSD.boolean))} if concept.sensitive else set())


def _literal(text: str, language: str) -> Literal:
    if _UNWRITABLE.search(text):
        raise BadInput("The text %(text)r holds what no file can.", text=text[:80])
    return Literal(text, lang=language or None)


def _check_single(graph: Graph, node: URIRef) -> None:
    for property_ in _SINGLE:
        by_language: dict[str, list[str]] = {}
        for each in graph.objects(node, property_):
            by_language.setdefault((isinstance(each, Literal) and each.language) or "", []).append(str(each))
        for texts in by_language.values():
            if len(texts) > 1:
                raise Conflict(
                    "Somebody else changed this in between: it says “%(one)s” and “%(other)s”.",
                    next_step="Compare the two, then keep what is right.",
                    one=min(texts),
                    other=max(texts),
                )
