"""Reading an index: who took part, where, and what is spoken of, each with its interviews in order."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from archive.index.naming import slug
from archive.index.opening import Index
from archive.index.values import Listed, PersonPage, PlacePage, Stretch, TopicPage
from archive.records import Texts

_PEOPLE = """
    select name, part, interview
      from people
     order by interview, part desc, place
"""
_PLACES = """
    select slug, name, interview, english, chinese, latitude, longitude
      from places
     order by interview
"""
_INDEX_POINTS = """
    select keywords, subjects, interview, recording, start_ms, title, synopsis
      from index_points
     order by interview, recording, place
"""


_TAGS = """
    select name, label, interview, recording, start_ms, language, said, is_reviewed
      from tags
     order by interview, recording, place
"""


def people(index: Index, interviews: Iterable[Listed]) -> tuple[PersonPage, ...]:
    """Everybody who is named, by name; ``interviews`` are those that are listed, in the order they are to stand in."""
    listed = _by_id(interviews)
    named = _grouped((slug(name), name, (part, listed[id_])) for name, part, id_ in index.rows(_PEOPLE))
    return tuple(
        PersonPage(
            slug=each,
            names=names,
            told=_in_order(listed, (interview for part, interview in entries if part == "narrator")),
            asked=_in_order(listed, (interview for part, interview in entries if part == "interviewer")),
        )
        for each, (names, entries) in sorted(named.items())
    )


def places(index: Index, interviews: Iterable[Listed]) -> tuple[PlacePage, ...]:
    """Every place that a record names, by name."""
    listed = _by_id(interviews)
    named = _grouped((slug_, name, (listed[id_], told)) for slug_, name, id_, *told in index.rows(_PLACES))
    return tuple(
        _place_page(each, names, entries[0][1], _in_order(listed, (interview for interview, _ in entries)))
        for each, (names, entries) in sorted(named.items())
    )


def topics(index: Index, interviews: Iterable[Listed]) -> tuple[TopicPage, ...]:
    """Every keyword and subject of an index point, and what words are tagged with, by name, with their stretches."""
    listed = _by_id(interviews)
    rows: list[tuple[str, str, Stretch]] = []
    for keywords, subjects, id_, recording, start_ms, title, synopsis in index.rows(_INDEX_POINTS):
        stretch = Stretch(
            interview=listed[id_],
            recording=recording,
            start_ms=start_ms,
            title=json.loads(title),
            synopsis=json.loads(synopsis),
        )
        words = {slug(word): word for word in (*json.loads(keywords), *json.loads(subjects))}
        rows += [(each, word, stretch) for each, word in words.items()]
    titles: dict[str, Texts] = {}
    for name, label, id_, recording, start_ms, language, said, is_reviewed in index.rows(_TAGS):
        titles[slug(name)] = json.loads(label)
        stretch = Stretch(
            interview=listed[id_],
            recording=recording,
            start_ms=start_ms,
            said=said,
            language=language,
            is_reviewed=bool(is_reviewed),
        )
        rows.append((slug(name), name, stretch))
    return tuple(
        TopicPage(slug=each, names=names, title=titles.get(each, {}), stretches=tuple(stretches))
        for each, (names, stretches) in sorted(_grouped(rows).items())
    )


def _place_page(slug_: str, names: tuple[str, ...], told: Sequence[Any], interviews: tuple[Listed, ...]) -> PlacePage:
    english, chinese, latitude, longitude = told
    return PlacePage(
        slug=slug_,
        names=names,
        title={language: name for language, name in (("en", english), ("zh", chinese)) if name},
        where=None if latitude is None else (latitude, longitude),
        interviews=interviews,
    )


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
