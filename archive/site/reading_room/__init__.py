"""The reading room: every page and file the public may ask for, out of the edition and nothing else.

``edition`` opens what is public for one request; ``pages``, ``browsing``, ``finding`` (with ``narrowing`` and
``telling``), ``reading``, ``listening``, ``downloads``, ``citing``, ``embedding`` and ``discovery`` answer; ``asked``
reads addresses; ``interview_page``, ``choosing``, ``elsewhere``, ``passage``, ``machines``, ``typesetting``,
``rows``, ``years`` and ``waveform`` are pure.
"""

from __future__ import annotations

from flask import Blueprint

from archive.search import warm
from archive.site.reading_room import browsing
from archive.site.reading_room.answering import answer_conditionally
from archive.site.reading_room.asked import LONGEST_QUERY
from archive.site.reading_room.citing import bibtex, cite_page, csl_json, ris
from archive.site.reading_room.concordance import concordance_csv, concordance_json, concordance_page
from archive.site.reading_room.discovery import feed, openapi, opensearch, robots, sitemap, sitemap_part
from archive.site.reading_room.downloads import as_json, as_vtt
from archive.site.reading_room.edition import is_unreviewed, titled
from archive.site.reading_room.embedding import embed, oembed
from archive.site.reading_room.finding import search_help, search_json, search_page
from archive.site.reading_room.listening import media, media_url
from archive.site.reading_room.pages import health, home
from archive.site.reading_room.reading import interview, picture
from archive.site.reading_room.trends import trends_csv, trends_json, trends_page

reading_room = Blueprint("reading_room", __name__)
reading_room.add_url_rule("/", "home", home)
reading_room.add_url_rule("/collections", "collections", browsing.collections)
reading_room.add_url_rule("/collections/<slug>", "collection", browsing.collection)
reading_room.add_url_rule("/interviews", "interviews", browsing.interviews)
reading_room.add_url_rule("/people", "people", browsing.people)
reading_room.add_url_rule("/people/<slug>", "person", browsing.person)
reading_room.add_url_rule("/places", "places", browsing.places)
reading_room.add_url_rule("/places/<slug>", "place", browsing.place)
reading_room.add_url_rule("/topics", "topics", browsing.topics)
reading_room.add_url_rule("/topics/<slug>", "topic", browsing.topic)
reading_room.add_url_rule("/organisations", "organisations", browsing.organisations)
reading_room.add_url_rule("/organisations/<slug>", "organisation", browsing.organisation)
reading_room.add_url_rule("/eras", "eras", browsing.eras)
reading_room.add_url_rule("/eras/<slug>", "era", browsing.era)
reading_room.add_url_rule("/timeline", "timeline", browsing.timeline)
reading_room.add_url_rule("/saved", "saved", browsing.saved)
reading_room.add_url_rule("/health", "health", health)
reading_room.add_url_rule("/robots.txt", "robots", robots)
reading_room.add_url_rule("/search", "search", search_page)
reading_room.add_url_rule("/search/help", "search_help", search_help)
reading_room.add_url_rule("/search.json", "search_json", search_json)
reading_room.add_url_rule("/concordance", "concordance", concordance_page)
reading_room.add_url_rule("/concordance.json", "concordance_json", concordance_json)
reading_room.add_url_rule("/concordance.csv", "concordance_csv", concordance_csv)
reading_room.add_url_rule("/trends", "trends", trends_page)
reading_room.add_url_rule("/trends.json", "trends_json", trends_json)
reading_room.add_url_rule("/trends.csv", "trends_csv", trends_csv)
reading_room.add_url_rule("/interviews/<interview_id>", "interview", interview)
reading_room.add_url_rule("/interviews/<interview_id>.json", "interview_json", as_json)
reading_room.add_url_rule("/interviews/<interview_id>.vtt", "interview_vtt", as_vtt)
reading_room.add_url_rule("/interviews/<interview_id>.bib", "interview_bib", bibtex)
reading_room.add_url_rule("/interviews/<interview_id>.ris", "interview_ris", ris)
reading_room.add_url_rule("/interviews/<interview_id>.csl.json", "interview_csl", csl_json)
reading_room.add_url_rule("/interviews/<interview_id>/cite", "cite", cite_page)
reading_room.add_url_rule("/interviews/<interview_id>/pictures/<name>", "picture", picture)
reading_room.add_url_rule("/embed/<interview_id>", "embed", embed)
reading_room.add_url_rule("/oembed", "oembed", oembed)
reading_room.add_url_rule("/sitemap.xml", "sitemap", sitemap)
reading_room.add_url_rule("/sitemap-<int:number>.xml", "sitemap_part", sitemap_part)
reading_room.add_url_rule("/feed.atom", "feed", feed)
reading_room.add_url_rule("/opensearch.xml", "opensearch", opensearch)
reading_room.add_url_rule("/api/openapi.json", "openapi", openapi)
reading_room.add_url_rule("/media/<interview_id>/<name>", "media", media)
reading_room.after_request(answer_conditionally)
reading_room.record_once(lambda _site: warm())
reading_room.record_once(
    lambda site: site.app.jinja_env.globals.update(
        longest_query=LONGEST_QUERY, media_url=media_url, titled=titled, is_unreviewed=is_unreviewed
    )
)
