"""What waits for a day, or for a decision without one: a list for people, who open it or close it for longer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from archive.access.showing import under_embargo
from archive.records import OPEN, PARTS, UNTIL_DECIDED, Interview

Waiting = Literal["embargo", "metadata", "transcript", "sound"]


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """One thing that is closed until a day; an empty ``day`` is until people decide."""

    day: str
    interview: str
    what: Waiting

    def has_come(self, today: str) -> bool:
        """Whether its day is today or past, so that somebody should decide."""
        return bool(self.day) and self.day <= today


def due(interview: Interview) -> tuple[Due, ...]:
    """What of an interview waits, the earliest first; nothing of one that is withdrawn."""
    if interview.withdrawn is not None:
        return ()
    days: dict[Waiting, str] = {}
    if under_embargo(interview):
        days["embargo"] = "" if interview.embargo_until == UNTIL_DECIDED else interview.embargo_until
    for part in PARTS:
        day = interview.access.not_before.get(part, "")
        if day and getattr(interview.access, part) != OPEN:
            days[part] = day
    return tuple(sorted(Due(day, interview.id, what) for what, day in days.items()))
