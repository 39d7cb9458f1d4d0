"""Where accounts lie: a database and a key that only the account of the archive on this machine may read."""

from __future__ import annotations

import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from archive.errors import disk_full
from archive.settings import Settings

_PATIENCE_S = 20.0
_OURS_ALONE = 0o600
_LEAST_ROOM = 64 * 1024  # SQLite's shared memory takes 32 KiB beside its log
_PEOPLE = """(
    key text primary key,
    name text not null,
    role text not null check (role in ('archivist', 'editor', 'reader', 'guest')),
    password text not null,
    language text not null default '',
    made_at text not null default '2026-01-01T00:00:00.000000+00:00'
) strict"""
_HAS_NO_GUESTS = "select count(*) = 5 from pragma_table_info('people')"
_WIDENED = (
    f"create table people_and_guests {_PEOPLE}",
    "insert into people_and_guests (key, name, role, password, language) select * from people",
    "drop table people",
    "alter table people_and_guests rename to people",
)
"""SQLite cannot change what a column is checked for: the table is made anew (sqlite.org/lang_altertable.html)."""
_SCHEMA = f"""
    create table if not exists people {_PEOPLE};
    create table if not exists sessions (
        token text primary key,
        person text not null references people (key) on delete cascade,
        began_at integer not null,
        seen_at integer not null
    ) strict;
    create table if not exists attempts (
        at integer not null,
        name text not null,
        address text not null
    ) strict;
    create table if not exists identities (
        person text primary key references people (key) on delete cascade,
        email text not null unique,
        subject text not null default ''
    ) strict;
    create unique index if not exists identities_by_subject on identities (subject) where subject <> '';
    create table if not exists acts (
        at text not null,
        type text not null,
        agent text not null,
        account text not null,
        detail text not null
    ) strict;
    create trigger if not exists acts_stay before update on acts begin select raise(abort, 'an act stays'); end;
    create trigger if not exists acts_are_kept before delete on acts begin select raise(abort, 'an act stays'); end;
    create index if not exists attempts_by_name on attempts (name, at);
    create index if not exists attempts_by_address on attempts (address, at);
"""


@contextmanager
def reading(settings: Settings) -> Iterator[sqlite3.Connection]:
    """The accounts, to read; also on a full disk, or nobody could come in to make room."""
    try:
        db = _opened(settings)
    except sqlite3.OperationalError:
        db = _as_it_lies(settings)
    with closing(db):
        yield db


@contextmanager
def changing(settings: Settings) -> Iterator[sqlite3.Connection]:
    """The accounts, to change: nobody else changes them meanwhile, and it is all kept or nothing is.

    Raises :class:`NoRoom` on a full disk.
    """
    try:
        with closing(_opened(settings)) as db:
            db.execute("begin immediate")
            with db:
                yield db
    except sqlite3.OperationalError as error:
        if not _is_full(settings, error):
            raise
        raise disk_full() from error


def _is_full(settings: Settings, error: sqlite3.OperationalError) -> bool:
    """SQLite says of a disk that holds no log of a change only that it failed."""
    kind = error.sqlite_errorcode & 0xFF
    is_out_of_room = shutil.disk_usage(settings.instance).free < _LEAST_ROOM
    return kind == sqlite3.SQLITE_FULL or (kind == sqlite3.SQLITE_IOERR and is_out_of_room)


def secret_key(settings: Settings) -> bytes:
    """The key that signs forms, made once in ``instance/secret-key`` and the same for every process."""
    path = settings.instance / "secret-key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"secret-key.{secrets.token_hex(8)}")
        draft.touch(_OURS_ALONE, exist_ok=False)
        draft.write_bytes(secrets.token_bytes(32))
        try:
            path.hardlink_to(draft)  # of several processes that start at once, one is the first
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_bytes()


def _opened(settings: Settings) -> sqlite3.Connection:
    path = settings.instance / "accounts.sqlite"
    is_new = not path.exists()
    if is_new:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(_OURS_ALONE)
    db = sqlite3.connect(path, timeout=_PATIENCE_S, isolation_level=None)
    db.row_factory = sqlite3.Row
    if is_new:
        db.execute("pragma journal_mode = wal")  # whoever reads waits for nobody
    elif db.execute(_HAS_NO_GUESTS).fetchone()[0]:
        _widen(db)
    db.execute("pragma foreign_keys = on")
    db.executescript(_SCHEMA)
    return db


def _widen(db: sqlite3.Connection) -> None:
    """Make room for guests in accounts from before there were any; who is signed in stays so."""
    db.execute("begin immediate")
    with db:
        if db.execute(_HAS_NO_GUESTS).fetchone()[0]:  # unless another process was quicker
            for each in _WIDENED:
                db.execute(each)


def _as_it_lies(settings: Settings) -> sqlite3.Connection:
    """The file alone, where SQLite can lay nothing beside it; raises what SQLite does where it does not hold all."""
    path = (settings.instance / "accounts.sqlite").resolve()
    log = path.with_name(f"{path.name}-wal")
    if not path.exists() or (log.exists() and log.stat().st_size):
        return _opened(settings)
    db = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    db.row_factory = sqlite3.Row
    return db
