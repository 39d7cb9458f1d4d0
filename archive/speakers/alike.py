"""Which vectors are one voice: Ward's clustering, joined into as many voices as people say there are; pure."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from archive.speakers.vectors import Vectors

Labels = np.ndarray[Any, np.dtype[np.intp]]
"""The number of a voice for each vector."""

_FRAGMENTS: Final = 8
_COMPARED: Final = 6_000
"""Vectors that are compared each with each: 140 MB. Of hours of speech so many are drawn, evenly over the recording."""


def voices(vectors: Vectors, count: int) -> Labels:
    """The vectors in ``count`` voices, or fewer where there are not as many vectors.

    Ward's criterion finds what sounds alike, in more fragments than there are voices; these become voices by how far
    their means are apart. By Ward's criterion alone a voice that speaks nearly always is cut in two; by distances alone
    a cough becomes a voice (docs/measurements-voices.md).
    """
    if count <= 1 or len(vectors) <= 1:
        return np.zeros(len(vectors), np.intp)
    if len(vectors) <= count:
        return np.arange(len(vectors))
    drawn = np.linspace(0, len(vectors) - 1, min(len(vectors), _COMPARED)).astype(np.intp)
    found = joined(vectors[drawn], fragments(vectors[drawn], max(_FRAGMENTS, count)), count)
    return found if len(drawn) == len(vectors) else _nearest(vectors, drawn, found)


def fragments(vectors: Vectors, count: int) -> Labels:
    """Vectors that are alike put together by Ward's criterion, into so many fragments at most."""
    from scipy.cluster.hierarchy import fcluster, linkage

    found: Labels = fcluster(linkage(vectors, "ward"), count, "maxclust").astype(np.intp) - 1
    return found


def joined(vectors: Vectors, parts: Labels, count: int) -> Labels:
    """Fragments put together, those first whose means have the smallest angles between them on average."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    means = np.stack([vectors[parts == each].mean(axis=0) for each in range(parts.max() + 1)])
    if len(means) <= count:
        return parts
    means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-6)  # of silence there may be nothing to divide
    apart = squareform(np.clip(1 - means @ means.T, 0, 2), checks=False)
    found: Labels = fcluster(linkage(apart, "average"), count, "maxclust").astype(np.intp) - 1
    return found[parts]


def _nearest(vectors: Vectors, drawn: Labels, found: Labels) -> Labels:
    """The voice of every vector: of those that were drawn, their own; of the others, the one whose mean is nearest."""
    means = np.stack([vectors[drawn[found == each]].mean(axis=0) for each in range(found.max() + 1)])
    distances = np.square(means).sum(axis=1) - 2 * vectors @ means.T
    labels: Labels = distances.argmin(axis=1)
    labels[drawn] = found
    return labels
