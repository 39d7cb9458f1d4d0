"""What the program says to people: sentences that a site may say in another language, and that are English elsewhere.

A sentence is a template with what it names left open, ``%(name)s is empty``, and what it names. What it names may be
another sentence, or a text that nobody can translate. So it can be kept on disk by a machine that does not know who
will read it, and in which language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Between = Literal[" ", ", "]

_NAMED = re.compile(r"%\((\w+)\)")


@dataclass(frozen=True, slots=True)
class Foreign:
    """The words of an operating system or a library: English, whatever language the sentence around them is in."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Sentence:
    """A template in English and the values it names; as a text it is English."""

    template: str
    values: Mapping[str, Value] = field(default_factory=dict)

    def __post_init__(self) -> None:
        str(self)  # a template and values that do not fit are found here, not where somebody is to read them

    def __str__(self) -> str:
        return self.template % dict(self.values)

    def __bool__(self) -> bool:
        return bool(self.template)


@dataclass(frozen=True, slots=True)
class Several:
    """Sentences, or things by their names, in a row, and what stands between them."""

    parts: tuple[str | Sentence, ...]
    between: Between

    def __str__(self) -> str:
        return self.between.join(map(str, self.parts))


Value = str | int | Foreign | Sentence | Several

UNSAID = Sentence("")
"""Where nothing is to be said."""


def sentence(template: str | Sentence, /, **values: object) -> Sentence:
    """The sentence that this template makes of those of the values that it names.

    An error among them says its own sentence, any other exception is :class:`Foreign`, and all else is its text. What
    is a sentence already stays as it is.
    """
    if isinstance(template, Sentence):
        return template
    named = dict.fromkeys(_NAMED.findall(template))
    return Sentence(template, {name: _value(values[name]) for name in named})


def joined(*sentences: Sentence) -> Sentence:
    """Sentences one after the other, those that say nothing left out."""
    return _several(tuple(filter(None, sentences)), " ")


def enumerated(parts: Iterable[str | Sentence]) -> Sentence:
    """Parts of a sentence, or names, in a row, with commas."""
    return _several(tuple(parts), ", ")


def _several(parts: tuple[str | Sentence, ...], between: Between) -> Sentence:
    if not parts:
        return UNSAID
    if len(parts) == 1 and isinstance(parts[0], Sentence):
        return parts[0]
    return sentence("%(several)s", several=Several(parts, between))


def as_written(text: str | Sentence) -> Sentence:
    """A text that somebody wrote, or that an older program left, as a sentence that is the same in every language."""
    return text if isinstance(text, Sentence) else sentence("%(text)s", text=Foreign(text)) if text else UNSAID


def _value(given: object) -> Value:
    if isinstance(given, str | int | Foreign | Sentence | Several):
        return given
    if isinstance(given, BaseException):
        told = getattr(given, "sentence", None)
        return told if isinstance(told, Sentence) else Foreign(str(given))
    return str(given)
