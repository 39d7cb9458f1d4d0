"""WebVTT, the archive's record format: by the W3C's parser, with an exact round trip of what we write.

``parse`` reads any WebVTT file; ``read_track`` and ``write_track``, ``read_index_points`` and ``write_index_points``
keep our own forms of it (``docs/record-format-webvtt.md``); ``read_foreign`` and ``cues_from`` take in other people's.
"""

from __future__ import annotations

from archive.webvtt.chapters import read_index_points, write_index_points
from archive.webvtt.cuetext import Moment, Node, Span, parse_cue_text, plain_text
from archive.webvtt.layout import Layout, Region
from archive.webvtt.parser import Block, Note, Parsed, Stray, Style, TimedText, parse
from archive.webvtt.timestamps import parse_timestamp, timestamp
from archive.webvtt.tracks import read_track, write_track
from archive.webvtt.voices import cues_from, read_foreign
from archive.webvtt.words import tidy_words

__all__ = [
    "Block",
    "Layout",
    "Moment",
    "Node",
    "Note",
    "Parsed",
    "Region",
    "Span",
    "Stray",
    "Style",
    "TimedText",
    "cues_from",
    "parse",
    "parse_cue_text",
    "parse_timestamp",
    "plain_text",
    "read_foreign",
    "read_index_points",
    "read_track",
    "tidy_words",
    "timestamp",
    "write_index_points",
    "write_track",
]
