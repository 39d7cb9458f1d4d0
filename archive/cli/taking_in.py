"""``earwitness add``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from archive import accession, originals
from archive.cli.batches import add_batch
from archive.cli.terminal import say, the_archive, this_person, today
from archive.errors import BadInput
from archive.files import Files
from archive.intake import as_damaged, examiner, in_its_language, language_tag
from archive.records import OPEN, USES, USUAL_USES, Access, Consent, Interview, Person


@click.command()
@click.argument("file", nargs=-1, type=click.Path(path_type=Path, readable=False))
@click.option("--id", "interview_id", default="", help="An id of your choice, or of an interview to add tapes to.")
@click.option("--title", default="", help="What the interview is called.")
@click.option("--narrator", multiple=True, help="Who is interviewed; may be given several times.")
@click.option("--interviewer", multiple=True, help="Who asks; may be given several times.")
@click.option("--collection", default="", help="The slug of the collection it belongs to.")
@click.option("--language", "tag", default="", help="The language spoken (BCP 47); left away, it is detected.")
@click.option("--date", "recorded", default="", help="When it was recorded, as EDTF: 2016-03-14, 1974?, 1998/1999.")
@click.option("--place", default="", help="Where it was recorded.")
@click.option(
    "--consent", default="", help="What the narrator allowed, in words; without it nothing is transcribed or published."
)
@click.option(
    "--use", "uses", multiple=True, type=click.Choice(USES), help="What consent is to; else to all but `external`."
)
@click.option("--damaged", is_flag=True, help="Take in what is left of files cut short: there is no better copy.")
@click.option("--csv", "table", type=click.Path(path_type=Path), help="Many interviews: a table, one a row.")
@click.option("--folder", default=Path(), type=click.Path(path_type=Path), help="Where the table's files are.")
@click.option("--dry-run", is_flag=True, help="With --csv: check every row and file, and write nothing.")
def add(file: tuple[Path, ...], table: Path | None, folder: Path, dry_run: bool, **told: Any) -> None:
    """Take recordings in; several FILEs are the tapes of one interview. Prints the interview's id.

    With --csv, each row of a table is an interview (docs/guide.md names the columns). What is wrong is told by row and
    column, and the other rows come in. Run again, only what is missing is added.

    \b
    Examples:
      earwitness add tape1.wav tape2.wav --title "A winter underground" --narrator "Lin" --language zh
      earwitness add tape.wav --consent "Text only, signed 3 May 2026" --use text --use translation
      earwitness add --csv tapes.csv --folder /mnt/tapes --dry-run
    """
    if table is not None:
        if file:
            raise BadInput("Give FILEs or --csv, not both.", next_step="Name the files in the table.")
        add_batch(table, folder, dry_run=dry_run, told=told)
    elif not file or dry_run:
        raise BadInput("No FILE to take in." if not file else "--dry-run is for --csv.", next_step="See --help.")
    else:
        _add_one(file, **told)


def _add_one(file: tuple[Path, ...], *, interview_id: str, damaged: bool, **described: object) -> None:
    files, settings = the_archive()
    examine = (as_damaged if damaged else examiner)(settings, remark=say)
    if interview_id and interview_id in files.interview_ids():
        refuse_for_existing(interview_id, described)
        interview = accession.add_recordings(files, interview_id, file, examine=examine, agent=this_person())
    else:
        interview = accession.accession(
            files,
            _described(interview_id, described),
            file,
            examine=examine,
            agent=this_person(),
            today=today(),
        )
    _say_what_is_here_already(files, interview)
    if interview.consent is not None and described["consent"]:
        say_recorded(interview.consent, narrow=not described["uses"])
    elif interview.consent is None:
        say(f"{interview.id} has no consent on record yet; without it nothing is transcribed or published.")
    click.echo(interview.id)


def _say_what_is_here_already(files: Files, interview: Interview) -> None:
    """Tell of originals that an earlier interview has too: to take one in twice is rarely meant, and not forbidden."""
    for recording in interview.recordings:
        earlier = originals.known(files, recording.sha256) if recording.sha256 else interview.id
        if earlier != interview.id:
            say(f"{recording.name} of {interview.id} is the same file as a recording of {earlier}.")


def _described(interview_id: str, described: dict[str, object]) -> Interview:
    told = {name: str(value) for name, value in described.items() if isinstance(value, str)}
    return Interview(
        id=interview_id,
        title=in_its_language(told["title"]),
        narrators=_people(described["narrator"]),
        interviewers=_people(described["interviewer"]),
        collection=told["collection"],
        language=language_tag(told["tag"]),
        date=told["recorded"],
        place=told["place"],
        access=Access(metadata=OPEN, transcript=OPEN, sound=OPEN),
        consent=consent_given(told["consent"], described["uses"]),
    )


def refuse_for_existing(interview_id: str, told: Mapping[str, object]) -> None:
    """Raises :class:`BadInput` where something is told of an interview that is here and has been described."""
    names = {"tag": "language", "recorded": "date", "uses": "use"}
    if extra := ", ".join(f"--{names.get(name, name)}" for name, value in told.items() if value):
        raise BadInput(
            "%(interview)s is here already: %(extra)s would be ignored.",
            next_step="Leave it away; `earwitness consent` records consent.",
            interview=interview_id,
            extra=extra,
        )


def consent_given(statement: str, uses: object) -> Consent | None:
    """Consent as of today, to the usual uses if none is named; None without a statement."""
    named = tuple(str(each) for each in uses) if isinstance(uses, tuple) else ()
    if not statement.strip():
        if named:
            raise BadInput("--use without --consent.", next_step="Say in words what was allowed: --consent TEXT.")
        return None
    return Consent(statement=statement, uses=named or USUAL_USES, given_on=today().isoformat())


def say_recorded(consent: Consent, *, narrow: bool) -> None:
    """Tell the person at the terminal which uses are on record, and how to ``narrow`` them if they named none."""
    say(
        f"Recorded as consent to: {', '.join(consent.uses) or 'no public use'}."
        + (" Narrow it with --use." if narrow else "")
        + ("" if "processing" in consent.uses else " Nothing is transcribed without --use processing.")
    )


def _people(names: object) -> tuple[Person, ...]:
    return tuple(Person(name=str(each)) for each in names) if isinstance(names, tuple) else ()
