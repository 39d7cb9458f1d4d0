"""Everything the files say of one interview, gathered for ``release`` to choose from."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from archive import proofs, provenance, tags, transcripts, vocabulary
from archive.access import is_cut
from archive.errors import ArchiveError, BadRecord, NotFound
from archive.files import Files, is_slug, media_folder
from archive.gallery import public_copy
from archive.records import Interview, Proof, Recording
from archive.release import Holdings, MediaFile, ReleasedConcept, Role
from archive.vocabulary import Concept

_log = logging.getLogger(__name__)

_ROLES: dict[str, Role] = {
    "access.m4a": "access copy",
    "access.mp4": "access copy",
    "peaks.json": "peaks",
    "poster.jpg": "poster",
}


def holdings(files: Files, interview_id: str) -> Holdings:
    """All there is of an interview; raises :class:`NotFound` or :class:`BadRecord`, and then it is not public."""
    interview = files.read_interview(interview_id)
    if len({each.name for each in interview.recordings}) < len(interview.recordings):
        raise BadRecord(
            "%(interview)s has two recordings of one name.",
            next_step="Restore it from versions/.",
            interview=interview_id,
        )
    signed = provenance.digests(files, interview_id)
    counting = {each.name: proofs.proof_that_counts(files, interview, each.name) for each in interview.recordings}
    proven = {name: each for name, each in counting.items() if each is not None}
    return Holdings(
        interview=interview,
        tracks=transcripts.to_read(files, interview_id),
        index_points={each.name: files.read_index_points(interview_id, each.name) for each in interview.recordings},
        media={each.name: _made_for_browsers(files, interview_id, each, signed) for each in interview.recordings},
        pictures=_made_for_the_public(files, interview, signed),
        tags={each.name: tags.as_said(files, interview_id, each.name) for each in interview.recordings},
        said={
            each.name: transcripts.said(files, interview_id, each.name)
            for each in interview.recordings
            if is_cut(interview, each.name)
        },
        muted_media={name: _muted(files, name, each, signed) for name, each in proven.items()},
        proofs=proven,
        demands_review=demands_review(files, interview.collection),
        shows_unreviewed_tags=tags.shows_unreviewed(files, interview),
        concepts=concepts(files),
    )


def concepts(files: Files) -> dict[str, ReleasedConcept]:
    """What the vocabularies in use call every concept; nothing where they cannot be read, for nothing may wait.

    An era stands under eras alone, and what is no era under none: what is between is passed over.
    """
    try:
        known = {uri: each for one in vocabulary.in_use(files) for uri, each in one.concepts.items()}
    except (ArchiveError, OSError) as fault:
        _log.error("The vocabulary is left out: %s", fault)
        return {}
    return {
        uri: ReleasedConcept(
            concept=uri,
            label=each.labels,
            broader=_nearest_above(known, each),
            era=each.era,
        )
        for uri, each in known.items()
    }


def _nearest_above(known: Mapping[str, Concept], concept: Concept) -> tuple[str, ...]:
    """The nearest concepts above one that are times as it is, or are none as it is not."""
    nearest, seen, waiting = [], {concept.uri}, list(concept.broader)
    while waiting:
        up = waiting.pop(0)
        if up in seen or up not in known:
            continue
        seen.add(up)
        if bool(known[up].era) == bool(concept.era):
            nearest.append(up)
        else:
            waiting += known[up].broader
    return tuple(nearest)


def _made_for_the_public(files: Files, interview: Interview, signed: dict[str, str]) -> dict[str, MediaFile]:
    """The copies of pictures that are signed off and there, by the file of their original."""
    found = {}
    for photo in interview.gallery:
        key = public_copy(interview.id, photo)
        if key in signed and files.store.exists(key):
            name, size = key.rpartition("/")[2], files.store.size(key)
            found[photo.file] = MediaFile(name=name, key=key, sha256=signed[key], bytes=size, role="picture")
    return found


def _muted(files: Files, recording: str, proof: Proof, signed: dict[str, str]) -> tuple[MediaFile, ...]:
    """The files that a proof speaks of, where they are as they were then: named like those of a whole recording."""
    found = []
    for ending, role in _ROLES.items():
        key = next((each for each in proof.files if each.endswith(f".{ending.removeprefix('access.')}")), "")
        if key and signed.get(key) == proof.files[key] and files.store.exists(key):
            size = files.store.size(key)
            found.append(MediaFile(name=f"{recording}.{ending}", key=key, sha256=signed[key], bytes=size, role=role))
    return tuple(found)


def demands_review(files: Files, slug: str) -> bool:
    """Whether a collection shows nothing of a machine that nobody vouched for: one without a record does not.

    Of one whose record cannot be read nobody can tell, so there it waits.
    """
    try:
        return is_slug(slug) and files.read_collection(slug).demands_review
    except NotFound:
        return False
    except BadRecord:
        return True


def _made_for_browsers(
    files: Files, interview_id: str, recording: Recording, signed: dict[str, str]
) -> tuple[MediaFile, ...]:
    """The access copy, peaks and poster that are signed off and there."""
    found = []
    for ending, role in _ROLES.items():
        name = f"{recording.name}.{ending}"
        key = f"{media_folder(interview_id)}/{name}"
        if key in signed and files.store.exists(key):
            found.append(MediaFile(name=name, key=key, sha256=signed[key], bytes=files.store.size(key), role=role))
    return tuple(found)
