"""A passage that a link names: where it lies on the page, what has become of it since, and what is said in it. Pure.

A recording never changes, so from when to when is the same speech for good; what is read there may change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from archive import language
from archive.records import OPEN, Cue
from archive.release import Released, ReleasedRecording, ReleasedTrack
from archive.site.reading_room.asked import Asked, order

Became = Literal[
    "elsewhere", "beyond", "no text", "withheld", "partly withheld", "silent", "changed", "checked", "unchanged"
]
"""What can have become of a passage: its tape or its text is not here (any more), the tape ends before it, words of it
are kept back, nothing is written there, its words changed, somebody vouched for them, or nothing happened.
"""


@dataclass(frozen=True, slots=True)
class News:
    """One thing that a reader who follows a link must know; ``version`` and ``by`` where it has them."""

    kind: Became
    language: str = ""
    version: str = ""
    by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From when to when a passage lies, in ms."""

    start_ms: int
    end_ms: int

    def touches(self, start_ms: int, end_ms: int) -> bool:
        """Whether some of it lies in this time."""
        return start_ms < self.end_ms and end_ms > self.start_ms


def stretch(asked: Asked) -> Stretch | None:
    """The passage that was asked for; a moment is a passage of a second. None where none was."""
    if asked.at_ms is None:
        return None
    return Stretch(asked.at_ms, asked.at_ms + 1000 if asked.until_ms is None else asked.until_ms)


def newest(tracks: Sequence[ReleasedTrack]) -> str:
    """The version in which the texts of a recording stand, all of them together; empty where none is known."""
    known = [each.version for each in tracks if order(each.version)]
    return max(known, key=lambda each: order(each) or ("", 0), default="")


def news(
    interview: Released, recording: ReleasedRecording, asked: Asked, texts: Sequence[ReleasedTrack]
) -> tuple[News, ...]:
    """What has become of the passage since the link to it was made; of the texts that are read.

    Nothing where the address is only that of a moment: links that are to last name their version.
    """
    where = stretch(asked)
    if where is None or not (asked.version or asked.until_ms is not None):
        return ()
    if asked.recording and asked.recording not in [each.name for each in interview.recordings]:
        return (News("elsewhere"),)
    if 0 < recording.duration_ms < where.start_ms:
        return (News("beyond"),)
    told = (
        *_missing(interview, asked, texts),
        *_withheld(recording, where),
        *_silent(recording, where, texts),
        *_changed(where, asked.version, texts),
        *_checked(asked.version, texts),
    )
    return told or ((News("unchanged", version=asked.version),) if asked.version else ())


def _missing(interview: Released, asked: Asked, texts: Sequence[ReleasedTrack]) -> Iterator[News]:
    if interview.transcript == OPEN and asked.language and all(each.language != asked.language for each in texts):
        yield News("no text", asked.language)


def _withheld(recording: ReleasedRecording, where: Stretch) -> Iterator[News]:
    for start_ms, end_ms, reason in recording.withheld:
        if where.touches(start_ms, end_ms):
            is_whole = start_ms <= where.start_ms and end_ms >= where.end_ms
            yield News("withheld" if is_whole else "partly withheld", reason=reason)


def _silent(recording: ReleasedRecording, where: Stretch, texts: Sequence[ReleasedTrack]) -> Iterator[News]:
    is_withheld = any(where.touches(start, end) for start, end, _ in recording.withheld)
    if texts and not is_withheld and not any(said(each, where) for each in texts):
        yield News("silent")


def _changed(where: Stretch, since: str, texts: Sequence[ReleasedTrack]) -> Iterator[News]:
    then = order(since)
    for track in texts:
        here = [each.version for each in track.changes if where.touches(each.start_ms, each.end_ms)]
        later = [each for each in here if then and (order(each) or then) > then]
        if later:
            yield News("changed", track.language, version=max(later, key=lambda each: order(each) or ("", 0)))


def _checked(since: str, texts: Sequence[ReleasedTrack]) -> Iterator[News]:
    for track in texts:
        if since and track.approved_by and track.approved_on > since[:10]:
            yield News("checked", track.language, version=track.approved_on, by=track.approved_by)


# --- what is said in it ----------------------------------------------------------------------------------------------


def said(track: ReleasedTrack, where: Stretch) -> tuple[Cue, ...]:
    """The cues of a text that lie in the passage."""
    return tuple(each for each in track.cues if where.touches(each.start_ms, max(each.end_ms, each.start_ms + 1)))


def words(cues: Sequence[Cue], where: Stretch) -> str:
    """What is said in the passage, to the word where the times of words are known; a cut at either end is shown."""
    lines = [_words(cue, where) for cue in cues]
    return "\n".join(line for line in lines if line.strip(" …"))


def _words(cue: Cue, where: Stretch) -> str:
    if not cue.words:
        return cue.text
    # A word whose middle lies outside was cut off by whoever chose the passage.
    inside = [where.start_ms <= (each.start_ms + each.end_ms) // 2 < where.end_ms for each in cue.words]
    text = "".join(word.text for word, is_in in zip(cue.words, inside, strict=True) if is_in).strip()
    if not text:
        return ""
    return f"{'' if inside[0] else '… '}{text}{'' if inside[-1] else ' …'}"


def read_on(lines: Sequence[str]) -> str:
    """Lines as one text: a space between them only where the script has spaces."""
    text = ""
    for line in filter(None, lines):
        is_unspaced = not text or language.is_unspaced(text[-1]) or text[-1] in "。，、；：？！…”』」》）"
        text += line if is_unspaced else f" {line}"
    return text


def speakers(cues: Sequence[Cue]) -> tuple[str, ...]:
    """Who speaks, in the order of speaking."""
    return tuple(dict.fromkeys(each.speaker for each in cues if each.speaker))


def wider(track: ReleasedTrack, where: Stretch) -> tuple[Stretch | None, Stretch | None]:
    """The passage begun with the cue before it, and ended with the cue after it; None where there is none."""
    before = [each.start_ms for each in track.cues if each.start_ms < where.start_ms]
    after = [each.end_ms for each in track.cues if each.end_ms > where.end_ms and each.start_ms >= where.end_ms]
    return (
        Stretch(max(before), where.end_ms) if before else None,
        Stretch(where.start_ms, min(after)) if after else None,
    )
