"""Who speaks when: the only part that knows voices.

Speech is found, each moment of it becomes a vector, vectors that are alike become a voice (``drafting``, by ``vectors``
and ``alike``), and voices become turns (``turns``). Only turns are kept: a vector is gone when its recording is done,
and none is ever held against another interview's (decision 0023). People say who each voice is (``choosing`` has what
they are asked), or who speaks from here to there; ``assigning`` brings that into cues, ``deciding`` into the record.
``weights`` gets what vectors are made with.
"""

from __future__ import annotations

from archive.speakers.assigning import spoken_from_to, told_apart, turns_of
from archive.speakers.choosing import Heard, how_many, voices_heard
from archive.speakers.deciding import ask, assign, keep_draft, read_voices, reassign
from archive.speakers.drafting import draft, who_drafts
from archive.speakers.turns import MOST
from archive.speakers.weights import NAME, fetch_weights, find_weights, what_is_missing

__all__ = [
    "MOST",
    "NAME",
    "Heard",
    "ask",
    "assign",
    "draft",
    "fetch_weights",
    "find_weights",
    "how_many",
    "keep_draft",
    "read_voices",
    "reassign",
    "spoken_from_to",
    "told_apart",
    "turns_of",
    "voices_heard",
    "what_is_missing",
    "who_drafts",
]
