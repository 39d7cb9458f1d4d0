"""Passages that somebody should look at before they are published, each with the reason; nothing is done to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from archive.privacy import addresses, digits
from archive.records import Texts
from archive.sentences import Sentence, sentence
from archive.speech import Speech, Spoken
from archive.vocabulary import Concept, Vocabulary, matcher

FlagKind = Literal["telephone", "identity", "bank card", "account", "address", "e-mail", "name", "sensitive"]

_LOOKS: dict[str, Sentence] = {
    "telephone": sentence("This looks like a telephone number."),
    "identity": sentence("This looks like an identity number."),
    "bank card": sentence("This looks like the number of a bank card or an account."),
    "account": sentence("This looks like the number of an account."),
}
_IS: dict[str, Sentence] = {
    "identity": sentence("This is an identity number: its check digit is right."),
    "bank card": sentence("This looks like the number of a bank card: its check digit is right."),
}
_ADDRESS = sentence("This looks like the address of a house.")
_MAIL = sentence("This looks like an address for e-mail.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A passage that may give somebody away or harm them. ``about`` is the name, or the concept by its URI."""

    kind: FlagKind
    spoken: Spoken
    evidence: str
    reason: Sentence
    about: str = ""
    label: Texts | None = None


def flags(speech: Speech, *, vocabularies: Iterable[Vocabulary] = (), names: Sequence[str] = ()) -> list[Flag]:
    """What somebody should look at in a speech, in order; ``names`` are of people who did not agree to be named.

    Where one stands within another of its kind, the longer is told.
    """
    found = [
        *_numbers(speech),
        *_addresses(speech),
        *_concepts(speech, [_sensitive_of(each) for each in vocabularies], "sensitive"),
        *_concepts(speech, [_named(names)] if names else [], "name"),
    ]
    return sorted(_outermost(found), key=lambda each: (each.spoken.start, each.spoken.end, each.kind))


def _numbers(speech: Speech) -> Iterator[Flag]:
    text = speech.folded.text
    for number in digits.spelt(text):
        if (told := digits.kind_of(number, text)) is not None:
            kind, is_checked = told
            reason = _IS[kind] if is_checked else _LOOKS[kind]
            yield _flag(speech, kind, speech.spoken_folded(number.start, number.end), reason)


def _addresses(speech: Speech) -> Iterator[Flag]:
    text = speech.folded.text
    for start, end in addresses.addresses(text):
        yield _flag(speech, "address", speech.spoken_folded(start, end), _ADDRESS)
    for start, end in addresses.english_addresses(speech.text):
        yield _flag(speech, "address", speech.spoken(start, end), _ADDRESS)
    for start, end in addresses.mail(text):
        yield _flag(speech, "e-mail", speech.spoken_folded(start, end), _MAIL)


def _concepts(speech: Speech, vocabularies: Sequence[Vocabulary], kind: FlagKind) -> Iterator[Flag]:
    for match in matcher(vocabularies, speech.language).matches(speech):
        about, label = match.concept.uri, match.concept.labels
        if kind == "name":
            reason = sentence("%(name)s is named here.", name=about)
        else:
            label_in_english = label.get("en") or next(iter(label.values()), about)
            reason = sentence("%(concept)s is marked as sensitive.", concept=label_in_english)
        yield Flag(
            kind=kind,
            spoken=match.spoken,
            evidence=speech.around(match.spoken),
            reason=reason,
            about=about,
            label=label if kind == "sensitive" else None,
        )


def _sensitive_of(vocabulary: Vocabulary) -> Vocabulary:
    concepts = {uri: each for uri, each in vocabulary.concepts.items() if each.sensitive}
    return Vocabulary(vocabulary.slug, concepts=concepts)


def _named(names: Sequence[str]) -> Vocabulary:
    return Vocabulary("names", concepts={each: Concept(uri=each, labels={"": each}) for each in names})


def _flag(speech: Speech, kind: FlagKind, spoken: Spoken, reason: Sentence) -> Flag:
    return Flag(kind=kind, spoken=spoken, evidence=speech.around(spoken), reason=reason)


def _outermost(found: Sequence[Flag]) -> Iterator[Flag]:
    kept: list[Flag] = []
    for each in sorted(found, key=lambda one: one.spoken.start - one.spoken.end):
        if not any(
            (other.kind, other.about) == (each.kind, each.about)
            and other.spoken.start <= each.spoken.start
            and each.spoken.end <= other.spoken.end
            for other in kept
        ):
            kept.append(each)
            yield each
