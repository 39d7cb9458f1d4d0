"""People, places and organisations as tags: what a program or the record names, for people to decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from archive import places
from archive.errors import NotFound
from archive.files import Files
from archive.language import terms
from archive.names import Name, Readers, names_said, readers
from archive.places import Known, Meaning
from archive.provenance import PROGRAM
from archive.records import Interview, Referent, Ruling, Tag
from archive.speech import Speech
from archive.tags.reading import read_rulings
from archive.tags.suggesting import Recogniser


def of_names(reads: Readers, known: Known) -> Recogniser:
    """Suggests who, where and which organisation is named: by a program where one reads the language, and the record.

    A real name that has a pseudonym is nobody's to meet, and is not suggested: :func:`to_protect` tells it.
    """

    def names(interview: Interview, speech: Speech) -> Iterator[Tag]:
        people = (*interview.narrators, *interview.interviewers)
        found = names_said(
            speech,
            reads(speech.language),
            places=known,
            people=[each.name for each in people if not each.pseudonym],
            hidden=[each.name for each in people if each.pseudonym],
        )
        return (_tag(speech, each) for each in found)

    return names


def names_in(files: Files, interview_id: str, *, english_model: str) -> Recogniser:
    """The same with the places that an interview's collection speaks of: its record, its glossary and its rulings."""
    interview = files.read_interview(interview_id)
    country, glossary = "", list[str]()
    with suppress(NotFound):  # an interview may name a collection that nobody has described
        collection = files.read_collection(interview.collection) if interview.collection else None
        country = collection.country if collection else ""
        glossary = [each for each in collection.glossary if _is_place(each, country)] if collection else []
    rulings = [each for each in read_rulings(files, interview) if each.kind == "place"]
    own: list[str | Meaning] = [*map(_ruled, _accepted(rulings)), interview.place, *glossary]
    known = places.known(own, country)
    # What people changed for a spelling is found again by what was suggested for it: that must stay as it was.
    changed = {places.key(each.spelling) for each in rulings if each.verdicts and each.verdicts[-1].refers_to}
    by_name = {name: place for name, place in known.own.items() if name not in changed}
    return of_names(readers(english_model), replace(known, own=by_name))


def _is_place(name: str, country: str) -> bool:
    meant = places.known(country=country).meant(name)
    return meant.place is not None and not meant.like


def _accepted(rulings: Iterable[Ruling]) -> Iterator[Ruling]:
    return (
        each for each in rulings if each.status == "accepted" and (each.verdicts[-1].refers_to or each.refers_to).label
    )


def _ruled(ruling: Ruling) -> Meaning:
    """The place that people have accepted for a spelling."""
    means = ruling.verdicts[-1].refers_to or ruling.refers_to
    return Meaning(means.id, means.label.get("en", ""), means.label.get("zh-Hans", ""))


def to_protect(interview: Interview, tags: Iterable[Tag]) -> tuple[str, ...]:
    """Names to look at before anything is published: people who have a pseudonym, and everybody else who is named.

    For :func:`archive.privacy.flags`. Who takes part under their own name has agreed to it, and is not among them.
    """
    people = (*interview.narrators, *interview.interviewers)
    agreed = {" ".join(terms(each.name)) for each in people if not each.pseudonym}
    named = (each.text for each in tags if each.kind == "person" and each.status != "rejected")
    others = (each for each in named if " ".join(terms(each)) not in agreed)
    return tuple(dict.fromkeys((*(each.name for each in people if each.pseudonym), *others)))


def _tag(speech: Speech, name: Name) -> Tag:
    first = (name.meaning,) if name.meaning else ()
    offered = _told_apart((*first, *name.others))
    return Tag(
        kind=name.kind,
        text=name.spoken.text,
        language=speech.language,
        start_ms=name.spoken.start_ms,
        end_ms=name.spoken.end_ms,
        refers_to=offered[0] if first else Referent(),
        alternatives=tuple(offered[len(first) :]),
        made_by=name.program or f"{PROGRAM} names",
        reason=name.reason,
        evidence=speech.around(name.spoken),
        is_proposal=name.is_proposal,
    )


def _told_apart(meanings: Sequence[Meaning]) -> list[Referent]:
    """Places as they are called, with their country behind the names of those that would be called alike."""
    called = Counter(each.name for each in meanings)
    return [Referent(id=each.id, label=_label(each, is_alone=called[each.name] == 1)) for each in meanings]


def _label(place: Meaning, *, is_alone: bool) -> dict[str, str]:
    names = {"en": place.english, "zh-Hans": place.chinese}
    if not is_alone:
        english, chinese = places.country_named(place.country)
        behind = {"en": f", {english}", "zh-Hans": f"（{chinese}）"}
        names = {tag: name and name + behind[tag] for tag, name in names.items()}
    return {tag: name for tag, name in names.items() if name}
