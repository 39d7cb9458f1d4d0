"""``earwitness vocabulary``: the words the archive describes with, in and out."""

from __future__ import annotations

from pathlib import Path

import click

from archive import vocabulary as words
from archive.cli.terminal import say, show_json, the_archive, this_person
from archive.errors import BadInput
from archive.exchange import imported_from
from archive.files import Files
from archive.sentences import Foreign


@click.group()
def vocabulary() -> None:
    """The concepts that passages are tagged with, and what people say for them (SKOS)."""


@vocabulary.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--name", "slug", default="", help="What it is called here (a-z, 0-9, hyphens); else by the file's name.")
@click.option("--dry-run", is_flag=True, help="Only say what is wrong with it.")
def import_(path: Path, slug: str, dry_run: bool) -> None:
    """Take in a vocabulary: SKOS in Turtle (.ttl) or RDF/XML (.rdf), or a table (.csv).

    One of that name is replaced; its earlier text stays under versions/.

    \b
    Examples:
      earwitness vocabulary import mining.ttl
      earwitness vocabulary import words.csv --name coal-towns --dry-run
    """
    slug = slug or path.stem.lower()
    graph = _read(path, slug)
    words.refuse_faulty(graph)
    _say_faults(graph)
    if dry_run:
        say(f"{len(words.vocabulary_in(graph, slug).concepts)} concepts would come in.")
        return
    files, _ = the_archive()
    words.keep(files, slug, graph, agent=this_person(), detail=imported_from(path.name))
    say(f"{len(words.read(files, slug).concepts)} concepts.")
    click.echo(slug)


@vocabulary.command()
@click.argument("slug", metavar="NAME")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where to write it; else to stdout.")
def export(slug: str, output: Path | None) -> None:
    """Give out a vocabulary as SKOS in Turtle, with everything that came in with it.

    \b
    Example:
      earwitness vocabulary export starter -o starter.ttl
    """
    files, _ = the_archive()
    text = words.as_turtle(words.read_graph(words.text_of(files, slug), "turtle"))
    if output is None:
        click.echo(text.decode(), nl=False)
    else:
        output.write_bytes(text)


@vocabulary.command("list")
@click.option("--json", "as_json", is_flag=True, help="For a program to read.")
def list_(as_json: bool) -> None:
    """List the vocabularies that passages are tagged with.

    Where the archive keeps none of its own, that is the one that Earwitness brings along.

    \b
    Example:
      earwitness vocabulary list
    """
    files, _ = the_archive()
    found = [
        {"name": each.slug, "title": dict(each.title), "concepts": len(each.concepts), "kept": each.slug in kept}
        for kept in [words.slugs(files)]
        for each in words.in_use(files)
    ]
    if as_json:
        show_json(found)
        return
    for one in found:
        click.echo(f"{one['name']}\t{one['concepts']} concepts{'' if one['kept'] else ' (brought along)'}")


@vocabulary.command()
@click.argument("slug", metavar="[NAME]", required=False)
def check(slug: str | None) -> None:
    """Say what is wrong with a vocabulary, or with all: labels that two concepts share, dead ends, missing languages.

    \b
    Example:
      earwitness vocabulary check starter
    """
    files, _ = the_archive()
    wrong = sum(_say_faults(_kept(files, each)) for each in ([slug] if slug else _names(files)))
    if wrong:
        raise BadInput("%(count)s things to look at.", count=wrong)
    say("Nothing is wrong.")


def _names(files: Files) -> list[str]:
    return [each.slug for each in words.in_use(files)]


def _kept(files: Files, slug: str) -> words.Graph:
    return words.read_graph(words.text_of(files, slug), "turtle")


def _read(path: Path, slug: str) -> words.Graph:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(
            "%(name)s cannot be read: %(error)s.",
            next_step="Give the path of a vocabulary.",
            name=path.name,
            error=Foreign(error.strerror or str(error)),
        ) from error
    return words.read_file(data, path.name, slug)


def _say_faults(graph: words.Graph) -> int:
    found = words.faults(graph)
    for each in found:
        say(str(each))
    return len(found)
