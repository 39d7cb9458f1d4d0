"""What the public would read of an interview that nobody said in it: titles, headings, captions, reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from archive.records import Cue, IndexPoint, Texts
from archive.release import Released, ReleasedPicture
from archive.sentences import Sentence, sentence
from archive.speech import Speech, running

Page = Literal["contents", "record", "pictures", "withholding", "publishing"]
"""The page of the desk on which it was written, and can be written otherwise."""

_APART_MS: Final = 60_000
"""No phrase goes on from one text to the next: as long a silence lies between."""
_DESCRIBED: Final[Mapping[str, Sentence]] = {
    "title": sentence("the title"),
    "summary": sentence("the summary"),
    "rights_holder": sentence("the holder of rights"),
    "licence": sentence("the licence"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One text: where it stands, the page it is written on, in which language; of a heading, at what moment."""

    where: Sentence
    page: Page
    text: str
    language: str = ""
    start_ms: int = 0


def written(released: Released) -> Iterator[Written]:
    """Everything that the public would read and nobody said, in each language."""
    for name, where in _DESCRIBED.items():
        yield from _each(getattr(released, name), where, "record")
    yield from _each(released.closed_because, sentence("the reason that readers are told"), "publishing")
    for recording in released.recordings:
        yield from _each(recording.label, sentence("the label of a recording"), "record")
        for *_, reason in recording.withheld:
            yield from _each(reason, sentence("the reason that readers are told"), "withholding")
        for point in recording.index_points:
            yield from _of_heading(point)
    for picture in released.pictures:
        yield from _of_picture(picture)


def _of_heading(point: IndexPoint) -> Iterator[Written]:
    where = sentence("a heading")
    told: tuple[Texts | str, ...] = (point.title, point.synopsis, *point.keywords, *point.subjects, point.place)
    for each in told:
        yield from _each(each, where, "contents", point.start_ms)


def _of_picture(picture: ReleasedPicture) -> Iterator[Written]:
    for each in (picture.caption, picture.alt, picture.credit):
        yield from _each(each, sentence("what is said of a picture"), "pictures")


def _each(told: Texts | str, where: Sentence, page: Page, start_ms: int = 0) -> Iterator[Written]:
    texts = {"": told} if isinstance(told, str) else told
    for language, text in texts.items():
        if text.strip():
            yield Written(where=where, page=page, text=text, language=language, start_ms=start_ms)


def as_speeches(texts: Iterable[Written]) -> Iterator[tuple[tuple[Written, ...], Speech]]:
    """The texts of each language as one speech, a cue a text: what looks through speech looks through them at once."""
    by_language: dict[str, list[Written]] = {}
    for each in texts:
        by_language.setdefault(each.language, []).append(each)
    for language, held in by_language.items():
        cues = (Cue(n * _APART_MS, n * _APART_MS + 1, each.text) for n, each in enumerate(held))
        yield tuple(held), running(tuple(cues), language)
