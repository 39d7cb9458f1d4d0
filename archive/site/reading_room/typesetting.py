"""Rows of cues made ready for the page: speakers where the voice changes, words with their times, matches marked.

A long interview has some thirty thousand words, so their times travel as one short attribute of each cue, and
transcript.js makes spans of them when the cue comes into view.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup, escape

from archive.records import Cue
from archive.release import ReleasedRecording, ReleasedTrack
from archive.site.reading_room.rows import Heading, Row, Withheld, aligned, page_order

ASKING = frozenset({"interviewer", "采访人", "采访者", "访谈者", "採訪人"})
"""Voices set quieter than the narrator's, beside the interviewers the record names."""

Marked = Callable[[Cue], Markup | None]
"""The text of a cue with what the reader searched for marked in it; None where it is not said."""


@dataclass(frozen=True, slots=True)
class Line:
    """One cue, ready to be set: ``who`` only where the voice changes; ``words`` as :func:`word_times` writes them."""

    start_ms: int
    end_ms: int
    html: Markup
    who: str
    asks: bool
    words: str


@dataclass(frozen=True, slots=True)
class Words:
    """A row of the page: what was said, and beside it the translation."""

    kind: ClassVar = "words"
    start_ms: int
    lines: tuple[Line, ...]
    beside: tuple[Line, ...]

    @property
    def several(self) -> bool:
        """Whether a translation stands beside more than one cue."""
        return len(self.lines) > 1


Entry = Words | Heading | Withheld


def typeset(
    recording: ReleasedRecording,
    read: ReleasedTrack | None,
    other: ReleasedTrack | None = None,
    *,
    interviewers: Collection[str] = (),
    marked: Marked | None = None,
) -> tuple[Entry, ...]:
    """The page of a recording, in order of time."""
    rows = aligned(read.cues if read else (), other.cues if other else ())
    withheld = [Withheld(*each) for each in recording.withheld]
    asking = ASKING.union(name.casefold() for name in interviewers)
    page: list[Entry] = []
    voice = voice_beside = ""
    for entry in page_order(rows, withheld, recording.index_points):
        if isinstance(entry, Row):
            lines = tuple(_lines(entry.cues, voice, asking, marked))
            beside = tuple(_lines(entry.translation, voice_beside, asking, marked))
            page.append(Words(entry.start_ms, lines, beside))
            voice = entry.cues[-1].speaker if entry.cues else voice
            voice_beside = entry.translation[-1].speaker if entry.translation else voice_beside
        else:
            page.append(entry)
            voice = voice_beside = ""
    return tuple(page)


def _lines(cues: Sequence[Cue], voice: str, asking: Collection[str], marked: Marked | None) -> Iterator[Line]:
    for cue in cues:
        found = marked(cue) if marked else None
        yield Line(
            start_ms=cue.start_ms,
            end_ms=cue.end_ms,
            html=escape(cue.text) if found is None else found,
            who=cue.speaker if cue.speaker != voice else "",
            asks=cue.speaker.casefold() in asking,
            words=word_times(cue),
        )
        voice = cue.speaker


def word_times(cue: Cue) -> str:
    """Of each word its number of characters and its start, in hundredths of a second from the cue's: ``2 0 3 41``."""
    return " ".join(f"{len(word.text)} {(word.start_ms - cue.start_ms) // 10}" for word in cue.words)


def here(page: Sequence[Entry], at_ms: int | None) -> Words | None:
    """The row that is said at a moment, or the last one before it."""
    if at_ms is None:
        return None
    rows = [entry for entry in page if isinstance(entry, Words)]
    started = [row for row in rows if row.start_ms <= at_ms]
    return next(iter(started[-1:] or rows[:1]), None)
