"""The W3C's parser, held against every expectation of Mozilla's vtt.js suite (``../shared/fixtures/vtt/vttjs``).

The suite was written for a draft of 2014. What the standard has since renamed is translated here; what it has since
decided otherwise is listed in ``DIFFERS``, file by file, with the clause of https://www.w3.org/TR/webvtt1/.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.errors import BadInput
from archive.webvtt import Moment, Node, Region, Span, TimedText, parse

VOID_LINE = "§6.3 “line”, step 8: an alignment that is not known voids the setting, and “middle” is now “center”"
VOID_POSITION = "§6.3 “position”, step 7: an alignment that is not known voids the setting; “start” is now “line-left”"
HOURS = (
    "§6.3 “collect a timestamp”, steps 7 and 12: what is not two digits up to 59 is hours, and hours need three parts"
)
ARROW = "§6.1: a second line with an arrow is a timing line, not the settings of a region; §4.3: no id may hold one"
HEADER = "§6.1 “collect a block”, in header: a timing line ends the header and begins a cue"
NEW_BLOCK = "§6.1 “collect a block”: after a first line with an arrow, a second ends the block and begins the next"
NAMELESS = "§6.1: a REGION block makes a region, even if its settings make no sense"
REFERENCES = "§6.4: character references are HTML's, “not as part of an attribute”: some need no semicolon"

# By file: why we differ, how many cues and regions there are by the standard, and what the first cue then has.
DIFFERS: dict[str, tuple[str, int, int, dict[str, Any]]] = {
    "cue-settings/line/bad-line-align": (VOID_LINE, 1, 0, {"line": "auto", "snapToLines": True}),
    "cue-settings/line/line-middle-align": (VOID_LINE, 1, 0, {"line": "auto", "lineAlign": "start"}),
    "cue-settings/position/bad-position-align": (VOID_POSITION, 1, 0, {"position": "auto"}),
    "cue-settings/position/position-end-align": (VOID_POSITION, 1, 0, {"position": "auto", "positionAlign": "center"}),
    "cue-settings/position/position-start-align": (VOID_POSITION, 1, 0, {"position": "auto"}),
    "cue-settings/region/region-arrows": (ARROW, 1, 0, {"region": ""}),
    "cue-times/min-top-digits": (HOURS, 0, 0, {}),
    "cue-times/minimum-spots-over-sixty": (HOURS, 0, 0, {}),
    "file-layout/header-no-new-line": (HEADER, 1, 0, {"startTime": 11, "endTime": 13, "text": "Test"}),
    "integration/id": (NEW_BLOCK, 5, 0, {"id": "1"}),
    "regions/id/arrows": (ARROW, 1, 0, {"region": ""}),
    "regions/id/bad-delimiter": (NAMELESS, 0, 1, {}),
    "regions/id/no-value": (NAMELESS, 0, 1, {}),
    "regions/id/space-after-delimiter": (NAMELESS, 0, 1, {}),
    "regions/id/space-before-delimiter": (NAMELESS, 0, 1, {}),
}
DIFFERS_IN_TEXT = {"cuetext/escape-characters/incorrect": REFERENCES}


@pytest.fixture(scope="module")
def suite(shared: Path) -> Path:
    return shared / "vtt" / "vttjs"


def test_every_file_is_parsed_as_the_suite_expects_or_as_the_standard_now_says(suite: Path) -> None:
    files = [*suite.rglob("*.vtt")]
    assert len(files) == 267
    different = {}
    for file in files:
        expected = in_words_of_today(json.loads(expectation(file).read_text("utf-8")))
        if (found := parsed(file)) != expected:
            different[file.relative_to(suite).with_suffix("").as_posix()] = found
    assert different.keys() == DIFFERS.keys()
    for name, (_, cues, regions, first) in DIFFERS.items():
        found = different[name]
        assert (len(found["cues"]), len(found["regions"])) == (cues, regions), name
        assert not first or first.items() <= found["cues"][0].items(), name


def test_every_cue_has_the_tree_the_suite_draws(suite: Path) -> None:
    different = set()
    drawings = [(file, json.loads(file.read_text("utf-8"))) for file in suite.rglob("*-proc.json")]
    assert len(drawings) == 209
    for file, drawing in drawings:
        name = file.relative_to(suite).as_posix().removesuffix("-proc.json")
        if drawing is None or (name in DIFFERS and DIFFERS[name][1] != len(drawing)):
            continue
        expected = [[drawn(node) for node in box["childNodes"][0]["childNodes"]] for box in drawing]
        if expected != [[ours(node) for node in cue.nodes] for cue in cues(suite / f"{name}.vtt")]:
            different.add(name)
    assert different == DIFFERS_IN_TEXT.keys()


def test_regions_in_the_header_as_the_draft_had_them_are_header_and_no_more(suite: Path) -> None:
    found = parse((suite / "integration" / "regions.vtt").read_bytes())
    assert not found.regions
    assert found.header.startswith("Region: id=fred")
    assert [cue.layout.region for cue in found.cues] == [None] * 6


# --- what the suite expects ------------------------------------------------------------------------------------------

EXPECTED_OF_MANY = {
    "missing-separator": "bad-data",
    "webvtt-no-bom": "with-data",
    "webvtt-space": "with-data",
    "webvtt-tab": "with-data",
    "webvtt-with-bom": "with-data",
    "no-line-break": "good-region",
    "no-space-after-delimiter": "good-region",
}


def expectation(file: Path) -> Path:
    """The expectation of a file: its own, or the one the suite uses for many files of the folder (its ``test.js``)."""
    folder = file.parent.name
    names = [file.stem, EXPECTED_OF_MANY.get(file.stem, ""), f"bad-{folder}", "bad-line", "bad-region"]
    names.append("with-data" if folder == "cue-times" else "no-output")
    return next(path for name in names if (path := file.with_name(f"{name}.json")).exists())


def in_words_of_today(expected: dict[str, Any]) -> dict[str, Any]:
    for cue in expected["cues"]:
        for name in ("align", "lineAlign"):
            cue[name] = cue[name].replace("middle", "center")
        sides = {"start": "line-left", "end": "line-right", "middle": "center"}
        cue["positionAlign"] = sides[cue["positionAlign"]]
    return {"cues": expected["cues"], "regions": expected["regions"]}


def with_region_blocks(text: str) -> str:
    """The file with the draft's ``Region: id=fred`` lines of the header as the standard's REGION blocks."""
    header, blank, rest = text.partition("\n\n")
    header = re.sub(r"^Region:(.*)$", lambda line: "\nREGION\n" + line[1].replace("=", ":") + "\n", header, flags=re.M)
    return header + blank + rest


def drawn(node: dict[str, Any]) -> Any:
    if not node["localName"]:
        return node["data"]
    return (
        node["localName"],
        node["className"],
        node["lang"],
        node["title"],
        [drawn(each) for each in node["childNodes"]],
    )


# --- what we find ----------------------------------------------------------------------------------------------------


def parsed(file: Path) -> dict[str, Any]:
    try:
        found = parse(with_region_blocks(file.read_bytes().decode()))
    except BadInput:
        return {"cues": [], "regions": []}
    return {"cues": [as_json(each) for each in found.cues], "regions": [region(each) for each in found.regions]}


def cues(file: Path) -> Iterator[TimedText]:
    try:
        yield from parse(file.read_bytes()).cues
    except BadInput:
        return


def as_json(cue: TimedText) -> dict[str, Any]:
    layout = cue.layout
    sides = {"left": "line-left", "start": "line-left", "right": "line-right", "end": "line-right"}
    computed = sides.get(layout.align, "center")  # §7.1, for text that runs left to right
    return {
        "align": layout.align,
        "endTime": cue.end_ms / 1000,
        "id": cue.id,
        "line": "auto" if layout.line is None else layout.line,
        "lineAlign": layout.line_align,
        "pauseOnExit": False,
        "position": "auto" if layout.position is None else layout.position,
        "positionAlign": computed if layout.position_align == "auto" else layout.position_align,
        "region": region(layout.region) if layout.region else "",
        "size": layout.size,
        "snapToLines": layout.snap_to_lines,
        "startTime": cue.start_ms / 1000,
        "text": cue.text,
        "vertical": layout.vertical,
    }


def region(found: Region) -> dict[str, Any]:
    return {
        "lines": found.lines,
        "regionAnchorX": found.anchor[0],
        "regionAnchorY": found.anchor[1],
        "scroll": found.scroll,
        "viewportAnchorX": found.viewport_anchor[0],
        "viewportAnchorY": found.viewport_anchor[1],
        "width": found.width,
    }


def ours(node: Node) -> Any:
    if not isinstance(node, Span):
        return node.at_ms if isinstance(node, Moment) else node
    name = "span" if node.tag in {"c", "v", "lang"} else node.tag
    language = node.annotation if node.tag == "lang" else ""
    voice = node.annotation if node.tag == "v" else ""
    return name, " ".join(node.classes), language, voice, [ours(each) for each in node.children]
