"""The forms of an English word."""

from __future__ import annotations

from functools import lru_cache

import snowballstemmer


@lru_cache(maxsize=100_000)
def stem(term: str) -> str:
    """What a folded word has in common with its other forms: ``miners`` and ``miner`` → ``miner``.

    Only a word of plain Latin letters has other forms here; anything else is its own stem.
    """
    if not (term.isascii() and term.isalpha()):
        return term
    # A stemmer keeps the word it works on, so threads must not share one.
    stemmed: str = snowballstemmer.stemmer("english").stemWord(term)
    return stemmed
