"""Reading an index: who took part and is spoken of, where, and what is spoken of, each with its interviews in order."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from archive.index.naming import slug
from archive.index.opening import Index
from archive.index.spoken import index_point_stretches, tagged
from archive.index.values import Listed, PersonPage, PlacePage, Stretch, TopicPage
from archive.records import TagKind, Texts
from archive.release import ReleasedConcept, names_above, with_those_above

_PEOPLE = """
    select name, part, interview
      from people
     order by interview, part desc, place
"""
_PLACES = """
    select slug, name, interview, called, is_spoken_of, english, chinese, latitude, longitude
      from places
     order by interview, place
"""
_CONCEPTS = """
    select concept, label, broader, era
      from concepts
     order by interview, place
"""


def people(index: Index, interviews: Iterable[Listed]) -> tuple[PersonPage, ...]:
    """Everybody who is named, by name; ``interviews`` are those that are listed, in the order they are to stand in."""
    listed = _by_id(interviews)
    rows: list[tuple[str, str, tuple[str, Any]]] = [
        (slug(name), name, (part, listed[id_])) for name, part, id_ in index.rows(_PEOPLE)
    ]
    rows += ((each.slug, each.name, ("spoken of", each.stretch)) for each in tagged(index, listed, "person"))
    return tuple(
        PersonPage(
            slug=each,
            names=names,
            told=_in_order(listed, (which for part, which in entries if part == "narrator")),
            asked=_in_order(listed, (which for part, which in entries if part == "interviewer")),
            stretches=tuple(which for part, which in entries if part == "spoken of"),
        )
        for each, (names, entries) in sorted(_grouped(rows).items())
    )


def places(index: Index, interviews: Iterable[Listed]) -> tuple[PlacePage, ...]:
    """Every place that a record or a tag names, by name."""
    listed = _by_id(interviews)
    spoken: dict[str, list[Stretch]] = {}
    for each in tagged(index, listed, "place"):
        spoken.setdefault(each.slug, []).append(each.stretch)
    rows = [(slug_, name, (listed[id_], *told)) for slug_, name, id_, *told in index.rows(_PLACES)]
    return tuple(
        _place_page(listed, each, rows_of, tuple(spoken.get(each, ())))
        for each, (_, rows_of) in sorted(_grouped((slug_, name, (name, *row)) for slug_, name, row in rows).items())
    )


def topics(index: Index, interviews: Iterable[Listed]) -> tuple[TopicPage, ...]:
    """Every keyword and subject of an index point, and the concepts that tags name, by name, with their stretches."""
    listed = _by_id(interviews)
    concepts = _concepts(index)
    known = names_above(concepts.values())
    rows = [
        (slug(name), name, stretch)
        for word, stretch in index_point_stretches(index, listed)
        for name in known.get(word, (word,))
    ]
    return _pages(concepts, [*rows, *_by_concept(index, listed, "concept")])


def organisations(index: Index, interviews: Iterable[Listed]) -> tuple[TopicPage, ...]:
    """Every organisation that tags name, by name."""
    found = tagged(index, _by_id(interviews), "organisation")
    titles = {each.slug: each.label for each in found}
    pages = _grouped((each.slug, each.name, each.stretch) for each in found)
    return tuple(
        TopicPage(slug=each, names=names, title=titles[each], stretches=tuple(stretches))
        for each, (names, stretches) in sorted(pages.items())
    )


def eras(index: Index, interviews: Iterable[Listed]) -> tuple[TopicPage, ...]:
    """Every era and every date that tags name, in order of time."""
    listed, concepts = _by_id(interviews), _concepts(index)
    named = _pages(concepts, _by_concept(index, listed, "era"))
    dated = _grouped((each.slug, each.name, each.stretch) for each in tagged(index, listed, "date"))
    dates = (
        TopicPage(slug=each, names=names, stretches=tuple(stretches), time=names[0])
        for each, (names, stretches) in dated.items()
    )
    return tuple(sorted((*named, *dates), key=lambda each: (each.time.strip("./") or "9999", each.slug)))


def _place_page(
    listed: Mapping[str, Listed], slug_: str, rows: Iterable[Any], stretches: tuple[Stretch, ...]
) -> PlacePage:
    rows = list(rows)
    written = Counter(name for name, _, _, is_spoken_of, *_ in rows if not is_spoken_of)
    _, _, called, _, english, chinese, latitude, longitude = rows[0]
    return PlacePage(
        slug=slug_,
        called=called,
        names=tuple(name for name, _ in written.most_common()),
        title={language: name for language, name in (("en", english), ("zh", chinese)) if name},
        where=None if latitude is None else (latitude, longitude),
        recorded=_in_order(listed, (interview for _, interview, _, is_spoken_of, *_ in rows if not is_spoken_of)),
        stretches=stretches,
    )


# --- what is spoken of -----------------------------------------------------------------------------------------------


def _concepts(index: Index) -> dict[str, ReleasedConcept]:
    return {
        concept: ReleasedConcept(concept=concept, label=json.loads(label), broader=tuple(json.loads(above)), era=era)
        for concept, label, above, era in index.rows(_CONCEPTS)
    }


def _by_concept(index: Index, listed: Mapping[str, Listed], kind: TagKind) -> Iterator[tuple[str, str, Stretch]]:
    """Each stretch under what it is tagged with, and under all above that."""
    concepts = _concepts(index)
    for each in tagged(index, listed, kind):
        for concept in with_those_above(concepts, each.concept):
            yield slug(concept.name), concept.name, each.stretch


def _pages(concepts: Mapping[str, ReleasedConcept], rows: Iterable[tuple[str, str, Stretch]]) -> tuple[TopicPage, ...]:
    grouped = _grouped(rows)
    by_slug = {slug(each.name): each for each in concepts.values()}
    above = {each: _slugs_above(concepts, by_slug.get(each)) for each in grouped}
    below: dict[str, list[str]] = {}
    for each in sorted(grouped):
        for up in above[each]:
            below.setdefault(up, []).append(each)
    titles: dict[str, Texts] = {each: concept.label for each, concept in by_slug.items()}
    return tuple(
        TopicPage(
            slug=each,
            names=names,
            title=titles.get(each, {}),
            stretches=_once(stretches),
            broader=above[each],
            narrower=tuple(below.get(each, ())),
            time=by_slug[each].era if each in by_slug else "",
        )
        for each, (names, stretches) in sorted(grouped.items())
    )


def _once(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Each once: the same words may be tagged with two things below one."""
    return tuple({(each.interview.id, each.recording, each.start_ms, each.said): each for each in stretches}.values())


def _slugs_above(concepts: Mapping[str, ReleasedConcept], concept: ReleasedConcept | None) -> tuple[str, ...]:
    return tuple(slug(concepts[each].name) for each in concept.broader if each in concepts) if concept else ()


def _by_id(interviews: Iterable[Listed]) -> dict[str, Listed]:
    return {each.id: each for each in interviews}


def _in_order(listed: Mapping[str, Listed], these: Iterable[Listed]) -> tuple[Listed, ...]:
    chosen = {each.id for each in these}
    return tuple(each for id_, each in listed.items() if id_ in chosen)


def _grouped(rows: Iterable[tuple[str, str, Any]]) -> dict[str, tuple[tuple[str, ...], list[Any]]]:
    """By slug: every way of writing the name, the usual one first, and what was said beside it."""
    names: dict[str, Counter[str]] = {}
    entries: dict[str, list[Any]] = {}
    for slug_, name, entry in rows:
        names.setdefault(slug_, Counter())[name] += 1
        entries.setdefault(slug_, []).append(entry)
    return {each: (tuple(name for name, _ in counted.most_common()), entries[each]) for each, counted in names.items()}
