"""The desk's first page: what needs doing."""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from archive import takedown, uploads
from archive.overview import Overview
from archive.site.desk.board import board_now, overviews
from archive.site.desk.doors import agent, desk, files, may, open_to
from archive.site.desk.due_page import waiting
from archive.site.desk.publishing import today

_RECENT = 8
_SHOWN = 50


@desk.get("/", strict_slashes=False)
@open_to("archivist", "editor", "reader", "guest")
def first_page() -> str | Answer:
    """One glance says what needs doing: what broke, what waits for a person, what may go out, what went out lately.

    A guest has nothing to do here, and goes on to what was granted to them.
    """
    if not may("editor", "reader"):
        return redirect(url_for("desk.shelf"), 303)
    known = overviews()
    board = board_now()
    return render_template(
        "desk/first-page.html",
        board=board,
        asked=[each for each in takedown.requests(files()) if not each.is_answered] if may("archivist") else [],
        due=[each for each in waiting(files())[0] if each.has_come(today())],
        unreadable=[each for each in known if each.fault],
        unsent=[each for each in uploads.waiting(files(), by=agent()) if not each.is_whole],
        unchecked=[each for each in known if each.unchecked][:_SHOWN],
        incomplete=[each for each in known if each.lacks and not each.published][:_SHOWN],
        ready=[each for each in known if each.is_ready][:_SHOWN],
        recent=_recent(known),
        held=len(known),
    )


def _recent(known: Sequence[Overview]) -> list[Overview]:
    published = [each for each in known if each.published and not each.withdrawn]
    published.sort(key=lambda each: (each.published.on if each.published else "", each.id), reverse=True)
    return published[:_RECENT]
