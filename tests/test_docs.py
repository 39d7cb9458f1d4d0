"""What the documents promise to tell, they tell."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from hashlib import sha256
from pathlib import Path

import click
import pytest

from archive import records
from archive.cli import main
from archive.settings import Settings

PROJECT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
VENDORED = sorted((PROJECT / "archive/site/static/vendor").iterdir())
KEPT_AS_JSON = [
    records.Interview,
    records.Person,
    records.Recording,
    records.Wish,
    records.Photo,
    records.Access,
    records.Consent,
    records.Decision,
    records.Redaction,
    records.Collection,
    records.Tag,
    records.Referent,
    records.Verdict,
    records.Ruling,
    records.Event,
    records.Packet,
    records.PacketText,
    records.Passage,
    records.Said,
    records.Review,
    records.Reply,
    records.Settlement,
]
RECORDS = [each for each in vars(records).values() if dataclasses.is_dataclass(each) and isinstance(each, type)]


def page(name: str) -> str:
    return (PROJECT / name).read_text("utf-8")


def rows(text: str) -> list[list[str]]:
    """The cells of every row of every table, heads left out."""
    table = [line for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in table]


def commands(group: click.Group, *words: str) -> list[str]:
    """`earwitness add`, `earwitness model fetch` … down to the last."""
    found = []
    for name, each in group.commands.items():
        found += commands(each, *words, name) if isinstance(each, click.Group) else [" ".join((*words, name))]
    return found


def requirements() -> set[str]:
    project = PYPROJECT["project"]
    extras = (each for extra in project["optional-dependencies"].values() for each in extra)
    named = {*project["dependencies"], *extras, *PYPROJECT["build-system"]["requires"]}
    return {re.split(r"[\[<>=!~; ]", each)[0] for each in named} - {"earwitness"}


@pytest.mark.parametrize("setting", [each.name for each in dataclasses.fields(Settings)])
def test_a_setting_is_on_the_page_of_settings(setting: str) -> None:
    assert f"`EARWITNESS_{setting.upper()}`" in page("docs/settings.md")


@pytest.mark.parametrize("command", commands(main, "earwitness"))
def test_a_command_is_on_the_page_of_commands_with_an_example(command: str) -> None:
    told = page("docs/cli.md").partition(f"## `{command}`\n")[2].partition("\n## ")[0]
    assert re.search(rf"Examples?:\n.*\b{command}\b", told, re.DOTALL)


@pytest.mark.parametrize("name", sorted(requirements()))
def test_a_dependency_says_its_licence_and_its_reason(name: str) -> None:
    told = {cells[0]: cells[1:] for cells in rows(page("docs/dependencies.md"))}
    assert all(told[name]) and len(told[name]) == 2


@pytest.mark.parametrize("file", [each for each in VENDORED if "LICENSE" not in each.name], ids=lambda each: each.name)
def test_what_is_carried_along_is_what_the_page_says_it_is(file: Path) -> None:
    assert f"`{file.name}`, `{sha256(file.read_bytes()).hexdigest()}`" in page("docs/dependencies.md")


@pytest.mark.parametrize("name", sorted(requirements()))
def test_a_dependency_is_pinned(name: str) -> None:
    pinned = {re.sub(r"[-_.]+", "-", line.split("==")[0]).lower() for line in page("constraints.txt").splitlines()}
    assert name in pinned


@pytest.mark.parametrize("record", RECORDS, ids=lambda each: each.__name__)
def test_a_kind_of_record_is_in_the_glossary(record: type) -> None:
    assert f"`{record.__name__}`" in page("docs/glossary.md")


def test_every_name_the_glossary_gives_for_the_code_is_used_there() -> None:
    code = "\n".join(each.read_text("utf-8") for each in (PROJECT / "archive").rglob("*.py"))
    names = {name for cells in rows(page("docs/glossary.md")) for name in re.findall(r"`(\w+)`", cells[1])}
    assert [name for name in sorted(names) if not re.search(rf"\b{name}\b", code)] == []


@pytest.mark.parametrize(
    "field",
    [f"{kept.__name__}.{each.name}" for kept in KEPT_AS_JSON for each in dataclasses.fields(kept)],
)
def test_a_field_of_the_record_is_told_to_the_stranger(field: str) -> None:
    assert f"`{field.split('.')[1]}`" in page("docs/record-format.md")


def test_the_changelog_has_a_section_for_this_version() -> None:
    assert re.search(rf"^## {re.escape(PYPROJECT['project']['version'])}\b", page("CHANGELOG.md"), re.MULTILINE)


def test_every_document_that_another_points_to_is_there() -> None:
    pages = [*PROJECT.glob("*.md"), *PROJECT.glob("docs/**/*.md"), *PROJECT.glob("*/README.md")]
    for each in pages:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", each.read_text("utf-8")):
            assert (each.parent / target).exists(), f"{each.name} points to {target}"
