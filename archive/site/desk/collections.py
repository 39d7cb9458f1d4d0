"""Collections: what is kept and described together, the order of its interviews, and words the machine should know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from archive import opening
from archive.describing import Differing, create_collection, faults, with_parts
from archive.errors import AlreadyExists, ArchiveError
from archive.files import COLLECTIONS, Files, is_slug
from archive.opening import Unapproved
from archive.overview import Overview
from archive.records import Collection
from archive.sentences import Sentence
from archive.site.desk.board import overviews
from archive.site.desk.doors import agent, desk, files, open_to
from archive.site.desk.ordering import place_sent
from archive.site.desk.record import LICENCES, languages_of
from archive.site.desk.sheets import Sheet, beside, lines, returned, sheet_of, tidy, told_of, version_sent
from archive.site.desk.typed import one_line


@desk.get("/collections")
@open_to("archivist", "editor", "reader")
def collections() -> str:
    """All collections, those that interviews only name, and a form to begin one."""
    return _all(sheet_of(Collection(slug=request.args.get("slug", ""))), request.args.get("slug", ""))


@desk.post("/collections")
@open_to("archivist")
def begin_collection() -> Answer | tuple[str, int]:
    """Begin a collection, under a slug that it keeps."""
    slug = tidy("slug", request.form.get("slug", ""))
    told = told_of(Collection(slug=slug))
    found = faults({"slug": slug, **told}) | ({} if slug else {"slug": "slug"})
    collection = with_parts(Collection(slug=slug), told)
    if found:
        return _all(returned(collection, told, found), slug), 422
    try:
        create_collection(files(), collection, agent=agent())
    except AlreadyExists as fault:
        return _all(returned(collection, told, {}), slug, fault), fault.status
    flash(_("The collection has begun. Describe it, and put its interviews in order."), "done")
    return redirect(url_for("desk.collection", slug=slug), 303)


def _all(sheet: Sheet, slug: str, fault: ArchiveError | None = None) -> str:
    held = files()
    counts = Counter(each.collection for each in overviews() if each.collection)
    known, unreadable = _readable(held)
    return render_template(
        "desk/collections.html",
        known=known,
        unreadable=unreadable,
        only_named=sorted(set(counts) - {each.slug for each in known} - set(unreadable)),
        counts=counts,
        sheet=sheet,
        slug=slug,
        tags=languages_of(sheet),
        fault=fault,
        is_slug=is_slug,
    )


def _readable(held: Files) -> tuple[list[Collection], dict[str, Sentence]]:
    """The collections that can be read, and why the others cannot."""
    known, unreadable = [], {}
    for slug in held.collection_slugs():
        try:
            known.append(held.read_collection(slug))
        except ArchiveError as fault:
            unreadable[slug] = fault.sentence
    return known, unreadable


@desk.get("/collections/<slug>")
@open_to("archivist", "editor", "reader")
def collection(slug: str) -> str:
    """What is written about a collection."""
    found = files().read_collection(slug)
    return _one(found, sheet_of(found))


@desk.post("/collections/<slug>")
@open_to("archivist", "editor")
def describe_collection(slug: str) -> Answer | tuple[str, int]:
    """Keep what is written, or give the form back with what stands in the way."""
    held = files()
    found = held.read_collection(slug)
    told = told_of(found, **_lists(found))
    if wrong := faults(told):
        return _one(found, returned(found, told, wrong)), 422
    try:
        opening.keep_collection(
            held,
            with_parts(found, told),
            started_from=version_sent() or "-",
            agent=agent(),
            because=one_line(request.form.get("because", "")),
        )
    except Unapproved as fault:
        return _one(found, returned(found, told, {}), fault), 422
    except Differing as differing:
        assert isinstance(differing.now, Collection)
        return _one(differing.now, beside(differing, COLLECTIONS)), differing.status
    flash(_("Kept."), "done")
    return redirect(url_for("desk.collection", slug=slug), 303)


def _one(found: Collection, sheet: Sheet, fault: ArchiveError | None = None) -> str:
    held = members(found.slug)
    order = in_order(sheet.said["interviews"], held)
    begun = " ".join(in_order(found.interviews, held))
    return render_template(
        "desk/collection.html",
        collection=found,
        sheet=sheet,
        fault=fault,
        asks_why=isinstance(fault, Unapproved),
        tags=languages_of(sheet),
        members=[held[each] for each in order],
        shown=request.form.get("shown", "") if sheet.faults else begun,
        licences=LICENCES,
    )


def members(slug: str) -> Mapping[str, Overview]:
    """The interviews that say they belong to a collection, by id."""
    return {each.id: each for each in overviews() if each.collection == slug}


def in_order(order: Sequence[str], held: Mapping[str, Overview]) -> list[str]:
    """Those that the order names, then the others as they came in; pure."""
    return [each for each in dict.fromkeys((*order, *held)) if each in held]


def _lists(found: Collection) -> dict[str, Sequence[str]]:
    """The glossary, and the order where it is another than the one that the page first showed."""
    told: dict[str, Sequence[str]] = {}
    if "glossary" in request.form:
        told["glossary"] = lines("glossary")
    held = members(found.slug)
    order = [each for each in _order_sent() if each in held]
    if order and order != request.form.get("shown", "").split():
        # Whoever is elsewhere for now keeps a place, behind all others.
        told["interviews"] = tuple(dict.fromkeys((*order, *found.interviews)))
    return told


def _order_sent() -> list[str]:
    """The interviews of the form by the numbers beside them; equal numbers stay as they stood."""
    sent = request.form.getlist("interview")
    return sorted(sent, key=lambda each: place_sent(each))
