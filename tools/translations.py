"""Bring the sentences of the interface into its Chinese, where the new ones are then to be written.

    make translations

A sentence that stands nowhere any more is dropped, and one that is new is left empty; nothing is guessed. A test fails
while any is empty.
"""

from __future__ import annotations

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from tools.sentences import ARCHIVE, templates

CHINESE = ARCHIVE / "site/translations/zh_Hans/LC_MESSAGES/messages.po"
HEADER = """# The interface in Chinese: written, not translated word for word.
msgid ""
msgstr ""
"Language: zh_Hans\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
_WHERE = [("site/**.py", "python"), ("site/templates/**.html", "jinja2")]
_MARKS = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2)}


def gathered() -> Catalog:
    """Every sentence of the pages, marked for translation where it stands, and all that the program says besides."""
    found = Catalog()
    options = {"site/templates/**.html": {"silent": "false"}}
    for _file, _line, message, _comments, context in extract_from_dir(
        ARCHIVE, method_map=_WHERE, options_map=options, keywords=_MARKS
    ):
        found.add(message, context=context)
    for template in templates():
        found.add(template)
    return found


def written() -> Catalog:
    """The Chinese there is."""
    with CHINESE.open("rb") as stream:
        return read_po(stream)


def main() -> None:
    """Merge, and say how many sentences wait to be written."""
    chinese = written()
    chinese.update(gathered(), no_fuzzy_matching=True)
    with CHINESE.open("wb") as stream:
        stream.write(HEADER.encode())
        write_po(stream, chinese, width=120, omit_header=True, no_location=True, sort_output=True, ignore_obsolete=True)
    print(f"{sum(not any(each.string or ()) for each in chinese if each.id)} sentences to write in {CHINESE.name}")


if __name__ == "__main__":
    main()
