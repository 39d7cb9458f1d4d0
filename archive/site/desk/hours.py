"""Hours as people at the desk read them: by the clock of the archive's machine, where they are kept in UTC."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from archive.site.wording import long_date


def hour(kept: str) -> str:
    """A moment that is kept in UTC, as a page says it; as it was written where it is none."""
    try:
        here = datetime.fromisoformat(kept).astimezone()
    except ValueError:
        return kept
    day, clock = long_date(here.date().isoformat()), here.strftime("%H:%M")
    return str(_("%(day)s, %(clock)s (%(zone)s)", day=day, clock=clock, zone=_zone(here)))


def this_zone() -> str:
    """The zone of the clock here."""
    return _zone(datetime.now().astimezone())


def _zone(here: datetime) -> str:
    offset = here.strftime("%z")
    return "UTC" if offset == "+0000" else f"UTC{offset[:3]}:{offset[3:]}"
