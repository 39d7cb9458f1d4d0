"""Earwitness, an oral-history archive: recordings come in, words go out that are found and heard.

The map, in the order of the work; a module imports only those before it (``tests/test_layout.py`` holds it so):

    sentences       what the program says to people, so that a site can say it in another language
    errors          everything raised on purpose, as a tree
    settings        what an archive can choose: one frozen dataclass
    records         the values: Interview, Recording, Track, Cue, Word, Consent, Redaction …
    moments         moments of a recording as they are written and typed
    webvtt          WebVTT ⇄ cues, by the W3C's rules, with an exact round trip
    language        folding, Chinese scripts, pinyin: pure functions on text
    speech          running speech: words across cues and their moments; numbers and dates as they are said
    places          names of places → where they are
    access          who may meet what: pure
    files           where every record lives; the only one that joins paths or knows fsspec
    provenance      one event an act
    fixity          what changed since, and the date it was last known good
    originals       which originals are here already
    accession       take in a recording
    uploads         recordings on their way in, resumable
    media           PyAV: probe, decode, access copy, peaks, poster
    intake          what was sent or listed becomes interviews
    transcribe      recording → words; the only one that imports a speech engine
    transcripts     read and correct; every version kept
    proofs          that a copy for the public says nothing of what was taken out of it
    correcting      people at work on a text: nothing typed is lost, and two who edit at once both keep theirs
    speakers        who speaks when; the only one that knows voices
    describing      what people write about the material, part by part: records, collections, index points
    vocabulary      the words an archive describes with: concepts, their labels, and where they are said
    privacy         what in a text may give somebody away: flagged, never acted on
    names           people, places and organisations as they are named in speech: proposed, and settled
    tags            what a stretch of speech is about: suggested with evidence, decided by people
    contents        where the talk turns: headings that are suggested, and what people make of them
    gallery         pictures beside an interview, and their copies for the public
    review          what narrators answer about their own words, passage by passage
    publication     the decisions that open an interview or take it back
    takedown        what people ask to have withheld, and how it was answered
    release         the public version of an interview, or nothing
    holdings        everything the files say of one interview, for release to choose from
    index           files → SQLite, for the desk or for an edition
    sensitivity     what somebody looks at before an interview is published, and who has looked
    search          words → moments
    counting        words → every place where they are said, and how often that is
    jobs            what is owed, and the queue that nudges
    overview        where each interview stands on its way to the public, and what it still lacks
    opening         what the public meets of an interview, why no more, and decisions carried through to the edition
    diagnosis       what is wrong with an installation, and how to mend it
    exchange        other people's formats
    demonstration   four interviews of our own, in synthetic voices
    accounts        who may work at the desk: roles, passwords, sessions
    site            the only Flask: the reading room for the public, the desk for staff
    cli             ``earwitness …``

Files are the record; databases are made from them and may be deleted. The public site reads an edition, which holds
what was released and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from archive.settings import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The public site as a WSGI app; it opens the edition in ``settings.instance`` read-only and knows nothing else."""
    # Imported here: whoever wants only a record or a setting need not load a web framework.
    from archive.settings import read_settings
    from archive.site.house import make_house
    from archive.site.reading_room import reading_room

    app = make_house(settings or read_settings())
    app.register_blueprint(reading_room)
    return app


def create_app_with_desk(settings: Settings | None = None) -> Flask:
    """The public site and, under ``/desk``, the pages where staff work on the record itself."""
    # Imported here for the same reason, and because a public process must never load the desk.
    from archive.settings import read_settings
    from archive.site.desk import mount_desk

    settings = settings or read_settings()
    app = create_app(settings)
    mount_desk(app)
    return app
