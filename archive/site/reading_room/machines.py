"""What a page tells machines of an interview: meta tags, a COinS span and schema.org, for Zotero and for web searches.

Pure: an interview as it is cited goes in, names and values come out. ``zotero.org`` reads the first two, and so do
Mendeley and the browsers' own tools; nobody needs a script for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from archive.exchange.citations import Work, dates
from archive.records import Texts
from archive.release import Released
from archive.site.wording import iso_duration

_TYPES = {"audio": ("Sound", "AudioObject"), "video": ("MovingImage", "VideoObject"), "none": ("Text", "CreativeWork")}


def meta(work: Work) -> Iterator[tuple[str, str]]:
    """Highwire's and Dublin Core's tags, name and content; what is not known is not said."""
    told = [("citation_title", work.title or work.id)]
    told += [("citation_author", each) for each in work.narrators]
    told += [
        ("citation_publication_date", _plain_day(work.date).replace("-", "/")),
        ("citation_language", work.language),
        ("citation_publisher", work.archive),
        ("citation_public_url", work.url),
        ("DC.title", work.title or work.id),
        ("DC.type", _TYPES[work.kind][0]),
        ("DC.identifier", work.url),
        ("DC.date", work.date),
        ("DC.coverage", work.place),
        ("DC.rights", work.rights),
        ("DC.relation", work.collection),
    ]
    told += [("DC.contributor", each) for each in work.interviewers]
    yield from ((name, value) for name, value in told if value)


def coins(work: Work) -> str:
    """The title of a ``<span class="Z3988">``: an OpenURL in Dublin Core, of Zotero's type *interview*."""
    told = [("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"), ("rft.type", "interview")]
    told += [("rft.title", work.title or work.id), *(("rft.creator", each) for each in work.narrators)]
    told += [("rft.contributor", each) for each in work.interviewers]
    told += [
        ("rft.date", work.date),
        ("rft.publisher", work.archive),
        ("rft.source", work.collection),
        ("rft.identifier", work.url),
        ("rft.language", work.language),
        ("rft.rights", work.rights),
        ("rfr_id", f"info:sid/{work.archive}"),
    ]
    return urlencode([(name, value) for name, value in told if value])


def linked_data(
    interview: Released, work: Work, *, collection_url: str, media_urls: Mapping[str, str]
) -> dict[str, Any]:
    """The interview in schema.org's words; ``media_urls`` are where each recording is heard, by its name."""
    told = {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "@id": work.url,
        "url": work.url,
        "identifier": work.id,
        "genre": "Oral history interview",
        "name": _tagged(interview.title),
        "description": _tagged(interview.summary),
        "inLanguage": work.language,
        "dateCreated": _plain_day(work.date),
        "locationCreated": {"@type": "Place", "name": work.place} if work.place else None,
        "creator": [{"@type": "Person", "name": each} for each in work.narrators],
        "contributor": [{"@type": "Person", "name": each} for each in work.interviewers],
        "publisher": {"@type": "ArchiveOrganization", "name": work.archive},
        "copyrightNotice": work.rights,
        "license": interview.licence if interview.licence.startswith("http") else None,
        "isAccessibleForFree": True,
        "isPartOf": {"@type": "Collection", "name": work.collection, "url": collection_url} if collection_url else None,
        "associatedMedia": list(_recordings(interview, media_urls)),
        "hasPart": list(_clips(interview, work)),
    }
    return {name: value for name, value in told.items() if value}


def _tagged(texts: Texts) -> list[dict[str, str]]:
    return [{"@value": text, "@language": tag} for tag, text in texts.items() if text]


def _recordings(interview: Released, media_urls: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for each in interview.recordings:
        if url := media_urls.get(each.name):
            about = {"@type": _TYPES[each.kind][1], "name": each.label or each.name, "contentUrl": url}
            yield about | ({"duration": iso_duration(each.duration_ms)} if each.duration_ms else {})


def _clips(interview: Released, work: Work) -> Iterator[dict[str, Any]]:
    """The segments of its index, each a part that begins and ends at a second of its recording."""
    for each in interview.recordings:
        for point in each.index_points:
            tape = "" if each.name == "recording-1" else f"recording={each.name}&"
            yield {
                "@type": "Clip",
                "name": _tagged(point.title),
                "startOffset": point.start_ms / 1000,
                "endOffset": point.end_ms / 1000,
                "url": f"{work.url}?{tape}t={point.start_ms / 1000:g},{point.end_ms / 1000:g}",
            }


def _plain_day(edtf: str) -> str:
    """A date as every machine reads it; nothing where it is uncertain, for a machine would forget that."""
    found = dates.days(edtf)
    day = found[0] if found and not dates.is_interval(edtf) else None
    return dates.numbers(day) if day and day.is_sure else ""
