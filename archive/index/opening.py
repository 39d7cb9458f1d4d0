"""An index opened for reading."""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import quote

from archive.errors import Unavailable
from archive.index.schema import TABLES

_MAPPED_BYTES = 2**31 - 2**16
"""How much of an edition is read where the system holds it, without a copy: the most that SQLite is built for.

Reading 118 MB of texts took 50 ms so and 98 to 600 without. It is only for files that never change: one that is cut
short while it is mapped ends the process.
"""


class MadeOtherwise(Unavailable):
    """An index in a form that this program does not read."""


class Index:
    """An index opened for reading; closed when told, as a context, or when nobody holds it any more."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self.close = weakref.finalize(self, connection.close)

    def rows(self, statement: str, parameters: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """The rows that a named statement finds; raises :class:`Unavailable` where the file is damaged."""
        with _damage_named(self.path):
            return self._connection.execute(statement, parameters or {}).fetchall()

    def each(self, statement: str, parameters: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
        """The same one by one, where all of them together would be too much to hold."""
        with _damage_named(self.path):
            yield from self._connection.execute(statement, parameters)

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_index(path: Path) -> Index:
    """The desk's index, read-only; raises :class:`Unavailable` where there is none."""
    return _opened(path, "mode=ro")


def open_edition(path: Path) -> Index:
    """An edition's database, read-only and known never to change; raises :class:`Unavailable` where there is none.

    Raises :class:`MadeOtherwise` for one that an earlier or a later program made: its tables are others.
    """
    opened = _opened(path, "mode=ro&immutable=1")
    (form,) = opened.rows("select form from made_with")[0]
    if not form.startswith(f"{TABLES};"):
        opened.close()
        raise MadeOtherwise(
            "What is published here is being made anew.",
            next_step="%(name)s was made by another version of the program. Make it anew: `earwitness index`.",
            name=path.name,
        )
    opened.rows(f"pragma mmap_size = {_MAPPED_BYTES}")
    return opened


def _opened(path: Path, how: str) -> Index:
    try:
        # One request may be answered by several threads in turn, never at once; SQLite itself is built for that.
        connection = sqlite3.connect(f"file:{quote(str(path.resolve()))}?{how}", uri=True, check_same_thread=False)
    except sqlite3.OperationalError as error:
        raise Unavailable(
            "There is no index at %(name)s.", next_step="Make it: `earwitness index`.", name=path.name
        ) from error
    try:
        connection.execute("select form from made_with")
    except sqlite3.DatabaseError as error:
        connection.close()
        raise _damaged(path, error) from error
    return Index(path, connection)


@contextmanager
def _damage_named(path: Path) -> Iterator[None]:
    """What a damaged file answers is said as such; a wrong statement is a defect of ours, and no fault of the file."""
    try:
        yield
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as error:
        raise _damaged(path, error) from error


def _damaged(path: Path, error: sqlite3.DatabaseError) -> Unavailable:
    return Unavailable(
        "What is kept here cannot be read.",
        next_step="%(name)s: %(error)s. Make it anew: `earwitness index`.",
        name=path.name,
        error=error,
    )
