"""A vocabulary as a spreadsheet holds it: a concept a row, a column for each kind of words in each language.

The columns are ``id``, ``prefLabel@en``, ``altLabel@zh``, ``hiddenLabel@zh``, ``exception@zh``,
``definition@en`` …, ``broader``, ``related``, ``sensitive`` and ``era``; several values of one cell stand behind one
another with ``|`` between them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from rdflib import DCTERMS, RDF, SKOS, XSD, Graph, Literal, URIRef

from archive.errors import BadInput
from archive.files import is_slug
from archive.intake.table import SEVERAL, decoded
from archive.records import LANGUAGE_TAG
from archive.sentences import Sentence, enumerated, sentence
from archive.vocabulary.skos import EDTF, TERMS, new_graph

_WORDS = {
    "prefLabel": SKOS.prefLabel,
    "altLabel": SKOS.altLabel,
    "hiddenLabel": SKOS.hiddenLabel,
    "exception": TERMS.exception,
    "definition": SKOS.definition,
}
_WHOLE = ("prefLabel", "definition")
_LINKS = {"broader": SKOS.broader, "related": SKOS.related}
_OTHERS = ("id", "sensitive", "era")
_COLUMNS = (*_OTHERS, *_LINKS, *(f"{each}@en" for each in _WORDS))
_YES, _NO = ("yes", "true", "1", "x", "是"), ("", "no", "false", "0", "否")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+")

_Row = dict[str, str]


def read_table(data: bytes, slug: str) -> Graph:
    """The graph that a table describes; raises :class:`BadInput` naming the row and the column of the first fault."""
    rows = list(_rows(decoded(data)))
    graph = new_graph()
    graph.bind("", f"urn:earwitness:{slug}:")
    scheme = URIRef(f"urn:earwitness:{slug}")
    graph.add((scheme, RDF.type, SKOS.ConceptScheme))
    seen: set[str] = set()
    for number, row in rows:
        if row["id"] in seen:
            raise _wrong(number, "id", sentence("%(told)r stands twice", told=row["id"]))
        seen.add(row["id"])
        node = _node(number, "id", row["id"], slug)
        graph.add((node, RDF.type, SKOS.Concept))
        graph.add((node, SKOS.inScheme, scheme))
        for column, cell in row.items():
            for property_, value in _values(number, column, cell, slug):
                graph.add((node, property_, value))
    return graph


def _rows(text: str) -> Iterator[tuple[int, _Row]]:
    separator = max(",;\t", key=text.split("\n", 1)[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        columns = [each.strip() for each in next(reader, [])]
        _check_columns(columns)
        for number, cells in enumerate(reader, 2):
            row = {column: cell.strip() for column, cell in zip(columns, cells, strict=False) if cell.strip()}
            if row and "id" not in row:
                raise _wrong(number, "id", sentence("it is empty"))
            if row:
                yield number, row
    except csv.Error as error:
        raise BadInput(
            "The table cannot be read at line %(line)s: %(error)s.",
            next_step="Save it as CSV again.",
            line=reader.line_num,
            error=error,
        ) from error


def _check_columns(columns: list[str]) -> None:
    for each in filter(None, columns):
        kind, at, language = each.partition("@")
        is_known = kind in _WORDS and at and LANGUAGE_TAG.fullmatch(language) if at else each in (*_OTHERS, *_LINKS)
        if not is_known:
            raise BadInput(
                "There is no column %(name)r.",
                next_step="The columns are: %(known)s.",
                name=each,
                known=enumerated(_COLUMNS),
            )
        if columns.count(each) > 1:
            raise BadInput("The column “%(name)s” stands twice.", next_step="Leave one away.", name=each)
    if "id" not in columns:
        raise BadInput("The table has no column “id”.", next_step="Name the columns in the first row.")


def _values(number: int, column: str, cell: str, slug: str) -> Iterator[tuple[URIRef, URIRef | Literal]]:
    """What one cell says, as properties and their values."""
    kind, _, language = column.partition("@")
    parts = [cell] if kind in _WHOLE else [each.strip() for each in cell.split(SEVERAL) if each.strip()]
    if kind in _WORDS:
        yield from ((_WORDS[kind], Literal(each, lang=language)) for each in parts)
    elif kind in _LINKS:
        yield from ((_LINKS[kind], _node(number, column, each, slug)) for each in parts)
    elif kind == "era":
        yield DCTERMS.temporal, Literal(cell, datatype=EDTF)
    elif kind == "sensitive":
        if cell.casefold() not in (*_YES, *_NO):
            raise _wrong(number, column, sentence("%(told)r is neither yes nor no", told=cell))
        if cell.casefold() in _YES:
            yield TERMS.sensitive, Literal("true", datatype=XSD.boolean)


def _node(number: int, column: str, told: str, slug: str) -> URIRef:
    if is_slug(told):
        return URIRef(f"urn:earwitness:{slug}:{told}")
    if not _ADDRESS.fullmatch(told):
        why = sentence("%(told)r is neither a short name (a-z, 0-9 and hyphens) nor an address", told=told)
        raise _wrong(number, column, why)
    return URIRef(told)


def _wrong(number: int, column: str, why: Sentence) -> BadInput:
    return BadInput(
        "Row %(row)s, column “%(column)s”: %(why)s.",
        next_step="Mend the table and import it again.",
        row=number,
        column=column,
        why=why,
    )
