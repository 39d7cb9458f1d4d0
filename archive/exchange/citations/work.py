"""What is cited: an interview as it was released, the text that was read, and the passage in it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

from archive.records import Form, Texts
from archive.release import Released, ReleasedTrack

Tongue = Literal["en", "zh"]
"""The language a citation is written in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The words that were read: who answers for them, in which form and version."""

    language: str
    is_translation: bool
    form: Form
    is_machine_made: bool
    approved_by: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A moment of a recording or, with an end, a stretch of it; ``tape`` where there are several, who speaks if known.

    A text without a recording has no moments: there ``start_ms`` and ``end_ms`` are both None.
    """

    url: str
    start_ms: int | None = None
    end_ms: int | None = None
    tape: str = ""
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """An interview as it is cited on a day, in a language. Names are those the public meets: pseudonyms where given."""

    id: str
    tongue: Tongue
    title: str
    narrators: tuple[str, ...]
    interviewers: tuple[str, ...]
    date: str
    place: str
    language: str
    kind: Literal["audio", "video", "none"]
    collection: str
    archive: str
    url: str
    accessed: datetime.date
    rights: str = ""
    text: Text | None = None
    passage: Passage | None = None

    @property
    def link(self) -> str:
        """Where what is cited is found."""
        return self.passage.url if self.passage else self.url


def work(
    interview: Released,
    *,
    tongue: Tongue,
    archive: str,
    url: str,
    accessed: datetime.date,
    collection: Texts | None = None,
    track: ReleasedTrack | None = None,
    passage: Passage | None = None,
) -> Work:
    """An interview made ready to be cited; of one that is closed, its title."""
    kinds = {each.kind for each in interview.recordings}
    return Work(
        id=interview.id,
        tongue=tongue,
        title=in_tongue(interview.title, tongue),
        narrators=interview.narrators,
        interviewers=interview.interviewers,
        date=interview.date,
        place=interview.place,
        language=interview.language,
        kind="video" if "video" in kinds else "audio" if "audio" in kinds else "none",
        collection=in_tongue(collection or {}, tongue),
        archive=archive,
        url=url,
        accessed=accessed,
        rights=" ".join(filter(None, (interview.rights_holder, interview.licence))),
        text=_text(track) if track else None,
        passage=passage,
    )


def in_tongue(texts: Texts, tongue: Tongue) -> str:
    """The same words in the language of the citation, or in the first there is."""
    given = {tag: text for tag, text in texts.items() if text}
    ours = (text for tag, text in given.items() if tag.split("-")[0].lower() == tongue)
    return next(ours, next(iter(given.values()), ""))


def _text(track: ReleasedTrack) -> Text:
    return Text(
        language=track.language,
        is_translation=bool(track.translated_from),
        form=track.form,
        is_machine_made=track.is_machine_made,
        approved_by=track.approved_by,
        version=track.version or track.made_on,
    )
