"""The styles by name, and all that a reader may want to copy of an interview or a passage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from archive.exchange.citations import apa, chicago, gbt, mla, phrases
from archive.exchange.citations.work import Work


@dataclass(frozen=True, slots=True)
class Style:
    """A style: what it is called in English and Chinese, how it writes an entry and, where it has one, a short form."""

    name: str
    label: str
    label_zh: str
    entry: Callable[[Work], str]
    in_text: Callable[[Work], str] | None = None


@dataclass(frozen=True, slots=True)
class Cited:
    """An interview or a passage in one style; ``in_text`` is empty where the style has no such form."""

    style: Style
    entry: str
    in_text: str = ""


STYLES = (
    Style("chicago-note", "Chicago, note", "芝加哥格式，脚注", chicago.note),
    Style("chicago-bibliography", "Chicago, bibliography", "芝加哥格式，参考书目", chicago.bibliography),
    Style(
        "chicago-author-date", "Chicago, author-date", "芝加哥格式，著者-出版年", chicago.author_date, chicago.in_text
    ),
    Style("mla", "MLA", "MLA 格式", mla.reference, mla.in_text),
    Style("apa", "APA", "APA 格式", apa.reference, apa.in_text),
    Style("gbt", "GB/T 7714-2015", "GB/T 7714-2015", gbt.reference),
)


def cited(work: Work) -> tuple[Cited, ...]:
    """The interview, or its passage, in every style."""
    return tuple(Cited(each, each.entry(work), each.in_text(work) if each.in_text else "") for each in STYLES)


def quotation(work: Work, words: str) -> tuple[str, str]:
    """The words of a passage between quotation marks, and their source: as they are pasted into an article."""
    marks = "“{}”" if work.tongue == "en" or not words.startswith("“") else "{}"
    return marks.format(phrases.inner(words)), chicago.note(work)
