"""A graph as Turtle that a person can read: a concept a paragraph, in order, every value exactly as it is.

rdflib's own writer rounds doubles, writes values that make no sense in a form nobody can read again, and never ends on
a list that bites its tail; a record can afford none of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import groupby

from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.term import Node

_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_PREFIX = re.compile(r"[A-Za-z][A-Za-z0-9-]*|")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED = re.compile('["\\\\\x00-\x1f\x7f-\x9f\ufeff\ufffe\uffff]')

_Names = Mapping[Node, str]


def as_turtle(graph: Graph) -> bytes:
    """The graph as Turtle: the same bytes for the same triples, as long as no node in it is without a name."""
    nodes = {each for triple in graph for each in triple}
    datatypes = {each.datatype for each in nodes if isinstance(each, Literal) and each.datatype}
    prefixes = {str(uri): str(prefix) for prefix, uri in graph.namespaces() if _PREFIX.fullmatch(str(prefix))}
    named: dict[Node, str] = {each: _short(each, prefixes) for each in nodes | datatypes if isinstance(each, URIRef)}
    blank = sorted(each for each in nodes if isinstance(each, BNode))
    names = named | {each: f"_:b{number}" for number, each in enumerate(blank, 1)}
    used = {each.partition(":")[0] for each in named.values() if not each.startswith("<")}
    heads = sorted(f"@prefix {prefix}: <{uri}> .\n" for uri, prefix in prefixes.items() if prefix in used)
    triples = sorted(graph, key=lambda each: (isinstance(each[0], BNode), each[0]))
    told = [_paragraph(names[one], of_one, names) for one, of_one in groupby(triples, key=lambda each: each[0])]
    return "\n".join(["".join(heads), *told]).encode()


def _paragraph(subject: str, triples: Iterable[tuple[Node, Node, Node]], names: _Names) -> str:
    by_property: dict[str, list[str]] = {}
    for _, property_, value in sorted(triples, key=_in_order):
        name = "a" if property_ == RDF.type else names[property_]
        by_property.setdefault(name, []).append(_written(value, names))
    return (
        f"{subject}\n    " + " ;\n    ".join(f"{name} {', '.join(each)}" for name, each in by_property.items()) + " .\n"
    )


def _in_order(triple: tuple[Node, Node, Node]) -> tuple[bool, str, str, str, str]:
    """What it is comes first, then by name; values by their language, then as they are."""
    _, property_, value = triple
    language, datatype = (value.language, value.datatype) if isinstance(value, Literal) else (None, None)
    return property_ != RDF.type, str(property_), language or "", str(value), datatype or ""


def _written(node: Node, names: _Names) -> str:
    if not isinstance(node, Literal):
        return names[node]
    text = _ESCAPED.sub(lambda found: _ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04X}", node)
    behind = f"@{node.language}" if node.language else f"^^{names[node.datatype]}" if node.datatype else ""
    return f'"{text}"{behind}'


def _short(uri: URIRef, prefixes: Mapping[str, str]) -> str:
    """The address by the longest prefix that leaves a plain name, or in full."""
    cut = max(uri.rfind("#"), uri.rfind("/"), uri.rfind(":")) + 1
    prefix = prefixes.get(uri[:cut])
    return f"{prefix}:{uri[cut:]}" if prefix is not None and _LOCAL.fullmatch(uri[cut:]) else f"<{uri}>"
