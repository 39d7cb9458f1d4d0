"""Who may work at the desk: names, roles and passwords, sessions, and how often somebody may try to sign in.

All of it lies in ``instance/accounts.sqlite``, which only this package opens, and what was done to accounts beside
them. It is no part of the record: whoever loses it makes new accounts with ``earwitness user add``; what people did
with interviews stays in the interviews' events.
"""

from archive.accounts.acts import Act, acts
from archive.accounts.attempts import TooManyAttempts
from archive.accounts.elsewhere import NobodyKnown, emails, set_email, sign_in_elsewhere
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
from archive.accounts.sessions import (
    WrongPassword,
    account_of,
    begin_session,
    check_password,
    end_session,
    sign_in,
)

__all__ = [
    "ROLES",
    "Account",
    "Act",
    "NobodyKnown",
    "Role",
    "TooManyAttempts",
    "WrongPassword",
    "account_of",
    "acts",
    "add",
    "begin_session",
    "change_password",
    "change_role",
    "check_password",
    "emails",
    "end_session",
    "find",
    "people",
    "prefer_language",
    "remove",
    "secret_key",
    "set_email",
    "sign_in",
    "sign_in_elsewhere",
]
