"""Names for what a passage and a whole text say, so that two states of them can be told apart: pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from archive.correcting.journal import Text
from archive.records import Cue


def keys_of(cues: Iterable[Cue]) -> list[str]:
    """The names of all cues in order; of two that say the same, the second has a number."""
    seen: dict[str, int] = {}
    keys = []
    for cue in cues:
        key = _key(cue)
        seen[key] = seen.get(key, 0) + 1
        keys.append(key if seen[key] == 1 else f"{key}.{seen[key]}")
    return keys


def _key(cue: Cue) -> str:
    """A short name for what a cue says, when, by whom, and whether a person has heard it."""
    told = f"{cue.start_ms} {cue.end_ms} {cue.hearing is None} {cue.speaker}\n{cue.text}"
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def version_of(text: Text, keys: Sequence[str] = ()) -> str:
    """A name for the whole text as it stands, with the readings that wait for somebody to choose.

    ``keys`` are those of its cues, for whoever has them already.
    """
    told = [*(keys or keys_of(text.cues)), *(each.id for each in text.disputes)]
    return hashlib.sha256(" ".join(told).encode()).hexdigest()[:16]
