"""The contents of a recording: where the talk turns, suggested by its words, and headings as people set them.

wording      what is said, cue by cue, as words that can be counted
turning      where the talk turns
naming       what a stretch is about, by the words it uses most against the rest
suggesting   index points that nobody has made yet
dismissing   suggestions that nobody wants
keeping      index points among the files: each act on those there are now, and taken back
"""

from archive.contents.dismissing import dismiss, offer_again, read_dismissed
from archive.contents.keeping import Gone, add, change, remove, take_back
from archive.contents.suggesting import EVERY_MS, fresh, shortened, suggest, suggested, texts
from archive.contents.turning import turns

__all__ = [
    "EVERY_MS",
    "Gone",
    "add",
    "change",
    "dismiss",
    "fresh",
    "offer_again",
    "read_dismissed",
    "remove",
    "shortened",
    "suggest",
    "suggested",
    "take_back",
    "texts",
    "turns",
]
