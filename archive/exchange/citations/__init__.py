"""How an interview or a passage of it is cited: in four styles and three formats for programs, in English and Chinese.

``work`` holds what is cited, ``names``, ``dates`` and ``phrases`` say it in words; ``chicago``, ``mla``, ``apa`` and
``gbt`` are styles written after their manuals, ``bibtex``, ``ris`` and ``csl`` formats. All pure: the day is passed in.
"""

from __future__ import annotations

from archive.exchange.citations.bibtex import as_bibtex
from archive.exchange.citations.chicago import note
from archive.exchange.citations.csl import as_csl
from archive.exchange.citations.phrases import as_html, as_plain
from archive.exchange.citations.ris import as_ris
from archive.exchange.citations.styles import STYLES, Cited, Style, cited, quotation
from archive.exchange.citations.work import Passage, Text, Tongue, Work, in_tongue, work

__all__ = [
    "STYLES",
    "Cited",
    "Passage",
    "Style",
    "Text",
    "Tongue",
    "Work",
    "as_bibtex",
    "as_csl",
    "as_html",
    "as_plain",
    "as_ris",
    "cited",
    "in_tongue",
    "note",
    "quotation",
    "work",
]
