"""The edition follows what was decided at the desk, for as long as somebody who waits for a page has patience."""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor, wait

from flask import flash
from flask_babel import gettext as _

from archive import opening
from archive.errors import ArchiveError
from archive.files import open_files
from archive.site.desk.doors import archive_settings
from archive.site.telling import translated

PATIENCE_S = 20.0
_log = logging.getLogger(__name__)
# One at a time: each makes the whole edition, and whoever comes second finds it made.
_house = ThreadPoolExecutor(1, thread_name_prefix="edition")


def let_the_edition_follow(interview_id: str) -> bool:
    """Have the edition made anew, and return whether the public meets what was decided; if not, it is said why."""
    settings = archive_settings()
    made = _house.submit(opening.follow, open_files(settings), settings, interview_id)
    wait([made], timeout=PATIENCE_S)
    if not made.done():
        made.add_done_callback(_tell_the_log)
        says = _(
            "The decision is kept. Making the edition takes long; until it is made, the public reads the one before. "
            "Reload this page to see how it stands."
        )
        flash(says, "wrong")
        return False
    try:
        made.result()
    except ArchiveError as fault:
        _log.error("%s", fault)
        flash(_("The decision is kept."), "wrong")
        flash(translated(fault.sentence), "wrong")
        return False
    return True


def _tell_the_log(made: Future[None]) -> None:
    if fault := made.exception():
        _log.error("%s", fault)
