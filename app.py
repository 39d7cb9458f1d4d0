"""The WSGI app, for any server: ``granian --interface wsgi app:app``."""

from archive import create_app

app = create_app()
