"""``earwitness search``, ``list``, ``verify`` and ``evaluate``: questions that change nothing but the log of checks."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from archive import fixity, jobs, transcribe, transcripts, webvtt
from archive import search as searching
from archive.cli.terminal import say, show_json, the_archive, this_person
from archive.errors import ArchiveError, BadInput, BadRecord, FixityFault, NotFound
from archive.files import Files
from archive.index import open_index
from archive.moments import clock_with_hours
from archive.records import Interview
from archive.settings import Settings, read_settings


@click.command()
@click.argument("query")
@click.option("--page", default=1, show_default=True, help="Which page of twenty interviews.")
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
def search(query: str, page: int, as_json: bool) -> None:
    """Search every transcript on this host, published or not.

    \b
    Examples:
      earwitness search 下岗
      earwitness search '"read out the list"' --json
      earwitness search 'NEAR(coal lamp, 10) role:narrator year:1990..1999'
    """
    files, settings = _archive_that_is_there()
    jobs.bring_index(files, settings)
    with open_index(settings.instance / "desk.sqlite") as index:
        found = searching.search(index, query, page=page)
    if as_json:
        show_json(asdict(found))
        return
    for hit in found.results:
        click.echo(f"{hit.id}  {' / '.join(hit.title.values())}")
        for each in hit.passages:
            click.echo(f"  {each.recording} {clock_with_hours(each.start_ms)} {_as_found(each)}")
    for other in found.other_words:
        say(f"Also searched: {', '.join(other.others)}.")
    for misread in found.misread:
        say(f"Read as words: {misread.text}")
    if found.did_you_mean:
        say(f"Did you mean {', '.join(each.word for each in found.did_you_mean)}?")
    say("1 interview" if found.total == 1 else f"{found.total} interviews")


def _as_found(passage: searching.Passage) -> str:
    """What it says, by whom and in which language; what stands for several languages, as tags do, names none."""
    language = f"[{passage.language}] " if passage.language else ""
    speaker = f"{passage.speaker}: " if passage.speaker else ""
    return f"{language}{speaker}{passage.text}"


@click.command("list")
@click.argument("interview_id", metavar="[ID]", default="")
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
def list_(interview_id: str, as_json: bool) -> None:
    """List the interviews, or what there is of one.

    \b
    Example:
      earwitness list 2026-014
    """
    files, _ = _archive_that_is_there()
    interviews, unreadable = ([files.read_interview(interview_id)], []) if interview_id else _readable(files)
    if as_json:
        show_json([asdict(each) for each in interviews])
    for each in interviews if not as_json else ():
        click.echo(f"{each.id}  {_standing(each):<10} {' / '.join(each.title.values())}")
    if interview_id and not as_json:
        for recording in interviews[0].recordings:
            click.echo(f"  {recording.name}  {recording.file or 'no sound'}  {clock_with_hours(recording.duration_ms)}")
        for name in files.track_names(interview_id):
            click.echo(f"  {name.file}")
    if unreadable:
        raise BadRecord(
            "%(count)s records cannot be read: %(records)s.", count=len(unreadable), records=", ".join(unreadable)
        )


def _archive_that_is_there() -> tuple[Files, Settings]:
    """The archive, but not one that would only be made by asking for it."""
    home = read_settings().home
    if not home.is_dir():
        raise NotFound(
            "There is no archive at %(home)s.", next_step="Set EARWITNESS_HOME to the folder of one.", home=home
        )
    return the_archive()


def _readable(files: Files) -> tuple[list[Interview], list[str]]:
    """The interviews that can be read, and the ids of those that cannot; what is wrong with each is said on stderr."""
    interviews, unreadable = [], []
    for each in files.interview_ids():
        try:
            interviews.append(files.read_interview(each))
        except ArchiveError as fault:
            unreadable.append(each)
            say(f"{each}: {fault}")
    return interviews, unreadable


def _standing(interview: Interview) -> str:
    if interview.withdrawn:
        return "withdrawn"
    return "published" if interview.published else "not public"


@click.command()
@click.argument("interview_id", metavar="[ID]", default="")
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
def verify(interview_id: str, as_json: bool) -> None:
    """Read every file of the record and name each that has changed, is missing, or does not belong.

    \b
    Example:
      earwitness verify 2026-014
    """
    files, _ = _archive_that_is_there()
    jobs.finish_begun(files)
    findings = _verified(files, interview_id) if interview_id else _all_verified(files)
    if as_json:
        show_json([asdict(each) for each in findings])
    for each in findings if not as_json else ():
        click.echo(str(each))
    if damage := [each for each in findings if each.is_damage]:
        raise FixityFault(
            "%(count)s files are not as they were left.", next_step="Restore them from a backup.", count=len(damage)
        )
    say(_as_they_were_left(interview_id, len(files.interview_ids())))


def _as_they_were_left(interview_id: str, count: int) -> str:
    if interview_id:
        return f"{interview_id} is as it was left."
    if not count:
        return "There are no interviews in this archive."
    return "1 interview is as it was left." if count == 1 else f"{count} interviews are as they were left."


def _all_verified(files: Files) -> list[fixity.Finding]:
    return [*fixity.strays(files), *(each for folder in fixity.verifiable(files) for each in _verified(files, folder))]


def _verified(files: Files, folder: str) -> list[fixity.Finding]:
    if folder not in fixity.verifiable(files):
        raise NotFound(
            "There is no interview %(folder)s.", next_step="`earwitness list` names those that are here.", folder=folder
        )
    with files.lock(folder):
        return fixity.verify(files, folder, agent=this_person())


@click.command()
@click.argument("interview_id", metavar="ID")
@click.option("--reference", required=True, type=click.Path(path_type=Path), help="What was really said: text or VTT.")
@click.option("--recording", default="recording-1", show_default=True, help="Which recording it is of.")
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
def evaluate(interview_id: str, reference: Path, recording: str, as_json: bool) -> None:
    """How far a transcript is from what was really said: word and character error rates, as fractions of one.

    \b
    Example:
      earwitness evaluate 2026-014 --reference checked.txt --json
    """
    files, _ = _archive_that_is_there()
    files.read_interview(interview_id)
    track = transcripts.spoken(files, interview_id, recording)
    if track is None:
        raise NotFound(
            "%(interview)s %(recording)s has no transcript.",
            next_step="`earwitness process` it first.",
            interview=interview_id,
            recording=recording,
        )
    heard = " ".join(cue.text for cue in track.cues)
    rates = transcribe.evaluate(_reference_text(reference), heard, language=track.language)
    if as_json:
        show_json(asdict(rates))
    else:
        click.echo(f"WER {rates.wer:.1%} of {rates.words} words, CER {rates.cer:.1%} of {rates.characters} characters")


def _reference_text(path: Path) -> str:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("%(name)s cannot be read as text.", next_step="Give a UTF-8 file.", name=path.name) from error
    if path.suffix.lower() == ".vtt":
        return " ".join(cue.text for cue in webvtt.cues_from(webvtt.parse(text)))
    return text
