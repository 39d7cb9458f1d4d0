"""What lies there otherwise than it was left, as a backup puts it back: no longer public until somebody publishes it.

A record from before may lack a redaction, a pseudonym, a closure. That they were decided can be known, and what they
were cannot, so nobody can tell how far the interview is open (decision 0034).
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Sequence
from typing import Final

from archive import provenance, publication, transcripts
from archive.access import shown
from archive.errors import ArchiveError
from archive.files import Files, interview_file, readers_file
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
    return _otherwise(files, interview_id, acts, lost=provenance.newest_lost(files, interview_id), decided=published)


def why_not_as_lent(files: Files, interview_id: str, grant: Grant) -> Sentence:
    """The same of an interview that was granted to a guest; that a grant was ended may be lost as well."""
    acts, decided = list(provenance.events(files, interview_id)), provenance.stamp_of(grant.at)
    lost = provenance.newest_lost(files, interview_id, quiet_too=True)
    granted = (provenance.stamp(each) for each in acts if each.type == publication.GRANTED)
    own = next((each for each in granted if each >= decided), decided)  # the act that granted it, which began anew
    if _is_another(files, readers_file(interview_id), acts, decided=own):
        return _OTHER_RECORD
    return _otherwise(files, interview_id, acts, lost=lost, decided=decided)


def _otherwise(files: Files, interview_id: str, acts: Sequence[Event], *, lost: str, decided: str) -> Sentence:
    if _is_another(files, interview_file(interview_id), acts, decided=decided):
        return _OTHER_RECORD
    return _OLDER_LOG if lost > decided else UNSAID


def _is_another(files: Files, key: str, acts: Sequence[Event], *, decided: str) -> bool:
    """Whether a file is not the one last kept, or somebody went on from another one before that was seen."""
    kept = ""
    for each in (act for act in acts if key in act.files):
        found = each.files.get(transcripts.earlier_key(key, each), "")
        if found and found != kept and provenance.stamp(each) > decided:
            return True
        kept = each.files[key]
    return kept != hashlib.sha256(files.store.read(key)).hexdigest()
