"""``earwitness publish``, ``unpublish``, ``withdraw``, ``consent`` and ``access``: what the public may meet."""

from __future__ import annotations

from typing import get_args

import click

from archive import jobs, opening, publication
from archive.access import in_words
from archive.cli.taking_in import say_recorded
from archive.cli.terminal import say, the_archive, this_person, today
from archive.errors import BadInput
from archive.records import PUBLIC_USES, Consent, Part

_PART = click.Choice(get_args(Part))


@click.command()
@click.argument("interview_id", metavar="ID", nargs=-1, required=True)
@click.option("--by", default="", help="Who decides it; your account's name if left away.")
def publish(interview_id: tuple[str, ...], by: str) -> None:
    """Decide that interviews are public, as far as their consent and access allow, and make the edition anew.

    \b
    Example:
      earwitness publish 2026-014
    """
    files, settings = the_archive()
    opening.publish(files, settings, interview_id, by=by or this_person(), on=today().isoformat())
    for each in interview_id:
        say(f"{each}: {in_words(files.read_interview(each))}.")


@click.command()
@click.argument("interview_id", metavar="ID")
@click.option("--reason", default="", help="Why, for the record; the public does not see it.")
@click.option("--by", default="", help="Who decides it; your account's name if left away.")
def unpublish(interview_id: str, reason: str, by: str) -> None:
    """Take an interview back from the public until it is published again.

    \b
    Example:
      earwitness unpublish 2026-014 --reason "A name must be checked first."
    """
    files, settings = the_archive()
    opening.unpublish(files, settings, interview_id, by=by or this_person(), reason=reason)
    say(f"{interview_id} is not public; `earwitness publish {interview_id}` makes it so again.")


@click.command()
@click.argument("interview_id", metavar="ID")
@click.option("--reason", required=True, help="Why, for the record; the public does not see it.")
@click.option("--by", default="", help="Who decides it; your account's name if left away.")
def withdraw(interview_id: str, reason: str, by: str) -> None:
    """Take an interview back from the public, out of every file the site serves. The originals stay in the archive.

    \b
    Example:
      earwitness withdraw 2026-014 --reason "The narrator asked for it on 3 May 2026."
    """
    files, settings = the_archive()
    opening.withdraw(files, settings, interview_id, by=by or this_person(), on=today().isoformat(), reason=reason)
    say(f"{interview_id} is withdrawn; the edition no longer has it.")


@click.command()
@click.argument("interview_id", metavar="ID")
@click.option("--statement", required=True, help="What the narrator allowed, in words.")
@click.option(
    "--use",
    "uses",
    multiple=True,
    type=click.Choice(PUBLIC_USES),
    help="A public use; as it was, or all, if left away.",
)
@click.option("--given-by", default="", help="Who gave it, if not the narrator.")
def consent(interview_id: str, statement: str, uses: tuple[str, ...], given_by: str) -> None:
    """Record the narrator's consent; a narrower one narrows the edition.

    \b
    Example:
      earwitness consent 2026-014 --statement "Text only, by telephone, 3 May 2026" --use text --use translation
    """
    files, settings = the_archive()
    given = Consent(statement=statement, uses=uses, given_on=today().isoformat(), given_by=given_by)
    recorded = publication.record_consent(files, interview_id, given, by=this_person()).consent
    if recorded is not None:
        say_recorded(recorded, narrow=not uses)
    jobs.keep_house(files, settings)


@click.command()
@click.argument("interview_id", metavar="ID")
@click.option("--metadata", type=_PART, help="That it exists and what it is called.")
@click.option("--transcript", type=_PART, help="Its words, in every language.")
@click.option("--sound", type=_PART, help="Its sound and film.")
def access(interview_id: str, **parts: Part | None) -> None:
    """Open, close or hide parts of an interview: `closed` lists it but shows nothing; `hidden` does not even list it.

    \b
    Examples:
      earwitness access 2026-014 --transcript closed --sound closed
      earwitness access 2026-014 --metadata hidden
    """
    files, settings = the_archive()
    if not any(parts.values()):
        raise BadInput("Nothing was said to open or close.", next_step="Give --metadata, --transcript or --sound.")
    chosen = {name: part for name, part in parts.items() if part is not None}
    publication.restrict(files, interview_id, chosen, by=this_person())
    jobs.keep_house(files, settings)
