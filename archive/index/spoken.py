"""Reading an index: the stretches that index points stand over, and those that are tagged."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from archive.index.naming import slug
from archive.index.opening import Index
from archive.index.values import Listed, Stretch
from archive.records import TagKind, Texts

_INDEX_POINTS = """
    select keywords, subjects, interview, recording, start_ms, title, synopsis
      from index_points
     order by interview, recording, place
"""
_TAGS = """
    select slug, name, concept, label, interview, recording, start_ms, language, said, is_reviewed
      from tags
     where kind = :kind
     order by interview, recording, place
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """A tag with the stretch that it is on: its address among its kind, its name, and its label by language."""

    slug: str
    name: str
    concept: str
    label: Texts
    stretch: Stretch


def index_point_stretches(index: Index, listed: Mapping[str, Listed]) -> Iterator[tuple[str, Stretch]]:
    """Every keyword and subject with what its index point stands over, once where they are the same word."""
    for keywords, subjects, id_, recording, start_ms, title, synopsis in index.rows(_INDEX_POINTS):
        stretch = Stretch(
            interview=listed[id_],
            recording=recording,
            start_ms=start_ms,
            title=json.loads(title),
            synopsis=json.loads(synopsis),
        )
        words = {slug(word): word for word in (*json.loads(keywords), *json.loads(subjects))}
        yield from ((word, stretch) for word in words.values())


def tagged(index: Index, listed: Mapping[str, Listed], kind: TagKind) -> list[Tagged]:
    """The tags of a kind; ``listed`` are the interviews by id."""
    found = []
    for slug_, name, concept, label, id_, recording, start_ms, language, said, is_reviewed in index.rows(
        _TAGS, {"kind": kind}
    ):
        stretch = Stretch(
            interview=listed[id_],
            recording=recording,
            start_ms=start_ms,
            said=said,
            language=language,
            is_reviewed=bool(is_reviewed),
        )
        found.append(Tagged(slug=slug_, name=name, concept=concept, label=json.loads(label), stretch=stretch))
    return found
