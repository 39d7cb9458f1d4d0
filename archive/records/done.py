"""What was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from archive.sentences import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One act on an interview: when, what (PREMIS event type), who or which program, with what outcome.

    ``at`` is UTC, ISO 8601 with microseconds; ``files`` maps the files it wrote, by key, to their SHA-256.
    """

    id: str
    at: str
    type: str
    agent: str
    interview: str
    outcome: str = "success"
    detail: str | Sentence = ""
    files: Mapping[str, str] = field(default_factory=dict)
