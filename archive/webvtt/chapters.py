"""Index points as a chapters track: a plain player shows each title, and a note before it holds the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.errors import BadInput, BadRecord
from archive.records import IndexPoint
from archive.webvtt import notes
from archive.webvtt.cuetext import escape, escape_line_ends, plain_text
from archive.webvtt.parser import Note, TimedText
from archive.webvtt.timestamps import timestamp
from archive.webvtt.tracks import parse_record

_ABOUT = """NOTE About these index points
Each block below is a stretch of the recording: its start and end in hours:minutes:seconds from the start of the
recording, then its title. The note before it says which language that is, and adds the title in other languages,
a synopsis (a few sentences on what is said), keywords (free words), subjects (of a controlled vocabulary) and the
place where that was."""
_TITLE = "index point"
_IN_LANGUAGE = re.compile(r"(title|synopsis) \((.*)\)", re.DOTALL)


def write_index_points(points: Sequence[IndexPoint]) -> str:
    """The index points as a WebVTT chapters file, which :func:`read_index_points` reads as equal points."""
    return "\n\n".join(["WEBVTT", _ABOUT, *map(_written, points)]) + "\n"


def read_index_points(text: str | bytes, *, language_hint: str = "") -> tuple[IndexPoint, ...]:
    """The index points a file of the record holds; also a plain chapters file, with titles in ``language_hint``.

    Raises :class:`BadRecord`, which names the line, rather than lose a word.
    """
    return tuple(_read(parse_record(text).blocks, language_hint))


def _written(point: IndexPoint) -> str:
    shown, *others = point.title.items() or [("", "")]
    lines = [f"NOTE {_TITLE}"]
    if point.title:
        lines.append(notes.field_line("language", shown[0]))
    lines += [notes.field_line(f"title ({language})", text) for language, text in others]
    lines += [notes.field_line(f"synopsis ({language})", text) for language, text in point.synopsis.items()]
    lines += [notes.field_line("keyword", keyword) for keyword in point.keywords]
    lines += [notes.field_line("subject", subject) for subject in point.subjects]
    lines += [notes.field_line("place", point.place)] if point.place else []
    lines += ["", f"{timestamp(point.start_ms)} --> {timestamp(point.end_ms)}", escape_line_ends(escape(shown[1]))]
    return "\n".join(lines).removesuffix("\n")


def _read(blocks: Sequence[object], language_hint: str) -> Iterator[IndexPoint]:
    note: Note | None = None
    for block in blocks:
        if isinstance(block, Note) and block.text.split("\n")[0] == _TITLE:
            note = block
        elif isinstance(block, TimedText):
            try:
                yield _point(block, note, language_hint)
            except BadInput as error:
                raise BadRecord(
                    "Line %(line)s: %(why)s", next_step="Mend the times by hand.", line=block.line, why=error.fault
                ) from error
            note = None


def _point(cue: TimedText, note: Note | None, language_hint: str) -> IndexPoint:
    texts: dict[str, dict[str, str]] = {"title": {}, "synopsis": {}}
    words: dict[str, list[str]] = {"keyword": [], "subject": [], "place": []}
    shown = plain_text(cue.nodes)
    if note is None:
        texts["title"] = {language_hint: shown} if shown else {}
    for _, name, value in notes.field_lines(note.text.split("\n")[1:] if note else []):
        in_language = _IN_LANGUAGE.fullmatch(name)
        if name == "language":
            texts["title"][value] = shown
        elif in_language:
            texts[in_language[1]][in_language[2]] = value
        elif name in words:
            words[name].append(value)
    return IndexPoint(
        start_ms=cue.start_ms,
        end_ms=cue.end_ms,
        title=texts["title"],
        synopsis=texts["synopsis"],
        keywords=tuple(words["keyword"]),
        subjects=tuple(words["subject"]),
        place="; ".join(words["place"]),
    )
