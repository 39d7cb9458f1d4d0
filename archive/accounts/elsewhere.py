"""Signing in elsewhere: a service of the house says who somebody is, and here it is known whose account that is.

It never makes an account nor gives a role. An account is tied to a person of that service by an e-mail address that an
archivist wrote down and the service vouches for; from the first time on, only by the service's own name for the person
(its *subject*), so that an address given to somebody else later opens nothing.
"""

from __future__ import annotations

import re
import sqlite3

from archive.accounts.acts import note
from archive.accounts.keeping import changing, reading
from archive.accounts.people import account_named, key_of
from archive.accounts.sessions import begun
from archive.errors import AlreadyExists, BadInput, Refused
from archive.provenance import PROGRAM
from archive.settings import Settings

_EMAIL = re.compile(r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f]{1,190}")
_KEPT = """
    insert into identities (person, email) values (:person, :email)
        on conflict (person) do update set email = :email, subject = ''
"""
_BY_SUBJECT = "select person from identities where subject = :subject"
_BY_EMAIL = "select person from identities where email = :email and subject = ''"
_EMAILS = "select name, email from identities join people on people.key = identities.person"


class NobodyKnown(Refused):
    """Whoever it is, the person has no account here."""

    status = 403


def set_email(settings: Settings, name: str, email: str, *, by: str = PROGRAM) -> None:
    """Say by which address somebody is known elsewhere; an empty one unties the account.

    Whoever was tied to it before is tied no more, and signed out. Raises :class:`AlreadyExists` for an address that
    another has.
    """
    if email and not _EMAIL.fullmatch(email):
        raise BadInput("%(email)r is no e-mail address.", next_step="Write it as name@example.org.", email=email[:80])
    try:
        with changing(settings) as db:
            row = {"person": key_of(name), "email": email.casefold()}
            found = account_named(db, name)
            db.execute(_KEPT if email else "delete from identities where person = :person", row)
            db.execute("delete from sessions where person = :person", row)
            note(db, "e-mail set", agent=by, account=found.name, detail=email.casefold())
    except sqlite3.IntegrityError as error:
        raise AlreadyExists(
            "%(email)s belongs to another account.", next_step="`earwitness user list`", email=email
        ) from error


def emails(settings: Settings) -> dict[str, str]:
    """By which address people are known elsewhere, by name."""
    with reading(settings) as db:
        return {row["name"]: row["email"] for row in db.execute(_EMAILS)}


def sign_in_elsewhere(settings: Settings, *, subject: str, email: str) -> str:
    """Begin a session for whom the service vouched and return its token; raises :class:`NobodyKnown`.

    ``subject`` is the service and its own name for the person; ``email`` an address it vouches for, or empty.
    """
    row = {"subject": subject, "email": email.casefold()}
    with changing(settings) as db:
        found = db.execute(_BY_SUBJECT, row).fetchone()
        if found is None and email:
            found = db.execute(_BY_EMAIL, row).fetchone()
            if found is not None:
                tied = account_named(db, found["person"])
                db.execute("update identities set subject = :subject where email = :email", row)
                note(db, "tied to a sign-in elsewhere", agent=tied.name, account=tied.name, detail=subject)
        if found is None:
            raise NobodyKnown("No account belongs to that sign-in.", next_step="An archivist can tie one to it.")
        return begun(db, found["person"], how="elsewhere")
