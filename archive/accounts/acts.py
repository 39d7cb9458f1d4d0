"""What was done to accounts, and who came in: noted beside them, added to and never changed (decision 0012)."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime

from archive.accounts.keeping import reading
from archive.settings import Settings

_NOTED = "insert into acts (at, type, agent, account, detail) values (:at, :type, :agent, :account, :detail)"
_LATEST = """
    select at, type, agent, account, detail
      from acts
     order by rowid desc
     limit :count
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act on an account: when (UTC), what, who did it, whose account it is, and more in words."""

    at: str
    type: str
    agent: str
    account: str
    detail: str = ""


def note(db: sqlite3.Connection, type_: str, *, agent: str, account: str, detail: str = "") -> None:
    """Note an act, in the same breath as it is done: both are kept, or neither."""
    at = datetime.now(UTC).isoformat(timespec="seconds")
    db.execute(_NOTED, {"at": at, "type": type_, "agent": agent, "account": account, "detail": detail})


def acts(settings: Settings, *, count: int) -> list[Act]:
    """The latest acts on accounts, newest first."""
    with reading(settings) as db:
        return [Act(**dict(row)) for row in db.execute(_LATEST, {"count": count})]
