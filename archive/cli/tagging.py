"""``earwitness suggest``: tags for what is said, for people to decide."""

from __future__ import annotations

import click

from archive import names, tags
from archive.access import unheard_because
from archive.cli.terminal import say, the_archive
from archive.errors import BadInput


@click.command()
@click.argument("interview_id", metavar="ID", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every interview.")
def suggest(interview_id: tuple[str, ...], everything: bool) -> None:
    """Suggest what is said in interviews: concepts, dates, people, places, organisations.

    Suggestions wait for a decision; nothing is published by them, and what was decided stands. Prints each id with how
    many wait. Names that no record has need the extras `en` and `zh`: `earwitness doctor` says which are missing.

    \b
    Example:
      earwitness suggest 2026-014
    """
    files, settings = the_archive()
    if bool(interview_id) == everything:
        raise BadInput("Nothing says which interviews.", next_step="Name their ids, or say --all.")
    for language in names.what_is_missing(settings.english_names):
        say(f"No program reads names in {language}: `pip install 'earwitness[{language}]'`")
    for each in files.interview_ids() if everything else interview_id:
        if everything and (why := unheard_because(files.read_interview(each))):
            say(f"{each}: {why}")
            continue
        recogniser = tags.names_in(files, each, english_model=settings.english_names)
        waiting = tags.suggest(files, each, [*tags.usual_in(files, each), recogniser])
        click.echo(f"{each}\t{waiting}")
