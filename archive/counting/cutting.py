"""As much of a text as a line of a concordance has room for: in words, two Chinese characters to a word. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from archive.language import is_unspaced, terms
from archive.language import spans as spans_of

_CLOSING = " \t\n,.;:!?…、，。；：！？”’)）》」』/"
_OPENING = " \t\n“‘(（《「『/"
_WORDS = 12
"""What stands on either side; of Chinese, twice as many characters."""


_ENOUGH = 120
"""Characters in which there is nearly always more than that."""


def beginning(text: str) -> str:
    """The first words of a text, whole, with the punctuation around them."""
    for part in (text[:_ENOUGH], text):
        spans, shown = spans_of(part), _room_for(terms(part))
        if shown < len(spans) - (part != text):  # the last word of a part may go on
            return part[: spans[shown][0]].strip().rstrip(_OPENING)
    return text.strip()


def ending(text: str) -> str:
    """The last words of a text."""
    for part in (text[-_ENOUGH:], text):
        spans, shown = spans_of(part), _room_for(reversed(terms(part)))
        if shown < len(spans) - (part != text):
            return part[spans[-shown - 1][1] :].strip().lstrip(_CLOSING)
    return text.strip()


def _room_for(these: Iterable[str]) -> int:
    """How many of these terms there is room for."""
    shown, room = 0, 2 * _WORDS
    for term in these:
        room -= 1 if is_unspaced(term) else 2
        if room < 0:
            break
        shown += 1
    return shown
