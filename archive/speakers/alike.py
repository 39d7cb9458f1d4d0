"""Which vectors are one voice: Ward's clustering, into as many voices as people say there are; pure."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from archive.speakers.vectors import Vectors

Labels = np.ndarray[Any, np.dtype[np.intp]]
"""The number of a voice for each vector."""

_COMPARED: Final = 6_000
"""Vectors that are compared each with each: 140 MB. Of hours of speech so many are drawn, evenly over the recording."""


def voices(vectors: Vectors, count: int) -> Labels:
    """The vectors in ``count`` voices, or fewer where there are not as many vectors.

    Ward's criterion, not the mean distance: of a noisy tape, mean linkage makes one voice of both speakers and another
    of a cough (docs/measurements-voices.md).
    """
    if count <= 1 or len(vectors) <= 1:
        return np.zeros(len(vectors), np.intp)
    if len(vectors) <= count:
        return np.arange(len(vectors))
    from scipy.cluster.hierarchy import fcluster, linkage

    drawn = np.linspace(0, len(vectors) - 1, min(len(vectors), _COMPARED)).astype(np.intp)
    found: Labels = fcluster(linkage(vectors[drawn], "ward"), count, "maxclust").astype(np.intp) - 1
    return found if len(drawn) == len(vectors) else _nearest(vectors, drawn, found)


def _nearest(vectors: Vectors, drawn: Labels, found: Labels) -> Labels:
    """The voice of every vector: of those that were drawn, their own; of the others, the one whose mean is nearest."""
    means = np.stack([vectors[drawn[found == each]].mean(axis=0) for each in range(found.max() + 1)])
    distances = np.square(means).sum(axis=1) - 2 * vectors @ means.T
    labels: Labels = distances.argmin(axis=1)
    labels[drawn] = found
    return labels
