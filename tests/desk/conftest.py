"""The desk in this process: people of every role who ask for its pages and fill in its forms."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from archive import accounts, create_app_with_desk
from archive.accounts import Role
from archive.files import Files, open_files
from archive.settings import Settings
from archive.site.desk.doors import SESSION
from tests.serving import Reader

PASSWORD = "four words never together"
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


class Staff(Reader):
    """Somebody at the desk. What they send carries the desk's token, unless ``token=""`` says otherwise."""

    def token(self, **told: Any) -> str:
        """The token that proves a form is ours, as the last page of this client has it."""
        if not (held := self.__dict__.get("_token")):
            page = self.get("/desk/sign-in", follow_redirects=True, **told).text
            found = re.search(r'name="csrf-token" content="([^"]+)"', page)
            assert found, page
            held = self.__dict__["_token"] = found[1]
        return str(held)

    def open(self, *args: Any, **told: Any) -> TestResponse:
        """The answer, read; a token goes with whatever changes something."""
        token = told.pop("token", None)
        if str(told.get("method", "GET")).upper() in UNSAFE:
            headers = dict(told.pop("headers", None) or {})
            headers.setdefault("X-CSRFToken", self.token() if token is None else token)
            told["headers"] = headers
        return super().open(*args, **told)


@dataclass(frozen=True)
class Desk:
    """The desk of one archive."""

    app: Flask
    settings: Settings

    @property
    def files(self) -> Files:
        """The record behind it."""
        return open_files(self.settings)

    def anybody(self) -> Staff:
        """Somebody who has not signed in."""
        client = self.app.test_client()
        assert isinstance(client, Staff)
        return client

    def sign_in(self, role: Role, name: str = "") -> Staff:
        """Somebody of this role who has signed in; named like their role unless a name is given."""
        name = name or f"The {role}"
        make_account(self.settings, name, role)
        client = self.anybody()
        client.set_cookie(SESSION, accounts.begin_session(self.settings, name), path="/desk")
        return client


_ONE_PATCH = threading.Lock()


def make_account(settings: Settings, name: str, role: Role) -> None:
    """An account of that name, if there is none, whose password is as easy to try as a real one is hard: most tests
    have hundreds of people who never type it.
    """
    if name not in {each.name for each in accounts.people(settings)}:
        # One at a time: of two threads, the second would put back what the first had put in the place of the real one.
        with _ONE_PATCH, pytest.MonkeyPatch.context() as patch:
            patch.setattr("archive.accounts.passwords._METHOD", "scrypt:1024:8:1")
            accounts.add(settings, name, role, PASSWORD)


@pytest.fixture
def desk(settings: Settings) -> Desk:
    """The desk of an empty archive of its own."""
    return desk_of(settings)


def desk_of(settings: Settings) -> Desk:
    """The desk of the archive that these settings name."""
    app = create_app_with_desk(settings)
    app.test_client_class = Staff
    return Desk(app, settings)


@pytest.fixture
def archivist(desk: Desk) -> Staff:
    """An archivist at the desk."""
    return desk.sign_in("archivist")


def part(page: str, name: str) -> str:
    """The section of a page whose heading has that id."""
    return page.partition(f'aria-labelledby="{name}"')[2].partition("</section>")[0]


def carried(page: str, button: str) -> dict[str, str]:
    """What the form with that button (a pattern) carries that nobody sees, as a browser would send it."""
    (form,) = [
        each for each in re.findall(r"<form.*?</form>", page, re.DOTALL) if re.search(f">{button}</button>", each)
    ]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
