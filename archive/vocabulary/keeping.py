"""Vocabularies among the files of the archive: Turtle under ``transcripts/vocabulary/``, every earlier text kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from rdflib import Graph

from archive import fixity, provenance
from archive.errors import NotFound
from archive.files import VOCABULARY, Files, is_slug, vocabulary_file, words_folder
from archive.sentences import Sentence, sentence
from archive.transcripts import earlier_kept
from archive.vocabulary.checking import refuse_faulty
from archive.vocabulary.skos import (
    Wordy,
    add_concept,
    add_words,
    change_concept,
    new_graph,
    read_graph,
    vocabulary_in,
)
from archive.vocabulary.turtle import as_turtle
from archive.vocabulary.values import Concept, Vocabulary

STARTER = "starter"
"""The vocabulary that Earwitness brings along, in use until an archive keeps one of its own."""

_STARTER_FILE = Path(__file__).with_name("starter.ttl")


def slugs(files: Files) -> list[str]:
    """The names of the vocabularies that the archive keeps, in order."""
    names = files.store.names(words_folder(VOCABULARY))
    found = [each.removesuffix(".ttl") for each in names if each.endswith(".ttl")]
    return [each for each in found if is_slug(each)]


def in_use(files: Files) -> tuple[Vocabulary, ...]:
    """The vocabularies that speech is matched with: those kept, or the one brought along where none is."""
    kept = slugs(files) or [STARTER]
    return tuple(_vocabulary(text_of(files, slug), slug) for slug in kept)


def read(files: Files, slug: str) -> Vocabulary:
    """One vocabulary; raises :class:`NotFound`, or :class:`BadInput` where it cannot be read."""
    return _vocabulary(text_of(files, slug), slug)


def text_of(files: Files, slug: str) -> bytes:
    """A vocabulary as Turtle; raises :class:`NotFound`."""
    key = vocabulary_file(slug)
    if files.store.exists(key):
        return files.store.read(key)
    if slug == STARTER and not slugs(files):
        return _STARTER_FILE.read_bytes()
    raise NotFound(
        "There is no vocabulary %(slug)s.",
        next_step="`earwitness vocabulary list` names those that are here.",
        slug=slug,
    )


def keep(files: Files, slug: str, graph: Graph, *, agent: str, detail: str | Sentence = "") -> None:
    """Keep a graph as a vocabulary; its earlier text stays under ``versions/``. Raises :class:`BadInput` for faults."""
    refuse_faulty(graph)
    _keep(files, slug, lambda _: as_turtle(graph), agent=agent, detail=detail)


def add(files: Files, slug: str, uri: str, words: str, language: str, *, as_: Wordy, agent: str) -> Vocabulary:
    """Give a concept another synonym, misheard form or exception; returns the vocabulary as it then is.

    The vocabulary brought along is kept by this, and is the archive's own from then on. What the concept has already
    changes nothing.
    """
    detail = sentence("%(slug)s: “%(words)s” (%(tag)s) added to %(uri)s", slug=slug, words=words, tag=language, uri=uri)

    graph = new_graph()

    def added(data: bytes) -> bytes:
        nonlocal graph
        graph = read_graph(data, "turtle")
        return as_turtle(graph) if add_words(graph, uri, words, language, as_=as_) else data

    _keep(files, slug, added, agent=agent, detail=detail)
    return vocabulary_in(graph, slug)


def change(files: Files, slug: str, began: Concept, told: Concept, *, agent: str) -> Vocabulary:
    """Keep what somebody wrote of a concept otherwise than it ``began``; what others wrote since stays.

    Raises :class:`Conflict` where both changed one text, and :class:`BadInput` for what a vocabulary cannot hold.
    """
    detail = sentence("%(slug)s: %(uri)s changed", slug=slug, uri=told.uri)
    return _changed(files, slug, lambda graph: change_concept(graph, began, told), agent=agent, detail=detail)


def create(files: Files, slug: str, concept: Concept, *, agent: str) -> Vocabulary:
    """Add a concept to a vocabulary; raises :class:`AlreadyExists`."""
    detail = sentence("%(slug)s: %(uri)s added", slug=slug, uri=concept.uri)
    return _changed(files, slug, lambda graph: add_concept(graph, concept), agent=agent, detail=detail)


def _changed(files: Files, slug: str, change_: Callable[[Graph], None], *, agent: str, detail: Sentence) -> Vocabulary:
    graph = new_graph()

    def changed(data: bytes) -> bytes:
        nonlocal graph
        graph = read_graph(data, "turtle")
        before = as_turtle(graph)
        change_(graph)
        refuse_faulty(graph)
        after = as_turtle(graph)
        return data if after == before else after

    _keep(files, slug, changed, agent=agent, detail=detail)
    return vocabulary_in(graph, slug)


def _keep(files: Files, slug: str, changed: Callable[[bytes], bytes], *, agent: str, detail: str | Sentence) -> None:
    key = vocabulary_file(slug)
    with files.lock(VOCABULARY):
        provenance.clear_the_way(files, VOCABULARY)
        try:
            before = text_of(files, slug)
        except NotFound:
            before = b""
        data = changed(before)
        if data == before and files.store.exists(key):
            return
        event = provenance.next_event(files, VOCABULARY, "vocabulary kept", agent, detail=detail or slug)
        provenance.perform(files, provenance.planned(event, writes=earlier_kept(files, key, event) | {key: data}))
        fixity.settle(files, VOCABULARY)


@lru_cache(maxsize=8)
def _vocabulary(data: bytes, slug: str) -> Vocabulary:
    """Reading a large vocabulary takes seconds, and its text is asked for with every page."""
    return vocabulary_in(read_graph(data, "turtle"), slug)
