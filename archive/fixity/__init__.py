"""Being unchanged: what every file's SHA-256 should be, whether it is, and since when it is known to have been.

What is expected follows from the events, each of which names the files it wrote. ``settle`` writes that down as
manifests in the form of ``sha256sum`` (BagIt's, RFC 8493 §2.1.3), so that anyone can check a folder by hand.
"""

from archive.fixity.checking import Finding, strays, verifiable, verify
from archive.fixity.ledger import Ledger, read_ledger, settle, sha256_of

__all__ = ["Finding", "Ledger", "read_ledger", "settle", "sha256_of", "strays", "verifiable", "verify"]
