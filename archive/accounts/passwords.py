"""Passwords: kept as scrypt hashes, never as they are; checked a few at a time, for each check takes 32 MB."""

from __future__ import annotations

import secrets
import threading
import unicodedata
from functools import cache

from werkzeug.security import check_password_hash, generate_password_hash

from archive.errors import BadInput

SHORTEST = 12
_LONGEST = 1000
_METHOD = "scrypt"
_a_few_at_a_time = threading.BoundedSemaphore(2)


def hashed(password: str, *, name: str) -> str:
    """What is kept of a new password; raises :class:`BadInput` for one that is easily guessed."""
    password = _as_typed(password)
    if len(password) < SHORTEST:
        raise BadInput(
            "The password is too short.",
            next_step="Choose at least %(least)s characters, say four words.",
            least=SHORTEST,
        )
    if len(password) > _LONGEST:
        raise BadInput("The password is too long.", next_step="Choose at most %(most)s characters.", most=_LONGEST)
    if len(set(password)) < 5 or password.casefold() == _as_typed(name).casefold():
        raise BadInput("The password is too easy to guess.", next_step="Choose four words that do not belong together.")
    with _a_few_at_a_time:
        return generate_password_hash(password, method=_METHOD)


def matches(kept: str | None, password: str) -> bool:
    """Whether a password is the one kept; takes as long where nothing is kept, so that time tells nobody who exists."""
    nobodys = _nobodys()
    password = _as_typed(password)[:_LONGEST]
    with _a_few_at_a_time:
        return check_password_hash(kept or nobodys, password) and kept is not None


@cache
def _nobodys() -> str:
    return generate_password_hash(secrets.token_hex(), method=_METHOD)


def _as_typed(password: str) -> str:
    # The same letters come composed from one keyboard and decomposed from another.
    return unicodedata.normalize("NFC", password)
