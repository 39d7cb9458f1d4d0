"""Names of places lead to the place that is meant, however they are written; where that is not known, to none."""

from __future__ import annotations

import pytest

from archive.places import find, key, names


@pytest.mark.parametrize(
    "written",
    [
        "Hegang",
        "鹤岗",
        "鶴崗",
        "鹤岗市",
        "HEGANG",
        "Hegang City",
        "Hegang 鹤岗",
        "鹤岗 (Hegang)",
        "Hegang, Heilongjiang",
        "Hegang, China",
        "黑龙江省鹤岗市",
        "中国黑龙江鶴崗",
        "Ho-kang",
    ],
)
def test_hegang_is_one_place_however_it_is_written(written: str) -> None:
    found = find(written)
    assert found is not None and (found.english, found.chinese) == ("Hegang", "鹤岗")
    assert (round(found.latitude, 1), round(found.longitude, 1)) == (47.3, 130.3)


@pytest.mark.parametrize(
    ("written", "english"),
    [
        ("双鸭山, 黑龙江", "Shuangyashan"),
        ("Guangzhou, Guangdong", "Guangzhou"),
        ("鸡西", "Jixi"),
        ("哈爾濱", "Harbin"),
        ("Dairen", "Dalian"),
        ("佳木斯", "Jiamusi"),
        ("Springfield, Illinois", "Springfield"),
    ],
)
def test_towns_are_found_by_either_script_by_old_names_and_by_their_region(written: str, english: str) -> None:
    found = find(written)
    assert found is not None and found.english == english


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        ",",
        "Springfield",
        "the south shaft",
        "南山矿",
        "Hegang, Texas",
        "Paris, the mine",
        "黑龙江",
        "\0",
        "，、",
    ],
)
def test_what_is_no_place_or_might_be_several_stays_a_name(written: str) -> None:
    assert find(written) is None


def test_the_names_in_the_gazetteer_are_folded_as_names_are_folded_today() -> None:
    assert [each for each in names() if key(each) != each] == [], "python tools/gazetteer.py"
