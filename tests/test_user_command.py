"""``earwitness user``: accounts made, listed, changed and taken away at the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive import accounts
from archive.cli import main
from archive.settings import Settings

PASSWORD = "four words never together"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of an empty archive that the environment names."""
    monkeypatch.setenv("EARWITNESS_HOME", str(tmp_path))
    return tmp_path


def user(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["user", *arguments], input=typed)


def test_an_account_is_made_listed_changed_and_taken_away(home: Path) -> None:
    assert user("add", "Lin Guihua", "--password-stdin", typed=PASSWORD + "\n").exit_code == 0
    assert user("add", "王芳", "--role", "editor", "--password-stdin", typed=PASSWORD + "\n").exit_code == 0
    assert {each["name"]: each["role"] for each in json.loads(user("list", "--json").stdout)} == {
        "Lin Guihua": "archivist",
        "王芳": "editor",
    }
    assert user("role", "王芳", "reader").exit_code == 0
    assert "reader     王芳" in user("list").stdout
    new = "another four words apart"
    assert user("password", "lin guihua", "--password-stdin", typed=new + "\n").exit_code == 0
    assert accounts.sign_in(Settings(home=home), "Lin Guihua", new, address="")
    assert user("remove", "王芳").exit_code == 0
    assert "王芳" not in user("list").stdout


@pytest.mark.parametrize(
    ("arguments", "says", "exit_code"),
    [
        (("add", "Lin Guihua", "--password-stdin"), "There is an account", 4),
        (("add", "LIN GUIHUA ", "--password-stdin"), "There is an account", 4),
        (("add", "X" * 81, "--password-stdin"), "cannot be the name", 2),
        (("password", "Nobody", "--password-stdin"), "There is no account Nobody", 3),
        (("remove", "Nobody"), "There is no account Nobody", 3),
        (("remove", "Lin Guihua"), "is the last archivist", 4),
        (("role", "Lin Guihua", "reader"), "is the last archivist", 4),
        (("add", "Wang"), "Say --password-stdin", 2),
    ],
)
def test_what_cannot_be_done_is_said_with_the_next_step(
    home: Path, arguments: tuple[str, ...], says: str, exit_code: int
) -> None:
    accounts.add(Settings(home=home), "Lin Guihua", "archivist", PASSWORD)
    done = user(*arguments, typed=PASSWORD + "\n")
    assert (says in done.stderr, done.exit_code) == (True, exit_code)
    assert [each.role for each in accounts.people(Settings(home=home))] == ["archivist"]


def test_an_account_is_tied_to_an_address_and_the_log_says_who_did_what(home: Path) -> None:
    user("add", "王芳", "--password-stdin", typed=PASSWORD + "\n")
    assert user("email", "王芳", "fang@example.org").exit_code == 0
    assert json.loads(user("list", "--json").stdout)[0]["email"] == "fang@example.org"
    assert "<fang@example.org>" in user("list").stdout
    for wrong in ((), ("fang@example.org", "--forget"), ("no address",)):
        assert user("email", "王芳", *wrong).exit_code == 2
    assert user("email", "Nobody", "x@example.org").exit_code == 3
    assert user("email", "王芳", "--forget").exit_code == 0
    assert "<" not in user("list").stdout
    told = json.loads(user("log", "--json").stdout)
    assert [each["type"] for each in told] == ["e-mail set", "e-mail set", "account made"]
    assert all(each["agent"] for each in told)
    assert "account made 王芳 (archivist)" in user("log").stdout
    assert len(user("log", "--count", "1").stdout.splitlines()) == 1
