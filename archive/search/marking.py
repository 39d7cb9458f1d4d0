"""Signatures; the code follows."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from archive.search.values import Mark

Marker = Callable[[str], tuple[Mark, ...]]
"""Where in a text the words of a query are; empty where they are not."""


def marker(query: str) -> Marker:
    """What finds the words of this query in any text, by the rules of search."""
    raise NotImplementedError


def highlight(text: str, marks: Iterable[Mark]) -> str:
    """The text as HTML: escaped, with ``<mark>`` around what was found, and nothing else."""
    raise NotImplementedError
