"""One interview as a page shows it: which recording and which texts are read, and how the reader gets to the others.

Pure: a released interview, its peaks and what the reader asked for go in, values for the template come out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from archive.moments import seconds
from archive.records import OPEN, Form
from archive.release import MediaFile, Released, ReleasedPicture, ReleasedRecording, ReleasedTrack
from archive.search import Marker
from archive.site.reading_room import waveform
from archive.site.reading_room.asked import Asked, View, address
from archive.site.reading_room.choosing import chosen_recording, in_form, original_first, texts_of
from archive.site.reading_room.elsewhere import Elsewhere, elsewhere
from archive.site.reading_room.passage import News, Stretch, newest, news, stretch
from archive.site.reading_room.typesetting import Column, Entry, Words, WordTimes, here, typeset


@dataclass(frozen=True, slots=True)
class Choice:
    """One way of reading: the original, a translation, or both; ``language`` is empty for both."""

    language: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class FormChoice:
    """One form of the same text: verbatim, or edited for reading."""

    form: Form
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the template shows. ``read`` is the text in the first column, ``other`` the one beside it.

    ``tracks`` are those in the form asked for, ``every_track`` those in any form.
    """

    interview: Released
    recording: ReleasedRecording
    asked: Asked
    tracks: tuple[ReleasedTrack, ...]
    every_track: tuple[ReleasedTrack, ...]
    read: ReleasedTrack | None
    other: ReleasedTrack | None
    entries: tuple[Entry, ...]
    here: Words | None
    matches: tuple[int, ...]
    bars: str
    news: tuple[News, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()

    @property
    def at_ms(self) -> int:
        """Where the sound opens."""
        return self.asked.at_ms or 0

    @property
    def sound(self) -> MediaFile | None:
        """What a browser plays."""
        return self._file("access copy")

    @property
    def poster(self) -> MediaFile | None:
        """The still picture of a film."""
        return self._file("poster")

    @property
    def silence(self) -> Literal["", "none", "closed", "withheld", "missing"]:
        """Why there is nothing to hear, where there is nothing."""
        if self.sound:
            return ""
        if self.recording.kind == "none":
            return "none"
        if self.interview.sound != OPEN:
            return "closed"
        return "withheld" if self.recording.withheld else "missing"

    @property
    def texts(self) -> tuple[ReleasedTrack, ...]:
        """The transcripts on the page, in the order of their columns."""
        return tuple(track for track in (self.read, self.other) if track)

    @property
    def ticks(self) -> tuple[float, ...]:
        """Where on the waveform the words searched for are said."""
        return tuple(dict.fromkeys(waveform.across(each, self.recording.duration_ms) for each in self.matches))

    @property
    def heard_across(self) -> float:
        """How far along the waveform the sound opens."""
        return waveform.across(self.at_ms, self.recording.duration_ms)

    @property
    def moment_url(self) -> str:
        """The address of a moment of this page, but for its seconds."""
        return address(self.asked) + ("&t=" if address(self.asked) != "?" else "t=")

    @property
    def passage(self) -> Stretch | None:
        """The passage that a link names."""
        return stretch(self.asked) if self.news or self.asked.until_ms is not None else None

    @property
    def cite_url(self) -> str:
        """The address of the page that cites a passage, but for its times."""
        return f"{self.interview.id}/cite{address(self.place)}{'' if address(self.place) == '?' else '&'}t="

    @property
    def plain_url(self) -> str:
        """This page without the words that were searched for."""
        return address(self.place)

    @property
    def place(self) -> Asked:
        """What a link must name so that these texts of this recording are read."""
        return Asked(
            recording=self.asked.recording, view=self.asked.view, language=self.asked.language, form=self.asked.form
        )

    @property
    def version(self) -> str:
        """The version in which the texts of this recording stand."""
        return newest(self.every_track)

    @property
    def pictures(self) -> tuple[ReleasedPicture, ...]:
        """The pictures that belong to no moment of any recording."""
        names = [each.name for each in self.interview.recordings]
        return tuple(each for each in self.interview.pictures if each.recording not in names)

    @property
    def next_tape(self) -> ReleasedRecording | None:
        """The recording that goes on where this one ends."""
        tapes = self.interview.recordings
        place = next((number for number, each in enumerate(tapes) if each.name == self.recording.name), len(tapes))
        return tapes[place + 1] if place + 1 < len(tapes) else None

    def recording_url(self, name: str) -> str:
        """This page with another of its recordings."""
        return address(replace(self.asked, recording=name))

    def ways(self) -> Iterator[Choice]:
        """The ways of reading there are; none where there is nothing to choose."""
        if len(self.tracks) < 2:
            return
        original, *others = self.tracks
        yield Choice(original.language, self._way("original"), self.read == original and not self.other)
        for each in others:
            language = each.language if len(others) > 1 else ""
            yield Choice(each.language, self._way("translation", language), self.read == each)
        yield Choice("", self._way("both", self.asked.language), self.other is not None)

    @property
    def form(self) -> Form | None:
        """The form of the text that is read, where it has to be said: it is edited, or might have been."""
        return self.form_said(self.read) if self.read else None

    def form_said(self, track: ReleasedTrack) -> Form | None:
        """The form of a text on the page, where readers must be told it."""
        return track.form if track.form == "edited" or self._in_both_forms(track) else None

    def forms(self) -> Iterator[FormChoice]:
        """The forms that a text on the page can be read in; none where there is one."""
        if not any(map(self._in_both_forms, self.texts)):
            return
        is_edited = any(each.form == "edited" for each in self.texts)
        yield FormChoice("verbatim", self._at_this_moment(replace(self.asked, form="")), not is_edited)
        yield FormChoice("edited", self._at_this_moment(replace(self.asked, form="edited")), is_edited)

    def _in_both_forms(self, track: ReleasedTrack) -> bool:
        return any(each.language == track.language and each.form != track.form for each in self.every_track)

    def _way(self, view: View, language: str = "") -> str:
        return self._at_this_moment(replace(self.asked, view=view, language=language))

    def _at_this_moment(self, asked: Asked) -> str:
        url = address(asked)
        if self.asked.at_ms is None:
            return url
        until = f",{seconds(self.asked.until_ms)}" if self.asked.until_ms is not None else ""
        version = f"&v={self.asked.version}" if self.asked.version else ""
        return f"{url}{'' if url == '?' else '&'}t={seconds(self.asked.at_ms)}{until}{version}#here"

    def _file(self, role: str) -> MediaFile | None:
        return next((each for each in self.recording.media if each.role == role), None)


def interview_page(
    interview: Released,
    asked: Asked,
    *,
    peaks: Sequence[float] = (),
    marker: Marker | None = None,
    word_times: WordTimes | None = None,
) -> Page:
    """The page of an interview; what was asked for and is not there is passed over."""
    recording = chosen_recording(interview, asked.recording)
    wished = asked
    asked = _sensible(asked, interview, recording)
    every_track = original_first(
        [each for each in interview.tracks if each.recording == recording.name], interview.language
    )
    tracks = in_form(every_track, asked.form or "verbatim")
    read, other = texts_of(tracks, asked)
    shown = [each for each in (read, other) if each]
    columns = [Column(each, marker=marker, word_times=word_times) for each in (read, other)]
    of_moments = [each for each in interview.pictures if each.recording == recording.name]
    entries = typeset(recording, *columns, interviewers=interview.interviewers, pictures=of_moments)
    return Page(
        interview=interview,
        recording=recording,
        asked=asked,
        tracks=tuple(tracks),
        every_track=tuple(every_track),
        read=read,
        other=other,
        entries=entries,
        here=here(entries, asked.at_ms, asked.until_ms),
        matches=tuple(sorted(_matches(entries))),
        bars=waveform.bars(peaks),
        news=news(interview, recording, wished, shown),
        elsewhere=tuple(elsewhere(interview, recording, shown, asked=asked, marker=marker)) if marker else (),
    )


def _sensible(asked: Asked, interview: Released, recording: ReleasedRecording) -> Asked:
    is_first = recording.name == chosen_recording(interview, "").name
    is_over = asked.at_ms is not None and 0 < recording.duration_ms < asked.at_ms
    recording_named = "" if is_first else recording.name
    if is_over:
        return replace(asked, recording=recording_named, at_ms=None, until_ms=None)
    return replace(asked, recording=recording_named)


def _matches(entries: Sequence[Entry]) -> Iterator[int]:
    """The moments at which something is said that was searched for."""
    for entry in entries:
        if isinstance(entry, Words):
            yield from (line.start_ms for line in (*entry.lines, *entry.beside) if line.is_found)
