"""``earwitness …``: results go to stdout, everything else to stderr; exit 0 only on success."""

from __future__ import annotations

import click

from archive.cli.accounts import user
from archive.cli.asking import evaluate, list_, search, verify
from archive.cli.demo import demo
from archive.cli.exchanging import answers, export, import_
from archive.cli.granting import grant
from archive.cli.housekeeping import doctor, index, model, serve
from archive.cli.looking import look
from archive.cli.protecting import embargo, pseudonym, redact
from archive.cli.publishing import access, consent, publish, unpublish, withdraw
from archive.cli.tagging import suggest
from archive.cli.taking_in import add
from archive.cli.terminal import Earwitness
from archive.cli.vocabulary import vocabulary
from archive.cli.working import process, work


@click.group(cls=Earwitness, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="earwitness")
def main() -> None:
    """An oral-history archive: recordings in, words out, found and heard, with the narrators protected.

    \b
    A first interview, start to end:
      earwitness add tape.wav --title "A winter underground" --narrator "Lin" --consent "Signed 3 May 2026"
      earwitness process 2026-001
      earwitness look 2026-001 --tick everything
      earwitness publish 2026-001
      earwitness serve
    """


for _command in (add, process, work, serve, index, look, publish, unpublish, withdraw, consent, access):
    main.add_command(_command)
for _command in (redact, embargo, pseudonym, grant, search, list_, verify):
    main.add_command(_command)
for _command in (import_, export, answers, vocabulary, suggest, evaluate, model, user, demo, doctor):
    main.add_command(_command)
