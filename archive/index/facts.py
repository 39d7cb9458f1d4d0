"""What is true of an interview as a whole, or of a text of it, as terms to be found: one column, a field in each term.

``person`` and ``guo`` make one term, so that a name is found in its own field and a phrase never runs from one field
into the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from archive.index.naming import recorded_at, spoken_of
from archive.index.streams import BREAK
from archive.index.voices import role_of
from archive.language import UNSOUNDED, is_han, pinyin, terms
from archive.records import TagKind
from archive.release import Released, ReleasedTrack, names_above, with_those_above

_JOINT = "\ue001"
_DATE = re.compile(r"(?<![\d-])(\d{4}|\d{3}[Xx]|\d{2}[Xx]{2})(?!\d)")
_LONGEST_SPAN = 200


def fact_terms(field: str, folded: Iterable[str]) -> tuple[str, ...]:
    """The terms by which a field is found to hold these folded words, side by side."""
    return tuple(f"{field}{_JOINT}{term}" for term in folded)


def facts(released: Released, tracks: Sequence[ReleasedTrack], language: str) -> str:
    """All that is true of an interview and of its texts in one language, a space on both sides of each term."""
    found = [
        *((("collection", terms(released.collection)),) if released.collection else ()),
        ("language", terms(language)),
        *(("year", [f"{year:04d}"]) for year in years_of(released.date)),
        *(("status", [each]) for each in statuses(tracks)),
        *_named("place", places(released)),
        *_named("person", people(released)),
        *_named("topic", topics(released)),
        *_named("organisation", organisations(released)),
        *_named("era", eras(released)),
        *_voices(released, tracks),
    ]
    written = f" {BREAK} ".join(" ".join(fact_terms(field, each)) for field, each in found if each)
    return f" {written} "


def people(released: Released) -> list[str]:
    """Everybody who takes part or is spoken of, once."""
    return list(dict.fromkeys((*released.narrators, *released.interviewers, *_tagged(released, "person"))))


def places_called(released: Released) -> list[str]:
    """Where it was recorded and what it speaks of, once each, by one name for each place."""
    recorded = [recorded_at(released.place).called] if released.place else []
    spoken = [spoken_of(each).called for each in released.tags if each.kind == "place"]
    return list(dict.fromkeys((*recorded, *spoken)))


def places(released: Released) -> list[str]:
    """The same by every name: as it is written, too."""
    written = (released.place, *_tagged(released, "place"))
    return list(dict.fromkeys((*filter(None, written), *places_called(released))))


def topics(released: Released) -> list[str]:
    """The keywords and subjects of its index points, the concepts that tags name, and all above these, once each."""
    points = (point for recording in released.recordings for point in recording.index_points)
    words = [word for point in points for word in (*point.keywords, *point.subjects)]
    known = names_above(released.concepts)
    above = [name for word in words for name in known.get(word, ())]
    return list(dict.fromkeys((*words, *above, *_with_those_above(released, "concept"))))


def organisations(released: Released) -> list[str]:
    """The organisations it speaks of, once each."""
    return list(dict.fromkeys(_tagged(released, "organisation")))


def eras(released: Released) -> list[str]:
    """The times it speaks of, once each: eras with those around them, and dates (EDTF)."""
    return list(dict.fromkeys((*_with_those_above(released, "era"), *_tagged(released, "date"))))


def _tagged(released: Released, kind: TagKind) -> list[str]:
    return [each.name for each in released.tags if each.kind == kind]


def _with_those_above(released: Released, kind: TagKind) -> Iterator[str]:
    concepts = {each.concept: each for each in released.concepts}
    for tag in released.tags:
        if tag.kind == kind:
            yield from (each.name for each in with_those_above(concepts, tag.concept))


def statuses(tracks: Iterable[ReleasedTrack]) -> list[str]:
    """In which ways these texts were made: the words of ``status:``."""
    return sorted({each for track in tracks for each in status(track)})


def status(track: ReleasedTrack) -> tuple[str, str, str]:
    """Whether a person answers for a text, in what form it is, and whether it is what was said."""
    return (
        "machine" if track.is_machine_made else "checked",
        track.form,
        "translation" if track.translated_from else "original",
    )


def years_of(date: str) -> Sequence[int]:
    """The years that an EDTF date may mean: 1974? is one, 197X ten, 1974/1976 three."""
    found = [each.upper() for each in _DATE.findall(date)]
    if not found:
        return ()
    first, last = int(found[0].replace("X", "0")), int(found[-1].replace("X", "9"))
    return range(first, min(last, first + _LONGEST_SPAN) + 1)


def _named(field: str, names: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Each name in its own words, and if it is Chinese as it sounds: syllable by syllable, and in one word."""
    for name in names:
        yield field, terms(name)
        sounds = [sound for sound in pinyin(name) if sound != UNSOUNDED] if any(map(is_han, name)) else []
        yield field, sounds
        yield field, ["".join(sounds)] if len(sounds) > 1 else []


def _voices(released: Released, tracks: Iterable[ReleasedTrack]) -> Iterator[tuple[str, list[str]]]:
    speakers = sorted({cue.speaker for track in tracks for cue in track.cues if cue.speaker})
    yield from _named("speaker", speakers)
    for role in sorted({role_of(each, released) for each in speakers} - {""}):
        yield "role", [role]
