"""What people decide about tags, as values: each verdict is added to those before it, and none is ever removed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Final

from archive.errors import Refused
from archive.records import Referent, Ruling, Tag, TagStatus, Verdict
from archive.vocabulary import Rejection, phrase_key

BY_SPELLING: Final = ("person", "place", "organisation", "concept", "era")
"""The kinds that one decision may settle for a spelling: the same date in other words is another date."""


def decided(tag: Tag, status: TagStatus, *, by: str, at: str, refers_to: Referent | None = None) -> Tag:
    """The tag with one more verdict; what it was changed to stays so until somebody says otherwise."""
    meant = refers_to or (tag.verdicts[-1].refers_to if tag.verdicts else None)
    return replace(tag, verdicts=(*tag.verdicts, Verdict(status=status, by=by, at=at, refers_to=meant)))


def undone(tag: Tag, *, by: str, at: str) -> Tag:
    """The tag as it stood before its last verdict, by one more; raises :class:`Refused` where nothing is left to undo.

    Undoing again goes one further back, and never undoes an undoing.
    """
    standing = tag.standing
    if not standing:
        raise Refused("Nothing was decided about “%(text)s”.", text=tag.text)
    again = standing[-2] if len(standing) > 1 else Verdict(status="suggested", by=by, at=at)
    return replace(tag, verdicts=(*tag.verdicts, replace(again, by=by, at=at, ruling="", undoes=True)))


# --- one decision for a spelling -------------------------------------------------------------------------------------


def rejections(rulings: Iterable[Ruling]) -> frozenset[Rejection]:
    """What phrases do not mean, for the matcher."""
    return frozenset((each.refers_to.id, each.spelling) for each in rulings if each.status == "rejected")


def settled(tags: Iterable[Tag], rulings: Collection[Ruling]) -> tuple[Tag, ...]:
    """The tags, those that nobody decided by themselves as the rulings say; one taken back leaves them undecided."""
    by_spelling = {(each.kind, each.spelling, each.refers_to.id): each for each in rulings}
    return tuple(
        _settled(each, by_spelling.get((each.kind, phrase_key(each.text), each.refers_to.id))) for each in tags
    )


def _settled(tag: Tag, ruling: Ruling | None) -> Tag:
    if ruling is None or not ruling.verdicts or not _follows(tag, ruling):
        return tag
    verdict = replace(ruling.verdicts[-1], ruling=ruling.id)
    if tag.verdicts[-1:] == (verdict,) or (not tag.verdicts and verdict.status == "suggested"):
        return tag
    return replace(tag, verdicts=(*tag.verdicts, verdict))


def _follows(tag: Tag, ruling: Ruling) -> bool:
    """Whether a ruling is what counts for a tag: nobody decided it by itself, or took it out of this ruling.

    What is decided for a spelling says nothing of words that are spelt so no more.
    """
    if tag.unsaid:
        return False
    if tag.verdicts and not tag.standing:
        return all(each.ruling != ruling.id for each in tag.verdicts)
    return not tag.verdicts or tag.verdicts[-1].ruling == ruling.id
