"""The reading room: every page and file the public may ask for, out of the edition and nothing else.

``edition`` opens what is public for one request; ``pages``, ``finding`` (with ``narrowing`` and ``telling``),
``reading``, ``listening`` and ``downloads`` answer; ``asked`` reads addresses; ``interview_page``, ``typesetting``,
``rows`` and ``waveform`` are pure.
"""

from __future__ import annotations

from flask import Blueprint

from archive.search import warm
from archive.site.reading_room.answering import answer_conditionally
from archive.site.reading_room.asked import LONGEST_QUERY
from archive.site.reading_room.concordance import concordance_csv, concordance_json, concordance_page
from archive.site.reading_room.downloads import as_json, as_vtt
from archive.site.reading_room.finding import search_help, search_json, search_page
from archive.site.reading_room.listening import media
from archive.site.reading_room.pages import collection, health, home, robots
from archive.site.reading_room.reading import interview
from archive.site.reading_room.trends import trends_csv, trends_json, trends_page

reading_room = Blueprint("reading_room", __name__)
reading_room.add_url_rule("/", "home", home)
reading_room.add_url_rule("/collections/<slug>", "collection", collection)
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
reading_room.add_url_rule("/media/<interview_id>/<name>", "media", media)
reading_room.after_request(answer_conditionally)
reading_room.record_once(lambda _site: warm())
reading_room.record_once(lambda site: site.app.jinja_env.globals.update(longest_query=LONGEST_QUERY))
