"""``earwitness look``: what to look at before an interview is published, and that somebody has."""

from __future__ import annotations

from typing import get_args

import click

from archive import sensitivity
from archive.access import as_open, as_published
from archive.cli.terminal import say, the_archive, this_person
from archive.moments import clock
from archive.records import LookedAt
from archive.sensitivity import Looked, Point

_EVERY = "everything"


@click.command()
@click.argument("interview_id", metavar="ID")
@click.option(
    "--tick",
    "ticked",
    multiple=True,
    type=click.Choice([*get_args(LookedAt), _EVERY]),
    help="Keep, under your name, that you have looked at this.",
)
@click.option("--as-open", "is_as_open", is_flag=True, help="As if all of it were open: before you open a part.")
@click.option("--by", default="", help="Who has looked; your account's name if left away.")
def look(interview_id: str, ticked: tuple[str, ...], is_as_open: bool, by: str) -> None:
    """Show what the public would read that may give somebody away; keep that you have looked at it.

    What is ticked is what is shown: when there is something else to see, it is asked again. Of what is closed, that is
    what could be read if it were open; who has looked at that has looked at what is open now too.

    \b
    Examples:
      earwitness look 2026-014
      earwitness look 2026-014 --tick passages --tick names
      earwitness look 2026-014 --tick everything
      earwitness look 2026-014 --as-open
    """
    files, settings = the_archive()
    files.read_interview(interview_id)
    decided = as_open if is_as_open else as_published
    there = sensitivity.sights(files, settings, interview_id, decided)
    seen = {each.what: each.seen for each in there if {each.what, _EVERY} & {*ticked}}
    if seen:
        sensitivity.tick(files, interview_id, there, seen, by=by or this_person())
    looked = sensitivity.look(files, settings, interview_id, decided)
    for each in looked:
        _show(each)
    if missing := sensitivity.unlooked(looked):
        again = f"earwitness look {interview_id}{' --as-open' if is_as_open else ''} --tick KIND"
        say(f"Nobody has looked at: {', '.join(missing)}. Once you have: `{again}`.")


def _show(looked: Looked) -> None:
    name = sensitivity.NAMES[looked.sight.what]
    by = (
        f"{looked.tick.by} looked at it on {looked.tick.at[:10]}"
        if looked.tick and looked.is_ticked
        else "not looked at"
    )
    click.echo(f"{looked.sight.what}: {name} ({by})")
    if looked.sight.warning:
        click.echo(f"  {looked.sight.warning}")
    for each in looked.sight.points:
        click.echo(f"  {_told(each)}")
    if not looked.sight.points:
        click.echo("  A program found none. It does not find everything: read and listen.")


def _told(point: Point) -> str:
    where = f"{point.stem} {clock(point.start_ms)}" if point.stem else str(point.where)
    words = f"{point.before}[{point.words}]{point.after}".replace("\n", " ") if point.words else ""
    return "  ".join(each for each in (where, words, str(point.says)) if each)
