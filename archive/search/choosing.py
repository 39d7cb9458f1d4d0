"""Which passages of an interview to show: the fullest, from every text it was found in. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice, zip_longest

from archive.index.numbers import first_cue, first_description
from archive.search.places import Pieces, Place, Stream, places
from archive.search.query import Clause


@dataclass(frozen=True, slots=True)
class Text:
    """A document's streams of terms, what was said and what is told of it, and where the pieces of each begin.

    ``tracks`` are the numbers of its transcripts with how many cues each has; from ``first_heading`` on, the
    descriptions are index points.
    """

    tracks: Sequence[tuple[int, int]]
    cue_starts: Sequence[int]
    about_starts: Sequence[int]
    first_heading: int
    said: Stream
    about: Stream

    def cues(self, span: range) -> Iterator[int]:
        """The row numbers of cues, counted from the document's first."""
        upto = list(accumulate(count for _, count in self.tracks))
        for piece in span:
            at = bisect_right(upto, piece)
            track, count = self.tracks[at]
            yield first_cue(track) + piece - upto[at] + count


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rows (cues, or one description) that make a passage, and its matches, in terms from the first row's first."""

    rows: tuple[int, ...]
    matches: Sequence[Place]
    is_said: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """How many passages there are, and those to show."""

    matches: int
    chosen: tuple[Chosen, ...]


def choose(clauses: Sequence[Clause], interview_id: str, texts: Sequence[Text], most: int) -> Choice:
    """The best passages of an interview, taken in turn from its texts, the best text first.

    Titles, summaries and names are shown only where no moment of a recording can be.
    """
    said = [_said(clauses, text, most) for text in texts]
    told, headings = _told(clauses, interview_id, texts[0], most)
    moments = [each for each in (*said, headings) if each.matches] or [told]
    in_turn = (each for row in zip_longest(*(each.chosen for each in moments)) for each in row if each)
    return Choice(sum(each.matches for each in moments), tuple(islice(in_turn, most)))


def _said(clauses: Sequence[Clause], text: Text, most: int) -> Choice:
    pieces = Pieces(text.cue_starts, [places(text.said, each) for each in clauses])
    spans = map(pieces.span, pieces.best(most))
    chosen = (Chosen(tuple(text.cues(span)), pieces.marks(span), True) for span in spans)
    return Choice(len(pieces.fullest), tuple(chosen))


def _told(clauses: Sequence[Clause], interview_id: str, text: Text, most: int) -> tuple[Choice, Choice]:
    """What is found in descriptions, and in index points."""
    found = [places(text.about, each) for each in clauses]
    starts = text.about_starts
    border = starts[text.first_heading] if text.first_heading < len(starts) else None
    before = [[each for each in of_clause if border is None or each[0] < border] for of_clause in found]
    behind = [[each for each in of_clause if border is not None and each[0] >= border] for of_clause in found]
    return _described(starts, before, interview_id, most), _described(starts, behind, interview_id, most)


def _described(starts: Sequence[int], found: Sequence[Sequence[Place]], interview_id: str, most: int) -> Choice:
    pieces = Pieces(starts, found)
    row = first_description(interview_id)
    chosen = (Chosen((row + each,), pieces.marks(range(each, each + 1)), False) for each in pieces.best(most))
    return Choice(len(pieces.fullest), tuple(chosen))
