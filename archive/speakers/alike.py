"""Which vectors are one voice: those that are alike on average, in as many voices as people say there are; pure."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from archive.speakers.vectors import Vectors

Labels = np.ndarray[Any, np.dtype[np.intp]]
"""The number of a voice for each vector."""

_LEAST: Final = 0.015  # of what is said that a voice says, at least: what is less is a cough or a knock
_FINEST: Final = 200  # clusters up to which voices are looked for
_COMPARED: Final = 6_000
"""Vectors that are compared each with each: 140 MB. Of hours of speech so many are drawn, evenly over the recording."""


def voices(vectors: Vectors, count: int) -> Labels:
    """The vectors in ``count`` voices, or fewer where there are not as many vectors.

    Clusters are joined by the angles between all their vectors on average, down to as many that say enough to be a
    voice as there are voices; what is in none of these goes to the nearest. Down to ``count`` clusters whatever they
    say, a cough becomes a voice (docs/measurements-voices.md).
    """
    if count <= 1 or len(vectors) <= 1:
        return np.zeros(len(vectors), np.intp)
    if len(vectors) <= count:
        return np.arange(len(vectors))
    drawn = np.linspace(0, len(vectors) - 1, min(len(vectors), _COMPARED)).astype(np.intp)
    found = _clustered(vectors[drawn], count)
    labels = _nearest(vectors, drawn, found, count)
    labels[drawn[found < count]] = found[found < count]
    return labels


def _clustered(vectors: Vectors, count: int) -> Labels:
    """The vectors in clusters, the largest ``count`` of them first: the coarsest in which these say enough."""
    from scipy.cluster.hierarchy import fcluster

    tree = _tree(vectors)
    fewest: Labels = fcluster(tree, count, "maxclust") - 1
    for clusters in range(count, min(len(vectors), _FINEST)):
        found: Labels = fcluster(tree, clusters, "maxclust") - 1
        sizes = np.bincount(found)
        if np.count_nonzero(sizes >= _LEAST * len(vectors)) >= count:
            return np.argsort(np.argsort(-sizes, kind="stable"))[found]
    return fewest


def _tree(vectors: Vectors) -> np.ndarray[Any, np.dtype[np.float64]]:
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    directions = _directions(vectors)
    apart = squareform(np.clip(1 - directions @ directions.T, 0, 2), checks=False)
    tree: np.ndarray[Any, np.dtype[np.float64]] = linkage(apart, "average")
    return tree


def _directions(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    directions: Vectors = vectors / np.maximum(lengths, 1e-6)  # of silence there may be nothing to divide
    return directions


def _nearest(vectors: Vectors, drawn: Labels, found: Labels, count: int) -> Labels:
    """The voice of every vector whose mean has the smallest angle to it."""
    means = np.stack([vectors[drawn[found == each]].mean(axis=0) for each in range(min(count, found.max() + 1))])
    labels: Labels = (_directions(vectors) @ _directions(means).T).argmax(axis=1)
    return labels
