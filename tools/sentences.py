"""Find every sentence that the program says to people: what errors are made of, and what :func:`sentence` is given.

Nothing is run: the text of ``archive/`` is read. So a sentence that is put together beforehand, which nobody could
translate, is found too.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ARCHIVE = Path(__file__).resolve().parent.parent / "archive"
NAMED = re.compile(r"%\((\w+)\)")
_MAKES = "sentence"
_JOIN = ("joined", "enumerated", "as_written")
_OF_AN_ERROR = ("fault", "next_step", "sentence")
_ROOT = "ArchiveError"


@dataclass(frozen=True)
class Said:
    """A place where something is said: its templates, the values given, and what is said there that is no template."""

    where: str
    templates: tuple[str, ...]
    given: frozenset[str]
    put_together: tuple[str, ...]


@cache
def said() -> tuple[Said, ...]:
    """Every place in ``archive/`` where an error or a sentence is made."""
    modules = {path: ast.parse(path.read_text("utf-8")) for path in sorted(ARCHIVE.rglob("*.py"))}
    makers = {_MAKES, *_errors(modules.values())}
    return tuple(
        _said(path, module, each)
        for path, module in modules.items()
        for each in ast.walk(module)
        if isinstance(each, ast.Call) and _name(each.func) in makers
    )


def templates() -> set[str]:
    """Every sentence that may reach a page; the command line speaks English."""
    return {each for place in said() if not place.where.startswith("cli/") for each in place.templates if each}


def _errors(modules: Iterable[ast.Module]) -> set[str]:
    """The names of all our errors, by what they are derived from."""
    classes = [each for module in modules for each in ast.walk(module) if isinstance(each, ast.ClassDef)]
    known, before = {_ROOT}, 0
    while len(known) > before:
        before = len(known)
        known |= {each.name for each in classes if known & {_name(base) for base in each.bases}}
    return known


def _said(path: Path, module: ast.Module, call: ast.Call) -> Said:
    spoken = [*call.args[:1], *(each.value for each in call.keywords if each.arg == "next_step")]
    return Said(
        where=f"{path.relative_to(ARCHIVE)}:{call.lineno}",
        templates=tuple(text for each in spoken for text in _literals(each)),
        given=frozenset(each.arg or "" for each in call.keywords),
        put_together=tuple(
            ast.unparse(each) for each in spoken if not (_literals(each) or _is_passed_on(each, module))
        ),
    )


def _literals(node: ast.expr) -> list[str]:
    if isinstance(node, ast.IfExp):
        return [*_literals(node.body), *_literals(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def _is_passed_on(node: ast.expr, module: ast.Module) -> bool:
    """Whether this is a sentence that was made elsewhere: of another error, or of a name or function that is one."""
    if isinstance(node, ast.IfExp):
        return _is_passed_on(node.body, module) and _is_passed_on(node.orelse, module)
    if isinstance(node, ast.Attribute):
        return node.attr in _OF_AN_ERROR
    if isinstance(node, ast.Call):
        return _name(node.func) in {_MAKES, *_JOIN, *_promised(module)}
    return isinstance(node, ast.Name) and node.id in _names(module)


def _promised(module: ast.Module) -> set[str]:
    """The functions of a module that promise a sentence: mypy holds them to it."""
    functions = (each for each in ast.walk(module) if isinstance(each, ast.FunctionDef))
    return {each.name for each in functions if each.returns and ast.unparse(each.returns) == "Sentence"}


def _names(module: ast.Module) -> set[str]:
    """The names that stand for sentences in a module: declared to, or given nothing else."""
    declared, given, other = set(), set(), set()
    for each in ast.walk(module):
        if isinstance(each, ast.arg | ast.AnnAssign) and each.annotation:
            name = each.arg if isinstance(each, ast.arg) else _name(each.target)
            if ast.unparse(each.annotation) in ("Sentence", "str | Sentence"):
                declared.add(name)
        if isinstance(each, ast.Assign | ast.AnnAssign) and each.value is not None:
            for target in each.targets if isinstance(each, ast.Assign) else [each.target]:
                (given if _is_made(each.value) else other).add(_name(target))
    return declared | (given - other)


def _is_made(node: ast.expr) -> bool:
    if isinstance(node, ast.IfExp):
        return _is_made(node.body) and _is_made(node.orelse)
    if isinstance(node, ast.Attribute):
        return node.attr in _OF_AN_ERROR
    return isinstance(node, ast.Call) and _name(node.func) in {_MAKES, *_JOIN}


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
