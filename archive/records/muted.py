"""What the public must not hear: where a real name is said, what is taken out of a copy, and the proof that it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from archive.errors import BadInput
from archive.records.written import LATEST_MS, RECORDING_NAME


@dataclass(frozen=True, slots=True, kw_only=True)
class NameSpoken:
    """A moment at which somebody's real name, or what stands for it, is said; or is not, where a person decided so.

    ``name`` is the person's as it is on record, ``said`` what a text has there (Old Wang, 老张, a mishearing). As long
    as that person has a pseudonym, it is read in place of ``said``, and the moment cannot be heard in public. What was
    found in a text that does not say when (a translation) ``is_heard`` elsewhere: of it only the words are replaced.
    """

    recording: str
    start_ms: int
    end_ms: int
    name: str
    said: str = ""
    is_it: bool = True
    is_heard: bool = True

    def __post_init__(self) -> None:
        if not RECORDING_NAME.fullmatch(self.recording) or not 0 <= self.start_ms < self.end_ms <= LATEST_MS:
            raise BadInput(
                "A name cannot be said in %(recording)r from %(start)s ms to %(end)s ms.",
                recording=self.recording,
                start=self.start_ms,
                end=self.end_ms,
            )


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Muted:
    """A stretch that cannot be heard in a public copy, guard included: silent, or a ``tone``; ``black``: nor seen."""

    start_ms: int
    end_ms: int
    tone: bool = False
    black: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """What was found at one muted stretch: the words that were there, and what is heard around it now.

    ``still`` are removed words that can still be heard; where nobody can tell, all of them.
    """

    start_ms: int
    end_ms: int
    removed: str = ""
    heard: str = ""
    still: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """That a public copy was heard again, and what of the removed words can still be heard in it.

    ``files`` are the copy and what was made from it, key to SHA-256; ``muted`` what was taken out. It is ``made_by`` a
    program, which hears the surroundings again, or by a person who listened to every place.
    """

    recording: str
    files: Mapping[str, str] = field(default_factory=dict)
    muted: tuple[Muted, ...] = ()
    places: tuple[Proven, ...] = ()
    made_by: str = ""
    made_at: str = ""
    by_listening: bool = False

    @property
    def passed(self) -> bool:
        """Whether every muted stretch was looked at, and none of the removed words is left."""
        looked_at = {(each.start_ms, each.end_ms) for each in self.places if not each.still}
        return bool(self.files) and all((each.start_ms, each.end_ms) in looked_at for each in self.muted)
