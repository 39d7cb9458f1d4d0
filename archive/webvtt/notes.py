"""``name: value`` lines in a NOTE block: one line each, whatever the value holds.

A backslash stands for itself doubled, a line break as ``\\n``, and any other character that would break the line, the
block or its reading as ``\\uXXXX``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

_AWKWARD = re.compile(r"[\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]|(?<=--)>|\A\s|\s\Z")
_ESCAPE = re.compile(r"\\(\\|n|u[0-9a-fA-F]{4})")


def field_line(name: str, value: str, *, taken: Collection[str] = ()) -> str:
    """A line that :func:`field_lines` reads as ``name`` and ``value``; a name that is ``taken`` is spelt otherwise."""
    written = escape(name).replace(":", "\\u003a")
    if written in taken:
        written = f"\\u{ord(written[0]):04x}{written[1:]}"
    return f"{written}: {escape(value)}".rstrip()


def field_lines(lines: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Of each line its name as written, its name, and its value."""
    for line in lines:
        written, _, value = line.partition(":")
        yield written.strip(), unescape(written.strip()), unescape(value.strip())


def escape(text: str) -> str:
    """``text`` on one line, without an arrow, without spaces at its ends."""
    return _AWKWARD.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    return {"\\": "\\\\", "\n": "\\n"}.get(match[0]) or f"\\u{ord(match[0]):04x}"


def unescape(text: str) -> str:
    """What :func:`escape` was given."""
    return _ESCAPE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    return {"\\": "\\", "n": "\n"}.get(match[1]) or chr(int(match[1][1:], 16))
