"""The narrator's review: packets for them to take home, the answers that come back, and what is decided about each."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Final, cast, get_args

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as Answer
from werkzeug.wsgi import FileWrapper

from archive import correcting, publication, review
from archive.correcting import Part
from archive.errors import ArchiveError, BadInput, Refused
from archive.exchange.packet import LARGEST, file_name, make_packet, read_answers, write_packet
from archive.files import Files
from archive.records import Packet, Passage, Review, Settled
from archive.review import Asked
from archive.site.desk.attached import attached
from archive.site.desk.doors import agent, archive_settings, desk, files, open_to
from archive.site.desk.following import let_the_edition_follow
from archive.site.desk.publishing import today
from archive.site.desk.sheets import told_apart
from archive.site.desk.texts import sound_of
from archive.site.desk.typed import one_line

_LONGEST_WORDS: Final = 500
_ZIP: Final = "application/zip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing the narrator asks for, beside what stands there today.

    ``now`` is today's text; ``changed`` says that it is not what they read; ``parts`` tell it from what they wrote.
    ``is_whole``: it still is one passage, so that the change can be made at once. ``stem`` names the text.
    """

    asked: Asked
    stem: str
    sound: str
    now: str
    changed: bool
    is_whole: bool
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A packet and how far its answers are decided."""

    packet: Packet
    waiting: list[Row]
    decided: list[Row]
    answered: int
    unanswered: list[Passage]


@desk.get("/interviews/<interview_id>/narrator")
@open_to("archivist", "editor", "reader")
def narrators_review(interview_id: str) -> str:
    """The packets made of an interview, what the narrator answered, and what of it waits for somebody."""
    held = files()
    interview = held.read_interview(interview_id)
    packets = review.packets(held, interview_id)
    told = [(each, review.read_review(held, interview_id, each.id)) for each in packets]
    everything = [wish for each in told for wish in review.asked(*each)]
    standings = [_standing(held, interview_id, *each, everything) for each in told]
    return render_template("desk/narrators-review.html", interview=interview, standings=standings)


@desk.post("/interviews/<interview_id>/narrator/packets")
@open_to("archivist")
def make_review_packet(interview_id: str) -> Answer:
    """Make a packet of the texts as they stand now."""
    packet = make_packet(files(), interview_id, by=agent())
    flash(_("The packet was made. Take it along below, and give it to the narrator alone."), "done")
    return _back(interview_id, f"packet-{packet.id}")


@desk.get("/interviews/<interview_id>/narrator/packets/<packet_id>.zip")
@open_to("archivist")
def review_packet(interview_id: str, packet_id: str) -> Response:
    """A packet as a zip, the same however often it is asked for, with the sound as it is now."""
    held = files()
    interview, packet = held.read_interview(interview_id), review.read_packet(held, interview_id, packet_id)
    if interview.withdrawn is not None:
        raise Refused("%(interview)s was withdrawn.", next_step="No packet is given out.", interview=interview_id)
    with ExitStack() as until_sent:
        stream = until_sent.enter_context(tempfile.TemporaryFile())
        write_packet(held, interview, packet, stream, archive=archive_settings().site_name)
        size = stream.tell()
        stream.seek(0)
        response = Response(FileWrapper(stream, 64 * 1024), direct_passthrough=True, mimetype=_ZIP)
        response.call_on_close(until_sent.pop_all().close)
    response.content_length = size
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(packet)}"'
    return response


@desk.post("/interviews/<interview_id>/narrator/answers")
@open_to("archivist")
def read_in_answers(interview_id: str) -> Answer:
    """Read in the file of answers that came back."""
    missing = BadInput("No file was chosen.", next_step="Choose the file that the narrator sent: answers-….json.")
    with attached("answers", missing) as sent:
        with sent.path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
        answers = read_answers(data, name=sent.name)
        taken = review.take_in(files(), interview_id, answers, by=agent(), on=today())
    if taken.new and files().read_interview(interview_id).published:
        let_the_edition_follow(interview_id)  # the record has another day in it, though nothing that readers meet
    flash(ngettext("%(num)s answer is new.", "%(num)s answers are new.", taken.new), "done")
    if taken.known:
        flash(ngettext("%(num)s was here already.", "%(num)s were here already.", taken.known), "done")
    if taken.older:
        says = ngettext(
            "%(num)s is older than what is here, and was left out.",
            "%(num)s are older than what is here, and were left out.",
            taken.older,
        )
        flash(says, "wrong")
    return _back(interview_id, f"packet-{answers.packet}")


@desk.post("/interviews/<interview_id>/narrator/packets/<packet_id>/<asked_id>")
@open_to("archivist")
def decide_asked(interview_id: str, packet_id: str, asked_id: str) -> Answer:
    """Do as the narrator asks, or keep that it was done in another way, noted or declined."""
    held, outcome = files(), request.form.get("outcome", "")
    words = one_line(request.form.get("words", ""))[:_LONGEST_WORDS]
    wanted = review.find(held, interview_id, packet_id, asked_id)
    if outcome not in get_args(Settled):
        raise BadInput("That is no decision.", next_step="Choose one of those named.")
    if outcome == "done" and wanted.kind == "change":
        publication.change_as_asked(held, interview_id, packet_id, asked_id, by=agent(), words=words)
    elif outcome == "done":
        publication.withhold_as_asked(held, interview_id, packet_id, asked_id, by=agent(), words=words)
        if not let_the_edition_follow(interview_id):
            return _back(interview_id, f"packet-{packet_id}")
    else:
        settled = cast(Settled, outcome)
        review.settle(held, interview_id, packet_id, asked_id, settled, by=agent(), words=words)
    flash(_("Kept."), "done")
    return _back(interview_id, f"packet-{packet_id}")


def _back(interview_id: str, place: str) -> Answer:
    return redirect(url_for("desk.narrators_review", interview_id=interview_id, _anchor=place), 303)


def _standing(held: Files, interview_id: str, packet: Packet, answers: Review, everything: list[Asked]) -> Standing:
    wishes = [each for each in everything if each.packet == packet.id]
    rows = list(_rows(held, interview_id, review.remembering(wishes, everything)))
    unanswered = review.unanswered(packet, answers) if answers.replies else []
    return Standing(
        packet=packet,
        waiting=[each for each in rows if each.asked.settled is None],
        decided=[each for each in rows if each.asked.settled is not None],
        answered=len(packet.passages) - len(unanswered) if answers.replies else 0,
        unanswered=unanswered,
    )


def _rows(held: Files, interview_id: str, wanted: list[Asked]) -> Iterator[Row]:
    for each in wanted:
        try:
            there = publication.words_now(held, interview_id, each)
        except ArchiveError:  # the text is gone, or cannot be read: what was asked is shown all the same
            there = ()
        now = correcting.joined_text(there)
        yield Row(
            asked=each,
            stem=f"{each.passage.recording}.{each.said.language}",
            sound=sound_of(held, interview_id, each.passage.recording).url,
            now=now,
            changed=now != each.said.text,
            is_whole=len(there) == 1,
            parts=told_apart(now, each.text) if each.text else (),
        )
