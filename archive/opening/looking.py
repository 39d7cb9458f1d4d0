"""Whether somebody has looked at what a decision would open to the public, and what the log says where nobody has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypedDict, get_args

from archive import sensitivity
from archive.access import as_published, newly_open, shown
from archive.errors import ArchiveError, Refused, Unavailable
from archive.files import Files
from archive.records import Interview, LookedAt
from archive.sentences import UNSAID, Sentence, enumerated, sentence
from archive.settings import Settings

Decided = Callable[[Interview], Interview]
"""What a decision makes of a record (:mod:`archive.access.decisions`)."""


class Regardless(TypedDict):
    """Of which record it was asked whether somebody has looked at what is opened, and what the log says of it."""

    looked_at: Interview
    detail: Sentence


class Unlooked(Refused):
    """Nobody has looked at ``missing`` as the public would read it, nor said why it is opened all the same."""

    def __init__(self, fault: str, *, missing: Sequence[LookedAt], next_step: str, **values: object) -> None:
        super().__init__(fault, next_step=next_step, **values)
        self.missing = tuple(missing)


def unlooked(
    files: Files, settings: Settings, interview_id: str, decided: Decided = as_published
) -> tuple[LookedAt, ...]:
    """What nobody has looked at as the public would read it; all of it where the record cannot be read for certain."""
    try:
        return sensitivity.unlooked(sensitivity.look(files, settings, interview_id, decided))
    except Unavailable:
        raise
    except ArchiveError:
        return get_args(LookedAt)


def regardless(files: Files, settings: Settings, interview_id: str, decided: Decided, because: str) -> Regardless:
    """What the log says of a decision that opens what nobody has looked at; nothing where somebody has.

    So too where the public would meet no more by it. Raises :class:`Unlooked` where ``because`` does not say why.
    """
    before = files.read_interview(interview_id)
    return {"looked_at": before, "detail": _regardless(files, settings, before, decided(before), because)}


def _regardless(files: Files, settings: Settings, before: Interview, after: Interview, because: str) -> Sentence:
    if not newly_open(shown(before), shown(after)):
        return UNSAID
    missing = unlooked(files, settings, before.id, lambda _: after)
    if not missing:
        return UNSAID
    if not because.strip():
        raise Unlooked(
            "Nobody has looked at %(what)s of %(interview)s.",
            next_step="`earwitness look %(interview)s --as-open` shows it; or say --because, and the log keeps why."
            if before.published
            else "`earwitness look %(interview)s` shows it; or say --because, and the log keeps why.",
            missing=missing,
            what=enumerated(sensitivity.NAMES[each] for each in missing),
            interview=before.id,
        )
    what = sentence("nobody had looked at: %(what)s", what=enumerated(sensitivity.NAMES[each] for each in missing))
    return sentence("%(what)s. Opened because: %(why)s", what=what, why=because)
