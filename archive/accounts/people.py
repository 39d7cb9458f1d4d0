"""The people who work at the desk, and what each may do."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal, get_args

from archive.accounts.acts import note
from archive.accounts.keeping import changing, reading
from archive.accounts.passwords import hashed
from archive.errors import AlreadyExists, BadInput, NotFound, Refused
from archive.provenance import PROGRAM
from archive.settings import Settings

Role = Literal["archivist", "editor", "reader", "guest"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
"""An archivist may do everything, an editor works on texts, a reader sees closed material and changes nothing; a guest
is from outside, and meets the interviews that were granted to them and nothing else of the desk."""

_LONGEST_NAME = 80
_PERSON = "select name, role, language, made_at from people where key = :key"
_ADDED = """
    insert into people (key, name, role, password, made_at)
    values (:key, :name, :role, :password, :made_at)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who may sign in: ``name`` signs their events; ``language`` is the interface's, or empty.

    ``made_at`` is when the account was made (UTC, ISO 8601), by which it is known from an earlier one of that name.
    """

    name: str
    role: Role
    language: str = ""
    made_at: str


def add(settings: Settings, name: str, role: Role, password: str, *, by: str = PROGRAM) -> Account:
    """Make an account; raises :class:`AlreadyExists`, or :class:`BadInput` for a name or password that cannot be."""
    account = Account(name=_checked(name), role=role, made_at=datetime.now(UTC).isoformat(timespec="microseconds"))
    kept = hashed(password, name=name)
    try:
        with changing(settings) as db:
            row = {"key": key_of(name), "name": account.name, "role": role, "password": kept}
            db.execute(_ADDED, row | {"made_at": account.made_at})
            note(db, "account made", agent=by, account=account.name, detail=role)
    except sqlite3.IntegrityError as error:
        raise AlreadyExists(
            "There is an account %(name)s already.",
            next_step="`earwitness user password NAME` changes it.",
            name=account.name,
        ) from error
    return account


def people(settings: Settings) -> list[Account]:
    """Everybody with an account, by name."""
    with reading(settings) as db:
        return [account(row) for row in db.execute("select name, role, language, made_at from people order by key")]


def find(settings: Settings, name: str) -> Account:
    """The account of that name; raises :class:`NotFound`."""
    with reading(settings) as db:
        return account_named(db, name)


def remove(settings: Settings, name: str, *, by: str = PROGRAM) -> None:
    """Take an account away, and end its sessions; raises :class:`Refused` for the last archivist."""
    with changing(settings) as db:
        found = account_named(db, name)
        _keep_an_archivist(db, name)
        db.execute("delete from people where key = :key", {"key": key_of(name)})
        note(db, "account removed", agent=by, account=found.name)


def change_role(settings: Settings, name: str, role: Role, *, by: str = PROGRAM) -> None:
    """Give an account another role, from its next request on; raises :class:`Refused` for the last archivist."""
    with changing(settings) as db:
        found = account_named(db, name)
        if role != "archivist":
            _keep_an_archivist(db, name)
        db.execute("update people set role = :role where key = :key", {"key": key_of(name), "role": role})
        note(db, "role changed", agent=by, account=found.name, detail=f"{found.role} → {role}")


def change_password(settings: Settings, name: str, password: str, *, by: str = PROGRAM) -> None:
    """Give an account a new password: its sessions end, and a lock-out with them."""
    row = {"key": key_of(name), "password": hashed(password, name=name)}
    with changing(settings) as db:
        found = account_named(db, name)
        db.execute("update people set password = :password where key = :key", row)
        db.execute("delete from sessions where person = :key", row)
        db.execute("delete from attempts where name = :key", row)
        note(db, "password changed", agent=by, account=found.name)


def prefer_language(settings: Settings, name: str, language: str) -> None:
    """Remember which language somebody wants the desk in; empty for what their browser asks for."""
    row = {"key": key_of(name), "language": language}
    with changing(settings) as db:
        account_named(db, name)
        db.execute("update people set language = :language where key = :key", row)


def account_named(db: sqlite3.Connection, name: str) -> Account:
    """The account of that name in accounts that are open; raises :class:`NotFound`."""
    row = db.execute(_PERSON, {"key": key_of(name)}).fetchone()
    if row is None:
        raise NotFound(
            "There is no account %(name)s.",
            next_step="`earwitness user list` names them all.",
            name=name[:_LONGEST_NAME],
        )
    return account(row)


def account(row: sqlite3.Row) -> Account:
    """A row of ``people`` as a value."""
    return Account(name=row["name"], role=row["role"], language=row["language"], made_at=row["made_at"])


def key_of(name: str) -> str:
    """What makes two names the same: how they read, not how they were typed."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _checked(name: str) -> str:
    name = re.sub(r"\s+", " ", unicodedata.normalize("NFC", name)).strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise BadInput(
            "%(name)r cannot be the name of an account.",
            next_step="Choose up to %(most)s letters: the person's own name is best, it signs what they do.",
            name=name[:_LONGEST_NAME],
            most=_LONGEST_NAME,
        )
    return name


def _keep_an_archivist(db: sqlite3.Connection, name: str) -> None:
    archivists = [row["key"] for row in db.execute("select key from people where role = 'archivist'")]
    if archivists == [key_of(name)]:
        raise Refused("%(name)s is the last archivist.", next_step="Make another archivist first.", name=name)
