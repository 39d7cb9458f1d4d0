"""The narrator's review: a packet of passages goes out, answers come in, and a person decides what becomes of each.

``keeping`` has the packets, the answers and the decisions on disk; ``asked`` tells what a narrator asks for: pure.
"""

from __future__ import annotations

from archive.review.asked import Asked, asked, newest, remembering, unanswered
from archive.review.keeping import (
    TakenIn,
    find,
    keep_packet,
    packets,
    read_packet,
    read_review,
    settle,
    take_in,
    undecided,
)

__all__ = [
    "Asked",
    "TakenIn",
    "asked",
    "find",
    "keep_packet",
    "newest",
    "packets",
    "read_packet",
    "read_review",
    "remembering",
    "settle",
    "take_in",
    "unanswered",
    "undecided",
]
