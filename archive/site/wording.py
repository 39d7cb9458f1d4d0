"""Times, dates, lengths and the names of languages, in the words of the interface; filters for the templates.

Sentences stand in the templates, marked for translation (``_("…")``); only what must be computed is here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask import Flask
from markupsafe import Markup, escape

from archive.records import Texts

INTERFACE = "en"
"""The language of the interface, until there is a second one to choose from."""

_LANGUAGES = {
    "zh": ("Chinese", "中文"),
    "zh-Hans": ("Chinese", "中文"),
    "zh-Hant": ("Chinese", "中文"),
    "cmn": ("Mandarin", "普通话"),
    "yue": ("Cantonese", "粵語"),
    "en": ("English", "English"),
    "de": ("German", "Deutsch"),
    "es": ("Spanish", "Español"),
    "fr": ("French", "Français"),
    "it": ("Italian", "Italiano"),
    "ja": ("Japanese", "日本語"),
    "ko": ("Korean", "한국어"),
    "pt": ("Portuguese", "Português"),
    "ru": ("Russian", "Русский"),
}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\u3001-\u301f\uff00-\uff5e]+")


def clock(ms: int) -> str:
    """A moment as it is read off a tape: ``12:34``, ``1:12:05``."""
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def seconds(ms: int) -> str:
    """A moment as it stands in an address, exact and as short as it can be: ``754.32``."""
    whole, rest = divmod(ms, 1000)
    return f"{whole}.{rest:03}".rstrip("0").rstrip(".") if rest else str(whole)


def duration(ms: int) -> str:
    """A length as it is said: ``1 h 12 min``, ``12 min``, ``45 s``."""
    if ms < 60_000:
        return f"{max(round(ms / 1000), 1)} s"
    hours, minutes = divmod(round(ms / 60_000), 60)
    return " ".join([f"{hours} h"] * (hours > 0) + [f"{minutes} min"] * (minutes > 0))


def iso_duration(ms: int) -> str:
    """A moment or length for ``<time datetime>``: ``PT754.32S``."""
    return f"PT{seconds(ms)}S"


def long_date(edtf: str) -> str:
    """``2016-03-14`` as ``14 March 2016``; whatever is not plainly a date stays as it was written (``1974?``)."""
    match = _DATE.fullmatch(edtf)
    if not match:
        return edtf
    year, month, day = match.groups()
    return " ".join(([str(int(day))] if day else []) + ([_MONTHS[int(month) - 1]] if month else []) + [year])


def language_name(tag: str) -> str:
    """A language in the words of the interface; its tag where we have no name for it."""
    return _names(tag)[0]


def own_name(tag: str) -> str:
    """A language as its own speakers call it."""
    return _names(tag)[1]


def _names(tag: str) -> tuple[str, str]:
    return _LANGUAGES.get(tag) or _LANGUAGES.get(tag.split("-")[0]) or (tag, tag)


def by_language(texts: Texts) -> list[tuple[str, str]]:
    """The same words in each language, the reader's own first."""
    return sorted(((tag, text) for tag, text in texts.items() if text), key=lambda entry: not _is_ours(entry[0]))


def _is_ours(tag: str) -> bool:
    return tag.split("-")[0] == INTERFACE


def in_its_script(text: str) -> Markup:
    """Text whose language nobody recorded (a name, a place), with its Chinese runs marked as Chinese."""
    return Markup(_HAN.sub(lambda run: f'<span lang="zh">{run[0]}</span>', str(escape(text))))


def listed(names: Iterable[str]) -> Markup:
    """Names one after the other, each in its own script."""
    return Markup(", ").join(in_its_script(name) for name in names)


def plural_languages(tags: Sequence[str]) -> str:
    """Languages in a row: ``Chinese and English``."""
    names = list(dict.fromkeys(language_name(tag) for tag in tags))
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def speak(app: Flask) -> None:
    """Give the templates these words, and ``_`` and ``ngettext`` for their own."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    filters: list[Callable[[Any], Any]] = [clock, seconds, duration, iso_duration, long_date, language_name, own_name]
    filters += [by_language, in_its_script, listed, plural_languages]
    app.jinja_env.filters.update({word.__name__: word for word in filters})
