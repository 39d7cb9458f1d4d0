"""Who may work at the desk: names, roles and passwords, sessions, and how often somebody may try to sign in.

All of it lies in ``instance/accounts.sqlite``, which only this package opens. It is no part of the record: whoever
loses it makes new accounts with ``earwitness user add``; what people did stays in the interviews' events.
"""

from archive.accounts.attempts import TooManyAttempts
from archive.accounts.keeping import secret_key
from archive.accounts.people import (
    ROLES,
    Account,
    Role,
    add,
    change_password,
    change_role,
    find,
    people,
    prefer_language,
    remove,
)
from archive.accounts.sessions import WrongPassword, account_of, begin_session, end_session, sign_in

__all__ = [
    "ROLES",
    "Account",
    "Role",
    "TooManyAttempts",
    "WrongPassword",
    "account_of",
    "add",
    "begin_session",
    "change_password",
    "change_role",
    "end_session",
    "find",
    "people",
    "prefer_language",
    "remove",
    "secret_key",
    "sign_in",
]
