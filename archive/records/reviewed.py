"""The narrator's review: the passages they were given to read again, what they answered, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from archive.records.written import Texts

Voice = Literal["narrator", "interviewer", "other"]

Choice = Literal["agree", "change", "withhold", ""]
"""What a narrator ticks for a passage; empty where they only wrote something, or took their tick back."""

Settled = Literal["done", "by hand", "declined", "noted"]
"""How something a narrator asked was decided: done as asked, done by somebody in another way, declined, or noted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The words of a passage in one language, and the times they have there: texts are seldom cut alike."""

    language: str
    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch that is answered on its own. ``said`` has what was said first, then its translation.

    ``name`` is the narrator's, as the public meets it; nobody else's is here. ``begins`` a turn where the voice, or the
    subject of the talk, may be another. The machine may have misheard one that is ``doubtful``.
    """

    recording: str
    start_ms: int
    end_ms: int
    said: tuple[Said, ...]
    voice: Voice = "other"
    name: str = ""
    begins: bool = False
    doubtful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketText:
    """A text as it stood when a packet was made of it, by the name of that state."""

    recording: str
    language: str
    version: str
    is_machine_made: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """What a narrator is given to read, hear and answer; ``at`` is UTC. It never changes."""

    id: str
    interview: str
    at: str
    texts: tuple[PacketText, ...] = ()
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a narrator answered for a passage, by its times, ``at`` what moment (UTC, by their own clock).

    ``words`` are how it should read instead, by language; ``comment`` whatever else they wrote. ``pen`` tells the
    browser they wrote in from others: only what was written with one pen is in order of its clock.
    """

    recording: str
    start_ms: int
    end_ms: int
    choice: Choice = ""
    words: Texts = field(default_factory=dict)
    comment: str = ""
    at: str = ""
    pen: str = ""

    @property
    def says_nothing(self) -> bool:
        """Whether it only takes back what was answered before."""
        return not (self.choice or self.comment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a file of answers brings: to which packet of which interview, and when it was saved."""

    packet: str
    interview: str
    saved_at: str = ""
    replies: tuple[Reply, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What a named person decided about one thing a narrator ``asked``, by its id; ``at`` is UTC.

    ``heard`` is how many answers had been read in by then: who asks for the same after that asks again.
    """

    asked: str
    outcome: Settled
    by: str
    at: str
    words: str = ""
    heard: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """All answers to a packet that were read in, and what was decided about them; nothing is ever taken out."""

    packet: str
    replies: tuple[Reply, ...] = ()
    settlements: tuple[Settlement, ...] = ()
