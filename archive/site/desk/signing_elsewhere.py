"""Signing in by the service of the house, where the archive has one: the way there, and the way back."""

from __future__ import annotations

from flask import request, session, url_for
from flask_babel import gettext as _
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as Answer

from archive import accounts
from archive.accounts import NobodyKnown
from archive.errors import ArchiveError, BadInput, NotFound, Refused
from archive.site.desk import oidc
from archive.site.desk.doors import archive_settings, desk, local_address, open_to_anybody, visitor
from archive.site.desk.signing import let_in, sign_in_page


@desk.get("/sign-in/house")
@open_to_anybody
def sign_in_house() -> Answer | tuple[str, int]:
    """Go to the service of the house, or come back from it and be let in to the account that is tied to it."""
    if not oidc.has_provider():
        raise NotFound("This archive has no sign-in but its own.", next_step="Sign in with a name and a password.")
    if visitor() is not None:
        return redirect(local_address(request.args.get("next", "")), 303)
    try:
        if not oidc.is_answer():
            session["onward"] = local_address(request.args.get("next", ""))
            return oidc.ask(_our_address())
        vouched_for = oidc.answered()
        token = accounts.sign_in_elsewhere(archive_settings(), subject=vouched_for.subject, email=vouched_for.email)
    except ArchiveError as fault:
        return sign_in_page(fault.status, refused=_in_words(fault), onward=local_address(session.get("onward", "")))
    return let_in(token, local_address(session.get("onward", "")))


def _our_address() -> str:
    """Where the service leads back to: by the site's own name, whatever name this request was led here by."""
    return archive_settings().site_url.rstrip("/") + url_for("desk.sign_in_house")


def _in_words(fault: ArchiveError) -> str:
    if isinstance(fault, NobodyKnown):
        return str(_("No account here belongs to that sign-in. An archivist can tie yours to your e-mail address."))
    if isinstance(fault, Refused):
        return str(_("The sign-in service did not say who you are. Nothing was changed; try again."))
    if isinstance(fault, BadInput):
        return str(_("That took too long, or began in another window. Begin once more."))
    return str(_("The sign-in service cannot be reached. Sign in with a password, or try later."))
