"""WebVTT files to blocks, by the parser of https://www.w3.org/TR/webvtt1/ §6.1.

The standard keeps cues, styles and regions and forgets the rest; we also keep notes, and what is none of these, so that
nobody's words go missing unsaid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.errors import BadInput
from archive.webvtt.cuetext import Node, parse_cue_text
from archive.webvtt.layout import Layout, Region, parse_layout, parse_region
from archive.webvtt.timestamps import PATTERN, to_ms

_ARROW = "-->"
_TIMING = re.compile(rf"[ \t\f\r]*{PATTERN}[ \t\f\r]*-->[ \t\f\r]*{PATTERN}(.*)", re.DOTALL)
_UNREADABLE = re.compile("[\0\ud800-\udfff]")
_WHITESPACE = re.compile(r"[ \t\f\r]+")
_PLAIN = Layout()


@dataclass(frozen=True, slots=True)
class TimedText:
    """A cue as the file has it: ``text`` is markup, ``line`` where its block starts, ``settings`` as written."""

    line: int
    start_ms: int
    end_ms: int
    text: str
    id: str = ""
    settings: str = ""
    layout: Layout = _PLAIN

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The tree that ``text`` stands for."""
        return parse_cue_text(self.text)


@dataclass(frozen=True, slots=True)
class Note:
    """A comment, without the word NOTE."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Style:
    """A style sheet."""

    line: int
    css: str


@dataclass(frozen=True, slots=True)
class Stray:
    """A block that is nothing the standard knows, such as a cue whose timing line is broken."""

    line: int
    text: str


Block = TimedText | Note | Style | Region | Stray


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a WebVTT file holds, in its order. ``header`` is what follows WEBVTT before the first blank line."""

    header: str
    blocks: tuple[Block, ...]

    @property
    def cues(self) -> tuple[TimedText, ...]:
        """The cues, in the order of the file."""
        return tuple(each for each in self.blocks if isinstance(each, TimedText))

    @property
    def notes(self) -> tuple[Note, ...]:
        """The comments."""
        return tuple(each for each in self.blocks if isinstance(each, Note))

    @property
    def styles(self) -> tuple[Style, ...]:
        """The style sheets."""
        return tuple(each for each in self.blocks if isinstance(each, Style))

    @property
    def regions(self) -> tuple[Region, ...]:
        """The regions."""
        return tuple(each for each in self.blocks if isinstance(each, Region))

    @property
    def strays(self) -> tuple[Stray, ...]:
        """What could not be understood."""
        return tuple(each for each in self.blocks if isinstance(each, Stray))

    @property
    def headers(self) -> Mapping[str, str]:
        """The header's ``Name: value`` lines, as some programs write them (``Language: en``)."""
        pairs = (line.partition(":") for line in self.header.split("\n"))
        return {name.strip(): value.strip() for name, colon, value in pairs if colon and value.strip()}


def parse(text: str | bytes) -> Parsed:
    """What a WebVTT file says. Bytes are read as UTF-8; what is not UTF-8 becomes U+FFFD.

    Raises :class:`BadInput` if the file does not begin as WebVTT must, and nothing else, whatever it holds.
    """
    lines = as_lines(text)
    if not is_signed(lines):
        raise BadInput(
            "This is not a WebVTT file: it begins %(begins)r, not with WEBVTT.",
            next_step="Save it as WebVTT in UTF-8; its first line must be WEBVTT, its second line empty.",
            begins=lines[0][:40],
        )
    end = _header_end(lines)
    header = "\n".join([lines[0][6:].strip(" \t"), *lines[1:end]]).strip("\n")
    return Parsed(header, tuple(blocks(lines, end)))


def as_lines(text: str | bytes) -> list[str]:
    """The lines of a file, without their ends and a byte-order mark; at least one, even if it is empty."""
    if isinstance(text, bytes):
        text = text.decode(errors="replace")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return _UNREADABLE.sub("\ufffd", text).split("\n")


def is_signed(lines: Sequence[str]) -> bool:
    """Whether the first line is the signature of WebVTT."""
    return lines[0] == "WEBVTT" or lines[0].startswith(("WEBVTT ", "WEBVTT\t"))


def _header_end(lines: Sequence[str]) -> int:
    at = 1
    while at < len(lines) and lines[at] and _ARROW not in lines[at]:
        at += 1
    return at


def blocks(lines: Sequence[str], at: int) -> Iterator[Block]:
    """The blocks from line ``at`` on (the standard's "collect a WebVTT block", again and again)."""
    regions: dict[str, Region] = {}
    cue_seen = False
    while at < len(lines):
        if not lines[at]:
            at += 1
            continue
        timing = next((each for each in (at, at + 1) if each < len(lines) and _ARROW in lines[each]), None)
        end = _block_end(lines, at if timing is None else timing)
        block: Block
        if timing is not None:
            block = _timed(lines[at:end], timing - at, at + 1, regions)
        else:
            block = _untimed(lines[at:end], at + 1)
        if isinstance(block, TimedText):
            cue_seen = True
        elif isinstance(block, Style | Region) and cue_seen:
            block = Stray(at + 1, "\n".join(lines[at:end]))  # Styles and regions count only before the first cue.
        elif isinstance(block, Region):
            regions[block.id] = block
        yield block
        at = end


def _block_end(lines: Sequence[str], after: int) -> int:
    """Where a block ends: at an empty line, or at a line with an arrow, which begins the next."""
    return next((each for each in range(after + 1, len(lines)) if not lines[each] or _ARROW in lines[each]), len(lines))


def _timed(lines: Sequence[str], timing: int, line: int, regions: Mapping[str, Region]) -> TimedText | Stray:
    match = _TIMING.fullmatch(lines[timing])
    if not match:
        return Stray(line, "\n".join(lines))
    settings = _WHITESPACE.sub(" ", match[9]).strip(" ")
    return TimedText(
        line=line,
        start_ms=to_ms(*match.groups()[:4]),
        end_ms=to_ms(*match.groups()[4:8]),
        text="\n".join(lines[timing + 1 :]),
        id="\n".join(lines[:timing]),
        settings=settings,
        layout=parse_layout(settings, regions) if settings else _PLAIN,
    )


def _untimed(lines: Sequence[str], line: int) -> Note | Style | Region | Stray:
    kind, text = lines[0].rstrip(" \t\f\r"), "\n".join(lines)
    if kind == "NOTE" or kind.startswith(("NOTE ", "NOTE\t")):
        return Note(line, text[5:])
    if kind == "STYLE" and len(lines) > 1:
        return Style(line, "\n".join(lines[1:]))
    if kind == "REGION" and len(lines) > 1:
        return parse_region("\n".join(lines[1:]))
    return Stray(line, text)
