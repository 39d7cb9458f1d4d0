"""Names that are said: each place at which somebody with a pseudonym may be named, and what was decided of it; pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from archive import publication
from archive.errors import BadInput
from archive.moments import exact_clock, moment
from archive.privacy import Occurrence
from archive.records import Interview, NameSpoken, Track

_LONGEST = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A place that waits for a person: what was found, in which text, and what a form carries of it."""

    occurrence: Occurrence
    language: str
    is_heard: bool
    place: str
    start: str
    end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """The people whose names must not be met, what is still open, and what was decided in this recording."""

    people: tuple[tuple[str, str], ...]
    offered: list[Offered]
    decided: list[NameSpoken]

    @staticmethod
    def place_of(decided: NameSpoken) -> str:
        """What a form carries of a place that was decided."""
        return _place(decided.recording, decided.name, decided.said, is_heard=decided.is_heard)


def naming(interview: Interview, recording: str, tracks: Sequence[Track]) -> Naming:
    """What is to decide, and was decided, of the names that are said in a recording."""
    everybody = (*interview.narrators, *interview.interviewers)
    people = tuple(dict.fromkeys((each.name, each.pseudonym) for each in everybody if each.pseudonym))
    decided = sorted(
        (each for each in interview.names_spoken if each.recording == recording),
        key=lambda each: (each.start_ms, each.end_ms),
    )
    offered = [_offered(recording, *each) for each in publication.open_names(interview, recording, tracks)]
    return Naming(people=people, offered=offered, decided=decided)


def _offered(recording: str, track: Track, occurrence: Occurrence) -> Offered:
    spoken = occurrence.spoken
    return Offered(
        occurrence=occurrence,
        language=track.language,
        is_heard=not track.is_translation,
        place=_place(recording, occurrence.name, spoken.text, is_heard=not track.is_translation),
        start=exact_clock(spoken.start_ms),
        end=exact_clock(spoken.end_ms),
    )


def _place(recording: str, name: str, said: str, *, is_heard: bool) -> str:
    told = {"recording": recording, "name": name, "said": said, "is_heard": is_heard}
    return json.dumps(told, ensure_ascii=False)


def name_from(place: str, start: str, end: str) -> NameSpoken:
    """What was decided of a place, from what a form carried of it; raises :class:`BadInput`."""
    try:
        told = json.loads(place[:_LONGEST])
        return NameSpoken(
            recording=str(told["recording"]),
            name=str(told["name"]),
            said=str(told["said"]),
            start_ms=moment(start),
            end_ms=moment(end),
            is_heard=bool(told["is_heard"]),
        )
    except (ValueError, TypeError, KeyError):
        raise BadInput("That is no place in a text.", next_step="Reload the page.") from None
