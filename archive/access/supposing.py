"""A record as it would be if somebody decided more than is decided: to tell beforehand what the public would meet."""

from __future__ import annotations

from dataclasses import replace

from archive.records import OPEN, PUBLIC_USES, Access, Consent, Decision, Interview


def as_published(interview: Interview) -> Interview:
    """As it would be if it were published, as far as its access, its consent and an embargo let it."""
    return replace(interview, published=interview.published or Decision(by="somebody", on="one day"))


def as_open(interview: Interview) -> Interview:
    """As it would be if all of it were published, open and consented to: what is narrow today may be widened one day.

    What is redacted, and pseudonyms, stay as they are. What was withdrawn is not opened by supposing it.
    """
    consent = interview.consent or Consent(statement="as if it were given")
    return replace(
        as_published(interview),
        access=Access(metadata=OPEN, transcript=OPEN, sound=OPEN),
        consent=replace(consent, uses=PUBLIC_USES, withdrawn_on=""),
        embargo_until="",
    )
