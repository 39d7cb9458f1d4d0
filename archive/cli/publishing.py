"""``earwitness publish``, ``unpublish``, ``withdraw``, ``consent`` and ``access``: what the public may meet."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

import click

from archive import jobs, opening, publication
from archive.access import in_words
from archive.cli.taking_in import say_recorded
from archive.cli.terminal import because, say, the_archive, this_person, today
from archive.errors import BadInput
from archive.intake import language_tag
from archive.records import PARTS, USES, Consent, Part

_PART = click.Choice(get_args(Part))


@click.command()
@click.argument("interview_id", metavar="ID", nargs=-1, required=True)
@click.option("--by", default="", help="Who decides it; your account's name if left away.")
@because
def publish(interview_id: tuple[str, ...], by: str, because: str) -> None:
    """Decide that interviews are public, as far as their consent and access allow, and make the edition anew.

    Refused where nobody has looked at what may give somebody away (`earwitness look`), unless you say why not.

    \b
    Examples:
      earwitness publish 2026-014
      earwitness publish 2026-014 --because "The narrator has read every page of it, on paper."
    """
    files, settings = the_archive()
    told = {"by": by or this_person(), "on": today().isoformat(), "because": because}
    opening.publish(files, settings, interview_id, **told)
    opening.follow(files, settings, *interview_id)
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
    publication.unpublish(files, interview_id, by=by or this_person(), reason=reason)
    opening.follow(files, settings, interview_id)
    say(f"{interview_id} is not public; `earwitness publish {interview_id}` makes it so again.")


@click.command()
@click.argument("interview_id", metavar="ID")
@click.option("--reason", required=True, help="Why, for the record; the public does not see it.")
@click.option(
    "--tombstone",
    type=(str, str),
    multiple=True,
    metavar="LANGUAGE TEXT",
    help="What its address says from now on, as agreed; without one, it answers as if it had never been.",
)
@click.option("--by", default="", help="Who decides it; your account's name if left away.")
def withdraw(interview_id: str, reason: str, tombstone: tuple[tuple[str, str], ...], by: str) -> None:
    """Take an interview back from the public, out of every file the site serves. The originals stay in the archive.

    No later rebuild, import or restored record brings it back.

    \b
    Example:
      earwitness withdraw 2026-014 --reason "The narrator asked for it on 3 May 2026."
    """
    files, settings = the_archive()
    who, day, wording = by or this_person(), today().isoformat(), dict(tombstone)
    publication.withdraw(files, interview_id, by=who, on=day, reason=reason, tombstone=wording)
    opening.follow(files, settings, interview_id)
    say(f"{interview_id} is withdrawn; the edition no longer has it.")


@click.command()
@click.argument("interview_id", metavar="ID")
@click.option("--statement", required=True, help="What the narrator allowed, in words.")
@click.option(
    "--use",
    "uses",
    multiple=True,
    type=click.Choice(USES),
    help="What it is to; as it was, or all but `external`, if left away.",
)
@click.option("--given-by", default="", help="Who gave it, if not the narrator.")
@click.option("--explained-by", default="", help="Who explained to the narrator what it means.")
@click.option("--language", default="", help="In which language (BCP 47).")
@click.option("--limits", default="", help="What was asked for besides, in words.")
@click.option(
    "--document", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="A signed form, kept with it."
)
@because
def consent(
    interview_id: str, uses: tuple[str, ...], language: str, document: Path | None, because: str, **told: Any
) -> None:
    """Record the narrator's consent; a narrower one narrows the edition.

    A wider one for what is published is refused where nobody has looked at what it opens (`earwitness look --as-open`),
    unless you say why not.

    \b
    Example:
      earwitness consent 2026-014 --statement "Text only, by telephone, 3 May 2026" --use text --use translation
    """
    files, settings = the_archive()
    given = Consent(uses=uses, given_on=today().isoformat(), language=language_tag(language), **told)
    told_by = {"by": this_person(), "because": because}
    recorded = opening.record_consent(files, settings, interview_id, given, **told_by).consent
    if document is not None:
        publication.attach_document(files, interview_id, document, document.name, by=this_person())
    if recorded is not None:
        say_recorded(recorded, narrow=not uses)
    jobs.keep_house(files, settings)


@click.command()
@click.argument("interview_id", metavar="ID")
@click.option("--metadata", type=_PART, help="That it exists and what it is called.")
@click.option("--transcript", type=_PART, help="Its words, in every language.")
@click.option("--sound", type=_PART, help="Its sound and film.")
@click.option(
    "--not-before",
    type=(click.Choice(PARTS), str),
    multiple=True,
    metavar="PART DAY",
    help="The day before which nobody may open a part; an empty day takes it back.",
)
@click.option("--reason", help="Why, for the record; the public does not see it.")
@click.option(
    "--public-reason",
    type=(str, str),
    multiple=True,
    metavar="LANGUAGE TEXT",
    help="What readers are told about why; an empty text takes it back.",
)
@because
def access(interview_id: str, because: str, **told: Any) -> None:
    """Open, close or hide parts of an interview: `closed` lists it but shows nothing; `hidden` does not even list it.

    To open a part of what is published is refused where nobody has looked at it (`earwitness look --as-open`), unless
    you say why not.

    \b
    Examples:
      earwitness access 2026-014 --transcript closed --sound closed
      earwitness access 2026-014 --sound closed --not-before sound 2031-05-03 --public-reason en "Her children asked."
    """
    files, settings = the_archive()
    if not any(each is not None and each != () for each in told.values()):
        raise BadInput("Nothing was said to open or close.", next_step="Give --metadata, --transcript or --sound.")
    before = files.read_interview(interview_id).access
    chosen = {name: told[name] for name in (*PARTS, "reason") if told[name] is not None}
    chosen["not_before"] = _with(before.not_before, told["not_before"])
    chosen["public_reason"] = _with(before.public_reason, told["public_reason"])
    told_by = {"by": this_person(), "on": today().isoformat(), "because": because}
    opening.restrict(files, settings, interview_id, chosen, **told_by)
    jobs.keep_house(files, settings)


def _with(before: Mapping[str, str], told: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {name: text for name, text in {**before, **dict(told)}.items() if text}
