"""What an interview speaks of, as rows: places, tags, and the concepts that these name."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from archive.index.naming import Spot, recorded_at, spoken_of, tag_slug
from archive.release import Released

Row = dict[str, Any]


def place_rows(released: Released) -> Iterator[Row]:
    """Where an interview was recorded, and the places that its tags name."""
    recorded = [(recorded_at(released.place), False)] if released.place else []
    spoken = dict.fromkeys(spoken_of(each) for each in released.tags if each.kind == "place")
    for number, (spot, is_spoken_of) in enumerate((*recorded, *((each, True) for each in spoken))):
        yield _place(released.id, number, spot) | {"is_spoken_of": int(is_spoken_of)}


def _place(interview_id: str, number: int, spot: Spot) -> Row:
    latitude, longitude = spot.where or (None, None)
    return {
        "interview": interview_id,
        "place": number,
        "name": spot.written,
        "slug": spot.slug,
        "called": spot.called,
        "geoname": spot.geoname,
        "english": spot.english,
        "chinese": spot.chinese,
        "latitude": latitude,
        "longitude": longitude,
    }


def tag_rows(released: Released) -> Iterator[Row]:
    """Its tags, recording by recording."""
    for recording in released.recordings:
        for place, tag in enumerate(recording.tags):
            yield {
                "interview": released.id,
                "recording": recording.name,
                "place": place,
                "start_ms": tag.start_ms,
                "end_ms": tag.end_ms,
                "kind": tag.kind,
                "concept": tag.concept,
                "name": tag.name,
                "slug": tag_slug(tag),
                "label": as_json(tag.label),
                "language": tag.language,
                "said": tag.said,
                "is_reviewed": int(tag.is_reviewed),
            }


def concept_rows(released: Released) -> Iterator[Row]:
    """What its tags name of the vocabulary, and all above."""
    for place, each in enumerate(released.concepts):
        yield {
            "interview": released.id,
            "place": place,
            "concept": each.concept,
            "name": each.name,
            "label": as_json(each.label),
            "broader": as_json(each.broader),
            "era": each.era,
        }


def as_json(value: Mapping[str, str] | Sequence[object]) -> str:
    """Texts by language, or a list, in as little room as JSON takes."""
    plain = dict(value) if isinstance(value, Mapping) else value
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
