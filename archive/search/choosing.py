"""Which passages of an interview to show: the fullest, from every text it was found in. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice, zip_longest

from archive.index.numbers import first_cue, first_description
from archive.search.places import Place, Streams, best, fullest, matches, pieces_with, span
from archive.search.telling import fuller, most_telling
from archive.search.ways import Clause

_MOST_DRAWN = 40
"""Places in one text of which the moments are looked up, so that common words cost no more than rare ones."""


@dataclass(frozen=True, slots=True)
class Text:
    """A document's streams: of what was said, and of what is told of it; and the clauses that it is read for.

    ``tracks`` are the numbers of its transcripts with how many cues each has; ``verbatim`` has for a cue of an edited
    one the verbatim cues of its moment; from ``first_heading`` on, the descriptions are index points. ``counts`` has
    a 1 for each cue whose words count; None if all do.
    """

    document: int
    clauses: Sequence[Clause]
    tracks: Sequence[tuple[int, int]]
    verbatim: Mapping[int, range]
    first_heading: int
    said: Streams
    about: Streams
    facts: str = ""
    is_question: bool = False
    counts: bytes | None = None

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
    """How many passages there are, how much of the query each holds, those to show, and where some of all begin."""

    matches: int
    holds: int
    chosen: tuple[Chosen, ...]
    begin: tuple[int, ...] = ()


def choose(interview_id: str, texts: Sequence[Text], most: int) -> Choice:
    """The best passages of an interview, taken in turn from its texts, the best text first.

    Titles, summaries and names are shown only where no moment of a recording holds as much of what was asked for.
    """
    said = [_said(text, most) for text in texts]
    told, headings = _told(interview_id, texts[0], most)
    moments = [each for each in (*said, headings) if each.matches]
    holds = max((each.holds for each in moments), default=0)
    shown = [told, *moments] if told.holds > holds else moments
    in_turn = (each for row in zip_longest(*(each.chosen for each in shown)) for each in row if each)
    begin = tuple(each for text in said for each in text.begin)
    matches = sum(each.matches for each in shown)
    return Choice(matches, max(holds, told.holds), tuple(islice(in_turn, most)), begin)


def _said(text: Text, most: int) -> Choice:
    clauses = text.clauses
    found = [pieces_with(text.said, each, text.counts) for each in clauses]
    pieces = _said_once(fuller(found) if text.is_question else fullest(found), text.verbatim)
    first = most_telling(text.said, clauses, pieces, found)[:most] if text.is_question else best(pieces, found, most)
    spans = [span(text.said, clauses, each) for each in first]
    chosen = (Chosen(tuple(text.cues(each)), matches(text.said, clauses, each), True) for each in spans)
    begin = tuple(next(text.cues(range(each, each + 1))) for each in _spread(sorted(pieces)))
    return Choice(len(pieces), _most_held(pieces), tuple(chosen), begin)


def _said_once(pieces: Mapping[int, int], verbatim: Mapping[int, range]) -> dict[int, int]:
    """Without the cues of an edited text that hold nothing the verbatim text does not hold at that moment."""
    return {
        piece: held
        for piece, held in pieces.items()
        if not any(pieces.get(each) == held for each in verbatim.get(piece, ()))
    }


def _most_held(pieces: Mapping[int, int]) -> int:
    return max((each.bit_count() for each in pieces.values()), default=0)


def _spread(pieces: Sequence[int]) -> Sequence[int]:
    """So many of them as can be told apart in a drawing, from the first to the last."""
    return pieces[:: -(-len(pieces) // _MOST_DRAWN) or 1]


def _told(interview_id: str, text: Text, most: int) -> tuple[Choice, Choice]:
    """What is found in descriptions, and in index points; nothing where only what somebody says counts."""
    is_said = text.counts is not None
    found = [[] if is_said else pieces_with(text.about, each) for each in text.clauses]
    described = [[each for each in pieces if each < text.first_heading] for pieces in found]
    headings = [[each for each in pieces if each >= text.first_heading] for pieces in found]
    return _described(interview_id, text, described, most), _described(interview_id, text, headings, most)


def _described(interview_id: str, text: Text, found: Sequence[Sequence[int]], most: int) -> Choice:
    pieces, row = fullest(found), first_description(interview_id)
    chosen = (
        Chosen((row + each,), matches(text.about, text.clauses, range(each, each + 1)), False)
        for each in best(pieces, found, most)
    )
    return Choice(len(pieces), _most_held(pieces), tuple(chosen))
