"""The edition, made anew when what may be public has changed; no damage anywhere may keep a withdrawal waiting."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from archive import fixity, provenance
from archive.access import shown
from archive.errors import ArchiveError, Unavailable
from archive.files import COLLECTIONS, VOCABULARY, Files, to_json, write_local
from archive.holdings import concepts, holdings, with_lines
from archive.index import INDEX_FORM, current_edition, interview, make_edition, open_current
from archive.jobs.indexing import listed_collections
from archive.jobs.remembering import collections_state, interview_state, remembered
from archive.jobs.restored import demand_review_of_restored, take_back_restored
from archive.records import HIDDEN, INTERVIEW_ID, OPEN, Interview, Person
from archive.release import (
    MediaFile,
    Released,
    ReleasedCollection,
    Tombstone,
    release,
    tombstone,
    without_real_names_in_collection,
)
from archive.settings import Settings

_log = logging.getLogger(__name__)
_SHA256 = re.compile(r"[0-9a-f]{64}")


class EditionNotMade(Unavailable):
    """The edition could not be made anew: the public still reads the one before."""


def bring_edition(files: Files, settings: Settings, *, unknown: set[str]) -> None:
    """Make a new edition if what may be public has changed; raises :class:`EditionNotMade`.

    ``unknown`` are interviews of which nobody can say what was decided last: they are not public. Nor are those that
    lie there otherwise than they were left, which are taken back.
    """
    folder = settings.instance / "edition"
    memory = _memory(settings)
    try:
        words = provenance.state(files, VOCABULARY)
        wanted = _state(files, unknown)
        before = remembered(memory).splitlines()
        if before == [_name(folder), *wanted]:
            return
        fresh = set(wanted) - set(before)
        left = take_back_restored(files, sorted(_interviews_in(fresh)))
        if any(each.startswith(f"{COLLECTIONS} ") for each in fresh):
            left |= demand_review_of_restored(files, sorted(_interviews_in(wanted)))
        # Nothing goes in of which this state says nothing: hidden again by the next time, it would look never public.
        choice = _made(files, folder, _interviews_in(wanted), unknown | left)
        if not choice.passing and not left and words == provenance.state(files, VOCABULARY):
            write_local(memory, "\n".join([_name(folder), *wanted]))
    except Exception as fault:  # whatever it is, the people who withdraw must be told
        raise EditionNotMade(
            "The edition could not be made anew, and the one before is still public: %(why)s",
            next_step="Stop `earwitness serve`, mend the cause, then run `earwitness index`.",
            why=fault,
        ) from fault


def is_followed(files: Files, settings: Settings, interview_id: str) -> bool:
    """Whether the edition was made from an interview as it stands now, or does not have it where it should not."""
    interview = files.read_interview(interview_id)
    if shown(interview).metadata == HIDDEN:
        return not is_public(settings, interview_id)
    made_from = set(remembered(_memory(settings)).splitlines())
    name = _name(settings.instance / "edition")
    return made_from >= {name, _line_of(files, interview_id), _line_of_collections(files)}


def is_public(settings: Settings, interview_id: str) -> bool:
    """Whether the public can read of an interview at this moment."""
    folder = settings.instance / "edition"
    return current_edition(folder) is not None and interview(open_current(folder), interview_id) is not None


@dataclass
class _Choice:
    """What goes into one edition, gathered while it is asked for, interview by interview."""

    files: Files
    folder: Path
    told: set[str]
    """The interviews of which anything may go in, were it only whom to name nowhere."""
    left_out: set[str]
    asked: list[str] = field(default_factory=list)
    listed: list[Released] = field(default_factory=list)
    people: list[tuple[str, Person]] = field(default_factory=list)
    """Everybody in those interviews, public or not, with its collection: whose description must not name them."""
    tombstones: list[Tombstone] = field(default_factory=list)
    """What is said in place of withdrawn interviews."""
    hidden: tuple[Person, ...] = ()
    """Everybody in those interviews who has a pseudonym: whom no tag may name."""
    passing: bool = False
    """Something was left out for a reason that may be gone by the next time."""

    def interviews(self) -> Iterator[Released]:
        """The public version of every interview that has one; what cannot be read for certain is not public."""
        self.people = list(self._everybody())
        self.hidden = tuple(each for _, each in self.people if each.pseudonym)
        for interview_id in sorted(self.told - self.left_out):
            released = self._released(interview_id)
            if released is not None:
                self.asked.append(interview_id)
                self.listed.append(replace(released, recordings=(), tracks=(), pictures=()))
                yield released

    def collections(self) -> Iterator[ReleasedCollection]:
        """Their collections, once all of them have been asked for: from then on no fault is an interview's."""
        self.asked.clear()
        for each in listed_collections(self.files, self.listed):
            yield without_real_names_in_collection(each, [person for slug, person in self.people if slug == each.slug])

    def _everybody(self) -> Iterator[tuple[str, Person]]:
        """From the records alone: whoever is left out of the edition is to be named in it nowhere."""
        for interview_id in sorted(self.told):
            try:
                held = self.files.read_interview(interview_id)
            except (Unavailable, OSError) as fault:
                self.passing = True
                _log.error("Whom %s names may be named in others for now: %s", interview_id, fault)
            except ArchiveError:
                continue  # one that cannot be read is not public, and its people are named nowhere
            else:
                yield from ((held.collection, each) for each in _people(held))

    def _released(self, interview_id: str) -> Released | None:
        try:
            held = replace(holdings(self.files, interview_id), hidden=self.hidden)
            if grave := tombstone(held.interview):
                self.tombstones.append(grave)
            released = release(with_lines(self.files, held) if shown(held.interview).transcript == OPEN else held)
            return released and _without_damage(self.files, self.folder, released)
        except (Unavailable, OSError) as fault:
            self.passing = True
            _log.error("%s is left out of the edition for now: %s", interview_id, fault)
        except ArchiveError as fault:
            _log.warning("%s is left out of the edition: %s", interview_id, fault)
        return None


def _made(files: Files, folder: Path, told: set[str], left_out: set[str]) -> _Choice:
    """Make the edition; an interview that it cannot hold is left out, so that the others' decisions are followed."""
    left_out, passing = set(left_out), False
    while True:
        choice = _Choice(files, folder, told, left_out, passing=passing)
        try:
            make_edition(
                folder,
                choice.interviews(),
                choice.collections(),
                lambda each: files.store.open(each.key),
                choice.tombstones,
            )
            return choice
        except (ArchiveError, ValueError) as fault:  # ValueError: a text that no database takes
            if not choice.asked:
                raise
            _log.error("%s is left out of the edition: %s", choice.asked[-1], fault)
            left_out.add(choice.asked[-1])
            passing = passing or isinstance(fault, Unavailable)


def _memory(settings: Settings) -> Path:
    """Where it is kept what the edition was made from: beside it, for it names interviews that are not in it.

    It begins with the name of that edition: of another one, which a backup put in its place, it tells nothing.
    """
    return settings.instance / "edition-made-from"


def _name(folder: Path) -> str:
    """The name of the edition that is public; of none where there is none."""
    path = current_edition(folder)
    return path.stem if path else "none"


def _state(files: Files, unknown: set[str]) -> list[str]:
    """All that an edition is made from, one thing a line; a person's pseudonym hides the name in other interviews."""
    told = [INDEX_FORM, _line_of_collections(files), _vocabulary_state(files), *sorted(unknown)]
    for interview_id in files.interview_ids():
        try:
            interview = files.read_interview(interview_id)
            is_told = shown(interview).metadata != HIDDEN or tombstone(interview) is not None
            if is_told or _hidden(interview):
                told.append(_line_of(files, interview_id))
        except (ArchiveError, OSError):
            continue  # what cannot be read is not public
    return told


def _vocabulary_state(files: Files) -> str:
    """Changes with what the public is told of a concept, and not with every word by which one is found."""
    told = sorted(concepts(files).items())
    return hashlib.sha256(to_json(told)).hexdigest()


def _hidden(interview: Interview) -> list[Person]:
    """Those of its people who have a pseudonym."""
    return [each for each in _people(interview) if each.pseudonym]


def _interviews_in(lines: Iterable[str]) -> set[str]:
    """The interviews that these lines are about."""
    ids = (each.partition(" ")[0] for each in lines)
    return {each for each in ids if INTERVIEW_ID.fullmatch(each)}


def _line_of(files: Files, interview_id: str) -> str:
    """Its state, and what its log has lost: where ``instance/`` is as old as the record, its chains may be newer."""
    lost = provenance.newest_lost(files, interview_id)
    return f"{interview_id} {interview_state(files, interview_id)} {lost}".rstrip()


def _line_of_collections(files: Files) -> str:
    return f"{COLLECTIONS} {collections_state(files)} {provenance.newest_lost(files, COLLECTIONS)}".rstrip()


def _people(interview: Interview) -> tuple[Person, ...]:
    return (*interview.narrators, *interview.interviewers)


# --- media -----------------------------------------------------------------------------------------------------------


def _without_damage(files: Files, folder: Path, released: Released) -> Released:
    """Without media that are not as they were made: a damaged copy must not keep a withdrawal waiting."""
    recordings = []
    for recording in released.recordings:
        whole = (_whole(files, folder, each) for each in recording.media)
        recordings.append(replace(recording, media=tuple(each for each in whole if each is not None)))
    seen = ((each, _whole(files, folder, each.file)) for each in released.pictures)
    pictures = tuple(replace(each, file=file) for each, file in seen if file is not None)
    return replace(released, recordings=tuple(recordings), pictures=pictures)


def _whole(files: Files, folder: Path, file: MediaFile) -> MediaFile | None:
    """The file, if the edition has it already (and checked it when it came) or the store has it as it was made."""
    if _SHA256.fullmatch(file.sha256):
        for path in (folder / "media").glob(f"{file.sha256}.{file.name.rpartition('.')[2]}"):
            return replace(file, bytes=path.stat().st_size)
        if fixity.sha256_of(files, file.key) == file.sha256:
            return file
    _log.error("%s is left out of the edition: it is not as it was made. Run `earwitness verify`.", file.key)
    return None
