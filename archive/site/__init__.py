"""The only part that knows the web: the reading room for the public; the desk for staff comes beside it.

``reading_room`` answers every public address; ``templates/`` and ``static/`` hold its pages and one script a
behaviour; ``protection`` sets the headers, ``faults`` shows what went wrong, ``wording`` puts times and names in words.
"""
