"""Where a query's words stand in a text, and the text with them marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

from archive.index.streams import Terms
from archive.language import spans
from archive.search.places import Place, matches
from archive.search.query import parse
from archive.search.values import Mark

Marker = Callable[[str], tuple[Mark, ...]]
"""Where in a text the words of a query are; empty where they are not."""


def marker(query: str) -> Marker:
    """What finds the words of this query in any text, by the rules of search."""
    clauses = parse(query).clauses

    def find(text: str) -> tuple[Mark, ...]:
        of_text = Terms()
        of_text.add([text], is_chinese=True)
        return marks(text, matches(of_text.streams(), clauses, range(1)))

    return find


def marks(text: str, found: Iterable[Place]) -> tuple[Mark, ...]:
    """Where matches, counted in terms of the text, stand in it as it is written; those that overlap are one."""
    written = spans(text)
    joined: list[Mark] = []
    for first, over in sorted(found):
        start, end = written[first][0], written[over - 1][1]
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def highlight(text: str, marks: Sequence[Mark]) -> str:
    """The text as HTML: escaped, with ``<mark>`` around what was found, and nothing else."""
    parts, done = [], 0
    for start, end in marks:
        parts += [escape(text[done:start]), "<mark>", escape(text[start:end]), "</mark>"]
        done = end
    return "".join((*parts, escape(text[done:])))
