"""As much of a text as a line of a concordance has room for: in words, two Chinese characters to a word. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from archive.language import is_unspaced, terms
from archive.language import spans as spans_of

_CLOSING = " \t\n,.;:!?…、，。；：！？”’)）》」』/"
_OPENING = " \t\n“‘(（《「『/"
_WORDS = 12
"""What stands on either side; of Chinese, twice as many characters."""


def beginning(text: str) -> str:
    """The first words of a text, whole, with the punctuation around them."""
    spans = spans_of(text)
    shown = _room_for(terms(text))
    return text[: spans[shown][0]].strip().rstrip(_OPENING) if shown < len(spans) else text.strip()


def ending(text: str) -> str:
    """The last words of a text."""
    spans = spans_of(text)
    shown = _room_for(reversed(terms(text)))
    return text[spans[-shown - 1][1] :].strip().lstrip(_CLOSING) if shown < len(spans) else text.strip()


def _room_for(these: Iterable[str]) -> int:
    """How many of these terms there is room for."""
    shown, room = 0, 2 * _WORDS
    for term in these:
        room -= 1 if is_unspaced(term) else 2
        if room < 0:
            break
        shown += 1
    return shown
