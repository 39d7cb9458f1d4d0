"""Signatures; the code follows."""

from __future__ import annotations

from archive.index import Index
from archive.search.values import Results


def search(  # noqa: PLR0913 — an address of a results page may name each of these
    index: Index,
    query: str,
    *,
    page: int = 1,
    per_page: int = 20,
    passages: int = 3,
    collection: str = "",
    language: str = "",
    year: str = "",
    media: str = "",
    sort: str = "relevance",
    interview: str = "",
) -> Results:
    """The interviews in which every word and phrase of ``query`` occurs, best first, with their best passages.

    A filter that matches nothing finds nothing; no query raises. ``sort`` is ``relevance``, ``date`` or ``newest``.
    """
    raise NotImplementedError
