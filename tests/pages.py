"""Every type of page that the public may meet, by an address in the archive of :mod:`tests.hegang`: the one list."""

from __future__ import annotations

PAGES = {
    "home": "/",
    "a search": "/search?q=winch",
    "a search in Chinese": "/search?q=%E4%B8%8B%E5%B2%97",
    "a search that finds nothing": "/search?q=zzzzzz",
    "the search without words": "/search",
    "collections": "/collections",
    "a collection": "/collections/pit-and-town",
    "interviews": "/interviews",
    "people": "/people",
    "a person": "/people/m-lin",
    "places": "/places",
    "a place": "/places/hegang",
    "topics": "/topics",
    "a topic": "/topics/working-life",
    "years": "/timeline",
    "saved passages": "/saved",
    "an interview in two languages": "/interviews/2016-014?t=95.5&q=canteen",
    "one language of it": "/interviews/2016-014?view=translation",
    "a tape with a passage withheld": "/interviews/2016-014?recording=recording-2",
    "a film": "/interviews/2018-009",
    "a text edited for reading": "/interviews/2018-009?form=edited&t=9",
    "words without a recording": "/interviews/2019-002",
    "a recording without words": "/interviews/2020-001",
    "a closed interview": "/interviews/2021-004",
    "nothing": "/nowhere",
}
