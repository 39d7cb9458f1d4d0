"""Sound and film, by PyAV alone: what a file is, its samples, its copy for browsers, its peaks and its poster.

Everything reads a recording through one timeline, in which what is lost is silent: a moment is the same in the
original, the samples and the access copy. Files come from strangers, so call these through :func:`in_worker`, which
gives them a process with limits; only :mod:`archive.media.containers` opens a file, and only of kinds it lists.

    containers   which files are let in                 timeline     the sound on the recording's own clock
    measure      probe                                  samples      decode, decode_to_hear; sides are they apart
    copies       make_access_copy, make_muted_copy; by encoding, and as_it_is where a film's pictures can stay
    picture      frames as they are seen                peaks, poster
    muted        what the public must not hear or see
    limits       in_worker; child is the other side     whole        no half file under a final name
    several      probe_several                          photograph   pictures of the gallery
    carried      what a file says of itself
"""

from archive.media.carried import carried_by
from archive.media.copies import AccessCopy, make_access_copy, make_muted_copy
from archive.media.limits import in_worker
from archive.media.measure import Probe, probe
from archive.media.peaks import Peaks, make_peaks
from archive.media.photograph import kind_of, make_public_copy
from archive.media.poster import make_poster
from archive.media.samples import SAMPLE_RATE, Decoded, decode, decode_to_hear
from archive.media.several import probe_several

__all__ = [
    "SAMPLE_RATE",
    "AccessCopy",
    "Decoded",
    "Peaks",
    "Probe",
    "carried_by",
    "decode",
    "decode_to_hear",
    "in_worker",
    "kind_of",
    "make_access_copy",
    "make_muted_copy",
    "make_peaks",
    "make_poster",
    "make_public_copy",
    "probe",
    "probe_several",
]
