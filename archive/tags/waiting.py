"""What waits for a decision, over all interviews, and how far people are with it."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from archive.errors import ArchiveError
from archive.files import Files
from archive.records import Interview, Tag
from archive.tags.deciding import BY_SPELLING
from archive.tags.reading import read_tags, scope_of
from archive.vocabulary import phrase_key

_log = logging.getLogger(__name__)

Spelling = tuple[str, str, str, str]
"""What one decision settles: the collection, the kind, the folded words, and what was suggested for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A tag where it is said."""

    interview: Interview
    recording: str
    tag: Tag

    @property
    def spelling(self) -> Spelling | None:
        """What one decision would settle together with it; None for what is decided where it is said."""
        tag = self.tag
        if tag.kind not in BY_SPELLING or tag.is_unsaid:
            return None
        return scope_of(self.interview), tag.kind, _key(tag.text), tag.refers_to.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which tags are asked for; what is empty asks for all. ``concept`` is the id of what is meant."""

    interview: str = ""
    collection: str = ""
    kind: str = ""
    concept: str = ""

    def has(self, mention: Mention) -> bool:
        """Whether it is one of those."""
        return (
            self.interview in ("", mention.interview.id)
            and self.collection in ("", mention.interview.collection)
            and self.kind in ("", mention.tag.kind)
            and self.concept in ("", mention.tag.refers_to.id, mention.tag.means.id)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How many of the tags that programs suggested somebody has decided."""

    decided: int
    suggested: int


def mentions(files: Files) -> list[Mention]:
    """Every tag of the archive, interview by interview, in order of time; none of an interview that was withdrawn."""
    return [each for interview_id in files.interview_ids() for each in mentions_in(files, interview_id)]


def mentions_in(files: Files, interview_id: str) -> Iterator[Mention]:
    """The tags of one interview; what cannot be read is passed over, for `verify` names it."""
    try:
        interview = files.read_interview(interview_id)
        if interview.withdrawn is not None:
            return
        for recording in interview.recordings:
            for tag in read_tags(files, interview_id, recording.name):
                yield Mention(interview=interview, recording=recording.name, tag=tag)
    except (ArchiveError, OSError) as fault:
        _log.warning("The tags of %s are passed over: %s", interview_id, fault)


def progress(found: Iterable[Mention]) -> Progress:
    """How far people are with these."""
    told = Counter(not each.tag.waits for each in found if each.tag.made_by)
    return Progress(decided=told[True], suggested=told.total())


def by_spelling(found: Iterable[Mention]) -> Counter[Spelling]:
    """How many of these one decision would settle."""
    return Counter(spelling for each in found if (spelling := each.spelling))


def latest(found: Sequence[Mention], count: int) -> list[Mention]:
    """Those that were decided last, the newest first."""
    decided = [each for each in found if each.tag.verdicts and not each.tag.is_unsaid]
    return sorted(decided, key=lambda each: each.tag.verdicts[-1].at, reverse=True)[:count]


_key = lru_cache(maxsize=50_000)(phrase_key)
