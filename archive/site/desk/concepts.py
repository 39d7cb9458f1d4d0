"""One concept at the desk: its words in both languages, where it stands, and phrases that were rejected for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from archive import tags, vocabulary
from archive.errors import AlreadyExists, ArchiveError, BadInput, NotFound
from archive.files import Files, from_json, to_json
from archive.intake.details import edtf_date
from archive.records import LANGUAGE_TAG, Ruling, Texts, in_one
from archive.site.desk.branches import tags_found
from archive.site.desk.doors import agent, desk, files, open_to
from archive.site.desk.sheets import lines
from archive.site.desk.suggestions import choices, concept_named, tag_everything
from archive.site.desk.typed import in_lines, one_line
from archive.vocabulary import Concept, Vocabulary
from archive.vocabulary.values import Words

_USUAL = ("zh-Hans", "en")
_LONGEST = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A phrase that does not mean the concept, and where that holds."""

    scope: str
    ruling: Ruling


@desk.get("/vocabulary/<slug>/concept")
@open_to("archivist", "editor", "reader")
def concept_page(slug: str) -> str:
    """What a vocabulary says of a concept."""
    words = vocabulary.read(files(), slug)
    concept = _concept(words, request.args.get("uri", ""))
    return _page(words, concept, began=concept)


def _page(words: Vocabulary, concept: Concept, *, began: Concept, fault: ArchiveError | None = None) -> str:
    """The page; ``concept`` is what stands in the form, ``began`` what it began from."""
    held = files()
    return render_template(
        "desk/concept.html",
        vocabulary=words,
        concept=concept,
        began=to_json(began).decode(),
        tags=_languages(words, concept),
        above=[words.concepts[each] for each in words.above(concept.uri)],
        below=[words.concepts[each] for each in words.narrower.get(concept.uri, ())],
        broader=[_named(words, each) for each in concept.broader],
        related=[_named(words, each) for each in concept.related],
        found=tags_found(held).get(concept.uri, Counter()),
        rejected=list(_rejected(held, concept.uri)),
        concepts=choices(held),
        fault=fault,
    )


def _concept(words: Vocabulary, uri: str) -> Concept:
    if uri not in words.concepts:
        raise NotFound("There is no concept %(uri)s in this vocabulary.", uri=uri)
    return words.concepts[uri]


def _languages(words: Vocabulary, concept: Concept) -> list[str]:
    """In which languages the form asks: Chinese and English always, and whatever else is there."""
    said = (*concept.labels, *concept.synonyms, *concept.misheard, *concept.exceptions, *concept.definition)
    usual = [next((tag for tag in said if tag.split("-")[0] == each.split("-")[0]), each) for each in _USUAL]
    return list(dict.fromkeys((*usual, *said)))


def _named(words: Vocabulary, uri: str) -> str:
    return in_one(words.concepts[uri].labels) if uri in words.concepts else uri


# --- changed ---------------------------------------------------------------------------------------------------------


@desk.post("/vocabulary/<slug>/concept")
@open_to("archivist")
def change_concept(slug: str) -> Answer | tuple[str, int]:
    """Keep what is written, and look for it everywhere; or give the form back with what stands in the way."""
    words = vocabulary.read(files(), slug)
    now = _concept(words, request.args.get("uri", ""))
    began = _began(now)
    told = _sent(words, began)
    try:
        _check(told)
        vocabulary.change(files(), slug, began, told, agent=agent())
    except ArchiveError as fault:
        if fault.status not in (400, 409, 422):
            raise
        return _page(words, told, began=_where_mine(began, now, told), fault=fault), max(fault.status, 409)
    flash(_("Kept.") + tag_everything(), "done")
    return redirect(url_for("desk.concept_page", slug=slug, uri=now.uri), 303)


def _began(now: Concept) -> Concept:
    """The concept as the form had it that was sent."""
    try:
        began = from_json(request.form.get("began", "").encode(), Concept, key="began")
    except (ArchiveError, UnicodeEncodeError):
        began = Concept(uri="")
    if began.uri != now.uri:
        raise BadInput("Nobody knows from what that form began.", next_step="Reload the page.")
    return began


def _where_mine(began: Concept, now: Concept, told: Concept) -> Concept:
    """From what the form goes on that came back: whoever sends it again has seen what another wrote, and insists."""
    seen = replace(began, labels=now.labels, definition=now.definition, era=now.era, sensitive=now.sensitive)
    return replace(seen, uri=told.uri)


def _sent(words: Vocabulary, began: Concept) -> Concept:
    tags_ = [each for each in request.form.getlist("language") if LANGUAGE_TAG.fullmatch(each) or not each]
    return replace(
        began,
        labels=_texts("label", tags_, began.labels),
        definition=_texts("definition", tags_, began.definition),
        synonyms=_several("synonyms", tags_, began.synonyms),
        misheard=_several("misheard", tags_, began.misheard),
        exceptions=_several("exceptions", tags_, began.exceptions),
        broader=_chosen(words, "broader"),
        related=_chosen(words, "related"),
        sensitive=request.form.get("sensitive") == "yes",
        era=one_line(request.form.get("era", "")),
    )


def _texts(name: str, languages: Sequence[str], before: Texts) -> Texts:
    """What is typed in each language; what differs from before in spaces alone is left as it was."""
    told = {each: in_lines(request.form.get(f"{name}.{each}", ""))[:_LONGEST] for each in languages}
    as_before = {each: text for each, text in before.items() if in_lines(text) == told.get(each)}
    return {language: text for language, text in sorted((told | as_before).items()) if text}


def _several(name: str, languages: Sequence[str], before: Words) -> Words:
    """The same for what there may be several of, one a line."""
    told: dict[str, tuple[str, ...]] = {}
    for each in languages:
        as_before = {one_line(text): text for text in before.get(each, ())}
        told[each] = tuple(sorted(as_before.get(text, text) for text in lines(f"{name}.{each}")))
    return {language: texts for language, texts in sorted(told.items()) if texts}


def _chosen(words: Vocabulary, name: str) -> tuple[str, ...]:
    """The concepts that were typed, by their addresses; an address that is nowhere here stays as it is."""
    found = []
    for typed in filter(None, map(one_line, request.form.getlist(name))):
        concept = concept_named(files(), typed)
        if concept is None and ":" not in typed:
            raise BadInput(
                "The vocabulary has no concept of that name.",
                next_step="Choose one from the list: it opens while you type.",
            )
        found.append(concept[1].uri if concept else typed)
    return tuple(sorted(set(found)))


def _check(told: Concept) -> None:
    if told.era:
        edtf_date(told.era)


@desk.post("/vocabulary/<slug>/concepts")
@open_to("archivist")
def add_concept(slug: str) -> Answer:
    """Begin a concept by its name; what people say for it is written on its page."""
    words = vocabulary.read(files(), slug)
    labels = _texts("label", _USUAL, {})
    if not labels:
        raise BadInput("A concept needs a name.", next_step="Write what it is called, in English or Chinese.")
    uri = _fresh(words, labels)
    vocabulary.create(files(), slug, Concept(uri=uri, labels=labels, broader=_chosen(words, "broader")), agent=agent())
    flash(_("The concept was added.") + tag_everything(), "done")
    return redirect(url_for("desk.concept_page", slug=slug, uri=uri), 303)


def _fresh(words: Vocabulary, labels: Texts) -> str:
    """An address for a concept, after its English name; a number where it has none."""
    scheme = words.uri or f"urn:earwitness:{words.slug}"
    name = re.sub(r"[^a-z0-9]+", "-", labels.get("en", "").lower()).strip("-")
    between = "" if scheme.endswith(("/", "#", ":")) else ":" if scheme.startswith("urn:") else "/"
    uri = f"{scheme}{between}{name or f'concept-{len(words.concepts) + 1}'}"
    if uri in words.concepts:
        raise AlreadyExists("There is a concept %(uri)s already.", next_step="Give it another name.", uri=uri)
    return uri


# --- remembered rejections -------------------------------------------------------------------------------------------


def _rejected(held: Files, uri: str) -> Sequence[Rejected]:
    return [
        Rejected(scope=scope, ruling=each)
        for scope, each in tags.every_ruling(held)
        if each.status == "rejected" and each.refers_to.id == uri
    ]


@desk.post("/vocabulary/<slug>/rejections")
@open_to("archivist", "editor")
def revoke_rejection(slug: str) -> Answer:
    """Let a phrase be found as a concept again where somebody had rejected it."""
    scope, ruling = request.form.get("scope", ""), request.form.get("ruling", "")
    settled = tags.revoke(files(), scope, ruling, agent=agent())
    flash(_("“%(phrase)s” is suggested again.", phrase=settled.ruling.spelling) + tag_everything(), "done")
    uri = settled.ruling.refers_to.id
    return redirect(url_for("desk.concept_page", slug=slug, uri=uri), 303)
