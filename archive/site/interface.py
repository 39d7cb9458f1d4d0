"""The two languages of the interface, and which of them a reader meets.

Sentences are marked where they stand (``_("…")``) and written in Chinese in ``translations/``: that text file is what
is read here, so there is nothing to compile. ``make translations`` brings new sentences into it.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, Response, g, has_request_context, request
from flask_babel import Babel, Domain, get_locale

LANGUAGES = {"en": "English", "zh-Hans": "中文"}
"""The languages there are, each by its own name."""

_CATALOGS = Path(__file__).parent / "translations"


def interface_language() -> str:
    """The language in which this page speaks, as HTML names it; English where nobody reads."""
    return str(get_locale() or Locale("en")).replace("_", "-")


def speak_to(language: str) -> None:
    """For the rest of this request, speak this language, whatever the browser asks for; none of ours is passed over."""
    if language in LANGUAGES:
        g.interface_language = language


def speak_languages(app: Flask) -> None:
    """Let every page speak the reader's language, and say which it is."""
    babel = Babel(app, locale_selector=lambda: _chosen().replace("-", "_"))
    babel.domain_instance = _Written()
    app.jinja_env.globals["interface_language"] = interface_language
    app.after_request(_say_which)


def _chosen() -> str:
    chosen: str = g.get("interface_language", "")
    if chosen or not has_request_context():
        return chosen or "en"
    for wanted, _quality in request.accept_languages:
        if wanted.lower().split("-")[0] in ("zh", "en"):
            return "zh-Hans" if wanted.lower().startswith("zh") else "en"
    return "en"


def _say_which(response: Response) -> Response:
    if response.mimetype == "text/html":
        response.headers.setdefault("Content-Language", interface_language())
        response.vary.add("Accept-Language")
    return response


def in_the_readers_language(template: str) -> str | None:
    """A template as it is written in the language of this page; None where nobody has written it."""
    if interface_language() == "en" or not template:
        return template
    return _sentences(interface_language()).get(template)


class _Written(Domain):  # type: ignore[misc]
    """What is written in ``translations/``, for as long as the process lives."""

    def get_translations(self) -> NullTranslations:
        return catalog(interface_language())


@cache
def catalog(language: str) -> NullTranslations:
    """All sentences in a language; those of English are what stands in the code."""
    path = _written_in(language)
    if not path.exists():
        return NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, _read(path))
    compiled.seek(0)
    return Translations(compiled)


@cache
def _sentences(language: str) -> Mapping[str, str]:
    """Each sentence that is written in a language, by its English."""
    written = {each.id: each.string for each in _read(_written_in(language))}
    return {one: other for one, other in written.items() if isinstance(one, str) and isinstance(other, str) and other}


def _read(path: Path) -> Catalog:
    with path.open("rb") as stream:
        return read_po(stream)


def _written_in(language: str) -> Path:
    return _CATALOGS / language.replace("-", "_") / "LC_MESSAGES" / "messages.po"
