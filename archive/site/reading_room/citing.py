"""How to cite: the page for an interview or a passage, and the same for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urlencode

from flask import Response, current_app, make_response, render_template, request, url_for

from archive.exchange.citations import Passage, Tongue, Work, as_bibtex, as_csl, as_ris, cited, quotation, work
from archive.moments import seconds
from archive.records import Cue
from archive.release import Released, ReleasedTrack
from archive.site.interface import interface_language
from archive.site.reading_room import passage as passages
from archive.site.reading_room.asked import Asked, asked
from archive.site.reading_room.edition import is_closed, public_collection, public_interview
from archive.site.reading_room.interview_page import Page, interview_page
from archive.site.reading_room.passage import Stretch
from archive.site.reading_room.typesetting import ASKING


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of a passage in one language, to read, and in quotation marks with their source to paste."""

    track: ReleasedTrack
    cues: tuple[Cue, ...]
    words: str
    quoted: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """All there is to take along from an interview or a passage; addresses are whole, for they leave this site."""

    page: Page
    work: Work
    where: Stretch | None
    link: str
    query: str
    quotes: tuple[Quote, ...] = ()
    earlier: str = ""
    later: str = ""

    @property
    def embed(self) -> str:
        """The address of the page that other sites may show in a frame."""
        return f"{site_address()}{url_for('reading_room.embed', interview_id=self.work.id)}{self.query}"


def cite_page(interview_id: str) -> str:
    """The interview, or the passage that is named, in every style; with its link, its words and what to embed."""
    interview = public_interview(interview_id)
    if is_closed(interview):
        return render_template("closed.html", interview=interview, collection=None)
    sharing = sharing_of(interview, asked(request.args))
    return render_template("cite.html", interview=interview, sharing=sharing, cited=cited(sharing.work))


def bibtex(interview_id: str) -> Response:
    """For LaTeX."""
    return _file(as_bibtex(_work(interview_id)), "application/x-bibtex")


def ris(interview_id: str) -> Response:
    """For reference managers."""
    return _file(as_ris(_work(interview_id)), "application/x-research-info-systems")


def csl_json(interview_id: str) -> Response:
    """For Zotero, Pandoc and whatever else speaks CSL."""
    item = json.dumps([as_csl(_work(interview_id))], ensure_ascii=False, indent=1)
    return _file(f"{item}\n", "application/vnd.citationstyles.csl+json")


def _work(interview_id: str) -> Work:
    interview = public_interview(interview_id)
    ask = asked(request.args)
    return work_of(interview) if is_closed(interview) else sharing_of(interview, ask).work


def _file(told: str, mimetype: str) -> Response:
    response = make_response(told)
    response.headers["Content-Type"] = f"{mimetype}; charset=utf-8"
    response.vary.add("Accept-Language")
    return response


def sharing_of(interview: Released, ask: Asked) -> Sharing:
    """What to take along, of what was asked for; what is not there is passed over."""
    page = interview_page(interview, replace(ask, query=""))
    where = _where(page)
    whole = sharing_whole(page)
    if where is None:
        return whole
    query = address_of(page, where)
    link = f"{interview_address(interview.id)}{query}"
    spoken = passages.said(page.read, where) if page.read else ()
    is_timed = page.recording.kind != "none"
    of_passage = Passage(
        url=link,
        start_ms=where.start_ms if is_timed else None,
        end_ms=where.end_ms if is_timed else None,
        tape=_tape(page),
        speakers=_speakers(interview, spoken),
    )
    cited_work = replace(whole.work, passage=of_passage)
    before, after = passages.wider(page.read, where) if page.read else (None, None)
    return Sharing(
        page=page,
        work=cited_work,
        where=where,
        link=link,
        query=query,
        quotes=tuple(_quotes(page, where, cited_work)),
        earlier=address_of(page, before) if before else "",
        later=address_of(page, after) if after else "",
    )


def _speakers(interview: Released, cues: Sequence[Cue]) -> tuple[str, ...]:
    """Who speaks in a passage; nobody is named where it can only be the one narrator, by whatever label."""
    found = passages.speakers(cues)
    asking = ASKING.union(name.casefold() for name in interview.interviewers)
    is_sure = len(interview.narrators) == 1 and not any(each.casefold() in asking for each in found)
    return () if is_sure else found


def sharing_whole(page: Page) -> Sharing:
    """What to take along of an interview, read as it is on a page."""
    query = address_of(page, None)
    link = f"{interview_address(page.interview.id)}{query}"
    return Sharing(page=page, work=work_of(page.interview, page.read), where=None, link=link, query=query)


def _where(page: Page) -> Stretch | None:
    """The passage; a moment stands for the row that is said then."""
    at = passages.stretch(page.asked)
    if at is None or page.asked.until_ms is not None or page.here is None:
        return at
    return Stretch(page.here.start_ms, page.here.end_ms)


def _quotes(page: Page, where: Stretch, of: Work) -> list[Quote]:
    found = []
    for track in page.texts:
        cues = passages.said(track, where)
        words = passages.words(cues, where)
        if words:
            of_text = replace(of, text=work_of(page.interview, track).text)
            found.append(Quote(track, cues, words, *quotation(of_text, passages.read_on(words.split("\n")))))
    return found


def _tape(page: Page) -> str:
    """Which of several recordings, as its label says."""
    if len(page.interview.recordings) < 2:
        return ""
    return page.recording.label or tape_name(page.recording.name)


def tape_name(recording: str) -> str:
    """A recording without a label, in the language of the citation."""
    number = recording.rpartition("-")[2]
    return f"录音 {number}" if tongue() == "zh" else f"recording {number}"


def work_of(interview: Released, track: ReleasedTrack | None = None) -> Work:
    """An interview as it is cited today, in the language that was chosen."""
    series = public_collection(interview.collection)
    return work(
        interview,
        tongue=tongue(),
        archive=current_app.config["ARCHIVE"].site_name,
        url=interview_address(interview.id),
        accessed=datetime.now(UTC).date(),
        collection=series.title if series else None,
        track=track,
    )


def tongue() -> Tongue:
    """The language of a citation: the one that was chosen, or the reader's."""
    chosen = request.args.get("in", "")
    return "zh" if (chosen if chosen in ("en", "zh") else interface_language()).startswith("zh") else "en"


def address_of(page: Page, where: Stretch | None) -> str:
    """What follows an interview's address in a link that lasts: the recording, the texts, the times, the version."""
    place = page.place
    given = {"recording": place.recording, "view": place.view, "language": place.language, "form": place.form}
    told = urlencode({name: value for name, value in given.items() if value})
    times = f"t={seconds(where.start_ms)},{seconds(where.end_ms)}" if where else ""
    version = f"v={page.version}" if where and page.version else ""
    query = "&".join(filter(None, (told, times, version)))
    return f"?{query}" if query else ""


def interview_address(interview_id: str) -> str:
    """Where an interview is found from anywhere; its path alone where nobody knows what this site is called."""
    return f"{site_address()}/interviews/{interview_id}"


def site_address() -> str:
    """What this site is called, without a stroke at the end."""
    known: str = current_app.config["ARCHIVE"].site_url or (request.host_url if request.host else "")
    return known.rstrip("/")
