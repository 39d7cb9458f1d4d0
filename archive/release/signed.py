"""Who answers for a text, in which version, and when it changed where it may be read; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from archive.access import Gap
from archive.records import Track
from archive.release.redacted import outside
from archive.release.values import Change, Line, ReleasedTrack


def unchanged(recording: str, track: Track) -> ReleasedTrack:
    """A text with all its words, and who answers for it."""
    return ReleasedTrack(
        recording=recording,
        language=track.language,
        translated_from=track.translated_from,
        form=track.form,
        is_machine_made=track.is_machine_made,
        # A draft that people have begun to correct is still the machine's until somebody vouches for it.
        made_by=(track.drafted_by if track.is_machine_made else "") or track.made_by,
        made_on=track.made_at[:10],
        approved_by=track.approved_by,
        approved_on=track.approved_on,
        cues=track.cues,
    )


def with_line(track: ReleasedTrack, lines: Mapping[str, Sequence[Line]], cut: Sequence[Gap]) -> ReleasedTrack:
    """The text with its version, and when it changed where it may be read: of what is withheld not even that."""
    of_recording = lines.get(track.recording, ())
    line = next((each for each in of_recording if (each.language, each.form) == (track.language, track.form)), None)
    if line is None:
        return track
    changes = tuple(part for each in line.changes for part in outside(each, cut))
    version, signed = _last_read(line, cut)
    if version != line.version:
        track = _signed_before(track, signed, version)
    return replace(track, version=version, changes=changes)


def _signed_before(track: ReleasedTrack, before: Track | None, version: str) -> ReleasedTrack:
    """The text signed as it was before somebody corrected what is withheld: that they did, the public is not told.

    That somebody vouches for it now, it is: they vouch for what is read, too. Where the text before it can no longer
    be read, only the day is known.
    """
    then = unchanged(track.recording, before) if before else track
    vouched = track if track.approved_by else then
    return replace(
        track,
        is_machine_made=vouched.is_machine_made,
        made_by=then.made_by,
        made_on=version[:10],
        approved_by=vouched.approved_by,
        approved_on=vouched.approved_on,
    )


def _last_read(line: Line, cut: Sequence[Gap]) -> tuple[str, Track | None]:
    """The last version in which something changed that may be read; where it is not the newest, how it was signed."""
    signed = None
    for each in reversed(line.versions[1:]):
        is_read = not each.stretches or any(
            True for one in each.stretches for _ in outside(Change(*one, each.name), cut)
        )
        if is_read:
            return each.name, signed
        signed = each.before
    return line.versions[0].name, signed
