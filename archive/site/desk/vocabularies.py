"""The vocabularies at the desk: all concepts with how often they were found, taken in after a look, and given out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response as Answer

from archive import vocabulary
from archive.errors import BadInput
from archive.exchange import imported_from
from archive.files import Files, is_slug
from archive.records import in_one
from archive.site.desk.attached import attached
from archive.site.desk.branches import Asked, branches, tags_found
from archive.site.desk.doors import agent, desk, files, open_to
from archive.site.desk.suggestions import choices, tag_everything
from archive.site.desk.typed import one_line
from archive.vocabulary import Concept, Fault, Graph

_FAULTS_SHOWN = 200
_NAMES_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a file would bring: its concepts beside those that are here under that name, and what is wrong with it."""

    slug: str
    text: str
    concepts: int
    new: Sequence[str] = ()
    changed: Sequence[str] = ()
    gone: Sequence[str] = ()
    faults: Sequence[Fault] = field(default=())

    @property
    def is_refused(self) -> bool:
        """Whether something forbids taking it in."""
        return any(each.forbids for each in self.faults)


@desk.get("/vocabulary")
@open_to("archivist", "editor", "reader")
def vocabularies() -> str:
    """The concepts in their places, a branch at a time where they are many, or those whose words are asked for."""
    return _page()


def _page(look: Look | None = None) -> str:
    held = files()
    typed = one_line(request.args.get("q", ""))
    asked = Asked(words=typed, below=request.args.get("below", ""), first=request.args.get("from", 0, type=int))
    return render_template(
        "desk/vocabularies.html",
        branches=branches(vocabulary.in_use(held), tags_found(held), asked),
        kept=vocabulary.slugs(held),
        concepts=choices(held),
        asked=asked,
        look=look,
        most=_NAMES_SHOWN,
    )


# --- in and out ------------------------------------------------------------------------------------------------------


@desk.get("/vocabulary/<slug>.ttl")
@open_to("archivist", "editor", "reader")
def vocabulary_file(slug: str) -> Response:
    """A vocabulary as SKOS in Turtle, with everything that came in with it."""
    text = vocabulary.as_turtle(vocabulary.read_graph(vocabulary.text_of(files(), slug), "turtle"))
    named = {"Content-Disposition": f'attachment; filename="{slug}.ttl"'}
    return Response(text, mimetype="text/turtle", headers=named)


@desk.post("/vocabulary/import")
@open_to("archivist")
def import_vocabulary() -> Answer | str | tuple[str, int]:
    """Look at a file and say what it would bring; take in what was looked at."""
    if "take_in" in request.form:
        return _take_in(request.form.get("slug", ""), request.form.get("text", ""))
    with attached("file", BadInput("No file was chosen.", next_step="Choose a .ttl, .rdf or .csv file.")) as sent:
        slug = one_line(request.form.get("slug", "")) or sent.name.rpartition(".")[0].lower()
        if not is_slug(slug):
            raise BadInput("%(slug)r cannot name a vocabulary.", next_step="Use a-z, 0-9 and hyphens.", slug=slug)
        graph = vocabulary.read_file(sent.path.read_bytes(), sent.name, slug)
    look = _look(files(), slug, graph)
    return (_page(look), 422) if look.is_refused else _page(look)


def _take_in(slug: str, text: str) -> Answer:
    graph = vocabulary.read_graph(text.encode(), "turtle")
    vocabulary.keep(files(), slug, graph, agent=agent(), detail=imported_from(f"{slug}.ttl"))
    count = len(vocabulary.read(files(), slug).concepts)
    says = ngettext("%(num)s concept is in.", "%(num)s concepts are in.", count)
    flash(says + tag_everything(), "done")
    return redirect(url_for("desk.vocabularies", _anchor=slug), 303)


def _look(held: Files, slug: str, graph: Graph) -> Look:
    """What a graph says otherwise than the vocabulary of that name that is kept."""
    told = vocabulary.vocabulary_in(graph, slug).concepts
    here = vocabulary.read(held, slug).concepts if slug in vocabulary.slugs(held) else {}
    return Look(
        slug=slug,
        text=vocabulary.as_turtle(graph).decode(),
        concepts=len(told),
        new=_names(told[each] for each in told if each not in here),
        changed=_names(told[each] for each in told if each in here and told[each] != here[each]),
        gone=_names(here[each] for each in here if each not in told),
        faults=vocabulary.faults(graph)[:_FAULTS_SHOWN],
    )


def _names(concepts: Iterator[Concept]) -> list[str]:
    return sorted(in_one(each.labels) or each.uri for each in concepts)
