"""``earwitness add``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from archive import accession, language, media
from archive.accession import Examine, Facts
from archive.cli.terminal import say, the_archive, this_person, today
from archive.errors import BadInput
from archive.records import LANGUAGE_TAG, OPEN, Access, Consent, Interview, Person
from archive.settings import Settings

PUBLIC_USES = ("text", "sound", "translation")


@click.command()
@click.argument("file", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--id", "interview_id", default="", help="An id of your choice, or of an interview to add tapes to.")
@click.option("--title", default="", help="What the interview is called.")
@click.option("--narrator", multiple=True, help="Who is interviewed; may be given several times.")
@click.option("--interviewer", multiple=True, help="Who asks; may be given several times.")
@click.option("--collection", default="", help="The slug of the collection it belongs to.")
@click.option("--language", "tag", default="", help="The language spoken (BCP 47); left away, it is detected.")
@click.option("--date", "recorded", default="", help="When it was recorded, as EDTF: 2016-03-14, 1974?, 1998/1999.")
@click.option("--place", default="", help="Where it was recorded.")
@click.option("--consent", default="", help="What the narrator allowed, in words; without it nothing is published.")
def add(file: tuple[Path, ...], interview_id: str, consent: str, **described: object) -> None:
    """Take recordings in; several FILEs are the tapes of one interview. Prints the interview's id.

    \b
    Example:
      earwitness add tape1.wav tape2.wav --title "A winter underground" --narrator "Lin" --language zh
    """
    files, settings = the_archive()

    examine = examiner(settings)
    if interview_id and interview_id in files.interview_ids():
        interview = accession.add_recordings(files, interview_id, file, examine=examine, agent=this_person())
    else:
        interview = accession.accession(
            files,
            _described(interview_id, consent, described),
            file,
            examine=examine,
            agent=this_person(),
            today=today(),
        )
    if interview.consent is None:
        say(f"{interview.id} has no consent on record yet; it cannot be published without.")
    click.echo(interview.id)


def examiner(settings: Settings) -> Examine:
    """Looks into a file in a worker of its own, under the limits of the settings."""

    def examine(path: Path, shown_as: str) -> Facts:
        probe = media.in_worker(media.probe, path, settings=settings, shown_as=shown_as)
        return Facts(kind=probe.kind, duration_ms=probe.duration_ms)

    return examine


def _described(interview_id: str, consent: str, described: dict[str, object]) -> Interview:
    told = {name: str(value) for name, value in described.items() if isinstance(value, str)}
    return Interview(
        id=interview_id,
        title=in_its_language(told["title"]),
        narrators=_people(described["narrator"]),
        interviewers=_people(described["interviewer"]),
        collection=told["collection"],
        language=_tag(told["tag"]),
        date=told["recorded"],
        place=told["place"],
        access=Access(metadata=OPEN, transcript=OPEN, sound=OPEN),
        consent=consent_to_all(consent, on=today()) if consent.strip() else None,
    )


def consent_to_all(statement: str, *, on: date) -> Consent:
    """Consent to every public use, as of a day."""
    return Consent(statement=statement, uses=PUBLIC_USES, given_on=on.isoformat())


def in_its_language(text: str) -> dict[str, str]:
    """A title or a summary under the tag of the language it is in."""
    return {language.guess_language(text): text} if text else {}


def _people(names: object) -> tuple[Person, ...]:
    return tuple(Person(name=str(each)) for each in names) if isinstance(names, tuple) else ()


def _tag(tag: str) -> str:
    if tag and not LANGUAGE_TAG.fullmatch(tag):
        raise BadInput(f"{tag!r} is not a language tag.", next_step="Use BCP 47: zh, zh-Hans, en, fr …")
    return tag
