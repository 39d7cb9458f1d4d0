"""``earwitness demo``: the demonstration collection, taken in, really transcribed, published and served."""

from __future__ import annotations

import click

from archive import accession, demonstration, describing, jobs, publication, tags, transcribe, transcripts
from archive.cli.terminal import progress, say, the_archive, today
from archive.demonstration import Piece
from archive.files import Files
from archive.intake import examiner
from archive.records import Event
from archive.settings import Settings

_AGENT = "The Earwitness demonstration"


@click.command()
@click.option("--no-serve", is_flag=True, help="Build it and stop there.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=5000, show_default=True, help="The port to listen on.")
def demo(no_serve: bool, host: str, port: int) -> None:
    """Build the demonstration collection, transcribing one of its interviews with Whisper, and serve the site.

    Its narrators are invented and its voices synthetic. Run again, it only serves.

    \b
    Example:
      earwitness demo
    """
    files, settings = the_archive()
    transcribe.fetch_model(settings.whisper_model, settings=settings, say=say)
    jobs.finish_begun(files)
    describing.keep_collection(files, demonstration.collection(), agent=_AGENT)
    ids = [_taken_in(files, settings, piece) for piece in demonstration.pieces()]
    queue = jobs.open_queue(files, settings)
    jobs.work_until_done(queue, tell=lambda step: progress(str(step)), done=_said)
    for each in ids:
        publication.publish(files, each, by=_AGENT, on=today().isoformat())
    jobs.keep_house(files, settings)
    say(f"Published: {', '.join(ids)}.")
    if not no_serve:
        from archive import create_app_with_desk
        from archive.site.serve import serve

        say(f"The site is at http://{host}:{port} until you press Ctrl-C, the desk at http://{host}:{port}/desk.")
        serve(settings, host, port, make_app=create_app_with_desk)


def _taken_in(files: Files, settings: Settings, piece: Piece) -> str:
    """The id of a piece of the demonstration, taken in now if it is not here yet."""
    interview_id = _held(files, piece) or _new(files, settings, piece)
    for tape in piece.tapes:
        describing.keep_index_points(files, interview_id, tape.name, tape.index_points, agent=_AGENT)
        for track in tape.tracks:
            transcripts.keep_text(files, interview_id, tape.name, track, agent=_AGENT, detail="the script")
        known = {(each.kind, each.start_ms) for each in tags.read_tags(files, interview_id, tape.name)}
        for tag in tape.tags:
            if (tag.kind, tag.start_ms) not in known:
                tags.add(files, interview_id, tape.name, tag, agent=_AGENT)
    return interview_id


def _held(files: Files, piece: Piece) -> str:
    ids = files.interview_ids()
    return next((each for each in ids if files.read_interview(each).accession == piece.described.accession), "")


def _new(files: Files, settings: Settings, piece: Piece) -> str:
    sources = [tape.sound for tape in piece.tapes]
    return accession.accession(
        files, piece.described, sources, examine=examiner(settings, remark=say), agent=_AGENT, today=today()
    ).id


def _said(step: jobs.Step, event: Event) -> None:
    say(f"{step}: {'done' if event.outcome == 'success' else event.detail}")
