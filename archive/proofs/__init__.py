"""That a copy for the public says nothing of what was taken out of it: heard again, compared, and kept as a proof.

surroundings   what has to be heard again, and nothing else
comparing      what is heard now against what was there: pure
reading        the proofs on record
"""

from archive.proofs.comparing import proven
from archive.proofs.reading import copy_to_hear, muted_stem, newest_proof, proof_that_counts, stretches
from archive.proofs.surroundings import Surroundings, surroundings

__all__ = [
    "Surroundings",
    "copy_to_hear",
    "muted_stem",
    "newest_proof",
    "proof_that_counts",
    "proven",
    "stretches",
    "surroundings",
]
