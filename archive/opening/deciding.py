"""The decisions by which the public may meet more of an interview: each is asked whether somebody has looked at that.

The desk and the commands decide here and nowhere else (decisions 0026, 0030 and 0033). ``because`` says why something
is opened although nobody has looked; without it they raise :class:`~archive.opening.Unlooked`. Otherwise they do, and
raise, what those of the same name in :mod:`archive.publication` do; the edition is to follow. What somebody else
decided while it was asked raises :class:`~archive.errors.Conflict`, where more would be open than was looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from archive import publication
from archive.access import decisions
from archive.files import Files
from archive.opening.looking import regardless
from archive.records import Consent, Interview
from archive.settings import Settings


def publish(
    files: Files,
    settings: Settings,
    interview_ids: Sequence[str],
    *,
    by: str,
    on: str,
    because: str = "",
    started_from: str | None = None,
) -> None:
    """Decide that interviews may be public: all that are named, or none of them."""
    published = partial(decisions.published, by=by, on=on)
    for each in interview_ids:
        published(files.read_interview(each))  # what cannot be published for another reason is told first
    asked = {each: regardless(files, settings, each, published, because) for each in interview_ids}
    for each, told in asked.items():
        publication.publish(files, each, by=by, on=on, started_from=started_from, **told)


def restrict(
    files: Files,
    settings: Settings,
    interview_id: str,
    told: Mapping[str, Any],
    *,
    by: str,
    on: str,
    because: str = "",
    started_from: str | None = None,
) -> Interview:
    """Set how far parts of an interview are open: what is ``told`` of its access."""
    asked = regardless(files, settings, interview_id, partial(decisions.restricted_as_told, told=told, on=on), because)
    return publication.restrict(files, interview_id, told, by=by, on=on, started_from=started_from, **asked)


def record_consent(
    files: Files,
    settings: Settings,
    interview_id: str,
    consent: Consent,
    *,
    by: str,
    because: str = "",
    started_from: str | None = None,
) -> Interview:
    """Keep what the narrator allowed, in place of what was recorded before."""
    asked = regardless(files, settings, interview_id, partial(decisions.allowed_as_told, consent=consent), because)
    return publication.record_consent(files, interview_id, consent, by=by, started_from=started_from, **asked)


def lift_embargo(
    files: Files, settings: Settings, interview_id: str, *, by: str, on: str, because: str = ""
) -> Interview:
    """Decide that an embargo is over."""
    asked = regardless(files, settings, interview_id, partial(decisions.embargo_lifted, by=by, on=on), because)
    return publication.lift_embargo(files, interview_id, by=by, on=on, **asked)
