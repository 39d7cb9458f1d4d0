"""Documents of consent at the desk: archivists attach them and open them, and nobody else ever sees one."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from archive import publication
from archive.errors import BadInput
from archive.site.desk.attached import attached
from archive.site.desk.doors import agent, desk, files, open_to


@desk.post("/interviews/<interview_id>/publishing/consent/documents")
@open_to("archivist")
def attach_document(interview_id: str) -> Answer:
    """Keep a document with the consent on record."""
    missing = BadInput("No document was chosen.", next_step="Choose a file: a PDF, a photograph, a recording.")
    with attached("document", missing) as document:
        publication.attach_document(files(), interview_id, document.path, document.name, by=agent())
    flash(_("The document was attached."), "done")
    return redirect(url_for("desk.publishing", interview_id=interview_id, _anchor="consent"), 303)


@desk.get("/interviews/<interview_id>/publishing/consent/documents/<file>")
@open_to("archivist")
def consent_document(interview_id: str, file: str) -> Response:
    """A document as it was attached, to be saved: whatever it is, no browser runs it under our name."""
    held = files()
    response = make_response(held.store.read(publication.document_key(held.read_interview(interview_id), file)))
    response.mimetype = "application/octet-stream"
    response.headers["Content-Disposition"] = f'attachment; filename="{interview_id}.{file}"'
    return response
