"""Signing in and staying in: a session is a random token; what is kept of it is its hash."""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
import time
from contextlib import suppress

from archive.accounts.acts import note
from archive.accounts.attempts import count_attempt, forget_attempts, is_shut
from archive.accounts.keeping import changing, reading
from archive.accounts.passwords import matches
from archive.accounts.people import Account, account, account_named, key_of
from archive.errors import NoRoom, Refused
from archive.provenance import PROGRAM
from archive.settings import Settings

IDLE_S = 12 * 3600
"""A session that nobody used for so long is over; and however much it is used, after a week."""
AT_MOST_S = 7 * 24 * 3600
_SEEN_EVERY_S = 60

_SESSION = """
    select name, role, language, made_at, seen_at
      from sessions join people on people.key = sessions.person
     where token = :token and seen_at > :now - :idle and began_at > :now - :at_most
"""


class WrongPassword(Refused):
    """No such account, or another password: nobody is told which."""

    status = 403


def sign_in(settings: Settings, name: str, password: str, *, address: str) -> str:
    """Begin a session and return its token; raises :class:`WrongPassword` or :class:`TooManyAttempts`."""
    kept = check_password(settings, name, password, address=address)
    with changing(settings) as db:
        # Checking took a while: a password that was changed meanwhile, to shut somebody out, must do so.
        row = {"key": key_of(name), "kept": kept}
        if db.execute("select 1 from people where key = :key and password = :kept", row).fetchone() is None:
            raise _wrong()
        return begun(db, name, how="by password")


def check_password(settings: Settings, name: str, password: str, *, address: str) -> str:
    """Count an attempt, and return what is kept of the password if it is the right one.

    Raises :class:`WrongPassword` or :class:`TooManyAttempts`. Which names exist can be learned neither from what it
    says nor from how long it takes.
    """
    key = key_of(name)[:200]
    with changing(settings) as db:
        count_attempt(db, name=key, address=address, now=_now())
        person = db.execute("select name, password from people where key = :key", {"key": key}).fetchone()
    is_right = matches(person and person["password"], password)
    with changing(settings) as db:
        if is_right:
            forget_attempts(db, name=key, address=address)
            return str(person["password"])
        if is_shut(db, name=key, now=_now()) and person is not None:
            note(db, "locked out", agent=PROGRAM, account=person["name"], detail=f"last from {address}")
    raise _wrong()


def begin_session(settings: Settings, name: str) -> str:
    """A session for somebody whose word was taken already; raises :class:`NotFound` if the account is gone."""
    with changing(settings) as db:
        return begun(db, name)


def begun(db: sqlite3.Connection, name: str, *, how: str = "") -> str:
    """A new token for somebody; it was never used before, so nobody can have laid it there. ``how`` they came in."""
    person = account_named(db, name)
    token = secrets.token_urlsafe(32)
    row = {"token": _kept(token), "person": key_of(name), "now": _now(), "at_most": AT_MOST_S, "idle": IDLE_S}
    db.execute("delete from sessions where seen_at <= :now - :idle or began_at <= :now - :at_most", row)
    db.execute("insert into sessions (token, person, began_at, seen_at) values (:token, :person, :now, :now)", row)
    if how:
        note(db, "signed in", agent=person.name, account=person.name, detail=how)
    return token


def _wrong() -> WrongPassword:
    return WrongPassword("There is no such name with such a password.", next_step="Try once more.")


def account_of(settings: Settings, token: str) -> Account | None:
    """Whose session it is; None if it is over, or never was."""
    now = _now()
    row = {"token": _kept(token), "now": now, "idle": IDLE_S, "at_most": AT_MOST_S}
    with reading(settings) as db:
        found = db.execute(_SESSION, row).fetchone()
    if found is None:
        return None
    if found["seen_at"] < now - _SEEN_EVERY_S:
        with suppress(NoRoom), changing(settings) as db:
            db.execute("update sessions set seen_at = :now where token = :token", row)
    return account(found)


def end_session(settings: Settings, token: str) -> None:
    """End a session, wherever its token may be kept."""
    with changing(settings) as db:
        db.execute("delete from sessions where token = :token", {"token": _kept(token)})


def _kept(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _now() -> int:
    return int(time.time())
