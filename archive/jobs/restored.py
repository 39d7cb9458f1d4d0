"""What lies there otherwise than it was left, as a backup puts it back: no longer public until somebody publishes it.

A record from before may lack a redaction, a pseudonym, a closure. That they were decided can be known, and what they
were cannot, so nobody can tell how far the interview is open (decision 0034). So it is with a collection, of which
nobody can tell whether its texts were to wait until somebody approved them.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Final

from archive import describing, provenance, publication, transcripts
from archive.access import shown
from archive.errors import ArchiveError, BadRecord, NotFound
from archive.files import COLLECTIONS, Files, collection_file, interview_file, is_slug, readers_file
from archive.records import HIDDEN, Event, Grant
from archive.sentences import UNSAID, Sentence, sentence

_log = logging.getLogger(__name__)

_OTHER_RECORD: Final = sentence("its record is not the one that was last kept, as where a backup put back an older one")
_OLDER_LOG: Final = sentence("its log lacks what was done since, as where a backup put back an older one")


def take_back_restored(files: Files, interview_ids: Iterable[str]) -> set[str]:
    """Take back from the public those that are not as they were left; returns those of which that could not be done."""
    left = set()
    for interview_id in interview_ids:
        try:
            if why_not_as_left(files, interview_id) and (why := _undisturbed(files, interview_id)):
                publication.unpublish(files, interview_id, by=provenance.PROGRAM, reason=why)
                _log.error("%s is taken back from the public: %s. Look at it, then publish it.", interview_id, why)
        except (ArchiveError, OSError) as fault:
            _log.error("%s: %s", interview_id, fault)
            left.add(interview_id)
    return left


def _undisturbed(files: Files, interview_id: str) -> Sentence:
    """The same while nobody is in the middle of an act, whose record is there before its event is."""
    with files.lock(interview_id):
        provenance.clear_the_way(files, interview_id)
        return why_not_as_left(files, interview_id)


def why_not_as_left(files: Files, interview_id: str) -> Sentence:
    """Why what is decided of a public interview cannot be known from its record; nothing where it can.

    Whoever publishes it decides anew: what was lost before that is of no account.
    """
    if shown(files.read_interview(interview_id)).metadata == HIDDEN:
        return UNSAID
    acts = list(provenance.events(files, interview_id))
    published = max((provenance.stamp(each) for each in acts if each.type == "publication"), default="")
    return _otherwise(
        files, interview_file(interview_id), acts, lost=provenance.newest_lost(files, interview_id), decided=published
    )


def why_not_as_lent(files: Files, interview_id: str, grant: Grant) -> Sentence:
    """The same of an interview that was granted to a guest; that a grant was ended may be lost as well."""
    acts, decided = list(provenance.events(files, interview_id)), provenance.stamp_of(grant.at)
    lost = provenance.newest_lost(files, interview_id, quiet_too=True)
    granted = (provenance.stamp(each) for each in acts if each.type == publication.GRANTED)
    own = next((each for each in granted if each >= decided), decided)  # the act that granted it, which began anew
    if _is_another(files, readers_file(interview_id), acts, decided=own):
        return _OTHER_RECORD
    return _otherwise(files, interview_file(interview_id), acts, lost=lost, decided=decided)


def demand_review_of_restored(files: Files, interview_ids: Iterable[str]) -> set[str]:
    """Let collections that are not as they were left show nothing that nobody approved.

    Returns those of these interviews that are in a collection of which that could not be done.
    """
    theirs: dict[str, set[str]] = {slug: set() for slug in files.collection_slugs()}
    for interview_id in interview_ids:
        with suppress(ArchiveError, OSError):  # what cannot be read is not public
            slug = files.read_interview(interview_id).collection
            theirs.setdefault(slug, set()).add(interview_id)
    left: set[str] = set()
    log = _log_of_collections(files)
    for slug in filter(is_slug, theirs):
        try:
            if _why_no_collection_as_left(files, slug, log):
                _demand_review(files, slug)
        except BadRecord as fault:
            _log.warning("The collection %s shows nothing that nobody approved: %s", slug, fault)
        except (ArchiveError, OSError) as fault:
            _log.error("%s: %s", slug, fault)
            left |= theirs[slug]
    return left


def _demand_review(files: Files, slug: str) -> None:
    with files.lock(COLLECTIONS):
        provenance.clear_the_way(files, COLLECTIONS)
        why = _why_no_collection_as_left(files, slug, _log_of_collections(files))
    if why:
        describing.demand_review(files, slug, agent=provenance.PROGRAM, why=why)
        _log.error("The collection %s shows nothing that nobody approved: %s.", slug, why)


def _log_of_collections(files: Files) -> tuple[list[Event], str]:
    """What was done to collections, oldest first, and when the newest event was that is lost or cannot be read."""
    keys = provenance.log(files, COLLECTIONS)
    told = provenance.newest(files, keys, count=len(keys))
    unreadable = (provenance.stamped(each.rsplit("/", 1)[1]) for each in told.unreadable if "/events/" in each)
    return [*reversed(told.events)], max([provenance.newest_lost(files, COLLECTIONS), *unreadable])


def _why_no_collection_as_left(files: Files, slug: str, log: tuple[list[Event], str]) -> Sentence:
    (acts, lost), key = log, collection_file(slug)
    demanded = (each for each in acts if each.type == describing.REVIEW_DEMANDED and key in each.files)
    decided = max(map(provenance.stamp, demanded), default="")
    return _otherwise(files, key, acts, lost=lost, decided=decided)


def _otherwise(files: Files, key: str, acts: Sequence[Event], *, lost: str, decided: str) -> Sentence:
    if _is_another(files, key, acts, decided=decided):
        return _OTHER_RECORD
    return _OLDER_LOG if lost > decided else UNSAID


def _is_another(files: Files, key: str, acts: Sequence[Event], *, decided: str) -> bool:
    """Whether a file is not the one last kept, or somebody went on from another one before that was seen.

    What was never kept, as a collection that somebody described by hand, is none.
    """
    kept = ""
    for each in (act for act in acts if key in act.files):
        found = each.files.get(transcripts.earlier_key(key, each), "")
        if kept and found != kept and provenance.stamp(each) > decided:
            return True
        kept = each.files[key]
    return bool(kept) and kept != _found(files, key)


def _found(files: Files, key: str) -> str:
    try:
        return hashlib.sha256(files.store.read(key)).hexdigest()
    except NotFound:
        return ""
