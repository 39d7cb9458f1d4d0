"""Names in English, by a spaCy model. It needs case and punctuation: the text goes in as it was written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import spacy

from archive.names.recognising import NameKind, Piece
from archive.speech import Speech

_KINDS: Final[dict[str, NameKind]] = {
    "PERSON": "person",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "ORG": "organisation",
}
_LONGEST = 2_000
"""Characters read at once: names do not hang on what was said minutes ago."""

_EDGES = re.compile(r"^(?:the |The )?(.*?)(?:['’]s?)?[\s.,;:!?—–-]*$", re.DOTALL)


@dataclass(frozen=True)
class EnglishReader:
    """A spaCy model that is loaded once; ``model`` is its package."""

    model: str
    program: str
    _reads: Any = field(init=False, repr=False)

    def __post_init__(self) -> None:
        # What only the parser and the lemmatiser need is left out: names are found by themselves.
        loaded = spacy.load(self.model, exclude=["tagger", "parser", "attribute_ruler", "lemmatizer"])
        object.__setattr__(self, "_reads", loaded)

    def pieces(self, speech: Speech) -> Sequence[Piece]:
        """The names that the model proposes, without *the* before and *’s* behind them; of no kind what it takes for
        names of other things: days, sums, peoples.
        """
        passages = list(_passages(speech))
        read = self._reads.pipe(speech.text[start:end] for start, end in passages)
        return [
            piece
            for (begin, _), document in zip(passages, read, strict=True)
            for each in document.ents
            for piece in _trimmed(each.text, begin + each.start_char, _KINDS.get(each.label_))
        ]


def _trimmed(name: str, start: int, kind: NameKind | None) -> Iterator[Piece]:
    found = _EDGES.match(name)
    if found is not None and found[1]:
        yield Piece(start + found.start(1), start + found.end(1), kind)


def _passages(speech: Speech) -> Iterator[tuple[int, int]]:
    """From where to where one voice goes on, in stretches that are not too long."""
    begin = end = 0
    for start, cue, goes_on in zip(speech.starts, speech.cues, speech.goes_on, strict=True):
        if end > begin and (not goes_on or start + len(cue.text) - begin > _LONGEST):
            yield begin, end
            begin = start
        end = start + len(cue.text)
    if end > begin:
        yield begin, end
