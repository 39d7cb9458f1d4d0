"""The review packet: a folder that a narrator opens at home, without a line, to read, hear and answer for themselves.

``gathering`` makes it of an interview's texts; ``folder`` writes it as a zip, with ``page.html``, ``packet.css`` and
``packet.js``; ``answers`` reads the file that comes back.
"""

from archive.exchange.packet.answers import LARGEST, read_answers
from archive.exchange.packet.folder import file_name, write_packet
from archive.exchange.packet.gathering import make_packet

__all__ = ["LARGEST", "file_name", "make_packet", "read_answers", "write_packet"]
