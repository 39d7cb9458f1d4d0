"""A transcript as one running text: a phrase may begin in one cue and end in the next, and still has its moments."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from archive.language import Folded, fold, is_unspaced, spans, terms
from archive.records import Cue

LONGEST_REST_MS = 3_000
"""How long one voice may be silent inside a phrase."""

BREAK = "\0"
"""Stands in the folded text where nothing said before goes on: another voice, or a long silence."""

_EVIDENCE_REACH = 40


@dataclass(frozen=True, slots=True)
class Spoken:
    """A stretch of running text: from where to where it stands, as it was said, and when.

    ``is_timed`` tells whether its own words had times; else the times are those of its cues.
    """

    start: int
    end: int
    text: str
    start_ms: int
    end_ms: int
    is_timed: bool = False


@dataclass(frozen=True)
class Speech:
    """Cues in order of time, as one text. ``language`` is the track's BCP 47 tag."""

    cues: tuple[Cue, ...]
    language: str = ""

    @cached_property
    def text(self) -> str:
        """What was said, cue after cue: between them a space, or a line break where nothing said before goes on."""
        between = ("", *(" " if goes_on else "\n" for goes_on in self.goes_on[1:]))
        return "".join(f"{each}{cue.text}" for each, cue in zip(between, self.cues, strict=False))

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where the text of each cue begins in :attr:`text`."""
        found, upto = [], 0
        for cue in self.cues:
            found.append(upto)
            upto += len(cue.text) + 1
        return tuple(found)

    @cached_property
    def goes_on(self) -> tuple[bool, ...]:
        """Of each cue, whether what was said in the one before may go on in it."""
        pairs = zip(self.cues, self.cues[1:], strict=False)
        return (False, *(_goes_on(one, other) for one, other in pairs))[: len(self.cues)]

    @cached_property
    def terms(self) -> tuple[tuple[str, ...], ...]:
        """The folded words and unspaced characters of each cue."""
        return tuple(tuple(terms(cue.text)) for cue in self.cues)

    @cached_property
    def folded(self) -> Folded:
        """The text folded for patterns: one space between spaced words, none between unspaced, :data:`BREAK` at breaks.

        Its offsets lead back into :attr:`text`.
        """
        text = ""
        pieces: list[str] = []
        offsets: list[int] = []
        for cue, start, goes_on in zip(self.cues, self.starts, self.goes_on, strict=True):
            part = fold(cue.text)
            between = _between(text, part.text, goes_on)
            text = part.text or between or text
            pieces += [between, part.text.replace("\n", " ")]
            offsets += [max(start - 1, 0)] * len(between) + [start + each for each in part.offsets[:-1]]
        return Folded("".join(pieces), (*offsets, len(self.text)))

    def spoken(self, start: int, end: int) -> Spoken:
        """The stretch of :attr:`text` from one place to another; its times are those of its words, or of its cues."""
        first, last = self.cue_at(start), self.cue_at(end - 1)
        begin = _moment(self.cues[first], start - self.starts[first])
        finish = _moment(self.cues[last], end - 1 - self.starts[last])
        is_timed = bool(self.cues[first].words and self.cues[last].words)
        return Spoken(start, end, self.text[start:end], begin[0], max(finish[1], begin[0]), is_timed)

    def spoken_folded(self, start: int, end: int) -> Spoken:
        """The same for a stretch of :attr:`folded`."""
        offsets = self.folded.offsets
        return self.spoken(offsets[start], offsets[end - 1] + 1)

    def spoken_terms(self, first: tuple[int, int], last: tuple[int, int]) -> Spoken:
        """The same from one term to another, each as the numbers of its cue and of its term in that."""
        begin = spans(self.cues[first[0]].text)[first[1]][0] + self.starts[first[0]]
        end = spans(self.cues[last[0]].text)[last[1]][1] + self.starts[last[0]]
        return self.spoken(begin, end)

    def cue_at(self, place: int) -> int:
        """The number of the cue in which a place of :attr:`text` lies; the space behind a cue is the cue's."""
        return bisect_right(self.starts, place) - 1

    def around(self, stretch: Spoken) -> str:
        """The words around a stretch, as evidence: whole cues where they are short, never a piece of a word."""
        before, after = self.beside(stretch)
        return f"{before}{self.text[stretch.start : stretch.end]}{after}".strip()

    def beside(self, stretch: Spoken) -> tuple[str, str]:
        """The same words: those before the stretch, and those after it."""
        first, last = self.cue_at(stretch.start), self.cue_at(stretch.end - 1)
        low = max(self.starts[first], stretch.start - _EVIDENCE_REACH)
        high = min(self.starts[last] + len(self.cues[last].text), stretch.end + _EVIDENCE_REACH)
        low, high = _back(self.text, low, self.starts[first]), _on(self.text, high)
        return self.text[low : stretch.start].lstrip(), self.text[stretch.end : high].rstrip()


def read_on(cues: Sequence[Cue]) -> tuple[tuple[int, ...], ...]:
    """The ways to read cues on, each by their numbers: all of them in order, and each voice's by itself.

    What one voice says may begin before another falls in, and end after it. A voice is known by the side of the tape
    it was heard on, and by its label.
    """
    everything = tuple(range(len(cues)))
    voices: dict[tuple[str, str], list[int]] = {}
    for number, cue in enumerate(cues):
        voices.setdefault(("side", cue.hearing.side if cue.hearing else ""), []).append(number)
        voices.setdefault(("label", cue.speaker), []).append(number)
    return tuple(dict.fromkeys([everything, *map(tuple, voices.values())]))


def running(cues: Sequence[Cue], language: str = "") -> Speech:
    """The cues as one speech."""
    return Speech(tuple(cues), language)


def _goes_on(one: Cue, other: Cue) -> bool:
    is_same_voice = not one.speaker or not other.speaker or one.speaker == other.speaker
    return is_same_voice and other.start_ms - one.end_ms <= LONGEST_REST_MS


def _between(before: str, after: str, goes_on: bool) -> str:
    """What stands between two cues in the folded text."""
    if not before:
        return ""
    if not goes_on:
        return BREAK
    return "" if after and is_unspaced(before[-1]) and is_unspaced(after[0]) else " "


def _moment(cue: Cue, place: int) -> tuple[int, int]:
    """When the letter at a place of a cue was said: its word's times, or the cue's."""
    upto = 0
    for word in cue.words:
        upto += len(word.text)
        if place < upto:
            return word.start_ms, word.end_ms
    return (cue.words[-1].start_ms, cue.words[-1].end_ms) if cue.words else (cue.start_ms, cue.end_ms)


def _back(text: str, place: int, limit: int) -> int:
    while place > limit and text[place - 1].isascii() and text[place - 1].isalnum():
        place -= 1
    return place


def _on(text: str, place: int) -> int:
    while place < len(text) and text[place].isascii() and text[place].isalnum() and text[place - 1].isalnum():
        place += 1
    return place
