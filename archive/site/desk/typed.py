"""What somebody typed or pasted, as it can be kept: without the characters that nobody sees; pure."""

from __future__ import annotations

import unicodedata


def visible(text: str) -> str:
    """A text without control characters and halves of characters; its lines and spaces stay."""
    return "".join(each for each in text if each.isspace() or unicodedata.category(each) not in ("Cc", "Cs"))


def one_line(text: str | None) -> str:
    """The same in one line, without doubled spaces."""
    return " ".join(visible(text or "").split())


def in_lines(text: str | None) -> str:
    """The same line by line, without the spaces at their ends."""
    return "\n".join(line.rstrip() for line in visible(text or "").strip().splitlines())
