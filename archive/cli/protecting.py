"""``earwitness redact``, ``embargo`` and ``pseudonym``: what the public may not meet, not yet, or not by that name."""

from __future__ import annotations

from datetime import date

import click

from archive import jobs, opening, publication
from archive.access import in_words
from archive.cli.terminal import because, say, the_archive, this_person, today
from archive.errors import BadInput
from archive.moments import moment
from archive.records import Interview, Redaction


@click.command()
@click.argument("interview_id", metavar="ID")
@click.option("--recording", required=True, help="Which recording it is of: recording-1, recording-2 …")
@click.option("--from", "start", required=True, help="Where it begins: seconds, 1:23.5 or 1:02:03.")
@click.option("--to", "end", required=True, help="Where it ends.")
@click.option("--reason", default="", help="Why, for the record; the public does not see it.")
@click.option("--public-reason", default="", help="What readers are told.")
@click.option("--tone", is_flag=True, help="Let a tone be heard in its place, not silence.")
@click.option("--black", is_flag=True, help="Let nothing be seen of a film either.")
@click.option("--undo", is_flag=True, help="Lift the redaction that is from there to there.")
def redact(interview_id: str, start: str, end: str, tone: bool, black: bool, undo: bool, **told: str) -> None:
    """Keep a stretch of a recording from being read in any language, and from being heard.

    No word is cut: what it touches of one goes whole. The public hears nothing of the recording until a copy without
    that stretch was made and heard again (`earwitness process`).

    \b
    Examples:
      earwitness redact 2026-014 --recording recording-1 --from 1:23.5 --to 1:31 --reason "names a living person"
      earwitness redact 2026-014 --recording recording-1 --from 1:23.5 --to 1:31 --reason "agreed to it" --undo
    """
    redaction = Redaction(
        recording=told["recording"],
        start_ms=moment(start),
        end_ms=moment(end),
        reason=told["reason"],
        public_reason=told["public_reason"],
        sound="tone" if tone else "silence",
        blacks_picture=black,
    )
    if undo and redaction.public_reason:
        raise BadInput("What is lifted has no public reason.", next_step="Leave --public-reason away.")
    files, settings = the_archive()
    if undo:
        interview = publication.lift_redaction(files, interview_id, redaction, by=this_person())
    else:
        interview = publication.redact(files, interview_id, redaction, by=this_person())
    jobs.keep_house(files, settings)
    _say_what_is_met(interview)


@click.command()
@click.argument("interview_id", metavar="ID")
@click.option("--until", default="", help="The day before which it cannot be lifted: 2031-05-03; or `decided`.")
@click.option("--lift", is_flag=True, help="Decide today that it is over.")
@because
def embargo(interview_id: str, until: str, lift: bool, because: str) -> None:
    """Close the words and the sound until a day; on it or later a person must lift the embargo.

    To lift it from what is published is refused where nobody has looked at it (`earwitness look --as-open`), unless you
    say why not.

    \b
    Examples:
      earwitness embargo 2026-014 --until 2031-05-03
      earwitness embargo 2026-014 --until decided
      earwitness embargo 2026-014 --lift
    """
    if bool(until) == lift:
        raise BadInput("Nothing was said, or both.", next_step="Give either --until or --lift.")
    day = None if lift or until == "decided" else _day(until)
    files, settings = the_archive()
    if lift:
        told = {"by": this_person(), "on": today().isoformat(), "because": because}
        interview = opening.lift_embargo(files, settings, interview_id, **told)
    else:
        interview = publication.embargo(files, interview_id, until=day, by=this_person())
    jobs.keep_house(files, settings)
    _say_what_is_met(interview)


@click.command()
@click.argument("interview_id", metavar="ID")
@click.option("--narrator", required=True, help="The real name of a narrator or interviewer, as it is on record.")
@click.option("--as", "pseudonym", default="", help="The only name the public is to meet.")
@click.option("--undo", is_flag=True, help="Take the pseudonym back: the public meets the name on record.")
def pseudonym(interview_id: str, narrator: str, pseudonym: str, undo: bool) -> None:
    """Let the public meet a person by another name only, in the description and in every transcript.

    \b
    Examples:
      earwitness pseudonym 2026-014 --narrator "Lin Guihua" --as "Sister Zhao"
      earwitness pseudonym 2026-014 --narrator "Lin Guihua" --undo
    """
    if bool(pseudonym.strip()) == undo:
        raise BadInput("No pseudonym was given, or both.", next_step="Give either --as NAME or --undo.")
    files, settings = the_archive()
    if undo:
        interview = publication.take_back_pseudonym(files, interview_id, narrator, by=this_person())
    else:
        interview = publication.give_pseudonym(files, interview_id, narrator, pseudonym.strip(), by=this_person())
    jobs.keep_house(files, settings)
    _say_what_is_met(interview)
    if not undo:
        say("A name that is left in the sound makes its pseudonym worthless.")
        say("The desk, on its page “Kept back”, finds where it is said.")


def _say_what_is_met(interview: Interview) -> None:
    say(f"{interview.id}: {in_words(interview)}.")


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise BadInput("%(written)r is not a day.", next_step="Write it as 2031-05-03.", written=written) from error
