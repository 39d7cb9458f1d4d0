"""A text as the desk shows it, passage by passage: pure. A row is known by what it says, so that pages may compare."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from archive.correcting import Part, Text, compared, joined_text, keys_of, standing_at, sureness, unsure_stretches
from archive.errors import BadInput
from archive.records import LATEST_MS, Cue, Track

_MOMENT = re.compile(r"(?:(\d{1,6}):)?(\d{1,8}):(\d{1,2})(?:[.,](\d{1,3}))?|(\d{1,9})(?:[.,](\d{1,3}))?", re.ASCII)


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


def exact_clock(ms: int) -> str:
    """A moment to the millisecond, as the edges of a passage are written: ``1:02:03.450``."""
    minutes, rest = divmod(ms, 60_000)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{rest // 1000:02}.{rest % 1000:03}"
    return f"{hours}:{minutes:02}:{seconds}" if hours else f"{minutes}:{seconds}"


def moment(written: str) -> int:
    """The milliseconds of a moment as :func:`exact_clock` writes it, or of seconds; raises :class:`BadInput`."""
    match = _MOMENT.fullmatch(written.strip())
    if not match:
        raise BadInput(
            "%(written)r is not a moment.", next_step="Write minutes and seconds: 12:34.5", written=written[:40]
        )
    hours, minutes, seconds, fraction, alone, alone_fraction = match.groups()
    whole = int(alone) if alone else (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    ms = whole * 1000 + int((fraction or alone_fraction or "").ljust(3, "0"))
    if ms > LATEST_MS:
        raise BadInput(
            "%(written)r is beyond any recording.", next_step="Write minutes and seconds: 12:34.5", written=written[:40]
        )
    return ms
