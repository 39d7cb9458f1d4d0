"""Writing a query for people who would rather fill in a form: pure, and every result is read without complaint."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from archive.language import terms
from archive.search.fields import role_called, status_called, years

BOXES: tuple[str, ...] = (
    "all",
    "phrase",
    "any",
    "none",
    "near",
    "within",
    "speaker",
    "role",
    "person",
    "place",
    "topic",
    "from",
    "to",
)
BOXES += ("collection", "language", "status")
"""What the form asks for, by name."""

_QUOTES = re.compile(r'["“”„«»「」『』＂()（）]')
_MOST_BETWEEN = 1000


def written(boxes: Mapping[str, str]) -> str:
    """The query that says what was filled in; nothing for an empty form."""
    return " ".join(_parts({name: _QUOTES.sub(" ", boxes.get(name, "")).strip() for name in BOXES}))


def _parts(boxes: Mapping[str, str]) -> Iterator[str]:
    yield from _words(boxes["all"])
    if terms(boxes["phrase"]):
        yield f'"{boxes["phrase"]}"'
    if alternatives := _words(boxes["any"]):
        yield " OR ".join(alternatives)
    yield from (f"-{word}" for word in _words(boxes["none"]))
    if len(near := _words(boxes["near"])) > 1:
        yield f"NEAR({' '.join(near)}, {_number(boxes['within'])})"
    else:
        yield from near
    yield from _fields(boxes)


def _fields(boxes: Mapping[str, str]) -> Iterator[str]:
    for name in ("speaker", "person", "place", "topic", "collection", "language"):
        if terms(boxes[name]):
            yield f'{name}:"{boxes[name]}"' if len(boxes[name].split()) > 1 else f"{name}:{boxes[name]}"
    if role := role_called(boxes["role"]):
        yield f"role:{role}"
    if status := status_called(boxes["status"]):
        yield f"status:{status}"
    span = boxes["from"] if boxes["from"] == boxes["to"] else f"{boxes['from']}..{boxes['to']}"
    if years(span):
        yield f"year:{span}"


def _words(text: str) -> list[str]:
    """The words of a box, none of which may be taken for more than a word."""
    words = (word.strip("-－,，;；:：") for word in text.split())
    return [
        f'"{word}"' if word in ("OR", "AND", "NOT") or ":" in word or "：" in word else word
        for word in words
        if terms(word)
    ]


def _number(text: str) -> int:
    return min(int(text), _MOST_BETWEEN) if re.fullmatch(r"[0-9]{1,5}", text) else 10
