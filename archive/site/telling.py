"""What the rest of the program says, in the reader's language: its sentences, as a page or a script is told them.

Their Chinese stands in the same catalogue as that of the pages (:mod:`archive.site.interface`). Whatever has none is
marked as the English it is: the words of an operating system, and what an older or a newer program wrote down.
"""

from __future__ import annotations

import re

from flask import Flask
from markupsafe import Markup, escape

from archive.sentences import Foreign, Sentence, Several, Value
from archive.site.interface import in_the_readers_language, interface_language
from archive.site.wording import in_its_script

_COMMAND = re.compile(r"`([^`]+)`")
_ENGLISH = Markup('<span lang="en">{}</span>')


def translated(told: Sentence | str) -> Markup:
    """A sentence as a page shows it; a text that is none, as somebody wrote it."""
    if isinstance(told, str):
        return _as_written(told)
    template = in_the_readers_language(told.template)
    values = {name: _shown(each) for name, each in told.values.items()}
    if template is None:
        return _ENGLISH.format(_with_commands(told.template) % values)
    return _with_commands(template) % values


def in_words(told: Sentence) -> str:
    """A sentence as a script is told it: plain text."""
    template = in_the_readers_language(told.template) or told.template
    return template % {name: _in_words(each) for name, each in told.values.items()}


def _in_words(value: Value) -> str | int:
    if isinstance(value, Several):
        return _between(value).join(str(_in_words(each)) for each in value.parts)
    if isinstance(value, Sentence):
        return in_words(value)
    return value.text if isinstance(value, Foreign) else value


def tell(app: Flask) -> None:
    """Give the templates the filter that shows what the program says."""
    app.jinja_env.filters["translated"] = translated


def _shown(value: Value) -> Markup | str | int:
    if isinstance(value, Sentence):
        return translated(value)
    if isinstance(value, Several):
        return Markup(_between(value)).join(
            translated(each) if isinstance(each, Sentence) else _printable(each) for each in value.parts
        )
    if isinstance(value, Foreign):
        return _as_written(value.text)
    return _printable(value) if isinstance(value, str) else value


def _between(value: Several) -> str:
    """What stands between several sentences: Chinese ones need no space after their full stop."""
    return {", ": "、", " ": ""}[value.between] if interface_language().startswith("zh") else value.between


def _with_commands(template: str) -> Markup:
    """A template with what is to be typed at a terminal set as such."""
    return Markup(_COMMAND.sub(r"<kbd>\1</kbd>", str(escape(template))))


def _as_written(text: str) -> Markup:
    """What has no template, marked by its script."""
    return in_its_script(_printable(text))


def _printable(text: str) -> str:
    """A file's name may hold halves of characters, which no page can carry."""
    return text.encode(errors="replace").decode()
