"""``earwitness import``, ``earwitness export``, and ``earwitness answers`` for what comes back of a packet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from archive import accession, exchange, jobs, provenance, review, transcripts, webvtt
from archive.accession import Facts
from archive.cli.taking_in import consent_given, refuse_for_existing, say_recorded
from archive.cli.terminal import now_utc, say, the_archive, this_person, today
from archive.errors import BadInput, NotFound
from archive.files import Files, TrackName, to_json
from archive.holdings import holdings
from archive.intake import in_its_language, language_tag
from archive.records import OPEN, USES, Access, Form, Interview, Recording, Track
from archive.release import uncut
from archive.settings import Settings


@click.command("import")
@click.argument("path", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--id", "interview_id", default="", help="The interview it belongs to; without it, a new one is made.")
@click.option("--recording", default="recording-1", show_default=True, help="Which recording it is of.")
@click.option("--language", "tag", required=True, help="The language it is in (BCP 47).")
@click.option("--translated-from", default="", help="For a translation: the language that was spoken.")
@click.option("--by", default="", help="Who wrote it down or translated it; your account's name if left away.")
@click.option("--approved", is_flag=True, help="That person vouches for it.")
@click.option("--title", default="", help="For a new interview: what it is called.")
@click.option("--consent", default="", help="For a new interview: what the narrator allowed.")
@click.option(
    "--use", "uses", multiple=True, type=click.Choice(USES), help="What consent is to; else to all but `external`."
)
def import_(path: tuple[Path, ...], interview_id: str, **told: Any) -> None:
    """Take in transcripts or translations made elsewhere (WebVTT, SubRip), for an interview or as a new one.

    \b
    Examples:
      earwitness import tape1.en.vtt --id 2026-014 --language en --translated-from zh --by "M. Lin" --approved
      earwitness import minutes.srt --language en --title "A meeting of which no tape survives"
    """
    files, settings = the_archive()
    if len(path) > 1 and interview_id:
        raise BadInput("Several files cannot be the text of one recording.", next_step="Import them one by one.")
    if interview_id:
        refuse_for_existing(interview_id, {name: told[name] for name in ("title", "consent", "uses")})
    elif told["recording"] != "recording-1":
        raise BadInput("A new interview has no such recording.", next_step="Leave --recording away, or give --id.")
    TrackName(told["recording"], told["tag"])  # says what is wrong with either before anything is made
    tracks = [_track(each, told) for each in path]
    for each, track in zip(path, tracks, strict=True):
        into = interview_id or _new_interview(files, track, told)
        name = transcripts.keep_text(
            files, into, told["recording"], track, agent=this_person(), detail=exchange.imported_from(each.name)
        )
        click.echo(f"{into} {name.file}")
    jobs.keep_house(files, settings)


def _track(path: Path, told: dict[str, Any]) -> Track:
    try:
        cues = exchange.read_captions(path.read_bytes(), name=path.name)
    except OSError as error:
        raise BadInput(
            "%(name)s cannot be read.", next_step="Give the path of a caption file.", name=path.name
        ) from error
    by = told["by"] or this_person()
    track = Track(
        language=told["tag"],
        cues=cues,
        origin="person",
        made_by=by,
        made_at=now_utc(),
        translated_from=language_tag(told["translated_from"]),
    )
    return transcripts.approved(track, by=by, on=today().isoformat()) if told["approved"] else track


def _new_interview(files: Files, track: Track, told: dict[str, Any]) -> str:
    """An interview of which there is only the text."""
    described = Interview(
        id="",
        title=in_its_language(told["title"]),
        language=track.translated_from or track.language,
        recordings=(Recording(name="recording-1", kind="none", duration_ms=track.cues[-1].end_ms),),
        access=Access(metadata=OPEN, transcript=OPEN, sound=OPEN),
        consent=consent_given(told["consent"], told["uses"]),
    )
    made = accession.accession(files, described, [], examine=_nothing, agent=this_person(), today=today())
    say(f"{made.id} is a transcript without a recording.")
    if made.consent is not None:
        say_recorded(made.consent, narrow=not told["uses"])
    return made.id


def _nothing(path: Path, shown_as: str) -> Facts:
    raise BadInput("%(name)s is not part of a transcript.", name=shown_as)


@click.command()
@click.argument("interview_id", metavar="ID")
@click.option("--format", "form", required=True, type=click.Choice(["vtt", "srt", "txt", "json", "events", "packet"]))
@click.option("--recording", default="recording-1", show_default=True, help="For vtt and srt: of which recording.")
@click.option("--language", "tag", default="", help="For vtt and srt: in which language; as spoken if left away.")
@click.option("--edited", is_flag=True, help="For vtt and srt: the text edited for reading, not the verbatim one.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where to write it; else to stdout.")
def export(interview_id: str, form: str, recording: str, tag: str, edited: bool, output: Path | None) -> None:
    """Give out an interview as staff may see it: transcripts, the record itself, or the log of what was done.

    `packet` makes a zip for the narrator, with the words and the sound, to be read and answered at home.

    \b
    Examples:
      earwitness export 2026-014 --format vtt --language en -o interview.vtt
      earwitness export 2026-014 --format packet -o review.zip
    """
    files, settings = the_archive()
    interview = files.read_interview(interview_id)
    if form == "packet":
        _write_packet(files, settings, interview, output)
        return
    exported = _EXPORTS[form](files, interview_id, recording, tag, "edited" if edited else "verbatim")
    if output is None:
        click.echo(exported, nl=False)
    else:
        output.write_text(exported, "utf-8")


def _write_packet(files: Files, settings: Settings, interview: Interview, output: Path | None) -> None:
    if output is None:
        raise BadInput("A packet is a zip, not a text.", next_step="Say where to write it: `-o review.zip`.")
    with output.open("wb") as stream:
        packet = exchange.make_packet(files, interview.id, by=this_person())
        exchange.write_packet(files, interview, packet, stream, archive=settings.site_name)
    say(f"Packet {packet.id}, {len(packet.passages)} passages. Give it to the narrator alone.")
    say(f"What comes back: `earwitness answers {interview.id} FILE`.")


@click.command()
@click.argument("interview_id", metavar="ID")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
def answers(interview_id: str, path: Path) -> None:
    """Read in what a narrator answered to a review packet, and print what of it waits to be decided, one a line.

    It is decided at the desk, on the page "Narrator's review". Read in twice, a file adds nothing twice.

    \b
    Example:
      earwitness answers 2026-014 answers-2026-014-1f0c9ab27d34.json
    """
    files, _ = the_archive()
    told = exchange.read_answers(path.read_bytes(), name=path.name)
    taken = review.take_in(files, interview_id, told, by=this_person(), on=today().isoformat())
    say(f"{taken.new} new, {taken.known} known, {taken.older} older than what is here.")
    for each in review.undecided(files, interview_id):
        place = each.passage
        click.echo(f"{place.recording} {place.start_ms}-{place.end_ms} {each.kind}")


def _chosen(files: Files, interview_id: str, recording: str, tag: str, form: Form) -> Track:
    tracks = [each for each in transcripts.to_read(files, interview_id).get(recording, []) if each.form == form]
    wanted = (each for each in tracks if (each.language == tag if tag else not each.is_translation))
    track = next(wanted, None)
    if track is None:
        raise NotFound(
            "%(interview)s %(recording)s has no such transcript.",
            next_step="`earwitness list %(interview)s`",
            interview=interview_id,
            recording=recording,
        )
    return track


_EXPORTS: dict[str, Callable[[Files, str, str, str, Form], str]] = {
    "vtt": lambda *wanted: webvtt.write_track(_chosen(*wanted)),
    "srt": lambda *wanted: exchange.as_srt(_chosen(*wanted).cues),
    "txt": lambda files, interview_id, *_: exchange.as_text(uncut(holdings(files, interview_id))),
    "json": lambda files, interview_id, *_: to_json(files.read_interview(interview_id)).decode(),
    "events": lambda files, interview_id, *_: provenance.as_json_lines(files, interview_id),
}
