"""A player with a passage for other sites to show in a frame, and oEmbed, by which they learn of it."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import parse_qs, urlencode, urlsplit
from xml.sax.saxutils import escape as escape_xml

from flask import Response, current_app, jsonify, make_response, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from archive.errors import NotFound
from archive.exchange.citations.work import in_tongue
from archive.records import INTERVIEW_ID
from archive.release import Released
from archive.site.protection import let_be_framed
from archive.site.reading_room import passage as passages
from archive.site.reading_room.asked import Asked, asked
from archive.site.reading_room.citing import interview_address, sharing_of, site_address, tongue
from archive.site.reading_room.edition import is_closed, public_interview

WIDTH, HEIGHT, FILM_HEIGHT = 560, 320, 560
_LEAST_WIDTH, _LEAST_HEIGHT = 200, 120
_MOST_CUES = 12
_ABOUT_A_PASSAGE = frozenset({"recording", "view", "language", "form", "t", "v"})
_PATH = re.compile(rf"/(?:interviews|embed)/({INTERVIEW_ID.pattern})(?:/cite)?")
_SIZE = re.compile(r"[1-9]\d{0,4}", re.ASCII)


def embed(interview_id: str) -> str:
    """The player, the words of the passage, who answers for them and the way to the whole: any site may frame it."""
    interview = public_interview(interview_id)
    let_be_framed()
    if is_closed(interview):
        return render_template("embed.html", interview=interview, sharing=None, address=interview_address(interview_id))
    sharing = sharing_of(interview, asked(request.args))
    track = sharing.page.read
    cues = passages.said(track, sharing.where) if track and sharing.where else track.cues if track else ()
    return render_template(
        "embed.html",
        interview=interview,
        sharing=sharing,
        track=track,
        cues=cues[:_MOST_CUES],
        goes_on=len(cues) > _MOST_CUES,
        address=sharing.link,
    )


def oembed() -> Response:
    """What a site that was given a link shows of it (oembed.com); raises :class:`NotFound` for a link not ours."""
    interview, ask, query = _linked(request.args.get("url", ""))
    told = _told(interview, ask, query)
    if request.args.get("format") == "xml":
        inner = "".join(f"<{name}>{escape_xml(str(value))}</{name}>" for name, value in told.items())
        response = make_response(f'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>{inner}</oembed>\n')
        response.mimetype = "text/xml"
        return response
    return jsonify(told)


def _linked(url: str) -> tuple[Released, Asked, str]:
    """The interview and the passage that an address of ours names."""
    try:
        parts = urlsplit(url)
    except ValueError:
        raise NotFound("There is no such interview.") from None
    ours = {urlsplit(site_address()).netloc, request.host}
    match = _PATH.fullmatch(parts.path)
    if not match or (parts.netloc and parts.netloc not in ours):
        raise NotFound("There is no such interview.")
    given = {name: values[0] for name, values in parse_qs(parts.query, max_num_fields=50).items()}
    kept = {name: value for name, value in given.items() if name in _ABOUT_A_PASSAGE}
    query = f"?{urlencode(kept, safe=',')}" if kept else ""
    return public_interview(match[1]), asked(MultiDict(kept)), query


def _told(interview: Released, ask: Asked, query: str) -> dict[str, object]:
    title = in_tongue(interview.title, tongue()) or interview.id
    about: dict[str, object] = {
        "version": "1.0",
        "title": title,
        "provider_name": current_app.config["ARCHIVE"].site_name,
        "provider_url": f"{site_address()}/",
        "cache_age": 3600,
    }
    if interview.narrators:
        about["author_name"] = ", ".join(interview.narrators)
    if is_closed(interview):
        return {"type": "link", **about}
    is_film = sharing_of(interview, ask).page.recording.kind == "video"
    width = _size("maxwidth", WIDTH, _LEAST_WIDTH)
    height = _size("maxheight", FILM_HEIGHT if is_film else HEIGHT, _LEAST_HEIGHT)
    source = f"{site_address()}{url_for('reading_room.embed', interview_id=interview.id)}{query}"
    frame = f'<iframe src="{escape(source)}" width="{width}" height="{height}" title="{escape(title)}"></iframe>'
    return {"type": "rich", **about, "html": frame, "width": width, "height": height}


def _size(name: str, usual: int, least: int) -> int:
    """No more than was asked for, as far as anything can still be seen."""
    written = request.args.get(name, "")
    return max(least, min(usual, int(written))) if _SIZE.fullmatch(written) else usual
