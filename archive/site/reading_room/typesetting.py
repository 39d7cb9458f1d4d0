"""Rows of cues made ready for the page: speakers where the voice changes, words with their times, matches marked.

A long interview has some thirty thousand words, so their times travel as one short attribute of each cue, and
transcript.js makes spans of them when the cue comes into view.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import KW_ONLY, dataclass
from itertools import repeat
from typing import ClassVar

from markupsafe import Markup, escape

from archive.records import Cue
from archive.release import ReleasedPicture, ReleasedRecording, ReleasedTag, ReleasedTrack
from archive.search import NOT_FOUND, Marker, highlight
from archive.site.reading_room.rows import Heading, Pictures, Row, Withheld, aligned, page_order

ASKING = frozenset({"interviewer", "采访人", "采访者", "访谈者", "採訪人"})
"""Voices set quieter than the narrator's, beside the interviewers the record names."""


@dataclass(frozen=True, slots=True)
class Line:
    """One cue, ready to be set: ``who`` only where the voice changes; ``words`` as the edition has their times.

    ``is_found`` is whether something the reader searched for begins here.
    """

    start_ms: int
    end_ms: int
    html: Markup
    who: str
    asks: bool
    words: str
    is_found: bool


@dataclass(frozen=True, slots=True)
class Words:
    """A row of the page: what was said, and beside it the translation."""

    kind: ClassVar = "words"
    start_ms: int
    lines: tuple[Line, ...]
    beside: tuple[Line, ...]
    tags: tuple[ReleasedTag, ...] = ()

    @property
    def end_ms(self) -> int:
        """When the last of its cues is over; a little after it began where it takes no time."""
        return max(self.start_ms + 1, *(each.end_ms for each in (*self.lines, *self.beside)))

    @property
    def several(self) -> bool:
        """Whether a translation stands beside more than one cue."""
        return len(self.lines) > 1


Entry = Words | Heading | Withheld | Pictures


WordTimes = Callable[[ReleasedTrack], Sequence[str]]
"""Of each cue of a transcript when its words are said."""


@dataclass(frozen=True, slots=True)
class Column:
    """A text to be set: what ``marker`` finds in it is marked, ``word_times`` tells when its words are said."""

    track: ReleasedTrack | None
    _: KW_ONLY
    marker: Marker | None = None
    word_times: WordTimes | None = None

    @property
    def cues(self) -> tuple[Cue, ...]:
        """What is said in it."""
        return self.track.cues if self.track else ()

    def lines(self) -> Iterator[tuple[Markup, bool, str]]:
        """Of each cue its text as HTML, whether something begins in it that was searched for, and its word times."""
        texts = [cue.text for cue in self.cues]
        found = self.marker(texts) if self.marker else repeat(NOT_FOUND, len(texts))
        times = self.word_times(self.track) if self.word_times and self.track else repeat("", len(texts))
        for text, marked, of_words in zip(texts, found, times, strict=True):
            yield Markup(highlight(text, marked.marks)) if marked.marks else escape(text), marked.begins, of_words


def typeset(
    recording: ReleasedRecording,
    read: Column,
    other: Column,
    *,
    interviewers: Collection[str] = (),
    pictures: Sequence[ReleasedPicture] = (),
) -> tuple[Entry, ...]:
    """The page of a recording, in order of time, one text beside the other."""
    rows = aligned(read.cues, other.cues)
    withheld = [Withheld(*each) for each in recording.withheld]
    asking = ASKING.union(name.casefold() for name in interviewers)
    # Every cue stands on the page once, and in its own order: so its text is the next one.
    texts, texts_beside = read.lines(), other.lines()
    page: list[Entry] = []
    voice = voice_beside = ""
    tags = iter(recording.tags)
    waiting = next(tags, None)
    for entry in page_order(rows, withheld, recording.index_points, pictures):
        if isinstance(entry, Row):
            lines = tuple(_lines(entry.cues, voice, asking, texts))
            beside = tuple(_lines(entry.translation, voice_beside, asking, texts_beside))
            of_row: dict[tuple[str, str], ReleasedTag] = {}
            while waiting and waiting.start_ms < entry.end_ms:
                of_row.setdefault((waiting.kind, waiting.name), waiting)
                waiting = next(tags, None)
            page.append(Words(entry.start_ms, lines, beside, tuple(of_row.values())))
            voice = entry.cues[-1].speaker if entry.cues else voice
            voice_beside = entry.translation[-1].speaker if entry.translation else voice_beside
        else:
            page.append(entry)
            if not isinstance(entry, Pictures):
                voice = voice_beside = ""
    return tuple(page)


def _lines(
    cues: Sequence[Cue], voice: str, asking: Collection[str], texts: Iterator[tuple[Markup, bool, str]]
) -> Iterator[Line]:
    for cue in cues:
        html, is_found, words = next(texts)
        yield Line(
            start_ms=cue.start_ms,
            end_ms=cue.end_ms,
            html=html,
            who=cue.speaker if cue.speaker != voice else "",
            asks=cue.speaker.casefold() in asking,
            words=words,
            is_found=is_found,
        )
        voice = cue.speaker


def here(page: Sequence[Entry], at_ms: int | None, until_ms: int | None = None) -> Words | None:
    """The row that is said at a moment, or the last one before it; of a passage, the first row that is part of it."""
    if at_ms is None:
        return None
    rows = [entry for entry in page if isinstance(entry, Words)]
    within = (row for row in rows if until_ms is not None and row.start_ms < until_ms and row.end_ms > at_ms)
    if first := next(within, None):
        return first
    started = [row for row in rows if row.start_ms <= at_ms]
    return next(iter(started[-1:] or rows[:1]), None)
