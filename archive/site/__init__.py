"""The only part that knows the web: the reading room for the public, and the desk for staff beside it.

``reading_room`` answers every public address, ``desk`` everything under ``/desk``; ``templates/`` and ``static/`` hold
their pages and one script a behaviour; ``protection`` sets the headers, ``faults`` shows what went wrong, ``wording``
puts times and names in words.
"""
