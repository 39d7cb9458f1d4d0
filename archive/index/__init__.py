"""Files → SQLite: the desk's index (everything) and the edition (what is released), by the same code.

``build`` makes an index from nothing; ``reindex`` replaces one interview in it, with the same result as a rebuild.
``open_index`` and the readers are all that pages need; ``make_edition`` publishes, ``open_current`` reads what is
published. ``archive.search`` finds words in an open index.
"""

from __future__ import annotations

from archive.index.browsing import eras, organisations, people, places, topics
from archive.index.build import build, reindex
from archive.index.edition import NothingPublished, current_edition, make_edition, media_path, open_current
from archive.index.facts import years_of
from archive.index.lists import collections, interviews, listed, sounds
from archive.index.naming import slug, tag_slug
from archive.index.opening import Index, MadeOtherwise, open_edition, open_index
from archive.index.pages import interview, media_file, texts, tombstone, word_times
from archive.index.schema import INDEX_FORM
from archive.index.values import CollectionPage, Listed, PersonPage, PlacePage, StoredMedia, Stretch, TopicPage

__all__ = [
    "INDEX_FORM",
    "CollectionPage",
    "Index",
    "Listed",
    "MadeOtherwise",
    "NothingPublished",
    "PersonPage",
    "PlacePage",
    "StoredMedia",
    "Stretch",
    "TopicPage",
    "build",
    "collections",
    "current_edition",
    "eras",
    "interview",
    "interviews",
    "listed",
    "make_edition",
    "media_file",
    "media_path",
    "open_current",
    "open_edition",
    "open_index",
    "organisations",
    "people",
    "places",
    "reindex",
    "slug",
    "sounds",
    "tag_slug",
    "texts",
    "tombstone",
    "topics",
    "word_times",
    "years_of",
]
