"""What an interview is found by: for each of its languages one document of folded terms, and where they come from."""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from archive.index.numbers import first_description, first_document, track_id
from archive.index.schema import BREAK
from archive.language import UNSOUNDED, is_unspaced, pinyin, stem, terms
from archive.records import IndexPoint
from archive.release import Released

Row = dict[str, Any]

_UNSTEMMED = "."  # FTS5 passes over it, so characters that have no other forms take no room among the stems


@dataclass(frozen=True, slots=True)
class _Description:
    kind: str
    language: str
    text: str
    recording: str = ""
    start_ms: int = 0
    end_ms: int = 0


def searched_rows(released: Released, *, facets: Row) -> dict[str, list[Row]]:
    """The rows by which an interview is found; ``facets`` is its row among the interviews."""
    described = [each for each in _descriptions(released) if each.text.strip()]
    about = Terms()
    for each in described:
        about.add([each.text], is_chinese=_may_be_chinese(each.language))
    by_language: dict[str, list[int]] = {}
    for place in sorted(range(len(released.tracks)), key=lambda each: _recording_place(released, each)):
        by_language.setdefault(released.tracks[place].language, []).append(place)
    languages = sorted(by_language) or [released.language]
    first, first_piece = first_document(released.id), first_description(released.id)
    return {
        "descriptions": [_description(released.id, first_piece + place, each) for place, each in enumerate(described)],
        "documents": [_document(first + place, each, facets) for place, each in enumerate(languages)],
        "document_texts": [
            _document_text(released, first + place, by_language.get(each, []), about)
            for place, each in enumerate(languages)
        ],
    }


def _descriptions(released: Released) -> Iterator[_Description]:
    for kind, texts in (("title", released.title), ("summary", released.summary)):
        for language, text in texts.items():
            yield _Description(kind, language, text)
    for name in released.narrators:
        yield _Description("narrator", "", name)
    for name in released.interviewers:
        yield _Description("interviewer", "", name)
    yield _Description("place", "", released.place)
    for recording in released.recordings:
        yield _Description("recording", "", recording.label)
        for point in recording.index_points:
            yield from _headings(recording.name, point)


def _headings(recording: str, point: IndexPoint) -> Iterator[_Description]:
    loose = ", ".join((*point.keywords, *point.subjects))
    languages = dict.fromkeys((*point.title, *point.synopsis))
    texts = {each: (point.title.get(each, ""), point.synopsis.get(each, "")) for each in languages}
    for language, written in ({**texts, "": (loose,)} if loose else texts).items():
        text = " — ".join(filter(None, written))
        yield _Description("index point", language, text, recording, point.start_ms, point.end_ms)


def _description(interview_id: str, row_id: int, description: _Description) -> Row:
    return {
        "id": row_id,
        "interview": interview_id,
        "kind": description.kind,
        "language": description.language,
        "recording": description.recording,
        "start_ms": description.start_ms,
        "end_ms": description.end_ms,
        "text": description.text,
    }


def _document(document_id: int, language: str, facets: Row) -> Row:
    return {
        "id": document_id,
        "interview": facets["id"],
        "language": language,
        "collection": facets["collection"],
        "year": facets["year"],
        "media": facets["media"],
    }


def _document_text(released: Released, document_id: int, places: Sequence[int], about: Terms) -> Row:
    said = Terms()
    for place in places:
        track = released.tracks[place]
        said.add([cue.text for cue in track.cues], is_chinese=_may_be_chinese(track.language))
    return {
        "id": document_id,
        "tracks": json.dumps([(track_id(released, each), len(released.tracks[each].cues)) for each in places]),
        "cue_starts": packed(said.starts),
        "about_starts": packed(about.starts),
        **said.columns(),
        **about.columns("about_"),
    }


def _recording_place(released: Released, place: int) -> int:
    names = [each.name for each in released.recordings]
    recording = released.tracks[place].recording
    return names.index(recording) if recording in names else len(names)


def _may_be_chinese(language: str) -> bool:
    """Whether Han characters here sound as in Mandarin: not in Japanese or Korean."""
    return language.split("-")[0] not in {"ja", "ko"}


# --- terms -----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Terms:
    """Pieces of text one after another as terms, three ways: as they are, by their stems and by their sound."""

    words: list[str] = field(default_factory=list)
    stems: list[str] = field(default_factory=list)
    sounds: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    def add(self, texts: Sequence[str], *, is_chinese: bool) -> None:
        """Append texts that a phrase may run across; it may not run into the next lot."""
        if self.words:
            self._append([BREAK], [UNSOUNDED])
        counted = len(self.words)
        in_texts = [terms(text) for text in texts]
        for each in in_texts:
            self.starts.append(counted)
            counted += len(each)
        words = [word for each in in_texts for word in each]
        self._append(words, pinyin("\n".join(texts)) if is_chinese else [UNSOUNDED] * len(words))

    def _append(self, words: Sequence[str], sounds: Iterable[str]) -> None:
        self.words += words
        self.stems += [_UNSTEMMED if is_unspaced(word) else stem(word) for word in words]
        self.sounds += sounds

    def columns(self, prefix: str = "") -> dict[str, str]:
        """The columns of full text; one that would have nothing to find is empty."""
        return {
            f"{prefix}words": _spaced(self.words, but_for=""),
            f"{prefix}stems": _spaced(self.stems, but_for=_UNSTEMMED),
            f"{prefix}pinyin": _spaced(self.sounds, but_for=UNSOUNDED),
        }


def _spaced(listed: list[str], *, but_for: str) -> str:
    return f" {' '.join(listed)} " if any(each != but_for for each in listed) else ""


def packed(starts: Iterable[int]) -> bytes:
    """Counts of terms as little-endian 32-bit numbers."""
    numbers = array("I", starts)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def unpacked(numbers: bytes) -> array[int]:
    """The counts that :func:`packed` kept."""
    starts = array("I")
    starts.frombytes(numbers)
    if sys.byteorder == "big":
        starts.byteswap()
    return starts
