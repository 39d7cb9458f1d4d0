"""A text as the desk shows it, passage by passage: pure. A row is known by what it says, so that pages may compare."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from archive.correcting import Part, Text, compared, joined_text, keys_of, standing_at, sureness, unsure_stretches
from archive.records import Cue, Track


@dataclass(frozen=True, slots=True)
class Row:
    """One passage: ``key`` names what it says, ``pieces`` are its text with whether the machine was unsure of each."""

    key: str
    cue: Cue
    pieces: tuple[tuple[str, bool], ...]
    sureness: int
    is_draft: bool

    @property
    def is_heard(self) -> bool:
        """Whether a person has confirmed or changed it."""
        return self.cue.hearing is None

    @property
    def flags(self) -> tuple[str, ...]:
        """What the machine found suspicious about it, if it did and nobody has heard it."""
        return self.cue.hearing.flags if self.cue.hearing else ()

    @property
    def is_withheld(self) -> bool:
        """Whether readers do not see it: as long as it is suspicious and nobody vouches for the text."""
        return self.is_draft and bool(self.flags)

    @property
    def named(self) -> str:
        """What addresses it in a page without scripts: its times."""
        return f"{self.cue.start_ms}-{self.cue.end_ms}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What somebody wrote where somebody else's words stand; ``parts`` tell the two apart. ``id`` names the choice."""

    id: str
    by: str
    start_ms: int
    parts: tuple[Part, ...]


def readings_of(text: Text) -> list[Reading]:
    """The second readings of a text, in order of time."""
    found = []
    for each in text.disputes:
        about = each.before or each.after
        parts = compared(joined_text(standing_at(text.cues, about)), joined_text(each.after))
        found.append(Reading(each.id, each.by, about[0].start_ms, parts))
    return sorted(found, key=lambda each: each.start_ms)


def rows_of(track: Track) -> list[Row]:
    """The cues of a text ready to be shown."""
    keys = keys_of(track.cues)
    return [
        Row(key, cue, tuple(unsure_stretches(cue)), sureness(cue), track.is_machine_made)
        for key, cue in zip(keys, track.cues, strict=True)
    ]


def speakers(cues: Iterable[Cue]) -> list[str]:
    """The voices of a text, who speaks most first."""
    spoken: dict[str, int] = {}
    for cue in cues:
        if cue.speaker:
            spoken[cue.speaker] = spoken.get(cue.speaker, 0) + 1
    return sorted(spoken, key=lambda each: -spoken[each])
