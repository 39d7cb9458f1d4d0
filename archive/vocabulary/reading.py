"""A vocabulary as a file that somebody has: Turtle, RDF/XML or a table, by the ending of its name."""

from __future__ import annotations

from collections.abc import Callable

from rdflib import Graph

from archive.errors import BadInput
from archive.vocabulary.skos import read_graph
from archive.vocabulary.table import read_table

_FORMS: dict[str, Callable[[bytes, str], Graph]] = {
    "ttl": lambda data, _: read_graph(data, "turtle"),
    "rdf": lambda data, _: read_graph(data, "xml"),
    "xml": lambda data, _: read_graph(data, "xml"),
    "csv": read_table,
}


def read_file(data: bytes, name: str, slug: str) -> Graph:
    """The graph that a file of that name holds; raises :class:`BadInput` where it cannot be read."""
    reading = _FORMS.get(name.rpartition(".")[2].lower())
    if reading is None:
        raise BadInput("%(name)s is no vocabulary known here.", next_step="Give a .ttl, .rdf or .csv file.", name=name)
    return reading(data, slug)
