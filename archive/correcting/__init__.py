"""Correcting transcripts: people's work on a text, kept as they type it, so that no word of anybody is lost.

``cues`` has what can be done to a passage, ``timing`` when its words are said afterwards; ``merging`` brings together
what two people did at once; ``journal`` keeps each correction, ``keeping`` makes versions of them; ``asking`` is the
way in, ``approving`` how somebody vouches for a text as they read it, ``states`` tells two states of one apart.
``doubts`` says what to check first, ``reviewing`` how far all texts are, ``differences`` what two do not share.
"""

from __future__ import annotations

from archive.correcting.approving import Since, Unseen, approve, changed_since_approval
from archive.correcting.asking import Outcome, Wish, correct, to_take_back
from archive.correcting.cues import OVERLAP, PAUSE, UNCLEAR, joined_text, split, spoken_by
from archive.correcting.differences import Pair, Part, compared, differing
from archive.correcting.doubts import Doubt, confirmed, doubts, sureness, unsure_stretches
from archive.correcting.journal import Correction, Text, open_corrections, read_text
from archive.correcting.keeping import (
    Version,
    begin,
    keep,
    keep_rested,
    keep_together,
    read_version,
    rename_speaker,
    restore,
    versions,
    worked_on,
)
from archive.correcting.merging import standing_at
from archive.correcting.reviewing import Passage, Standing, standing, standing_of
from archive.correcting.states import keys_of, version_of

__all__ = [
    "OVERLAP",
    "PAUSE",
    "UNCLEAR",
    "Correction",
    "Doubt",
    "Outcome",
    "Pair",
    "Part",
    "Passage",
    "Since",
    "Standing",
    "Text",
    "Unseen",
    "Version",
    "Wish",
    "approve",
    "begin",
    "changed_since_approval",
    "compared",
    "confirmed",
    "correct",
    "differing",
    "doubts",
    "joined_text",
    "keep",
    "keep_rested",
    "keep_together",
    "keys_of",
    "open_corrections",
    "read_text",
    "read_version",
    "rename_speaker",
    "restore",
    "split",
    "spoken_by",
    "standing",
    "standing_at",
    "standing_of",
    "sureness",
    "to_take_back",
    "unsure_stretches",
    "version_of",
    "versions",
    "worked_on",
]
