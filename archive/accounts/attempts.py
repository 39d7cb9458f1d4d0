"""How often somebody may try to sign in: counted on disk, so that neither a restart nor a second process forgets."""

from __future__ import annotations

import ipaddress
import sqlite3

from archive.errors import Refused

WINDOW_S = 15 * 60
BY_NAME = 10
"""Wrong passwords for one name, known or not, before its door is shut for a while."""
BY_ADDRESS = 40
"""From one address, where a whole reading room may sit behind one router."""

_COUNTED = """
    select count(*) filter (where name = :name) as by_name,
           count(*) filter (where address = :address) as by_address
      from attempts
     where at > :since and (name = :name or address = :address)
"""


class TooManyAttempts(Refused):
    """Too many wrong passwords in a short time, for one name or from one address."""

    status = 429


def count_attempt(db: sqlite3.Connection, *, name: str, address: str, now: int) -> None:
    """Count an attempt before it is made, so that many at once are counted too; raises :class:`TooManyAttempts`."""
    row = {"name": name, "address": _household(address), "at": now, "since": now - WINDOW_S}
    db.execute("delete from attempts where at <= :since", row)
    counted = db.execute(_COUNTED, row).fetchone()
    if counted["by_name"] >= BY_NAME or counted["by_address"] >= BY_ADDRESS:
        raise TooManyAttempts(
            "There were too many attempts to sign in.",
            next_step="Wait a quarter of an hour. An archivist can set a new password at once: "
            "`earwitness user password NAME`.",
        )
    db.execute("insert into attempts (at, name, address) values (:at, :name, :address)", row)


def is_shut(db: sqlite3.Connection, *, name: str, now: int) -> bool:
    """Whether this last wrong password is the one that shut the door of a name."""
    row = {"name": name, "address": "", "since": now - WINDOW_S}
    return int(db.execute(_COUNTED, row).fetchone()["by_name"]) == BY_NAME


def forget_attempts(db: sqlite3.Connection, *, name: str, address: str) -> None:
    """After the right password: what was mistyped before it does not count."""
    row = {"name": name, "address": _household(address)}
    db.execute("delete from attempts where name = :name and address = :address", row)


def _household(address: str) -> str:
    """An IPv6 subscriber has 2^64 addresses, and counts as one."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(parsed) if parsed.version == 4 else str(ipaddress.ip_network((parsed, 64), strict=False))
