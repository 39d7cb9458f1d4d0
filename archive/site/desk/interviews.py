"""All interviews in one table, and the page of each: what it is, what it lacks, and the way to everything about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import get_args

from flask import render_template, request

from archive import correcting, language
from archive.access import unheard_because
from archive.correcting import Standing
from archive.errors import ArchiveError, Unavailable
from archive.files import Files
from archive.jobs import CANCELLED, Progress, Step
from archive.overview import Overview, State, overview
from archive.records import Event, Interview
from archive.sentences import UNSAID, Sentence
from archive.site.desk.board import office, overviews
from archive.site.desk.doors import archive_settings, desk, files, open_to
from archive.site.desk.record import collection_titles

STATES: tuple[State, ...] = get_args(State)
NO_COLLECTION = "-"
"""In an address: those that are in no collection; no slug looks like it."""

_ON_A_PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A step of the machine on one recording, as it stands: its event once it ended, progress while it runs."""

    step: Step
    event: Event | None = None
    progress: Progress | None = None

    @property
    def state(self) -> str:
        """``done``, ``failed``, ``cancelled``, ``running`` or ``waiting``."""
        if self.event is None:
            return "running" if self.progress else "waiting"
        if self.event.outcome == "success":
            return "done"
        return "cancelled" if self.event.type == CANCELLED else "failed"


@desk.get("/interviews")
@open_to("archivist", "editor", "reader")
def interviews() -> str:
    """The interviews that are asked for, the newest first, a hundred at a time."""
    known = overviews()
    asked = {name: request.args.get(name, "").strip() for name in ("q", "collection", "state")}
    found = sorted(chosen(known, asked["q"], asked["collection"], asked["state"]), key=_place, reverse=True)
    pages = max(1, -(-len(found) // _ON_A_PAGE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "desk/interviews.html",
        shown=found[(page - 1) * _ON_A_PAGE : page * _ON_A_PAGE],
        first=(page - 1) * _ON_A_PAGE + 1,
        found=len(found),
        held=len(known),
        page=page,
        of_pages=pages,
        asked=asked,
        collections={each.collection: {} for each in known if each.collection} | collection_titles(files()),
        states=STATES,
        no_collection=NO_COLLECTION,
    )


def chosen(known: Iterable[Overview], words: str, collection: str, state: str) -> list[Overview]:
    """Those of this collection and state in whose id, title, people, place or date every word is found; pure."""
    wanted = [" ".join(language.terms(each)) for each in words.split()]
    return [
        each
        for each in known
        if (not collection or each.collection == ("" if collection == NO_COLLECTION else collection))
        and (not state or each.state == state)
        and (not wanted or _says(each, wanted))
    ]


def _says(each: Overview, wanted: Sequence[str]) -> bool:
    told = (each.id, *each.title.values(), *each.narrators, *each.interviewers, each.place, each.date)
    text = " ".join(language.terms(" ".join(told)))
    return all(word in text for word in wanted)


def _place(each: Overview) -> tuple[str, int]:
    """Ids in the order in which they were given out: 2026-1000 comes after 2026-999."""
    year, _, number = each.id.partition("-")
    return year, int(number)


@desk.get("/interviews/<interview_id>")
@open_to("archivist", "editor", "reader")
def interview_hub(interview_id: str) -> str:
    """One interview: what it is, what it lacks, how far its recordings and texts are."""
    held = files()
    interview = held.read_interview(interview_id)
    known = overview(held, archive_settings(), interview_id)
    texts, fault = _texts(held, interview_id)
    return render_template(
        "desk/interview.html",
        interview=interview,
        overview=known,
        stages=_stages(interview, known),
        texts=texts,
        fault=known.fault or fault,
        unheard=None if interview.withdrawn else unheard_because(interview),
        collections=collection_titles(held, also=interview.collection),
    )


def _stages(interview: Interview, known: Overview) -> dict[str, list[Stage]]:
    """How far each recording is, by its name."""
    heartbeats = office().queue.heartbeats
    stages: dict[str, list[Stage]] = {each.name: [] for each in interview.recordings}
    for step, event in known.steps:
        is_running = event is None and heartbeats.is_alive(str(step))
        progress = heartbeats.read(str(step)) if is_running else None
        stages[step.recording].append(Stage(step=step, event=event, progress=progress))
    return stages


def _texts(held: Files, interview_id: str) -> tuple[Sequence[Standing], Sentence]:
    """How far its texts are; where one cannot be read, why, and the page goes on without them."""
    try:
        return correcting.standing_of(held, interview_id), UNSAID
    except Unavailable:
        raise
    except ArchiveError as fault:
        return (), fault.sentence
