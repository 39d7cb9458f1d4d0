"""``earwitness user``: who may work at the desk."""

from __future__ import annotations

import sys
from dataclasses import asdict

import click

from archive import accounts
from archive.accounts import ROLES, Role
from archive.cli.terminal import say, show_json, this_person
from archive.errors import BadInput
from archive.settings import read_settings

_ROLE = click.option(
    "--role", type=click.Choice(ROLES), default="archivist", show_default=True, help="What they may do."
)
_STDIN = click.option("--password-stdin", is_flag=True, help="Read the password from standard input, one line.")


@click.group()
def user() -> None:
    """Who may come to the desk: archivists do everything, editors work on texts, readers see closed material.

    A guest, from outside, meets what `earwitness grant` lets them meet and nothing else.
    """


@user.command()
@click.argument("name")
@_ROLE
@_STDIN
def add(name: str, role: Role, password_stdin: bool) -> None:
    """Make an account; NAME signs what the person does, so take their own name.

    \b
    Examples:
      earwitness user add "Lin Guihua" --role archivist
      pass show desk | earwitness user add "Wang Fang" --role editor --password-stdin
    """
    made = accounts.add(read_settings(), name, role, _password(password_stdin), by=this_person())
    say(f"{made.name} may sign in at /desk, as {made.role}.")


@user.command("list")
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
def list_(as_json: bool) -> None:
    """List the accounts.

    \b
    Example:
      earwitness user list
    """
    settings = read_settings()
    found, emails = accounts.people(settings), accounts.emails(settings)
    if as_json:
        show_json([{"name": each.name, "role": each.role, "email": emails.get(each.name, "")} for each in found])
        return
    for each in found:
        click.echo(f"{each.role:<10} {each.name}{f' <{emails[each.name]}>' if each.name in emails else ''}")
    if not found:
        say("Nobody has an account yet: `earwitness user add NAME`.")


@user.command()
@click.argument("name")
def remove(name: str) -> None:
    """Take an account away; who is signed in with it is signed out. What they did stays under their name.

    \b
    Example:
      earwitness user remove "Wang Fang"
    """
    accounts.remove(read_settings(), name, by=this_person())
    say(f"{name} can no longer sign in.")


@user.command()
@click.argument("name")
@_STDIN
def password(name: str, password_stdin: bool) -> None:
    """Give an account a new password: its sessions end, and so does a lock-out.

    \b
    Example:
      earwitness user password "Wang Fang"
    """
    settings = read_settings()
    found = accounts.find(settings, name)
    accounts.change_password(settings, name, _password(password_stdin), by=this_person())
    say(f"{found.name} has a new password.")


@user.command()
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
def role(name: str, role: Role) -> None:
    """Give an account another role, from its next click on.

    \b
    Example:
      earwitness user role "Wang Fang" archivist
    """
    accounts.change_role(read_settings(), name, role, by=this_person())
    say(f"{name} is now {role}.")


@user.command()
@click.argument("name")
@click.argument("address", default="")
@click.option("--forget", is_flag=True, help="Tie the account to nothing: it is signed in with its password alone.")
def email(name: str, address: str, forget: bool) -> None:
    """Tie an account to the e-mail ADDRESS by which the sign-in service of the house knows the person.

    \b
    Examples:
      earwitness user email "Wang Fang" fang@example.org
      earwitness user email "Wang Fang" --forget
    """
    if bool(address) == forget:
        raise BadInput("No address was given, or both.", next_step="Give either ADDRESS or --forget.")
    accounts.set_email(read_settings(), name, address, by=this_person())
    say(f"{name} is tied to {address}." if address else f"{name} signs in with a password alone.")


@user.command()
@click.option("--count", default=50, show_default=True, help="How many, the latest.")
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
def log(count: int, as_json: bool) -> None:
    """Say what was done to accounts and who signed in, newest first.

    \b
    Example:
      earwitness user log --count 200
    """
    found = accounts.acts(read_settings(), count=count)
    if as_json:
        show_json([asdict(each) for each in found])
        return
    for each in found:
        about = f" {each.account}" if each.account != each.agent else ""
        click.echo(f"{each.at}  {each.agent}: {each.type}{about}{f' ({each.detail})' if each.detail else ''}")


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise BadInput(
            "There is nobody to ask for a password.", next_step="Say --password-stdin to read it from there."
        )
    typed: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return typed
