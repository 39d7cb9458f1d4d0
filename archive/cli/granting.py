"""``earwitness grant``: one guest may read and hear an interview that the public does not meet, until an hour."""

from __future__ import annotations

from datetime import UTC, date, datetime

import click

from archive import accounts, publication
from archive.cli.terminal import say, the_archive, this_person
from archive.errors import BadInput
from archive.records import Grant


@click.command()
@click.argument("interview_id", metavar="ID")
@click.argument("guest", metavar="GUEST")
@click.option("--until", default="", help="Until when, by the clock of this machine: 2031-05-03, or 2031-05-03 17:00.")
@click.option("--reason", default="", help="Why, for the record; the guest does not see it.")
@click.option("--real-names", is_flag=True, help="They may read the real names.")
@click.option("--withheld-too", is_flag=True, help="They may read and hear what is withheld.")
@click.option("--end", is_flag=True, help="End it now.")
def grant(interview_id: str, guest: str, until: str, reason: str, end: bool, **extent: bool) -> None:
    """Let a guest read and hear an interview that the public does not meet, until an hour, and nothing else.

    \b
    Examples:
      earwitness user add "Chen Xiaoyu" --role guest
      earwitness grant 2026-014 "Chen Xiaoyu" --until 2031-05-03 --reason "Her thesis; she signed on 3 May"
      earwitness grant 2026-014 "Chen Xiaoyu" --end --reason "She is done."
    """
    if bool(until) == end or (end and any(extent.values())):
        raise BadInput("Nothing was said, or both.", next_step="Give either --until or --end.")
    files, settings = the_archive()
    if end:
        publication.end_grant(files, interview_id, guest, by=this_person(), reason=reason)
        say(f"{guest} can no longer read {interview_id}.")
        return
    reader = accounts.find(settings, guest)
    if reader.role != "guest":
        raise BadInput(
            "%(name)s is no guest: an account of staff reads it anyway.",
            next_step="`earwitness user list` names the guests.",
            name=reader.name,
        )
    at = datetime.now(UTC).isoformat(timespec="microseconds")
    given = Grant(reader=reader.name, until=_until(until), by=this_person(), at=at, reason=reason, **extent)
    publication.grant_reading(files, interview_id, given)
    say(f"{reader.name} may read {interview_id} until {given.until}.")


def _until(written: str) -> str:
    day, _, clock = written.strip().partition(" ")
    try:
        return publication.kept_hour(date.fromisoformat(day), clock.strip())
    except ValueError as error:
        raise BadInput(
            "%(written)r is no moment.", next_step="Write it as 2031-05-03 17:00.", written=written
        ) from error
