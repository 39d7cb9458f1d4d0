"""Our own form of WebVTT: a recording's words in one language, signed (``docs/record-format-webvtt.md``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from archive.errors import BadInput, BadRecord
from archive.records import Cue, Hearing, Side, Track
from archive.sentences import sentence
from archive.webvtt import notes
from archive.webvtt.cuetext import escape, escape_line_ends, voice_tag
from archive.webvtt.parser import Note, Parsed, TimedText, parse
from archive.webvtt.timestamps import timestamp
from archive.webvtt.voices import WORD, cues_of

_TITLE = "About this transcript"
_EXPLANATION = (
    "Each block below is a stretch of speech: its start and end in hours:minutes:seconds from the start of the",
    "recording, then who speaks, then what is said. A time inside the text is when the next word starts; two times",
    "together are a pause. A line that begins NOTE heard says how sure the machine was of the block after it.",
)
_FIELDS = {
    "language": "language",
    "origin": "origin",
    "made by": "made_by",
    "made at": "made_at",
    "drafted by": "drafted_by",
    "form": "form",
    "translated from": "translated_from",
    "approved by": "approved_by",
    "approved on": "approved_on",
}
_HEARD = re.compile(
    r"heard: no speech ([^ ,]+), logprob ([^ ,]+), compression ([^ ,]+)"
    r"(?:, side (left|right))?(?:, words ([-0-9 ]+))?(?:, flags (.+))?"
)


def write_track(track: Track) -> str:
    """The track as a WebVTT file, which :func:`read_track` reads as an equal track."""
    return "\n\n".join(["WEBVTT", _header(track), *map(_cue, track.cues)]) + "\n"


def read_track(text: str | bytes, *, language_hint: str = "") -> Track:
    """The track that a file of the record holds; ``language_hint`` where the file does not say its language.

    Other people's comments, styles and regions are passed over. Raises :class:`BadRecord`, which names the line, rather
    than lose a word.
    """
    parsed = parse_record(text)
    said, others = _read_header(parsed)
    return Track(
        language=said.get("language") or language_hint,
        cues=tuple(_read_cues(parsed)),
        origin="person" if said.get("origin") == "person" else "machine",
        made_by=said.get("made_by", ""),
        made_at=said.get("made_at", ""),
        drafted_by=said.get("drafted_by", ""),
        form="edited" if said.get("form") == "edited" else "verbatim",
        translated_from=said.get("translated_from", ""),
        approved_by=said.get("approved_by", ""),
        approved_on=said.get("approved_on", ""),
        notes=others,
    )


def parse_record(text: str | bytes) -> Parsed:
    """A WebVTT file of the record, all of it understood; raises :class:`BadRecord`."""
    try:
        parsed = parse(text)
    except BadInput as error:
        raise BadRecord(error.fault, next_step=_RESTORE) from error
    if parsed.strays:
        stray = parsed.strays[0]
        raise BadRecord(
            "Line %(line)s is neither a cue nor a note: %(text)r.",
            next_step=_RESTORE,
            line=stray.line,
            text=stray.text[:60],
        )
    return parsed


_RESTORE = sentence("Mend the file by hand, or put back its last good version from versions/.")


# --- the first note --------------------------------------------------------------------------------------------------


def _header(track: Track) -> str:
    lines = [f"NOTE {_TITLE}", *_EXPLANATION]
    for name, attribute in _FIELDS.items():
        value = getattr(track, attribute)
        if (value and (name, value) != ("form", "verbatim")) or name == "language":
            lines.append(notes.field_line(name, value))
    lines += [notes.field_line(name, value, taken=_FIELDS) for name, value in track.notes.items()]
    return "\n".join(lines)


def _read_header(parsed: Parsed) -> tuple[dict[str, str], dict[str, str]]:
    said: dict[str, str] = {}
    others: dict[str, str] = {}
    for written, name, value in notes.field_lines(_header_lines(parsed)):
        if written in _FIELDS:
            said[_FIELDS[written]] = value
        else:
            others[name] = value
    return said, others


def _header_lines(parsed: Parsed) -> list[str]:
    """The lines of the first note from ``language:`` on; none in a file that is not signed in our way."""
    first = parsed.blocks[0] if parsed.blocks else None
    lines = first.text.split("\n") if isinstance(first, Note) else []
    if lines[:1] != [_TITLE]:
        return []
    start = next((number for number, line in enumerate(lines) if line.startswith("language:")), len(lines))
    return lines[start:]


# --- cues ------------------------------------------------------------------------------------------------------------


def _cue(cue: Cue) -> str:
    return "\n".join(filter(None, [_heard(cue.hearing), cue.id, timing_line(cue), _payload(cue)]))


def timing_line(cue: Cue) -> str:
    """When the cue is, with its settings, as WebVTT writes it."""
    return f"{timestamp(cue.start_ms)} --> {timestamp(cue.end_ms)} {cue.settings}".rstrip(" ")


def _payload(cue: Cue) -> str:
    voice = voice_tag(cue.speaker) if cue.speaker else ""
    return escape_line_ends(voice + (_timed_words(cue) if cue.words else escape(cue.text)))


def _timed_words(cue: Cue) -> str:
    if cue.words[0].start_ms == cue.start_ms and cue.words[0].end_ms == cue.end_ms:
        return f"<c.{WORD}>{escape(cue.text)}</c>"
    parts: list[str] = []
    reached = cue.start_ms
    for word in cue.words:
        if word.start_ms > reached:
            parts.append(f"<{timestamp(word.start_ms)}>")
        parts.append(escape(word.text))
        if word.end_ms < cue.end_ms:
            parts.append(f"<{timestamp(word.end_ms)}>")
        reached = word.end_ms
    return "".join(parts)


def _read_cues(parsed: Parsed) -> Iterator[Cue]:
    heard: Hearing | None = None
    for block in parsed.blocks:
        if not isinstance(block, Note | TimedText):
            continue
        try:
            if isinstance(block, TimedText):
                yield from cues_of(block, heard)
                heard = None
            elif block.text.startswith("heard:"):
                heard = _read_heard(block.text)
        except BadInput as error:
            raise BadRecord("Line %(line)s: %(why)s", next_step=_RESTORE, line=block.line, why=error.fault) from error


# --- how sure the machine was ----------------------------------------------------------------------------------------


def _heard(hearing: Hearing | None) -> str:
    if hearing is None:
        return ""
    words = " ".join(map(str, hearing.words))
    flags = ", ".join(notes.escape(flag).replace(",", "\\u002c") for flag in hearing.flags)
    return (
        f"NOTE heard: no speech {hearing.no_speech}, logprob {hearing.logprob}, compression {hearing.compression}"
        + (f", side {hearing.side}" if hearing.side else "")
        + (f", words {words}" if words else "")
        + (f", flags {flags}" if flags else "")
        + "\n"
    )


def _read_heard(text: str) -> Hearing:
    match = _HEARD.fullmatch(text)
    if not match:
        raise BadInput("%(text)r does not say how a cue was heard.", text=text[:60])
    no_speech, logprob, compression, side, words, flags = match.groups()
    try:
        return Hearing(
            no_speech=float(no_speech),
            logprob=float(logprob),
            compression=float(compression),
            words=tuple(map(int, words.split())) if words else (),
            flags=tuple(map(notes.unescape, flags.split(", "))) if flags else (),
            side=cast(Side, side or ""),
        )
    except ValueError as error:
        raise BadInput("%(text)r does not say how a cue was heard.", text=text[:60]) from error
