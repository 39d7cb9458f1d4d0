"""How machines find what is here: site map, feed, search description, what they may ask for; our JSON described."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from flask import Response, current_app, make_response, url_for

from archive.errors import NotFound
from archive.index import Listed, NothingPublished, PersonPage, PlacePage, TopicPage
from archive.records import Texts
from archive.site.reading_room.citing import site_address
from archive.site.reading_room.edition import Lists, lists

ON_A_MAP = 50_000
"""Addresses in one site map: the protocol allows no more (sitemaps.org)."""
_NEWEST = 50
_NOTHING_YET = Lists((), ())
_LONG_AGO = "1970-01-01"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DESCRIPTION = Path(__file__).with_name("openapi.json")


def robots() -> Response:
    """What programs that read the web may ask for: everything but what a search finds, which is endless."""
    endless = "".join(f"Disallow: {url_for(name)}*?\n" for name in (".search", ".concordance", ".trends"))
    told = f"User-agent: *\n{endless}Disallow: /desk/\n\n"
    return _answer(f"{told}Sitemap: {site_address()}{url_for('.sitemap')}\n", "text/plain")


def sitemap() -> Response:
    """Every page the edition lists; where one map cannot hold them, a list of maps."""
    pages = _pages(_there())
    if len(pages) <= ON_A_MAP:
        return _map(pages)
    maps = range(1, -(-len(pages) // ON_A_MAP) + 1)
    site = _text(site_address())
    told = (f"<sitemap><loc>{site}{url_for('.sitemap_part', number=each)}</loc></sitemap>" for each in maps)
    return _xml("sitemapindex", 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"', told)


def sitemap_part(number: int) -> Response:
    """One of several maps, from 1; raises :class:`NotFound` where one is enough, or beyond the last."""
    pages = _pages(_there())
    part = pages[(number - 1) * ON_A_MAP : number * ON_A_MAP] if number >= 1 else []
    if len(pages) <= ON_A_MAP or not part:
        raise NotFound("There is no such map.")
    return _map(part)


def feed() -> Response:
    """The interviews that were published or changed last, newest first (Atom, RFC 4287); closed ones have no date."""
    listed = [each for each in _there().interviews if each.changed_on]
    newest = sorted(listed, key=lambda each: (each.changed_on, each.id), reverse=True)[:_NEWEST]
    name, site = current_app.config["ARCHIVE"].site_name, site_address()
    about = (
        f"<title>{_text(name)}</title>",
        f"<id>{_text(site)}/</id>",
        f"<updated>{newest[0].changed_on if newest else _LONG_AGO}T00:00:00Z</updated>",
        f"<author><name>{_text(name)}</name></author>",
        f'<link rel="self" type="application/atom+xml" href="{_text(site)}{url_for(".feed")}"/>',
        f'<link rel="alternate" type="text/html" href="{_text(site)}/"/>',
    )
    told = (*about, *(_entry(each, site) for each in newest))
    return _xml("feed", 'xmlns="http://www.w3.org/2005/Atom"', told, mimetype="application/atom+xml")


def opensearch() -> Response:
    """How a browser searches here (OpenSearch 1.1)."""
    site, name = _text(site_address()), current_app.config["ARCHIVE"].site_name
    told = (
        f"<ShortName>{_text(name[:16])}</ShortName>",
        f"<LongName>{_text(name[:48])}</LongName>",
        f"<Description>{_text(name)}: oral history 口述历史</Description>",
        "<InputEncoding>UTF-8</InputEncoding>",
        "<OutputEncoding>UTF-8</OutputEncoding>",
        f'<Url type="text/html" template="{site}{url_for(".search")}?q={{searchTerms}}"/>',
        f'<Url type="application/json" template="{site}{url_for(".search_json")}?q={{searchTerms}}"/>',
        f'<Url type="application/opensearchdescription+xml" rel="self" template="{site}{url_for(".opensearch")}"/>',
    )
    namespace = 'xmlns="http://a9.com/-/spec/opensearch/1.1/"'
    mimetype = "application/opensearchdescription+xml"
    return _xml("OpenSearchDescription", namespace, told, mimetype=mimetype)


def openapi() -> Response:
    """Every public address that answers in JSON, described for programs (OpenAPI 3.1)."""
    return _answer(_described(), "application/json")


@cache
def _described() -> str:
    return _DESCRIPTION.read_text("utf-8")


def _there() -> Lists:
    try:
        return lists()
    except NothingPublished:
        return _NOTHING_YET


def _pages(there: Lists) -> list[str]:
    """Their addresses within the site; each of a collection's and an interview's is listed in the edition."""
    collections = (url_for(".collection", slug=each.slug) for each in there.collections)
    interviews = (url_for(".interview", interview_id=each.id) for each in there.interviews)
    rooms: dict[str, Sequence[PersonPage | PlacePage | TopicPage]] = {}
    rooms |= {".person": there.people, ".place": there.places, ".topic": there.topics}
    rooms |= {".organisation": there.organisations, ".era": there.eras}
    named = (url_for(room, slug=each.slug) for room, pages in rooms.items() for each in pages)
    return [url_for(".home"), *collections, *interviews, *named]


def _map(pages: Sequence[str]) -> Response:
    site = _text(site_address())
    told = (f"<url><loc>{site}{_text(each)}</loc></url>" for each in pages)
    return _xml("urlset", 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"', told)


def _entry(each: Listed, site: str) -> str:
    address = f"{_text(site)}{url_for('.interview', interview_id=each.id)}"
    authors = "".join(f"<author><name>{_text(name)}</name></author>" for name in each.narrators)
    summary = f"<summary>{_both(each.summary)}</summary>" if each.summary else ""
    published = f"<published>{each.published_on}T00:00:00Z</published>" if each.published_on else ""
    return (
        f"<entry><title>{_both(each.title) or each.id}</title><id>{address}</id>"
        f"<updated>{each.changed_on}T00:00:00Z</updated>{published}{authors}"
        f'<link rel="alternate" type="text/html" href="{address}"/>{summary}</entry>'
    )


def _both(texts: Texts) -> str:
    """The same words in every language there is: a feed has one reader for all of them."""
    return _text(" / ".join(filter(None, texts.values())))


def _text(text: str) -> str:
    """Text as XML holds it, without the characters that it cannot."""
    return escape(_NOT_XML.sub("\ufffd", text), {'"': "&quot;"})


def _xml(root: str, namespace: str, told: Iterable[str], *, mimetype: str = "application/xml") -> Response:
    inner = "\n".join(told)
    return _answer(f'<?xml version="1.0" encoding="utf-8"?>\n<{root} {namespace}>\n{inner}\n</{root}>\n', mimetype)


def _answer(told: str, mimetype: str) -> Response:
    response = make_response(told)
    response.mimetype = mimetype
    return response
