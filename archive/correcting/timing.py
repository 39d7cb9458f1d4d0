"""When the words of a corrected text are said: those that stayed keep their times, the others get what lies between."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz.distance import Levenshtein

from archive import language
from archive.language import Token
from archive.records import Word

_OPENING = re.compile(r"[(\[{<“‘「『《〈（［【—-]*\Z")


def retimed(words: Sequence[Word], text: str, *, start_ms: int, end_ms: int) -> tuple[Word, ...]:
    """The words of ``text``, which was made of ``words``, inside a cue that runs from ``start_ms`` to ``end_ms``.

    A word whose letters stayed keeps its times exactly, whatever its case and punctuation became; so does one that took
    in a neighbour for which there was no time. What stands in place of others has their time, shared out by length.
    Nothing where nothing was timed.
    """
    terms = language.tokens(text)
    if not words or not terms:
        return ()
    units = _units(words)
    pieces = _given_times(list(_laid_out(units, terms)), terms, text, (start_ms, end_ms))
    cuts = [0, *(_cut(text, terms[one.last].end, terms[one.last + 1].start) for one in pieces[:-1]), len(text)]
    said: list[Word] = []
    for piece, begins, ends in zip(pieces, cuts, cuts[1:], strict=False):
        said += piece.said_as(text[begins:ends])
    return tuple(said)


@dataclass(slots=True)
class _Unit:
    """Words that hold whole terms: mostly one word, more where a term was cut or a word is punctuation alone."""

    words: list[Word] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)

    @property
    def start_ms(self) -> int:
        return self.words[0].start_ms

    @property
    def end_ms(self) -> int:
        return self.words[-1].end_ms


@dataclass(slots=True)
class _Piece:
    """New terms, the first and last by number, that become a word; ``unit`` is what they were, if they stayed."""

    first: int
    last: int
    start_ms: int
    end_ms: int
    unit: _Unit | None = None

    def said_as(self, text: str) -> list[Word]:
        kept = _spaced_as(text, self.unit.words) if self.unit else []
        return kept or [Word(self.start_ms, self.end_ms, text)]


def _spaced_as(text: str, words: Sequence[Word]) -> list[Word]:
    """The words, if they say ``text``, with the spaces it has around it."""
    said = "".join(word.text for word in words)
    if said.strip() != text.strip() or any(not word.text.strip() for word in (words[0], words[-1])):
        return []
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    spaced = list(words)
    spaced[0] = replace(spaced[0], text=before + spaced[0].text.lstrip())
    spaced[-1] = replace(spaced[-1], text=spaced[-1].text.rstrip() + after)
    return spaced


@dataclass(slots=True)
class _Run:
    """New terms from ``first`` up to ``after`` that nobody had timed, and the units whose place they took."""

    first: int
    after: int
    dropped: Sequence[_Unit]


def _units(words: Sequence[Word]) -> list[_Unit]:
    terms = language.tokens("".join(word.text for word in words))
    units: list[_Unit] = []
    at = 0
    for word in words:
        begins, at = at, at + len(word.text)
        mine = [each.text for each in terms if begins <= each.start < at]
        goes_on = any(each.start < begins < each.end for each in terms)
        if not units or (mine and not goes_on and units[-1].terms):
            units.append(_Unit())
        units[-1].words.append(word)
        units[-1].terms += mine
    return units


def _laid_out(units: Sequence[_Unit], terms: Sequence[Token]) -> Iterator[_Piece | _Run]:
    """The new terms in order: units that stayed, and runs of what is new."""
    stayed_at = _places([term for unit in units for term in unit.terms], [each.text for each in terms])
    reached = old = 0
    dropped: list[_Unit] = []
    for unit in units:
        here = [stayed_at.get(old + n) for n in range(len(unit.terms))]
        old += len(unit.terms)
        first = here[0] if here else None
        if first is None or here != list(range(first, first + len(here))):
            dropped.append(unit)
            continue
        if reached < first:
            yield _Run(reached, first, dropped)
        reached, dropped = first + len(here), []
        yield _Piece(first, reached - 1, unit.start_ms, unit.end_ms, unit)
    if reached < len(terms):
        yield _Run(reached, len(terms), dropped)


def _places(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Where the old terms that stayed stand among the new ones."""
    blocks = Levenshtein.opcodes(old, new)
    return {
        each.src_start + n: each.dest_start + n
        for each in blocks
        if each.tag == "equal"
        for n in range(each.src_end - each.src_start)
    }


def _given_times(
    layout: Sequence[_Piece | _Run], terms: Sequence[Token], text: str, cue: tuple[int, int]
) -> list[_Piece]:
    """Every run made into words that have a time; one for which there is none joins the word before it, or after."""
    pieces: list[_Piece] = []
    joins_next: int | None = None
    for place, each in enumerate(layout):
        if isinstance(each, _Piece):
            if joins_next is not None:
                each.first, joins_next = joins_next, None
            pieces.append(each)
            continue
        following = layout[place + 1] if place + 1 < len(layout) else None
        start_ms, end_ms = _window(each, pieces, following, cue)
        parts = _parts(each, terms, text)
        if end_ms - start_ms >= len(parts):
            pieces += _shared_out(parts, terms, start_ms, end_ms)
        elif pieces:
            pieces[-1].last = each.after - 1
        else:
            joins_next = each.first
    return pieces


def _window(run: _Run, before: Sequence[_Piece], after: _Piece | _Run | None, cue: tuple[int, int]) -> tuple[int, int]:
    if run.dropped:
        return run.dropped[0].start_ms, run.dropped[-1].end_ms
    return before[-1].end_ms if before else cue[0], after.start_ms if isinstance(after, _Piece) else cue[1]


def _parts(run: _Run, terms: Sequence[Token], text: str) -> list[tuple[int, int]]:
    """The first and last term of each word of a run; what took the place of one word and has no space in it is one."""
    if len(run.dropped) == 1 and not re.search(r"\s", text[terms[run.first].start : terms[run.after - 1].end]):
        return [(run.first, run.after - 1)]
    parts: list[tuple[int, int]] = []
    for number in range(run.first, run.after):
        if parts and _is_one_word(terms[number - 1], terms[number], text):
            parts[-1] = (parts[-1][0], number)
        else:
            parts.append((number, number))
    return parts


def _is_one_word(left: Token, right: Token, text: str) -> bool:
    spaced = re.search(r"\s", text[left.end : right.start])
    return not (spaced or language.is_unspaced(left.text) or language.is_unspaced(right.text))


def _shared_out(parts: Sequence[tuple[int, int]], terms: Sequence[Token], start_ms: int, end_ms: int) -> list[_Piece]:
    """The time from ``start_ms`` to ``end_ms`` shared out by length, at least 1 ms to each."""
    lengths = [terms[last].end - terms[first].start for first, last in parts]
    spare, whole = end_ms - start_ms - len(parts), sum(lengths)
    ends = [start_ms + n + spare * sum(lengths[:n]) // whole for n in range(len(parts) + 1)]
    return [_Piece(first, last, ends[n], ends[n + 1]) for n, (first, last) in enumerate(parts)]


def _cut(text: str, left: int, right: int) -> int:
    """Where a word ends between two terms: before the first space, else before what opens the next word."""
    between = text[left:right]
    space = re.search(r"\s", between)
    if space:
        return left + space.start()
    opening = _OPENING.search(between)
    return left + (opening.start() if opening else len(between))
