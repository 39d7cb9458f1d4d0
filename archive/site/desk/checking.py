"""What to check first: the passages of which the machine was least certain, in one interview or in all of them."""

from __future__ import annotations

from flask import render_template, request

from archive import correcting
from archive.correcting import Passage, Standing
from archive.site.desk.doors import desk, files, open_to

_ON_A_PAGE = 100


@desk.get("/checking")
@open_to("archivist", "editor", "reader")
def checking() -> str:
    """The texts that wait for a person, and the passages to begin with."""
    held, wanted = files(), request.args.get("interview", "")
    known = list(correcting.standing_of(held, wanted)) if wanted else list(correcting.standing(held))
    waiting = [each for each in known if each.machine_made or each.disputes]
    found = [(passage, each) for each in waiting for passage in each.worst]
    found.sort(key=_order)
    titles = {each.interview_id: held.read_interview(each.interview_id).title for each in waiting}
    return render_template(
        "desk/checking.html", waiting=waiting, found=found[:_ON_A_PAGE], titles=titles, wanted=wanted
    )


def _order(found: tuple[Passage, Standing]) -> tuple[bool, int, str, int]:
    """The suspicious first, then the least certain."""
    passage, text = found
    return not passage.flags, passage.sureness, text.interview_id, passage.start_ms
