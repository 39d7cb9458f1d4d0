"""``earwitness process`` and ``earwitness work``."""

from __future__ import annotations

import logging
import time

import click

from archive import jobs, transcripts
from archive.cli.terminal import progress, say, the_archive, this_person
from archive.errors import BadInput, MediaFault
from archive.jobs import AtWork, Queue, Step
from archive.records import Event


@click.command()
@click.argument("interview_id", metavar="ID", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every interview that anything is owed to.")
@click.option("--again", is_flag=True, help="Hear the recordings again, with today's settings; the old text is kept.")
def process(interview_id: tuple[str, ...], everything: bool, again: bool) -> None:
    """Make what is owed to interviews, here and now: access copies, peaks, transcripts, drafts in English.

    \b
    Example:
      earwitness process 2026-014
    """
    files, settings = the_archive()
    if bool(interview_id) == everything:
        raise BadInput("Nothing says which interviews.", next_step="Name their ids, or say --all.")
    jobs.finish_begun(files)
    queue = jobs.open_queue(files, settings)
    ids = files.interview_ids() if everything else list(interview_id)
    failed: list[Event] = []
    for each in ids:
        if again:
            transcripts.ask_again(files, each, agent=this_person())
        failed += _processed(queue, each)
    jobs.keep_house(files, settings)
    if failed:
        raise MediaFault(
            f"{len(failed)} steps failed; the originals are kept as they came.",
            next_step="Mend the cause, then `earwitness process` the interview again.",
        )


def _processed(queue: Queue, interview_id: str) -> list[Event]:
    """Do everything owed to one interview, failed steps once more; returns the failures."""
    interview = queue.files.read_interview(interview_id)
    for recording in interview.recordings:
        for step in jobs.steps(queue.files, queue.settings, interview, recording):
            jobs.try_again(queue.files, step)
    failed = []
    while first := next(jobs.owed_to(queue.files, queue.settings, interview), None):
        event = _done(queue, first)
        if event is not None and event.outcome == "failure":
            failed.append(event)
    for event in failed:
        say(f"{interview_id}: {event.detail}")
    if not failed:
        say(f"{interview_id}: nothing is owed.")
    return failed


def _done(queue: Queue, step: Step) -> Event | None:
    """Do one step; None if another worker is at it, after a short wait."""
    try:
        event = queue.do(step, tell=progress(str(step)))
        say(f"{step}: {'done' if event.outcome == 'success' else 'failed'}")
        return event
    except AtWork as reason:
        say(str(reason))
        time.sleep(2)
        return None


@click.command()
@click.option("--media", "part", flag_value="media", help="On a further host: needs the store and the queue only.")
@click.option("--house", "part", flag_value="house", help="On the archive's host, leaving recordings to other hosts.")
@click.option("--until-done", "part", flag_value="until done", help="Stop as soon as nothing is owed any more.")
def work(part: str | None) -> None:
    """Do what is owed to all interviews, as it comes up, until stopped.

    \b
    Examples:
      earwitness work
      earwitness work --until-done
      EARWITNESS_QUEUE=redis://10.0.0.5/0 EARWITNESS_STORE=s3://archive earwitness work --media
    """
    files, settings = the_archive()
    _log_to_stderr()
    queue = jobs.open_queue(files, settings)
    if part == "until done":
        jobs.work_until_done(queue, tell=lambda step: progress(str(step)), done=_say_how_it_ended)
    elif part == "media":
        jobs.work_for_media(queue)
    elif part == "house":
        jobs.work_for_house(queue)
    else:
        jobs.work(queue)


def _say_how_it_ended(step: Step, event: Event) -> None:
    say(f"{step}: {'done' if event.outcome == 'success' else event.detail}")


def _log_to_stderr() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    for noisy in ("huey", "botocore", "s3fs", "fsspec", "aiobotocore"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
