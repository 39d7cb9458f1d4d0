"""The page of an interview: its words beside its sound."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request, url_for

from archive import index
from archive.errors import NotFound
from archive.exchange.citations import Work, cited
from archive.index import slug
from archive.moments import seconds
from archive.release import Released, ReleasedPicture, ReleasedRecording
from archive.search import marker
from archive.site.reading_room.asked import asked
from archive.site.reading_room.choosing import chosen_recording, form_asked
from archive.site.reading_room.citing import interview_address, sharing_whole, site_address
from archive.site.reading_room.edition import (
    edition,
    folder,
    is_closed,
    lists,
    public_collection,
    public_texts,
)
from archive.site.reading_room.interview_page import interview_page
from archive.site.reading_room.machines import coins, linked_data, meta
from archive.site.reading_room.moments import tag_url
from archive.site.reading_room.waveform import HEIGHT, WIDTH


def interview(interview_id: str) -> str:
    """An interview to read and hear; one that is closed says no more than that."""
    found = public_texts(interview_id)
    around = _around(found)
    if is_closed(found):
        return render_template("closed.html", interview=found, **around)
    ask = asked(request.args)
    peaks = _peaks(found, chosen_recording(found, ask.recording))
    page = interview_page(
        found,
        ask,
        peaks=peaks,
        marker=marker(ask.query) if ask.query else None,
        word_times=lambda track: index.word_times(edition(), found, track),
    )
    sharing = sharing_whole(page)
    return render_template(
        "interview.html",
        page=page,
        interview=found,
        tag_url=tag_url,
        query=ask.query,
        form_asked=form_asked,
        address=interview_address(found.id),
        sharing=sharing,
        cited=cited(sharing.work),
        meta=meta(sharing.work),
        coins=coins(sharing.work),
        linked_data=_linked_data(found, sharing.work),
        wave_width=WIDTH,
        wave_height=HEIGHT,
        narrators=_with_pages(found.narrators),
        interviewers=_with_pages(found.interviewers),
        place_slug=lists().place_of.get(interview_id, ""),
        **around,
    )


def picture(interview_id: str, name: str) -> str:
    """A picture of an interview, as large as there is room for; raises :class:`NotFound`."""
    found = public_texts(interview_id)
    shown = next((number for number, each in enumerate(found.pictures) if each.name == name), None)
    if shown is None:
        raise NotFound("There is no such picture.")
    return render_template(
        "picture.html",
        interview=found,
        picture=found.pictures[shown],
        number=shown + 1,
        previous=found.pictures[shown - 1] if shown else None,
        next=found.pictures[shown + 1] if shown + 1 < len(found.pictures) else None,
        moment=_moment(found, found.pictures[shown]),
    )


def _moment(interview: Released, picture: ReleasedPicture) -> str:
    """What an interview's address needs so that it opens where the picture belongs; nothing where it has no moment."""
    if all(each.name != picture.recording for each in interview.recordings):
        return ""
    first = chosen_recording(interview, "").name
    tape = {"recording": picture.recording} if picture.recording != first else {}
    return f"?{urlencode(tape | {'t': seconds(picture.start_ms)})}#here"


def _with_pages(names: Iterable[str]) -> list[tuple[str, str]]:
    """The names of people, each with the address of its page."""
    return [(name, url_for("reading_room.person", slug=slug(name))) for name in names]


def _around(interview: Released) -> dict[str, object]:
    """The collection an interview stands in, its place there, and its neighbours."""
    series = public_collection(interview.collection)
    parts = series.interviews if series else ()
    place = next((number for number, each in enumerate(parts) if each.id == interview.id), None)
    if place is None:
        return {"collection": None}
    return {
        "collection": series,
        "part": place + 1,
        "previous": parts[place - 1] if place else None,
        "next": parts[place + 1] if place + 1 < len(parts) else None,
    }


def _linked_data(interview: Released, work: Work) -> dict[str, Any]:
    """What web searches are told, with addresses that hold anywhere."""
    heard = {
        recording.name: site_address() + url_for(".media", interview_id=interview.id, name=media.name)
        for recording in interview.recordings
        for media in recording.media
        if media.role == "access copy"
    }
    series = public_collection(interview.collection)
    collection_url = site_address() + url_for(".collection", slug=series.slug) if series else ""
    return linked_data(interview, work, collection_url=collection_url, media_urls=heard)


def _peaks(interview: Released, recording: ReleasedRecording) -> list[float]:
    """The recording's real amplitudes, 0 to 1; none where they were not measured or are not released."""
    file = next((each for each in recording.media if each.role == "peaks"), None)
    stored = file and index.media_file(edition(), interview.id, file.name)
    if not stored:
        return []
    try:
        measured = json.loads(index.media_path(folder(), stored).read_bytes())
        return [peak / 100 for peak in measured["peaks"]]
    except (FileNotFoundError, ValueError, LookupError):
        return []  # half a copy; or the next edition took this one's place, and does not list it
