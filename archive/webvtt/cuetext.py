"""Cue text: markup to a tree, by https://www.w3.org/TR/webvtt1/ §6.4, and plain text to markup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.entities import html5

from archive.webvtt.timestamps import parse_timestamp

_TAGS = frozenset({"c", "i", "b", "u", "ruby", "rt", "v", "lang"})
_TOKEN = re.compile(r"[^<]+|<[^>]*>?")
_START_TAG = re.compile(r"([^ \t\n\f.]*)((?:\.[^ \t\n\f.]*)*)(.*)", re.DOTALL)
_WHITESPACE = re.compile(r"[ \t\n\f\r]+")
_REFERENCE = re.compile(r"&(?:#([0-9]+);?|#[xX]([0-9a-fA-F]+);?|([0-9A-Za-z]{1,32};?))")


@dataclass(frozen=True, slots=True)
class Moment:
    """An inline timestamp: from here on the text is said at ``at_ms`` or later."""

    at_ms: int


@dataclass(frozen=True, slots=True)
class Span:
    """Marked-up text. ``annotation`` is the voice's name or a language; ``language`` is what applies inside."""

    tag: str
    children: tuple[Node, ...] = ()
    classes: tuple[str, ...] = ()
    annotation: str = ""
    language: str = ""


Node = str | Moment | Span


def parse_cue_text(text: str, *, language: str = "") -> tuple[Node, ...]:
    """The tree that cue text stands for: text, moments and spans. Any text at all has one."""
    open_spans = [_OpenSpan("", language=language)]
    for token in _TOKEN.findall(text):
        if token[0] == "<":
            _take_tag(open_spans, token[1:].removesuffix(">"))
        else:
            open_spans[-1].children.append(unescape(token))
    while len(open_spans) > 1:
        _close(open_spans)
    return tuple(open_spans[0].children)


def plain_text(nodes: Sequence[Node]) -> str:
    """The words of a tree without markup and without ruby readings (§6.6, how a chapter's title is read)."""
    texts: list[str] = []
    waiting = list(reversed(nodes))
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            texts.append(node)
        elif isinstance(node, Span) and node.tag != "rt":
            waiting.extend(reversed(node.children))
    return "".join(texts)


@dataclass(slots=True)
class _OpenSpan:
    tag: str
    classes: tuple[str, ...] = ()
    annotation: str = ""
    language: str = ""
    children: list[Node] = field(default_factory=list)


def _take_tag(open_spans: list[_OpenSpan], tag: str) -> None:
    if tag.startswith("/"):
        _end(open_spans, tag[1:])
    elif tag[:1].isdecimal() and tag[0].isascii():
        moment = parse_timestamp(tag)
        if moment is not None:
            open_spans[-1].children.append(Moment(moment))
    else:
        _start(open_spans, tag)


def _start(open_spans: list[_OpenSpan], tag: str) -> None:
    match = _START_TAG.fullmatch(tag)
    name, classes, annotation = match.groups() if match else ("", "", "")
    inside = open_spans[-1]
    if name not in _TAGS or (name == "rt" and inside.tag != "ruby"):
        return
    annotation = annotation_text(annotation)
    open_spans.append(
        _OpenSpan(
            tag=name,
            classes=tuple(each for each in classes.split(".") if each),
            annotation=annotation if name in {"v", "lang"} else "",
            language=annotation if name == "lang" else inside.language,
        )
    )


def annotation_text(markup: str) -> str:
    """What a tag's annotation says: a voice's name, a language."""
    return _WHITESPACE.sub(" ", unescape(markup)).strip(" ")


def _end(open_spans: list[_OpenSpan], name: str) -> None:
    inside = open_spans[-1].tag
    if inside and inside == name:
        _close(open_spans)
    elif inside == "rt" and name == "ruby":
        _close(open_spans)
        _close(open_spans)


def _close(open_spans: list[_OpenSpan]) -> None:
    done = open_spans.pop()
    span = Span(done.tag, tuple(done.children), done.classes, done.annotation, done.language)
    open_spans[-1].children.append(span)


# --- character references --------------------------------------------------------------------------------------------

# LF may stand as itself only between two characters of a line: an empty line ends a cue, and many programs take a line
# of spaces for one. Controls and Unicode's own line breaks are legal as they are, but programs that split lines on them
# are many. C1 controls (0x80–0x9F) must stay as they are: HTML reads references to them as Windows-1252.
_AWKWARD = re.compile("[&<>\x01-\x08\x0b-\x1f\x7f\u2028\u2029]|\n(?=[ \t\n]|\\Z)|\\A\n")
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_LAST_HYPHEN = re.compile(r"-\Z")
_AT_LINE_END = re.compile(r"[ \t](?=\n|\Z)")


def escape(text: str) -> str:
    """Cue text that :func:`parse_cue_text` gives back as ``text``."""
    return _AWKWARD.sub(_reference, text)


def voice_tag(name: str) -> str:
    """The tag that opens a voice span; ``name`` is one line. A name may end in ``--``, the tag must not in an arrow."""
    return f"<v {_LAST_HYPHEN.sub(_reference, escape(name))}>"


def escape_line_ends(markup: str) -> str:
    """Cue text whose last space on each line is a reference: editors that trim lines would change what is said."""
    return _AT_LINE_END.sub(_reference, markup)


def _reference(match: re.Match[str]) -> str:
    return _NAMED.get(match[0]) or f"&#{ord(match[0])};"


def unescape(text: str) -> str:
    """``text`` with HTML's character references resolved, as the standard asks; ``html.unescape`` drops controls."""
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name is None:
        digits, base = (decimal, 10) if hexadecimal is None else (hexadecimal, 16)
        # Eight digits are beyond Unicode in either base; more would only cost time.
        return _numbered(int(digits.lstrip("0")[:8] or "0", base))
    for length in range(len(name), 1, -1):
        if name[:length] in html5:
            return html5[name[:length]] + name[length:]
    return match[0]


def _numbered(number: int) -> str:
    if number == 0 or 0xD800 <= number <= 0xDFFF or number > 0x10FFFF:
        return "\ufffd"
    if 0x80 <= number <= 0x9F:
        return bytes([number]).decode("cp1252", errors="ignore") or chr(number)
    return chr(number)
