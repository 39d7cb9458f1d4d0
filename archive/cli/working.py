"""``earwitness process`` and ``earwitness work``."""

from __future__ import annotations

import logging
import time
from collections.abc import Container, Iterator

import click

from archive import jobs, transcripts
from archive.access import unheard_because
from archive.cli.terminal import progress, say, the_archive, this_person
from archive.errors import ArchiveError, BadInput, MediaFault
from archive.jobs import AtWork, Queue, Step
from archive.records import Event, Interview
from archive.sentences import as_written


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
    faults: list[ArchiveError] = []
    for each in ids:
        try:
            if again:
                transcripts.ask_again(files, each, agent=this_person())
            found = _processed(queue, each)
        except ArchiveError as fault:
            found = [fault]
        for one in found:
            say(f"{each}: {one}")
        faults += found
    jobs.keep_house(files, settings)
    if len(ids) == 1 and len(faults) == 1:
        raise faults[0]
    if faults:
        raise MediaFault(
            "%(count)s things could not be done; the originals are kept as they came.",
            next_step="Mend the causes named above, then `earwitness process` those interviews again.",
            count=len(faults),
        )


def _processed(queue: Queue, interview_id: str) -> list[ArchiveError]:
    """Do everything owed to one interview, failed steps once more; returns what could not be done."""
    interview = queue.files.read_interview(interview_id)
    for recording in interview.recordings:
        for step in jobs.steps(queue.files, queue.settings, interview, recording):
            jobs.try_again(queue.files, step)
    faults: dict[Step, ArchiveError] = {}
    while first := next(_left(queue, interview, faults), None):
        try:
            event = _done(queue, first)
        except ArchiveError as fault:
            faults[first] = fault
            continue
        if event is not None and event.outcome == "failure":
            faults[first] = MediaFault(as_written(event.detail))
    if because := unheard_because(interview):
        say(f"{interview_id} is not transcribed: {because}.")
    if not faults:
        say(f"{interview_id}: nothing is owed.")
    return list(faults.values())


def _left(queue: Queue, interview: Interview, faults: Container[Step]) -> Iterator[Step]:
    """What is owed and has not been tried in vain."""
    return (each for each in jobs.owed_to(queue.files, queue.settings, interview) if each not in faults)


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
