"""Pictures beside an interview: the original kept as it was received, a copy for the public made from its pixels alone.

``media/<id>/gallery/photo-1.tif`` is the original, ``photo-1.public.jpg`` the copy. What is said of a picture stands in
the interview's record. A picture is hidden until somebody opens it: it may show who a narrator is.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from archive import fixity, media, provenance
from archive.accession import Tape
from archive.describing import mark
from archive.errors import Conflict, NotFound, Refused
from archive.files import Files, interview_file, media_folder, to_json
from archive.records import Interview, Photo
from archive.settings import Settings
from archive.transcripts import earlier_kept

_NAME = re.compile(r"photo-([1-9][0-9]*)\..+")


def add_picture(files: Files, settings: Settings, interview_id: str, picture: Tape, *, agent: str) -> Interview:
    """Take a picture into the gallery; raises :class:`MediaFault` for what is none, :class:`Refused` for one twice."""
    if files.read_interview(interview_id).withdrawn is not None:
        raise Refused("%(interview)s was withdrawn.", next_step="Nothing can be added.", interview=interview_id)
    with files.scratch() as folder:
        ending = media.in_worker(media.kind_of, picture.path, shown_as=picture.name, settings=settings)
        original, public = folder / f"original.{ending}", folder / "public.jpg"
        shutil.copyfile(picture.path, original)
        media.in_worker(media.make_public_copy, original, public, shown_as=picture.name, settings=settings)
        with files.lock(interview_id):
            provenance.clear_the_way(files, interview_id)
            files.promise(folder)
            return _kept(files, interview_id, original, public, picture.name, agent=agent)


def _kept(files: Files, interview_id: str, original: Path, public: Path, name: str, *, agent: str) -> Interview:
    before = files.read_interview(interview_id)
    digests = {each: hashlib.sha256(each.read_bytes()).hexdigest() for each in (original, public)}
    if any(each.sha256 == digests[original] for each in before.gallery):
        raise Refused("%(name)s is in the gallery already.", next_step="Nothing was taken in a second time.", name=name)
    stem = f"photo-{_last_number(files, before) + 1}"
    photo = Photo(file=f"{stem}{original.suffix}", sha256=digests[original])
    keys = {original: photo.file, public: f"{stem}.public.jpg"}
    takes = {
        f"{media_folder(interview_id)}/gallery/{file}": (original.parent.name, path.name, digests[path])
        for path, file in keys.items()
    }
    return _perform(files, replace(before, gallery=(*before.gallery, photo)), "picture added", takes, agent=agent)


def describe_picture(
    files: Files, interview_id: str, described: Photo, *, agent: str, started_from: str | None = None
) -> Interview:
    """Keep what people say of a picture, and whether it is open, by its ``file``; raises :class:`NotFound`.

    What it is (its file and checksum) stays as it was taken in. Raises :class:`Conflict` where what is said of it is
    not what this act ``started_from`` (its :func:`mark`).
    """
    with files.lock(interview_id):
        provenance.clear_the_way(files, interview_id)
        before = files.read_interview(interview_id)
        photo = _photo(before, described.file)
        if started_from is not None and mark(photo) != started_from:
            raise Conflict("Somebody else described this picture in between.", next_step="Compare, then keep yours.")
        described = replace(described, sha256=photo.sha256)
        gallery = tuple(described if each is photo else each for each in before.gallery)
        if described.recording and before.recording(described.recording) is None:
            raise NotFound(
                "%(interview)s has no %(recording)s.",
                next_step="Name one of its recordings.",
                interview=interview_id,
                recording=described.recording,
            )
        if gallery == before.gallery:
            return before
        return _perform(files, replace(before, gallery=gallery), "picture described", {}, agent=agent)


def _photo(interview: Interview, file: str) -> Photo:
    found = [each for each in interview.gallery if each.file == file]
    if not found:
        raise NotFound("%(id)s has no picture %(file)r.", next_step="Look at its gallery.", id=interview.id, file=file)
    return found[0]


def public_copy(interview_id: str, photo: Photo) -> str:
    """The key of a picture's copy for the public."""
    return f"{media_folder(interview_id)}/gallery/{photo.file.rpartition('.')[0]}.public.jpg"


def _perform(
    files: Files, after: Interview, type_: str, takes: Mapping[str, tuple[str, str, str]], *, agent: str
) -> Interview:
    key = interview_file(after.id)
    event = provenance.next_event(files, after.id, type_, agent)
    writes = earlier_kept(files, key, event) | {key: to_json(after)}
    provenance.perform(files, provenance.planned(event, writes=writes, takes=takes))
    fixity.settle(files, after.id)
    return after


def _last_number(files: Files, interview: Interview) -> int:
    """The highest number a picture has or had."""
    here = files.store.names(f"{media_folder(interview.id)}/gallery")
    names = [each.file for each in interview.gallery] + here
    return max((int(match[1]) for each in names if (match := _NAME.fullmatch(each))), default=0)
