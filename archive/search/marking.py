"""Where a query's words stand in a text, and the text with them marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape

from archive.index.streams import Terms
from archive.language import spans
from archive.search.dictionary import in_chinese
from archive.search.places import Place, Streams, matches, pieces_with, span
from archive.search.query import parse
from archive.search.values import NOT_FOUND, Mark, Marked
from archive.search.ways import Clause

Marker = Callable[[Sequence[str]], list[Marked]]
"""Where in texts that are read on, as the cues of a recording are, the words of a query stand."""


def marker(query: str) -> Marker:
    """What finds the words of this query in any texts, by the rules of search: phrases run from one into the next."""
    asked = parse(query)

    def find(texts: Sequence[str]) -> list[Marked]:
        of_texts = Terms(asked.columns)
        of_texts.add(texts, is_chinese=True)
        found: dict[int, list[Mark]] = {}
        begun = list(_begun(of_texts.streams(), asked.clauses))
        for run, places in begun:
            for text, within in _shared_out(texts, run, places):
                found.setdefault(text, []).extend(within)
        begins = {run.start for run, _ in begun}
        return [
            Marked(marks=_joined(found[number]), begins=number in begins) if number in found else NOT_FOUND
            for number in range(len(texts))
        ]

    return find


def warm() -> None:
    """Load what is asked for by the first search only, so that nobody waits for it."""
    marker("Hegang")(["鶴崗"])
    in_chinese("mine")


def marks(text: str, found: Iterable[Place]) -> tuple[Mark, ...]:
    """Where matches, counted in terms of the text, stand in it as it is written; those that overlap are one."""
    written = spans(text)
    return _joined((written[first][0], written[over - 1][1]) for first, over in found)


def highlight(text: str, marks: Sequence[Mark]) -> str:
    """The text as HTML: escaped, with ``<mark>`` around what was found, and nothing else."""
    parts, done = [], 0
    for start, end in marks:
        parts += [escape(text[done:start]), "<mark>", escape(text[start:end]), "</mark>"]
        done = end
    return "".join((*parts, escape(text[done:])))


def _begun(streams: Streams, clauses: Sequence[Clause]) -> Iterator[tuple[range, list[Place]]]:
    """From each text in which a match begins to the one where it ends, and the matches, counted from its first term."""
    for piece in sorted({each for clause in clauses for each in pieces_with(streams, clause)}):
        run = span(streams, clauses, piece)
        yield run, matches(streams, clauses, run)


def _shared_out(texts: Sequence[str], run: range, places: Sequence[Place]) -> Iterator[tuple[int, tuple[Mark, ...]]]:
    """To each text of a run its part of the matches."""
    begin = 0
    for number in run:
        count = len(spans(texts[number]))
        within = [(max(first - begin, 0), min(over - begin, count)) for first, over in places]
        yield number, marks(texts[number], [(first, over) for first, over in within if first < over])
        begin += count


def _joined(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    joined: list[Mark] = []
    for start, end in sorted(marks):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
