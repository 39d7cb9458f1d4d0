"""Times, dates, lengths and the names of languages, in the words of the interface; filters for the templates.

Sentences stand in the templates, marked for translation (``_("…")``); only what must be computed is here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask import Flask
from flask_babel import gettext as _
from markupsafe import Markup, escape

from archive.exchange.citations import as_html
from archive.moments import clock, seconds
from archive.records import Texts
from archive.site.interface import interface_language, speak_languages

_LANGUAGES = {
    "zh": ("Chinese", "中文", "中文"),
    "cmn": ("Mandarin", "普通话", "普通话"),
    "yue": ("Cantonese", "粤语", "粵語"),
    "en": ("English", "英语", "English"),
    "de": ("German", "德语", "Deutsch"),
    "es": ("Spanish", "西班牙语", "Español"),
    "fr": ("French", "法语", "Français"),
    "it": ("Italian", "意大利语", "Italiano"),
    "ja": ("Japanese", "日语", "日本語"),
    "ko": ("Korean", "韩语", "한국어"),
    "pt": ("Portuguese", "葡萄牙语", "Português"),
    "ru": ("Russian", "俄语", "Русский"),
}
"""In English, in Chinese, and as its own speakers call it."""
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SEASONS = {"21": ("spring", "春"), "22": ("summer", "夏"), "23": ("autumn", "秋"), "24": ("winter", "冬")}
"""As EDTF numbers them behind the months."""
_SEASON = re.compile(r"(\d{4})-(2[1-4])")
_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")
_LATIN = re.compile("[A-Za-z]")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\u3001-\u301f\uff00-\uff5e]+")


def duration(ms: int) -> str:
    """A length as it is said: ``1 h 12 min``, ``12 min``, ``45 s``."""
    if ms < 60_000:
        return str(_("%(num)s s", num=max(round(ms / 1000), 1)))
    hours, minutes = divmod(round(ms / 60_000), 60)
    told = [_("%(num)s h", num=hours)] * (hours > 0) + [_("%(num)s min", num=minutes)] * (minutes > 0)
    return " ".join(told)


def iso_duration(ms: int) -> str:
    """A moment or length for ``<time datetime>``: ``PT754.32S``."""
    return f"PT{seconds(ms)}S"


def long_date(edtf: str) -> str:
    """``2016-03-14`` as ``14 March 2016``, ``2003-23`` as ``autumn 2003``; what is not plainly a date as it is."""
    if season := _SEASON.fullmatch(edtf):
        english, chinese = _SEASONS[season[2]]
        return f"{season[1]}年{chinese}" if _is_chinese() else f"{english} {season[1]}"
    match = _DATE.fullmatch(edtf)
    if not match:
        return edtf
    year, month, day = match.groups()
    if _is_chinese():
        return f"{year}年" + (f"{int(month)}月" if month else "") + (f"{int(day)}日" if day else "")
    return " ".join(([str(int(day))] if day else []) + ([_MONTHS[int(month) - 1]] if month else []) + [year])


def time_said(edtf: str) -> str:
    """A date or a stretch of time as it is told: ``1998/2001`` as *1998 – 2001*, ``1998~`` as *about 1998*."""
    since, is_stretch, until = edtf.partition("/")
    if is_stretch:
        first, last = _moment_said(since), _moment_said(until)
        if first and last:
            return f"{first} – {last}"
        return str(_("until %(date)s", date=last) if last else _("from %(date)s on", date=first))
    return _moment_said(edtf)


def _moment_said(edtf: str) -> str:
    """One moment, with how sure it is; nothing for an open end."""
    plain, doubt = (edtf[:-1], edtf[-1]) if edtf[-1:] in ("~", "?", "%") else (edtf, "")
    if plain in ("", ".."):
        return ""
    is_decade = re.fullmatch(r"\d{3}[Xx]", plain)
    said = str(_("%(year)ss", year=f"{plain[:3]}0")) if is_decade else long_date(plain)
    if not doubt:
        return said
    return str(_("perhaps %(date)s", date=said) if doubt == "?" else _("about %(date)s", date=said))


def language_name(tag: str) -> str:
    """A language in the words of the interface; its tag where we have no name for it."""
    return _names(tag)[1 if _is_chinese() else 0]


def own_name(tag: str) -> str:
    """A language as its own speakers call it."""
    return _names(tag)[2]


def _names(tag: str) -> tuple[str, str, str]:
    return _LANGUAGES.get(tag) or _LANGUAGES.get(tag.split("-")[0]) or (tag, tag, tag)


def _is_chinese() -> bool:
    return interface_language().startswith("zh")


def by_language(texts: Texts) -> list[tuple[str, str]]:
    """The same words in each language, the reader's own first."""
    return sorted(((tag, text) for tag, text in texts.items() if text), key=lambda entry: not _is_ours(entry[0]))


def _is_ours(tag: str) -> bool:
    return tag.split("-")[0] == interface_language().split("-")[0]


def in_its_script(text: str) -> Markup:
    """Text whose language nobody recorded (a name, a place): its Chinese runs are marked as Chinese.

    Text without any, on a Chinese page, is taken to be English, so that no Chinese voice reads it aloud.
    """
    if _is_chinese() and _LATIN.search(text) and not _HAN.search(text):
        return Markup('<span lang="en">{}</span>').format(text)
    return Markup(_HAN.sub(lambda run: f'<span lang="zh">{run[0]}</span>', str(escape(text))))


def listed(names: Iterable[str]) -> Markup:
    """Names one after the other, each in its own script."""
    return Markup("、" if _is_chinese() else ", ").join(in_its_script(name) for name in names)


def linked(names: Iterable[tuple[str, str]]) -> Markup:
    """Names one after the other, each leading to the address beside it."""
    links = (Markup('<a href="{}">{}</a>').format(url, in_its_script(name)) for name, url in names)
    return Markup("、" if _is_chinese() else ", ").join(links)


def citation(written: str) -> Markup:
    """A citation with the italics of its style."""
    return Markup(as_html(written))


def plural_languages(tags: Sequence[str]) -> str:
    """Languages in a row: ``Chinese and English``."""
    names = list(dict.fromkeys(language_name(tag) for tag in tags))
    comma, last = ("、", "和") if _is_chinese() else (", ", " and ")
    return last.join(filter(None, [comma.join(names[:-1]), *names[-1:]]))


def speak(app: Flask) -> None:
    """Give the templates these words, and ``_`` and ``ngettext`` for their own, in the reader's language."""
    speak_languages(app)
    filters: list[Callable[[Any], Any]] = [
        clock,
        seconds,
        duration,
        iso_duration,
        long_date,
        time_said,
        language_name,
        own_name,
    ]
    filters += [by_language, in_its_script, listed, linked, plural_languages, citation]
    app.jinja_env.filters.update({word.__name__: word for word in filters})
