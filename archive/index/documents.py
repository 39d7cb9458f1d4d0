"""What an interview is found by: for each of its languages one document of folded terms, and where they come from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from archive.index.counts import word_rows
from archive.index.facts import eras, facts, organisations, people, places_called, status, statuses, topics
from archive.index.names import names
from archive.index.numbers import first_description, first_document, track_id
from archive.index.pairs import verbatim_of
from archive.index.streams import Terms, packed
from archive.index.voices import voices_of
from archive.records import Cue, IndexPoint
from archive.release import Released

Row = dict[str, Any]


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
    described, headings = list(_descriptions(released)), list(_every_heading(released))
    about = Terms()
    for each in (*described, *headings):
        about.add([each.text], is_chinese=_may_be_chinese(each.language))
    of_interview = {
        "first_heading": len(described),
        **_columns(about, "about_"),
    }
    places = _places_by_language(released)
    first, first_piece = first_document(released.id), first_description(released.id)
    documents = [
        _document(row_id, language, released, places[language], facets)
        for row_id, language in enumerate(places, start=first)
    ]
    texts = [_said(released, of_language, language) for language, of_language in places.items()]
    return {
        "other_words": [{"interview": released.id, "term": term, "other": other} for term, other in names(released)],
        "descriptions": [
            _description(released.id, row_id, each)
            for row_id, each in enumerate((*described, *headings), start=first_piece)
        ],
        "documents": documents,
        "document_texts": [
            {"id": document["id"], **text, **of_interview} for document, text in zip(documents, texts, strict=True)
        ],
        "word_counts": [
            row
            for document, text in zip(documents, texts, strict=True)
            for row in word_rows(document, text, [released.tracks[each] for each in places[document["language"]]])
        ],
    }


def _places_by_language(released: Released) -> dict[str, list[int]]:
    """Which tracks are in which language, in the order of their recordings; one language without any, if need be."""
    recordings = [each.name for each in released.recordings]

    def order(place: int) -> int:
        recording = released.tracks[place].recording
        return recordings.index(recording) if recording in recordings else len(recordings)

    languages = sorted({each.language for each in released.tracks}) or [released.language]
    in_order = sorted(range(len(released.tracks)), key=order)
    return {each: [place for place in in_order if released.tracks[place].language == each] for each in languages}


def _descriptions(released: Released) -> Iterator[_Description]:
    for kind, texts in (("title", released.title), ("summary", released.summary)):
        for language, text in texts.items():
            yield _Description(kind, language, text)
    for name in released.narrators:
        yield _Description("narrator", "", name)
    for name in released.interviewers:
        yield _Description("interviewer", "", name)
    if released.place:
        yield _Description("place", "", released.place)
    for recording in released.recordings:
        if recording.label:
            yield _Description("recording", "", recording.label)


def _every_heading(released: Released) -> Iterator[_Description]:
    for recording in released.recordings:
        for point in recording.index_points:
            yield from _headings(recording.name, point)


def _headings(recording: str, point: IndexPoint) -> Iterator[_Description]:
    loose = ", ".join(filter(None, (*point.keywords, *point.subjects, point.place)))
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


def _document(document_id: int, language: str, released: Released, places: Sequence[int], facets: Row) -> Row:
    made = statuses(released.tracks[each] for each in places)
    return {
        "id": document_id,
        "interview": facets["id"],
        "language": language,
        "collection": facets["collection"],
        "date": facets["date"],
        "year": facets["year"],
        "media": facets["media"],
        "duration_ms": facets["duration_ms"],
        "status": ",".join(each for each in made if each in ("checked", "machine", "edited")),
        "people": "\n".join(people(released)),
        "places": "\n".join(places_called(released)),
        "topics": "\n".join(topics(released)),
        "organisations": "\n".join(organisations(released)),
        "eras": "\n".join(eras(released)),
    }


def _said(released: Released, places: Sequence[int], language: str) -> Row:
    said = Terms()
    tracks = [released.tracks[place] for place in places]
    withheld = {each.name: each.withheld for each in released.recordings}
    for track in tracks:
        for run in _runs(track.cues, withheld.get(track.recording, ())):
            said.add([cue.text for cue in run], is_chinese=_may_be_chinese(track.language))
    voices, voice_of = voices_of((cue.speaker for track in tracks for cue in track.cues), released)
    numbered = zip(places, tracks, strict=True)
    return {
        "tracks": json.dumps(
            [(track_id(released, place), len(track.cues), " ".join(status(track))) for place, track in numbered]
        ),
        "verbatim": json.dumps(verbatim_of(tracks), separators=(",", ":")),
        "voices": voices,
        "voice_of": voice_of,
        "facts": facts(released, tracks, language),
        **_columns(said),
    }


def _runs(cues: Sequence[Cue], withheld: Sequence[tuple[int, int, str]]) -> Iterator[Sequence[Cue]]:
    """Cues that are said one after another: between two runs something is withheld, and nobody said both in a row."""
    begin = 0
    for place, (before, after) in enumerate(pairwise(cues), start=1):
        if any(start_ms < after.start_ms and end_ms > before.end_ms for start_ms, end_ms, _ in withheld):
            yield cues[begin:place]
            begin = place
    yield cues[begin:]


def _columns(these: Terms, prefix: str = "") -> Row:
    row: Row = {}
    for column, stream in these.streams().items():
        row |= {f"{prefix}{column}": stream.text.decode(), f"{prefix}{column}_starts": packed(stream.starts)}
    return row


def _may_be_chinese(language: str) -> bool:
    """Whether Han characters here sound as in Mandarin: not in Japanese or Korean."""
    return language.split("-")[0] not in {"ja", "ko"}
